#include "semantics/untaken.hpp"

#include "semantics/guards.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

std::vector<std::string> reasons(const Net& net, const CaseState& state, const Message& message, std::uint32_t activity) {
  const Activity& declared = net.model->activities[activity];
  const std::vector<std::string> held;
  const Directory nobody;
  Attempt attempt{
      .activity = activity, .result = {}, .actor = {}, .held = held, .unattended = true, .quiet = true, .message = &message.values};
  if (const auto& about = declared.message.about) {
    const Expression& expression = about->expression;
    const Expression::Outcome outcome = expression.evaluate(StateActivation(net, state, {}, nullptr, {.message = &message.values}));
    if (!outcome.holds())
      return {fmt::format("'{}' takes one of which {} holds{}", declared.id, expression.text(),
                          what_it_saw(net, state, attempt, expression).words)};
  }
  std::vector<std::string> why;
  for (std::uint32_t r = 0; r < declared.results.size(); ++r) {
    if (declared.results[r].after) continue;
    attempt.result = r;
    const std::vector<Obstacle> found = obstacles(net, state, attempt, nobody);
    const bool is_early = !found.empty() && found.front().kind() <= Obstacle::Kind::wrong_state;
    for (const Obstacle& obstacle : found) {
      if (is_early && obstacle.kind() != found.front().kind()) break;  // what the message lacks may be otherwise by then
      if (std::find(why.begin(), why.end(), obstacle.message()) == why.end()) why.push_back(obstacle.message());
    }
  }
  return why;
}

}  // namespace

std::vector<Untaken> why_untaken(const Net& net, const CaseState& state, const Message& message) {
  std::vector<Untaken> all;
  for (std::uint32_t a = 0; a < net.model->activities.size(); ++a) {
    const Activity& activity = net.model->activities[a];
    if (activity.performer == Performer::message && activity.message.name == message.name)
      all.push_back({a, reasons(net, state, message, a)});
  }
  return all;
}

}  // namespace itsmflow
