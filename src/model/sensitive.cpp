#include "model/sensitive.hpp"

#include "model/fields.hpp"

#include <algorithm>

namespace itsmflow {

bool is_sensitive(const Model& model, std::uint32_t slot) {
  if (const auto ref = field_of_slot(model, slot)) return model.field(*ref).sensitive;
  for (std::uint32_t o = 0; o < model.objects.size(); ++o)
    if (slot == elements_slot(model, o))
      return std::any_of(model.objects[o].fields.begin(), model.objects[o].fields.end(),
                         [](const Field& field) { return field.sensitive; });
  return false;
}

bool is_sensitive(const Model& model, std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return false;
  const auto ref = model.find_field(path.substr(0, path.find_first_of(".[", dot + 1)));
  return ref && model.field(*ref).sensitive;
}

bool reads_sensitive(const Model& model, const Expression& expression) {
  return std::any_of(expression.slots().begin(), expression.slots().end(),
                     [&](std::uint32_t slot) { return is_sensitive(model, slot); });
}

bool is_sensitive_message(const Model& model, std::string_view name) {
  const auto reads = [&](const std::optional<Guard>& guard) { return guard && reads_sensitive(model, guard->expression); };
  const auto touches = [&](const Effects& effects) {
    return reads(effects.when) || std::any_of(effects.sets.begin(), effects.sets.end(), [&](const SetField& set) {
             return model.field(set.target).sensitive || reads_sensitive(model, set.value);
           });
  };
  return std::any_of(model.activities.begin(), model.activities.end(), [&](const Activity& activity) {
    return activity.performer == Performer::message && activity.message.name == name &&
           (reads(activity.message.about) || touches(activity.effects) ||
            std::any_of(activity.results.begin(), activity.results.end(),
                        [&](const Result& result) { return touches(result.effects); }));
  });
}

}  // namespace itsmflow
