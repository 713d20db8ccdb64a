#include "base/text_distance.hpp"
#include "model/rows.hpp"
#include "semantics/simulation.hpp"
#include "verify/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

/// Activities, results and states that no case ever comes to.
class NeverHappens {
 public:
  NeverHappens(const Net& net, const Proof& proof) : net_(net), model_(*net.model), proof_(proof) {}

  Diagnostics run() {
    if (proof_.happens.empty()) return {};
    find_reached();
    add_activities();
    add_states();
    return std::move(found_);
  }

 private:
  /// A permitted deviation may do what else nobody can. To skip something isn't to do it; who does it isn't looked at here; and a lack of
  /// data keeps nobody from what neither a guard nor a computed field depends on, as whoever does it can give them.
  bool may_be_done_otherwise(std::uint32_t a, std::uint32_t r) const {
    const Activity& activity = model_.activities[a];
    const auto reads_data = [](const Effects& one) { return one.when || !one.derived.empty() || !one.sets.empty(); };
    return std::any_of(model_.deviations.lines.begin(), model_.deviations.lines.end(), [&](const Allowance& line) {
      if (!std::binary_search(line.activities.begin(), line.activities.end(), a)) return false;
      switch (line.what) {
        case DeviationKind::skip:
        case DeviationKind::out_of_role:
        case DeviationKind::override_people:
          return false;
        case DeviationKind::missing_data:
          return reads_data(activity.effects) || reads_data(activity.results[r].effects);
        default:
          return true;
      }
    });
  }

  void add_activities() {
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
      const Activity& activity = model_.activities[a];
      std::vector<std::uint32_t> dead;
      std::size_t counted = 0;
      for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
        if (is_emergency_exit(activity, r)) continue;
        ++counted;
        if (!proof_.happens[a][r] && !may_be_done_otherwise(a, r)) dead.push_back(r);
      }
      if (dead.empty()) continue;
      if (dead.size() == counted && counted == activity.results.size()) {
        const bool no_row = !is_ever_reached(a);
        say("dead-activity", Severity::error, activity.span, fmt::format("no case ever comes to '{}'", activity.id),
            no_row ? "no row that is ever taken leads here" : why_dead(a, dead.front()),
            no_row ? "lead a row to it that can be taken, or take it out, and what names it"
                   : "let it be possible, or take it out");
        for (const Row* row : rows_to(model_, a))
          if (no_row) found_.back().related.push_back({row->span, "never taken"});
        for (const std::uint32_t r : dead) add_lost_states(a, r);
        continue;
      }
      for (const std::uint32_t r : dead) {
        say("dead-result", Severity::warning, activity.results[r].span,
            fmt::format("'{}' can never end with '{}'", activity.id, activity.results[r].id), why_dead(a, r),
            "let it be possible, or take it out");
        add_lost_states(a, r);
      }
    }
  }

  /// Some case has a token for it, as far as each way to it goes by itself.
  bool is_ever_reached(std::uint32_t a) const {
    if (net_.activities[a].free) return true;
    Bits given = net_.initial;
    for (std::uint32_t other = 0; other < model_.activities.size(); ++other)
      for (std::uint32_t r = 0; r < model_.activities[other].results.size(); ++r)
        if (proof_.happens[other][r]) given |= net_.activities[other].results[r].produce;
    for (std::uint32_t s = 0; s < net_.silents.size(); ++s)
      if (proof_.taken[s]) given |= net_.silents[s].produce;
    return std::any_of(net_.activities[a].inputs.begin(), net_.activities[a].inputs.end(),
                       [&](const Bits& input) { return given.contains(input); });
  }

  /// What keeps an activity from ever ending with a result, although it is reached.
  std::string why_dead(std::uint32_t a, std::uint32_t r) const {
    const Activity& activity = model_.activities[a];
    const Net::ResultNode& node = net_.activities[a].results[r];
    for (const Net::Shift& shift : node.shifts)
      if (std::string lacks = never_in(shift.object, shift.from); !lacks.empty()) return lacks;
    for (const Net::Look& look : node.looks)
      if (std::string lacks = never_in(look.object, look.states); look.of == Need::Of::one && !lacks.empty()) return lacks;
    std::vector<std::string> possible;
    for (const Effects* effects : {&activity.effects, &activity.results[r].effects})
      if (effects->when) possible.push_back(fmt::format("its guard `{}` doesn't hold", effects->when->expression.text()));
    for (const Net::Shift& shift : node.shifts)
      possible.push_back(fmt::format("{} isn't {}", model_.objects[shift.object].id, states_of(shift.object, shift.from)));
    const bool by_rule = std::any_of(model_.rules.begin(), model_.rules.end(), [&](const Rule& rule) {
      return rule.is_about_course() && std::any_of(rule.subjects.begin(), rule.subjects.end(),
                                                   [&](const RuleSubject& subject) { return subject.activity == a; });
    });
    if (by_rule) possible.emplace_back("a rule forbids it");
    if (activity.results[r].after) possible.emplace_back("its time doesn't come, or what it requires isn't given by then");
    if (possible.empty()) return "whenever it could be done, something else comes first, or the case is over";
    return "whenever it could be done, " + enumerate(possible, "or");
  }

  /// Empty: some case brings the object to one of these states.
  std::string never_in(std::uint32_t o, const Bits& states) const {
    const ObjectType& object = model_.objects[o];
    for (std::uint32_t s = 0; s < object.states.size(); ++s)
      if (states.test(net_.state_place(o, s)) && reached_[o][s]) return {};
    return object.many ? std::string() : fmt::format("{} never is {}", object.id, states_of(o, states));
  }

  /// "'new' or 'assigned'".
  std::string states_of(std::uint32_t o, const Bits& states) const {
    const ObjectType& object = model_.objects[o];
    std::vector<std::string> names;
    for (std::uint32_t s = 0; s < object.states.size() && !object.many; ++s)
      if (states.test(net_.state_place(o, s))) names.push_back(fmt::format("'{}'", object.states[s]));
    return enumerate(names, "or");
  }

  void find_reached() {
    for (const ObjectType& object : model_.objects) {
      reached_.emplace_back(object.states.size());
      if (!object.states.empty()) reached_.back().front() = true;
    }
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
        for (const Net::Shift& shift : net_.activities[a].results[r].shifts)
          if (proof_.happens[a][r] || is_emergency_exit(model_.activities[a], r))
            reached_[shift.object][shift.to - net_.state_place(shift.object, 0)] = true;
  }

  void add_states() {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      const ObjectType& object = model_.objects[o];
      for (std::uint32_t s = 0; s < object.states.size(); ++s)
        if (!reached_[o][s] && !is_a_target(o, s))
          say("unreachable-state", Severity::warning, object.state_spans[s],
              fmt::format("no case ever brings {} to '{}'", object.id, object.states[s]), {},
              fmt::format("let an activity move {} to '{}', or take the state out", object.id, object.states[s]));
    }
  }

  /// Where only what never happens would bring an object.
  void add_lost_states(std::uint32_t a, std::uint32_t r) {
    for (const Net::Shift& shift : net_.activities[a].results[r].shifts) {
      const ObjectType& object = model_.objects[shift.object];
      const std::uint32_t s = shift.to - net_.state_place(shift.object, 0);
      if (!reached_[shift.object][s])
        found_.back().related.push_back(
            {object.state_spans[s], fmt::format("and so {} is never '{}'", object.id, object.states[s])});
    }
  }

  /// Something moves the object there; that it never happens is told of that.
  bool is_a_target(std::uint32_t o, std::uint32_t s) const {
    return std::any_of(net_.activities.begin(), net_.activities.end(), [&](const Net::ActivityNode& activity) {
      return std::any_of(activity.results.begin(), activity.results.end(), [&](const Net::ResultNode& result) {
        return std::any_of(result.shifts.begin(), result.shifts.end(),
                           [&](const Net::Shift& shift) { return shift.to == net_.state_place(o, s); });
      });
    });
  }

  void say(std::string rule, Severity severity, const Span& span, std::string message, std::string label, std::string help) {
    Diagnostic& added = found_.emplace_back();
    added.rule = std::move(rule);
    added.severity = severity;
    added.message = std::move(message);
    added.span = span;
    added.label = std::move(label);
    added.help = std::move(help);
  }

  const Net& net_;
  const Model& model_;
  const Proof& proof_;
  Diagnostics found_;
  std::vector<std::vector<bool>> reached_;  ///< by object and state: some case brings it there
};

}  // namespace

Diagnostics what_never_happens(const Net& net, const Proof& proof) {
  return NeverHappens(net, proof).run();
}

}  // namespace itsmflow
