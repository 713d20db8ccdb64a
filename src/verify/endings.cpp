#include "verify/endings.hpp"

#include "model/ends.hpp"
#include "semantics/obstacles.hpp"
#include "verify/lists.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow {
namespace {

using List = Variables::List;

/// False: no value is left.
bool restrict(Ending& ending, std::uint32_t v, const List& values) {
  const auto [at, fresh] = ending.allowed.try_emplace(v, values);
  if (!fresh) std::erase_if(at->second, [&](std::uint32_t one) { return !has(values, one); });
  return !at->second.empty();
}

class EndingMaker {
 public:
  EndingMaker(const Net& net, const Variables& variables, std::uint32_t activity, std::uint32_t result)
      : net_(net),
        model_(*net.model),
        variables_(variables),
        activity_(model_.activities[activity]),
        result_(activity_.results[result]),
        ending_{.activity = activity, .result = result} {}

  std::optional<Ending> make() {
    take_in(activity_.effects);
    take_in(result_.effects);
    for (const ReturnedField& returned : activity_.process.returns)
      if (const auto v = variables_.of_slot(returned.target.slot)) add_once(ending_.optional, *v);
    take_in_states(net_.activities[ending_.activity].results[ending_.result]);
    take_in_actor();
    leave_nothing_unfinished();
    return impossible_ ? std::nullopt : std::optional(std::move(ending_));
  }

 private:
  void allow(std::uint32_t v, const List& values) { impossible_ = !restrict(ending_, v, values) || impossible_; }

  /// Who does it gives data with it; what time brings only finds them there.
  bool brings_data() const {
    return (activity_.performer == Performer::people || activity_.performer == Performer::service) && !result_.after;
  }

  void take_in(const Effects& effects) {
    if (effects.when) ending_.conditions.push_back({&effects.when->expression});
    for (const FieldRef& ref : effects.required) {
      const auto v = variables_.of_slot(ref.slot);
      if (v && brings_data()) add_once(ending_.given, *v);
      if (v && !brings_data()) allow(*v, variables_.given_values(*v));
    }
    for (const FieldRef& ref : effects.asked)
      if (const auto v = variables_.of_slot(ref.slot); v && brings_data()) add_once(ending_.optional, *v);
    for (const SetField& set : effects.sets) ending_.sets.push_back(&set);
  }

  List states_of(std::uint32_t object, const Bits& places) const {
    List found;
    for (std::uint32_t s = 0; s < model_.objects[object].states.size(); ++s)
      if (places.test(net_.state_place(object, s))) found.push_back(s);
    return found;
  }

  void take_in_states(const Net::ResultNode& node) {
    for (const Net::Shift& shift : node.shifts)
      if (const auto v = variables_.of_object(shift.object)) {
        allow(*v, states_of(shift.object, shift.from));
        ending_.moves[*v] = shift.to - net_.state_place(shift.object, 0);
      }
    for (const Net::Look& look : node.looks)
      if (const auto v = variables_.of_object(look.object); v && look.of == Need::Of::one)
        allow(*v, states_of(look.object, look.states));
  }

  void take_in_actor() {
    const bool by_one_person = activity_.performer == Performer::people && !result_.after && !activity_.items;
    allow(variables_.actor(), by_one_person ? variables_.given_values(variables_.actor()) : List{Variables::kNone});
  }

  bool ends_case() const {
    const auto object = ending_object(model_);
    const auto v = object ? variables_.of_object(*object) : std::nullopt;
    if (!v) return false;
    const auto moved = ending_.moves.find(*v);
    return moved != ending_.moves.end() && is_final(model_.objects[*object], moved->second);
  }

  /// Every other object that has final states must rest when the case ends. docs/semantics.md, 3.6.
  void leave_nothing_unfinished() {
    ending_.ends_case = ends_case();
    for (std::uint32_t o = 0; o < model_.objects.size() && ending_.ends_case; ++o) {
      const ObjectType& object = model_.objects[o];
      const auto v = variables_.of_object(o);
      if (!v || o == model_.case_object || object.final_states.empty()) continue;
      if (const auto moved = ending_.moves.find(*v); moved == ending_.moves.end())
        allow(*v, resting(object));
      else
        impossible_ = impossible_ || !rests(object, moved->second);
    }
  }

  const Net& net_;
  const Model& model_;
  const Variables& variables_;
  const Activity& activity_;
  const Result& result_;
  Ending ending_;
  bool impossible_ = false;
};

std::optional<std::uint32_t> line_for(const Model& model, DeviationKind what, std::uint32_t activity) {
  const std::vector<Allowance>& lines = model.deviations.lines;
  for (std::uint32_t l = 0; l < lines.size(); ++l)
    if (lines[l].what == what && std::binary_search(lines[l].activities.begin(), lines[l].activities.end(), activity)) return l;
  return std::nullopt;
}

}  // namespace

Variables::List resting(const ObjectType& object) {
  List found;
  for (std::uint32_t s = 0; s < object.states.size(); ++s)
    if (rests(object, s)) found.push_back(s);
  return found;
}

std::optional<Ending> ending_of(const Net& net, const Variables& variables, std::uint32_t activity, std::uint32_t result) {
  return EndingMaker(net, variables, activity, result).make();
}

std::vector<Ending> deviations_of(const Model& model, const Variables& variables, const Ending& ending) {
  std::vector<Ending> found;
  if (model.activities[ending.activity].performer != Performer::people) return found;
  if (const auto line = line_for(model, DeviationKind::missing_data, ending.activity))
    for (const std::uint32_t v : ending.given) {
      Ending without = ending;
      without.line = line;
      without.without = {variables[v].slot};
      std::erase(without.given, v);
      if (restrict(without, v, {Variables::kNone})) found.push_back(std::move(without));
    }
  const auto line = line_for(model, DeviationKind::override_guard, ending.activity);
  if (!line || ending.conditions.empty()) return found;
  Ending unguarded = ending;
  unguarded.line = line;
  unguarded.conditions.clear();
  found.push_back(std::move(unguarded));
  return found;
}

}  // namespace itsmflow
