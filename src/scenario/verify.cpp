#include "scenario/verify.hpp"

#include "base/text_distance.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

namespace itsmflow::scenario {
namespace {

class Verifier {
 public:
  Verifier(const Engine& engine, const Model& model, CaseId id, std::vector<Diagnostic>& failures)
      : engine_(engine), model_(model), view_(engine.show(id, Sensitive::shown)), failures_(failures) {}

  void verify(const Expectation& expected) {
    for (const Expectation::State& state : expected.states) verify_state(state);
    for (const Expectation::FieldValue& field : expected.fields) verify_field(field);
    for (const Expectation::Offered& offered : expected.offered) verify_offered(offered);
    for (const Expectation::ItemsDone& items : expected.items) verify_items(items);
    if (expected.waits) compare(expected.waits->span, "what waits is", names_of(view_.waits), expected.waits->names);
    if (expected.timers) compare(expected.timers->span, "what waits for time is", names_of(view_.timers), expected.timers->names);
    for (const Expectation::DueAt& due : expected.due) verify_due(due);
    if (expected.messages)
      compare(expected.messages->span, "messages kept are", names_of(view_.messages), expected.messages->names);
    if (expected.over) verify_status(*expected.over, CaseStatus::over, "over");
    if (expected.cancelled) verify_status(*expected.cancelled, CaseStatus::cancelled, "cancelled");
    if (expected.deviations) verify_deviations(*expected.deviations);
    if (expected.unconfirmed) verify_unconfirmed(*expected.unconfirmed);
    if (expected.assumed) compare(expected.assumed->span, "what is assumed is", assumed(), expected.assumed->names);
    if (expected.outcome) verify_outcome(*expected.outcome);
    if (expected.complies) verify_complies(*expected.complies);
  }

 private:
  void verify_state(const Expectation::State& expected) {
    const ObjectType& object = model_.objects.at(expected.object);
    const std::string& state = object.states.at(expected.state);
    if (!expected.element.empty()) {
      const ElementView* element = find_element(object.id, expected.element);
      const std::string is = element == nullptr ? "none" : element->state;
      if (is != state) fail(expected.span, fmt::format("{} {} is '{}', not '{}'", object.id, expected.element, is, state));
      return;
    }
    const auto found = std::ranges::find(view_.objects, object.id, &ObjectView::id);
    const std::string is = found == view_.objects.end() ? std::string() : found->state;
    if (is != state) fail(expected.span, fmt::format("{} is '{}', not '{}'", object.id, is, state));
  }

  const ElementView* find_element(std::string_view object, std::string_view number) const {
    for (const ElementView& element : view_.elements)
      if (element.object == object && element.item == number) return &element;
    return nullptr;
  }

  void verify_field(const Expectation::FieldValue& expected) {
    const std::string path = model_.path(expected.field);
    const ElementView* element =
        expected.element.empty() ? nullptr : find_element(model_.objects.at(expected.field.object).id, expected.element);
    if (!expected.element.empty() && element == nullptr)
      return static_cast<void>(
          fail(expected.span, fmt::format("there is no {} {}", model_.objects.at(expected.field.object).id, expected.element)));
    const Data& data = element == nullptr ? view_.data : element->data;
    const auto found = data.find(path);
    const Value is = found == data.end() ? Value() : found->second;
    if (is == expected.value) return;
    const std::string wanted = expected.value.is_null() ? "left unfilled" : in_words(expected.value);
    fail(expected.span, is.is_null() ? fmt::format("{} is not filled; expected {}", path, wanted)
                                     : fmt::format("{} is {}, not {}", path, in_words(is), wanted));
  }

  void verify_offered(const Expectation::Offered& expected) {
    std::vector<std::string> wanted = expected.activities;
    std::vector<std::string> is;
    for (const Offer& offer : engine_.offers_for(expected.person, view_.id)) is.push_back(name_of(offer, wanted));
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

  /// Items are told apart where the scenario does so; a vote is always the person's own.
  std::string name_of(const Offer& offer, const std::vector<std::string>& wanted) const {
    const Activity& activity = model_.activities.at(model_.find_activity(offer.activity).value());
    const bool is_vote = activity.items && activity.items->kind == Items::Kind::votes;
    const bool as_whole = std::ranges::find(wanted, offer.activity) != wanted.end();
    const bool is_new = activity.about && offer.item == "new";
    return offer.item.empty() || is_new || is_vote || as_whole ? offer.activity : offer.activity + "." + offer.item;
  }

  /// What stands in the way of work that was expected to be offered.
  void explain(const std::string& activity, const std::string& person, Diagnostic& failure) {
    const std::size_t dot = activity.find('.');
    const std::string id = activity.substr(0, dot);
    Work work;
    if (dot != std::string::npos) work.command.item = activity.substr(dot + 1);
    const Activity& declared = model_.activities.at(model_.find_activity(id).value());
    const bool names_item = !work.command.item.empty() || !declared.items || declared.items->kind == Items::Kind::votes;
    if (!names_item || (declared.about && work.command.item.empty())) return;  // each item has its own obstacles
    for (const Obstacle& obstacle : engine_.explain(view_.id, id, person, work).obstacles) {
      if (obstacle.kind() == Obstacle::Kind::missing_data) continue;  // does not keep it from being offered
      failure.help += fmt::format("{}'{}': {}", failure.help.empty() ? "" : "; ", activity, obstacle.message());
    }
  }

  void verify_items(const Expectation::ItemsDone& expected) {
    std::vector<std::string> is;
    for (const ItemView& item : view_.items_done) {
      if (item.activity != expected.activity) continue;
      const auto found = std::ranges::find(expected.items, item.item, [](const auto& one) { return one.first; });
      const bool with_answer = found == expected.items.end() ? !item.answer.empty() : found->second.has_value();
      is.push_back(with_answer ? fmt::format("{}: {}", item.item, item.answer) : item.item);
    }
    std::vector<std::string> wanted;
    for (const auto& [item, answer] : expected.items) wanted.push_back(answer ? fmt::format("{}: {}", item, *answer) : item);
    compare(expected.span, fmt::format("of '{}' is done", expected.activity), std::move(is), std::move(wanted));
  }

  void verify_due(const Expectation::DueAt& expected) {
    for (const TimerView& timer : view_.timers) {
      if (name_of(timer) != expected.timer || timer.due == expected.due) continue;
      fail(expected.span,
           fmt::format("'{}' is due at {}, not at {}", expected.timer, to_string(timer.due), to_string(expected.due)));
    }
  }

  static std::string name_of(const TimerView& timer) {
    return timer.result.empty() ? timer.activity : timer.activity + "." + timer.result;
  }

  static std::vector<std::string> names_of(const std::vector<TimerView>& timers) {
    std::vector<std::string> names;
    for (const TimerView& timer : timers) names.push_back(name_of(timer));
    return names;
  }

  static std::vector<std::string> names_of(const std::vector<WaitView>& waits) {
    std::vector<std::string> names;
    for (const WaitView& wait : waits) names.push_back(wait.activity);
    return names;
  }

  static std::vector<std::string> names_of(const std::vector<MessageView>& messages) {
    std::vector<std::string> names;
    for (const MessageView& message : messages) names.push_back(message.name);
    return names;
  }

  /// The same names, in any order; those that come several times as often.
  void compare(const Span& span, const std::string& what, std::vector<std::string> is, std::vector<std::string> wanted) {
    std::ranges::sort(is);
    std::ranges::sort(wanted);
    if (is != wanted) fail(span, fmt::format("{} {}, not {}", what, named(is), named(wanted)));
  }

  void verify_status(const Expectation::Flag& expected, CaseStatus status, std::string_view word) {
    const bool is = view_.status == status;
    if (is != expected.value) fail(expected.span, fmt::format("the case is {}{}", is ? "" : "not ", word));
  }

  std::vector<std::string> kinds_of_deviations() const {
    std::vector<std::string> kinds;
    for (const DeviationView& deviation : view_.deviations) kinds.emplace_back(to_string(deviation.kind));
    return kinds;
  }

  void verify_deviations(const Expectation::Names& expected) {
    const std::vector<std::string> is = kinds_of_deviations();
    if (is != expected.names)
      fail(expected.span, fmt::format("the deviations are {}, not {}", in_order(is), in_order(expected.names)));
  }

  void verify_unconfirmed(const Expectation::Count& expected) {
    const auto waits = [](const DeviationView& deviation) {
      return deviation.confirmation == ConfirmationStatus::awaited || deviation.confirmation == ConfirmationStatus::late;
    };
    const auto is = static_cast<std::size_t>(std::ranges::count_if(view_.deviations, waits));
    if (is != expected.number)
      fail(expected.span, fmt::format("deviations that wait to be confirmed: {}, not {}", is, expected.number));
  }

  /// Objects whose state is assumed.
  std::vector<std::string> assumed() const {
    std::vector<std::string> objects;
    for (const std::string& state : view_.assumed) objects.push_back(state.substr(0, state.find('.')));
    return objects;
  }

  void verify_outcome(const Expectation::Named& expected) {
    if (view_.outcome == expected.name) return;
    fail(expected.span, view_.outcome.empty()
                            ? fmt::format("the case is open, and has no outcome yet; expected '{}'", expected.name)
                            : fmt::format("the outcome is '{}', not '{}'", view_.outcome, expected.name));
  }

  void verify_complies(const Expectation::Flag& expected) {
    const std::vector<std::string> kinds = kinds_of_deviations();
    if (kinds.empty() == expected.value) return;
    fail(expected.span, kinds.empty() ? std::string("the case complies")
                                      : fmt::format("the case does not comply: its deviations are {}", in_order(kinds)));
  }

  static std::string in_order(const std::vector<std::string>& kinds) {
    return kinds.empty() ? "none" : fmt::format("{}", fmt::join(kinds, ", "));
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

void verify(const Engine& engine, const Model& model, CaseId id, const Expectation& expected, std::vector<Diagnostic>& failures) {
  Verifier(engine, model, id, failures).verify(expected);
}

}  // namespace itsmflow::scenario
