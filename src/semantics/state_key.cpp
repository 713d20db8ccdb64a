#include "semantics/state_key.hpp"

#include "semantics/people.hpp"

#include <charconv>

namespace itsmflow {
namespace {

void add(std::string& key, std::int64_t number) {
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  key.append(digits, end);
  key += ' ';
}

/// The length first, so that no text runs into the next.
void add(std::string& key, const std::string& text) {
  add(key, static_cast<std::int64_t>(text.size()));
  key += text;
}

void add(std::string& key, const Value& value) {
  if (value.is_null())
    key += '-';
  else
    add(key, to_string(value));
}

void add(std::string& key, const Bits& bits, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    if (bits.test(i)) add(key, static_cast<std::int64_t>(i));
  key += ';';
}

void add_work(std::string& key, const CaseState& state) {
  add(key, static_cast<std::int64_t>(state.work.size()));
  for (const WorkItem& work : state.work) {
    add(key, work.activity);
    add(key, work.item);
    add(key, (work.begun ? 1 : 0) + (work.suspended ? 2 : 0));
    add(key, work.input);
    add(key, work.holder);
    add(key, work.giver);
  }
  add(key, static_cast<std::int64_t>(state.under_way.size()));
  for (const UnderWay& open : state.under_way) {
    add(key, open.activity);
    add(key, open.input);
    add(key, open.tries);
    add(key, open.gave_up ? 1 : 0);
    add(key, open.returned);
    add(key, static_cast<std::int64_t>(open.items.size()));
    for (const Item& item : open.items) {
      add(key, item.id);
      add(key, item.element);
      add(key, item.done ? 1 : 0);
      add(key, item.answer);
      add(key, item.person);
      add(key, item.role);
    }
  }
}

void add_performed(std::string& key, const Net& net, const CaseState& state) {
  for (const Performed& part : state.performed) {
    if (!is_in_a_people_rule(*net.model, part.activity)) continue;
    add(key, part.activity);
    add(key, part.result);
    add(key, part.element);
    add(key, part.person);
  }
  key += ';';
}

}  // namespace

std::string state_key(const Net& net, const CaseState& state, Timestamp now) {
  std::string key;
  add(key, static_cast<std::int64_t>(state.status));
  add(key, state.marking, net.places.size());
  const auto add_data = [&](std::uint32_t slot, const Value& value) {
    if (net.reads.slots[slot])
      add(key, value);
    else
      key += value.is_null() ? '-' : '+';  // whether it is given counts where it is required
  };
  for (std::uint32_t slot = 0; slot < state.data.size(); ++slot) add_data(slot, state.data[slot]);
  for (std::uint32_t o = 0; o < state.elements.size(); ++o) {
    add(key, static_cast<std::int64_t>(state.elements[o].size()));
    const std::vector<Field>& fields = net.model->objects[o].fields;
    for (const Element& element : state.elements[o]) {
      add(key, element.state);
      for (std::size_t f = 0; f < element.data.size(); ++f) add_data(fields[f].slot, element.data[f]);
    }
  }
  add_work(key, state);
  add(key, static_cast<std::int64_t>(state.timers.size()));
  for (const Timer& timer : state.timers) {
    add(key, timer.activity);
    add(key, timer.result);
    key += timer.is_due ? '!' : '.';
    if (!timer.is_due) add(key, timer.due.seconds - now.seconds);
  }
  add(key, static_cast<std::int64_t>(state.messages.size()));
  for (const Message& message : state.messages) {
    add(key, message.name);
    add(key, message.values);
  }
  add_performed(key, net, state);
  for (const std::uint32_t rule : state.rules) add(key, rule);
  return key;
}

}  // namespace itsmflow
