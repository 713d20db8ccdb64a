#include "model/fields.hpp"

#include <algorithm>

namespace itsmflow {

std::optional<FieldRef> field_of_slot(const Model& model, std::uint32_t slot) {
  for (std::uint32_t o = 0; o < model.objects.size(); ++o)
    for (std::uint32_t f = 0; f < model.objects[o].fields.size(); ++f)
      if (model.objects[o].fields[f].slot == slot) return FieldRef{o, f, slot, {}};
  return std::nullopt;
}

std::string path_of_slot(const Model& model, std::uint32_t slot) {
  const std::optional<FieldRef> ref = field_of_slot(model, slot);
  return ref ? model.path(*ref) : std::string();
}

bool has_slot(const std::vector<FieldRef>& fields, std::uint32_t slot) {
  return std::any_of(fields.begin(), fields.end(), [&](const FieldRef& ref) { return ref.slot == slot; });
}

std::vector<FieldRef> taken_fields(const Activity& activity, std::optional<std::uint32_t> result) {
  std::vector<FieldRef> taken;
  const auto add = [&](const Effects& effects) {
    taken.insert(taken.end(), effects.required.begin(), effects.required.end());
    taken.insert(taken.end(), effects.asked.begin(), effects.asked.end());
  };
  add(activity.effects);
  for (std::uint32_t r = 0; r < activity.results.size(); ++r)
    if (!result || *result == r) add(activity.results[r].effects);
  return taken;
}

std::vector<bool> slots_to_be_given(const Model& model) {
  std::vector<bool> slots(model.slot_count);
  for (const Activity& activity : model.activities)
    for (const Result& result : activity.results) {
      const bool nobody = activity.performer == Performer::engine || activity.performer == Performer::message || result.after;
      if (!nobody) continue;
      for (const Effects* effects : {&activity.effects, &result.effects})
        for (const FieldRef& ref : effects->required) slots[ref.slot] = true;
    }
  return slots;
}

}  // namespace itsmflow
