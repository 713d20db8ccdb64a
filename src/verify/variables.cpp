#include "verify/variables.hpp"

#include "semantics/activation.hpp"
#include "semantics/choices.hpp"

#include <algorithm>
#include <set>

namespace itsmflow {
namespace {

/// A case in which objects are in some states and fields hold some values, for expressions to be asked about.
CaseState case_with(const Net& net, const std::vector<Variable>& variables, const Assignment& assignment) {
  CaseState state = empty_state(net, CaseId{1});
  for (std::uint32_t v = 0; v < variables.size(); ++v) {
    const Variable& variable = variables[v];
    if (assignment[v] == Variables::kAny) continue;
    if (variable.kind == Variable::Kind::field) {
      state.data[variable.slot] = variable.values[assignment[v]];
      continue;
    }
    for (std::uint32_t s = 0; s < net.model->objects[variable.object].states.size(); ++s)
      state.marking.reset(net.state_place(variable.object, s));
    state.marking.set(net.state_place(variable.object, assignment[v]));
  }
  return state;
}

void add_once(std::vector<std::uint32_t>& list, std::uint32_t one) {
  if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
}

}  // namespace

Variables::Variables(const Net& net) : net_(net), read_(net.model->slot_count) {
  const Model& model = *net.model;
  find_read_slots();
  object_.assign(model.objects.size(), kAny);
  field_.assign(model.slot_count, kAny);
  for (std::uint32_t o = 0; o < model.objects.size(); ++o) {
    const ObjectType& object = model.objects[o];
    if (object.many || object.states.empty()) continue;
    object_[o] = static_cast<std::uint32_t>(variables_.size());
    Variable& added = variables_.emplace_back(Variable{Variable::Kind::state, o, state_slot(model, o), {}});
    for (const std::string& state : object.states) added.values.emplace_back(state);
  }
  for (std::uint32_t o = 0; o < model.objects.size(); ++o)
    for (std::uint32_t f = 0; f < model.objects[o].fields.size(); ++f) {
      const std::uint32_t slot = model.objects[o].fields[f].slot;
      if (model.objects[o].many || !read_[slot]) continue;
      field_[slot] = static_cast<std::uint32_t>(variables_.size());
      variables_.push_back({Variable::Kind::field, o, slot, values_of({o, f, slot, {}})});
    }
  merge_alike();
}

std::optional<std::uint32_t> Variables::of_slot(std::uint32_t slot) const {
  return slot < field_.size() && field_[slot] != kAny ? std::optional(field_[slot]) : std::nullopt;
}

void Variables::find_read_slots() {
  const Model& model = *net_.model;
  const auto read_effects = [&](const Effects& effects) {
    if (effects.when) read(effects.when->expression);
  };
  for (const Activity& activity : model.activities) {
    read_effects(activity.effects);
    for (const Result& result : activity.results) read_effects(result.effects);
  }
  for (const Row& row : model.rows) {
    if (row.decision == Row::Decision::guard) read(row.guard.expression);
    for (const Branch& branch : row.branches)
      if (branch.choice == Branch::Choice::guard) read(branch.guard.expression);
  }
  // What is computed into a field that is read is read too.
  for (bool more = true; more;) {
    more = false;
    const auto follow = [&](const Effects& effects) {
      for (const SetField& set : effects.sets) {
        if (set.target.slot >= read_.size() || !read_[set.target.slot]) continue;
        const auto known = std::find(expressions_.begin(), expressions_.end(), &set.value);
        if (known != expressions_.end()) continue;
        read(set.value);
        more = true;
      }
    };
    for (const Activity& activity : model.activities) {
      follow(activity.effects);
      for (const Result& result : activity.results) follow(result.effects);
    }
  }
}

void Variables::read(const Expression& expression) {
  expressions_.push_back(&expression);
  const auto note = [&](std::uint32_t slot) {
    if (slot < read_.size()) read_[slot] = true;
  };
  for (const std::uint32_t slot : expression.slots()) {
    const DerivedField* derived = net_.model->find_derived(slot);
    if (!derived) {
      note(slot);
      continue;
    }
    for (const std::uint32_t input : derived->inputs) note(input);
  }
}

std::vector<Value> Variables::values_of(const FieldRef& ref) const {
  std::vector<Value> values{Value()};
  const CaseState nothing = empty_state(net_, CaseId{1});
  for (const Writes& way : Choices(net_).ways_to_fill(nothing, {ref}, {}, {}, 64))
    for (const auto& [slot, value] : way)
      if (slot == ref.slot && std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  return values;
}

/// Of values between which no expression makes a difference one is enough.
void Variables::merge_alike() {
  for (std::uint32_t v = 0; v < variables_.size(); ++v) {
    Variable& variable = variables_[v];
    if (variable.kind != Variable::Kind::field) continue;
    std::vector<std::string> seen(variable.values.size());
    for (const Expression* expression : expressions_) {
      const auto reads = read_by(*expression);
      std::vector<std::uint32_t> others;
      bool is_read = false;
      // What else it reads is looked at as far as it goes.
      for (const std::uint32_t other : reads.value_or(std::vector<std::uint32_t>{})) {
        is_read = is_read || other == v;
        if (other != v) others.push_back(other);
      }
      const auto slots = expression->slots();
      if (!reads && std::find(slots.begin(), slots.end(), variable.slot) != slots.end()) return;  // it can't be told
      if (!is_read) continue;
      std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> allowed;
      for (const std::uint32_t other : others) {
        std::vector<std::uint32_t> all(variables_[other].values.size());
        for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
        allowed.emplace_back(other, std::move(all));
      }
      for_each(allowed, [&](const Assignment& some) {
        Assignment assignment = some;
        for (std::uint32_t i = 0; i < variable.values.size(); ++i) {
          assignment[v] = i;
          const CaseState state = case_with(net_, variables_, assignment);
          const Expression::Outcome outcome = expression->evaluate(StateActivation(net_, state, {}));
          seen[i] += outcome.kind == Expression::Outcome::Kind::value ? to_string(outcome.value) : std::string("!");
          seen[i] += ';';
        }
      });
    }
    std::vector<Value> kept{variable.values.front()};
    std::set<std::string> known;
    for (std::uint32_t i = 1; i < variable.values.size(); ++i)
      if (known.insert(seen[i]).second) kept.push_back(variable.values[i]);
    variable.values = std::move(kept);
  }
}

std::optional<std::vector<std::uint32_t>> Variables::read_by(const Expression& expression) const {
  std::vector<std::uint32_t> found;
  bool else_too = false;
  const auto note = [&](std::uint32_t slot) {
    if (const auto field = of_slot(slot)) return add_once(found, *field);
    for (std::uint32_t o = 0; o < object_.size(); ++o)
      if (slot == state_slot(*net_.model, o) && object_[o] != kAny) return add_once(found, object_[o]);
    else_too = true;
  };
  for (const std::uint32_t slot : expression.slots()) {
    const DerivedField* derived = net_.model->find_derived(slot);
    if (!derived)
      note(slot);
    else
      for (const std::uint32_t input : derived->inputs) note(input);
  }
  if (else_too) return std::nullopt;
  std::sort(found.begin(), found.end());
  return found;
}

Condition Variables::condition(const Guard& guard) const {
  Condition condition;
  const auto reads = read_by(guard.expression);
  std::size_t combinations = 1;
  for (const std::uint32_t v : reads.value_or(std::vector<std::uint32_t>{}))
    combinations = std::min(kMostCombinations + 1, combinations * variables_[v].values.size());
  if (!reads || combinations > kMostCombinations) {
    condition.may_be_either = true;
    condition.holds = [](const Assignment&) { return true; };
    return condition;
  }
  condition.variables = *reads;
  condition.holds = [this, &guard](const Assignment& assignment) {
    const CaseState state = case_with(net_, variables_, assignment);
    return guard.expression.holds(StateActivation(net_, state, {}));
  };
  return condition;
}

std::optional<std::uint32_t> Variables::computed(const SetField& set, const Assignment& assignment) const {
  const CaseState state = case_with(net_, variables_, assignment);
  const Expression::Outcome outcome = set.value.evaluate(StateActivation(net_, state, {}));
  if (outcome.kind != Expression::Outcome::Kind::value) return std::nullopt;
  const FieldValue accepted = accept_value(net_.model->field(set.target), outcome.value);
  if (!accepted.value) return std::nullopt;
  const std::vector<Value>& values = variables_[field_[set.target.slot]].values;
  const auto found = std::find(values.begin(), values.end(), *accepted.value);
  if (found == values.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - values.begin());
}

void Variables::for_each(const std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>& allowed,
                         const std::function<void(const Assignment&)>& each) const {
  Assignment assignment(variables_.size(), kAny);
  const std::function<void(std::size_t)> choose = [&](std::size_t at) {
    if (at == allowed.size()) return each(assignment);
    for (const std::uint32_t value : allowed[at].second) {
      assignment[allowed[at].first] = value;
      choose(at + 1);
    }
    assignment[allowed[at].first] = kAny;
  };
  choose(0);
}

}  // namespace itsmflow
