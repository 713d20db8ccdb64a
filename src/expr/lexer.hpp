#pragma once

#include <itsmflow/expr.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace itsmflow::expr {

struct Token {
  enum class Kind : std::uint8_t {
    end,
    ident,
    quoted_ident,
    integer,
    uint,
    double_,
    string,
    bytes,
    true_,
    false_,
    null,
    in,
    left_paren,
    right_paren,
    left_bracket,
    right_bracket,
    left_brace,
    right_brace,
    dot,
    comma,
    question,
    colon,
    plus,
    minus,
    star,
    slash,
    percent,
    bang,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    and_,
    or_,
  };
  Kind kind = Kind::end;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Value value;  ///< of a literal; of `integer` the digits without a sign, as a uint
};

/// The tokens of an expression; the last one is `end`. What is wrong is an issue, and a token that was most likely meant stands in its place.
std::vector<Token> tokenize(std::string_view text, std::vector<ExprIssue>& issues);

/// The symbol that is meant by one of another language ("=", "<>", "and"); empty where it is none that leaves no doubt.
std::string_view meant_symbol(std::string_view written) noexcept;

}  // namespace itsmflow::expr
