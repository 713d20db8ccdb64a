#include "verify/got_around.hpp"

#include "base/text_distance.hpp"
#include "model/fields.hpp"
#include "verify/naming.hpp"
#include "verify/net_proof.hpp"
#include "verify/state_space.hpp"
#include "verify/unfold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace itsmflow {
namespace {

using Way = std::vector<std::uint32_t>;

bool is_of(const UnfoldedStep& step, std::uint32_t activity) {
  return step.kind == UnfoldedStep::Kind::activity && step.activity == activity;
}

/// The net in which an activity is never done.
PetriNet without(const UnfoldedNet& unfolded, std::uint32_t activity) {
  PetriNet net = unfolded.net;
  const auto nowhere = static_cast<std::uint32_t>(net.places++);  // never marked
  for (std::uint32_t t = 0; t < net.transitions.size(); ++t)
    if (is_of(unfolded.steps[t], activity)) net.transitions[t].take.push_back(nowhere);
  return net;
}

enum class Answer { no, yes, unknown };

/// Whether a case can come to its end in a net, and on which way: a shortest one, if all markings are looked at.
Answer can_be_over(const PetriNet& net, std::uint32_t over, StateSpace::Look look, std::size_t most, Way* way = nullptr) {
  const auto is_over = [over](Marking marking) { return marking.test(over); };
  const StateSpace space(net, look, most, {}, is_over);
  if (!space.ends().empty() && is_over(space.marking(space.ends().back()))) {
    if (way) *way = space.way_to(space.ends().back());
    return Answer::yes;
  }
  return space.contact() || !space.is_complete() ? Answer::unknown : Answer::no;
}

class GotAround {
 public:
  GotAround(const Net& net, std::size_t most) : net_(net), model_(*net.model), most_(most) {}

  Diagnostics run() {
    const auto rules =
        std::count_if(model_.rules.begin(), model_.rules.end(), [](const Rule& rule) { return rule.is_about_course(); });
    if (rules == 0) look_at_guards();
    if (rules == 1) look_at_rule();
    return std::move(found_);
  }

 private:
  // -- guards and data --

  void look_at_guards() {
    const bool matters = std::any_of(model_.deviations.lines.begin(), model_.deviations.lines.end(), [](const Allowance& line) {
      return line.what == DeviationKind::override_guard || line.what == DeviationKind::missing_data;
    });
    if (!matters) return;
    const UnfoldedNet plain = unfold(net_);
    const UnfoldedNet deviating = unfold(net_, Deviating::overriding);
    if (!plain.left_out.empty() || !deviating.left_out.empty()) return;
    for (const std::uint32_t activity : model_.deviations.never) {
      if (model_.activities[activity].performer != Performer::people) continue;
      if (can_be_over(without(plain, activity), plain.over, StateSpace::Look::stubborn, most_) != Answer::no) continue;
      const PetriNet net = without(deviating, activity);
      Way way;
      if (can_be_over(net, deviating.over, StateSpace::Look::stubborn, most_, &way) != Answer::yes) continue;
      can_be_over(net, deviating.over, StateSpace::Look::all, most_, &way);
      say_way(activity, deviating, way);
    }
  }

  void say_way(std::uint32_t activity, const UnfoldedNet& unfolded, const Way& way) {
    const auto at = std::find_if(way.begin(), way.end(), [&](std::uint32_t t) { return unfolded.steps[t].line.has_value(); });
    if (at == way.end()) return;
    const UnfoldedStep& step = unfolded.steps[*at];
    const std::string how = words_of_deviation(step);
    Diagnostic& added = say(activity, *step.line,
                            fmt::format("a case in which '{}' is done {} needs no '{}'", model_.activities[step.activity].id, how,
                                        model_.activities[activity].id),
                            step.activity);
    for (const std::uint32_t t : way) {
      const UnfoldedStep& one = unfolded.steps[t];
      if (one.kind != UnfoldedStep::Kind::activity) continue;
      added.trace.push_back(
          {span_of(model_, one.activity, one.result),
           name_of(model_, one.activity, one.result) + (one.line ? fmt::format(" ({})", words_of_deviation(one)) : "")});
    }
    added.trace.push_back({{}, fmt::format("the case is over, and '{}' was not done", model_.activities[activity].id)});
  }

  std::string words_of_deviation(const UnfoldedStep& step) const {
    if (step.without.empty()) return "although its guard doesn't hold";
    std::vector<std::string> paths;
    for (const std::uint32_t slot : step.without) paths.push_back(path_of_slot(model_, slot));
    return "without " + enumerate(paths);
  }

  // -- a rule --

  /// `precedence` and its like say that nothing is done without the protected activity before it; with the rule off nothing else does.
  void look_at_rule() {
    const Rule& rule =
        *std::find_if(model_.rules.begin(), model_.rules.end(), [](const Rule& one) { return one.is_about_course(); });
    using enum Rule::Kind;
    const bool precedes = rule.kind == precedence || rule.kind == alternate_precedence || rule.kind == chain_precedence ||
                          rule.kind == succession || rule.kind == alternate_succession || rule.kind == chain_succession;
    if (!precedes) return;
    std::vector<std::uint32_t> before;
    std::vector<std::uint32_t> behind;
    for (const RuleSubject& subject : rule.subjects) (subject.side == 0 ? before : behind).push_back(subject.activity);
    const std::vector<std::uint32_t>& never = model_.deviations.never;
    if (before.size() != 1 || behind.size() != 1 || before == behind) return;
    if (!std::binary_search(never.begin(), never.end(), before[0])) return;
    const auto line = line_over_rule(behind[0]);
    if (!line) return;
    auto without_rule = std::make_shared<Model>(model_);
    std::erase_if(without_rule->rules, [](const Rule& one) { return one.is_about_course(); });
    const auto net = compile(std::move(without_rule));
    const UnfoldedNet unfolded = unfold(*net);
    if (!unfolded.left_out.empty()) return;
    // A case in which the rule is off can then be completed from wherever it is.
    const Proof proof = prove(*net, unfolded, most_);
    if (!proof.complete || !proof.troubles.empty()) return;
    if (!can_be_done(unfolded, behind[0], before[0])) return;
    Diagnostic& added = say(before[0], *line,
                            fmt::format("'{}' may be done against the only rule that wants '{}' before it",
                                        model_.activities[behind[0]].id, model_.activities[before[0]].id),
                            behind[0]);
    added.related.push_back({rule.span, "the rule that is then off"});
  }

  std::optional<std::uint32_t> line_over_rule(std::uint32_t activity) const {
    const std::vector<Allowance>& lines = model_.deviations.lines;
    for (std::uint32_t l = 0; l < lines.size(); ++l)
      if (lines[l].what == DeviationKind::override_rule &&
          std::binary_search(lines[l].activities.begin(), lines[l].activities.end(), activity))
        return l;
    return std::nullopt;
  }

  /// Everything is looked at: what is enough for ends needn't do all that can be done.
  bool can_be_done(const UnfoldedNet& unfolded, std::uint32_t activity, std::uint32_t without_it) const {
    const StateSpace space(without(unfolded, without_it), StateSpace::Look::all, most_);
    if (space.contact() || !space.is_complete()) return false;
    for (std::uint32_t t = 0; t < unfolded.steps.size(); ++t)
      if (is_of(unfolded.steps[t], activity) && space.was_fired(t)) return true;
    return false;
  }

  Diagnostic& say(std::uint32_t activity, std::uint32_t line, std::string label, std::uint32_t deviates) {
    Diagnostic& added = found_.emplace_back();
    added.rule = "never-got-around";
    added.severity = Severity::warning;
    added.message =
        fmt::format("'{}' is under 'never', and a deviation that is permitted gets around it", model_.activities[activity].id);
    added.span = model_.deviations.lines[line].span;
    added.label = std::move(label);
    added.related.push_back({model_.activities[activity].span, "protected by 'never'"});
    added.help = fmt::format("name '{}' under `never` too, or take it out of this line", model_.activities[deviates].id);
    return added;
  }

  const Net& net_;
  const Model& model_;
  std::size_t most_;
  Diagnostics found_;
};

}  // namespace

Diagnostics findings_of_got_around(const Net& net, std::size_t most) {
  if (net.model->deviations.never.empty() || net.model->deviations.lines.empty()) return {};
  return GotAround(net, most).run();
}

}  // namespace itsmflow
