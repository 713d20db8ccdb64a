#pragma once

#include "net/net.hpp"

#include <itsmflow/event.hpp>
#include <itsmflow/ids.hpp>
#include <itsmflow/store.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// What somebody has in hand: at most one of each activity in a case.
struct WorkItem {
  std::uint32_t activity = 0;
  bool begun = false;
  bool suspended = false;
  std::uint32_t input = kNone;  ///< begun: which of the activity's inputs it took; kNone: a free activity's none
  std::string holder{};
  std::string giver{};    ///< who handed it over, until the holder accepts
  std::string confirm{};  ///< what the holder confirms by accepting
  std::string note{};     ///< of the suspension: what is done so far

  bool operator==(const WorkItem&) const = default;
};

/// Who had a part in an activity that a rule about people speaks of.
struct Performed {
  std::uint32_t activity = 0;
  std::uint32_t result = kNone;  ///< kNone: took part, but another ended it
  std::string person;
  Timestamp at;  ///< the last time

  bool operator==(const Performed&) const = default;
};

/// Where a case stands: everything that decides what may happen next.
struct CaseState {
  CaseId id;
  Timestamp started;
  CaseStatus status = CaseStatus::open;
  Bits marking;
  std::vector<Value> data;  ///< by slot; null: nobody has given it (its default may still be read)
  std::vector<WorkItem> work;
  std::vector<Performed> performed;
  std::vector<std::uint32_t> rules;  ///< the state of each automaton of net.rules

  bool operator==(const CaseState&) const = default;
};

using Writes = std::vector<std::pair<std::uint32_t, Value>>;  ///< slot and value, in the order they are written

/// An event by number: what `apply` reads.
struct NetEvent {
  EventType type = EventType::started;
  Timestamp at;
  std::string actor;  ///< empty: the engine
  std::string role;
  std::uint32_t activity = kNone;
  std::uint32_t result = kNone;
  std::uint32_t input = kNone;   ///< of begun and done: which of the activity's inputs was taken
  std::uint32_t silent = kNone;  ///< of routed
  std::string person;            ///< to whom it was handed over; from whom it was withdrawn
  std::string note;
  Writes writes;
};

/// The state before `started` is applied.
CaseState empty_state(const Net& net, CaseId id);

/// What an event does. Total and deterministic: it asks nothing and decides nothing, so that folding the events of a case again
/// always gives its state. A released version of it never changes.
void apply(const Net& net, CaseState& state, const NetEvent& event);

const WorkItem* find_work(const CaseState& state, std::uint32_t activity) noexcept;

/// What a guard reads in a slot: what was given, or the default; null: not filled.
const Value& read(const Net& net, const CaseState& state, std::uint32_t slot);

/// The state an object is in, as an index; kNone if it has no states.
std::uint32_t state_of(const Net& net, const CaseState& state, std::uint32_t object);

}  // namespace itsmflow
