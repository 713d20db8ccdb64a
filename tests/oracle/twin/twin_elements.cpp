// Objects of which a case has several (1.6, 2.20, 3.15).

#include "twin.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

bool means_one(const Effects& effects, const std::string& object) {
  return std::any_of(effects.moves.begin(), effects.moves.end(), [&](const Move& each) { return each.object == object; }) ||
         std::any_of(effects.needs.begin(), effects.needs.end(),
                     [&](const Need& each) { return each.object == object && each.of == Need::Of::one; });
}

}  // namespace

const Object* Model::about(const Activity& activity) const {
  const Object* object = many();
  if (!object) return nullptr;
  const bool one = means_one(activity.effects, object->id) ||
                   std::any_of(activity.results.begin(), activity.results.end(),
                               [&](const Result& each) { return means_one(each.effects, object->id); });
  return one ? object : nullptr;
}

/// Null: none has this number.
const Element* Twin::element(const std::string& item) const {
  for (std::size_t i = 0; i < now_.elements.size(); ++i)
    if (item == std::to_string(i + 1)) return &now_.elements[i];
  return nullptr;
}

/// 1.6.
bool Twin::is_there(const Element& element) const {
  return element.state != "none" || blunder_ == Blunder::gone_ones_are_there;
}

/// 2.20: for an activity about one element that element is the object; 3.15: one that isn't there is in `none`.
std::string Twin::state_of(const std::string& object, const std::string& item) const {
  if (!model_.object(object)->many) return now_.states.at(object);
  const Element* one = element(item);
  return one ? one->state : "none";
}

Data Twin::given(const std::string& item) const {
  Data all = now_.given;
  if (const Element* one = element(item)) all.insert(one->given.begin(), one->given.end());
  return all;
}

void Twin::write(const std::string& path, const Value& value, const std::string& item) {
  if (model_.object(object_of(path))->many)
    now_.elements.at(static_cast<std::size_t>(std::stoi(item)) - 1).given[path] = value;
  else
    now_.given[path] = value;
}

void Twin::move_to(const std::string& object, const std::string& state, const std::string& item) {
  if (model_.object(object)->many)
    now_.elements.at(static_cast<std::size_t>(std::stoi(item)) - 1).state = state;
  else
    now_.states[object] = state;
  now_.assumed.erase(object);  // 9.12
}

/// 5.4: of the element that is meant, `data` has what the step brings.
Sight Twin::sight(const Data& data, const std::string& actor, const std::optional<Data>& message, const std::string& item) const {
  Sight seen{model_, now_.states, data, actor, blunder_ != Blunder::errors_are_not_absorbed, {}, message ? &*message : nullptr};
  const Object* many = model_.many();
  if (!many) return seen;
  if (!item.empty()) {
    seen.states[many->id] = state_of(many->id, item);
    seen.number = std::stoi(item);
  }
  for (std::size_t i = 0; i < now_.elements.size(); ++i) {
    const Element& each = now_.elements[i];
    if (!is_there(each)) continue;
    const std::string number = std::to_string(i + 1);
    seen.elements.push_back({static_cast<std::int64_t>(i + 1), each.state, number == item ? data : each.given});
  }
  return seen;
}

/// 2.20: `needs` with `all` or `any` that isn't so.
bool Twin::asks_in_vain(const Activity& activity, const Result& result) const {
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Need& need : effects->needs) {
      if (need.of == Need::Of::one) continue;
      const auto right = states_of(need.states, need.object, "");
      int there = 0;
      int so = 0;
      for (const Element& each : now_.elements) {
        there += is_there(each) ? 1 : 0;
        so += is_there(each) && right.count(each.state) > 0 ? 1 : 0;
      }
      const bool all = need.of == Need::Of::all && blunder_ != Blunder::all_is_any;
      if (all ? so < there : so == 0) return true;
    }
  return false;
}

/// 3.15: some result adds an element.
bool Twin::comes_from_none(const Activity& activity) const {
  const std::string& object = model_.about(activity)->id;
  const auto from_none = [&](const Effects& effects) {
    return std::any_of(effects.moves.begin(), effects.moves.end(), [&](const Move& each) {
      return each.object == object && states_of(each.from, object, each.to).count("none") > 0;
    });
  };
  return from_none(activity.effects) ||
         std::any_of(activity.results.begin(), activity.results.end(), [&](const Result& each) { return from_none(each.effects); });
}

/// 3.15: a step that names no element is about one all the same. No value: an error of the caller.
std::optional<Question> Twin::about_which(Question question) const {
  const Activity& activity = *model_.activity(activity_of(question.activity));
  if (!model_.about(activity)) return question;
  const std::string item = item_of(question.activity);
  const bool adds = comes_from_none(activity);
  if (item == "0" || (item == "new" && !adds)) return std::nullopt;
  if (!item.empty() && item != "new") return question;
  const std::vector<Piece> mine = item.empty() ? in_hand_of(activity, question.person) : std::vector<Piece>{};
  if (mine.size() > 1) return std::nullopt;
  if (mine.empty() && now_.status == CaseStatus::open && !adds) return std::nullopt;
  question.of_new = mine.empty();
  question.activity = mine.empty() ? activity.id + " " + next_number() : mine[0];
  return question;
}

/// 3.15: what the person has in hand of an activity or, if nothing, what he may take back.
std::vector<Piece> Twin::in_hand_of(const Activity& activity, const std::string& person) const {
  std::vector<Piece> held_by_him;
  std::vector<Piece> given_by_him;
  for (const auto& [piece, held] : now_.work) {
    if (activity_of(piece) != activity.id) continue;
    if (held.holder == person) held_by_him.push_back(piece);
    if (held.giver == person) given_by_him.push_back(piece);
  }
  return held_by_him.empty() ? given_by_him : held_by_him;
}

/// 3.15: otherwise nothing is known of it.
bool Twin::is_known(const Piece& piece) const {
  const Element* one = element(item_of(piece));
  return one && (is_there(*one) || now_.work.count(piece) > 0);
}

/// 1.6: after work on it an element in `none` has no data any more.
void Twin::forget_if_gone(const Piece& piece) {
  if (!model_.about(*model_.activity(activity_of(piece))) || !element(item_of(piece))) return;
  Element& one = now_.elements.at(static_cast<std::size_t>(std::stoi(item_of(piece))) - 1);
  if (one.state == "none") one.given.clear();
}

/// 4.15.
void Twin::add_element(const Question& question) {
  if (question.of_new) now_.elements.emplace_back();
}

/// 3.15: each element that is there or in hand, and a new one.
std::vector<Piece> Twin::pieces_to_offer(const Activity& activity) const {
  std::vector<Piece> found;
  for (std::size_t i = 0; i < now_.elements.size(); ++i) {
    const Piece piece = activity.id + " " + std::to_string(i + 1);
    if (is_there(now_.elements[i]) || now_.work.count(piece)) found.push_back(piece);
  }
  if (comes_from_none(activity)) found.push_back(activity.id + " new");
  return found;
}

std::vector<ElementSeen> Twin::elements(bool in_hand_too) const {
  std::vector<ElementSeen> found;
  for (std::size_t i = 0; i < now_.elements.size(); ++i) {
    const auto holds_it = [&](const auto& entry) {
      return model_.about(*model_.activity(activity_of(entry.first))) && item_of(entry.first) == std::to_string(i + 1);
    };
    const bool in_hand = in_hand_too && std::any_of(now_.work.begin(), now_.work.end(), holds_it);
    if (!in_hand && !is_there(now_.elements[i])) continue;
    ElementSeen seen{static_cast<std::int64_t>(i + 1), now_.elements[i].state, {}};
    for (const Field& field : model_.many()->fields) {
      const std::string path = model_.many()->id + "." + field.id;
      const Value value = sight(given(std::to_string(i + 1)), "").read(path);
      if (!value.is_null()) seen.given[path] = value;
    }
    found.push_back(seen);
  }
  return found;
}

Data Twin::told() const {
  Data found = data();
  if (!model_.many()) return found;
  Value::List list;
  for (const ElementSeen& each : elements(false)) {
    Value::Entries entries{{"id", each.number}, {"state", each.state}};
    for (const Field& field : model_.many()->fields)
      if (const auto filled = each.given.find(model_.many()->id + "." + field.id); filled != each.given.end())
        entries.emplace_back(field.id, filled->second);
    list.emplace_back(entries);
  }
  found[model_.many()->id] = list;
  return found;
}

}  // namespace itsmflow::oracle
