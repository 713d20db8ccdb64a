#include "lang/types.hpp"

#include "base/text_distance.hpp"

#include <algorithm>
#include <array>

namespace itsmflow::lang {
namespace {

constexpr std::array<TypeWord, 14> kTypes{{
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
    {"record", FieldType::record, false},
}};

}  // namespace

std::span<const TypeWord> field_types() noexcept {
  return kTypes;
}

ExprType plain_type(ExprType::Kind kind) {
  ExprType type;
  type.kind = kind;
  return type;
}

ExprType state_type(const ObjectType& object) {
  ExprType type = plain_type(ExprType::Kind::string);
  type.choices = object.states;
  return type;
}

bool has_limits(FieldType type) noexcept {
  const auto found = std::ranges::find(kTypes, type, &TypeWord::type);
  return found != kTypes.end() && found->has_limits;
}

std::string written_type(const Field& field) {
  if (field.type == FieldType::list) return std::string(kListOf) + written_type(*field.element);
  if (field.type == FieldType::reference) return std::string(kRef) + field.process;
  return std::string(std::ranges::find(kTypes, field.type, &TypeWord::type)->word);
}

std::string with_article(const Field& field) {
  if (field.type == FieldType::enumeration) return "one of " + enumerate(field.choices, "or");
  if (field.type == FieldType::list) return "a list";
  if (field.type == FieldType::reference) return "the number of a case of " + field.process;
  const std::string_view word = std::ranges::find(kTypes, field.type, &TypeWord::type)->word;
  return (word == "int" ? "an " : "a ") + std::string(word);
}

}  // namespace itsmflow::lang
