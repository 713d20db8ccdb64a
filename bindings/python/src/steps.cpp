// What comes of commands, and what programs are told and asked.

#include "engine.hpp"
#include "module.hpp"
#include "record.hpp"

#include <string>

namespace itsmflow::python {
namespace {

void add_outside(py::module_& module) {
  Record<ServiceCall>(module, "ServiceCall", "A handler of the program is asked to do an activity.")
      .has("key", &ServiceCall::key, "The same at every delivery of the same call; another one for another try.")
      .has("case_id", &ServiceCall::case_id)
      .has("process", &ServiceCall::process)
      .has("service", &ServiceCall::service)
      .has("activity", &ServiceCall::activity)
      .has("attempt", &ServiceCall::attempt, "From 1.")
      .has("data", &ServiceCall::data, "Filled fields of the case, sensitive ones too.")
      .done();
  Record<ServiceReply> reply(module, "ServiceReply", "What came of a ServiceCall: a result with data, or a failure, in words.");
  reply.has("result", &ServiceReply::result).has("data", &ServiceReply::data).has("failure", &ServiceReply::failure).done();
  reply.type().def(py::init([](std::string result, Data data, std::string failure) {
                     return ServiceReply{.result = std::move(result), .data = std::move(data), .failure = std::move(failure)};
                   }),
                   py::arg("result") = "", py::arg("data") = py::none(), py::kw_only(), py::arg("failure") = "");
  Record<Notification>(module, "Notification", "Something to tell a person, after the step that caused it is committed.")
      .has("key", &Notification::key, "The same at every delivery of the same thing.")
      .has("case_id", &Notification::case_id)
      .has("kind", &Notification::kind)
      .has("to", &Notification::to)
      .has("activity", &Notification::activity)
      .has("item", &Notification::item)
      .has("note", &Notification::note)
      .has("at", &Notification::at)
      .has("deviation", &Notification::deviation)
      .done();
  Record<Access>(module, "AccessRequest", "What somebody is about to do with an engine: asked of `authorize`.")
      .has("entry", &Access::entry, "The method of Engine; of offers_in offers_for.")
      .has("actor", &Access::actor,
           "Who acts, or whose work is asked for; of erase_person who is erased. Empty: the call names nobody.")
      .has("case_id", &Access::case_id, "0: over all cases, or one that is yet to come.")
      .has("process", &Access::process, "Of start, and of cases where it was named.")
      .has("sensitive", &Access::sensitive, "It is asked for what is sensitive, too.")
      .done();
}

}  // namespace

void add_steps(py::module_& module) {
  Record<Obstacle> obstacle(module, "Obstacle", "What stands in the way of one actor doing one activity in one case.");
  obstacle.gives("kind", &Obstacle::kind)
      .gives("message", &Obstacle::message, "A sentence for the person who was refused.")
      .gives("remedies", &Obstacle::remedies, "The roles, persons, activities or fields that would remove it.")
      .gives("can_be_overridden", &Obstacle::can_be_overridden, "A deviation can, where the model permits one.")
      .done();
  obstacle.type().def("__str__", &Obstacle::message);
  Record<DeviationOption>(module, "DeviationOption", "What it would take to do a step all the same that is refused.")
      .has("kinds", &DeviationOption::kinds)
      .has("motives", &DeviationOption::motives, "Those with which it is permitted to this person; any of them would do.")
      .has("skips", &DeviationOption::skips, "What would be passed over, in order.")
      .has("name_first", &DeviationOption::name_first,
           "Of several ways, or results, one must be named; then nothing below is known.")
      .has("give_first", &DeviationOption::give_first, "Fields that would have to be given; then nothing below is known.")
      .has("confirm_by", &DeviationOption::confirm_by, "Roles of which somebody must confirm it afterwards.")
      .has("could_confirm", &DeviationOption::could_confirm, "Persons with one of these.")
      .has("assumes", &DeviationOption::assumes, "States that would be assumed.")
      .has("completion", &DeviationOption::completion, "A way on from there to the end of the case.")
      .has("obstacles", &DeviationOption::obstacles, "Why it would be refused all the same.")
      .done();
  Record<Event>(module, "Event", "Something that happened in a case. What there isn't of it is empty.")
      .has("case_id", &Event::case_id)
      .has("number", &Event::number, "In its case, from 1.")
      .has("step", &Event::step, "Number of the first event of the step it came with.")
      .has("position", &Event::position, "Over all cases; 0 while it is not known.")
      .has("type", &Event::type)
      .has("at", &Event::at)
      .has("actor", &Event::actor, "Empty: the engine.")
      .has("role", &Event::role)
      .has("activity", &Event::activity)
      .has("result", &Event::result)
      .has("item", &Event::item)
      .has("answer", &Event::answer)
      .has("message", &Event::message)
      .has("other", &Event::other, "Another case: the one that was begun, or that this one came from; 0: none.")
      .has("person", &Event::person)
      .has("note", &Event::note)
      .has("data", &Event::data, "What was written, given and computed; not what is withheld.")
      .has("withheld", &Event::withheld)
      .has("deviation", &Event::deviation)
      .gives(
          "kind", [](const Event& event) { return event.type == EventType::deviated ? std::optional(event.kind) : std::nullopt; },
          "Of `deviated`.")
      .has("motive", &Event::motive)
      .has("overrode", &Event::overrode)
      .has("outcome", &Event::outcome)
      .done();
  Record<Step> step(module, "Step",
                    "What came of a command: events, and it is true; or obstacles, it is false, and nothing was changed.");
  step.gives("case_id", &Step::case_id, "Of a refused start: 0.")
      .gives("revision", &Step::revision, "The case's, after the step; of a refused one the revision it was decided on.")
      .gives("events", &Step::events)
      .gives("obstacles", &Step::obstacles)
      .gives("deviations", &Step::deviations, "Of a refused step without a motive: how it could be done all the same.")
      .gives("why_not", &Step::why_not, "Of a refused step with a motive: why the deviation wasn't accepted, half a sentence.")
      .done();
  step.type().def("__bool__", [](const Step& done) { return static_cast<bool>(done); });
  add_outside(module);
}

}  // namespace itsmflow::python
