#include "verify/variables.hpp"

#include "base/groups.hpp"
#include "model/fields.hpp"

#include "semantics/activation.hpp"
#include "semantics/choices.hpp"

#include <algorithm>
#include <numeric>

namespace itsmflow {
namespace {

constexpr std::size_t kMostCombinations = 4096;  ///< of values of what one expression reads
constexpr std::size_t kMostValues = 200;         ///< of one field, before those that are alike become one

using List = Variables::List;

void add_once(List& list, std::uint32_t one) {
  if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
}

void add_once(std::vector<Value>& values, const Value& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

/// The slots that are no derived field's.
List base_slots(const Model& model, const Expression& expression) {
  List slots;
  for (const std::uint32_t slot : expression.slots()) {
    const DerivedField* derived = model.find_derived(slot);
    if (!derived) add_once(slots, slot);
    if (derived)
      for (const std::uint32_t input : derived->inputs) add_once(slots, input);
  }
  return slots;
}

}  // namespace

Variables::Variables(const Net& net, std::span<const Expression* const> also) : net_(net), counts_(net.model->slot_count) {
  for (const Expression* expression : also) read(*expression);
  find_expressions();
  find_given();
  find_groups();
  add_variables();
  merge_alike();
}

void Variables::find_expressions() {
  const Model& model = *net_.model;
  const auto each_effects = [&](const auto& look) {
    for (const Activity& activity : model.activities) {
      look(activity.effects);
      for (const Result& result : activity.results) look(result.effects);
    }
  };
  each_effects([&](const Effects& effects) {
    if (effects.when) read(effects.when->expression);
  });
  for (const Row& row : model.rows) {
    if (row.decision == Row::Decision::guard) read(row.guard.expression);
    for (const Branch& branch : row.branches)
      if (branch.choice == Branch::Choice::guard) read(branch.guard.expression);
  }
  // What is computed must have a value, and into a field that counts it counts which.
  each_effects([&](const Effects& effects) {
    for (const SetField& set : effects.sets) read(set.value, true);
  });
  for (bool more = true; more;) {
    more = false;
    each_effects([&](const Effects& effects) {
      for (const SetField& set : effects.sets) {
        if (!counts_[set.target.slot]) continue;
        for (Read& one : reads_) {
          if (one.expression != &set.value || !one.only_whether) continue;
          one.only_whether = false;
          more = true;
        }
      }
    });
  }
}

void Variables::read(const Expression& expression, bool only_whether) {
  reads_.push_back({&expression, only_whether});
  for (const std::uint32_t slot : base_slots(*net_.model, expression))
    if (slot < counts_.size()) counts_[slot] = true;
}

/// What is required where nobody brings it must have been given before.
void Variables::find_given() {
  const std::vector<bool> given = slots_to_be_given(*net_.model);
  for (std::size_t slot = 0; slot < given.size(); ++slot)
    if (given[slot]) counts_[slot] = true;
}

/// Fields of one group are compared with each other, each with the next, by some expression.
void Variables::find_groups() {
  Groups groups(net_.model->slot_count);
  for (const Read& read : reads_)
    for (const auto& [left, right] : read.expression->uses().compared) {
      if (left < counts_.size() && right < counts_.size()) groups.join(left, right);
    }
  // What a field is computed from alone it has the values of.
  const auto copies = [&](const Effects& effects) {
    for (const SetField& set : effects.sets) {
      const Expression::Uses uses = set.value.uses();
      const bool is_copy = set.value.slots().size() == 1 && uses.cuts.empty() && uses.compared.empty() && uses.others.empty();
      if (is_copy && set.value.slots().front() < counts_.size()) groups.join(set.target.slot, set.value.slots().front());
    }
  };
  for (const Activity& activity : net_.model->activities) {
    copies(activity.effects);
    for (const Result& result : activity.results) copies(result.effects);
  }
  for (List& group : groups.members())
    if (group.size() > 1) groups_.push_back(std::move(group));
}

void Variables::add_variables() {
  const Model& model = *net_.model;
  object_.assign(model.objects.size(), kAny);
  field_.assign(model.slot_count, kAny);
  const auto next = [&] { return static_cast<std::uint32_t>(variables_.size()); };
  for (std::uint32_t o = 0; o < model.objects.size(); ++o) {
    const ObjectType& object = model.objects[o];
    if (object.many) continue;
    if (!object.states.empty()) {
      object_[o] = next();
      Variable& added = variables_.emplace_back(Variable{Variable::Kind::state, o, 0, state_slot(model, o), {}});
      for (const std::string& state : object.states) added.values.emplace_back(state);
    }
    for (std::uint32_t f = 0; f < object.fields.size(); ++f) {
      const std::uint32_t slot = object.fields[f].slot;
      if (!counts_[slot]) continue;
      field_[slot] = next();
      variables_.push_back({Variable::Kind::field, o, f, slot, values_of({o, f, slot, {}})});
    }
  }
  actor_ = next();
  variables_.push_back({Variable::Kind::actor, 0, 0, extra_slot(model, ExtraSlot::actor_id), actors()});
}

/// Of fields that are compared with each other there are as many values between two constants as there are fields, so that each can be
/// before, behind or beside each other one.
std::vector<Value> Variables::values_of(const FieldRef& ref) const {
  std::vector<const Field*> together;
  for (const List& group : groups_)
    if (std::find(group.begin(), group.end(), ref.slot) != group.end())
      for (const ObjectType& object : net_.model->objects)
        for (const Field& field : object.fields)
          if (std::find(group.begin(), group.end(), field.slot) != group.end()) together.push_back(&field);
  std::vector<Value> corners = net_.reads.constants;
  for (const Read& read : reads_)
    for (const Expression::Uses::Cut& cut : read.expression->uses().cuts)
      if (!cut.at.if_list()) add_once(corners, cut.at);
  std::vector<Value> values{Value()};
  for (const Value& value : values_to_tell_apart(net_.model->field(ref), corners, together)) add_once(values, value);
  return values;
}

/// Everybody whose name stands in an expression, and somebody whose doesn't.
std::vector<Value> Variables::actors() const {
  std::vector<Value> values{Value("")};
  if (net_.reads.actor) {
    for (const Value& constant : net_.reads.constants)
      if (constant.if_string() && !constant.if_string()->empty()) add_once(values, constant);
    for (const Variable& variable : variables_)
      if (variable.kind == Variable::Kind::field)
        for (const Value& value : variable.values)
          if (value.if_string()) add_once(values, value);
  }
  add_once(values, Value("somebody else"));
  return values;
}

std::optional<std::uint32_t> Variables::of_object(std::uint32_t object) const {
  return object_[object] == kAny ? std::nullopt : std::optional(object_[object]);
}

std::optional<std::uint32_t> Variables::of_slot(std::uint32_t slot) const {
  return slot >= field_.size() || field_[slot] == kAny ? std::nullopt : std::optional(field_[slot]);
}

List Variables::all_values(std::uint32_t variable) const {
  List values(variables_[variable].values.size());
  std::iota(values.begin(), values.end(), 0U);
  return values;
}

List Variables::given_values(std::uint32_t variable) const {
  List values = all_values(variable);
  if (variables_[variable].kind != Variable::Kind::state) values.erase(values.begin());
  return values;
}

/// Values beside one that is written out, or beside those of another field, lie on either side of it and are of the field's own type.
bool Variables::can_be_cut(const Field& field, const Expression::Uses::Cut* cut) const {
  const auto fits = [&](const Value& at) {
    switch (field.type) {
      case FieldType::integer:
        return at.if_int() != nullptr;
      case FieldType::number:
        return at.if_int() != nullptr || at.if_double() != nullptr;
      case FieldType::date:
        return at.if_string() != nullptr && accept_value(field, at).value.has_value();
      case FieldType::duration:
        return at.if_duration() != nullptr;
      case FieldType::string:
      case FieldType::text:
      case FieldType::person:
      case FieldType::uri:
        return at.if_string() != nullptr && !cut->orders;
      default:
        return false;
    }
  };
  if (!cut) return field.type == FieldType::integer || field.type == FieldType::date;
  const Value::List* list = cut->at.if_list();
  return list ? std::all_of(list->begin(), list->end(), fits) : fits(cut->at);
}

/// Few values stand for all: of what has only few anyway, and of what is only compared with them.
bool Variables::is_cut_down(const Expression& expression, const std::vector<bool>& few) const {
  const Model& model = *net_.model;
  const bool knows_message = net_.reads.knows_message_of(expression, extra_slot(model, ExtraSlot::message));
  const auto is_endless = [&](std::uint32_t slot) {
    return slot == variables_[actor_].slot || slot == extra_slot(model, ExtraSlot::case_id) ||
           slot == extra_slot(model, ExtraSlot::case_started) || (slot == extra_slot(model, ExtraSlot::message) && !knows_message);
  };
  const auto field_of = [&](std::uint32_t slot) -> const Field* {
    for (const ObjectType& object : model.objects)
      for (const Field& field : object.fields)
        if (slot < model.slot_count && field.slot == slot) return &field;
    return nullptr;
  };
  const auto has_few = [&](std::uint32_t slot) {
    if (const DerivedField* derived = model.find_derived(slot)) {
      const Field& field = model.field(derived->field);
      if (!field.is) return true;
      const Expression::Uses uses = field.is.uses();
      const bool is_copy = uses.cuts.empty() && uses.compared.empty() && uses.others.empty() && field.type != FieldType::boolean &&
                           field.type != FieldType::enumeration && !field.is.slots().empty();
      return !is_copy && !field.min && !field.max && is_cut_down(field.is, few);
    }
    if (slot < few.size() && few[slot]) return true;
    const Field* field = field_of(slot);
    if (!field) return slot >= model.slot_count && !is_endless(slot);
    return field->type == FieldType::boolean || field->type == FieldType::enumeration;
  };
  const auto is_actor = [&](std::uint32_t slot) { return slot == variables_[actor_].slot; };
  const auto can_be = [&](std::uint32_t slot, const Expression::Uses::Cut* cut) {
    if (has_few(slot)) return true;
    const Field* field = field_of(slot);
    const auto v = of_slot(slot);
    if (v && variables_[*v].values.size() > kMostValues) return false;
    return field ? can_be_cut(*field, cut) && !model.find_derived(slot) : is_actor(slot) && cut && !cut->orders;
  };
  const auto can_be_compared = [&](std::uint32_t left, std::uint32_t right) {
    if (has_few(left) && has_few(right)) return true;
    // One person is who acts, or isn't; of two there are more possibilities.
    if (is_actor(left) || is_actor(right))
      return persons_compared_with_actor() < 2 && field_of(is_actor(left) ? right : left) != nullptr;
    return can_be(left, nullptr) && can_be(right, nullptr);
  };
  const Expression::Uses uses = expression.uses();
  const auto is_only_matched = [&](std::uint32_t slot) {  // a message has the very value
    return std::any_of(uses.parts.begin(), uses.parts.end(),
                       [&](const auto& part) { return part.how == Expression::Uses::Part::How::equals && part.equals == slot; });
  };
  const auto can_be_anything = [&](std::uint32_t slot) {
    return (model.find_derived(slot) && !has_few(slot)) || slot == extra_slot(model, ExtraSlot::case_started) ||
           (slot == extra_slot(model, ExtraSlot::case_id) && !is_only_matched(slot));
  };
  return std::none_of(expression.slots().begin(), expression.slots().end(), can_be_anything) &&
         std::all_of(uses.others.begin(), uses.others.end(), has_few) &&
         std::all_of(uses.cuts.begin(), uses.cuts.end(), [&](const auto& cut) { return can_be(cut.slot, &cut); }) &&
         std::all_of(uses.compared.begin(), uses.compared.end(),
                     [&](const auto& pair) { return can_be_compared(pair.first, pair.second); });
}

std::size_t Variables::persons_compared_with_actor() const {
  List persons;
  for (const Read& read : reads_)
    for (const auto& [left, right] : read.expression->uses().compared) {
      if (left == variables_[actor_].slot) add_once(persons, right);
      if (right == variables_[actor_].slot) add_once(persons, left);
    }
  return persons.size();
}

/// Fields that nobody gives, and that are computed from nothing else than such and from what has few values.
std::vector<bool> Variables::computed_alone() const {
  const Model& model = *net_.model;
  std::vector<bool> computed(model.slot_count, true);
  const auto gives = [&](const std::vector<FieldRef>& refs) {
    for (const FieldRef& ref : refs) computed[ref.slot] = false;
  };
  gives(model.start.required);
  gives(model.start.asked);
  const auto each_effects = [&](const auto& look) {
    for (const Activity& activity : model.activities) {
      look(activity.effects);
      for (const Result& result : activity.results) look(result.effects);
    }
  };
  each_effects([&](const Effects& effects) {
    gives(effects.required);
    gives(effects.asked);
  });
  for (const Activity& activity : model.activities) {
    for (const ReturnedField& returned : activity.process.returns) computed[returned.target.slot] = false;
    if (!activity.items) continue;
    for (const itsmflow::Part& part : activity.items->parts) {
      gives(part.required);
      gives(part.asked);
    }
  }
  const auto has_few = [&](std::uint32_t slot) {
    if (slot >= model.slot_count) return slot < model.slot_count + model.objects.size();
    const auto v = of_slot(slot);
    if (computed[slot] || !v) return static_cast<bool>(computed[slot]);
    const FieldType type = model.objects[variables_[*v].object].fields[variables_[*v].field].type;
    return type == FieldType::boolean || type == FieldType::enumeration;
  };
  for (bool more = true; more;) {
    more = false;
    each_effects([&](const Effects& effects) {
      for (const SetField& set : effects.sets) {
        const List slots = base_slots(model, set.value);
        if (!computed[set.target.slot] || std::all_of(slots.begin(), slots.end(), has_few)) continue;
        computed[set.target.slot] = false;
        more = true;
      }
    });
  }
  return computed;
}

std::vector<std::string> Variables::not_cut_down() const {
  const std::vector<bool> computed = computed_alone();
  std::vector<std::string> texts;
  const auto look = [&](const Expression& expression) {
    if (!is_cut_down(expression, computed)) texts.push_back(expression.text());
  };
  for (const Read& read : reads_) look(*read.expression);
  for (const Activity& activity : net_.model->activities) {
    if (activity.message.about) look(activity.message.about->expression);
    if (!activity.items) continue;
    for (const itsmflow::Part& part : activity.items->parts)
      if (part.when) look(part.when->expression);
  }
  for (const DerivedField& derived : net_.model->derived) {
    const Field& field = net_.model->field(derived.field);
    if (field.is && (field.min || field.max)) texts.push_back(net_.model->path(derived.field));
  }
  return texts;
}

std::optional<List> Variables::read_by(const Expression& expression) const {
  const Model& model = *net_.model;
  List found;
  std::size_t combinations = 1;
  const auto [cut, fresh] = cut_down_.try_emplace(&expression, false);
  if (fresh) cut->second = is_cut_down(expression, {});
  if (!cut->second) return std::nullopt;
  for (const std::uint32_t slot : base_slots(model, expression)) {
    const std::uint32_t object = slot - model.slot_count;
    std::optional<std::uint32_t> variable = of_slot(slot);
    if (slot >= model.slot_count && object < model.objects.size()) variable = of_object(object);
    if (slot == variables_[actor_].slot) variable = actor_;
    if (!variable) return std::nullopt;
    add_once(found, *variable);
    combinations *= variables_[*variable].values.size();
    if (combinations > kMostCombinations) return std::nullopt;
  }
  std::sort(found.begin(), found.end());
  return found;
}

Expression::Outcome Variables::evaluate(const Expression& expression, const Assignment& assignment, std::uint32_t changed,
                                        const Value* value) const {
  CaseState state = empty_state(net_, CaseId{1});
  std::string actor;
  for (std::uint32_t v = 0; v < variables_.size(); ++v) {
    const Variable& variable = variables_[v];
    if (v != changed && assignment[v] == kAny) continue;
    const Value& has = v == changed ? *value : variable.values[assignment[v]];
    switch (variable.kind) {
      case Variable::Kind::field:
        state.data[variable.slot] = has;
        break;
      case Variable::Kind::actor:
        actor = *has.if_string();
        break;
      case Variable::Kind::state:
        state.marking.reset(net_.state_place(variable.object, state_of(net_, state, variable.object)));
        state.marking.set(net_.state_place(variable.object, assignment[v]));
        break;
    }
  }
  return expression.evaluate(StateActivation(net_, state, actor));
}

bool Variables::holds(const Expression& expression, const Assignment& assignment) const {
  return evaluate(expression, assignment).holds();
}

Expression::Outcome Variables::outcome(const Expression& expression, const Assignment& assignment) const {
  return evaluate(expression, assignment);
}

bool Variables::can_be_computed(const SetField& set, const Assignment& assignment) const {
  const Expression::Outcome outcome = evaluate(set.value, assignment);
  return outcome.kind == Expression::Outcome::Kind::value &&
         accept_value(net_.model->field(set.target), outcome.value).value.has_value();
}

std::optional<std::uint32_t> Variables::computed(const SetField& set, const Assignment& assignment) const {
  const Expression::Outcome outcome = evaluate(set.value, assignment);
  if (outcome.kind != Expression::Outcome::Kind::value) return std::nullopt;
  const FieldValue accepted = accept_value(net_.model->field(set.target), outcome.value);
  if (!accepted.value) return std::nullopt;
  const std::uint32_t variable = field_[set.target.slot];
  const std::vector<Value>& values = variables_[variable].values;
  for (std::uint32_t i = 0; i < values.size(); ++i)
    if (values[i] == *accepted.value) return i;
  const std::vector<std::string>& known = signatures_[variable];
  const auto alike = std::find(known.begin() + 1, known.end(), signature(variable, *accepted.value));
  if (accepted.value->is_null() || alike == known.end()) return std::nullopt;
  return static_cast<std::uint32_t>(alike - known.begin());
}

std::string Variables::signature(std::uint32_t v, const Value& value) const {
  std::string text;
  for (const Read& read : reads_) {
    const List slots = base_slots(*net_.model, *read.expression);
    if (std::find(slots.begin(), slots.end(), variables_[v].slot) == slots.end()) continue;
    const auto reads = read_by(*read.expression);
    if (!reads) {  // what it comes to can't be told, so that each value is by itself
      text += to_string(value) + ';';
      continue;
    }
    Allowed others;
    for (const std::uint32_t other : *reads)
      if (other != v) others.emplace_back(other, all_values(other));
    for_each(others, [&](const Assignment& assignment) {
      const Expression::Outcome outcome = evaluate(*read.expression, assignment, v, &value);
      const bool has_value = outcome.kind == Expression::Outcome::Kind::value;
      text += !has_value ? "!" : read.only_whether ? "+" : to_string(outcome.value);
      text += ';';
    });
  }
  return text;
}

/// Of values between which no expression makes a difference one is enough.
void Variables::merge_alike() {
  for (int round = 0; round < 2; ++round) {  // the second time for what has become alike by it, and for the signatures as they stay
    signatures_.clear();
    for (std::uint32_t v = 0; v < variables_.size(); ++v) {
      std::vector<std::string>& known = signatures_.emplace_back();
      Variable& variable = variables_[v];
      if (variable.kind == Variable::Kind::state) continue;
      std::vector<Value> kept;
      for (std::size_t i = 0; i < variable.values.size(); ++i) {
        std::string text = i == kNone ? std::string("none") : signature(v, variable.values[i]);
        if (std::find(known.begin(), known.end(), text) != known.end()) continue;
        known.push_back(std::move(text));
        kept.push_back(variable.values[i]);
      }
      variable.values = std::move(kept);
    }
  }
}

void Variables::for_each(const Allowed& allowed, const std::function<void(const Assignment&)>& each) const {
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
