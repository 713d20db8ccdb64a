#include "lang/merge.hpp"
#include "lang/row_text.hpp"
#include "lang/scalars.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

/// What still holds of an activity that nobody does: where it moves objects, not who does it nor what they must give.
constexpr std::array<std::string_view, 7> kKept{"title", "why", "doc", "moves", "needs", "sets", "cancels"};

/// Rules about people, which the engine is none of.
constexpr std::array<std::string_view, 2> kPeopleRules{"four_eyes", "same_person"};

constexpr std::array<std::string_view, 4> kWords{"title", "why", "doc", "because"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

std::vector<const Node*> texts_of(const Node& node) {
  if (node.kind == Node::Kind::sequence) return node.items;
  return {&node};
}

Node::Entry* entry_of(Node& mapping, std::string_view key) {
  const auto found = std::ranges::find_if(mapping.entries, [&](const Node::Entry& entry) { return entry.key->text == key; });
  return found == mapping.entries.end() ? nullptr : &*found;
}

/// One activity that is left out, and everything that speaks of it.
class Omission {
 public:
  Omission(Tree& tree, Findings& findings, Node& root, const Node::Entry& entry, const Node* section_reason)
      : tree_(tree),
        findings_(findings),
        root_(root),
        name_(entry.key->text),
        key_(origin(*entry.key).span),
        value_(*entry.value),
        maker_(tree, findings, Merger::Reasons::optional, "") {
    const Node* own = value_.find("because");
    reason_ = own != nullptr ? own : section_reason;
  }

  void apply() {
    if (!check_form()) return;
    Node* activities = own_copy(root_, "activities");
    Node::Entry* entry = activities == nullptr ? nullptr : entry_of(*activities, name_);
    if (entry == nullptr) return report_unknown(activities);
    if (const auto before = tree_.omitted.find(name_); before != tree_.omitted.end()) {
      findings_.error("bad-edit", key_, "activity " + quoted(name_) + " is left out already")
          .related(before->second, "left out here")
          .help("take it out");
      return;
    }
    if (!choose_result(*entry->value)) return;
    const Node& activity = make_activity(*entry->value);
    entry->value = &activity;
    if (reason_ != nullptr) tree_.differences.because[&activity] = "left out: " + reason_->text;
    tree_.omitted.emplace(name_, key_);
    drop_rows();
    change_rules();
    change_lines();
  }

 private:
  bool check_form() {
    if (is_judged(value_)) return false;
    if (value_.kind != Node::Kind::mapping && !is_nothing(value_)) {
      findings_
          .error("wrong-type", origin(value_).span, "the omission of " + quoted(name_) + " must be a mapping, not a single value")
          .help("write `" + name_ + ": {as: RESULT, because: TEXT}`, without `as` for an activity without results");
      return false;
    }
    bool good = true;
    for (const Node::Entry& entry : value_.entries) {
      if (kOmission.find(entry.key->text) == nullptr) {
        Finding finding = findings_.error("unknown-key", origin(*entry.key).span,
                                          "unknown key " + quoted(entry.key->text) + " in the omission of " + quoted(name_));
        if (!finding.suggest(entry.key->text, {"as", "because"})) finding.help("the keys of an omission are as, because");
        good = false;
      } else if (!is_text(*entry.value)) {
        findings_
            .error("wrong-type", origin(*entry.value).span,
                   quoted(entry.key->text) + " of the omission of " + quoted(name_) + " must be a single value")
            .help("write `" + name_ + ": {as: RESULT, because: TEXT}`");
        good = false;
      }
    }
    if (!good) return false;
    if (reason_ == nullptr) {
      findings_.error("missing-because", key_, "activity " + quoted(name_) + " is left out, and nothing says why")
          .help("add `because: TEXT` beside it, or to what it is a part of; at the top of the file it is said for all");
    }
    return true;
  }

  void report_unknown(const Node* activities) {
    std::vector<std::string> names;
    if (activities != nullptr) {
      for (const Node::Entry& entry : activities->entries) names.push_back(entry.key->text);
    }
    Finding finding = findings_.error("unknown-activity", key_, "'omit' names unknown activity " + quoted(name_));
    finding.label("the activities are " + listed(names));
    finding.suggest(name_, names);
  }

  /// The result as which it passes.
  bool choose_result(const Node& activity) {
    const Node* results = activity.find("results");
    const Node* as = value_.find("as");
    const bool has_results = results != nullptr && results->kind == Node::Kind::mapping && !results->entries.empty();
    std::vector<std::string> names;
    if (has_results) {
      for (const Node::Entry& entry : results->entries) names.push_back(entry.key->text);
    }
    if (as == nullptr) {
      if (names.size() > 1) {
        findings_.error("missing-key", key_, "the omission of " + quoted(name_) + " has no 'as'")
            .label("it ends with one of " + listed(names))
            .help("add `as: " + names.front() + "`: what follows depends on how it ends");
        return false;
      }
      if (names.size() == 1) result_ = names.front();
      return true;
    }
    result_ = as->text;
    if (has_results && results->find(result_) != nullptr) return true;
    Finding finding =
        findings_.error("unknown-result", origin(*as).span, "activity " + quoted(name_) + " has no result " + quoted(result_));
    finding.label(names.empty() ? quoted(name_) + " has no results" : quoted(name_) + " has the results " + listed(names));
    if (names.empty()) finding.help("take it out");
    finding.suggest(result_, names);
    return false;
  }

  const Node& make_activity(const Node& before) {
    Node& made = maker_.make(Node::Kind::mapping, before.span);
    for (const Node::Entry& entry : before.entries) {
      if (is_one_of(entry.key->text, kKept)) made.entries.push_back(entry);
    }
    made.entries.push_back({maker_.make_text("by", key_), maker_.make_text("engine", key_), false});
    if (result_.empty()) return made;
    Node& results = maker_.make(Node::Kind::mapping, before.find("results")->span);
    for (const Node::Entry& entry : before.find("results")->entries) {
      if (entry.key->text != result_) continue;
      Node& kept = maker_.make(Node::Kind::mapping, entry.value->span);
      for (const Node::Entry& part : entry.value->entries) {
        if (is_one_of(part.key->text, kKept)) kept.entries.push_back(part);
      }
      results.entries.push_back({entry.key, &kept, false});
    }
    const Node::Entry* key = nullptr;
    for (const Node::Entry& entry : before.entries) {
      if (entry.key->text == "results") key = &entry;
    }
    made.entries.push_back({key->key, &results, false});
    return made;
  }

  /// A section that may be changed: a list or mapping of this tree's own.
  Node* own_copy(Node& parent, std::string_view section) {
    Node::Entry* entry = entry_of(parent, section);
    if (entry == nullptr) return nullptr;
    if (entry->value->kind != Node::Kind::mapping && entry->value->kind != Node::Kind::sequence) return nullptr;
    Node& copy = maker_.make(entry->value->kind, entry->value->span);
    copy.items = entry->value->items;
    copy.entries = entry->value->entries;
    if (const auto removed = tree_.differences.removed.find(entry->value); removed != tree_.differences.removed.end()) {
      const std::vector<Removal> all = removed->second;
      tree_.differences.removed[&copy] = all;
    }
    if (const auto why = tree_.differences.because.find(entry->value); why != tree_.differences.because.end()) {
      const std::string text = why->second;
      tree_.differences.because[&copy] = text;
    }
    entry->value = &copy;
    return &copy;
  }

  void note_removed(const Node& section, const Node& item) {
    tree_.differences.removed[&section].push_back(
        {in_one_line(item), key_, reason_ == nullptr ? std::string() : quoted(name_) + " is left out: " + reason_->text});
  }

  /// What the adapting file says itself is its author's to mend.
  bool is_inherited(const Node& node) const { return origin(node).span.source != tree_.document.source; }

  /// "review.rejected", where it is left out as approved.
  bool is_other_result(std::string_view subject) const {
    const std::size_t dot = subject.find('.');
    return dot != std::string_view::npos && subject.substr(0, dot) == name_ && subject.substr(dot + 1) != result_;
  }

  bool begins_at_other_result(const Node& row) const {
    if (is_text(row)) {
      RowText parts;
      static_cast<void>(split_row(row.text, parts));
      return std::ranges::any_of(parts.sources, [&](const RowWord& word) { return is_other_result(word.text); });
    }
    for (const std::string_view key : {"fork", "join"}) {
      const Node* sources = row.kind == Node::Kind::mapping ? row.find(key) : nullptr;
      if (sources == nullptr) continue;
      const auto all = texts_of(*sources);
      if (std::ranges::any_of(all, [&](const Node* one) { return is_other_result(one->text); })) return true;
    }
    return false;
  }

  void drop_rows() {
    Node* rows = own_copy(root_, "transitions");
    if (rows == nullptr) return;
    std::erase_if(rows->items, [&](const Node* row) {
      const bool drop = is_inherited(*row) && begins_at_other_result(*row);
      if (drop) note_removed(*rows, *row);
      return drop;
    });
  }

  void change_rules() {
    Node* rules = own_copy(root_, "rules");
    if (rules == nullptr) return;
    std::vector<const Node*> left;
    for (const Node* rule : rules->items) {
      const Node* changed = is_inherited(*rule) && rule->kind == Node::Kind::mapping ? rule_without(*rule) : rule;
      if (changed != nullptr) {
        left.push_back(changed);
        continue;
      }
      note_removed(*rules, *rule);
      findings_.note("rule-left-out", key_, "the rule " + quoted(in_one_line(*rule)) + " falls away with activity " + quoted(name_))
          .related(origin(*rule).span, "this rule")
          .help("if that is meant, take the rule out with `rules: {remove: […]}`");
    }
    rules->items = left;
  }

  /// What is left of a rule; null where that says nothing.
  const Node* rule_without(const Node& rule) {
    Node& made = maker_.make(Node::Kind::mapping, rule.span);
    bool changed = false;
    for (const Node::Entry& entry : rule.entries) {
      made.entries.push_back(entry);
      if (is_one_of(entry.key->text, kWords) || entry.value->kind == Node::Kind::mapping) continue;
      const bool people = is_one_of(entry.key->text, kPeopleRules);
      const auto speaks = [&](const Node* subject) {
        const std::string_view activity = std::string_view(subject->text).substr(0, subject->text.find('.'));
        return people ? activity == name_ : is_other_result(subject->text);
      };
      const std::vector<const Node*> subjects = texts_of(*entry.value);
      if (std::ranges::none_of(subjects, speaks)) continue;
      if (!people || subjects.size() < 3) return nullptr;
      Node& list = maker_.make(Node::Kind::sequence, entry.value->span);
      std::ranges::copy_if(subjects, std::back_inserter(list.items), [&](const Node* subject) { return !speaks(subject); });
      if (list.items.size() < 2) return nullptr;
      made.entries.back().value = &list;
      changed = true;
    }
    return changed ? &made : &rule;
  }

  /// Nobody deviates from what the engine does.
  void change_lines() {
    Node* deviations = own_copy(root_, "deviations");
    if (deviations == nullptr || deviations->kind != Node::Kind::mapping) return;
    Node* lines = own_copy(*deviations, "allow");
    if (lines == nullptr) return;
    std::vector<const Node*> left;
    for (const Node* line : lines->items) {
      const Node* changed = is_inherited(*line) && line->kind == Node::Kind::mapping ? line_without(*line) : line;
      if (changed != nullptr) {
        left.push_back(changed);
        continue;
      }
      note_removed(*lines, *line);
      findings_.note("line-left-out", key_, "the line " + quoted(in_one_line(*line)) + " falls away with activity " + quoted(name_))
          .related(origin(*line).span, "this line")
          .help("if that is meant, take the line out with `deviations: {allow: {remove: […]}}`");
    }
    lines->items = left;
  }

  /// What is left of a line; null where that permits nothing.
  const Node* line_without(const Node& line) {
    const Node* named = line.find("activities");
    if (named == nullptr || named->kind == Node::Kind::mapping) return &line;
    const std::vector<const Node*> activities = texts_of(*named);
    const auto is_left = [&](const Node* activity) { return activity->text != name_; };
    if (std::ranges::all_of(activities, is_left)) return &line;
    Node& list = maker_.make(Node::Kind::sequence, named->span);
    std::ranges::copy_if(activities, std::back_inserter(list.items), is_left);
    if (list.items.empty()) return nullptr;
    Node& made = maker_.make(Node::Kind::mapping, line.span);
    made.entries = line.entries;
    entry_of(made, "activities")->value = &list;
    return &made;
  }

  Tree& tree_;
  Findings& findings_;
  Node& root_;
  std::string name_;
  Span key_;
  const Node& value_;
  Merger maker_;
  const Node* reason_ = nullptr;
  std::string result_;
};

}  // namespace

void omit_activities(Tree& tree, Node& root, const Node& section, const Node* reason, const Node& own, Findings& findings) {
  const Node* own_reason = section.find("because");
  const bool for_all = own_reason != nullptr && is_text(*own_reason);
  const Node* activities = own.find("activities");
  for (const Node::Entry& entry : section.entries) {
    if (for_all && entry.value == own_reason) continue;
    for (const Node::Entry& changed : activities == nullptr ? std::vector<Node::Entry>{} : activities->entries) {
      if (changed.key->text != entry.key->text) continue;
      findings.error("bad-edit", origin(*entry.key).span, "activity " + quoted(entry.key->text) + " is left out and changed")
          .related(origin(*changed.key).span, "changed here")
          .help("keep one of the two");
    }
    Omission(tree, findings, root, entry, for_all ? own_reason : reason).apply();
  }
}

}  // namespace itsmflow::lang
