#include "base/text_distance.hpp"
#include "expr/checker.hpp"
#include "expr/types.hpp"
#include "expr/words.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::expr {

using Kind = ExprType::Kind;
using IssueKind = ExprIssue::Kind;

namespace {

const ExprScope::Variable* find_variable(const ExprScope& scope, std::string_view name) {
  for (const auto& variable : scope.variables) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

/// "rfc.risk" for every group that has a member of that name.
std::vector<std::string> paths_to(const ExprScope& scope, const std::string& member) {
  std::vector<std::string> paths;
  for (const auto& variable : scope.variables) {
    for (const auto& known : variable.members) {
      if (known.name == member) paths.push_back(variable.name + "." + member);
    }
  }
  return paths;
}

template <class Members>
std::vector<std::string> names_of(const Members& members) {
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const auto& member : members) names.push_back(member.name);
  return names;
}

/// What to write for a field that a group or record does not have.
std::string help_for_field(const std::string& owner, const std::string& name, const std::vector<std::string>& known) {
  const auto near = closest(name, known);
  if (near) return "did you mean '" + *near + "'?";
  return known.empty() ? "" : "'" + owner + "' has " + enumerate(known);
}

void make_type_value(Node& node, std::string name) {
  node.kind = Node::Kind::literal;
  node.value = Value::Type{std::move(name)};
}

}  // namespace

ExprType Checker::read(Node& node, const Variable& variable, const ExprType& type, bool asked) {
  auto& known = checked_.variables;
  const auto same = [&](const Variable& other) { return other.path == variable.path && other.slot == variable.slot; };
  auto found = std::find_if(known.begin(), known.end(), same);
  if (found == known.end()) found = known.insert(known.end(), variable);
  node.variable = static_cast<std::uint32_t>(found - known.begin());
  if (type.kind == Kind::opaque && !asked) {
    return mismatch(node, "'" + variable.path + "' is a document, whose content a guard cannot read",
                    "has(" + variable.path + ") asks whether it is there");
  }
  return type;
}

bool Checker::is_local(const Node& node) const {
  if (node.absolute) return false;
  return std::any_of(locals_.begin(), locals_.end(), [&](const Local& local) { return local.name == node.name; });
}

ExprType Checker::ident(Node& node) {
  // The innermost loop's variable hides all others of its name.
  for (std::size_t i = node.absolute ? 0 : locals_.size(); i > 0; --i) {
    if (locals_[i - 1].name == node.name) return local(node, i - 1);
  }
  const ExprScope::Variable* variable = find_variable(scope_, node.name);
  if (variable == nullptr) {
    if (!is_type_name(node.name)) return unknown_name(node);
    make_type_value(node, node.name);
    return make_type(Kind::type);
  }
  if (variable->members.empty()) return read(node, {variable->name, variable->slot, {}, variable->nullable}, variable->type, false);
  return refuse(IssueKind::type_mismatch, node, "'" + node.name + "' is not a value; it has fields",
                "write one of them, such as " + node.name + "." + variable->members.front().name);
}

ExprType Checker::local(Node& node, std::size_t index) {
  node.local = static_cast<std::uint32_t>(index);
  const ExprType& type = locals_[index].type;
  if (type.kind != Kind::opaque) return type;
  return mismatch(node, "'" + node.name + "' is a document, whose content a guard cannot read");
}

std::string Checker::help_for_name(const std::string& name) const {
  if (const std::string_view help = foreign_word_help(name); !help.empty()) return std::string(help);
  const auto paths = paths_to(scope_, name);
  if (!paths.empty()) return "write " + enumerate(paths, "or");
  const auto choices = all_choices();
  if (std::find(choices.begin(), choices.end(), name) != choices.end()) {
    // Where it is all there is, YAML would take these quotes for its own.
    const bool is_all = ast_[ast_.root].kind == Node::Kind::ident;
    return is_all ? "texts stand in quotes, within those of YAML: \"'" + name + "'\"" : "texts stand in quotes: '" + name + "'";
  }
  std::vector<std::string> names = names_of(scope_.variables);
  for (const Local& local : locals_) names.push_back(local.name);
  if (const auto near = closest(name, names)) return "did you mean '" + *near + "'?";
  std::vector<std::string> members;
  for (const auto& variable : scope_.variables) {
    for (const auto& member : variable.members) members.push_back(member.name);
  }
  if (const auto near = closest(name, members)) return "did you mean '" + paths_to(scope_, *near).front() + "'?";
  return names.empty() ? "" : what_there_is(names);
}

ExprType Checker::unknown_name(Node& node) {
  if (is_reserved(node.name)) return {};  // the parser has said so
  return refuse(IssueKind::unknown_name, node, "there is nothing named '" + node.name + "'", help_for_name(node.name));
}

/// The group of fields that a node names, as `rfc` in rfc.risk.
const ExprScope::Variable* Checker::find_group(NodeId id) const {
  const Node& node = ast_[id];
  if (node.kind != Node::Kind::ident || is_local(node)) return nullptr;
  const ExprScope::Variable* variable = find_variable(scope_, node.name);
  return variable != nullptr && !variable->members.empty() ? variable : nullptr;
}

/// "a.b.c" of a node that is written so; empty for any other, and where `a` is the variable of a loop.
std::string Checker::dotted_name(const Node& node) const {
  if (node.kind == Node::Kind::ident) return is_local(node) ? std::string{} : node.name;
  if (node.kind != Node::Kind::select && node.kind != Node::Kind::has) return {};
  const std::string operand = dotted_name(ast_[node.children[0]]);
  return operand.empty() ? std::string{} : operand + "." + node.name;
}

const ExprScope::Variable* Checker::find_dotted(const Node& node) const {
  if (!dotted_names_) return nullptr;
  const std::string name = dotted_name(node);
  return name.empty() ? nullptr : find_variable(scope_, name);
}

ExprType Checker::select(Node& node) {
  if (node.name == "Timestamp" || node.name == "Duration") {
    std::string name = dotted_name(node);
    if (is_type_name(name) && find_variable(scope_, "google") == nullptr) {
      make_type_value(node, std::move(name));
      return make_type(Kind::type);
    }
  }
  return member(node, false);
}

ExprType Checker::has(Node& node) {
  member(node, true);
  return make_type(Kind::boolean);
}

/// What `operand.name` is. `asked`: only whether it is there.
ExprType Checker::member(Node& node, bool asked) {
  if (const auto* variable = find_dotted(node))
    return read(node, {variable->name, variable->slot, {}, variable->nullable}, variable->type, asked);
  if (const auto* group = find_group(node.children[0])) return group_member(node, *group, asked);
  const ExprType operand = type_of(node.children[0]);
  if (operand.record != nullptr) return record_member(node, operand, asked);
  if (operand.kind == Kind::dyn) return {};
  if (operand.kind == Kind::map) return element_of(operand);
  return no_fields(node, operand);
}

ExprType Checker::group_member(Node& node, const ExprScope::Variable& group, bool asked) {
  const auto& members = group.members;
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.name == node.name; });
  if (found != members.end()) return read(node, {group.name + "." + found->name, found->slot, {}, false}, found->type, asked);
  return refuse(IssueKind::unknown_name, node, "there is no field '" + group.name + "." + node.name + "'",
                help_for_field(group.name, node.name, names_of(members)));
}

ExprType Checker::record_member(Node& node, const ExprType& record, bool asked) {
  const Node& operand = ast_[node.children[0]];
  const ExprRecord::Member* found = find_member(record, node.name);
  if (found == nullptr) {
    const std::string owner = source(operand);
    return refuse(IssueKind::unknown_name, node, "there is no field '" + owner + "." + node.name + "'",
                  help_for_field(owner, node.name, names_of(record.record->members)));
  }
  node.member = true;
  if (operand.variable != Node::kNoVariable) {
    Variable variable = checked_.variables[operand.variable];
    variable.path += "." + found->name;
    variable.steps.push_back(found->name);
    variable.nullable = false;
    return read(node, variable, found->type, asked);
  }
  if (found->type.kind != Kind::opaque || asked) return found->type;
  return mismatch(node, "'" + source(node) + "' is a document, whose content a guard cannot read",
                  "has(" + source(node) + ") asks whether it is there");
}

ExprType Checker::no_fields(Node& node, const ExprType& operand) {
  const Node& of = ast_[node.children[0]];
  const ExprType element = operand.kind == Kind::list ? element_of(operand) : ExprType{};
  std::string help;
  if (element.record != nullptr && find_member(element, node.name) != nullptr) {
    help = "its elements have: write " + source(of) + ".exists(x, x." + node.name + " == \u2026), or .all(\u2026)";
  }
  return mismatch(node.at_begin, node.at_end, with_article(operand) + " has no fields, so there is no '" + node.name + "' in it",
                  std::move(help));
}

}  // namespace itsmflow::expr
