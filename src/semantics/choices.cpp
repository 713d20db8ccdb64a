#include "semantics/choices.hpp"

#include <algorithm>
#include <functional>

namespace itsmflow {
namespace {

/// Of values that can make a difference so many are tried of one field.
constexpr std::size_t kMostValues = 24;

void add_once(std::vector<Value>& values, Value value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(std::move(value));
}

/// A constant and those beside it: whatever it is compared with, one of them lies on either side.
std::vector<Value> around(const Value& value) {
  std::vector<Value> values{value};
  if (const auto* number = value.if_int()) {
    if (*number < INT64_MAX) values.emplace_back(*number + 1);
    if (*number > INT64_MIN) values.emplace_back(*number - 1);
  }
  if (const auto* number = value.if_double()) {
    values.emplace_back(*number + 1);
    values.emplace_back(*number - 1);
  }
  if (const auto* text = value.if_string()) values.emplace_back(*text + "~");
  if (const auto* length = value.if_duration()) {
    values.emplace_back(Duration{length->seconds + 1, 0});
    values.emplace_back(Duration{length->seconds - 1, 0});
  }
  if (const auto* time = value.if_timestamp()) {
    values.emplace_back(Timestamp{time->seconds + 1, 0});
    values.emplace_back(Timestamp{time->seconds - 1, 0});
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

std::size_t slot_count(const Net& net) {
  return net.model->slot_count;
}

}  // namespace

Choices::Choices(const Net& net) : net_(net), read_(slot_count(net)) {
  const Model& model = *net.model;
  for (const Activity& activity : model.activities) read_activity(activity);
  for (const Row& row : model.rows) {
    if (row.decision == Row::Decision::guard) read(row.guard.expression);
    for (const Branch& branch : row.branches)
      if (branch.choice == Branch::Choice::guard) read(branch.guard.expression);
  }
  for (const ObjectType& object : model.objects)
    for (const Field& field : object.fields)
      if (field.is) read(field.is);
  read_tables();
}

void Choices::read(const Expression& expression) {
  const Model& model = *net_.model;
  for (const std::uint32_t slot : expression.slots()) {
    if (slot < read_.size()) read_[slot] = true;
    if (slot == extra_slot(model, ExtraSlot::actor_id)) reads_actor_ = true;
    for (std::uint32_t o = 0; o < model.objects.size(); ++o)
      if (slot == elements_slot(model, o))
        for (const Field& field : model.objects[o].fields) read_[field.slot] = true;
  }
  for (const Value& constant : expression.constants()) {
    const Value::List* list = constant.if_list();
    if (!list) add_once(constants_, constant);
    if (list)
      for (const Value& one : *list) add_once(constants_, one);
  }
}

void Choices::read(const Effects& effects) {
  if (effects.when) read(effects.when->expression);
  for (const SetField& set : effects.sets) read(set.value);
}

void Choices::read_activity(const Activity& activity) {
  read(activity.effects);
  for (const Result& result : activity.results) {
    read(result.effects);
    for (const StartedProcess& started : result.starts)
      for (const PassedField& passed : started.with) read(passed.value);
  }
  for (const StartedProcess& started : activity.starts)
    for (const PassedField& passed : started.with) read(passed.value);
  for (const PassedField& passed : activity.process.with) read(passed.value);
  if (activity.message.about) read(activity.message.about->expression);
  if (!activity.items) return;
  for (const Part& part : activity.items->parts)
    if (part.when) read(part.when->expression);
  if (activity.items->kind == Items::Kind::for_each) read_[activity.items->list.slot] = true;
}

void Choices::read_tables() {
  for (const Table& table : net_.model->tables) {
    for (const TableColumn& column : table.by)
      if (column.field) read_[column.slot] = true;
    for (const TableLine& line : table.lines)
      for (const TableCell& cell : line.cells)
        for (const ValueRange& range : cell.values) {
          if (range.low) add_once(constants_, *range.low);
          if (range.high) add_once(constants_, *range.high);
        }
  }
}

std::vector<std::string> Choices::message_keys(std::uint32_t activity) const {
  const Activity& declared = net_.model->activities[activity];
  std::vector<std::string> keys;
  const CaseState nothing = empty_state(net_, CaseId{});
  class Nothing final : public ExprActivation {
   public:
    const Value& slot(std::uint32_t) const override { return none_; }

   private:
    Value none_;
  } none;
  const auto look = [&](const Expression& expression) {
    for (const Expression::Seen& seen : expression.seen(none)) {
      constexpr std::string_view kPrefix = "message.";
      if (!seen.path.starts_with(kPrefix)) continue;
      std::string key = seen.path.substr(kPrefix.size());
      key.resize(std::min(key.find('.'), key.size()));
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
    }
  };
  const auto look_at = [&](const Effects& effects) {
    if (effects.when) look(effects.when->expression);
    for (const SetField& set : effects.sets) look(set.value);
  };
  if (declared.message.about) look(declared.message.about->expression);
  look_at(declared.effects);
  for (const Result& result : declared.results) look_at(result.effects);
  return keys;
}

std::vector<Value> Choices::values_for(const Field& field, const CaseState& state, std::string_view actor) const {
  std::vector<Value> values;
  const auto add = [&](const Value& value) {
    if (values.size() >= kMostValues) return;
    if (FieldValue accepted = accept_value(field, value); accepted.value && !accepted.value->is_null())
      add_once(values, std::move(*accepted.value));
  };
  if (field.type == FieldType::boolean) {
    add(true);
    add(false);
  }
  for (const std::string& choice : field.choices) add(choice);
  if (field.type == FieldType::list) {
    add(Value::List{});
    for (const Value& one : values_for(*field.element, state, actor)) add(Value::List{one});
    return values;
  }
  add(any_value(field, actor));
  for (const Value& constant : constants_)
    for (const Value& value : around(constant)) add(value);
  for (std::uint32_t slot = 0; slot < read_.size(); ++slot)
    if (read_[slot])
      for (const Value& value : around(itsmflow::read(net_, state, slot))) add(value);
  if (field.min) add(*field.min);
  if (field.max) add(*field.max);
  return values;
}

std::vector<Value> Choices::values_for_message(const CaseState& state) const {
  std::vector<Value> values;
  const auto add = [&](const Value& value) {
    if (!value.is_null() && !value.if_map() && values.size() < kMostValues) add_once(values, value);
  };
  for (std::uint32_t slot = 0; slot < read_.size(); ++slot)
    if (read_[slot]) add(itsmflow::read(net_, state, slot));
  add(Value(state.id.value));
  for (const Value& constant : constants_)
    for (const Value& value : around(constant)) add(value);
  add(true);
  add(false);
  add(Value("something"));
  return values;
}

std::vector<Writes> Choices::ways_to_fill(const CaseState& state, const std::vector<FieldRef>& required,
                                          const std::vector<FieldRef>& asked, std::string_view actor, std::size_t most) const {
  struct Column {
    std::uint32_t slot = 0;
    std::vector<Value> values;  ///< null: it isn't written
  };
  std::vector<Column> columns;
  const auto add = [&](const FieldRef& ref, bool must) {
    if (std::any_of(columns.begin(), columns.end(), [&](const Column& one) { return one.slot == ref.slot; })) return;
    const bool missing = must && state.data[ref.slot].is_null();
    if (!is_read(ref.slot) && !missing) return;
    Column column{ref.slot, {}};
    if (!missing) column.values.emplace_back();
    if (is_read(ref.slot)) {
      for (Value& value : values_for(net_.model->field(ref), state, actor)) column.values.push_back(std::move(value));
    } else if (FieldValue accepted = accept_value(net_.model->field(ref), any_value(net_.model->field(ref), actor));
               accepted.value) {
      column.values.push_back(std::move(*accepted.value));
    }
    columns.push_back(std::move(column));
  };
  for (const FieldRef& ref : required) add(ref, true);
  for (const FieldRef& ref : asked) add(ref, false);

  std::vector<Writes> ways;
  std::vector<std::vector<std::size_t>> chosen;
  const auto take = [&](const std::vector<std::size_t>& choice) {
    if (ways.size() >= most || std::find(chosen.begin(), chosen.end(), choice) != chosen.end()) return;
    chosen.push_back(choice);
    Writes& writes = ways.emplace_back();
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (const Value& value = columns[c].values[choice[c]]; !value.is_null()) writes.emplace_back(columns[c].slot, value);
  };
  if (std::any_of(columns.begin(), columns.end(), [](const Column& one) { return one.values.empty(); })) return {};
  // First the plainest, then each field by itself, then all together as far as the limit allows.
  std::vector<std::size_t> choice(columns.size(), 0);
  take(choice);
  for (std::size_t c = 0; c < columns.size(); ++c)
    for (std::size_t v = 1; v < columns[c].values.size(); ++v) {
      choice[c] = v;
      take(choice);
      choice[c] = 0;
    }
  for (bool more = !columns.empty(); more && ways.size() < most;) {
    std::size_t c = 0;
    while (c < columns.size() && ++choice[c] == columns[c].values.size()) choice[c++] = 0;
    more = c < columns.size();
    if (more) take(choice);
  }
  return ways;
}

}  // namespace itsmflow
