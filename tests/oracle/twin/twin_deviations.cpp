// Steps in spite of what stands in their way (9.2 to 9.5), and which of 9.6 to 9.11 they are.

#include "world.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using About = Question::About;
using Deviation = DeviationKind;

/// 9.5: what each obstacle is overridden as.
const std::vector<std::pair<Kind, Deviation>> kOverridden{
    {Kind::guard_false, Deviation::override_guard},  {Kind::missing_data, Deviation::missing_data},
    {Kind::wrong_role, Deviation::out_of_role},      {Kind::four_eyes, Deviation::override_people},
    {Kind::same_person, Deviation::override_people}, {Kind::rule, Deviation::override_rule}};

bool names_of(const Model& model, const std::vector<std::string>& skipping) {
  return std::all_of(skipping.begin(), skipping.end(), [&](const std::string& each) {
    const Activity* activity = model.activity(each.substr(0, each.find('.')));
    if (!activity || each.find('.') == std::string::npos) return activity != nullptr;
    return activity->result(each.substr(each.find('.') + 1)) != nullptr;
  });
}

bool is_order(Kind kind) {
  return kind == Kind::not_reached || kind == Kind::wrong_state;
}

}  // namespace

bool stands_in_order(const Kinds& found) {
  return std::any_of(found.begin(), found.end(), is_order);
}

/// 9.3.
Outcome Twin::deviate(About about, const std::string& person, const std::string& activity, const std::string& result,
                      const Data& data, const Motive& motive) {
  const auto& motives = model_.deviations.motives;
  const Activity& type = *model_.activity(activity_of(activity));
  const auto is_taken = [&](const auto& each) {
    return is_taken_on_the_way(each.first, each.second) || accepts(activity, &result, {each});
  };
  const bool known = std::any_of(motives.begin(), motives.end(), [&](const auto& each) { return each.first == motive.name; }) &&
                     names_of(model_, motive.skipping) && (!motive.as || *motive.as <= Deviation::again) &&
                     std::all_of(data.begin(), data.end(), is_taken);
  const auto possible = type.items ? answers(type) : std::vector<std::string>{};
  const bool ends = type.items ? std::count(possible.begin(), possible.end(), result) > 0 : type.result(result) != nullptr;
  if (!known || !ends) return {.error = true};
  const auto question = about_which({about, person, activity, result, data});
  if (!question) return {.error = true};
  const Kinds found = obstacles(*question);
  if (found.empty() && about == About::perform) return perform(person, activity, result, data);
  if (found.empty()) return end(person, activity, result, data);
  if (is_beyond(*question, found)) return {.obstacles = found};
  world_.acts(*this, person);
  return world_.deviating_step(*this, found, [&] {
    if (stands_in_order(found))
      do_in_order(*question, motive);
    else if (motive.as || !motive.skipping.empty())  // there is no other order
      throw World::Wrong{};
    else
      do_in_spite(*question, motive);
  });
}

/// 9.9: some activity that a line of `skip` is about takes it.
bool Twin::is_taken_on_the_way(const std::string& path, const Value& value) const {
  if (!keeps(*model_.field(path), value)) return false;
  return std::any_of(model_.activities.begin(), model_.activities.end(), [&](const Activity& activity) {
    const auto takes_it = [&](const Result& each) { return takes(activity, &each).count(path) > 0; };
    return std::any_of(activity.results.begin(), activity.results.end(), takes_it) &&
           std::any_of(model_.deviations.allow.begin(), model_.deviations.allow.end(),
                       [&](const Line& line) { return line.what == Deviation::skip && is_about(line, activity); });
  });
}

/// 9.4.
bool Twin::is_beyond(const Question& question, const Kinds& found) const {
  const Activity& activity = *model_.activity(activity_of(question.activity));
  const bool in_order = !stands_in_order(found);
  if (found.count(Kind::case_over) || found.count(Kind::taken) || activity.performer != Performer::people) return true;
  if (activity.items) return activity.items->kind == Items::Kind::votes || !in_order;
  if (model_.about(activity) && !in_order) return true;
  const Result& result = *activity.result(*question.result);
  const auto held = now_.work.find(question.activity);
  const bool begun = held != now_.work.end() && held->second.begun;
  return result.after > 0 || (question.about == About::end && !begun) || stranded_at_the_end(activity, result, question) ||
         computing_obstacles(activity, result, question).count(Kind::guard_false) > 0;
}

/// 9.15.
bool Twin::is_stopped() const {
  if (blunder_ == Blunder::stopped_goes_on) return false;
  return std::any_of(now_.deviations.begin(), now_.deviations.end(), [&](const Deviated& each) {
    const auto& confirm = model_.deviations.allow[each.line].confirm;
    if (!confirm) return false;
    return ((each.said == ConfirmationStatus::late || becomes_late(each)) && confirm->stops_late) ||
           (each.said == ConfirmationStatus::disapproved && confirm->stops_disapproved);
  });
}

/// 9.1.
bool Twin::is_about(const Line& line, const Activity& activity) const {
  const auto& never = model_.deviations.never;
  if (std::count(never.begin(), never.end(), activity.id) > 0 && blunder_ != Blunder::never_is_nothing) return false;
  if (line.activities.empty()) return can_be(line.what, model_, activity);
  return std::count(line.activities.begin(), line.activities.end(), activity.id) > 0;
}

/// 9.2: the line that permits it.
std::optional<std::size_t> Twin::permits(Deviation what, const Piece& piece, const std::string& person,
                                         const std::string& motive) const {
  const Deviations& policy = model_.deviations;
  const std::string activity = activity_of(piece);
  if (is_stopped()) return std::nullopt;
  if (policy.at_most > 0 && now_.deviations.size() >= static_cast<std::size_t>(policy.at_most)) return std::nullopt;
  for (std::size_t i = 0; i < policy.allow.size(); ++i) {
    const Line& line = policy.allow[i];
    const bool about = is_about(line, *model_.activity(activity));
    const bool with = line.motives.empty() || std::count(line.motives.begin(), line.motives.end(), motive) > 0;
    const auto made =
        std::count_if(now_.deviations.begin(), now_.deviations.end(), [&](const Deviated& each) { return each.line == i; });
    const bool worn_out = line.at_most > 0 && made >= line.at_most && blunder_ != Blunder::no_line_wears_out;
    if (line.what == what && about && with && !worn_out && is_permitted_to(line, piece, person)) return i;
  }
  return std::nullopt;
}

/// The roles are those of the line or else of the activity: of an item its own, and of several items, passed over as a whole, any of
/// them.
bool Twin::is_permitted_to(const Line& line, const Piece& piece, const std::string& person) const {
  const Activity& activity = *model_.activity(activity_of(piece));
  std::vector<std::string> roles = line.by;
  if (roles.empty()) roles = activity.items && !item_of(piece).empty() ? item_roles(activity, item_of(piece)) : activity.roles;
  if (roles.empty() && activity.items && item_of(piece).empty())
    for (const Part& part : activity.items->parts) roles.insert(roles.end(), part.roles.begin(), part.roles.end());
  const auto& his = model_.people.at(person);
  return std::any_of(roles.begin(), roles.end(), [&](const std::string& role) { return his.count(role) > 0; });
}

/// 9.14. False: it isn't permitted.
bool Twin::deviates(Deviation what, const Source& about, const std::string& item, const std::string& person, const Motive& motive) {
  const bool of_part = !item.empty() && model_.activity(about.activity)->items;
  const auto line = permits(what, of_part ? about.activity + " " + item : about.activity, person, motive.name);
  if (!line) return false;
  const auto& confirm = model_.deviations.allow[*line].confirm;
  now_.deviations.push_back({.kind = what,
                             .activity = about.activity,
                             .result = about.result,
                             .item = item,
                             .motive = motive.name,
                             .person = person,
                             .line = *line,
                             .at = world_.clock_,
                             .said = confirm ? ConfirmationStatus::awaited : ConfirmationStatus::none});
  happened(EventType::deviated, about.activity, about.result, std::string(to_string(what)));
  return true;
}

/// 9.5.
void Twin::override_all(const Question& question, const Motive& motive, const Kinds& found) {
  const Activity& activity = *model_.activity(activity_of(question.activity));
  const Source about{activity.id, activity.items ? "" : *question.result};
  std::set<Deviation> made;
  for (const auto& [kind, what] : kOverridden) {
    if (!found.count(kind) || !made.insert(what).second) continue;
    if (!deviates(what, about, item_of(question.activity), question.person, motive)) throw World::Blocked{};
  }
}

/// 9.5: the rules that the obstacle names, and others that can't be kept without them.
void Twin::switch_off(const Activity& activity, const std::optional<std::string>& result, bool ends) {
  if (blunder_ == Blunder::rules_stay_on) return;
  const auto after = [&](const std::string& ending) {
    Course::Endings endings = now_.endings;
    endings.push_back({activity.id, ending});
    return endings;
  };
  const auto& first = activity.results.front().id;
  const auto named = [&]() -> Course::Off {
    if (!result && !breaks_rules(activity, std::nullopt, false)) return {};
    const Course::Endings endings = after(result.value_or(first));
    if (!course_.can_be_kept(endings, now_.off)) return course_.blamed(endings, now_.off);
    return ends ? course_.unsatisfied(endings, now_.off) : Course::Off{};
  };
  for (Course::Off off = named(); !off.empty(); off = named()) now_.off.merge(off);
}

/// What stands in the way now is overridden, and the step is done.
void Twin::do_in_spite(const Question& question, const Motive& motive) {
  const Kinds found = obstacles(question);
  if (is_beyond(question, found) || stands_in_order(found)) throw World::Blocked{};
  override_all(question, motive, found);
  if (!accepts(question.activity, &*question.result, question.data)) throw World::Wrong{};
  const Activity& activity = *model_.activity(activity_of(question.activity));
  if (activity.items) {
    if (found.count(Kind::rule)) switch_off(activity, std::nullopt, false);
    do_item(question);
    return;
  }
  const Result& result = *activity.result(*question.result);
  if (found.count(Kind::rule)) switch_off(activity, result.id, ends_case(activity, result));
  add_element(question);
  finish(question.activity, result, question.person, question.data);
}

}  // namespace itsmflow::oracle
