#pragma once

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

/// All of them, in the order of the reference.
std::span<const TypeWord> field_types() noexcept;
const TypeWord& word_of(FieldType type) noexcept;

/// "an int", "a string", "one of low, high".
std::string with_article(const Field& field);

}  // namespace itsmflow::lang
