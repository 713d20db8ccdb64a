// What a box says of an activity beside who does it.

#include "draw/picture.hpp"

#include "base/text_distance.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace itsmflow::drawing {
namespace {

std::string role_names(const Model& model, const std::vector<std::uint32_t>& roles) {
  std::vector<std::string> names;
  for (const std::uint32_t role : roles) names.push_back(name_of(model.roles.at(role).id, model.roles.at(role).wording));
  return enumerate(names, "or");
}

void say_votes(const Model& model, const Votes& votes, std::vector<std::string>& lines) {
  lines.push_back(fmt::format("vote of {}", role_names(model, votes.of)));
  std::string how = fmt::format("decided by {} or more", votes.quorum);
  if (votes.pass_in != 0) how += fmt::format(", {} of {} for it", votes.pass_of, votes.pass_in);
  lines.push_back(std::move(how));
  if (!votes.veto.empty()) lines.push_back("veto: " + role_names(model, votes.veto));
}

void say_items(const Model& model, const Items& items, std::vector<std::string>& lines) {
  if (items.kind == Items::Kind::votes) return say_votes(model, items.votes, lines);
  for (const Part& part : items.parts) {
    std::string line = fmt::format("+ {}: {}", name_of(part.id, part.wording), role_names(model, part.roles));
    if (part.when) line += ", when " + part.when->expression.text();
    lines.push_back(std::move(line));
  }
  if (items.kind == Items::Kind::for_each) lines.push_back(fmt::format("for each {} of {}", items.element, model.path(items.list)));
  if (items.done == Items::Done::number) lines.push_back(fmt::format("{} of them will do", items.number));
}

void say_cancels(const Model& model, const Cancels& cancels, std::vector<std::string>& lines) {
  if (cancels.all) return lines.emplace_back("cancels all others"), void();
  std::vector<std::string> names;
  for (const std::uint32_t index : cancels.activities)
    names.push_back(name_of(model.activities.at(index).id, model.activities.at(index).wording));
  if (!names.empty()) lines.push_back("cancels " + enumerate(names));
}

void say_starts(const std::vector<StartedProcess>& starts, std::vector<std::string>& lines) {
  for (const StartedProcess& started : starts) lines.push_back("starts a case of " + started.process);
}

}  // namespace

std::vector<std::uint32_t> roles_of(const Activity& activity) {
  if (!activity.items) return activity.roles;
  std::vector<std::uint32_t> roles = activity.items->kind == Items::Kind::votes ? activity.items->votes.of : activity.roles;
  for (const Part& part : activity.items->parts) {
    for (const std::uint32_t role : part.roles) {
      if (std::ranges::find(roles, role) == roles.end()) roles.push_back(role);
    }
  }
  return roles;
}

void say_more(const Model& model, const Activity& activity, std::vector<std::string>& lines) {
  if (activity.items) say_items(model, *activity.items, lines);
  if (activity.performer == Performer::message && activity.message.about)
    lines.push_back("about: " + activity.message.about->expression.text());
  const std::uint32_t retries = activity.service.retries;
  if (retries > 0) lines.push_back(retries == 1 ? "tried again once" : fmt::format("tried again up to {} times", retries));
  say_cancels(model, activity.cancels, lines);
  say_starts(activity.starts, lines);
  for (const Result& result : activity.results) {
    std::vector<std::string> more;
    if (result.after) more.push_back("by itself after " + in_words(*result.after));
    if (result.cancels.all || result.cancels.activities != activity.cancels.activities) say_cancels(model, result.cancels, more);
    say_starts(result.starts, more);
    const std::string name = result.id.empty() ? std::string() : name_of(result.id, result.wording) + ": ";
    for (const std::string& line : more) lines.push_back(name + line);
  }
}

}  // namespace itsmflow::drawing
