// What is still to be done, said or waited for.

#include <fmt/format.h>

#include <algorithm>

#include "story/saying.hpp"
#include "story/telling.hpp"

namespace itsmflow::story {
namespace {

std::string standing(const WorkView& work, const Names& names) {
  const std::string holder = names.person(work.holder);
  switch (work.status) {
    case WorkStatus::offered: {
      std::vector<std::string> roles;
      for (const std::string& role : work.roles) roles.push_back(names.role(role));
      return roles.empty() ? "can be done by anybody" : "can be done by " + listing(roles, "or");
    }
    case WorkStatus::claimed:
      return "is claimed by " + holder;
    case WorkStatus::handed_over:
      return fmt::format("was handed over to {}, who hasn't accepted it", holder);
    case WorkStatus::begun:
      return "was begun by " + holder;
    case WorkStatus::suspended:
      return fmt::format("was suspended by {}{}", holder, work.note.empty() ? "" : ": " + work.note);
  }
  return "";
}

std::string waiting(const WaitView& wait, const Names& names) {
  const std::string activity = names.activity(wait.activity);
  if (!wait.message.empty()) return fmt::format("{} waits for the message '{}'", activity, wait.message);
  if (!wait.service.empty()) return fmt::format("{} waits for the service '{}'", activity, wait.service);
  return fmt::format("{} waits for case {}", activity, wait.other.value);
}

std::string timer(const TimerView& timer, const Telling& telling) {
  const std::string activity = telling.names.activity(timer.activity);
  const std::string due = telling.moments.in_words(timer.due);
  if (timer.result.empty()) return fmt::format("The service of {} is called again on {}", activity, due);
  return fmt::format("{} ends as {} on {}", activity, telling.names.result(timer.activity, timer.result), due);
}

std::string rule(const RuleView& rule) {
  return "This rule is not kept yet: " + (rule.title.empty() ? rule.says : rule.title);
}

std::string confirmation(const StoryDeviation& deviation, const Telling& telling) {
  const std::string by = deviation.confirm_by.empty() ? "" : " by " + listing(deviation.confirm_by, "or");
  const std::string until = deviation.due ? ", until " + telling.moments.in_words(*deviation.due) : "";
  return fmt::format("Deviation {} is to be confirmed{}{}", deviation.number, by, until);
}

void add_work(std::vector<std::string>& list, const Telling& telling) {
  const CaseView& view = telling.view;
  if (view.status != CaseStatus::open) return;
  for (const WorkView& work : view.work)
    list.push_back(fmt::format("{} {}", telling.names.activity(work.activity, work.item), standing(work, telling.names)));
  for (const VoteView& vote : view.votes)
    list.push_back(fmt::format("The vote {} is not decided: {} of {} votes are cast", telling.names.activity(vote.activity),
                               vote.cast, vote.quorum));
  for (const WaitView& wait : view.waits) list.push_back(waiting(wait, telling.names));
  for (const TimerView& one : view.timers) list.push_back(timer(one, telling));
  for (const MessageView& message : view.messages) list.push_back(fmt::format("Nothing has taken the message '{}'", message.name));
  for (const RuleView& one : view.rules) {
    if (one.status == RuleStatus::pending && !one.is_off) list.push_back(rule(one));
  }
}

}  // namespace

std::vector<std::string> still_open(const Telling& telling, const Story& story) {
  std::vector<std::string> list;
  add_work(list, telling);
  for (const StoryDeviation& deviation : story.deviations) {
    const bool waits = deviation.confirmation == ConfirmationStatus::awaited || deviation.confirmation == ConfirmationStatus::late;
    if (waits) list.push_back(confirmation(deviation, telling));
  }
  if (story.outcome.id == "undecided") {
    const auto& roles = telling.model.outcomes.roles;
    list.push_back(
        fmt::format("The outcome is to be given by {}", any_of(telling, roles.empty() ? telling.model.start.roles : roles)));
  }
  for (std::string& text : list) text += '.';
  return list;
}

}  // namespace itsmflow::story
