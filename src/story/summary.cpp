// The first sentences: who began the case and when, how it ended, whether it complied, and what came of it.

#include <fmt/format.h>

#include <algorithm>

#include "story/telling.hpp"

namespace itsmflow::story {
namespace {

std::string beginning(const Telling& telling, const Story& story) {
  const std::string when = telling.moments.in_words(story.started);
  if (telling.events.empty()) return fmt::format("Case {} was started on {}.", story.id.value, when);
  const Event& first = telling.events.front();
  if (first.other.value != 0) return fmt::format("Case {} was started by case {} on {}.", story.id.value, first.other.value, when);
  const std::string role = first.role.empty() ? "" : " as " + telling.names.role(first.role);
  return fmt::format("{} started case {}{} on {}.", telling.names.person(first.actor), story.id.value, role, when);
}

/// ", with Request for change 'rejected'".
std::string with_state(const Telling& telling) {
  const auto object = telling.model.case_object;
  if (!object || telling.events.empty()) return "";
  const ObjectType& type = telling.model.objects[*object];
  if (type.states.empty()) return "";
  const std::uint32_t state = telling.trail.after(telling.events.size() - 1)[*object];
  return fmt::format(", with {} '{}'", telling.names.object(type.id), type.states.at(state));
}

std::string ending(const Telling& telling, const Story& story) {
  if (!story.ended) return fmt::format("It is still open{}.", with_state(telling));
  const std::string when = telling.moments.in_words(*story.ended);
  const std::string after = roughly(between(story.started, *story.ended));
  const auto cancelled = std::find_if(telling.events.begin(), telling.events.end(),
                                      [](const Event& event) { return event.type == EventType::cancelled; });
  if (cancelled == telling.events.end()) return fmt::format("It ended on {}, {} later{}.", when, after, with_state(telling));
  const std::string who = cancelled->actor.empty() ? "It was given up" : telling.names.person(cancelled->actor) + " gave it up";
  const std::string why = cancelled->note.empty() ? "." : ": " + cancelled->note;
  return fmt::format("{} on {}, {} later{}", who, when, after, why);
}

/// ", 1 of them disapproved and 1 never confirmed".
std::string of_them(std::size_t all, std::size_t disapproved, std::size_t silent, CaseStatus status) {
  const bool is_open = status == CaseStatus::open;
  const std::string_view not_confirmed = is_open ? "not confirmed yet" : "never confirmed";
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, std::string_view what) {
    if (count > 0) parts.push_back(fmt::format("{}{} {}", count, parts.empty() ? " of them" : "", what));
  };
  if (all == 1) {
    if (disapproved > 0) return ", which was disapproved";
    return silent > 0 ? fmt::format(", which {} {}", is_open ? "is" : "was", not_confirmed) : "";
  }
  add(disapproved, "disapproved");
  add(silent, not_confirmed);
  return parts.empty() ? "" : ", " + listing(parts);
}

std::string compliance(const Story& story) {
  const bool is_open = story.status == CaseStatus::open;
  const auto& all = story.deviations;
  if (all.empty())
    return is_open ? "So far the case complies: nobody has deviated from the model."
                   : "The case complied: nobody deviated from the model.";
  const auto with = [&](ConfirmationStatus status) {
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const StoryDeviation& d) { return d.confirmation == status; }));
  };
  const std::size_t silent = with(ConfirmationStatus::awaited) + with(ConfirmationStatus::late);
  return fmt::format("The case {} not comply: {} deviation{}{}.", is_open ? "does" : "did", all.size(), all.size() == 1 ? "" : "s",
                     of_them(all.size(), with(ConfirmationStatus::disapproved), silent, story.status));
}

std::string coming_out(const Telling& telling, const Story& story) {
  const StoryOutcome& outcome = story.outcome;
  std::string counts;
  if (outcome.counts_as == Outcome::Counts::success && outcome.id != "success") counts = ", which counts as success";
  if (outcome.counts_as == Outcome::Counts::failure && outcome.id != "failure") counts = ", which counts as failure";
  std::string source;
  if (!outcome.judge.empty()) source = fmt::format(", as {} said", outcome.judge);
  if (!outcome.guard.empty()) source = fmt::format(", as its guard says ({})", in_one_line(outcome.guard));
  const std::string& reason = outcome.guard.empty() ? outcome.because : outcome.why;
  const std::string words = reason.empty() ? "." : ": " + reason;
  return fmt::format("The outcome is {}{}{}{}", telling.names.outcome(outcome.id), counts, source, words);
}

}  // namespace

std::vector<std::string> summary(const Telling& telling, const Story& story) {
  std::vector<std::string> sentences{beginning(telling, story), ending(telling, story), compliance(story)};
  if (!story.outcome.id.empty()) sentences.push_back(coming_out(telling, story));
  return sentences;
}

}  // namespace itsmflow::story
