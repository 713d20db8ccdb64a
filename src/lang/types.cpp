#include "lang/types.hpp"

#include "base/text_distance.hpp"

#include <algorithm>
#include <array>

namespace itsmflow::lang {
namespace {

constexpr std::array<TypeWord, 13> kTypes{{
    {"string", FieldType::string, false},
    {"text", FieldType::text, false},
    {"int", FieldType::integer, true},
    {"number", FieldType::number, true},
    {"bool", FieldType::boolean, false},
    {"enum", FieldType::enumeration, false},
    {"date", FieldType::date, true},
    {"time", FieldType::time, true},
    {"datetime", FieldType::datetime, true},
    {"duration", FieldType::duration, true},
    {"person", FieldType::person, false},
    {"uri", FieldType::uri, false},
    {"document", FieldType::document, false},
}};

}  // namespace

std::span<const TypeWord> field_types() noexcept {
  return kTypes;
}

const TypeWord& word_of(FieldType type) noexcept {
  return *std::ranges::find(kTypes, type, &TypeWord::type);
}

std::string with_article(const Field& field) {
  if (field.type == FieldType::enumeration) return "one of " + enumerate(field.choices, "or");
  const std::string_view word = word_of(field.type).word;
  return (word == "int" ? "an " : "a ") + std::string(word);
}

}  // namespace itsmflow::lang
