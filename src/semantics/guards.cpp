#include "semantics/guards.hpp"

#include "base/text_distance.hpp"
#include "model/sensitive.hpp"
#include "semantics/activation.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace itsmflow {
namespace {

bool is_of_message(std::string_view path) {
  constexpr std::string_view kMessage = "message.";
  return path.substr(0, kMessage.size()) == kMessage;
}

/// What an expression saw is not for people to see: the field is sensitive, it is in elements with such fields, or a message brings such.
bool is_withheld(const Model& model, const Activity& activity, const Expression& expression, const Expression::Seen& variable) {
  if (is_of_message(variable.path)) return is_sensitive_message(model, activity.message.name);
  constexpr std::string_view kElements = "case.";
  if (variable.path.compare(0, kElements.size(), kElements) == 0) return reads_sensitive(model, expression);
  return is_sensitive(model, variable.path);
}

/// " is 40", " is not filled", and the field that it hangs on: of what is computed, one that it is computed from.
std::pair<std::string, std::string> words_for(const Model& model, const Activity& activity, const StateActivation& data,
                                              const Expression& expression, const Expression::Seen& variable) {
  if (const Value::List* list = variable.value.if_list(); list && !list->empty() && list->front().if_map())
    return {fmt::format(" has {} {}", list->size(), list->size() == 1 ? "element" : "elements"), variable.path};
  if (!variable.value.is_null() && is_withheld(model, activity, expression, variable))
    return {" is " + std::string(kWithheld), variable.path};
  if (!variable.value.is_null()) return {" is " + in_words(variable.value), variable.path};
  const auto ref = model.find_field(variable.path);
  const ExprTrouble* trouble = ref ? data.trouble(ref->slot) : nullptr;
  if (!trouble || trouble->text == variable.path) return {std::string(unfilled_words(variable.path)), variable.path};
  if (trouble->kind == ExprTrouble::Kind::error) return {" can't be computed", variable.path};
  return {" can't be computed: " + trouble->text + " is not filled", trouble->text};
}

}  // namespace

SeenByGuard what_it_saw(const Net& net, const CaseState& state, const Attempt& attempt, const Expression& expression) {
  std::vector<std::string> seen;
  SeenByGuard found;
  const StateActivation data(net, state, attempt.actor, attempt.given, {.message = attempt.message});
  for (const Expression::Seen& variable : expression.seen(data)) {
    auto [words, field] = words_for(*net.model, net.model->activities[attempt.activity], data, expression, variable);
    seen.push_back(variable.path + words);
    found.fields.push_back(std::move(field));
  }
  if (!seen.empty()) found.words = ", but " + enumerate(seen);
  return found;
}

std::string_view unfilled_words(std::string_view path) {
  return is_of_message(path) ? " isn't in the message" : " is not filled";
}

std::string told_error(const Model& model, const Expression& expression, const std::string& error) {
  return reads_sensitive(model, expression) ? "what went wrong is withheld" : error;
}

bool is_open(const Net& net, const CaseState& state, const Attempt& attempt, const Expression& expression) {
  if (attempt.what != Attempt::What::offer) return false;
  const Model& model = *net.model;
  const Activity& activity = model.activities[attempt.activity];
  // Whoever reads all elements reads the one that the step is about: it is there, and not yet to come.
  const auto is_listed = [&] { return activity.about && state_of_element(net, state, state.focus) != 0; };
  const auto reads = [&](const std::vector<FieldRef>& fields) {
    return std::any_of(fields.begin(), fields.end(), [&](const FieldRef& ref) {
      return std::any_of(expression.slots().begin(), expression.slots().end(), [&](std::uint32_t slot) {
        if (slot == ref.slot) return true;
        if (slot == elements_slot(model, ref.object)) return is_listed();
        const DerivedField* derived = model.find_derived(slot);
        if (derived && derived->field.object != ref.object && model.objects[ref.object].many && !is_listed()) return false;
        return derived && std::binary_search(derived->inputs.begin(), derived->inputs.end(), ref.slot);
      });
    });
  };
  if (reads(activity.effects.required) || reads(activity.effects.asked)) return true;
  if (const Part* part = part_of(activity, attempt.item); part && (reads(part->required) || reads(part->asked))) return true;
  for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
    const Effects& effects = activity.results[r].effects;
    if ((!attempt.result || *attempt.result == r) && (reads(effects.required) || reads(effects.asked))) return true;
  }
  return false;
}

}  // namespace itsmflow
