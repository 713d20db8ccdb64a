#include "verify/together.hpp"

#include "net/net.hpp"
#include "verify/state_space.hpp"
#include "verify/unfold.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

constexpr std::size_t kMostMarkings = 20'000;

enum class Answer { no, yes, unknown };

bool is_of(const UnfoldedStep& step, const Doing& doing) {
  return step.kind == UnfoldedStep::Kind::activity && step.activity == doing.activity &&
         (!doing.result || step.result == *doing.result);
}

/// Whether a case can be over that does something, and never something else.
Answer can_be_over(const UnfoldedNet& unfolded, const Doing& with, const Doing* without) {
  PetriNet net = unfolded.net;
  const auto done = static_cast<std::uint32_t>(net.places++);
  const auto nowhere = static_cast<std::uint32_t>(net.places++);  // never marked
  for (std::uint32_t t = 0; t < net.transitions.size(); ++t) {
    PetriNet::Transition& transition = net.transitions[t];
    if (without && is_of(unfolded.steps[t], *without)) transition.take.push_back(nowhere);
    if (!is_of(unfolded.steps[t], with)) continue;
    transition.clear.push_back(done);
    transition.put.push_back(done);
  }
  const StateSpace space(net, StateSpace::Look::stubborn, kMostMarkings);
  if (space.contact() || !space.is_complete()) return Answer::unknown;
  const bool can = std::any_of(space.ends().begin(), space.ends().end(), [&](std::uint32_t end) {
    return space.marking(end).test(unfolded.over) && space.marking(end).test(done);
  });
  return can ? Answer::yes : Answer::no;
}

}  // namespace

bool are_done_together(const std::shared_ptr<const Model>& model, const std::vector<Doing>& doings) {
  const auto net = compile(model);
  const UnfoldedNet unfolded = unfold(*net);
  if (!unfolded.left_out.empty()) return false;
  return std::any_of(doings.begin(), doings.end(), [&](const Doing& one) {
    return can_be_over(unfolded, one, nullptr) == Answer::yes && std::all_of(doings.begin(), doings.end(), [&](const Doing& other) {
             return other == one || can_be_over(unfolded, one, &other) == Answer::no;
           });
  });
}

}  // namespace itsmflow
