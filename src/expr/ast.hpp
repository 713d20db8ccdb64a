#pragma once

#include <itsmflow/value.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::expr {

using NodeId = std::uint32_t;

/// In the order of how tightly they bind, from loose to tight.
enum class Op : std::uint8_t {
  none,
  conditional,
  logical_or,
  logical_and,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  in,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  logical_not,
  negate,
  index,
};

/// How an operator is written: "&&"; of `conditional` "?:", of `index` "[]".
std::string_view symbol(Op op) noexcept;

/// How tightly an operator binds; a larger number binds more tightly. The same number: from left to right.
int precedence(Op op) noexcept;

/// The standard functions; functions.hpp has their names.
enum class Function : std::uint8_t {
  none,
  bool_,
  bytes,
  contains,
  double_,
  duration,
  dyn,
  ends_with,
  get_date,
  get_day_of_month,
  get_day_of_week,
  get_day_of_year,
  get_full_year,
  get_hours,
  get_milliseconds,
  get_minutes,
  get_month,
  get_seconds,
  int_,
  matches,
  size,
  starts_with,
  string,
  timestamp,
  type,
  uint,
};

/// The loops over a list or the keys of a map.
enum class Macro : std::uint8_t { none, all, exists, exists_one, filter, map };

class Pattern;

/// One node of a syntax tree. What its children are depends on its kind.
struct Node {
  enum class Kind : std::uint8_t {
    literal,  ///< `value`
    ident,    ///< `name`
    select,   ///< operand; `name` is the field
    has,      ///< the macro has(operand.name): operand
    op,       ///< operands of `op`; && and || have two or more
    call,     ///< arguments of the function `name`, in the receiver style x.f(y) the receiver first
    list,     ///< elements
    map,      ///< key, value, key, value, …
    message,  ///< `name` is the type; field name (a string literal), value, field name, …
    macro,    ///< range.name(x, …): range, the loop's variable (an ident), a condition where `map` has one, the body
    trap,     ///< once it is checked: an error if it is evaluated, whose sentence is `name`
  };
  /// What `variable` and `local` are for a node that is none.
  static constexpr std::uint32_t kNoVariable = std::numeric_limits<std::uint32_t>::max();

  Kind kind = Kind::literal;
  Op op = Op::none;
  Function function = Function::none;    ///< of a call, once it is checked
  Macro macro = Macro::none;             ///< of a macro
  bool receiver = false;                 ///< of a call: written as x.f(y)
  bool absolute = false;                 ///< of an ident, call or message: written with a dot before it
  bool constant = false;                 ///< once it is checked: `value` is what it evaluates to
  bool member = false;                   ///< of a select or has, once it is checked: of a record, where nothing there is not filled
  std::uint16_t depth = 1;               ///< levels of nodes from here down
  std::uint32_t variable = kNoVariable;  ///< of what reads a variable, once it is checked
  std::uint32_t local = kNoVariable;  ///< of what reads a loop's variable, once it is checked: how many loops are around that loop
  std::uint32_t begin = 0;            ///< all of it in the text, with its parentheses
  std::uint32_t end = 0;
  std::uint32_t at_begin = 0;  ///< the name or operator that makes it what it is
  std::uint32_t at_end = 0;
  std::string name;
  Value value;
  std::vector<NodeId> children;
  std::shared_ptr<const Pattern> pattern;  ///< of `matches`, once it is checked, where the pattern is written out
};

/// A syntax tree; `root` counts only where there are nodes.
struct Ast {
  std::vector<Node> nodes;
  NodeId root = 0;

  const Node& operator[](NodeId id) const { return nodes[id]; }
  Node& operator[](NodeId id) { return nodes[id]; }
};

/// The same tree, wherever it stands in its text and whether it was checked or not.
bool same_tree(const Ast& left, const Ast& right);

}  // namespace itsmflow::expr
