#pragma once

#include <itsmflow/directory.hpp>
#include <itsmflow/model.hpp>

#include <string>
#include <string_view>

namespace itsmflow::story {

/// What persons, activities and the like are called in sentences: by their ids or, where a model and people are known, by titles and
/// names.
class Names {
 public:
  Names() = default;
  Names(const Model& model, const Directory* people) : model_(&model), people_(people) {}

  /// "bo", "Bo Berg", or "Bo Berg (bo)" where somebody else is called so too.
  std::string person(const std::string& id) const;
  /// Without the id; empty where it isn't known.
  std::string person_name(const std::string& id) const;
  /// "'transfer'", "'Transfer and validate RFC' (transfer)", "'assess' (security)", "'Assess the change' (assess, security)".
  std::string activity(std::string_view id, std::string_view item = {}) const;
  /// "understood", "The RFC is clear (understood)".
  std::string result(std::string_view activity, std::string_view id) const;
  /// "operator", "Operator".
  std::string role(std::string_view id) const;
  std::string role(std::uint32_t index) const;
  /// "time_pressure", "It was urgent (time_pressure)".
  std::string motive(std::string_view id) const;
  std::string outcome(std::string_view id) const;
  /// "rfc", "Request for change".
  std::string object(std::string_view id) const;

 private:
  const Model* model_ = nullptr;
  const Directory* people_ = nullptr;
};

}  // namespace itsmflow::story
