// `outcomes`: what a case can come to.

#include "lang/choices.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::array kCounts{Outcome::Counts::success, Outcome::Counts::failure, Outcome::Counts::neither};

/// What an outcome counts as that says nothing of it.
Outcome::Counts counts_by_name(std::string_view name) {
  if (name == "success") return Outcome::Counts::success;
  return name == "failure" ? Outcome::Counts::failure : Outcome::Counts::neither;
}

void read_guard_of(Context& context, const Node& node, const Owner& owner, Outcome& outcome) {
  outcome.when = read_guard(context, node, 0, "the guard of " + owner.name);
  if (!outcome.when) return;
  const auto& slots = outcome.when->expression.slots();
  if (!std::ranges::binary_search(slots, extra_slot(context.model, ExtraSlot::actor_id))) return;
  context.findings
      .error("derived-actor", outcome.when->span,
             owner.name + " reads 'actor.id', but how a case turned out is the same for everybody")
      .help("read a field that keeps who it was");
}

void read_outcome(Context& context, const Node& node, const Owner& owner, Outcome& outcome) {
  if (is_text(node)) {
    if (!is_judged(node)) read_guard_of(context, node, owner, outcome);
    return;
  }
  if (!is_construct(context, node, owner, outcome.id, kOutcome)) return;
  const Mapping keys(context, node, kOutcome, owner);
  outcome.wording = read_wording(context, keys);
  if (const Node* when = keys.get("when")) read_guard_of(context, *when, owner, outcome);
  const Node* counts = keys.get("counts_as");
  if (counts == nullptr) return;
  const auto found = read_choice(context, *counts, kCounts, "bad-outcome", owner.name + " counts as unknown", "the words are ");
  if (found) outcome.counts_as = *found;
}

/// What an item of the list names, and what stands behind it.
struct Named {
  const Node* key = nullptr;
  const Node* value = nullptr;  ///< null: it stands alone
};

Named find_name(Context& context, const Node& item) {
  if (is_text(item)) return {&item, nullptr};
  if (item.kind != Node::Kind::mapping) {
    report_shape(context, item, "an outcome", "an id, or a mapping from one", "write `success: GUARD`, or the id alone");
    return {};
  }
  if (item.entries.size() == 1) return {item.entries.front().key, item.entries.front().value};
  if (item.entries.empty()) {
    report_empty(context, item, "an outcome", "write `success: GUARD`");
    return {};
  }
  const Node& first = origin(*item.entries[0].key);
  context.findings
      .error("bad-outcome", origin(*item.entries[1].key).span, "an item of 'outcomes' is one outcome, and this has two keys")
      .related(first.span, "the first")
      .help("write each outcome as an item of its own; what else is said of one stands behind it: `" + first.text +
            ": {when: GUARD, why: TEXT}`");
  return {};
}

void read_list(Context& context, const Node& list) {
  Names names;
  if (list.items.empty()) report_empty(context, list, "'outcomes' of the model", "write `outcomes: [success: GUARD]`");
  for (const Node* item : list.items) {
    if (is_judged(*item)) continue;
    const Named named = find_name(context, origin(*item));
    if (named.key == nullptr) continue;
    Outcome outcome;
    outcome.id = read_id(context, *named.key, kOutcomeId);
    outcome.span = origin(*named.key).span;
    outcome.counts_as = counts_by_name(outcome.id);
    if (named.value != nullptr) read_outcome(context, *named.value, {"outcome " + quoted(outcome.id), outcome.span}, outcome);
    const auto first = names.find(outcome.id);
    if (first) {
      context.findings.error("duplicate-name", outcome.span, "outcome " + quoted(outcome.id) + " is listed twice")
          .related(names.span(*first), "first listed here")
          .help("keep one of the two; several guards go into one with `||`");
      continue;
    }
    names.add(outcome.id, outcome.span);
    context.model.outcomes.outcomes.push_back(std::move(outcome));
  }
}

}  // namespace

void read_outcomes(Context& context, const Mapping& model) {
  const Node* section = model.get("outcomes");
  if (section == nullptr) return;
  if (section->kind == Node::Kind::sequence) return read_list(context, *section);
  if (section->find("of") == nullptr && section->find("by") == nullptr)
    return report_shape(context, *section, "'outcomes' of the model", "a list", "write `- success: GUARD`, an item for each");
  const Mapping keys(context, *section, kOutcomes, {"'outcomes'", origin(*model.key("outcomes")).span});
  context.model.outcomes.wording = read_wording(context, keys);
  if (const Node* by = keys.get("by")) context.model.outcomes.roles = read_role_refs(context, *by, keys.owner(), "by");
  if (const Node* of = keys.get("of")) read_list(context, *of);
}

}  // namespace itsmflow::lang
