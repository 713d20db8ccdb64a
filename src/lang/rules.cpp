#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

/// How many places a rule has.
enum class Places { one, two, many };

struct RuleWord {
  Rule::Kind kind;
  Places places;
  std::string_view help = {};  ///< of many, where it names too few
};

constexpr std::array kRuleWords{
    RuleWord{Rule::Kind::four_eyes, Places::many, "name the activities that different persons must do"},
    RuleWord{Rule::Kind::same_person, Places::many, "name the activities that one person must do"},
    RuleWord{Rule::Kind::existence, Places::one},
    RuleWord{Rule::Kind::absence, Places::one},
    RuleWord{Rule::Kind::exactly, Places::one},
    RuleWord{Rule::Kind::init, Places::one},
    RuleWord{Rule::Kind::last, Places::one},
    RuleWord{Rule::Kind::choice, Places::many, "name the activities that there is a choice between"},
    RuleWord{Rule::Kind::exclusive_choice, Places::many, "name the activities that there is a choice between"},
    RuleWord{Rule::Kind::responded_existence, Places::two},
    RuleWord{Rule::Kind::coexistence, Places::two},
    RuleWord{Rule::Kind::not_coexistence, Places::two},
    RuleWord{Rule::Kind::response, Places::two},
    RuleWord{Rule::Kind::precedence, Places::two},
    RuleWord{Rule::Kind::succession, Places::two},
    RuleWord{Rule::Kind::not_succession, Places::two},
    RuleWord{Rule::Kind::alternate_response, Places::two},
    RuleWord{Rule::Kind::alternate_precedence, Places::two},
    RuleWord{Rule::Kind::alternate_succession, Places::two},
    RuleWord{Rule::Kind::chain_response, Places::two},
    RuleWord{Rule::Kind::chain_precedence, Places::two},
    RuleWord{Rule::Kind::chain_succession, Places::two},
    RuleWord{Rule::Kind::not_chain_succession, Places::two},
};

constexpr std::uint32_t kMostTimes = 1000;

bool counts(Rule::Kind kind) {
  return kind == Rule::Kind::existence || kind == Rule::Kind::absence || kind == Rule::Kind::exactly;
}

std::string name_of(const Context& context, const Subject& subject) {
  const Activity& activity = context.model.activities[subject.activity];
  return subject.result ? activity.id + "." + activity.results[*subject.result].id : activity.id;
}

/// Two subjects of which one is the other, or a part of it.
bool overlap(const RuleSubject& left, const Subject& right) {
  return left.activity == right.activity && (!left.result || !right.result || left.result == right.result);
}

/// Rules about the course read what ends by people and by all that is outside; rules about people read what people do.
bool can_be_named(Context& context, const Subject& subject, const Rule& rule) {
  const Performer performer = context.model.activities[subject.activity].performer;
  if (performer == Performer::people || (rule.is_about_course() && performer != Performer::engine)) return true;
  const std::string what = rule.is_about_course() ? "a rule names " : "a rule about people names ";
  const std::string why = performer == Performer::engine ? ", which the engine does" : ", which no person does";
  context.findings.error("bad-rule", subject.span, what + quoted(name_of(context, subject)) + why)
      .help("name activities that people do");
  return false;
}

/// Whoever started the case had a part in its start; the course of a case begins after it.
std::optional<Subject> read_start(Context& context, const Span& span, const Rule& rule) {
  if (!rule.is_about_course()) return Subject{RuleSubject::kStart, std::nullopt, span};
  context.findings.error("bad-rule", span, "a rule about the course of a case names 'start'")
      .help("name an activity; only `four_eyes` and `same_person` may name 'start'");
  return std::nullopt;
}

void read_rule_subject(Context& context, const Node& item, std::uint32_t side, Rule& rule) {
  const Node& node = origin(item);
  const std::string text = read_words(context, node);
  const bool starts = text == "start";
  const auto subject =
      starts ? read_start(context, node.part(0, text.size()), rule) : read_subject(context, node, 0, text, "a rule names");
  if (!subject || (!starts && !can_be_named(context, *subject, rule))) return;
  const auto first = std::ranges::find_if(rule.subjects, [&](const RuleSubject& other) { return overlap(other, *subject); });
  if (first != rule.subjects.end()) {
    context.findings
        .error("duplicate-name", subject->span,
               (starts ? "'start'" : "activity " + quoted(name_of(context, *subject))) + " is listed twice in a rule")
        .related(first->span, "first listed here")
        .help("keep one of the two");
    return;
  }
  rule.subjects.push_back({subject->activity, subject->result, subject->span, side});
}

/// The places are the items of a list, each an activity or a list of alternatives; or there is one, and it stands alone.
void read_places(Context& context, const Node& node, const RuleWord& word, Rule& rule) {
  if (node.kind != Node::Kind::sequence) return read_rule_subject(context, node, 0, rule);
  const std::string owner = quoted(to_string(word.kind)) + " of a rule";
  for (std::uint32_t side = 0; side < node.items.size(); ++side) {
    const Node& item = *node.items[side];
    if (origin(item).kind == Node::Kind::sequence && rule.is_about_course()) {
      if (item.items.empty()) report_empty(context, item, "an item of " + owner, "name the activities of which one is enough");
      for (const Node* alternative : read_items(context, item, owner)) read_rule_subject(context, *alternative, side, rule);
    } else if (is_text(item) && !is_judged(item)) {
      read_rule_subject(context, item, side, rule);
    } else {
      report_shape(context, item, "an item of " + owner, "a single value", "write each item as one word");
    }
  }
}

void check_places(Context& context, const Node& node, const RuleWord& word) {
  const std::size_t count = node.kind == Node::Kind::sequence ? node.items.size() : 1;
  const std::string key(to_string(word.kind));
  const Span& span = origin(node).span;
  if (word.places == Places::many && count < 2)
    context.findings.error("bad-rule", span, quoted(key) + " needs two activities or more").help(std::string(word.help));
  if (word.places == Places::one && count != 1)
    context.findings.error("bad-rule", span, quoted(key) + " takes one activity")
        .help(count == 0 ? "write `" + key + ": ACTIVITY`"
                         : "write a rule for each; where one of them is enough, write `" + key + ": [[ONE, OTHER]]`");
  if (word.places == Places::two && count != 2)
    context.findings.error("bad-rule", span, quoted(key) + " takes two activities")
        .help(count < 2 ? "write `" + key + ": [ONE, OTHER]`"
                        : "write a rule for each two; where one of several is enough, write `" + key + ": [ONE, [OTHER, THIRD]]`");
}

void read_times(Context& context, const Mapping& keys, Rule& rule) {
  const Node* times = keys.get("times");
  if (times == nullptr) return;
  if (!counts(rule.kind)) {
    context.findings.error("bad-rule", origin(*keys.key("times")).span, "'times' does not go with " + quoted(to_string(rule.kind)))
        .help("only existence, absence and exactly count; take it out");
    return;
  }
  const std::string_view text = origin(*times).text;
  const auto number = whole_number(text);
  if (number && *number >= 1 && *number <= kMostTimes) {
    rule.times = *number;
    return;
  }
  context.findings.error("bad-rule", origin(*times).span, "'times' of a rule must be a whole number from 1 to 1000")
      .help(rule.kind == Rule::Kind::exactly && text == "0" ? "write `absence` instead of `exactly`" : "write `times: 2`");
}

void read_rule(Context& context, const Mapping& keys, const RuleWord& word) {
  const Node* node = keys.get(to_string(word.kind));
  if (node == nullptr) return;
  check_places(context, *node, word);
  Rule rule;
  rule.kind = word.kind;
  rule.wording = read_wording(context, keys);
  rule.span = span_of(keys, to_string(word.kind));
  read_times(context, keys, rule);
  read_places(context, *node, word, rule);
  context.model.rules.push_back(std::move(rule));
}

/// One of the keys that are rules, and no more.
void check_one(Context& context, const Mapping& keys, const Span& span, bool judged) {
  std::vector<const Node*> said;
  bool mentioned = false;
  for (const RuleWord& word : kRuleWords) {
    mentioned = mentioned || keys.mentions(to_string(word.kind));
    if (const Node* key = keys.key(to_string(word.kind))) said.push_back(&origin(*key));
  }
  if (!mentioned && !judged) {
    context.findings.error("bad-rule", span, "this rule says nothing").help("write `four_eyes: [ONE, OTHER]`");
  }
  if (said.size() < 2) return;
  std::ranges::sort(said, {}, [](const Node* key) { return key->span.begin; });
  context.findings.error("bad-rule", said[1]->span, "a rule says one thing, and this says two")
      .related(said[0]->span, "already said here")
      .help("write each rule as an item of its own");
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
    check_one(context, keys, node.span, context.findings.count() != before);
    for (const RuleWord& word : kRuleWords) read_rule(context, keys, word);
  }
}

}  // namespace itsmflow::lang
