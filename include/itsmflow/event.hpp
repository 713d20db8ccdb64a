#pragma once

#include <itsmflow/deviation.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/ids.hpp>
#include <itsmflow/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// What happened. The names of these are stored: one is never renamed or given another meaning.
enum class EventType {
  started,      ///< the case came to be
  claimed,      ///< a person reserved an activity
  handed_over,  ///< the holder gave it to another person, who has yet to accept
  accepted,     ///< that person took it
  begun,
  suspended,
  resumed,
  set,        ///< data were filled in while an activity was under way
  opened,     ///< an activity of several items began
  item_done,  ///< one of its items was done
  done,       ///< an activity ended
  withdrawn,  ///< claimed or begun work went back, by its holder or because it can't happen any more
  routed,     ///< the engine decided a guarded row, a fork or a join
  timer_set,  ///< a result with `after` has begun to count
  timer_stopped,
  timer_due,
  received,           ///< a message came
  called,             ///< a service was called
  call_failed,        ///< its handler failed
  launched,           ///< another process was run
  returned,           ///< its case ended
  linked,             ///< a case of another process was started
  deviated,           ///< a step deviates from the model, with a motive; of skip and extra it is all that happens
  confirmed,          ///< somebody confirmed a deviation
  disapproved,        ///< … or disapproved it
  confirmation_late,  ///< nobody has said anything in time
  judged,             ///< somebody said how the case turned out
  over,               ///< the case is complete
  cancelled,          ///< the case was given up
};

/// The name as it is stored: "handed_over".
ITSMFLOW_EXPORT std::string_view to_string(EventType type) noexcept;

/// An event as people read it: names, not numbers.
struct Event {
  CaseId case_id;
  std::int64_t number = 0;    ///< in its case, from 1
  std::int64_t step = 0;      ///< number of the first event of the step it came with
  std::int64_t position = 0;  ///< over all cases; 0 while it is not known
  EventType type = EventType::started;
  Timestamp at;
  std::string actor;     ///< empty: the engine
  std::string role;      ///< as which the actor did it; empty where none was needed
  std::string activity;  ///< empty where there is none
  std::string result;    ///< of `done`, of timers and of `returned`; may be empty
  std::string item;      ///< of an activity of several items: which
  std::string answer;    ///< of `item_done`
  std::string message;   ///< of `received`: its name; of `done`: the message that it took
  CaseId other{0};       ///< of `launched` and `linked`: the new case; of `started`: the case that it came from
  std::string person;    ///< of `handed_over`: to whom; of `withdrawn`: who held it
  std::string note;  ///< in words: of a suspension, a hand-over, a withdrawal, a cancellation, why somebody deviated, confirmed or
                     ///< judged; of `routed`: the row as written
  Data data;         ///< what was written, given and computed; not what is withheld
  std::vector<std::string> withheld{};       ///< fields that were filled with what is sensitive
  std::int64_t deviation = 0;                ///< of `deviated` and what is said of it later: its number in the case, from 1
  DeviationKind kind = DeviationKind::skip;  ///< of `deviated`
  std::string motive;                        ///< of `deviated`; `note` has what was said why
  std::vector<std::string> overrode;         ///< of `deviated`: what stood in the way, in words
  std::string outcome;                       ///< of `judged`
};

}  // namespace itsmflow
