#include "net/reads.hpp"

#include "base/groups.hpp"
#include "model/fields.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace itsmflow {
namespace {

bool reads_whole_message(const Expression& expression) {
  class Nothing final : public ExprActivation {
   public:
    const Value& slot(std::uint32_t) const override { return none_; }

   private:
    Value none_;
  } none;
  const std::vector<Expression::Seen> seen = expression.seen(none);
  return std::any_of(seen.begin(), seen.end(), [](const Expression::Seen& one) { return one.path == "message"; });
}

/// "number" of `message.number.digits`.
std::string key_of(const Expression::Uses::Part& part) {
  constexpr std::string_view kPrefix = "message.";
  const std::string name = part.path.substr(kPrefix.size());
  return name.substr(0, name.find('.'));
}

class Reader {
 public:
  explicit Reader(const Model& model) : model_(model), ties_(model.slot_count) { reads_.slots.resize(model.slot_count); }

  Reads run() {
    for (const Activity& activity : model_.activities) read_activity(activity);
    for (const Row& row : model_.rows) {
      if (row.decision == Row::Decision::guard) read(row.guard.expression);
      for (const Branch& branch : row.branches)
        if (branch.choice == Branch::Choice::guard) read(branch.guard.expression);
    }
    for (const ObjectType& object : model_.objects)
      for (const Field& field : object.fields)
        if (field.is) read(field.is, field.slot);
    read_tables();
    read_outcomes();
    reads_.groups = ties_.members();
    reads_.group_of = ties_.group_of();
    return std::move(reads_);
  }

 private:
  /// `target`: the slot into which what comes of it is written.
  void read(const Expression& expression, std::optional<std::uint32_t> target = {}) {
    tie(expression, target);
    for (const std::uint32_t slot : expression.slots()) {
      if (slot == extra_slot(model_, ExtraSlot::message))
        reads_.messages_are_known = reads_.messages_are_known && !reads_whole_message(expression);
      if (slot < reads_.slots.size()) reads_.slots[slot] = true;
      if (slot == extra_slot(model_, ExtraSlot::actor_id)) reads_.actor = true;
      for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
        if (slot == elements_slot(model_, o))
          for (const Field& field : model_.objects[o].fields) reads_.slots[field.slot] = true;
    }
    for (const Value& constant : expression.constants()) {
      const Value::List* list = constant.if_list();
      if (!list) add_constant(constant);
      if (list)
        for (const Value& one : *list) add_constant(one);
    }
  }

  void tie(const Expression& expression, std::optional<std::uint32_t> target) {
    const Expression::Uses uses = expression.uses();
    for (const auto& [left, right] : uses.compared) {
      std::vector<std::uint32_t> both = fields_of(left);
      const std::vector<std::uint32_t> others = fields_of(right);
      if (both.empty() || others.empty()) continue;
      both.insert(both.end(), others.begin(), others.end());
      tie(both);
    }
    // What a field gets hangs on what is reckoned with, or handed on as it is.
    const std::vector<std::uint32_t> handed_on = uses.cuts.empty() && uses.compared.empty() ? expression.slots() : uses.others;
    std::vector<std::uint32_t> together;
    if (target) together.push_back(*target);
    for (const std::uint32_t slot : target ? handed_on : uses.others)
      for (const std::uint32_t field : fields_of(slot)) together.push_back(field);
    tie(together);
  }

  void tie(const std::vector<std::uint32_t>& together) {
    for (const std::uint32_t slot : together) ties_.join(together.front(), slot);
  }

  /// Those of the case that are read: none for who acts and the like, all of an object of which there are several.
  std::vector<std::uint32_t> fields_of(std::uint32_t slot) const {
    std::vector<std::uint32_t> slots;
    if (slot < model_.slot_count) slots.push_back(slot);
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
      if (slot == elements_slot(model_, o))
        for (const Field& field : model_.objects[o].fields) slots.push_back(field.slot);
    return slots;
  }

  void read(const Effects& effects) {
    if (effects.when) read(effects.when->expression);
    for (const SetField& set : effects.sets) read(set.value, set.target.slot);
  }

  void read(const std::vector<PassedField>& with) {
    for (const PassedField& passed : with) read(passed.value);
  }

  void read_activity(const Activity& activity) {
    read(activity.effects);
    for (const Result& result : activity.results) {
      read(result.effects);
      for (const StartedProcess& started : result.starts) read(started.with);
    }
    for (const StartedProcess& started : activity.starts) read(started.with);
    read(activity.process.with);
    if (activity.message.about) read(activity.message.about->expression);
    const std::vector<MessageKey>& keys = reads_.message_keys.emplace_back(
        activity.performer == Performer::message ? message_keys(activity) : std::vector<MessageKey>());
    for (const MessageKey& key : keys) reads_.messages_are_known = reads_.messages_are_known && key.is_known;
    if (!activity.items) return;
    for (const Part& part : activity.items->parts)
      if (part.when) read(part.when->expression);
    if (activity.items->kind == Items::Kind::for_each) reads_.slots[activity.items->list.slot] = true;
  }

  void read_tables() {
    for (const Table& table : model_.tables) {
      for (const TableColumn& column : table.by)
        if (column.field) reads_.slots[column.slot] = true;
      for (const TableLine& line : table.lines)
        for (const TableCell& cell : line.cells)
          for (const ValueRange& range : cell.values) {
            if (range.low) add_constant(*range.low);
            if (range.high) add_constant(*range.high);
          }
    }
  }

  void read_outcomes() {
    reads_.slots_with_outcomes = reads_.slots;
    const auto add = [&](std::uint32_t slot) {
      if (slot < reads_.slots_with_outcomes.size()) reads_.slots_with_outcomes[slot] = true;
    };
    for (const Outcome& outcome : model_.outcomes.outcomes) {
      if (!outcome.when) continue;
      for (const std::uint32_t slot : outcome.when->expression.slots()) {
        add(slot);
        if (const DerivedField* derived = model_.find_derived(slot))
          for (const std::uint32_t input : derived->inputs) add(input);
      }
    }
  }

  std::vector<MessageKey> message_keys(const Activity& activity) const {
    std::vector<MessageKey> keys;
    if (activity.message.about) look(keys, activity.message.about->expression);
    const auto look_at = [&](const Effects& effects) {
      if (effects.when) look(keys, effects.when->expression);
      for (const SetField& set : effects.sets) look(keys, set.value, set.target);
    };
    look_at(activity.effects);
    for (const Result& result : activity.results) look_at(result.effects);
    for (MessageKey& key : keys) {
      const bool has_two_uses = key.equals && (key.into || !key.compared.empty());
      key.is_known = key.is_known && !has_two_uses && !activity.about;
    }
    return keys;
  }

  /// `target`: the field into which what comes of it is written.
  void look(std::vector<MessageKey>& keys, const Expression& expression, std::optional<FieldRef> target = {}) const {
    using How = Expression::Uses::Part::How;
    for (const Expression::Uses::Part& part : expression.uses().parts) {
      if (part.slot != extra_slot(model_, ExtraSlot::message)) continue;
      std::string name = key_of(part);
      const bool reads_part_of_it = part.path.size() > std::string_view("message.").size() + name.size();
      auto key = std::find_if(keys.begin(), keys.end(), [&](const MessageKey& one) { return one.name == name; });
      if (key == keys.end()) key = keys.insert(keys.end(), MessageKey{std::move(name), {}, {}, {}, true});
      if (reads_part_of_it || part.how == How::other)
        key->is_known = false;
      else if (part.how == How::equals)
        add_slot(*key, part.equals);
      else if (part.how == How::itself && target)
        add_target(*key, *target);
      else
        add_compared(*key, part);
    }
  }

  void add_slot(MessageKey& key, std::uint32_t slot) const {
    const std::optional<FieldRef> field = field_of_slot(model_, slot);
    const bool can_be_sent = field ? is_sent_as_it_is(*field) : slot == extra_slot(model_, ExtraSlot::case_id);
    key.is_known = key.is_known && can_be_sent && (!key.equals || key.equals == slot);
    key.equals = slot;
  }

  /// A message has no lengths of time, for instance: a text stands for one.
  bool is_sent_as_it_is(const FieldRef& field) const {
    const FieldType type = model_.field(field).type;
    return type != FieldType::duration && type != FieldType::datetime && type != FieldType::record;
  }

  void add_target(MessageKey& key, const FieldRef& target) const {
    key.is_known = key.is_known && is_sent_as_it_is(target) && (!key.into || key.into->slot == target.slot);
    key.into = target;
  }

  static void add_compared(MessageKey& key, const Expression::Uses::Part& part) {
    const auto add = [&](const Value& value) {
      // Between two texts there are endlessly many.
      const bool is_plain = value.if_bool() || value.if_int() || value.if_double() || (value.if_string() && !part.orders);
      key.is_known = key.is_known && is_plain;
      if (std::find(key.compared.begin(), key.compared.end(), value) == key.compared.end()) key.compared.push_back(value);
    };
    if (part.how != Expression::Uses::Part::How::compared) return add(true);
    const Value::List* list = part.at.if_list();
    if (!list) return add(part.at);
    for (const Value& one : *list) add(one);
  }

  /// A table may have thousands, so that each is compared only with those that look like it.
  void add_constant(const Value& value) {
    std::vector<std::size_t>& alike = alike_[look_of(value)];
    if (std::any_of(alike.begin(), alike.end(), [&](std::size_t at) { return reads_.constants[at] == value; })) return;
    alike.push_back(reads_.constants.size());
    reads_.constants.push_back(value);
  }

  /// The same of equal values.
  static std::string look_of(const Value& value) {
    if (value.if_list() || value.if_map()) return {};
    if (const double* number = value.if_double()) return to_string(Value(*number + 0.0));  // not "-0"
    return to_string(value);
  }

  const Model& model_;
  Groups ties_;  ///< of slots
  Reads reads_;
  std::unordered_map<std::string, std::vector<std::size_t>> alike_;  ///< numbers of constants
};

}  // namespace

bool Reads::knows_message_of(const Expression& expression, std::uint32_t message) const {
  const std::vector<Expression::Uses::Part> parts = expression.uses().parts;
  const auto is_unknown = [&](const Expression::Uses::Part& part) {
    return part.slot == message && std::any_of(message_keys.begin(), message_keys.end(), [&](const std::vector<MessageKey>& keys) {
             return std::any_of(keys.begin(), keys.end(),
                                [&](const MessageKey& key) { return key.name == key_of(part) && !key.is_known; });
           });
  };
  return !reads_whole_message(expression) && std::none_of(parts.begin(), parts.end(), is_unknown);
}

Reads find_reads(const Model& model) {
  return Reader(model).run();
}

}  // namespace itsmflow
