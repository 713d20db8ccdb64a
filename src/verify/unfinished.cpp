#include "verify/unfinished.hpp"

#include "model/ends.hpp"
#include "semantics/simulation.hpp"
#include "verify/naming.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {

std::vector<Cause> UnfinishedObjects::causes() const {
  std::vector<Cause> found;
  for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
    if (const auto s = state_of(o)) found.push_back(at_state(o, *s));
  return found;
}

std::optional<Cause> UnfinishedObjects::dead_end() const {
  for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
    const auto s = state_of(o);
    if (!s) continue;
    bool leads = false;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) leads = leads || leads_on(a, o, *s);
    if (!leads) return at_state(o, *s);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> UnfinishedObjects::next_activity() const {
  for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
    const auto s = state_of(o);
    for (std::uint32_t a = 0; a < model_.activities.size() && s; ++a)
      if (!net_.activities[a].free && leads_on(a, o, *s)) return a;
  }
  return std::nullopt;
}

/// The state of an object in which no case can be over.
std::optional<std::uint32_t> UnfinishedObjects::state_of(std::uint32_t o) const {
  const ObjectType& object = model_.objects[o];
  const std::string state = words_.state_of(o);
  if (state.empty() || object.final_states.empty() || state == "none") return std::nullopt;
  const auto s = static_cast<std::uint32_t>(std::find(object.states.begin(), object.states.end(), state) - object.states.begin());
  return is_final(object, s) ? std::nullopt : std::optional(s);
}

bool UnfinishedObjects::leads_on(std::uint32_t a, std::uint32_t r, std::uint32_t o, std::uint32_t s) const {
  const auto& shifts = net_.activities[a].results[r].shifts;
  const std::uint32_t place = net_.state_place(o, s);
  return !is_emergency_exit(model_.activities[a], r) && std::any_of(shifts.begin(), shifts.end(), [&](const Net::Shift& shift) {
    return shift.object == o && shift.from.test(place) && shift.to != place;
  });
}

bool UnfinishedObjects::leads_on(std::uint32_t a, std::uint32_t o, std::uint32_t s) const {
  for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
    if (leads_on(a, r, o, s)) return true;
  return false;
}

Cause UnfinishedObjects::at_state(std::uint32_t o, std::uint32_t s) const {
  constexpr std::size_t kMost = 2;
  const ObjectType& object = model_.objects[o];
  const std::string& state = object.states[s];
  Cause cause{object.state_spans[s], {}, {}};
  const std::string reasons = put_together(cause, blocked(o, s), kMost);
  cause.what = fmt::format("nothing leads on from '{}'{}{}", state, reasons.empty() ? "" : ": ", reasons);
  if (!cause.help.empty()) return cause;
  bool is_left = s == 0;  // what a case begins with is hardly where it is to end
  for (std::uint32_t a = 0; a < model_.activities.size(); ++a) is_left = is_left || leads_on(a, o, s);
  const std::string or_final = is_left ? std::string() : fmt::format(", or list '{}' under `final`", state);
  cause.help = fmt::format("let an activity move {} from '{}'{}{}", object.id, state, such_as(o, s), or_final);
  return cause;
}

/// Why what would lead on can't be done.
std::vector<Reason> UnfinishedObjects::blocked(std::uint32_t o, std::uint32_t s) const {
  std::vector<Reason> found;
  for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
    const std::vector<Reason> known = reasons_.kept(a);
    for (const Reason& reason : known) add_once(found, reason);
    for (std::uint32_t r = 0; r < model_.activities[a].results.size() && known.empty(); ++r) {
      if (!leads_on(a, r, o, s)) continue;
      auto why = net_.activities[a].free ? reasons_.why_not(a, r)
                                         : Reason{fmt::format("no row leads to '{}' here", model_.activities[a].id)};
      if (!why) continue;
      add_once(found, std::move(why));
      break;
    }
  }
  return found;
}

/// An activity that leads further on, from a neighbouring state: ", such as 'resolve' (`moves: {…}`)".
std::string UnfinishedObjects::such_as(std::uint32_t o, std::uint32_t s) const {
  const ObjectType& object = model_.objects[o];
  for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
    for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
      for (const Net::Shift& shift : net_.activities[a].results[r].shifts) {
        const std::uint32_t to = shift.to - net_.state_place(o, 0);
        const bool leads_from_here = shift.from.test(net_.state_place(o, s));
        if (shift.object != o || leads_from_here || to <= s || is_emergency_exit(model_.activities[a], r)) continue;
        return fmt::format(", such as '{}' (`moves: {{{}: {} -> {}}}`)", name_of(model_, a, r), object.id,
                           reasons_.widened(o, shift.from), object.states[to]);
      }
  return {};
}

}  // namespace itsmflow
