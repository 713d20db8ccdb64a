// What can be seen of a case: offers, work and data.

#include "twin.hpp"

namespace itsmflow::oracle {

/// 3.12.
std::vector<Offered> Twin::offers(const std::string& person) const {
  std::vector<Offered> found;
  if (now_.status != CaseStatus::open) return found;
  for (const Activity& activity : model_.activities)
    for (const Piece& offered : model_.about(activity) ? pieces_to_offer(activity) : all_pieces(activity, person)) {
      Offered offer{.activity = offered};
      const bool of_new = model_.about(activity) && item_of(offered) == "new";
      const Piece piece = of_new ? activity.id + " " + next_number() : offered;
      const auto held = now_.work.find(piece);
      const bool mine = held != now_.work.end() && held->second.holder == person;
      const auto about = mine ? Question::About::offer_in_hand : Question::About::offer;
      if (mine) offer.status = held->second.status;
      for (const Result& result : activity.results)
        if (!activity.items && obstacles({about, person, piece, result.id, {}, {}, of_new}).empty())
          offer.results.push_back(result.id);
      if (activity.items && obstacles({about, person, piece, {}, {}}).empty()) offer.results = answers(activity);
      if (mine || !offer.results.empty()) found.push_back(offer);
    }
  return found;
}

std::set<std::string> Twin::fields(const std::string& activity, const std::string& result) const {
  std::set<std::string> found;
  const Activity& type = *model_.activity(activity_of(activity));
  if (type.items) {
    const std::string item = item_of(activity);
    const auto required = item_takes(type, item, true);
    for (const std::string& path : item_takes(type, item, false)) found.insert(required.count(path) ? path + "!" : path);
    return found;
  }
  for (const Result& each : type.results) {
    if (each.id != result) continue;
    std::set<std::string> required;
    for (const Effects* effects : {&type.effects, &each.effects})
      required.insert(effects->required.begin(), effects->required.end());
    for (const std::string& path : takes(type, &each)) found.insert(required.count(path) ? path + "!" : path);
  }
  return found;
}

std::map<Piece, Held> Twin::work() const {
  if (now_.status != CaseStatus::open) return {};
  std::map<Piece, Held> found = now_.work;
  for (const Activity& activity : model_.activities) {
    if (activity.performer != Performer::people || !is_reached(activity.id)) continue;
    if (model_.about(activity))
      for (const Piece& piece : pieces_to_offer(activity))
        if (fits_some_result(activity, item_of(piece)) && !found.count(piece)) found[piece].status = WorkStatus::offered;
    if (model_.about(activity) || !fits_some_result(activity)) continue;
    std::vector<Piece> offered{activity.id};
    if (activity.items && is_complete(activity)) offered.clear();
    if (activity.items && activity.items->kind != Items::Kind::votes) {
      offered.clear();
      for (const std::string& item : items_now(activity))
        if (!is_complete(activity) && is_still_to_do(activity, item)) offered.push_back(activity.id + " " + item);
    }
    for (const Piece& piece : offered)
      if (!found.count(piece)) found[piece].status = WorkStatus::offered;
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> Twin::awaited_messages() const {
  std::vector<std::pair<std::string, std::string>> found;
  if (now_.status != CaseStatus::open) return found;
  for (const Activity& activity : model_.activities)
    if (activity.performer == Performer::message && is_reached(activity.id) && fits_some_result(activity))
      found.emplace_back(activity.id, activity.waits_for.message);
  return found;
}

Data Twin::data() const {
  Data found;
  for (const Object& object : model_.objects)
    for (const Field& field : object.fields) {
      if (object.many) continue;
      const std::string path = object.id + "." + field.id;
      const Value value = sight(now_.given, "").read(path);
      if (!value.is_null()) found[path] = value;
    }
  return found;
}

}  // namespace itsmflow::oracle
