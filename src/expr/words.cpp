#include "expr/words.hpp"

#include <algorithm>
#include <array>

namespace itsmflow::expr {
namespace {

using Words = std::string_view;

template <class List>
bool has_word(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

bool is_reserved(std::string_view word) noexcept {
  static constexpr std::array<Words, 17> kReserved{"as",       "break",  "const",  "continue", "else", "for",
                                                   "function", "if",     "import", "let",      "loop", "namespace",
                                                   "package",  "return", "var",    "void",     "while"};
  return has_word(kReserved, word);
}

Macro find_macro(std::string_view word) noexcept {
  if (word == "all") return Macro::all;
  if (word == "exists") return Macro::exists;
  if (word == "exists_one") return Macro::exists_one;
  if (word == "filter") return Macro::filter;
  return word == "map" ? Macro::map : Macro::none;
}

Op spoken_operator(std::string_view word) noexcept {
  struct Spoken {
    std::string_view word;
    Op op;
  };
  static constexpr std::array kSpoken{
      Spoken{"and", Op::logical_and}, Spoken{"AND", Op::logical_and}, Spoken{"or", Op::logical_or}, Spoken{"OR", Op::logical_or},
      Spoken{"is", Op::equal},        Spoken{"eq", Op::equal},        Spoken{"ne", Op::not_equal},  Spoken{"lt", Op::less},
      Spoken{"gt", Op::greater},      Spoken{"mod", Op::modulo},      Spoken{"IN", Op::in},
  };
  for (const Spoken& known : kSpoken) {
    if (known.word == word) return known.op;
  }
  return Op::none;
}

bool is_type_name(std::string_view name) noexcept {
  static constexpr std::array<Words, 12> kTypes{"bool",
                                                "bytes",
                                                "double",
                                                "int",
                                                "list",
                                                "map",
                                                "null_type",
                                                "string",
                                                "type",
                                                "uint",
                                                "google.protobuf.Duration",
                                                "google.protobuf.Timestamp"};
  return has_word(kTypes, name);
}

std::string_view foreign_word_help(std::string_view word) noexcept {
  struct Foreign {
    std::string_view word;
    std::string_view help;
  };
  static constexpr std::string_view kNoTime = "guards know no present time, so that what was offered does not go stale by itself";
  static constexpr std::string_view kTrue = "the truth value is written 'true'";
  static constexpr std::string_view kFalse = "the truth value is written 'false'";
  static constexpr std::string_view kNull = "has(OBJECT.FIELD) asks whether a field is filled";
  static constexpr std::string_view kSize = "size(\u2026) gives the length of a text or a list";
  static constexpr std::string_view kEmpty = "!has(OBJECT.FIELD) asks whether a field is not filled";
  static constexpr std::array kForeign{
      Foreign{"True", kTrue},     Foreign{"TRUE", kTrue},      Foreign{"yes", kTrue},      Foreign{"Yes", kTrue},
      Foreign{"False", kFalse},   Foreign{"FALSE", kFalse},    Foreign{"no", kFalse},      Foreign{"No", kFalse},
      Foreign{"None", kNull},     Foreign{"NULL", kNull},      Foreign{"nil", kNull},      Foreign{"empty", kEmpty},
      Foreign{"isEmpty", kEmpty}, Foreign{"is_empty", kEmpty}, Foreign{"isempty", kEmpty}, Foreign{"len", kSize},
      Foreign{"length", kSize},   Foreign{"count", kSize},     Foreign{"now", kNoTime},    Foreign{"today", kNoTime},
      Foreign{"Now", kNoTime},    Foreign{"Today", kNoTime},   Foreign{"NOW", kNoTime},    Foreign{"TODAY", kNoTime},
  };
  const auto found = std::find_if(kForeign.begin(), kForeign.end(), [&](const Foreign& known) { return known.word == word; });
  return found == kForeign.end() ? std::string_view() : found->help;
}

}  // namespace itsmflow::expr
