#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

struct RuleWord {
  std::string_view key;
  Rule::Kind kind;
  std::string_view help;  ///< where it names too few
};
constexpr RuleWord kFourEyes{"four_eyes", Rule::Kind::four_eyes, "name the activities that different persons must do"};
constexpr RuleWord kSamePerson{"same_person", Rule::Kind::same_person, "name the activities that one person must do"};

std::string name_of(const Context& context, const Subject& subject) {
  const Activity& activity = context.model.activities[subject.activity];
  return subject.result ? activity.id + "." + activity.results[*subject.result].id : activity.id;
}

/// Two subjects of which one is the other, or a part of it.
bool overlap(const RuleSubject& left, const Subject& right) {
  return left.activity == right.activity && (!left.result || !right.result || left.result == right.result);
}

bool read_rule_subject(Context& context, const Node& item, Rule& rule) {
  const Node& node = origin(item);
  const std::string text = read_words(context, node);
  const auto subject = read_subject(context, node, 0, text, "a rule names");
  if (!subject) return false;
  const std::string name = name_of(context, *subject);
  if (context.model.activities[subject->activity].performer == Performer::engine) {
    context.findings.error("bad-rule", subject->span, "a rule about people names " + quoted(name) + ", which the engine does")
        .help("name activities that people do");
    return false;
  }
  const auto first = std::ranges::find_if(rule.subjects, [&](const RuleSubject& other) { return overlap(other, *subject); });
  if (first != rule.subjects.end()) {
    context.findings.error("duplicate-name", subject->span, "activity " + quoted(name) + " is listed twice in a rule")
        .related(first->span, "first listed here")
        .help("keep one of the two");
    return false;
  }
  rule.subjects.push_back({subject->activity, subject->result, subject->span});
  return true;
}

void read_people_rule(Context& context, const Mapping& keys, const RuleWord& word, const Span& span) {
  const Node* list = keys.get(word.key);
  if (list == nullptr) return;
  const std::string owner = quoted(word.key) + " of a rule";
  if (list->items.size() < 2) {
    context.findings.error("bad-rule", origin(*list).span, quoted(word.key) + " needs two activities or more")
        .help(std::string(word.help));
  }
  Rule rule;
  rule.kind = word.kind;
  rule.wording = read_wording(context, keys);
  rule.span = span;
  for (const Node* item : read_items(context, *list, owner)) read_rule_subject(context, *item, rule);
  context.model.rules.push_back(std::move(rule));
}

}  // namespace

void read_rules(Context& context, const Mapping& model) {
  const Node* section = model.get("rules");
  if (section == nullptr) return;
  for (const Node* item : section->items) {
    const Node& node = origin(*item);
    if (node.kind != Node::Kind::mapping) {
      report_shape(context, node, "a rule", "a mapping", "write `four_eyes: [ONE, OTHER]`");
      continue;
    }
    const std::size_t before = context.findings.count();
    const Mapping keys(context, node, kRule, {"a rule", node.span});
    const bool both = keys.get(kFourEyes.key) != nullptr && keys.get(kSamePerson.key) != nullptr;
    if (both) {
      context.findings.error("bad-rule", origin(*keys.key(kSamePerson.key)).span, "a rule says one thing, and this says two")
          .related(origin(*keys.key(kFourEyes.key)).span, "already said here")
          .help("write each rule as an item of its own");
    } else if (!keys.mentions(kFourEyes.key) && !keys.mentions(kSamePerson.key) && context.findings.count() == before) {
      context.findings.error("bad-rule", node.span, "this rule says nothing").help("write `four_eyes: [ONE, OTHER]`");
    }
    read_people_rule(context, keys, kFourEyes, node.span);
    read_people_rule(context, keys, kSamePerson, node.span);
  }
}

}  // namespace itsmflow::lang
