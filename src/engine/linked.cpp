#include "engine/linked.hpp"

#include "base/text_distance.hpp"
#include "model/ends.hpp"
#include "model/sensitive.hpp"
#include "semantics/activation.hpp"
#include "semantics/guards.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;

void pass_one(const Net& from, const CaseState& state, const Model& to, const PassedField& passed, PassedData& data) {
  const auto ref = to.find_field(passed.path);
  if (!ref || to.field(*ref).is_derived())
    throw ModelError(fmt::format("process '{}' has no field '{}' that process '{}' could fill; nothing was changed", to.process,
                                 passed.path, from.model->process));
  const Expression::Outcome outcome = passed.value.evaluate(StateActivation(from, state, {}));
  if (outcome.kind == Expression::Outcome::Kind::unfilled) return;  // whether it is needed, the start says
  if (outcome.kind == Expression::Outcome::Kind::error) {
    data.obstacles.emplace_back(Kind::guard_false, fmt::format("{} for a case of '{}' can't be computed: {}", passed.path,
                                                               to.process, told_error(*from.model, passed.value, outcome.text)));
    return;
  }
  FieldValue accepted = accept_value(to.field(*ref), outcome.value);
  if (accepted.value)
    data.writes.emplace_back(ref->slot, std::move(*accepted.value));
  else
    data.obstacles.emplace_back(Kind::guard_false, fmt::format("{} of a case of '{}' {}", passed.path, to.process,
                                                               told_error(*from.model, passed.value, accepted.problem)));
}

/// None: the process has no such field or state.
std::optional<Value> value_at(const Net& net, const CaseState& state, const std::string& path) {
  const Model& model = *net.model;
  const StateActivation activation(net, state, {});
  if (const auto ref = model.find_field(path)) return activation.slot(ref->slot);
  const std::size_t dot = path.find('.');
  const auto object = model.find_object(path.substr(0, dot));
  if (!object || dot == std::string::npos || path.substr(dot + 1) != "state") return std::nullopt;
  return activation.slot(state_slot(model, *object));
}

}  // namespace

PassedData pass(const Net& from, const CaseState& state, const Model& to, const std::vector<PassedField>& with) {
  PassedData data;
  for (const PassedField& passed : with) pass_one(from, state, to, passed, data);
  std::vector<std::string> missing;
  for (const FieldRef& ref : to.start.required) {
    const bool given = std::any_of(data.writes.begin(), data.writes.end(),
                                   [&](const auto& write) { return write.first == ref.slot && !write.second.is_null(); });
    if (!given) missing.push_back(to.path(ref));
  }
  if (!missing.empty() && data.obstacles.empty())
    data.obstacles.emplace_back(
        Kind::missing_data, fmt::format("a case of '{}' would start, which requires {}", to.process, enumerate(missing)), missing);
  return data;
}

std::string result_of_run(const Net& net, const CaseState& ended) {
  if (ended.status == CaseStatus::cancelled) return "cancelled";
  const Model& model = *net.model;
  const auto object = ending_object(model);
  return object ? model.objects[*object].states[state_of(net, ended, *object)] : "over";
}

ReturnedData returned_fields(const Net& net, const CaseState& ended, const Model& to, const std::vector<ReturnedField>& returns) {
  ReturnedData data;
  for (const ReturnedField& returned : returns) {
    const std::optional<Value> value = value_at(net, ended, returned.path);
    if (!value) data.problems.push_back(fmt::format("it has no '{}'", returned.path));
    if (!value || value->is_null()) continue;
    FieldValue accepted = accept_value(to.field(returned.target), *value);
    if (accepted.value)
      data.writes.emplace_back(returned.target.slot, std::move(*accepted.value));
    else
      data.problems.push_back(
          fmt::format("{} {}", to.path(returned.target),
                      is_sensitive(*net.model, returned.path) ? "doesn't take what it brings" : accepted.problem));
  }
  return data;
}

}  // namespace itsmflow
