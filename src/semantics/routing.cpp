// Rows that the engine takes: decisions, forks and joins. docs/semantics.md, 6.4.

#include "semantics/routing.hpp"

#include "semantics/activation.hpp"
#include "semantics/obstacles.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

/// Whether a row may be taken, and which branches of an inclusive fork; none: its guard doesn't hold, or it waits.
std::optional<std::vector<std::uint32_t>> choose(const Net& net, const CaseState& state, const Net::Silent& silent) {
  const Row& row = net.model->rows[silent.row];
  const StateActivation activation(net, state, {});
  if (row.decision == Row::Decision::guard && !row.guard.expression.holds(activation)) return std::nullopt;
  std::vector<std::uint32_t> taken;
  if (silent.kind != Net::Silent::Kind::fork) return taken;
  for (std::uint32_t b = 0; b < row.branches.size(); ++b) {
    const Branch& branch = row.branches[b];
    if (branch.choice == Branch::Choice::always ||
        (branch.choice == Branch::Choice::guard && branch.guard.expression.holds(activation)))
      taken.push_back(b);
  }
  for (std::uint32_t b = 0; b < row.branches.size() && taken.empty(); ++b)
    if (row.branches[b].choice == Branch::Choice::otherwise) taken.push_back(b);
  if (taken.empty()) return std::nullopt;
  return taken;
}

Bits put_by(const Net::Silent& silent, const std::vector<std::uint32_t>& branches) {
  Bits produce = silent.produce;
  for (const std::uint32_t b : branches) produce |= silent.branches[b].produce;
  return produce;
}

/// Whether so many of the branches that were begun have ended as the join waits for.
bool is_ready(const CaseState& state, const Net::Region& region) {
  if (!state.marking.test(region.running) || state.marking.test(region.joined)) return false;
  std::size_t begun = 0;
  std::size_t arrived = 0;
  for (const Net::Region::Branch& branch : region.branches) {
    begun += state.marking.test(branch.passed) ? 0 : 1;
    arrived += state.marking.test(branch.arrived) ? 1 : 0;
  }
  const std::size_t needed = region.wait_for == 0 ? begun : std::min<std::size_t>(region.wait_for, begun);
  return arrived >= needed;
}

/// Calls `see` with each row that is decided now and isn't held up by one before it, and with its branches, until it gives false.
template <class See>
void for_each_decided(const Net& net, const CaseState& state, const See& see) {
  for (std::uint32_t s = 0; s < net.silents.size(); ++s) {
    const Net::Silent& silent = net.silents[s];
    const bool joins = silent.kind == Net::Silent::Kind::join;
    if (joins ? !is_ready(state, net.regions[silent.region]) : !state.marking.contains(silent.from)) continue;
    std::optional<std::vector<std::uint32_t>> branches = choose(net, state, silent);
    if (branches && !see(s, std::move(*branches))) return;
  }
}

}  // namespace

std::optional<NetEvent> take_row(const Net& net, const CaseState& state) {
  std::optional<NetEvent> taken;
  if (net.silents.empty()) return taken;
  Bits blocked(net.places.size());  // decisions that hold but whose target is still occupied: no later row may take them
  for_each_decided(net, state, [&](std::uint32_t s, std::vector<std::uint32_t> branches) {
    const Net::Silent& silent = net.silents[s];
    if (blocked.meets(silent.from)) return true;
    if (!has_room(net, state, silent.from, put_by(silent, branches))) {
      blocked |= silent.from;
      return true;
    }
    taken = event_of(EventType::routed);
    taken->silent = s;
    taken->branches = std::move(branches);
    return false;
  });
  return taken;
}

std::optional<HeldUp> held_up_row(const Net& net, const CaseState& state) {
  std::optional<HeldUp> held_up;
  for_each_decided(net, state, [&](std::uint32_t s, const std::vector<std::uint32_t>& branches) {
    const Bits produce = put_by(net.silents[s], branches);
    if (has_room(net, state, net.silents[s].from, produce)) return true;
    for (std::uint32_t p = 0; p < net.places.size() && !held_up; ++p)
      if (produce.test(p) && state.marking.test(p)) held_up = {s, p};
    return !held_up;
  });
  return held_up;
}

}  // namespace itsmflow
