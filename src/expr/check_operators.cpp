#include "expr/checker.hpp"
#include "expr/types.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::expr {

using Kind = ExprType::Kind;
using IssueKind = ExprIssue::Kind;

ExprType Checker::operation(const Node& node) {
  switch (node.op) {
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
      return logical(node);
    case Op::conditional:
      return conditional(node);
    case Op::equal:
    case Op::not_equal:
      return equality(node);
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return ordering(node);
    case Op::in:
      return membership(node);
    case Op::negate:
      return negation(node);
    case Op::index:
      return index(node);
    default:
      return arithmetic(node);
  }
}

ExprType Checker::logical(const Node& node) {
  for (const NodeId child : node.children) {
    const ExprType type = type_of(child);
    if (type.kind == Kind::boolean || type.kind == Kind::dyn) continue;
    const Node& operand = ast_[child];
    const bool choice_alone = type.kind == Kind::string && operand.kind == Node::Kind::literal;
    mismatch(operand, "'" + std::string(symbol(node.op)) + "' needs true or false; this is " + with_article(type),
             choice_alone ? "repeat the field: a == 'x' || a == 'y', or write a in ['x', 'y']" : "");
  }
  return make_type(Kind::boolean);
}

ExprType Checker::conditional(const Node& node) {
  const ExprType condition = type_of(node.children[0]);
  if (condition.kind != Kind::boolean && condition.kind != Kind::dyn) {
    mismatch(ast_[node.children[0]], "what stands before '?' must be true or false; this is " + with_article(condition));
  }
  const ExprType yes = type_of(node.children[1]);
  const ExprType no = type_of(node.children[2]);
  if (!assignable(yes, no)) {
    return mismatch(node, "the two cases are of different types: " + with_article(yes) + " and " + with_article(no));
  }
  return joined(yes, no);
}

void Checker::null_comparison(const Node& node, const ExprType& left, const ExprType& right) {
  const bool null_first = left.kind == Kind::null;
  const Node& other = ast_[node.children[null_first ? 1 : 0]];
  const std::string path = path_of(other);
  if (path.find('.') == std::string::npos) {
    mismatch(node, with_article(null_first ? right : left) + " is never null");
    return;
  }
  const bool equal = node.op == Op::equal;
  mismatch(node, "'" + path + "' is never null, not even while it is not filled",
           std::string(equal ? "!" : "") + "has(" + path + ") asks whether it is " + (equal ? "not " : "") + "filled");
}

/// A number in quotes beside a number, or the other way round.
std::string Checker::quotes_help(const Node& node, const ExprType& left, const ExprType& right) const {
  const bool number_first = is_number(left) && right.kind == Kind::string;
  if (!number_first && !(left.kind == Kind::string && is_number(right))) return {};
  const Node& number = ast_[node.children[number_first ? 0 : 1]];
  const Node& word = ast_[node.children[number_first ? 1 : 0]];
  if (number.kind == Node::Kind::literal) return "a text is written in quotes: '" + source(number) + "'";
  const std::string* text = word.kind == Node::Kind::literal ? word.value.if_string() : nullptr;
  const bool digits = text != nullptr && !text->empty() && text->find_first_not_of("0123456789.") == std::string::npos;
  return digits ? "a number is written without quotes: " + *text : "";
}

ExprType Checker::equality(const Node& node) {
  const ExprType left = type_of(node.children[0]);
  const ExprType right = type_of(node.children[1]);
  ExprType answer = make_type(Kind::boolean);
  if (!comparable(left, right)) {
    if (left.kind == Kind::null || right.kind == Kind::null) {
      null_comparison(node, left, right);
    } else {
      mismatch(node, with_article(left) + " and " + with_article(right) + " are never equal", quotes_help(node, left, right));
    }
    return answer;
  }
  if (!left.choices.empty()) check_choices(left.choices, node.children[0], node.children[1]);
  if (!right.choices.empty()) check_choices(right.choices, node.children[1], node.children[0]);
  check_disjoint(node, left, right);
  return answer;
}

ExprType Checker::ordering(const Node& node) {
  const ExprType left = type_of(node.children[0]);
  const ExprType right = type_of(node.children[1]);
  const bool texts = left.kind == Kind::string && right.kind == Kind::string;
  if (!ordered(left, right)) {
    unordered(node, left, right);
  } else if (texts && !(left.choices.empty() && right.choices.empty())) {
    ordered_choices(node, left, right);
  }
  return make_type(Kind::boolean);
}

/// 'high' < 'low' by their letters, which nobody means.
void Checker::ordered_choices(const Node& node, const ExprType& left, const ExprType& right) {
  const bool first = !left.choices.empty();
  const Node& field = ast_[node.children[first ? 0 : 1]];
  const Node& other = ast_[node.children[first ? 1 : 0]];
  const std::string* word = other.kind == Node::Kind::literal ? other.value.if_string() : nullptr;
  const bool more = (node.op == Op::greater || node.op == Op::greater_equal) == first;
  const bool same = node.op == Op::greater_equal || node.op == Op::less_equal;
  std::string meant = choices_beside((first ? left : right).choices, word, more, same);
  if (meant.empty()) meant = "'\u2026', '\u2026'";
  mismatch(node, "'" + std::string(symbol(node.op)) + "' would compare '" + source(field) + "' by its letters",
           "write " + source(field) + " in [" + meant + "]");
}

void Checker::unordered(const Node& node, const ExprType& left, const ExprType& right) {
  std::string help;
  // "1 < x < 5" compares a bool with a number.
  const Node& first = ast_[node.children[0]];
  const bool chained =
      left.kind == Kind::boolean && is_number(right) && first.kind == Node::Kind::op && first.op >= Op::less && first.op <= Op::in;
  if (chained) help = "write two comparisons with && between them";
  mismatch(node, "'" + std::string(symbol(node.op)) + "' cannot compare " + with_article(left) + " with " + with_article(right),
           std::move(help));
}

ExprType Checker::membership(const Node& node) {
  const ExprType left = type_of(node.children[0]);
  const ExprType right = type_of(node.children[1]);
  ExprType answer = make_type(Kind::boolean);
  if (right.kind == Kind::dyn) return answer;
  const Node& range = ast_[node.children[1]];
  if (right.kind != Kind::list && right.kind != Kind::map) {
    const bool text = right.kind == Kind::string;
    const std::string help = text && left.kind == Kind::string && range.kind != Node::Kind::literal
                                 ? source(range) + ".contains(\u2026) looks for a part of a text"
                             : text ? "write a list: [" + source(range) + "]"
                                    : "write a list: ['a', 'b']";
    mismatch(range, "'in' looks in a list; this is " + with_article(right), help);
    return answer;
  }
  const ExprType wanted = right.kind == Kind::list ? element_of(right) : key_of(right);
  if (!comparable(left, wanted)) {
    mismatch(node, with_article(left) + " is never in " + with_article(right));
    return answer;
  }
  if (!left.choices.empty()) check_choices(left.choices, node.children[0], node.children[1]);
  if (!wanted.choices.empty()) check_choices(wanted.choices, node.children[1], node.children[0]);
  return answer;
}

ExprType Checker::arithmetic(const Node& node) {
  ExprType left = type_of(node.children[0]);
  const ExprType right = type_of(node.children[1]);
  const bool adds = node.op == Op::add;
  const bool sums = adds || node.op == Op::subtract;
  const bool known = left.kind != Kind::dyn && right.kind != Kind::dyn;
  const bool moment = left.kind == Kind::timestamp || right.kind == Kind::timestamp;
  if (!known) return {};
  if (left.kind == right.kind) {
    switch (left.kind) {
      case Kind::int_:
      case Kind::uint:
        return left;
      case Kind::double_:
        if (node.op != Op::modulo) return left;
        break;
      case Kind::string:
        if (adds) return make_type(Kind::string);
        break;
      case Kind::bytes:
        if (adds) return left;
        break;
      case Kind::list:
        if (adds) return joined(left, right);
        break;
      case Kind::duration:
        if (sums) return left;
        break;
      case Kind::timestamp:
        if (node.op == Op::subtract) return make_type(Kind::duration);
        break;
      default:
        break;
    }
  } else if (sums && moment && (right.kind == Kind::duration || (adds && left.kind == Kind::duration))) {
    return make_type(Kind::timestamp);
  }
  std::string help;
  if (is_number(left) && is_number(right) && left.kind != right.kind)
    help = "numbers of different kinds are compared, but not computed with each other: write 2.0 with a double, 2u with a uint";
  return mismatch(node, "'" + std::string(symbol(node.op)) + "' is not for " + with_article(left) + " and " + with_article(right),
                  std::move(help));
}

ExprType Checker::negation(const Node& node) {
  ExprType operand = type_of(node.children[0]);
  if (operand.kind == Kind::dyn || operand.kind == Kind::int_ || operand.kind == Kind::double_) return operand;
  return mismatch(node, "'-' is not for " + with_article(operand),
                  operand.kind == Kind::boolean ? "write '!' for the opposite" : "");
}

ExprType Checker::index(const Node& node) {
  const ExprType container = type_of(node.children[0]);
  const ExprType at = type_of(node.children[1]);
  if (container.kind == Kind::dyn) return {};
  if (container.kind == Kind::list) {
    if (!is_number(at) && at.kind != Kind::dyn) {
      return mismatch(ast_[node.children[1]], "the place in a list is an int, from 0; this is " + with_article(at));
    }
    return element_of(container);
  }
  if (container.kind != Kind::map) {
    return mismatch(node, "'[]' takes an element of a list or map; this is " + with_article(container));
  }
  if (!comparable(at, key_of(container))) {
    return mismatch(ast_[node.children[1]],
                    "the keys of this map are " + key_of(container).name() + "; this is " + with_article(at));
  }
  return element_of(container);
}

}  // namespace itsmflow::expr
