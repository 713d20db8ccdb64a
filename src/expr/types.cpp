#include "expr/types.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace itsmflow {

std::string ExprType::name() const {
  const auto inner = [](const std::shared_ptr<const ExprType>& type) {
    return type == nullptr ? std::string("dyn") : type->name();
  };
  switch (kind) {
    case Kind::dyn:
      return "dyn";
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "bool";
    case Kind::int_:
      return "int";
    case Kind::uint:
      return "uint";
    case Kind::double_:
      return "double";
    case Kind::string:
      return "string";
    case Kind::bytes:
      return "bytes";
    case Kind::timestamp:
      return "timestamp";
    case Kind::duration:
      return "duration";
    case Kind::list:
      return "list(" + inner(element) + ")";
    case Kind::map:
      if (record != nullptr) return "record";
      return "map(" + inner(key) + ", " + inner(element) + ")";
    case Kind::opaque:
      return "document";
    case Kind::type:
      return "type";
  }
  return {};
}

namespace expr {

using Kind = ExprType::Kind;

ExprType make_type(Kind kind) {
  ExprType type;
  type.kind = kind;
  return type;
}

ExprType list_of(ExprType element) {
  ExprType type = make_type(Kind::list);
  type.element = std::make_shared<const ExprType>(std::move(element));
  return type;
}

ExprType map_of(ExprType key, ExprType value) {
  ExprType type = make_type(Kind::map);
  type.key = std::make_shared<const ExprType>(std::move(key));
  type.element = std::make_shared<const ExprType>(std::move(value));
  return type;
}

bool is_number(const ExprType& type) noexcept {
  return type.kind == Kind::int_ || type.kind == Kind::uint || type.kind == Kind::double_;
}

ExprType element_of(const ExprType& type) {
  return type.element != nullptr && type.record == nullptr ? *type.element : ExprType{};
}

ExprType key_of(const ExprType& type) {
  if (type.record != nullptr) return make_type(Kind::string);
  return type.key != nullptr ? *type.key : ExprType{};
}

const ExprRecord::Member* find_member(const ExprType& record, std::string_view name) {
  const auto& members = record.record->members;
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.name == name; });
  return found == members.end() ? nullptr : &*found;
}

bool comparable(const ExprType& left, const ExprType& right) {
  if (left.kind == Kind::dyn || right.kind == Kind::dyn) return true;
  if (is_number(left) && is_number(right)) return true;
  if (left.kind != right.kind) return false;
  if (left.kind == Kind::list) return comparable(element_of(left), element_of(right));
  if (left.kind == Kind::map) return comparable(key_of(left), key_of(right)) && comparable(element_of(left), element_of(right));
  return left.kind != Kind::opaque;
}

bool ordered(const ExprType& left, const ExprType& right) {
  const auto has_order = [](const ExprType& type) {
    switch (type.kind) {
      case Kind::null:
      case Kind::list:
      case Kind::map:
      case Kind::opaque:
      case Kind::type:
        return false;
      default:
        return true;
    }
  };
  return has_order(left) && has_order(right) && comparable(left, right);
}

bool assignable(const ExprType& actual, const ExprType& wanted) {
  if (actual.kind == Kind::dyn || wanted.kind == Kind::dyn) return true;
  if (actual.kind != wanted.kind) return false;
  if (actual.kind == Kind::map && !assignable(key_of(actual), key_of(wanted))) return false;
  return (actual.kind != Kind::list && actual.kind != Kind::map) || assignable(element_of(actual), element_of(wanted));
}

ExprType joined(const ExprType& left, const ExprType& right) {
  if (left.kind != right.kind) return {};
  if (left.kind == Kind::list) return list_of(joined(element_of(left), element_of(right)));
  if (left.kind == Kind::map && left.record != nullptr && left.record == right.record) return left;
  if (left.kind == Kind::map) return map_of(joined(key_of(left), key_of(right)), joined(element_of(left), element_of(right)));
  ExprType type = left;
  if (left.choices.empty() || right.choices.empty()) {
    type.choices.clear();
    return type;
  }
  for (const std::string& choice : right.choices) {
    if (std::find(type.choices.begin(), type.choices.end(), choice) == type.choices.end()) type.choices.push_back(choice);
  }
  return type;
}

std::string with_article(const ExprType& type) {
  std::string name = type.name();
  if (type.kind == Kind::null || type.kind == Kind::bytes) return name;
  return (type.kind == Kind::int_ ? "an " : "a ") + name;
}

}  // namespace expr
}  // namespace itsmflow
