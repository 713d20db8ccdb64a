#include "scenario/verify.hpp"

#include "base/text_distance.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

namespace itsmflow::scenario {
namespace {

class Verifier {
 public:
  Verifier(const Engine& engine, const Script& script, CaseId id, std::vector<Diagnostic>& failures)
      : engine_(engine), model_(*script.model), view_(engine.show(id)), failures_(failures) {}

  void verify(const Expectation& expected) {
    for (const Expectation::State& state : expected.states) verify_state(state);
    for (const Expectation::FieldValue& field : expected.fields) verify_field(field);
    for (const Expectation::Offered& offered : expected.offered) verify_offered(offered);
    if (expected.over) verify_status(*expected.over, CaseStatus::over, "over");
    if (expected.cancelled) verify_status(*expected.cancelled, CaseStatus::cancelled, "cancelled");
  }

 private:
  void verify_state(const Expectation::State& expected) {
    const ObjectType& object = model_.objects.at(expected.object);
    const std::string& state = object.states.at(expected.state);
    const auto found = std::ranges::find(view_.objects, object.id, &ObjectView::id);
    const std::string is = found == view_.objects.end() ? std::string() : found->state;
    if (is != state) fail(expected.span, fmt::format("{} is '{}', not '{}'", object.id, is, state));
  }

  void verify_field(const Expectation::FieldValue& expected) {
    const std::string path = model_.path(expected.field);
    const auto found = view_.data.find(path);
    const Value is = found == view_.data.end() ? Value() : found->second;
    if (is == expected.value) return;
    const std::string wanted = expected.value.is_null() ? "left unfilled" : to_string(expected.value);
    fail(expected.span, is.is_null() ? fmt::format("{} is not filled; expected {}", path, wanted)
                                     : fmt::format("{} is {}, not {}", path, to_string(is), wanted));
  }

  void verify_offered(const Expectation::Offered& expected) {
    std::vector<std::string> is;
    for (const Offer& offer : engine_.offers_for(expected.person, view_.id)) is.push_back(offer.activity);
    std::vector<std::string> wanted = expected.activities;
    for (std::vector<std::string>* list : {&is, &wanted}) {
      std::ranges::sort(*list);
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    if (is == wanted) return;
    std::vector<std::string> more;
    std::vector<std::string> lacking;
    std::ranges::set_difference(is, wanted, std::back_inserter(more));
    std::ranges::set_difference(wanted, is, std::back_inserter(lacking));
    Diagnostic& failure = fail(expected.span, fmt::format("'{}' is offered {}, not {}", expected.person, named(is), named(wanted)));
    if (!more.empty()) failure.label = fmt::format("also offered: {}", fmt::join(more, ", "));
    if (!lacking.empty()) failure.label += fmt::format("{}not offered: {}", more.empty() ? "" : "; ", fmt::join(lacking, ", "));
    for (const std::string& activity : lacking) explain(activity, expected.person, failure);
  }

  /// What stands in the way of work that was expected to be offered.
  void explain(const std::string& activity, const std::string& person, Diagnostic& failure) {
    for (const Obstacle& obstacle : engine_.explain(view_.id, activity, person).obstacles) {
      if (obstacle.kind() == Obstacle::Kind::missing_data) continue;  // does not keep it from being offered
      failure.help += fmt::format("{}'{}': {}", failure.help.empty() ? "" : "; ", activity, obstacle.message());
    }
  }

  void verify_status(const Expectation::Flag& expected, CaseStatus status, std::string_view word) {
    const bool is = view_.status == status;
    if (is != expected.value) fail(expected.span, fmt::format("the case is {}{}", is ? "" : "not ", word));
  }

  static std::string named(const std::vector<std::string>& activities) {
    return activities.empty() ? "nothing" : enumerate(activities);
  }

  Diagnostic& fail(const Span& span, std::string message) {
    Diagnostic failure;
    failure.rule = "expectation";
    failure.message = std::move(message);
    failure.span = span;
    return failures_.emplace_back(std::move(failure));
  }

  const Engine& engine_;
  const Model& model_;
  CaseView view_;
  std::vector<Diagnostic>& failures_;
};

}  // namespace

void verify(const Engine& engine, const Script& script, CaseId id, const Expectation& expected, std::vector<Diagnostic>& failures) {
  Verifier(engine, script, id, failures).verify(expected);
}

}  // namespace itsmflow::scenario
