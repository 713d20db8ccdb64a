#include "semantics/choices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace itsmflow {
namespace {

/// Of values that can make a difference so many are tried of one field.
constexpr std::size_t kMostValues = 24;

void add_once(std::vector<Value>& values, Value value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(std::move(value));
}

/// "2014-03-03" some days later, with whatever stands behind the day; empty: it is no date.
std::string days_later(const std::string& text, int days) {
  constexpr std::size_t kLength = 10;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (text.size() < kLength || std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) return {};
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok()) return {};
  const std::chrono::year_month_day later{std::chrono::sys_days{date} + std::chrono::days{days}};
  return fmt::format("{:04}-{:02}-{:02}{}", static_cast<int>(later.year()), static_cast<unsigned>(later.month()),
                     static_cast<unsigned>(later.day()), text.substr(kLength));
}

/// A value and those beside it, `far` on either side: whatever it is compared with, one of them lies there.
std::vector<Value> around(const Value& value, int far = 1) {
  std::vector<Value> values{value};
  for (int i = 1; i <= far; ++i) {
    if (const auto* number = value.if_int()) {
      if (*number < INT64_MAX - i) values.emplace_back(*number + i);
      if (*number > INT64_MIN + i) values.emplace_back(*number - i);
    }
    if (const auto* number = value.if_double()) {
      values.emplace_back(*number + i);
      values.emplace_back(*number - i);
    }
    if (const auto* text = value.if_string()) {
      values.emplace_back(*text + std::string(static_cast<std::size_t>(i), '~'));
      for (const int days : {i, -i})
        if (std::string date = days_later(*text, days); !date.empty()) values.emplace_back(std::move(date));
    }
    if (const auto* length = value.if_duration()) {
      values.emplace_back(Duration{length->seconds + i, 0});
      values.emplace_back(Duration{length->seconds - i, 0});
    }
    if (const auto* time = value.if_timestamp()) {
      values.emplace_back(Timestamp{time->seconds + i, 0});
      values.emplace_back(Timestamp{time->seconds - i, 0});
    }
  }
  return values;
}

/// Something that a field takes, where it doesn't matter what.
Value any_value(const Field& field, std::string_view actor) {
  switch (field.type) {
    case FieldType::integer:
    case FieldType::number:
      return field.min ? *field.min : field.max ? *field.max : Value(1);
    case FieldType::boolean:
      return true;
    case FieldType::enumeration:
      return field.choices.empty() ? Value() : Value(field.choices.front());
    case FieldType::date:
      return field.min ? *field.min : field.max ? *field.max : Value("2000-01-01");
    case FieldType::time:
      return field.min ? *field.min : field.max ? *field.max : Value("09:00");
    case FieldType::datetime:
      return field.min ? *field.min : field.max ? *field.max : Value("2000-01-01T09:00:00Z");
    case FieldType::duration:
      return field.min ? *field.min : field.max ? *field.max : Value("1 hour");
    case FieldType::person:
      return actor.empty() ? Value("somebody") : Value(actor);
    case FieldType::uri:
      return "https://example.org/";
    case FieldType::reference:
      return 1;
    case FieldType::list:
      return Value::List{any_value(*field.element, actor)};
    case FieldType::record: {
      Value::Entries entries;
      for (const Field& part : field.fields) entries.emplace_back(part.id, any_value(part, actor));
      return entries;
    }
    default:
      return "something";
  }
}

/// A number between each two that are written out.
std::vector<Value> between(const std::vector<Value>& constants) {
  std::vector<double> numbers;
  for (const Value& constant : constants) {
    if (const auto* whole = constant.if_int()) numbers.push_back(static_cast<double>(*whole));
    if (const auto* number = constant.if_double()) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  std::vector<Value> values;
  for (std::size_t i = 0; i + 1 < numbers.size(); ++i)
    if (numbers[i] < numbers[i + 1]) values.emplace_back(numbers[i] / 2 + numbers[i + 1] / 2);
  return values;
}

/// `all` becomes false where there are more.
std::vector<Value> values_for(const Net& net, const Field& field, std::uint32_t slot, const CaseState& state,
                              std::string_view actor, bool& all) {
  std::vector<Value> values;
  const auto add = [&](const Value& value) {
    FieldValue accepted = accept_value(field, value);
    if (!accepted.value || accepted.value->is_null()) return;
    if (values.size() < kMostValues)
      add_once(values, std::move(*accepted.value));
    else
      all = all && std::find(values.begin(), values.end(), *accepted.value) != values.end();
  };
  if (field.type == FieldType::boolean) {
    add(true);
    add(false);
  }
  for (const std::string& choice : field.choices) add(choice);
  if (field.type == FieldType::list) {
    add(Value::List{});
    for (const Value& one : values_for(net, *field.element, slot, state, actor, all)) add(Value::List{one});
    return values;
  }
  add(any_value(field, actor));
  for (const Value& constant : net.reads.constants)
    for (const Value& value : around(constant)) add(value);
  if (field.type == FieldType::number)
    for (const Value& value : between(net.reads.constants)) add(value);
  for (const std::uint32_t other : net.reads.groups[net.reads.group_of[slot]])
    if (other != slot)
      for (const Value& value : around(read(net, state, other))) add(value);
  if (field.min) add(*field.min);
  if (field.max) add(*field.max);
  return values;
}

/// Some of what can be sent, where nobody knows what it is for.
MessageValues any_message_values(const Net& net, const CaseState& state) {
  MessageValues found;
  const auto add = [&](const Value& value) {
    const bool can_be_sent = value.if_bool() || value.if_int() || value.if_double() || value.if_string() || value.if_list();
    if (can_be_sent && found.values.size() < kMostValues)
      add_once(found.values, value);
    else
      found.all = found.all && !can_be_sent;
  };
  for (std::uint32_t slot = 0; slot < net.reads.slots.size(); ++slot)
    if (net.reads.slots[slot]) add(read(net, state, slot));
  add(Value(state.id.value));
  for (const Value& constant : net.reads.constants)
    for (const Value& value : around(constant)) add(value);
  add(true);
  add(false);
  add(Value("something"));
  return found;
}

}  // namespace

std::vector<Value> values_to_tell_apart(const Field& field, std::vector<Value> corners, const std::vector<const Field*>& group) {
  for (const Field* one : group) {
    if (one->min) corners.push_back(*one->min);
    if (one->max) corners.push_back(*one->max);
  }
  std::vector<Value> values;
  const auto add = [&](const Value& value) {
    const Duration* length = field.type == FieldType::duration ? value.if_duration() : nullptr;
    FieldValue accepted = accept_value(field, length ? Value(fmt::format("{} seconds", length->seconds)) : value);
    if (accepted.value && !accepted.value->is_null()) add_once(values, std::move(*accepted.value));
  };
  if (field.type == FieldType::boolean) {
    add(true);
    add(false);
  }
  for (const std::string& choice : field.choices) add(choice);
  corners.push_back(any_value(field, {}));
  if (field.type == FieldType::list) add(Value::List{});
  for (const Value& corner : corners)
    for (const Value& value : around(corner, static_cast<int>(std::max<std::size_t>(group.size(), 1)))) add(value);
  if (field.type == FieldType::number)
    for (const Value& value : between(corners)) add(value);
  return values;
}

MessageValues values_for_message(const Net& net, const MessageKey& key, const CaseState& state) {
  if (!key.is_known) return any_message_values(net, state);
  MessageValues found;
  const auto add = [&](Value value) { add_once(found.values, std::move(value)); };
  if (key.equals) {
    const bool is_number_of_case = *key.equals == extra_slot(*net.model, ExtraSlot::case_id);
    add(is_number_of_case ? Value(state.id.value) : read(net, state, *key.equals));
  }
  std::vector<Value> corners = key.compared;
  if (key.into) {
    const Field& field = net.model->field(*key.into);
    if (!net.reads.slots[key.into->slot] && corners.empty()) add(any_value(field, {}));
    if (net.reads.slots[key.into->slot] || !corners.empty())
      for (Value& value : values_for(net, field, key.into->slot, state, {}, found.all)) add(std::move(value));
    if (!corners.empty() && field.min) corners.push_back(*field.min);
    if (!corners.empty() && field.max) corners.push_back(*field.max);
  }
  // Also what the field refuses: with it another result may come.
  for (const Value& corner : corners) {
    for (Value& value : around(corner)) add(std::move(value));
    if (const auto* whole = corner.if_int())
      for (const double beside : {-0.5, 0.5}) add(static_cast<double>(*whole) + beside);
  }
  for (Value& value : between(corners)) add(std::move(value));
  if (!corners.empty())
    for (const Value& other : {Value(true), Value(false), Value("something"), Value(Value::List{})}) add(other);
  add(Value());
  return found;
}

Fillings ways_to_fill(const Net& net, const CaseState& state, const std::vector<FieldRef>& required,
                      const std::vector<FieldRef>& asked, std::string_view actor, std::size_t most, const StandingFor& known) {
  struct Column {
    std::uint32_t slot = 0;
    std::vector<Value> values;  ///< null in the first place: it isn't written; in the last: it is taken back
    bool can_go = false;        ///< there is such a last one
  };
  Fillings fillings;
  std::vector<Writes>& ways = fillings.ways;
  std::vector<Column> columns;
  const auto add = [&](const FieldRef& ref, bool must) {
    if (std::any_of(columns.begin(), columns.end(), [&](const Column& one) { return one.slot == ref.slot; })) return;
    const bool missing = must && state.data[ref.slot].is_null();
    const bool is_read = net.reads.slots[ref.slot];
    if (!is_read && !missing) return;
    const Field& field = net.model->field(ref);
    Column column{ref.slot, {}};
    column.can_go = is_read && !must && !state.data[ref.slot].is_null();
    if (!missing) column.values.emplace_back();
    if (const auto few = known.find(ref.slot); is_read && few != known.end()) {
      column.values.insert(column.values.end(), few->second.begin(), few->second.end());
    } else if (is_read) {
      for (Value& value : values_for(net, field, ref.slot, state, actor, fillings.all)) column.values.push_back(std::move(value));
    } else if (FieldValue accepted = accept_value(field, any_value(field, actor)); accepted.value) {
      column.values.push_back(std::move(*accepted.value));
    }
    if (column.can_go) column.values.emplace_back();
    columns.push_back(std::move(column));
  };
  for (const FieldRef& ref : required) add(ref, true);
  for (const FieldRef& ref : asked) add(ref, false);

  std::vector<std::vector<std::size_t>> chosen;
  const auto take = [&](const std::vector<std::size_t>& choice) {
    if (std::find(chosen.begin(), chosen.end(), choice) != chosen.end()) return;
    fillings.all = fillings.all && ways.size() < most;
    if (ways.size() >= most) return;
    chosen.push_back(choice);
    Writes& writes = ways.emplace_back();
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (const Column& column = columns[c]; !column.values[choice[c]].is_null() || (column.can_go && choice[c] > 0))
        writes.emplace_back(column.slot, column.values[choice[c]]);
  };
  if (std::any_of(columns.begin(), columns.end(), [](const Column& one) { return one.values.empty(); })) return fillings;
  // First the plainest, then each field by itself, then all together as far as the limit allows.
  std::vector<std::size_t> choice(columns.size(), 0);
  take(choice);
  for (std::size_t c = 0; c < columns.size(); ++c)
    for (std::size_t v = 1; v < columns[c].values.size(); ++v) {
      choice[c] = v;
      take(choice);
      choice[c] = 0;
    }
  for (bool more = !columns.empty(); more && fillings.all;) {
    std::size_t c = 0;
    while (c < columns.size() && ++choice[c] == columns[c].values.size()) choice[c++] = 0;
    more = c < columns.size();
    if (more) take(choice);
  }
  return fillings;
}

void add_longer_lists(std::vector<Writes>& ways, const ListLengths& lengths) {
  for (const auto& [slot, most] : lengths) {
    const std::size_t count = ways.size();
    Value first;  // of several items that a list may have one stands for all
    for (std::size_t way = 0; way < count; ++way)
      for (std::size_t w = 0; w < ways[way].size(); ++w) {
        const Value::List* list = ways[way][w].first == slot ? ways[way][w].second.if_list() : nullptr;
        if (!list || list->size() != 1 || !(first.is_null() || first == list->front())) continue;
        first = list->front();
        for (std::size_t length = 2; length <= most; ++length) {
          Writes longer = ways[way];
          longer[w].second = Value(Value::List(length, first));
          ways.push_back(std::move(longer));
        }
      }
  }
}

}  // namespace itsmflow
