#include "expr/eval.hpp"
#include "expr/limits.hpp"
#include "expr/patterns.hpp"

#include <string>

namespace itsmflow::expr {
namespace {

/// The value as a literal, not much longer than a person wants to read.
std::string shown(const Value& value) {
  constexpr std::size_t kLongest = 60;
  std::string text = to_string(value);
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a character
  return text.substr(0, end) + "\u2026";
}

std::string pattern_problem(const Value& pattern) {
  Pattern::Problem problem;
  const std::string* text = pattern.if_string();
  if (text != nullptr) static_cast<void>(Pattern::compile(*text, problem));
  return shown(pattern) + " is not a regular expression: " + problem.message;
}

std::string name_of(const Node& node) {
  return node.kind == Node::Kind::op ? std::string(symbol(node.op)) : node.name;
}

}  // namespace

std::string describe(const Item& error, const Node& node) {
  std::string name = name_of(node);
  switch (error.fault) {
    case Fault::none:
      break;
    case Fault::no_overload:
      return "no matching overload: '" + name + "' cannot be applied to these values";
    case Fault::overflow:
      return "integer overflow in '" + name + "'";
    case Fault::division_by_zero:
      return "division by zero";
    case Fault::modulus_by_zero:
      return "modulus by zero";
    case Fault::no_such_key:
      return node.kind == Node::Kind::select ? "no such key: '" + name + "'" : "no such key";
    case Fault::index_out_of_range:
      return "index out of range";
    case Fault::duplicate_key:
      return "a map has the same key twice";
    case Fault::bad_key:
      return "the key of a map must be a bool, int, uint or string";
    case Fault::out_of_range:
      return "the time is out of range in '" + name + "'";
    case Fault::out_of_type:
      return shown(error.get()) + " is out of the range of " + name;
    case Fault::no_conversion:
      return shown(error.get()) + " cannot be read as " + name;
    case Fault::not_utf8:
      return "these bytes are not UTF-8, so they cannot be a string";
    case Fault::no_zone:
      return "there is no time zone " + shown(error.get());
    case Fault::bad_pattern:
      return pattern_problem(error.get());
    case Fault::trap:
      return name;
    case Fault::too_deep:
      return "a list or map would hold more than " + std::to_string(kMaxValueDepth) + " levels of others";
    case Fault::too_long:
      return "this takes too long: it needs more than " + std::to_string(kMaxSteps) + " steps";
  }
  return {};
}

}  // namespace itsmflow::expr
