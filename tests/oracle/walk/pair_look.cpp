// Everything that can be seen and asked of the cases, compared.

#include "words.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>

namespace itsmflow::oracle {

using What = Doing::What;

std::string Pair::compare_explanation(const Doing& doing) {
  coverage_.count("asked", "explain");
  const Twin& case_of = world_.of(doing.number);
  std::string engine;
  try {
    const Work work{
        .result = doing.result, .data = doing.data, .command = {.item = item_for_engine(case_of.model(), doing.activity)}};
    const auto found = asked_->explain(id_of(doing.number), activity_of(doing.activity), doing.person, work).obstacles;
    for (const Obstacle& obstacle : found) coverage_.count("obstacle", std::string(itsmflow::to_string(obstacle.kind())));
    engine = words(found);
  } catch (const Error&) {
    engine = "an error";
  }
  const Outcome explained = case_of.explain(doing.person, doing.activity, doing.result, doing.data);
  const std::string twin = explained.error ? "an error" : words(explained.obstacles);
  return differ("explain " + to_string(doing), engine, twin);
}

std::string Pair::compare_offers(const Twin& case_of, const std::string& person) {
  std::string engine;
  for (const Offer& offer : engine_->offers_for(person, id_of(case_of.number()))) {
    std::vector<std::string> results;
    for (const OfferedResult& result : offer.results) {
      std::set<std::string> fields;
      for (const OfferedField& field : result.fields) fields.insert(field.required ? field.path + "!" : field.path);
      results.push_back(words(result.id, fields));
    }
    engine += piece(offer.activity, is_vote(case_of.model(), offer.activity) ? person : offer.item) + " " + words(offer.status) +
              " " + words(results) + "; ";
    coverage_.count("offer", words(offer.status));
    if (case_of.model().about(*case_of.model().activity(offer.activity)))
      coverage_.count("offer", offer.item == "new" ? "of a new element" : "of an element");
  }
  std::string twin;
  for (const Offered& offer : case_of.offers(person)) {
    std::vector<std::string> results;
    for (const std::string& result : offer.results) results.push_back(words(result, case_of.fields(offer.activity, result)));
    twin += offer.activity + " " + words(offer.status) + " " + words(results) + "; ";
  }
  return differ("offers for " + person, engine, twin);
}

/// Objects, data, work, what is done of items, timers, what is waited for, and rules.
std::string Pair::engine_view(const Twin& case_of) {
  const CaseView view = engine_->show(id_of(case_of.number()));
  coverage_.count("status", words(view.status));
  std::string text = words(view.status) + (view.parent.value > 0 ? " from " + std::to_string(number_of(view.parent)) : "");
  for (const ObjectView& object : view.objects) text += "; " + object.id + " " + object.state;
  for (const ElementView& element : view.elements) {
    text += "; " + element.object + " " + element.item + " " + element.state + " " + words(element.data);
    coverage_.count("seen", "element");
  }
  text += "; " + words(renumbered(view.data, case_of.model()));
  std::vector<std::string> lines;
  for (const WorkView& work : view.work)
    lines.push_back(piece(work.activity, work.item) + " " + words(work.status) + " " +
                    (work.giver.empty() ? work.holder : work.giver + " to " + work.holder));
  for (const ItemView& item : view.items_done)
    lines.push_back(item.activity + " " + item.item + " done by " + item.person + " " + item.answer);
  for (const TimerView& timer : view.timers)
    lines.push_back(timer.activity + "." + timer.result + " due " + std::to_string(timer.due.seconds - began_.seconds));
  for (const WaitView& wait : view.waits)
    lines.push_back(wait.activity + " waits for " +
                    (wait.tries > 0         ? "try " + std::to_string(wait.tries)
                     : wait.message.empty() ? "case " + std::to_string(number_of(wait.other))
                                            : wait.message));
  std::vector<std::string> messages;
  for (const MessageView& message : view.messages) messages.push_back(message.name);
  text += sorted(lines) + "; messages " + words(messages);
  for (const RuleView& rule : view.rules) {
    if (rule.is_off) continue;
    text += "; " + std::string(itsmflow::to_string(rule.status));
    coverage_.count("rule", std::string(itsmflow::to_string(rule.status)));
  }
  return text + story_of(view);
}

/// What is said of deviations, and of the outcome.
std::string Pair::story_of(const CaseView& view) {
  std::string text;
  for (const DeviationView& each : view.deviations) {
    const std::string said(itsmflow::to_string(each.confirmation));
    coverage_.count("confirmation", said);
    text += "; " + std::string(itsmflow::to_string(each.kind)) + " " + each.activity + "." + each.result + " " + each.item + " " +
            each.motive + " by " + each.person + " " + said + " " + each.judge;
  }
  text += "; assumed " + words(view.assumed);
  if (!view.outcome.empty()) coverage_.count("outcome", view.outcome);
  return text + (view.outcome.empty() ? "" : "; outcome " + view.outcome + " by " + view.judge);
}

std::string Pair::twin_view(const Twin& case_of) const {
  const Configuration& now = case_of.now();
  std::string text = words(now.status) + (now.parent > 0 ? " from " + std::to_string(now.parent) : "");
  for (const Object& object : case_of.model().objects) {
    if (object.many) continue;
    const auto state = now.states.find(object.id);
    text += "; " + object.id + " " + (state == now.states.end() ? "" : state->second);
  }
  for (const ElementSeen& element : case_of.elements(true))
    text +=
        "; " + case_of.model().many()->id + " " + std::to_string(element.number) + " " + element.state + " " + words(element.given);
  text += "; " + words(case_of.data());
  std::vector<std::string> lines;
  for (const auto& [name, held] : case_of.work())
    lines.push_back(name + " " + words(held.status) + " " + (held.giver.empty() ? held.holder : held.giver + " to " + held.holder));
  for (const auto& [activity, open] : now.under_way) {
    for (const auto& [item, done] : open.done)
      lines.push_back(activity + " " + item + " done by " + done.second + " " + done.first);
    if (open.tries > 0) lines.push_back(activity + " waits for try " + std::to_string(open.tries));
    if (open.other > 0) lines.push_back(activity + " waits for case " + std::to_string(open.other));
  }
  for (const auto& [name, timer] : now.timers) lines.push_back(name.first + "." + name.second + " due " + std::to_string(timer.at));
  for (const auto& [activity, message] : case_of.awaited_messages()) lines.push_back(activity + " waits for " + message);
  text += sorted(lines);
  std::vector<std::string> messages;
  for (const Message& message : now.messages) messages.push_back(message.name);
  text += "; messages " + words(messages);
  for (const std::string& standing : case_of.rules()) text += "; " + standing;
  for (const Deviated& each : now.deviations)
    text += "; " + std::string(itsmflow::to_string(each.kind)) + " " + each.activity + "." + each.result + " " + each.item + " " +
            each.motive + " by " + each.person + " " + std::string(itsmflow::to_string(each.said)) + " " + each.judge;
  std::vector<std::string> assumed;
  for (const Object& object : case_of.model().objects)
    if (now.assumed.count(object.id)) assumed.push_back(object.id + ".state");
  text += "; assumed " + words(assumed);
  const std::string outcome = case_of.outcome();
  return text + (outcome.empty() ? "" : "; outcome " + outcome + " by " + now.judge);
}

/// The twin counts them; the engine's numbers may have gaps.
std::string Pair::engine_cases() {
  std::string text;
  ids_.clear();
  for (const CaseView& view : engine_->cases()) {
    text += view.process + "; ";
    ids_.push_back(view.id);
  }
  return text;
}

/// Which cases there are.
std::string Pair::compare_cases() {
  const std::string engine = engine_cases();
  std::string twin;
  for (std::size_t number = 1; number <= world_.size(); ++number) twin += world_.of(number).model().process + "; ";
  return differ("cases", engine, twin);
}

/// 0: it isn't known.
std::size_t Pair::number_of(CaseId id) const {
  const auto found = std::find(ids_.begin(), ids_.end(), id);
  return found == ids_.end() ? 0 : static_cast<std::size_t>(found - ids_.begin()) + 1;
}

/// The engine's data with references to cases as the twin counts them.
Data Pair::renumbered(Data data, const Model& model) const {
  for (auto& [path, value] : data) {
    if (!model.field(path) || model.field(path)->type != Type::reference || !value.if_int()) continue;
    const std::size_t number = number_of(CaseId{*value.if_int()});
    if (number > 0) value = Value(static_cast<std::int64_t>(number));
  }
  return data;
}

std::string Pair::verify() const {
  std::string text;
  for (const std::string& problem : engine_->verify_log().problems) text += "verify_log: " + problem + "\n";
  return text;
}

std::string Pair::glance() {
  std::string found;
  for (std::size_t number = 1; number <= world_.size() && found.empty(); ++number) found += compare_view(world_.of(number));
  return found;
}

std::string Pair::compare_view(const Twin& twin) {
  return differ("show case " + std::to_string(twin.number()), engine_view(twin), twin_view(twin));
}

std::string Pair::look() {
  std::string found;
  for (std::size_t number = 1; number <= world_.size() && found.empty(); ++number) found += look_at(world_.of(number));
  return found;
}

std::string Pair::look_at(const Twin& twin) {
  std::string found = compare_view(twin);
  for (const auto& [person, roles] : model_.people) {
    found += compare_offers(twin, person);
    for (const Activity& activity : twin.model().activities)
      for (const Piece& each : twin.all_pieces(activity, person)) {
        std::vector<std::string> results;
        for (const Result& result : activity.results) results.push_back(result.id);
        if (activity.items) results = {twin.answers(activity).front()};
        for (const std::string& result : results)
          found += compare_explanation(
              {.what = What::explain, .person = person, .activity = each, .result = result, .number = twin.number()});
      }
  }
  return found;
}

}  // namespace itsmflow::oracle
