#include "story/saying.hpp"

#include <itsmflow/story.hpp>

#include <fmt/format.h>

#include "base/harmless.hpp"

namespace itsmflow {
namespace story {
namespace {

std::string as_role(const Event& event, const Names& names) {
  return event.role.empty() ? "" : " as " + names.role(event.role);
}

Said withdrawal(const Event& event, const Names& names) {
  if (!event.actor.empty()) return {fmt::format("{} gave {} back", names.person(event.actor), what(event, names)), event.note};
  const std::string from = event.person.empty() ? "" : " from " + names.person(event.person);
  return {fmt::format("{} was withdrawn{}", what(event, names), from), event.note};
}

Said did(const Event& event, const Names& names, std::string_view verb) {
  return {fmt::format("{} {} {}", names.person(event.actor), verb, what(event, names)), event.note};
}

Said finished(const Event& event, const Names& names) {
  const std::string result = event.result.empty() ? "" : ": " + names.result(event.activity, event.result);
  if (event.actor.empty() && !event.message.empty())
    return {fmt::format("the message '{}' ended {}{}", event.message, what(event, names), result)};
  if (event.actor.empty()) return {fmt::format("the engine passed {}{}", what(event, names), result)};
  return {fmt::format("{} did {}{}{}", names.person(event.actor), what(event, names), as_role(event, names), result)};
}

Said item_done(const Event& event, const Names& names) {
  const std::string answer = event.answer.empty() ? "" : ": " + event.answer;
  return {fmt::format("{} did {}{}{}", names.person(event.actor), what(event, names), as_role(event, names), answer)};
}

Said beginning(const Event& event, const Names& names) {
  if (event.other.value == 0) return {names.person(event.actor) + " started the case" + as_role(event, names)};
  return {fmt::format("the case was started by case {}", event.other.value)};
}

/// Of timers: a result, or the next try of a service.
Said timer(const Event& event, const Names& names, std::string_view of_result, std::string_view of_service) {
  if (event.result.empty()) return {fmt::format("{} {}", what(event, names), of_service)};
  return {fmt::format("{}: {} {}", what(event, names), names.result(event.activity, event.result), of_result)};
}

Said coming_back(const Event& event, const Names& names) {
  const std::string note = event.note.empty() ? "" : fmt::format(" ({})", event.note);
  return {fmt::format("case {} came back to {}: {}{}", event.other.value, names.activity(event.activity),
                      names.result(event.activity, event.result), note)};
}

Said deviation(const Event& event, const Names& names) {
  return {fmt::format("{} {}, deviation {} with motive {}", names.person(event.actor), what_deviated(event, names), event.deviation,
                      names.motive(event.motive)),
          event.note};
}

Said judgement(const Event& event, const Names& names, std::string_view verb) {
  return {fmt::format("{} {} deviation {}", names.person(event.actor), verb, event.deviation), event.note};
}

Said about_work(const Event& event, const Names& names) {
  switch (event.type) {
    case EventType::claimed:
      return did(event, names, "claimed");
    case EventType::handed_over:
      return {fmt::format("{} handed {} over to {}", names.person(event.actor), what(event, names), names.person(event.person)),
              event.note};
    case EventType::accepted:
      return did(event, names, "accepted");
    case EventType::begun:
      return did(event, names, "began");
    case EventType::suspended:
      return did(event, names, "suspended");
    case EventType::resumed:
      return did(event, names, "resumed");
    case EventType::set:
      return {fmt::format("{} filled in data of {}", names.person(event.actor), what(event, names))};
    case EventType::opened:
      return {names.activity(event.activity) + " was opened"};
    case EventType::item_done:
      return item_done(event, names);
    case EventType::done:
      return finished(event, names);
    case EventType::withdrawn:
      return withdrawal(event, names);
    default:
      return {std::string(to_string(event.type))};
  }
}

Said about_case(const Event& event, const Names& names) {
  switch (event.type) {
    case EventType::started:
      return beginning(event, names);
    case EventType::deviated:
      return deviation(event, names);
    case EventType::confirmed:
      return judgement(event, names, "confirmed");
    case EventType::disapproved:
      return judgement(event, names, "disapproved");
    case EventType::confirmation_late:
      return {fmt::format("nobody confirmed deviation {} in time", event.deviation)};
    case EventType::judged:
      if (event.outcome == "undecided") return {names.person(event.actor) + " took the outcome back that was given", event.note};
      return {fmt::format("{} gave the outcome: {}", names.person(event.actor), names.outcome(event.outcome)), event.note};
    case EventType::over:
      return {"the case is over"};
    case EventType::cancelled:
      return {names.person(event.actor) + " gave the case up", event.note};
    default:
      return about_work(event, names);
  }
}

/// What stands around the activity.
struct Phrase {
  std::string_view before;
  std::string_view after;
};

Phrase phrase(DeviationKind kind) {
  switch (kind) {
    case DeviationKind::skip:
      return {"passed over", ""};
    case DeviationKind::extra:
      return {"did", " beside the order, so that nothing moved"};
    case DeviationKind::again:
      return {"went back to do", " again"};
    case DeviationKind::override_guard:
      return {"went on with", " against its guard"};
    case DeviationKind::missing_data:
      return {"went on with", " without data that it requires"};
    case DeviationKind::out_of_role:
      return {"went on with", " without having a role for it"};
    case DeviationKind::override_people:
      return {"went on with", " against a rule about people"};
    case DeviationKind::override_rule:
      return {"went on with", " against a rule about the course of the case"};
  }
  return {"deviated at", ""};
}

}  // namespace

std::string what(const Event& event, const Names& names) {
  const bool says_more = !event.item.empty() && event.item != event.actor && event.item != event.person;
  return names.activity(event.activity, says_more ? event.item : "");
}

std::string what_deviated(const Event& event, const Names& names) {
  const bool ends_it = event.kind == DeviationKind::skip || event.kind == DeviationKind::extra;
  const std::string result = event.result.empty() || !ends_it ? "" : " as " + names.result(event.activity, event.result);
  const auto [before, after] = phrase(event.kind);
  return fmt::format("{} {}{}{}", before, what(event, names), result, after);
}

Said say(const Event& event, const Names& names) {
  switch (event.type) {
    case EventType::routed:
      return {"the engine decided", event.note};
    case EventType::timer_set:
      return timer(event, names, "waits for its time", "waits for its next try");
    case EventType::timer_stopped:
      return timer(event, names, "waits no longer for its time", "waits no longer for its next try");
    case EventType::timer_due:
      return timer(event, names, "is due", "is due for another try");
    case EventType::received:
      return {fmt::format("the message '{}' came", event.message)};
    case EventType::called:
      return {fmt::format("the service of {} was called", names.activity(event.activity))};
    case EventType::call_failed:
      return {fmt::format("the service of {} failed", names.activity(event.activity)), event.note};
    case EventType::launched:
      return {fmt::format("{} runs as case {}", names.activity(event.activity), event.other.value)};
    case EventType::returned:
      return coming_back(event, names);
    case EventType::linked:
      return {fmt::format("case {} was started", event.other.value)};
    default:
      return about_case(event, names);
  }
}

}  // namespace story

std::string sentence(const Event& event) {
  const story::Said said = story::say(event, story::Names());
  return harmless(said.note.empty() ? said.text : said.text + ": " + said.note);
}

}  // namespace itsmflow
