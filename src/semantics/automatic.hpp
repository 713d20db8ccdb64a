#pragma once

#include "semantics/state.hpp"

#include <vector>

namespace itsmflow {

/// The next thing the engine does by itself in a state, as the events it consists of; empty: everything waits for somebody.
/// docs/semantics.md, section 6. A `launched` event comes without the number of the new case.
std::vector<NetEvent> next_automatic(const Net& net, const CaseState& state);

/// Of that only rows that are decided and activities of the engine: what happens between activities that are passed over.
std::vector<NetEvent> next_routing(const Net& net, const CaseState& state);

/// The end of an activity, with the withdrawals that come before it: of what it cancels, and, where nobody ends it who has it in
/// hand, of work on itself.
std::vector<NetEvent> ending(const Net& net, const CaseState& state, NetEvent&& done);
/// … put before it, where it is there already.
void add_withdrawals(const Net& net, const CaseState& state, std::vector<NetEvent>& events);

/// Work that somebody has in hand goes back by itself.
NetEvent withdraw(const WorkItem& work, std::string why);
/// Withdraws everything that is in hand or under way in a case, without its input returning.
std::vector<NetEvent> withdraw_all(const CaseState& state, const std::string& why);

}  // namespace itsmflow
