#include "base/text_distance.hpp"
#include "expr/lexer.hpp"
#include "lang/elements.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"
#include "lang/types.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

using Type = ExprType::Kind;

std::string_view rule_of(ExprIssue::Kind kind) {
  switch (kind) {
    case ExprIssue::Kind::unknown_name:
      return "unknown-field";
    case ExprIssue::Kind::unknown_function:
      return "unknown-function";
    case ExprIssue::Kind::type_mismatch:
      return "type-mismatch";
    case ExprIssue::Kind::not_supported:
      return "not-supported";
    case ExprIssue::Kind::too_large:
    case ExprIssue::Kind::syntax:
      return "guard-syntax";
  }
  return "guard-syntax";
}

/// The text of an expression in a scalar, from `offset` on.
struct Place {
  const Node& node;
  std::size_t offset;
  std::string_view text() const { return std::string_view(node.text).substr(offset); }
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The object and the field of the path of which a part is unknown; without the field where it is called: `rfc.summary`, but `rfc.size()`.
std::pair<std::size_t, std::size_t> path_around(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin >= end || !is_word(text[begin])) return {begin, end};
  while (begin > 0 && (is_word(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  const auto word_end = [&](std::size_t at) {
    while (at < text.size() && is_word(text[at])) ++at;
    return at;
  };
  const std::size_t root = word_end(begin);
  if (root == text.size() || text[root] != '.') return {begin, std::max(root, end)};
  const std::size_t field = word_end(root + 1);
  const bool called = field < text.size() && text[field] == '(';
  return {begin, std::max(called ? root : field, end)};
}

/// `case` and `actor` are no objects, and what they have is fixed.
const ExprScope::Variable* find_group(const Context& context, std::string_view words) {
  const std::string_view root = words.substr(0, words.find('.'));
  if (root != "case" && root != "actor") return nullptr;
  const auto& variables = context.scope.variables;
  const auto found = std::ranges::find(variables, root, &ExprScope::Variable::name);
  return found == variables.end() ? nullptr : &*found;
}

/// Of a name that other guards know, who does; empty for any other name.
std::string help_elsewhere(const Context& context, std::string_view words) {
  const std::string_view root = words.substr(0, words.find('.'));
  if (std::ranges::find(context.scope.variables, root, &ExprScope::Variable::name) != context.scope.variables.end()) return {};
  if (root == "message") return "only an activity with `waits_for`, and its results, know 'message'";
  if (root == "items") return "only results of an activity with `parts`, `for_each` or `votes` know 'items'";
  return {};
}

constexpr std::string_view kOtherNames = "guards also know 'case' and 'actor'";

void report_unknown_name(Context& context, const Span& span, std::string_view words, const ExprIssue& issue,
                         const std::string& whose) {
  const std::string message = whose + " reads unknown field " + quoted(words);
  if (const ExprScope::Variable* group = find_group(context, words)) {
    std::vector<std::string> members;
    for (const ExprScope::Member& member : group->members) members.push_back(member.name);
    Finding finding = context.findings.error("unknown-field", span, message);
    finding.label(quoted(group->name) + " has " + listed(members));
    const std::size_t dot = words.find('.');
    const auto meant = dot == std::string_view::npos ? std::nullopt : closest(words.substr(dot + 1), members);
    if (meant) finding.help("did you mean " + quoted(group->name + "." + *meant) + "?");
    return;
  }
  if (const std::string help = help_elsewhere(context, words); !help.empty()) {
    context.findings.error("unknown-field", span, message).help(help);
    return;
  }
  const std::string_view root = words.substr(0, words.find('.'));
  const auto object = context.objects.find(root);
  if (object && context.model.objects[*object].many && context.about != object)
    return report_which(context, span, whose + " reads " + quoted(words) + ", and does not say of which " + quoted(root), *object);
  if (!object && issue.message.starts_with("there is no field ")) {  // of what a loop goes over
    context.findings.error("unknown-field", span, message).help(issue.help);
    return;
  }
  // The checker of expressions knows best what was meant by a word alone, such as a text without quotes.
  const bool alone = words.find('.') == std::string_view::npos && !context.objects.find(words);
  if (!alone || issue.help.empty() || issue.help.starts_with("there is ") || issue.help.starts_with("there are ")) {
    return report_unknown_field(context, span, message, words, kOtherNames);
  }
  if (context.objects.complete) context.findings.error("unknown-field", span, message).help(issue.help);
}

void report(Context& context, const Place& place, const ExprIssue& issue, const std::string& whose) {
  Span span = place.node.part(place.offset + issue.begin, place.offset + issue.end);
  std::string_view words = place.text().substr(issue.begin, issue.end - issue.begin);
  if (issue.kind == ExprIssue::Kind::unknown_name) {
    const auto [begin, end] = path_around(place.text(), issue.begin, issue.end);
    words = place.text().substr(begin, end - begin);
    span = place.node.part(place.offset + begin, place.offset + end);
    report_unknown_name(context, span, words, issue, whose);
    return;
  }
  Finding finding = context.findings.error(rule_of(issue.kind), span, issue.message);
  if (!issue.help.empty()) finding.help(issue.help);
  // Only if the issue is about that: a symbol can also stand where none may.
  const std::string symbol(issue.kind == ExprIssue::Kind::syntax ? expr::meant_symbol(words) : std::string_view());
  if (!symbol.empty() && issue.message.ends_with("write " + quoted(symbol))) finding.replace(span, words, symbol);
}

/// What a faulty expression names was meant to be used.
void mark_named(Context& context, std::string_view text) {
  const auto in_path = [](char c) { return is_word(c) || c == '.'; };
  std::size_t begin = 0;
  while (begin < text.size()) {
    if (!in_path(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && in_path(text[end])) ++end;
    if (const auto ref = context.find_field(text.substr(begin, end - begin))) context.slot_used[ref->slot] = true;
    begin = end;
  }
}

std::optional<Expression> compile(Context& context, const Place& place, const ExprType& expected, const std::string& whose) {
  Expression::Compiled compiled = compile_expression(place.text(), context.scope, expected);
  for (const ExprIssue& issue : compiled.issues) report(context, place, issue, whose);
  if (!compiled.issues.empty()) {
    mark_named(context, place.text());
    return std::nullopt;
  }
  for (const std::uint32_t slot : compiled.expression.slots()) {
    if (slot < context.slot_used.size()) context.slot_used[slot] = true;
  }
  return std::move(compiled.expression);
}

class NothingFilled final : public ExprActivation {
 public:
  const Value& slot(std::uint32_t) const override { return null_; }

 private:
  Value null_;
};

/// Whether a value of an expression's type may go into a field: ints may go into numbers, and some texts are only known to be texts.
bool goes_into(const ExprType& type, const ExprType& field) {
  if (type.kind == Type::dyn || type.kind == field.kind) return true;
  return field.kind == Type::double_ && (type.kind == Type::int_ || type.kind == Type::uint);
}

}  // namespace

ExprType expr_type_of(const Field& field) {
  ExprType type;
  switch (field.type) {
    case FieldType::integer:
      type.kind = Type::int_;
      break;
    case FieldType::number:
      type.kind = Type::double_;
      break;
    case FieldType::boolean:
      type.kind = Type::boolean;
      break;
    case FieldType::datetime:
      type.kind = Type::timestamp;
      break;
    case FieldType::duration:
      type.kind = Type::duration;
      break;
    case FieldType::document:
      type.kind = Type::opaque;
      break;
    case FieldType::reference:
      type.kind = Type::int_;
      break;
    case FieldType::list:
      type.kind = Type::list;
      type.element = std::make_shared<const ExprType>(expr_type_of(*field.element));
      break;
    case FieldType::record: {
      type.kind = Type::map;
      auto record = std::make_shared<ExprRecord>();
      for (const Field& member : field.fields) record->members.push_back({member.id, expr_type_of(member)});
      type.record = std::move(record);
      break;
    }
    default:
      type.kind = Type::string;
      type.choices = field.choices;
  }
  return type;
}

void build_scope(Context& context) {
  Model& model = context.model;
  for (std::uint32_t i = 0; i < model.objects.size(); ++i) {
    const ObjectType& object = model.objects[i];
    if (object.many) continue;
    ExprScope::Variable variable;
    variable.name = object.id;
    for (const Field& field : object.fields) {
      const ExprType type = context.slot_typed[field.slot] ? expr_type_of(field) : ExprType{};
      variable.members.push_back({field.id, type, field.slot});
    }
    if (!object.states.empty()) variable.members.push_back({"state", state_type(object), state_slot(model, i)});
    if (!variable.members.empty()) context.scope.variables.push_back(std::move(variable));
  }
  ExprScope::Variable the_case;
  the_case.name = "case";
  the_case.members.push_back({"id", plain_type(Type::int_), extra_slot(model, ExtraSlot::case_id)});
  the_case.members.push_back({"started", plain_type(Type::timestamp), extra_slot(model, ExtraSlot::case_started)});
  for (std::uint32_t i = 0; i < model.objects.size(); ++i)
    if (model.objects[i].many) the_case.members.push_back(elements_member(context, i));
  ExprScope::Variable actor;
  actor.name = "actor";
  actor.members.push_back({"id", plain_type(Type::string), extra_slot(model, ExtraSlot::actor_id)});
  context.scope.variables.push_back(std::move(the_case));
  context.scope.variables.push_back(std::move(actor));
}

std::optional<Guard> read_guard(Context& context, const Node& alias, std::size_t offset, const std::string& whose) {
  const Node& node = origin(alias);
  if (node.kind != Node::Kind::scalar) {
    report_shape(context, node, whose, "an expression", "write `when: OBJECT.FIELD == 1`");
    return std::nullopt;
  }
  if (check_comment_in_expression(context, node, offset)) {
    mark_named(context, node.text);
    return std::nullopt;
  }
  auto expression = compile(context, {node, offset}, plain_type(Type::boolean), whose);
  if (!expression) return std::nullopt;
  return Guard{std::move(*expression), node.part(offset, node.text.size())};
}

namespace {

/// `whose`: "'sets' of activity 'x'"; `what` and `help` say what is wrong with a list or a mapping.
std::optional<Expression> read_expression_for(Context& context, const Node& alias, const FieldRef& target, const std::string& whose,
                                              const std::string& what, const std::string& help) {
  const Node& node = origin(alias);
  const std::string path = context.model.path(target);
  if (is_judged(node)) return std::nullopt;
  if (node.kind != Node::Kind::scalar) {
    report_shape(context, node, what, "an expression", help);
    return std::nullopt;
  }
  if (check_comment_in_expression(context, node, 0)) {
    mark_named(context, node.text);
    return std::nullopt;
  }
  ExprType expected;
  if (context.slot_typed[target.slot]) expected.choices = context.model.field(target).choices;
  auto expression = compile(context, {node, 0}, expected, whose);
  if (!expression || !context.slot_typed[target.slot]) return expression;
  const Field& field = context.model.field(target);
  if (!goes_into(expression->type(), expr_type_of(field))) {
    context.findings.error(
        "type-mismatch", node.span,
        "field " + quoted(path) + " holds " + with_article(field) + ", and this is " + expression->type().name());
    return std::nullopt;
  }
  if (!expression->slots().empty()) return expression;
  const Expression::Outcome constant = expression->evaluate(NothingFilled());
  if (constant.kind != Expression::Outcome::Kind::value) return expression;
  if (const FieldValue taken = accept_value(field, constant.value); !taken.value) {
    context.findings.error("type-mismatch", node.span, "field " + quoted(path) + " " + taken.problem);
    return std::nullopt;
  }
  return expression;
}

}  // namespace

std::optional<Expression> read_value_expression(Context& context, const Node& node, const FieldRef& target, const Owner& owner) {
  const std::string path = context.model.path(target);
  return read_expression_for(context, node, target, "'sets' of " + owner.name,
                             "the value of " + quoted(path) + " in 'sets' of " + owner.name,
                             "write `sets: {" + path + ": EXPRESSION}`");
}

std::optional<Expression> read_derived_expression(Context& context, const Node& node, const FieldRef& target) {
  const std::string whose = "'is' of field " + quoted(context.model.path(target));
  return read_expression_for(context, node, target, whose, whose, "write `is: EXPRESSION`");
}

std::optional<Expression> read_free_expression(Context& context, const Node& alias, const std::string& what) {
  const Node& node = origin(alias);
  if (is_judged(node)) return std::nullopt;
  if (node.kind != Node::Kind::scalar) {
    report_shape(context, node, what, "an expression", "write `OBJECT.FIELD: EXPRESSION`");
    return std::nullopt;
  }
  if (check_comment_in_expression(context, node, 0)) {
    mark_named(context, node.text);
    return std::nullopt;
  }
  return compile(context, {node, 0}, ExprType{}, what);
}

}  // namespace itsmflow::lang
