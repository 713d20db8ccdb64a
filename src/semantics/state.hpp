#pragma once

#include "net/net.hpp"

#include <itsmflow/event.hpp>
#include <itsmflow/ids.hpp>
#include <itsmflow/store.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
static_assert(kNone == RuleSubject::kStart, "the event that starts a case, and who had a part in it, name no activity");

/// What somebody has in hand: at most one of each activity, or of each item of it, in a case.
struct WorkItem {
  std::uint32_t activity = 0;
  std::string item{};  ///< empty: all of it
  bool begun = false;
  bool suspended = false;
  std::uint32_t input = kNone;  ///< begun: which of the activity's inputs it took; kNone: none, because it is free or under way
  std::string holder{};
  std::string giver{};    ///< who handed it over, until the holder accepts
  std::string confirm{};  ///< what the holder confirms by accepting
  std::string note{};     ///< of the suspension: what is done so far

  bool operator==(const WorkItem&) const = default;
};

/// What one person does of an activity of several items.
struct Item {
  std::string id;
  Value element{};  ///< of `for_each`
  bool done = false;
  std::string answer{};
  std::string person{};  ///< who did it
  std::string role{};    ///< as which

  bool operator==(const Item&) const = default;
};

/// An activity that is open as a whole: one of several items, a service that was called, a process that runs.
struct UnderWay {
  std::uint32_t activity = 0;
  std::uint32_t input = kNone;
  std::vector<Item> items{};
  std::uint32_t tries = 0;         ///< of a service: how often it was called
  bool gave_up = false;            ///< of a service: it failed as often as it may
  std::uint32_t call = 0;          ///< of a service: which of the case's calls the last one was
  CaseId child{0};                 ///< the case that runs
  std::uint32_t returned = kNone;  ///< the result with which that case came back

  bool operator==(const UnderWay&) const = default;
};

/// When the engine ends an activity with a result, or calls a service again.
struct Timer {
  std::uint32_t activity = 0;
  std::uint32_t result = kNone;  ///< kNone: the service is called again
  Timestamp due{};
  bool is_due = false;

  bool operator==(const Timer&) const = default;
};

/// A message that came and wasn't taken yet.
struct Message {
  std::string name;
  Value values;  ///< a map

  bool operator==(const Message&) const = default;
};

/// One of several objects of a kind. Its number is its place among them, from 1.
struct Element {
  std::uint32_t state = 0;  ///< 0, which is `none`: it isn't there
  std::vector<Value> data;  ///< by field of its object; null: nobody has given it

  bool operator==(const Element&) const = default;
};

/// The element that a view of a case shows as if it were the object: elements.hpp.
struct Focus {
  std::uint32_t object = kNone;  ///< kNone: the case itself, no view
  std::uint32_t number = 0;

  bool operator==(const Focus&) const = default;
};

/// Who had a part in an activity, or in the start, that a rule about people speaks of.
struct Performed {
  std::uint32_t activity = 0;    ///< RuleSubject::kStart: started the case
  std::uint32_t result = kNone;  ///< kNone: took part, but another ended it
  std::string person;
  Timestamp at;               ///< the last time
  std::uint32_t element = 0;  ///< of an activity about one element: its number
  bool passed_over = false;   ///< answers for passing it over, and has never done it

  bool operator==(const Performed&) const = default;
};

/// A deviation that was made in a case. Its number is its place among them, from 1.
struct Deviation {
  enum class Verdict { none, confirmed, disapproved };
  DeviationKind kind = DeviationKind::skip;
  std::uint32_t activity = 0;
  std::uint32_t result = kNone;
  std::string item{};
  std::uint32_t motive = 0;
  std::uint32_t line = 0;  ///< of the model's `allow`: the one that permitted it
  std::string person{};
  std::string role{};
  Timestamp at{};
  Verdict verdict = Verdict::none;
  std::string judge{};
  bool late = false;  ///< nobody said anything in time

  bool operator==(const Deviation&) const = default;
};

/// Where a case stood before a person last did an activity that may be done again.
struct Before {
  std::uint32_t activity = 0;
  Bits marking;                        ///< with the input of what was begun or under way
  std::vector<std::uint32_t> assumed;  ///< as in the case

  bool operator==(const Before&) const = default;
};

/// Where a case stands: everything that decides what may happen next.
struct CaseState {
  CaseId id;
  Timestamp started;
  CaseStatus status = CaseStatus::open;
  Bits marking;
  std::vector<Value> data;                     ///< by slot; null: nobody has given it (its default may still be read)
  std::vector<std::vector<Element>> elements;  ///< by object, of those with `many`; empty where the model has none
  Focus focus;                                 ///< of a view
  std::vector<WorkItem> work;
  std::vector<UnderWay> under_way;  ///< in the order in which they were opened
  std::vector<Timer> timers;        ///< in the order in which they were set
  std::vector<Message> messages;    ///< in the order in which they came
  std::uint32_t calls = 0;          ///< how often services were called
  CaseId parent{0};                 ///< the case that runs or started this one
  bool detached = false;            ///< the parent started it, and doesn't wait for its end
  std::vector<Performed> performed;
  std::vector<std::uint32_t> rules;  ///< the state of each automaton of net.rules
  std::vector<Deviation> deviations;
  std::vector<std::uint32_t> assumed;  ///< by object: the number of the skip that brought it to its state, or 0; empty: none
  std::vector<Before> before;          ///< in the order in which they were last done
  std::string ended_by;                ///< of a case that is over: who did the step that ended it; empty: nobody
  std::string outcome;                 ///< the one that somebody gave; empty: nobody did
  std::string judge;                   ///< who

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
  std::uint32_t input = kNone;               ///< of begun and done: which of the activity's inputs was taken
  std::uint32_t silent = kNone;              ///< of routed
  std::vector<std::uint32_t> branches;       ///< of routed at an inclusive fork: which were taken
  std::string item;                          ///< of an activity of several items; of one about one element: its number
  std::vector<Item> items;                   ///< of opened: what it consists of
  std::string answer;                        ///< of item_done
  bool lost = false;                         ///< of withdrawn: the input doesn't return
  bool last = false;                         ///< of call_failed: it isn't tried again
  Message message;                           ///< of received
  std::uint32_t taken = kNone;               ///< of done: which of the messages kept it takes
  CaseId child{0};                           ///< of launched and linked: the new case; of started: the case that it came from …
  bool detached = false;                     ///< … which doesn't wait for its end
  std::uint32_t deviation = 0;               ///< of confirmed, disapproved, confirmation_late: its number
  DeviationKind kind = DeviationKind::skip;  ///< of deviated …
  std::uint32_t motive = 0;
  std::uint32_t line = 0;
  std::vector<std::string> overrode;  ///< … the obstacles, in words
  std::vector<std::uint32_t> off;     ///< … courses of rules that it switches off
  std::string outcome;                ///< of judged
  std::string person;                 ///< to whom it was handed over; from whom it was withdrawn; of over: who ended the case
  std::string note;
  Writes writes;
};

NetEvent event_of(EventType type, std::uint32_t activity = kNone, std::uint32_t result = kNone);

/// The state before `started` is applied.
CaseState empty_state(const Net& net, CaseId id);

/// What an event does. Total and deterministic: it asks nothing and decides nothing, so that folding the events of a case again
/// always gives its state. A released version of it never changes.
void apply(const Net& net, CaseState& state, const NetEvent& event);

const WorkItem* find_work(const CaseState& state, std::uint32_t activity, std::string_view item = {}) noexcept;
const UnderWay* find_under_way(const CaseState& state, std::uint32_t activity) noexcept;
/// A service was called and hasn't answered: it hasn't failed for good, and isn't to be called again first.
bool waits_for_answer(const CaseState& state, const UnderWay& service) noexcept;
/// Somebody has begun the activity, or it is open as a whole: its input is taken.
bool is_begun(const CaseState& state, std::uint32_t activity) noexcept;

/// What a guard reads in a slot: what was given, or the default; null: not filled.
const Value& read(const Net& net, const CaseState& state, std::uint32_t slot);

/// The state an object is in, as an index; kNone if it has no states.
std::uint32_t state_of(const Net& net, const CaseState& state, std::uint32_t object);

}  // namespace itsmflow
