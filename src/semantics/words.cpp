#include <itsmflow/event.hpp>
#include <itsmflow/obstacle.hpp>

namespace itsmflow {

std::string_view to_string(Obstacle::Kind kind) noexcept {
  using Kind = Obstacle::Kind;
  switch (kind) {
    case Kind::case_over:
      return "case_over";
    case Kind::taken:
      return "taken";
    case Kind::conflict:
      return "conflict";
    case Kind::not_reached:
      return "not_reached";
    case Kind::wrong_state:
      return "wrong_state";
    case Kind::guard_false:
      return "guard_false";
    case Kind::missing_data:
      return "missing_data";
    case Kind::wrong_role:
      return "wrong_role";
    case Kind::four_eyes:
      return "four_eyes";
    case Kind::same_person:
      return "same_person";
    case Kind::rule:
      return "rule";
    case Kind::would_strand:
      return "would_strand";
  }
  return "";
}

std::string_view to_string(EventType type) noexcept {
  switch (type) {
    case EventType::started:
      return "started";
    case EventType::claimed:
      return "claimed";
    case EventType::handed_over:
      return "handed_over";
    case EventType::accepted:
      return "accepted";
    case EventType::begun:
      return "begun";
    case EventType::suspended:
      return "suspended";
    case EventType::resumed:
      return "resumed";
    case EventType::set:
      return "set";
    case EventType::opened:
      return "opened";
    case EventType::item_done:
      return "item_done";
    case EventType::done:
      return "done";
    case EventType::withdrawn:
      return "withdrawn";
    case EventType::routed:
      return "routed";
    case EventType::timer_set:
      return "timer_set";
    case EventType::timer_stopped:
      return "timer_stopped";
    case EventType::timer_due:
      return "timer_due";
    case EventType::received:
      return "received";
    case EventType::called:
      return "called";
    case EventType::call_failed:
      return "call_failed";
    case EventType::launched:
      return "launched";
    case EventType::returned:
      return "returned";
    case EventType::linked:
      return "linked";
    case EventType::deviated:
      return "deviated";
    case EventType::confirmed:
      return "confirmed";
    case EventType::disapproved:
      return "disapproved";
    case EventType::confirmation_late:
      return "confirmation_late";
    case EventType::judged:
      return "judged";
    case EventType::over:
      return "over";
    case EventType::cancelled:
      return "cancelled";
  }
  return "";
}

}  // namespace itsmflow
