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

}  // namespace itsmflow
