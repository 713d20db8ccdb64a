#include "verify/naming.hpp"

namespace itsmflow {

std::string name_of(const Model& model, std::uint32_t activity, std::uint32_t result) {
  const Activity& declared = model.activities[activity];
  const std::string& id = declared.results[result].id;
  return id.empty() ? declared.id : declared.id + "." + id;
}

Span span_of(const Model& model, std::uint32_t activity, std::uint32_t result) {
  const Activity& declared = model.activities[activity];
  return declared.results[result].id.empty() ? declared.span : declared.results[result].span;
}

}  // namespace itsmflow
