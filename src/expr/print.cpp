#include "expr/print.hpp"

#include <cmath>

namespace itsmflow::expr {
namespace {

class Printer {
 public:
  explicit Printer(const Ast& ast) : ast_(ast) {}

  std::string run(NodeId id) {
    expression(id);
    return std::move(out_);
  }

 private:
  void expression(NodeId id) {
    const Node& node = ast_[id];
    switch (node.kind) {
      case Node::Kind::literal:
        out_ += to_string(node.value);
        return;
      case Node::Kind::ident:
        name(node);
        return;
      case Node::Kind::select:
        return select(node);
      case Node::Kind::has:
        out_ += "has(";
        select(node);
        out_ += ')';
        return;
      case Node::Kind::op:
        return operation(node);
      case Node::Kind::call:
      case Node::Kind::macro:
        return call(node);
      case Node::Kind::list:
        return enclosed('[', node.children, 0, ']');
      case Node::Kind::map:
        return entries(node, false);
      case Node::Kind::message:
        name(node);
        return entries(node, true);
      case Node::Kind::trap:
        return;  // a tree is printed as it was parsed
    }
  }

  void name(const Node& node) {
    if (node.absolute) out_ += '.';
    out_ += node.name;
  }

  /// What binds less tightly than `least` is put in parentheses.
  void operand(NodeId id, int least) {
    const bool loose = binding(ast_[id]) < least;
    if (loose) out_ += '(';
    expression(id);
    if (loose) out_ += ')';
  }

  int binding(const Node& node) const {
    if (node.kind == Node::Kind::op) return precedence(node.op);
    // A number before a dot or behind a minus would be read as another number.
    return is_number(node) ? precedence(Op::negate) : precedence(Op::none);
  }

  static bool is_number(const Node& node) {
    return node.kind == Node::Kind::literal && (node.value.if_int() != nullptr || node.value.if_double() != nullptr);
  }

  static bool is_negative(const Value& value) {
    return value.if_int() != nullptr ? *value.if_int() < 0 : std::signbit(*value.if_double());
  }

  void field(const std::string& text) {
    const bool plain = text.find_first_of(".-/ ") == std::string::npos && !text.empty() && (text[0] < '0' || text[0] > '9') &&
                       text != "in" && text != "true" && text != "false" && text != "null";
    out_ += plain ? text : "`" + text + "`";
  }

  void select(const Node& node) {
    operand(node.children[0], precedence(Op::index));
    out_ += '.';
    field(node.name);
  }

  void call(const Node& node) {
    const bool receiver = node.receiver || node.kind == Node::Kind::macro;
    if (receiver) {
      operand(node.children[0], precedence(Op::index));
      out_ += '.';
      field(node.name);
    } else {
      name(node);
    }
    enclosed('(', node.children, receiver ? 1 : 0, ')');
  }

  void enclosed(char open, const std::vector<NodeId>& items, std::size_t first, char close) {
    out_ += open;
    for (std::size_t i = first; i < items.size(); ++i) {
      if (i > first) out_ += ", ";
      expression(items[i]);
    }
    out_ += close;
  }

  void entries(const Node& node, bool fields) {
    out_ += '{';
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      if (i > 0) out_ += ", ";
      fields ? field(*ast_[node.children[i]].value.if_string()) : expression(node.children[i]);
      out_ += ": ";
      expression(node.children[i + 1]);
    }
    out_ += '}';
  }

  void operation(const Node& node) {
    const int own = precedence(node.op);
    switch (node.op) {
      case Op::conditional:
        operand(node.children[0], own + 1);
        out_ += " ? ";
        operand(node.children[1], own + 1);
        out_ += " : ";
        return operand(node.children[2], own);
      case Op::index:
        operand(node.children[0], own);
        out_ += '[';
        expression(node.children[1]);
        out_ += ']';
        return;
      case Op::logical_not:
      case Op::negate:
        return unary(node, own);
      default:
        break;
    }
    const bool chain = node.op == Op::logical_and || node.op == Op::logical_or;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0) (out_ += ' ').append(symbol(node.op)) += ' ';
      operand(node.children[i], i > 0 || chain ? own + 1 : own);
    }
  }

  void unary(const Node& node, int own) {
    out_ += symbol(node.op);
    const Node& inner = ast_[node.children[0]];
    const bool number = node.op == Op::negate && is_number(inner) && !is_negative(inner.value);
    operand(node.children[0], number ? own + 1 : own);
  }

  const Ast& ast_;
  std::string out_;
};

}  // namespace

std::string print(const Ast& ast) {
  return ast.nodes.empty() ? std::string{} : print(ast, ast.root);
}

std::string print(const Ast& ast, NodeId part) {
  return Printer(ast).run(part);
}

}  // namespace itsmflow::expr
