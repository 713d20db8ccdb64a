#include "verify/standing.hpp"

#include "base/text_distance.hpp"
#include "model/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace itsmflow {
namespace {

class Known : public ExprActivation {
 public:
  explicit Known(std::map<std::uint32_t, Value> values) : values_(std::move(values)) {}
  const Value& slot(std::uint32_t index) const override { return values_.at(index); }

 private:
  std::map<std::uint32_t, Value> values_;
};

bool is_written(const Model& model, std::uint32_t slot) {
  const auto computes = [&](const Effects& effects) {
    return std::any_of(effects.sets.begin(), effects.sets.end(), [&](const SetField& set) { return set.target.slot == slot; });
  };
  const auto keeps_number = [&](const std::vector<StartedProcess>& starts) {
    return std::any_of(starts.begin(), starts.end(), [&](const StartedProcess& one) { return one.into && one.into->slot == slot; });
  };
  const auto writes = [&](const Activity& activity) {
    if (has_slot(taken_fields(activity, std::nullopt), slot) || computes(activity.effects) || keeps_number(activity.starts))
      return true;
    const auto in_part = [&](const Part& part) { return has_slot(part.required, slot) || has_slot(part.asked, slot); };
    if (activity.items && std::any_of(activity.items->parts.begin(), activity.items->parts.end(), in_part)) return true;
    const auto& returns = activity.process.returns;
    if (std::any_of(returns.begin(), returns.end(), [&](const ReturnedField& one) { return one.target.slot == slot; })) return true;
    return std::any_of(activity.results.begin(), activity.results.end(),
                       [&](const Result& result) { return computes(result.effects) || keeps_number(result.starts); });
  };
  return has_slot(model.start.required, slot) || has_slot(model.start.asked, slot) ||
         std::any_of(model.activities.begin(), model.activities.end(), writes);
}

}  // namespace

std::string StandingWords::state_of(std::uint32_t object) const {
  const ObjectType& declared = model_.objects[object];
  for (std::uint32_t s = 0; s < declared.states.size() && !declared.many; ++s)
    if (at_.marking.test(net_.state_place(object, s))) return declared.states[s];
  return {};
}

bool StandingWords::is_given(const FieldRef& ref) const {
  return std::any_of(at_.data.begin(), at_.data.end(), [&](const auto& one) { return one.first == model_.path(ref); });
}

std::optional<Value> StandingWords::value_of(std::uint32_t slot) const {
  if (slot >= model_.slot_count) {
    const std::uint32_t object = slot - model_.slot_count;
    if (object >= model_.objects.size() || model_.objects[object].many) return std::nullopt;
    return Value(state_of(object));
  }
  if (model_.find_derived(slot)) return std::nullopt;
  const std::string path = path_of_slot(model_, slot);
  const auto known = std::find_if(at_.data.begin(), at_.data.end(), [&](const auto& one) { return one.first == path; });
  return known == at_.data.end() ? net_.defaults[slot] : known->second;
}

std::optional<StandingWords::Said> StandingWords::said_of(std::uint32_t slot) const {
  const std::optional<Value> value = value_of(slot);
  if (!value) return std::nullopt;
  if (slot >= model_.slot_count)
    return Said{fmt::format("{} is '{}'", model_.objects[slot - model_.slot_count].id, *value->if_string()),
                fmt::format("{}.state == {}", model_.objects[slot - model_.slot_count].id, to_string(*value))};
  const std::string path = path_of_slot(model_, slot);
  if (std::find(at_.whatever.begin(), at_.whatever.end(), path) != at_.whatever.end()) return std::nullopt;
  if (value->is_null()) return Said{fmt::format("{} isn't given", path), fmt::format("!has({})", path)};
  std::string guard;
  const auto ref = field_of_slot(model_, slot);
  if (const bool* truth = value->if_bool()) guard = (*truth ? "" : "!") + path;
  if (ref && !model_.field(*ref).choices.empty()) guard = fmt::format("{} == {}", path, to_string(*value));
  return Said{fmt::format("{} is {}", path, to_string(*value)), guard};
}

std::vector<StandingWords::Said> StandingWords::said_of(const std::vector<const Expression*>& expressions) const {
  std::vector<Said> all;
  for (const Expression* expression : expressions)
    for (const std::uint32_t slot : expression->slots()) {
      std::optional<Said> said = said_of(slot);
      const auto is_same = [&](const Said& one) { return one.words == said->words; };
      if (said && std::none_of(all.begin(), all.end(), is_same)) all.push_back(std::move(*said));
    }
  return all;
}

std::string StandingWords::values_of(const std::vector<const Expression*>& expressions) const {
  std::vector<std::string> words;
  for (Said& said : said_of(expressions)) words.push_back(std::move(said.words));
  return enumerate(words);
}

std::string StandingWords::guard_of(const std::vector<const Expression*>& expressions) const {
  const std::vector<Said> all = said_of(expressions);
  return all.size() == 1 ? all.front().guard : std::string();
}

std::string StandingWords::setting_of(const Expression& guard) const {
  if (guard.slots().size() != 1) return {};
  const std::uint32_t slot = guard.slots().front();
  const auto ref = field_of_slot(model_, slot);
  if (!ref || model_.field(*ref).is_derived()) return {};
  std::vector<Value> values;
  if (model_.field(*ref).type == FieldType::boolean) values = {true, false};
  for (const std::string& choice : model_.field(*ref).choices) values.emplace_back(choice);
  for (const Value& value : values) {
    if (!guard.holds(Known({{slot, value}}))) continue;
    const std::string text = value.if_string() ? fmt::format("'{}'", *value.if_string()) : to_string(value);
    return fmt::format("{}: \"{}\"", model_.path(*ref), text);
  }
  return {};
}

std::vector<std::string> StandingWords::never_written(const Expression& expression) const {
  std::vector<std::string> paths;
  for (const std::uint32_t slot : expression.slots())
    if (slot < model_.slot_count && !model_.find_derived(slot) && !path_of_slot(model_, slot).empty() && !is_written(model_, slot))
      paths.push_back(path_of_slot(model_, slot));
  return paths;
}

std::optional<bool> StandingWords::holds(const Expression& expression) const {
  std::map<std::uint32_t, Value> values;
  for (const std::uint32_t slot : expression.slots()) {
    std::optional<Value> value = value_of(slot);
    if (!value) return std::nullopt;
    values.emplace(slot, std::move(*value));
  }
  return expression.holds(Known(std::move(values)));
}

}  // namespace itsmflow
