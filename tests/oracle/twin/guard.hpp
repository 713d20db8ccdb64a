#pragma once

#include "model.hpp"

namespace itsmflow::oracle {

/// An item as guards see it (5.3).
struct ItemSeen {
  std::string answer{};  ///< empty until it is done
};

/// What a guard sees.
struct Sight {
  const Model& model;
  const std::map<std::string, std::string>& states;
  const Data& given;  ///< defaults aside
  std::string actor{};
  bool absorbs = true;  ///< false: a blunder, see Blunder::errors_are_not_absorbed
  std::vector<ItemSeen> items{};
  const Data* message = nullptr;

  /// What is read of a field (1.3); null: it is not filled.
  Value read(const std::string& path) const {
    const auto found = given.find(path);
    if (found != given.end() && !found->second.is_null()) return found->second;
    return model.field(path)->initial;
  }
};

/// No value: an error, or a field that is not filled (3.7).
std::optional<Value> evaluate(const Expr& expr, const Sight& sight);

/// It evaluates to true.
bool holds(const std::optional<Expr>& guard, const Sight& sight);

/// The fields that an expression reads.
std::set<std::string> fields_of(const Expr& expr);

/// One of them isn't filled.
bool reads_unfilled(const Expr& expr, const Sight& sight);

/// What a field can keep (3.13).
bool keeps(const Field& field, const Value& value);

}  // namespace itsmflow::oracle
