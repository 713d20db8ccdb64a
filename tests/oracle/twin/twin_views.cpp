// What can be seen of a case: offers, work and data.

#include "twin.hpp"

namespace itsmflow::oracle {

/// 3.12.
std::vector<Offered> Twin::offers(const std::string& person) const {
  std::vector<Offered> found;
  if (now_.status != CaseStatus::open) return found;
  for (const Activity& activity : model_.activities) {
    Offered offer{.activity = activity.id};
    const auto held = now_.work.find(activity.id);
    const bool mine = held != now_.work.end() && held->second.holder == person;
    const auto about = mine ? Question::About::offer_in_hand : Question::About::offer;
    if (mine) offer.status = held->second.status;
    for (const Result& result : activity.results)
      if (obstacles({about, person, activity.id, result.id, {}}).empty()) offer.results.push_back(result.id);
    if (mine || !offer.results.empty()) found.push_back(offer);
  }
  return found;
}

std::map<std::string, Held> Twin::work() const {
  std::map<std::string, Held> found = now_.work;
  if (now_.status != CaseStatus::open) return {};
  for (const Activity& activity : model_.activities)
    if (!activity.by_engine && !found.count(activity.id) && is_reached(activity.id) && fits_some_result(activity))
      found[activity.id].status = WorkStatus::offered;
  return found;
}

Data Twin::data() const {
  Data found;
  for (const Object& object : model_.objects)
    for (const Field& field : object.fields) {
      const std::string path = object.id + "." + field.id;
      const Value value = sight(now_.given, "").read(path);
      if (!value.is_null()) found[path] = value;
    }
  return found;
}

}  // namespace itsmflow::oracle
