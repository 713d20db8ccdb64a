#pragma once

#include "expr/ast.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::expr {

/// A word that CEL keeps back ("if", "loop", …), so that it cannot be the name of a variable.
bool is_reserved(std::string_view word) noexcept;

/// One of the loops over a list or map: all, exists, exists_one, map, filter.
bool is_macro(std::string_view word) noexcept;

/// The operator that people of other languages write as a word: "and", "OR", "is"; Op::none for any other word.
Op spoken_operator(std::string_view word) noexcept;

/// A standard function that is evaluated, by its name.
Function find_function(std::string_view name) noexcept;

/// The names of all standard functions, also of those that are not evaluated yet.
const std::vector<std::string>& standard_functions();

/// One of CEL's names for types, such as "int".
bool is_type_word(std::string_view word) noexcept;

/// What to write instead of a word that other languages have (`True`, `now`, `len`); empty where it is none of those we know.
std::string_view foreign_word_help(std::string_view word) noexcept;

}  // namespace itsmflow::expr
