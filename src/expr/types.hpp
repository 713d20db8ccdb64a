#pragma once

#include <itsmflow/expr.hpp>

#include <string>
#include <string_view>

namespace itsmflow::expr {

ExprType make_type(ExprType::Kind kind);
ExprType list_of(ExprType element);
ExprType map_of(ExprType key, ExprType value);

bool is_number(const ExprType& type) noexcept;

/// The type of an element of a list, of a value of a map; `dyn` where none is known, as in a record.
ExprType element_of(const ExprType& type);
ExprType key_of(const ExprType& type);

/// The member of a record; null where it has none of that name.
const ExprRecord::Member* find_member(const ExprType& record, std::string_view name);

/// Whether == between the two can be true: the same type, two numbers, or one of them is not known before it runs.
bool comparable(const ExprType& left, const ExprType& right);

/// Whether < between the two has a meaning.
bool ordered(const ExprType& left, const ExprType& right);

/// Whether a value of `actual` may stand where `wanted` is needed.
bool assignable(const ExprType& actual, const ExprType& wanted);

/// The one type that both belong to; `dyn` where there is none but that.
ExprType joined(const ExprType& left, const ExprType& right);

/// "a string", "an int".
std::string with_article(const ExprType& type);

}  // namespace itsmflow::expr
