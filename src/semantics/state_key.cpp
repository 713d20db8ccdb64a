#include "semantics/state_key.hpp"

#include <algorithm>
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
  for (const WorkItem& work : state.work) {
    add(key, work.activity);
    add(key, work.item);
    add(key, (work.begun ? 1 : 0) + (work.suspended ? 2 : 0));
    add(key, work.input);
    add(key, work.holder);
    add(key, work.giver);
  }
  key += ';';
  for (const UnderWay& open : state.under_way) {
    add(key, open.activity);
    add(key, open.input);
    add(key, open.tries);
    add(key, open.gave_up ? 1 : 0);
    add(key, open.returned);
    for (const Item& item : open.items) {
      add(key, item.id);
      add(key, item.element);
      add(key, item.done ? 1 : 0);
      add(key, item.answer);
      add(key, item.person);
      add(key, item.role);
    }
    key += ';';
  }
}

void add_performed(std::string& key, const Net& net, const CaseState& state) {
  for (const Performed& part : state.performed) {
    const bool counts = std::any_of(net.model->rules.begin(), net.model->rules.end(), [&](const Rule& rule) {
      return !rule.is_about_course() && std::any_of(rule.subjects.begin(), rule.subjects.end(),
                                                    [&](const RuleSubject& subject) { return subject.activity == part.activity; });
    });
    if (!counts) continue;
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
  for (const Value& value : state.data) add(key, value);
  for (const std::vector<Element>& elements : state.elements)
    for (const Element& element : elements) {
      add(key, element.state);
      for (const Value& value : element.data) add(key, value);
    }
  add_work(key, state);
  for (const Timer& timer : state.timers) {
    add(key, timer.activity);
    add(key, timer.result);
    add(key, timer.is_due ? -1 : timer.due.seconds - now.seconds);
  }
  for (const Message& message : state.messages) {
    add(key, message.name);
    add(key, message.values);
  }
  add_performed(key, net, state);
  for (const std::uint32_t rule : state.rules) add(key, rule);
  return key;
}

}  // namespace itsmflow
