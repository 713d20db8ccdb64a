#include "verify/left_out.hpp"

#include "semantics/simulation.hpp"
#include "verify/endings.hpp"
#include "verify/placed_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace itsmflow {
namespace {

/// What is left out, each once.
class LeftOut {
 public:
  void add(std::string what) {
    if (std::find(words_.begin(), words_.end(), what) == words_.end()) words_.push_back(std::move(what));
  }
  std::vector<std::string> words() && { return std::move(words_); }

 private:
  std::vector<std::string> words_;
};

bool requires_computed(const Activity& activity) {
  return !activity.effects.derived.empty() || std::any_of(activity.results.begin(), activity.results.end(),
                                                          [](const Result& one) { return !one.effects.derived.empty(); });
}

bool is_given_up_by_engine(const Activity& activity) {
  if (activity.performer != Performer::engine) return false;
  for (std::uint32_t r = 0; r < activity.results.size(); ++r)
    if (is_emergency_exit(activity, r)) return true;
  return false;
}

void add_parts_of(const Activity& activity, LeftOut& left_out) {
  if (activity.items) left_out.add("work of several people on one activity");
  if (requires_computed(activity)) left_out.add("computed fields that are required");
  if (activity.performer == Performer::service) left_out.add("what services do");
  if (activity.performer == Performer::message) left_out.add("messages");
  if (activity.performer == Performer::process) left_out.add("cases of other processes");
  if (is_given_up_by_engine(activity)) left_out.add("what the engine gives up by itself");
}

std::size_t times_of(const Model& model) {
  std::size_t times = 0;
  for (const Activity& activity : model.activities)
    for (const Result& result : activity.results) times += result.after ? 1 : 0;
  return times;
}

bool cancels_something(const Net& net) {
  return std::any_of(net.activities.begin(), net.activities.end(), [](const Net::ActivityNode& node) {
    return std::any_of(node.results.begin(), node.results.end(), [](const Net::ResultNode& one) { return !one.clears.empty(); });
  });
}

/// When its time has come, more than tokens and states may be missing.
bool may_be_late(const Activity& activity, const Ending& ending) {
  return !ending.conditions.empty() || !ending.sets.empty() || ending.ends_case || !activity.effects.required.empty() ||
         !activity.results[ending.result].effects.required.empty();
}

bool some_time_may_be_late(const Net& net, const Variables& variables) {
  for (std::uint32_t a = 0; a < net.activities.size(); ++a) {
    const Activity& activity = net.model->activities[a];
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      if (!activity.results[r].after || is_emergency_exit(activity, r)) continue;
      const auto ending = ending_of(net, variables, a, r);
      if (ending && may_be_late(activity, *ending)) return true;
    }
  }
  return false;
}

bool engine_acts(const Model& model) {
  return std::any_of(model.activities.begin(), model.activities.end(),
                     [](const Activity& activity) { return activity.performer == Performer::engine; });
}

}  // namespace

std::vector<std::string> parts_left_out(const Net& net) {
  const Model& model = *net.model;
  LeftOut left_out;
  if (!net.rules.empty()) left_out.add("rules about the course of cases");
  for (const Activity& activity : model.activities) add_parts_of(activity, left_out);
  if (times_of(model) > 1) left_out.add("which of several times comes first");
  for (const ObjectType& object : model.objects)
    if (object.many) left_out.add("objects of which a case has several");
  for (const Net::Region& region : net.regions)
    if (region.wait_for != 0) left_out.add("joins that wait for some of their branches");
  if (!net.regions.empty() && cancels_something(net)) left_out.add("branches that are cancelled");
  return std::move(left_out).words();
}

std::vector<std::string> data_left_out(const Net& net, const Variables& variables) {
  const Model& model = *net.model;
  LeftOut left_out;
  for (const PlacedGuard& placed : guards_of(model)) {
    // Outcomes and parts decide nothing that the net shows.
    if (placed.of == PlacedGuard::Of::outcome || placed.of == PlacedGuard::Of::part) continue;
    const Expression& expression = placed.guard->expression;
    if (!variables.read_by(expression)) left_out.add(fmt::format("what the guard `{}` reads", expression.text()));
  }
  if (engine_acts(model) && some_time_may_be_late(net, variables))
    left_out.add("a time that has come before its result is possible");
  return std::move(left_out).words();
}

}  // namespace itsmflow
