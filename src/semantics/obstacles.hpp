#pragma once

#include "semantics/activation.hpp"
#include "semantics/state.hpp"

#include <itsmflow/directory.hpp>
#include <itsmflow/obstacle.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// Somebody wants to do something with an activity.
struct Attempt {
  enum class What {
    perform,  ///< from begin to end, or end what the actor has begun
    begin,
    end,
    claim,
    offer,  ///< perform, with data to come: what only they can decide is left open
  };
  What what = What::perform;
  std::uint32_t activity = 0;
  std::optional<std::uint32_t> result;  ///< none: whichever can happen (begin, claim, an item)
  std::string_view actor;
  const std::vector<std::string>& held;  ///< the actor's roles
  const Writes* given = nullptr;         ///< data that come with it
  std::string_view item{};               ///< of an activity of several items: which; of one about an element, its number or "new"
  bool unattended = false;               ///< no person does it: role and people don't count
  bool quiet = false;                    ///< nobody reads the words: who could do it instead isn't looked for
  Writes* written = nullptr;             ///< if set: receives what the step writes, given and computed
  const Value* message = nullptr;        ///< what ends it, for an activity that waits for a message
};

/// What stands in the way, all of it, in the order of Obstacle::Kind. The directory is asked who could do it instead. Of an activity
/// about one element `state` may be a view of that element already.
std::vector<Obstacle> obstacles(const Net& net, const CaseState& state, const Attempt& attempt, const Directory& directory);

// Pieces of the question, which the engine's own steps ask too.

/// That a case isn't open any more.
Obstacle case_is_closed(const CaseState& state);

/// The first of an activity's inputs whose tokens are there; kNone if none is, or if it has none because it is free.
std::uint32_t open_input(const Net& net, const CaseState& state, std::uint32_t activity);
/// The input that it took, or would take; kNone as above.
std::uint32_t input_of(const Net& net, const CaseState& state, std::uint32_t activity);
/// Its tokens are there, or it needs none, or it is begun.
bool is_reached(const Net& net, const CaseState& state, std::uint32_t activity);
/// An object, or all or any of its elements, are in one of the states that are looked for.
bool look_fits(const Net& net, const CaseState& state, const Net::Look& look);
/// Every object is in a state that the activity can end from with this result.
bool states_fit(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result);
bool any_result_fits(const Net& net, const CaseState& state, std::uint32_t activity);
/// Places that would get a second token if `take` went and `produce` came; marked ones and those that begun work may return to.
bool has_room(const Net& net, const CaseState& state, const Bits& take, const Bits& produce);
/// … if the activity ended with this result and took one of its inputs, or none (kNone).
bool has_room_after(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result, std::uint32_t input);
/// An object that may be left so when a case is over: in a final state, in `none`, or it has no final states.
bool rests(const ObjectType& object, std::uint32_t state);
/// The activity would end the case with this result: its case object would be in a final state.
bool ends_case(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result);
/// Objects that would be left in a state that is not final when the activity ends the case with this result; empty: it doesn't end
/// the case, or nothing is left.
struct Unfinished {
  std::uint32_t object = 0;
  std::uint32_t state = 0;    ///< the one it would be left in
  std::uint32_t element = 0;  ///< which of them, where a case has several
};
std::vector<Unfinished> left_unfinished(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result);

/// The required fields of an activity and one of its results that are not given; then those that can't be computed.
std::vector<FieldRef> missing_fields(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result,
                                     const Writes* given);
/// The same of one item: what the activity and the part require.
std::vector<FieldRef> missing_for_item(const Net& net, const CaseState& state, std::uint32_t activity, std::string_view item,
                                       const Writes* given);

/// Computes `sets` on top of what was given and adds them to `writes`. Not empty: why one can't be computed.
std::vector<Obstacle> compute_sets(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result,
                                   std::string_view actor, Writes& writes, GuardContext context = {});

}  // namespace itsmflow
