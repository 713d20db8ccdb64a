#include "semantics/activation.hpp"

#include "model/table.hpp"
#include "semantics/elements.hpp"
#include "semantics/guards.hpp"

#include <utility>

namespace itsmflow {

using Trouble = ExprTrouble::Kind;

const Value& StateActivation::slot(std::uint32_t index) const {
  static const Value kNull;
  const Model& model = *net_.model;
  if (index < model.slot_count) {
    if (const DerivedField* derived = model.find_derived(index)) return computed(*derived).value;
    if (writes_)
      for (auto write = writes_->rbegin(); write != writes_->rend(); ++write)
        if (write->first == index) return write->second.is_null() ? net_.defaults[index] : write->second;
    return read(net_, state_, index);
  }
  const std::uint32_t object = index - model.slot_count;
  if (object < model.objects.size()) {
    const std::uint32_t state = state_of(net_, state_, object);
    return state == kNone ? kNull : net_.state_values[net_.state_place(object, state)];
  }
  const std::uint32_t elements = elements_slot(model, 0);
  if (index >= elements) return collected(index - elements, index);
  switch (static_cast<ExtraSlot>(object - model.objects.size())) {
    case ExtraSlot::case_id:
      return id_;
    case ExtraSlot::case_started:
      return started_;
    case ExtraSlot::actor_id:
      return actor_;
    case ExtraSlot::items:
      return context_.items ? *context_.items : kNull;
    case ExtraSlot::message:
      return context_.message ? *context_.message : kNull;
    case ExtraSlot::element:
      return element_;
  }
  return kNull;
}

const ExprTrouble* StateActivation::trouble(std::uint32_t index) const {
  const DerivedField* derived = net_.model->find_derived(index);
  if (derived == nullptr) return nullptr;
  const Computed& result = computed(*derived);
  return result.trouble ? &*result.trouble : nullptr;
}

const Value& StateActivation::collected(std::uint32_t object, std::uint32_t index) const {
  for (const auto& known : computed_)
    if (known->slot == index) return known->value;
  auto result = std::make_unique<Computed>();
  result->slot = index;
  result->value = elements(object);
  computed_.push_back(std::move(result));
  return computed_.back()->value;
}

Value StateActivation::elements(std::uint32_t object) const {
  CaseState state = state_;
  if (writes_)
    for (const auto& [slot, value] : *writes_) state.data[slot] = value;
  if (state.focus.object != kNone) put_back(net_, state);
  ElementViews views(net_, std::move(state));
  Value::List list;
  for (std::uint32_t number = 1; number <= element_count(state_, object); ++number) {
    const CaseState& view = views.of(Focus{object, number});
    if (state_of(net_, view, object) != 0) list.push_back(value_of_element(net_, view));
  }
  return Value(std::move(list));
}

const StateActivation::Computed& StateActivation::computed(const DerivedField& derived) const {
  for (const auto& known : computed_)
    if (known->slot == derived.field.slot) return *known;
  auto result = std::make_unique<Computed>();
  result->slot = derived.field.slot;
  compute(derived, *result);
  computed_.push_back(std::move(result));
  return *computed_.back();
}

void StateActivation::compute(const DerivedField& derived, Computed& result) const {
  const Model& model = *net_.model;
  const Field& field = model.field(derived.field);
  if (field.table) {
    const Table& table = model.tables[*field.table];
    const TableAnswer answer = decide(model, table, *this);
    if (answer.value) {
      result.value = *answer.value;
    } else if (const ExprTrouble* inner = answer.unfilled ? trouble(answer.unfilled->slot) : nullptr) {
      result.trouble = *inner;
    } else {
      const TableColumn* column = answer.unfilled;
      const bool is_field = column && column->field;
      result.trouble = {Trouble::unfilled,
                        is_field ? model.path({column->object, *column->field, column->slot, {}}) : model.path(derived.field)};
    }
    return;
  }
  Expression::Outcome outcome = field.is.evaluate(*this);
  if (outcome.kind == Expression::Outcome::Kind::unfilled) {
    result.trouble = {Trouble::unfilled, std::move(outcome.text)};
    return;
  }
  if (outcome.kind == Expression::Outcome::Kind::value) {
    FieldValue accepted = accept_value(field, outcome.value);
    if (accepted.value) {
      result.value = *std::move(accepted.value);
      return;
    }
    outcome.text = "it " + accepted.problem;
  }
  result.trouble = {Trouble::error, model.path(derived.field) + " can't be computed: " + told_error(model, field.is, outcome.text)};
}

Value value_of_element(const Net& net, const CaseState& view) {
  const auto [object, number] = view.focus;
  const StateActivation element(net, view, {});
  Value::Entries entries{{"id", static_cast<std::int64_t>(number)},
                         {"state", net.state_values[net.state_place(object, state_of(net, view, object))]}};
  for (const Field& field : net.model->objects[object].fields)
    if (const Value& value = element.slot(field.slot); !value.is_null()) entries.emplace_back(field.id, value);
  return Value(std::move(entries));
}

}  // namespace itsmflow
