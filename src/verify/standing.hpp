#pragma once

#include "verify/proof.hpp"

#include <itsmflow/expr.hpp>

#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// A standing in words.
class StandingWords {
 public:
  StandingWords(const Net& net, const Standing& at) : net_(net), model_(*net.model), at_(at) {}

  /// "rfc.risk is "medium" and rfc.cost isn't given": what expressions read; empty: nothing that is known.
  std::string values_of(const std::vector<const Expression*>& expressions) const;
  /// If they read just one thing of a few values, a guard that holds for its value alone: "rfc.risk == "medium""; otherwise empty.
  std::string guard_of(const std::vector<const Expression*>& expressions) const;
  /// Of a guard that doesn't hold, and reads just one field of a finite type: what `sets` would have to say, "rfc.told: "true""; otherwise
  /// empty.
  std::string setting_of(const Expression& guard) const;
  /// The fields that an expression reads, that aren't given, or are as they were at the start, and that nothing in the model ever writes.
  std::vector<std::string> never_written(const Expression& expression) const;
  /// None: it reads something that isn't known.
  std::optional<bool> holds(const Expression& expression) const;
  /// The name of the state an object is in; empty: it has none, or there can be many of it.
  std::string state_of(std::uint32_t object) const;
  bool is_given(const FieldRef& ref) const;

 private:
  struct Said {
    std::string words;
    std::string guard;
  };
  std::vector<Said> said_of(const std::vector<const Expression*>& expressions) const;
  std::optional<Said> said_of(std::uint32_t slot) const;
  std::optional<Value> value_of(std::uint32_t slot) const;

  const Net& net_;
  const Model& model_;
  const Standing& at_;
};

}  // namespace itsmflow
