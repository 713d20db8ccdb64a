#include "semantics/elements.hpp"

#include <algorithm>
#include <charconv>

namespace itsmflow {
namespace {

void clear(const Net& net, CaseState& state, std::uint32_t object) {
  const ObjectType& type = net.model->objects[object];
  for (std::uint32_t s = 0; s < type.states.size(); ++s) state.marking.reset(net.state_place(object, s));
  for (const Field& field : type.fields) state.data[field.slot] = Value();
}

}  // namespace

std::uint32_t element_number(std::string_view item) noexcept {
  std::uint32_t number = 0;
  if (item.empty() || item.front() < '1' || item.front() > '9') return 0;
  const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), number);
  return error == std::errc() && end == item.data() + item.size() ? number : 0;
}

const Element* find_element(const CaseState& state, std::uint32_t object, std::uint32_t number) noexcept {
  const std::vector<Element>& elements = state.elements[object];
  return number >= 1 && number <= elements.size() ? &elements[number - 1] : nullptr;
}

std::uint32_t next_element(const CaseState& state, std::uint32_t object) noexcept {
  return static_cast<std::uint32_t>(state.elements[object].size()) + 1;
}

bool is_known(const CaseState& state, std::uint32_t activity, std::uint32_t object, std::uint32_t number) {
  const Element* element = find_element(state, object, number);
  return element && (element->state != 0 || find_work(state, activity, std::to_string(number)));
}

const CaseState& ElementViews::of(std::uint32_t activity, std::string_view item) {
  const std::uint32_t object = *net_.model->activities[activity].about;
  return of(Focus{object, item == kNewElement ? next_element(state_, object) : element_number(item)});
}

const CaseState& ElementViews::of(Focus element) {
  if (state_.focus.object != kNone)
    clear(net_, state_, state_.focus.object);  // nothing has become of it that would have to be kept
  focus_on(net_, state_, element);
  return state_;
}

void focus_on(const Net& net, CaseState& state, Focus focus) {
  const ObjectType& type = net.model->objects[focus.object];
  clear(net, state, focus.object);
  const Element* element = find_element(state, focus.object, focus.number);
  state.marking.set(net.state_place(focus.object, element ? element->state : 0));
  if (element)
    for (std::size_t f = 0; f < type.fields.size(); ++f) state.data[type.fields[f].slot] = element->data[f];
  state.focus = focus;
}

void put_back(const Net& net, CaseState& state) {
  const auto [object, number] = state.focus;
  std::vector<Element>& elements = state.elements[object];
  const ObjectType& type = net.model->objects[object];
  if (number == elements.size() + 1) elements.push_back({0, std::vector<Value>(type.fields.size())});
  if (number >= 1 && number <= elements.size()) {
    Element& element = elements[number - 1];
    element.state = state_of(net, state, object);
    for (std::size_t f = 0; f < type.fields.size(); ++f) element.data[f] = std::move(state.data[type.fields[f].slot]);
  }
  clear(net, state, object);
  state.focus = {};
}

std::uint32_t state_of_element(const Net& net, const CaseState& state, Focus element) {
  if (element == state.focus) return state_of(net, state, element.object);
  const Element* found = find_element(state, element.object, element.number);
  return found ? found->state : 0;
}

std::uint32_t element_count(const CaseState& state, std::uint32_t object) noexcept {
  const auto count = static_cast<std::uint32_t>(state.elements[object].size());
  return state.focus.object == object && state.focus.number == count + 1 ? count + 1 : count;
}

std::vector<std::string> elements_to_offer(const CaseState& state, std::uint32_t activity, std::uint32_t object) {
  std::vector<std::string> found;
  for (std::uint32_t number = 1; number < next_element(state, object); ++number) {
    if (is_known(state, activity, object, number)) found.push_back(std::to_string(number));
  }
  return found;
}

bool adds_elements(const Net& net, std::uint32_t activity) {
  const std::uint32_t object = *net.model->activities[activity].about;
  const std::vector<Net::ResultNode>& results = net.activities[activity].results;
  return std::any_of(results.begin(), results.end(), [&](const Net::ResultNode& result) {
    return std::any_of(result.shifts.begin(), result.shifts.end(), [&](const Net::Shift& shift) {
      return shift.object == object && shift.from.test(net.state_place(object, 0));
    });
  });
}

bool is_about_elements(const Model& model, const Rule& rule) {
  const auto about = [&](const RuleSubject& subject) {
    return subject.activity == RuleSubject::kStart ? std::nullopt : model.activities[subject.activity].about;
  };
  const auto first = about(rule.subjects.front());
  return first && std::all_of(rule.subjects.begin(), rule.subjects.end(),
                              [&](const RuleSubject& subject) { return about(subject) == first; });
}

}  // namespace itsmflow
