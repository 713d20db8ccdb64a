#pragma once

#include "model.hpp"

namespace itsmflow::oracle {

/// An item as guards see it (5.3).
struct ItemSeen {
  std::string answer{};  ///< empty until it is done
};

/// An element as guards see it (5.4).
struct ElementSeen {
  std::int64_t number = 0;
  std::string state{};
  Data given{};
};

/// What a guard sees.
struct Sight {
  const Model& model;
  std::map<std::string, std::string> states;
  Data given;  ///< defaults aside
  std::string actor{};
  bool absorbs = true;  ///< false: a blunder, see Blunder::errors_are_not_absorbed
  std::vector<ItemSeen> items{};
  const Data* message = nullptr;
  std::int64_t number = 0;                 ///< of the element that is meant
  std::vector<ElementSeen> elements{};     ///< those that are there
  const ElementSeen* looked_at = nullptr;  ///< one of them, in a condition that is asked of each

  /// What is read of a field (1.3); null: it is not filled.
  Value read(const std::string& path) const {
    const bool of_element = object_of(path) == "t";
    const std::string whole = of_element ? model.many()->id + path.substr(1) : path;
    const Data& data = of_element ? looked_at->given : given;
    const auto found = data.find(whole);
    if (found != data.end() && !found->second.is_null()) return found->second;
    return model.field(whole)->initial;
  }
};

/// No value: an error, or a field that is not filled (3.7).
std::optional<Value> evaluate(const Expr& expr, const Sight& sight);

/// It evaluates to true.
bool holds(const std::optional<Expr>& guard, const Sight& sight);

/// The fields that an expression reads by their names.
std::set<std::string> fields_of(const Expr& expr);

/// It reads `case.OBJECT`.
bool reads_elements(const Expr& expr);

/// Something that it reads isn't filled.
bool reads_unfilled(const Expr& expr, const Sight& sight);

/// What a field can keep (3.13).
bool keeps(const Field& field, const Value& value);

}  // namespace itsmflow::oracle
