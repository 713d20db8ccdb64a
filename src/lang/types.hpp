#pragma once

#include <itsmflow/expr.hpp>
#include <itsmflow/model.hpp>

#include <span>
#include <string>
#include <string_view>

namespace itsmflow::lang {

/// A type of fields and its word in models.
struct TypeWord {
  std::string_view word;
  FieldType type;
  bool has_limits;  ///< `min` and `max` mean something
};

/// What stands before the type of the items, and before the process.
inline constexpr std::string_view kListOf = "list of ";
inline constexpr std::string_view kRef = "ref ";

/// All that are one word, in the order of the reference. The others are `list of TYPE` and `ref PROCESS`.
std::span<const TypeWord> field_types() noexcept;
bool has_limits(FieldType type) noexcept;

/// A type of which there is nothing more to say.
ExprType plain_type(ExprType::Kind kind);
/// What guards see of the state of an object.
ExprType state_type(const ObjectType& object);
/// What guards see of a field.
ExprType expr_type_of(const Field& field);

/// As models write it: "int", "list of enum", "ref problem".
std::string written_type(const Field& field);

/// "an int", "a string", "one of low, high".
std::string with_article(const Field& field);

}  // namespace itsmflow::lang
