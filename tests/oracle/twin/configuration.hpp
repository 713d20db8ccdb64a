#pragma once

// What a case is (section 1 of the semantics), in the twin's words.

#include "course.hpp"
#include "flow.hpp"

#include <itsmflow/engine.hpp>

namespace itsmflow::oracle {

/// 1.4: what one person has in hand of one activity.
struct Held {
  WorkStatus status = WorkStatus::claimed;
  bool begun = false;      ///< also while it is suspended or handed over
  bool suspended = false;  ///< also while it is handed over
  std::string holder;      ///< from the hand-over on: whoever it was handed to
  std::string giver{};
  Places input{};  ///< what it took when it was begun
  int since = 0;   ///< the later it was taken in hand, the higher
};

/// 2.14: a region that runs. Branches are named by their targets.
struct Run {
  std::set<std::string> begun{};
  std::set<std::string> ended{};
  bool taken = false;  ///< its join
};

/// 1.5: an activity of several items, once it was opened.
struct UnderWay {
  Places input{};
  std::vector<std::string> items{};                                   ///< fixed; of votes those who have cast one
  std::map<std::string, std::pair<std::string, std::string>> done{};  ///< by item: the answer and the person
  int since = 0;
  int tries = 0;           ///< of a service: how often it was called
  bool asked = false;      ///< … whether its handler knows of the last call
  bool gave_up = false;    ///< … it failed too often
  std::size_t other = 0;   ///< of a process: the number of the case that runs
  std::string returned{};  ///< … the result, once that case is over
};

/// Work is named by its activity, or by "activity item".
using Piece = std::string;
std::string activity_of(const Piece& piece);
std::string item_of(const Piece& piece);

/// 6.10: of a result with `after`; and 6.8: of a service that is to be called again, under the name "".
struct Timer {
  std::int64_t at = 0;  ///< seconds since the world began
  bool due = false;
  int since = 0;  ///< the later it was started, the higher
};

/// 1.6: one element of an object with `many`.
struct Element {
  std::string state = "none";
  Data given{};  ///< by path ("task.f1")
};

/// 3.11: what a person had a part in.
struct PartIn {
  std::string person;
  std::string activity;
  std::string result{};  ///< "*": an item of it, or he handed it over
  std::string item{};    ///< of an activity about one element: its number
  auto operator<=>(const PartIn&) const = default;
};

/// 1.7.
struct Message {
  std::string name;
  Data values{};
};

/// What happened, as far as the twin tells: an event's type, its activity and its result; and of deviations the kind and the number, of
/// what is said about them the number, of a judgement the outcome.
struct Happened {
  EventType type;
  std::string activity{};
  std::string result{};
  std::string about{};
  auto operator<=>(const Happened&) const = default;
};

/// 9.14 and 9.15: a deviation that was made.
struct Deviated {
  DeviationKind kind = DeviationKind::skip;
  std::string activity;
  std::string result{};
  std::string item{};
  std::string motive{};
  std::string person{};  ///< who answers for it
  std::size_t line = 0;  ///< that permitted it
  std::int64_t at = 0;
  ConfirmationStatus said = ConfirmationStatus::none;
  std::string judge{};
};

/// 9.11: the marking before an activity was last done by a person, with what was in hand and under way back in its places.
struct Before {
  std::map<std::string, std::string> states{};
  Places tokens{};
  std::map<std::size_t, Run> runs{};
  std::map<std::string, std::size_t> assumed{};
  std::size_t when = 0;  ///< later ones have higher numbers
};

/// 1.1.
struct Configuration {
  std::map<std::string, std::string> states{};  ///< of the objects that have any
  Places tokens{};
  Course::Endings endings{};  ///< 3.17
  Data given{};
  std::vector<Element> elements{};  ///< of the object with `many`, in the order of their numbers
  std::map<Piece, Held> work{};
  std::map<std::string, UnderWay> under_way{};
  std::set<PartIn> parts{};
  CaseStatus status = CaseStatus::open;
  std::map<std::size_t, Run> runs{};                              ///< by the row of the join
  std::map<std::pair<std::string, std::string>, Timer> timers{};  ///< by activity and result
  std::vector<Message> messages{};
  std::vector<Deviated> deviations{};            ///< by their number, which begins with 1
  std::set<std::size_t> off{};                   ///< 9.5: rules that were overridden
  std::map<std::string, std::size_t> assumed{};  ///< 9.12: by object the number of the skip
  std::map<std::string, Before> before{};        ///< by activity
  std::string given_outcome{};                   ///< 10.3; empty: nobody has given one
  std::string judge{};
  std::string ended_by{};
  std::size_t parent = 0;          ///< the number of the case that runs or started this one
  int hands = 0;                   ///< how often work was taken in hand, or a timer started
  std::vector<Happened> events{};  ///< since the last command was given
};

}  // namespace itsmflow::oracle
