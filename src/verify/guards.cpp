#include "verify/guards.hpp"

#include "base/span.hpp"
#include "verify/guard_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace itsmflow {
namespace {

using Judgement = GuardJudge::Judgement;
using Of = PlacedGuard::Of;
using Verdict = Judgement::Verdict;

/// A way of a choice: what leads to it, and where that stands.
struct Way {
  const Guard* guard = nullptr;  ///< null: otherwise
  std::uint32_t row = 0;         ///< of a row
  std::string owner;
  Span span;
};
/// The ways of one choice, in the order in which they are tried.
using Choice = std::vector<Way>;

/// An earlier way that a way loses to.
struct Winner {
  const Guard* guard = nullptr;
  std::string when;  ///< empty: always
};

class GuardFindings {
 public:
  GuardFindings(const Net& net, const Proof& proof, Diagnostics& found)
      : net_(net),
        model_(*net.model),
        proof_(proof),
        found_(found),
        guards_(guards_of(model_)),
        judge_(net, guards_),
        is_told_(guards_.size()) {}

  void run() {
    for (const PlacedGuard& placed : guards_) judged_.push_back(judge_.judge(placed));
    find_choices();
    for (std::size_t i = 0; i < guards_.size(); ++i)
      if (judged_[i].when_filled && judged_[i].by_what_is_set) settle(guards_[i], judged_[i]);
    for (const Choice& choice : choices_) find_winners(choice);
    for (Diagnostic& one : found_) explain(one);
    for (Diagnostic& one : found_) hang_on(one);
    const std::size_t before = found_.size();
    for (std::size_t i = 0; i < guards_.size(); ++i)
      if (!is_told_[i] && judged_[i].verdict != Verdict::open) say(guards_[i], judged_[i]);
    for (const auto& [row, winners] : winners_)
      if (winners && !is_row_told_[row]) say_lost(way_of_row(row), *winners, "row", "taken");
    look_at_branches();
    look_at_outcomes();
    leave_out_others(before);
  }

 private:
  // -- choices --

  Way way_of_row(std::uint32_t r) const {
    const Row& row = model_.rows[r];
    const bool guarded = row.decision == Row::Decision::guard;
    return {guarded ? &row.guard : nullptr, r, words_of_row(model_, row), guarded ? row.guard.span : row.span};
  }

  void find_choices() {
    for (const Net::Place& place : net_.places) {
      if (place.kind != Net::Place::Kind::decision) continue;
      Choice& choice = choices_.emplace_back();
      for (const std::uint32_t r : place.rows)
        if (model_.rows[r].decision != Row::Decision::none) choice.push_back(way_of_row(r));
    }
  }

  bool is_taken(std::uint32_t row) const {
    for (std::size_t s = 0; s < net_.silents.size(); ++s)
      if (net_.silents[s].row == row && s < proof_.taken.size() && proof_.taken[s]) return true;
    return false;
  }

  /// Fields that are only computed may be filled whenever the guard is asked; that is so where all cases are known, and none takes the
  /// `otherwise` behind it.
  void settle(const PlacedGuard& placed, Judgement& judgement) const {
    const bool all_known = proof_.complete && proof_.troubles.empty() && !proof_.happens.empty();
    const auto decides = [&](const Choice& choice) {
      return choice.front().row == placed.index && !choice.back().guard && is_taken(placed.index) &&
             std::none_of(choice.begin() + 1, choice.end(), [&](const Way& way) { return is_taken(way.row); });
    };
    const auto is_of = [&](const Choice& choice) {
      return std::any_of(choice.begin(), choice.end(), [&](const Way& way) { return way.row == placed.index; });
    };
    const bool settled =
        all_known && placed.of == Of::row &&
        std::all_of(choices_.begin(), choices_.end(), [&](const Choice& choice) { return !is_of(choice) || decides(choice); });
    judgement.when_filled = false;
    if (!settled) judgement.verdict = Verdict::open;
  }

  const Judgement* judgement_of(const Guard* guard) const {
    for (std::size_t i = 0; i < guards_.size(); ++i)
      if (guards_[i].guard == guard) return &judged_[i];
    return nullptr;
  }

  bool is_always(const Guard* guard) const {
    const Judgement* judgement = judgement_of(guard);
    return judgement && judgement->verdict == Verdict::always && !judgement->when_filled;
  }

  bool is_never(const Guard* guard) const {
    const Judgement* judgement = judgement_of(guard);
    return judgement && judgement->verdict == Verdict::never;
  }

  std::optional<std::vector<Winner>> winners_over(const Guard* way, const std::vector<const Guard*>& earlier) const {
    if (is_never(way)) return std::nullopt;
    const auto always = std::find_if(earlier.begin(), earlier.end(), [&](const Guard* guard) { return is_always(guard); });
    if (always != earlier.end()) return std::vector<Winner>{{*always, {}}};
    const auto losses = judge_.covered(way, earlier);
    if (!losses) return std::nullopt;
    std::vector<Winner> winners;
    for (const GuardJudge::Loss& loss : *losses) winners.push_back({earlier[loss.to], loss.when});
    return winners;
  }

  /// A row may stand in several choices, after several results; it is lost if it is in each.
  void find_winners(const Choice& choice) {
    std::vector<const Guard*> earlier;
    for (const Way& way : choice) {
      auto winners = winners_over(way.guard, earlier);
      const auto [known, fresh] = winners_.try_emplace(way.row, winners);
      if (!fresh && !winners) known->second.reset();
      if (way.guard) earlier.push_back(way.guard);
    }
  }

  // -- what never happens, and why --

  void explain(Diagnostic& one) {
    if (one.rule != "dead-activity" && one.rule != "dead-result") return;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
      const Activity& activity = model_.activities[a];
      const bool all = one.rule == "dead-activity" && same(one.span, activity.span);
      for (std::size_t i = 0; i < guards_.size(); ++i) {
        const PlacedGuard& placed = guards_[i];
        if (placed.activity != a || judged_[i].verdict != Verdict::never) continue;
        const bool of_it =
            placed.of == Of::result ? all || same(one.span, activity.results[placed.index].span) : placed.of == Of::activity && all;
        if (of_it) tell(one, i);
      }
      if (all) explain_rows_to(a, one);
    }
  }

  /// Where a guard that never holds has stopped a case, it is the same fault.
  void hang_on(Diagnostic& one) {
    if (one.trace.empty()) return;
    for (std::size_t i = 0; i < guards_.size(); ++i) {
      if (judged_[i].verdict != Verdict::never) continue;
      const auto is_of_it = [&](const Diagnostic::Related& related) { return same(related.span, guards_[i].guard->span); };
      const auto related = std::find_if(one.related.begin(), one.related.end(), is_of_it);
      const bool is_there = same(one.span, guards_[i].guard->span);
      if (related == one.related.end() && !is_there) continue;
      is_told_[i] = true;
      (is_there ? one.label : related->message) = "never true: " + judged_[i].why;
    }
  }

  void explain_rows_to(std::uint32_t activity, Diagnostic& one) {
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
      const std::vector<std::uint32_t>& targets = model_.rows[r].targets;
      if (targets.size() != 1 || targets.front() != activity) continue;
      for (std::size_t i = 0; i < guards_.size(); ++i)
        if (guards_[i].of == Of::row && guards_[i].index == r && judged_[i].verdict == Verdict::never) tell(one, i);
      const auto lost = winners_.find(r);
      if (lost == winners_.end() || !lost->second) continue;
      is_row_told_[r] = true;
      for (const Winner& winner : *lost->second) {
        const auto at =
            std::find_if(guards_.begin(), guards_.end(), [&](const auto& placed) { return placed.guard == winner.guard; });
        if (is_always(winner.guard))
          tell(one, static_cast<std::size_t>(at - guards_.begin()));
        else
          one.related.push_back({winner.guard->span, "taken first, for example when " + winner.when});
      }
    }
  }

  void tell(Diagnostic& one, std::size_t guard) {
    is_told_[guard] = true;
    const char* what = judged_[guard].verdict == Verdict::never ? "never true: " : "always true: ";
    one.related.push_back({guards_[guard].guard->span, what + judged_[guard].why});
    const std::string& field = judged_[guard].ungiven;
    if (!field.empty())
      one.help = fmt::format("let a person give {} before (`requires: [{}]`), or take {} out{}", field, field,
                             one.rule == "dead-activity" ? "the activity" : "the result",
                             one.rule == "dead-activity" ? ", and what names it" : "");
  }

  // -- findings --

  Diagnostic& add(std::string rule, const Span& span, std::string message, std::string label, std::string help) {
    Diagnostic& added = found_.emplace_back();
    added.rule = std::move(rule);
    added.severity = Severity::warning;
    added.message = std::move(message);
    added.span = span;
    added.label = std::move(label);
    added.help = std::move(help);
    return added;
  }

  void say(const PlacedGuard& placed, const Judgement& judgement) {
    if (judgement.verdict == Verdict::never) {
      add("never-true", placed.guard->span, fmt::format("the guard of {} can never be true", placed.owner), judgement.why,
          judgement.help);
      return;
    }
    const char* once = judgement.when_filled ? " once what it reads is filled" : "";
    Diagnostic& added = add("always-true", placed.guard->span, fmt::format("the guard of {} is always true{}", placed.owner, once),
                            judgement.why, judgement.help);
    for (const auto& [row, winners] : winners_) {
      if (!winners || winners->front().guard != placed.guard || is_row_told_[row]) continue;
      is_row_told_[row] = true;
      added.related.push_back({way_of_row(row).span, "never taken"});
    }
  }

  void say_lost(const Way& way, const std::vector<Winner>& winners, std::string_view kind, std::string_view taken) {
    const bool several = winners.size() > 1;
    const std::string label =
        way.guard ? fmt::format("whenever it holds, {}{} before it does", several ? "one of those" : "the ", several ? "" : kind)
                  : std::string("what comes before it always holds");
    const std::string help =
        way.guard ? fmt::format("put it before {}, or take it out", several ? "them" : "that one") : std::string("take it out");
    Diagnostic& added = add("overlapping-choice", way.span, fmt::format("{} is never {}", way.owner, taken), label, help);
    for (const Winner& winner : winners)
      added.related.push_back({winner.guard->span, fmt::format("{} first, for example when {}", taken, winner.when)});
  }

  /// Of the branches of an inclusive fork all are begun that can be; only `otherwise` waits for the others to fail.
  void look_at_branches() {
    for (const Row& row : model_.rows) {
      std::vector<const Guard*> guards;
      for (const Branch& branch : row.branches)
        if (branch.choice == Branch::Choice::guard) guards.push_back(&branch.guard);
      if (std::any_of(guards.begin(), guards.end(), [&](const Guard* guard) { return is_always(guard); })) continue;
      for (const Branch& branch : row.branches) {
        if (branch.choice != Branch::Choice::otherwise) continue;
        const std::string to = branch.activity ? model_.activities[*branch.activity].id : std::string("end");
        if (const auto winners = winners_over(nullptr, guards))
          say_lost({nullptr, 0, fmt::format("the branch to '{}'", to), branch.span}, *winners, "branch", "begun");
      }
    }
  }

  /// What was written in another file was written for the model there, in which it may well decide something.
  void leave_out_others(std::size_t before) {
    const auto is_taken_over = [&](const Diagnostic& one) {
      return one.span.source && model_.source && one.span.source->name != model_.source->name;
    };
    found_.erase(std::remove_if(found_.begin() + static_cast<std::ptrdiff_t>(before), found_.end(), is_taken_over), found_.end());
  }

  void look_at_outcomes() {
    std::vector<const Guard*> earlier;
    for (const Outcome& outcome : model_.outcomes.outcomes) {
      if (!outcome.when) continue;
      const auto winners = winners_over(&*outcome.when, earlier);
      earlier.push_back(&*outcome.when);
      if (!winners || is_always(winners->front().guard)) continue;
      say_lost({&*outcome.when, 0, fmt::format("outcome '{}'", outcome.id), outcome.when->span}, *winners, "outcome", "chosen");
    }
  }

  const Net& net_;
  const Model& model_;
  const Proof& proof_;
  Diagnostics& found_;
  std::vector<PlacedGuard> guards_;
  GuardJudge judge_;
  std::vector<Judgement> judged_;  ///< by guard
  std::vector<bool> is_told_;      ///< by guard: it explains something else
  std::vector<Choice> choices_;
  std::map<std::uint32_t, std::optional<std::vector<Winner>>> winners_;  ///< by row; none: something is left for it
  std::map<std::uint32_t, bool> is_row_told_;
};

}  // namespace

void add_findings_of_guards(const Net& net, const Proof& proof, Diagnostics& found) {
  GuardFindings(net, proof, found).run();
}

}  // namespace itsmflow
