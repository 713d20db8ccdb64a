#include "base/text_distance.hpp"
#include "expr/checker.hpp"
#include "expr/types.hpp"

#include <algorithm>

namespace itsmflow::expr {
namespace {

bool has_word(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string quoted_list(const std::vector<std::string>& choices) {
  std::vector<std::string> quoted;
  quoted.reserve(choices.size());
  for (const std::string& choice : choices) quoted.push_back("'" + choice + "'");
  return enumerate(quoted, "or");
}

}  // namespace

/// Each text that `other` writes out must be one of the choices of what `described` names.
void Checker::check_choices(const std::vector<std::string>& choices, NodeId described, NodeId other) {
  const Node& node = ast_[other];
  if (node.kind == Node::Kind::op && node.op == Op::conditional) {
    check_choices(choices, described, node.children[1]);
    return check_choices(choices, described, node.children[2]);
  }
  if (node.kind == Node::Kind::list) {
    for (const NodeId child : node.children) check_choices(choices, described, child);
    return;
  }
  if (node.kind == Node::Kind::map) {
    for (std::size_t i = 0; i < node.children.size(); i += 2) check_choices(choices, described, node.children[i]);
    return;
  }
  const std::string* word = node.kind == Node::Kind::literal ? node.value.if_string() : nullptr;
  if (word == nullptr || has_word(choices, *word)) return;
  const Node& field = ast_[described];
  const std::string path = path_of(field);
  const std::string subject = path.empty() ? "this" : "'" + path + "'";
  const auto near = closest(*word, choices);
  std::string help = near ? "did you mean '" + *near + "'? " : "";
  if (word->empty() && path.find('.') != std::string::npos) help = "has(" + path + ") asks whether it is filled; ";
  mismatch(node, subject + " is never '" + *word + "'", help + "it can be " + quoted_list(choices));
}

/// Two fields whose choices have nothing in common.
void Checker::check_disjoint(const Node& node, const ExprType& left, const ExprType& right) {
  if (left.choices.empty() || right.choices.empty()) return;
  const bool meet =
      std::any_of(left.choices.begin(), left.choices.end(), [&](const auto& word) { return has_word(right.choices, word); });
  if (meet) return;
  mismatch(node, "the two are never equal",
           "one can be " + quoted_list(left.choices) + ", the other " + quoted_list(right.choices));
}

/// Those listed after `word` or before it, in quotes; empty where it is not listed.
std::string Checker::choices_beside(const std::vector<std::string>& choices, const std::string* word, bool after, bool same) {
  const auto at = word != nullptr ? std::find(choices.begin(), choices.end(), *word) : choices.end();
  if (at == choices.end()) return {};
  const auto begin = !after ? choices.begin() : same ? at : at + 1;
  const auto end = after ? choices.end() : same ? at + 1 : at;
  std::string text;
  for (auto choice = begin; choice != end; ++choice) text += (text.empty() ? "'" : ", '") + *choice + "'";
  return text;
}

/// A field whose choices are not all among those that are expected.
void Checker::check_fits(const Node& node, const ExprType& type, const ExprType& expected) {
  std::vector<std::string> others;
  for (const std::string& choice : type.choices) {
    if (!has_word(expected.choices, choice)) others.push_back(choice);
  }
  if (!others.empty()) mismatch(node, "this can be " + quoted_list(others), "it must be " + quoted_list(expected.choices));
}

std::vector<std::string> Checker::all_choices() const {
  std::vector<std::string> all;
  for (const auto& variable : scope_.variables) {
    all.insert(all.end(), variable.type.choices.begin(), variable.type.choices.end());
    for (const auto& member : variable.members) all.insert(all.end(), member.type.choices.begin(), member.type.choices.end());
  }
  return all;
}

}  // namespace itsmflow::expr
