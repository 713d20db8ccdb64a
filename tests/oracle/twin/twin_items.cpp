// Activities of several items (2.16 to 2.19, 3.14, 4.10, 6.6).

#include "twin.hpp"

#include <algorithm>

namespace itsmflow::oracle {

using About = Question::About;

std::string activity_of(const Piece& piece) {
  return piece.substr(0, piece.find(' '));
}

std::string item_of(const Piece& piece) {
  const std::size_t blank = piece.find(' ');
  return blank == std::string::npos ? "" : piece.substr(blank + 1);
}

/// 2.16: those that it has, or would have now.
std::vector<std::string> Twin::items_now(const Activity& activity) const {
  const auto open = now_.under_way.find(activity.id);
  if (open != now_.under_way.end()) return open->second.items;
  std::vector<std::string> found;
  if (activity.items->kind == Items::Kind::parts)
    for (const Part& part : activity.items->parts)
      if (holds(part.when, sight(now_.given, ""))) found.push_back(part.id);
  if (activity.items->kind == Items::Kind::for_each) {
    const Value list = sight(now_.given, "").read(activity.items->list);
    const std::size_t count = list.if_list() ? list.if_list()->size() : 0;
    for (std::size_t i = 1; i <= count; ++i) found.push_back(std::to_string(i));
  }
  return found;
}

/// What people may be asked about, also where it is no item now; of votes each person's own.
std::vector<Piece> Twin::all_pieces(const Activity& activity, const std::string& person) const {
  std::vector<Piece> found;
  if (!activity.items) found.push_back(activity.id);
  if (model_.about(activity)) found.push_back(activity.id + " new");
  if (model_.about(activity))  // … and a number that none has
    for (std::size_t i = 0; i <= now_.elements.size(); ++i) found.push_back(activity.id + " " + std::to_string(i + 1));
  if (!activity.items) return found;
  if (activity.items->kind == Items::Kind::votes) found.push_back(activity.id + " " + person);
  for (const Part& part : activity.items->parts) found.push_back(activity.id + " " + part.id);
  if (activity.items->kind == Items::Kind::for_each)
    for (const char* number : {"1", "2", "3"}) found.push_back(activity.id + " " + number);
  return found;
}

std::vector<std::string> Twin::answers(const Activity& activity) const {
  if (activity.items->kind == Items::Kind::votes) return {activity.items->votes.in_favour, activity.items->votes.against};
  return activity.items->answers.empty() ? std::vector<std::string>{""} : activity.items->answers;
}

const std::vector<std::string>& Twin::item_roles(const Activity& activity, const std::string& item) const {
  if (activity.items->kind == Items::Kind::votes) return activity.items->votes.of;
  for (const Part& part : activity.items->parts)
    if (part.id == item) return part.roles;
  return activity.roles;
}

std::set<std::string> Twin::item_takes(const Activity& activity, const std::string& item, bool required_only) const {
  std::set<std::string> found(activity.effects.required.begin(), activity.effects.required.end());
  if (!required_only) found.insert(activity.effects.asked.begin(), activity.effects.asked.end());
  for (const Part& part : activity.items->parts) {
    if (part.id != item) continue;
    found.insert(part.required.begin(), part.required.end());
    if (!required_only) found.insert(part.asked.begin(), part.asked.end());
  }
  return found;
}

std::vector<ItemSeen> Twin::items_seen(const Activity& activity) const {
  std::vector<ItemSeen> found;
  if (!activity.items) return found;
  const auto open = now_.under_way.find(activity.id);
  for (const std::string& item : items_now(activity)) {
    const bool done = open != now_.under_way.end() && open->second.done.count(item) > 0;
    found.push_back({done ? open->second.done.at(item).first : ""});
  }
  return found;
}

/// 2.18; and 2.19: with no items it is complete from the beginning.
bool Twin::is_complete(const Activity& activity) const {
  const auto open = now_.under_way.find(activity.id);
  if (activity.items->kind == Items::Kind::votes) return open != now_.under_way.end() && !decided(activity).empty();
  const std::size_t items = items_now(activity).size();
  const std::size_t done = open == now_.under_way.end() ? 0 : open->second.done.size();
  const auto wanted = static_cast<std::size_t>(activity.items->done);
  return done >= (wanted == 0 ? items : std::min(wanted, items));
}

/// 2.18: the result of the votes; empty while they aren't decided.
std::string Twin::decided(const Activity& activity) const {
  const Votes& votes = activity.items->votes;
  int in_favour = 0;
  int cast = 0;
  for (const auto& [person, vote] : now_.under_way.at(activity.id).done) {
    const auto& roles = model_.people.at(person);
    const bool veto =
        std::any_of(votes.veto.begin(), votes.veto.end(), [&](const std::string& role) { return roles.count(role) > 0; });
    if (veto && vote.first == votes.against) return votes.against;
    ++cast;
    in_favour += vote.first == votes.in_favour ? 1 : 0;
  }
  if (cast < votes.quorum) return "";
  const bool carried = votes.pass_of == 0 ? 2 * in_favour > cast : in_favour * votes.pass_in >= cast * votes.pass_of;
  return carried ? votes.in_favour : votes.against;
}

/// 3.14.
Kinds Twin::item_obstacles(const Question& question) const {
  if (now_.status != CaseStatus::open) return {Kind::case_over};
  const Activity& activity = *model_.activity(activity_of(question.activity));
  const std::string item = item_of(question.activity);
  const bool votes = activity.items->kind == Items::Kind::votes;
  const auto open = now_.under_way.find(activity.id);
  const bool opened = open != now_.under_way.end();
  const auto held = now_.work.find(question.activity);
  const bool begun = held != now_.work.end() && held->second.begun;
  const auto items = items_now(activity);
  const bool is_item = std::count(items.begin(), items.end(), item) > 0;
  const bool ends = question.about != About::begin && question.about != About::claim;
  const bool offer = question.about >= About::offer;
  const Data data = with(question.data);

  Kinds found;
  if (question.about != About::offer_in_hand && taken(question)) found.insert(Kind::taken);
  const bool resting = question.about == About::offer_in_hand;
  if (!resting && opened && !votes && open->second.done.count(item)) found.insert(Kind::taken);
  if (!resting && opened && is_complete(activity) && (votes || is_item)) found.insert(Kind::taken);
  if (!opened && !input_of(activity.id)) found.insert(Kind::not_reached);
  if (!votes && !is_item) found.insert(Kind::not_reached);
  if (question.about == About::end && !begun) found.insert(Kind::not_reached);
  found.merge(state_obstacles(activity, std::nullopt, ""));
  const auto& guard = activity.effects.when;
  bool guard_is_open = false;
  if (guard && offer)
    for (const std::string& path : fields_of(*guard))
      guard_is_open = guard_is_open || item_takes(activity, item, false).count(path) > 0;
  if (!opened && !guard_is_open && !holds(guard, sight(data, question.person))) found.insert(Kind::guard_false);
  if (ends && !offer)
    for (const std::string& path : item_takes(activity, item, true))
      if (!data.count(path) || data.at(path).is_null()) found.insert(Kind::missing_data);
  found.merge(people_obstacles({question.about, question.person, question.activity}));
  if (breaks_rules(activity, std::nullopt, begun)) found.insert(Kind::rule);
  return found;
}

/// 2.17.
void Twin::open(const Activity& activity) {
  if (now_.under_way.count(activity.id)) return;
  UnderWay opened{.items = items_now(activity), .since = ++now_.hands};
  opened.input = input_of(activity.id).value_or(Places{});
  for (const Place& place : opened.input) now_.tokens.erase(place);
  now_.under_way[activity.id] = opened;
  happened(EventType::opened, activity.id);
}

/// 4.10.
Outcome Twin::perform_item(const Question& question, const std::string& answer) {
  const Activity& activity = *model_.activity(activity_of(question.activity));
  const auto possible = answers(activity);
  if (std::count(possible.begin(), possible.end(), answer) == 0) return {.error = true};
  Question asked = question;
  asked.result = answer;
  return step(item_obstacles(asked), [&] { do_item(asked); });
}

void Twin::do_item(const Question& question) {
  const Activity& activity = *model_.activity(activity_of(question.activity));
  const std::string item = item_of(question.activity);
  open(activity);
  for (const auto& [path, value] : question.data) now_.given[path] = value;
  UnderWay& under_way = now_.under_way.at(activity.id);
  if (activity.items->kind == Items::Kind::votes && under_way.done.count(item) == 0) under_way.items.push_back(item);
  under_way.done[item] = {*question.result, question.person};
  now_.work.erase(question.activity);
  now_.parts.insert({.person = question.person, .activity = activity.id, .result = "*"});
  happened(EventType::item_done, activity.id);
}

/// 6.6.
bool Twin::completes() {
  for (const Activity& activity : model_.activities) {
    if (!activity.items || !is_complete(activity)) continue;
    for (const Result& result : activity.results) {
      if (activity.items->kind == Items::Kind::votes && result.id != decided(activity)) continue;
      if (result.after == 0 && ends_by_itself(activity, result)) return true;
    }
  }
  return false;
}

/// 6.3: what it took returns.
void Twin::drop_under_way(const std::string& activity) {
  now_.tokens.merge(now_.under_way.at(activity).input);
  end_under_way(activity);
  happened(EventType::withdrawn, activity);
}

}  // namespace itsmflow::oracle
