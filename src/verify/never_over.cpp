// What would end a case that goes on for ever.

#include "model/ends.hpp"
#include "semantics/simulation.hpp"
#include "verify/findings.hpp"
#include "verify/unfinished.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {
namespace {

struct Exit {
  std::uint32_t activity = 0;
  std::uint32_t result = 0;
};

/// All that can make a case over, but for emergency exits.
std::vector<Exit> exits_of(const Net& net) {
  const Model& model = *net.model;
  std::vector<Exit> found;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a)
    for (std::uint32_t r = 0; r < model.activities[a].results.size(); ++r)
      if (!is_emergency_exit(model.activities[a], r) && may_end_case(net, a, r)) found.push_back({a, r});
  return found;
}

/// No activity ever brings the case's object to a state in which a case is over.
std::optional<Cause> no_exit(const Net& net, const std::vector<Exit>& exits) {
  const auto ends = ending_object(*net.model);
  if (!ends || !exits.empty()) return std::nullopt;
  const ObjectType& object = net.model->objects[*ends];
  const std::uint32_t s = object.final_states.front();
  return Cause{object.state_spans[s], fmt::format("no activity moves {} to '{}'", object.id, object.states[s]),
               fmt::format("let an activity move it there (`moves: {{{}: … -> {}}}`)", object.id, object.states[s])};
}

/// Only a guard is in the way of what would end the case. `when`: "", "later ".
class ClosedExit {
 public:
  ClosedExit(const Net& net, const Standing& at, std::string_view when)
      : net_(net), model_(*net.model), at_(at), words_(net, at), when_(when) {}

  std::optional<Cause> find(const std::vector<Exit>& exits) const {
    for (const auto& [a, r] : exits) {
      if (!is_reached(a) || !states_fit(net_.activities[a].results[r])) continue;
      for (const Effects* effects : {&model_.activities[a].effects, &model_.activities[a].results[r].effects})
        if (effects->when && words_.holds(effects->when->expression) == false)
          return closed_by(*effects->when, fmt::format("'{}' would end it", model_.activities[a].id));
    }
    for (const Row& row : model_.rows)
      if (row.to_end && row.decision == Row::Decision::guard && words_.holds(row.guard.expression) == false)
        return closed_by(row.guard, fmt::format("a row leads from '{}' to the end", text_of(model_, row.sources.front())));
    return std::nullopt;
  }

 private:
  bool is_reached(std::uint32_t a) const {
    const Net::ActivityNode& node = net_.activities[a];
    return node.free ||
           std::any_of(node.inputs.begin(), node.inputs.end(), [&](const Bits& input) { return at_.marking.contains(input); });
  }

  bool states_fit(const Net::ResultNode& node) const {
    return std::all_of(node.shifts.begin(), node.shifts.end(),
                       [&](const Net::Shift& shift) { return model_.objects[shift.object].many || shift.from.meets(at_.marking); });
  }

  Cause closed_by(const Guard& guard, const std::string& which) const {
    return {guard.span,
            fmt::format("{}, but only when `{}`, and {}{}", which, guard.expression.text(), when_,
                        words_.values_of({&guard.expression})),
            "let the guard hold again at some time, or lead another way on to the end"};
  }

  const Net& net_;
  const Model& model_;
  const Standing& at_;
  StandingWords words_;
  std::string_view when_;
};

}  // namespace

std::optional<Cause> why_never_over(const Net& net, const Trouble& lost) {
  const std::vector<Exit> exits = exits_of(net);
  if (auto cause = no_exit(net, exits)) return cause;
  if (auto cause = ClosedExit(net, lost.at, "").find(exits)) return cause;
  for (const Standing& later : lost.later)
    if (auto cause = ClosedExit(net, later, "later ").find(exits)) return cause;
  const Course course(lost.way);
  const Reasons reasons(net, lost.at, course);
  return UnfinishedObjects(net, lost.at, reasons).dead_end();
}

}  // namespace itsmflow
