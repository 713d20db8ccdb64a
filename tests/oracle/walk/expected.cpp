#include "walk.hpp"

namespace itsmflow::oracle {

const std::vector<Blunder> kBlunders{
    Blunder::defaults_are_given,     Blunder::any_holds_finals,        Blunder::choices_stay_open,
    Blunder::room_without_limit,     Blunder::errors_are_not_absorbed, Blunder::no_part_by_handing_over,
    Blunder::input_is_lost,          Blunder::sets_before_data,        Blunder::last_guard_first,
    Blunder::engine_before_rows,     Blunder::timers_run_on,           Blunder::messages_for_anybody,
    Blunder::services_never_give_up, Blunder::cases_never_stop,        Blunder::numbers_are_lost,
    Blunder::gone_ones_are_there,    Blunder::parts_in_any_element,    Blunder::all_is_any};

std::vector<std::pair<std::string, std::string>> expected_coverage(const Features& features) {
  std::vector<std::pair<std::string, std::string>> expected;
  const auto add = [&](const std::string& kind, const std::vector<std::string>& names) {
    for (const std::string& name : names) expected.emplace_back(kind, name);
  };
  add("construct",
      {"plain row", "row to end", "guarded row", "otherwise", "fork", "join", "join to several", "join to end", "four_eyes",
       "same_person", "rule about the start", "by engine", "results", "moves", "needs", "sets", "requires", "asks", "when"});
  add("obstacle", {"case_over", "taken", "not_reached", "wrong_state", "guard_false", "missing_data", "wrong_role", "four_eyes",
                   "same_person"});
  add("refused", {"case_over", "taken", "conflict", "not_reached", "wrong_state", "guard_false", "missing_data", "wrong_role",
                  "four_eyes", "same_person", "an error"});
  add("event", {"started", "claimed", "handed_over", "accepted", "begun", "suspended", "resumed", "set", "done", "done by itself",
                "withdrawn", "withdrawn by itself", "routed by itself", "over by itself", "cancelled"});
  add("offer", {"offered", "claimed", "handed_over", "begun", "suspended"});
  add("status", {"open", "over", "cancelled"});
  if (features.regions) add("construct", {"inclusive fork", "inclusive join"});
  if (features.cancels) add("construct", {"cancels"});
  if (features.items) {
    add("construct", {"parts", "for_each", "votes"});
    add("event", {"opened", "item_done"});
  }
  if (features.timers) {
    add("construct", {"after"});
    add("event", {"timer_set by itself", "timer_stopped by itself", "timer_due by itself"});
  }
  if (features.messages) {
    add("construct", {"waits_for"});
    add("event", {"received by itself"});
  }
  if (features.services) {
    add("construct", {"service"});
    add("event", {"called by itself", "call_failed by itself"});
    add("asked", {"service"});
  }
  if (features.others) {
    add("construct", {"runs", "runs, on_cancel: stop", "starts"});
    add("event", {"launched by itself", "returned by itself", "linked by itself", "cancelled by itself"});
  }
  if (features.many) {
    add("construct", {"about one element", "about a new element", "an element goes", "needs all", "needs any",
                      "guard over elements", "guard about one element", "rule about elements", "rule about elements and others"});
    add("seen", {"element"});
    add("element", {"its number", "new", "none, nothing in hand", "none, one in hand", "none, several in hand"});
    add("offer", {"of an element", "of a new element"});
  }
  if (features.courses) {
    add("obstacle", {"rule"});
    add("refused", {"rule"});
    add("rule", {"satisfied", "satisfied_for_now", "pending"});
    for (const std::string& name : course_templates()) add("construct", {name});
  }
  return expected;
}

}  // namespace itsmflow::oracle
