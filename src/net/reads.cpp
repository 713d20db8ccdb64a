#include "net/reads.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace itsmflow {
namespace {

class Reader {
 public:
  explicit Reader(const Model& model) : model_(model) { reads_.slots.resize(model.slot_count); }

  Reads run() {
    for (const Activity& activity : model_.activities) read_activity(activity);
    for (const Row& row : model_.rows) {
      if (row.decision == Row::Decision::guard) read(row.guard.expression);
      for (const Branch& branch : row.branches)
        if (branch.choice == Branch::Choice::guard) read(branch.guard.expression);
    }
    for (const ObjectType& object : model_.objects)
      for (const Field& field : object.fields)
        if (field.is) read(field.is);
    read_tables();
    read_outcomes();
    return std::move(reads_);
  }

 private:
  void read(const Expression& expression) {
    for (const std::uint32_t slot : expression.slots()) {
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

  void read(const Effects& effects) {
    if (effects.when) read(effects.when->expression);
    for (const SetField& set : effects.sets) read(set.value);
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
    reads_.message_keys.push_back(activity.performer == Performer::message ? message_keys(activity) : std::vector<std::string>());
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

  static std::vector<std::string> message_keys(const Activity& activity) {
    std::vector<std::string> keys;
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
    if (activity.message.about) look(activity.message.about->expression);
    look_at(activity.effects);
    for (const Result& result : activity.results) look_at(result.effects);
    return keys;
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
  Reads reads_;
  std::unordered_map<std::string, std::vector<std::size_t>> alike_;  ///< numbers of constants
};

}  // namespace

Reads find_reads(const Model& model) {
  return Reader(model).run();
}

}  // namespace itsmflow
