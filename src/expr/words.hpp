#pragma once

#include "expr/ast.hpp"

#include <string_view>

namespace itsmflow::expr {

/// A word that CEL keeps back ("if", "loop", …), so that it cannot be the name of a variable.
bool is_reserved(std::string_view word) noexcept;

/// One of the loops over a list or map; Macro::none for any other word.
Macro find_macro(std::string_view word) noexcept;

/// The operator that people of other languages write as a word: "and", "OR", "is"; Op::none for any other word.
Op spoken_operator(std::string_view word) noexcept;

/// A word that CEL has for a type, such as "int" or "google.protobuf.Timestamp".
bool is_type_name(std::string_view name) noexcept;

/// What to write instead of a word that other languages have (`True`, `now`, `len`); empty where it is none of those we know.
std::string_view foreign_word_help(std::string_view word) noexcept;

}  // namespace itsmflow::expr
