#include "model/ends.hpp"

#include <algorithm>

namespace itsmflow {

std::optional<std::uint32_t> ending_object(const Model& model) {
  if (!model.case_object || model.objects[*model.case_object].final_states.empty()) return std::nullopt;
  return model.case_object;
}

bool is_final(const ObjectType& object, std::uint32_t state) {
  return std::find(object.final_states.begin(), object.final_states.end(), state) != object.final_states.end();
}

}  // namespace itsmflow
