#include "semantics/items.hpp"

#include "model/items.hpp"
#include "semantics/activation.hpp"

#include <algorithm>
#include <string>

namespace itsmflow {
namespace {

std::vector<Item> parts_now(const Net& net, const CaseState& state, const std::vector<Part>& parts) {
  std::vector<Item> items;
  for (const Part& part : parts)
    if (!part.when || part.when->expression.holds(StateActivation(net, state, {}))) items.push_back({.id = part.id});
  return items;
}

std::vector<Item> elements_now(const Net& net, const CaseState& state, const FieldRef& list) {
  std::vector<Item> items;
  const StateActivation activation(net, state, {});
  const Value::List* elements = activation.slot(list.slot).if_list();
  if (!elements) return items;
  for (const Value& element : *elements) items.push_back({.id = std::to_string(items.size() + 1), .element = element});
  return items;
}

bool is_one_of(const Model& model, const std::vector<std::uint32_t>& roles, const std::string& role) {
  return std::any_of(roles.begin(), roles.end(), [&](std::uint32_t index) { return model.roles[index].id == role; });
}

bool is_carried(const Votes& votes, std::size_t in_favour, std::size_t cast) {
  if (votes.pass_in == 0) return 2 * in_favour > cast;
  return in_favour * votes.pass_in >= cast * votes.pass_of;
}

}  // namespace

std::vector<Item> items_of(const Net& net, const CaseState& state, std::uint32_t activity) {
  if (const UnderWay* open = find_under_way(state, activity)) return open->items;
  const Items& declared = *net.model->activities[activity].items;
  switch (declared.kind) {
    case Items::Kind::parts:
      return parts_now(net, state, declared.parts);
    case Items::Kind::for_each:
      return elements_now(net, state, declared.list);
    case Items::Kind::votes:
      return {};
  }
  return {};
}

const Item* find_item(const std::vector<Item>& items, std::string_view id) noexcept {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

const Part* part_of(const Activity& activity, std::string_view item) noexcept {
  if (!activity.items) return nullptr;
  for (const Part& part : activity.items->parts)
    if (part.id == item) return &part;
  return nullptr;
}

const std::vector<std::uint32_t>& roles_of_item(const Activity& activity, std::string_view item) {
  if (const Part* part = part_of(activity, item)) return part->roles;
  const bool votes = activity.items && activity.items->kind == Items::Kind::votes;
  return votes ? activity.items->votes.voters : activity.roles;
}

std::vector<std::uint32_t> roles_of_all(const Activity& activity) {
  std::vector<std::uint32_t> roles = roles_of_item(activity, {});
  if (activity.items)
    for (const Part& part : activity.items->parts) roles.insert(roles.end(), part.roles.begin(), part.roles.end());
  return roles;
}

std::vector<std::string> answers_of(const Activity& activity) {
  std::vector<std::string> answers = answer_ids(activity);
  return answers.empty() ? std::vector<std::string>{""} : answers;
}

bool is_complete(const Net& net, const CaseState& state, std::uint32_t activity) {
  const Items& declared = *net.model->activities[activity].items;
  if (declared.kind == Items::Kind::votes) return vote_result(net, state, activity) != kNone;
  const std::vector<Item> items = items_of(net, state, activity);
  const auto done = static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [](const Item& item) { return item.done; }));
  const std::size_t needed =
      declared.done == Items::Done::all ? items.size() : std::min<std::size_t>(declared.number, items.size());
  return done >= needed;
}

std::uint32_t vote_result(const Net& net, const CaseState& state, std::uint32_t activity) {
  const Activity& declared = net.model->activities[activity];
  const Votes& votes = declared.items->votes;
  const std::string& against = declared.results[votes.against].id;
  std::size_t cast = 0;
  std::size_t in_favour = 0;
  for (const Item& vote : items_of(net, state, activity)) {
    ++cast;
    if (vote.answer != against)
      ++in_favour;
    else if (is_one_of(*net.model, votes.veto, vote.role))
      return votes.against;
  }
  if (cast < votes.quorum) return kNone;
  return is_carried(votes, in_favour, cast) ? votes.in_favour : votes.against;
}

Value items_value(const Net& net, const CaseState& state, std::uint32_t activity) {
  const Items& declared = *net.model->activities[activity].items;
  const bool has_elements = declared.kind == Items::Kind::for_each;
  Value::List list;
  for (const Item& item : items_of(net, state, activity)) {
    Value::Entries entries{{"id", item.id}, {"done", item.done}, {"answer", item.answer}, {"person", item.person}};
    if (has_elements) entries.emplace_back(declared.element, item.element);
    list.emplace_back(std::move(entries));
  }
  return Value(std::move(list));
}

}  // namespace itsmflow
