// What an engine tells of cases and of work.

#include "module.hpp"
#include "record.hpp"

#include <itsmflow/engine.hpp>

#include <string>

namespace itsmflow::python {
namespace {

void add_offers(py::module_& module) {
  Record<OfferedField>(module, "OfferedField", "A field that an activity takes, and what it holds now.")
      .has("path", &OfferedField::path)
      .has("required", &OfferedField::required)
      .has("filled", &OfferedField::filled)
      .has("value", &OfferedField::value)
      .has("withheld", &OfferedField::withheld, "It is sensitive, and `value` is None whether it holds something or not.")
      .done();
  Record<OfferedResult>(module, "OfferedResult", "A result that an activity may end with now.")
      .has("id", &OfferedResult::id, "Empty: the unnamed one.")
      .has("fields", &OfferedResult::fields, "Required ones first.")
      .done();
  Record<Offer>(module, "Offer", "Something that one person may do now, or has in hand.")
      .has("case_id", &Offer::case_id)
      .has("process", &Offer::process)
      .has("activity", &Offer::activity)
      .has("item", &Offer::item)
      .has("element", &Offer::element)
      .has("role", &Offer::role, "As which the person would do it.")
      .has("status", &Offer::status)
      .has("withheld", &Offer::withheld)
      .has("results", &Offer::results)
      .has("giver", &Offer::giver, "Who handed it over, until it is accepted.")
      .has("note", &Offer::note)
      .done();
}

void add_parts(py::module_& module) {
  Record<ObjectView>(module, "ObjectView", "An object of a case.")
      .has("id", &ObjectView::id)
      .has("state", &ObjectView::state)
      .done();
  Record<ElementView>(module, "ElementView", "One of several of an object with `many`.")
      .has("object", &ElementView::object)
      .has("item", &ElementView::item)
      .has("state", &ElementView::state)
      .has("data", &ElementView::data)
      .has("withheld", &ElementView::withheld)
      .done();
  Record<WorkView>(module, "WorkView", "What the marking of a case allows, or somebody holds.")
      .has("activity", &WorkView::activity)
      .has("item", &WorkView::item)
      .has("status", &WorkView::status)
      .has("roles", &WorkView::roles)
      .has("holder", &WorkView::holder, "Empty while offered.")
      .has("giver", &WorkView::giver)
      .has("note", &WorkView::note)
      .done();
  Record<RuleView>(module, "RuleView", "A rule about the course of a case, as it stands in it.")
      .has("rule", &RuleView::rule)
      .has("title", &RuleView::title)
      .has("says", &RuleView::says)
      .has("status", &RuleView::status)
      .has("is_off", &RuleView::is_off, "A deviation has overridden it.")
      .has("satisfied_by", &RuleView::satisfied_by)
      .done();
  Record<PartView>(module, "PartView", "Who had a part in an activity, or in the start.")
      .has("activity", &PartView::activity)
      .has("item", &PartView::item)
      .has("person", &PartView::person)
      .has("ended", &PartView::ended)
      .has("at", &PartView::at)
      .has("passed_over", &PartView::passed_over)
      .done();
  Record<PeopleRuleView>(module, "PeopleRuleView", "A rule about people, and who has done what of it so far.")
      .has("rule", &PeopleRuleView::rule)
      .has("title", &PeopleRuleView::title)
      .has("says", &PeopleRuleView::says)
      .has("parts", &PeopleRuleView::parts)
      .done();
  Record<VoteView>(module, "VoteView", "How a vote stands that isn't decided.")
      .has("activity", &VoteView::activity)
      .has("quorum", &VoteView::quorum)
      .has("cast", &VoteView::cast)
      .has("in_favour", &VoteView::in_favour)
      .has("against", &VoteView::against)
      .has("has_veto", &VoteView::has_veto)
      .has("votes_for", &VoteView::votes_for)
      .has("votes_against", &VoteView::votes_against)
      .done();
  Record<WaitView>(module, "WaitView", "What an activity waits for that no person does.")
      .has("activity", &WaitView::activity)
      .has("service", &WaitView::service)
      .has("tries", &WaitView::tries)
      .has("message", &WaitView::message)
      .has("other", &WaitView::other)
      .done();
  Record<MessageView::Untaken>(module, "UntakenView", "Why an activity doesn't take a message.")
      .has("activity", &MessageView::Untaken::activity)
      .has("why", &MessageView::Untaken::why)
      .done();
  Record<MessageView>(module, "MessageView", "A message that came and that nothing has taken.")
      .has("name", &MessageView::name)
      .has("values", &MessageView::values)
      .has("withheld", &MessageView::withheld)
      .has("untaken", &MessageView::untaken)
      .done();
  Record<TimerView>(module, "TimerView", "What happens by itself at a moment.")
      .has("activity", &TimerView::activity)
      .has("result", &TimerView::result)
      .has("due", &TimerView::due)
      .done();
  Record<ItemView>(module, "ItemView", "An item of an activity that is done.")
      .has("activity", &ItemView::activity)
      .has("item", &ItemView::item)
      .has("person", &ItemView::person)
      .has("answer", &ItemView::answer)
      .done();
}

void add_cases(py::module_& module) {
  Record<DeviationView>(module, "DeviationView", "A deviation in a case.")
      .has("number", &DeviationView::number, "In its case, from 1.")
      .has("kind", &DeviationView::kind)
      .has("activity", &DeviationView::activity)
      .has("result", &DeviationView::result)
      .has("item", &DeviationView::item)
      .has("motive", &DeviationView::motive)
      .has("motive_class", &DeviationView::motive_class)
      .has("because", &DeviationView::because)
      .has("person", &DeviationView::person, "Who answers for it.")
      .has("role", &DeviationView::role)
      .has("at", &DeviationView::at)
      .has("confirmation", &DeviationView::confirmation)
      .has("confirm_by", &DeviationView::confirm_by, "Roles.")
      .has("due", &DeviationView::due, "Until when it is to be confirmed.")
      .has("judge", &DeviationView::judge, "Who confirmed or disapproved it.")
      .done();
  Record<CaseView> view(module, "CaseView", "A case as it stands.");
  view.gives("case_id", [](const CaseView& shown) { return shown.id; })
      .has("process", &CaseView::process)
      .has("version", &CaseView::version)
      .has("status", &CaseView::status)
      .has("revision", &CaseView::revision)
      .has("started", &CaseView::started)
      .has("changed", &CaseView::changed)
      .has("objects", &CaseView::objects, "Of which there is one.")
      .has("elements", &CaseView::elements, "Of objects with `many`.")
      .has("data", &CaseView::data, "Filled fields by path, defaults included; not those withheld.")
      .has("withheld", &CaseView::withheld, "Filled fields that are sensitive.")
      .has("work", &CaseView::work)
      .has("waits", &CaseView::waits)
      .has("timers", &CaseView::timers)
      .has("items_done", &CaseView::items_done)
      .has("messages", &CaseView::messages)
      .has("parent", &CaseView::parent, "The case that runs or started this one; 0: none.")
      .has("rules", &CaseView::rules)
      .has("people_rules", &CaseView::people_rules)
      .has("votes", &CaseView::votes)
      .has("deviations", &CaseView::deviations, "Empty: the case complies.")
      .has("assumed", &CaseView::assumed, "States that were reached by a skip and that nobody has confirmed.")
      .has("outcome", &CaseView::outcome, "Of a case that isn't open: \"undecided\", or one of the model's.")
      .has("counts_as", &CaseView::counts_as)
      .has("judge", &CaseView::judge)
      .done();
  view.type().def(
      "state",
      [](const CaseView& shown, const std::string& object) {
        for (const ObjectView& one : shown.objects)
          if (one.id == object) return one.state;
        throw NotFound(NotFound::Kind::field, object, "the case has no object '" + object + "'");
      },
      "The state of an object of which there is one.", py::arg("object"));
  Record<VerdictOffer>(module, "VerdictOffer", "Something that one person may say of a case and nobody has said.")
      .has("case_id", &VerdictOffer::case_id)
      .has("process", &VerdictOffer::process)
      .has("deviation", &VerdictOffer::deviation, "None: the outcome.")
      .done();
  Record<Explanation>(module, "Explanation", "Why somebody can't, and who could.")
      .has("activity", &Explanation::activity)
      .has("item", &Explanation::item)
      .has("result", &Explanation::result)
      .has("obstacles", &Explanation::obstacles, "Empty: it may be done.")
      .has("could", &Explanation::could, "Persons who could, once the obstacles that are nobody's own are gone.")
      .has("deviations", &Explanation::deviations, "How this actor could do it all the same.")
      .has("could_deviate", &Explanation::could_deviate)
      .has("why_no_deviation", &Explanation::why_no_deviation)
      .done();
}

void add_logs(py::module_& module) {
  Record<LogReport>(module, "LogReport", "What Engine.verify_log found.")
      .has("events", &LogReport::events)
      .has("cases", &LogReport::cases)
      .has("head", &LogReport::head, "Over all cases, in hex.")
      .has("expected_head_found", &LogReport::expected_head_found)
      .has("elsewhere", &LogReport::elsewhere)
      .has("expected_head_undecided", &LogReport::expected_head_undecided)
      .has("problems", &LogReport::problems, "Empty: everything fits together.")
      .has("mendable", &LogReport::mendable)
      .done();
  Record<RebuildReport>(module, "RebuildReport", "What Engine.rebuild did.")
      .has("cases", &RebuildReport::cases)
      .has("heads", &RebuildReport::heads)
      .has("strays", &RebuildReport::strays)
      .has("left", &RebuildReport::left, "What nothing here mends.")
      .done();
  Record<Erasure>(module, "Erasure", "What Engine.erase_person did.")
      .has("stand_in", &Erasure::stand_in, "Empty: nobody of that name was in the store.")
      .has("withdrawn", &Erasure::withdrawn)
      .has("texts", &Erasure::texts)
      .done();
}

}  // namespace

void add_views(py::module_& module) {
  add_offers(module);
  add_parts(module);
  add_cases(module);
  add_logs(module);
}

}  // namespace itsmflow::python
