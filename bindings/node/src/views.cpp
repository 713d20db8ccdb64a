#include <cmath>

#include "convert.hpp"
#include "record.hpp"

// Members are called as in the C++ headers, in camel case.

namespace itsmflow::node {
namespace {

std::vector<std::string_view> words(const std::vector<DeviationKind>& kinds) {
  std::vector<std::string_view> names;
  for (const DeviationKind kind : kinds) names.push_back(to_string(kind));
  return names;
}

}  // namespace

Timestamp when_due(Timestamp moment) {
  constexpr std::int32_t kMillisecond = 1'000'000;
  constexpr std::int32_t kSecond = 1'000'000'000;
  if (moment.nanos % kMillisecond != 0) moment.nanos += kMillisecond - moment.nanos % kMillisecond;
  return moment.nanos == kSecond ? Timestamp{moment.seconds + 1, 0} : moment;
}

Napi::Value to_js(Napi::Env env, const OfferedField& field) {
  Record record(env);
  record.put("path", field.path).put("required", field.required).put("filled", field.filled);
  return record.put("value", field.value).put("withheld", field.withheld).frozen();
}

Napi::Value to_js(Napi::Env env, const OfferedResult& result) {
  return Record(env).put_text("id", result.id).put("fields", result.fields).frozen();
}

Napi::Value to_js(Napi::Env env, const ObjectView& object) {
  return Record(env).put("id", object.id).put_text("state", object.state).frozen();
}

Napi::Value to_js(Napi::Env env, const ElementView& element) {
  Record record(env);
  record.put("object", element.object).put("item", element.item).put_text("state", element.state);
  return record.put("data", element.data).put("withheld", element.withheld).frozen();
}

Napi::Value to_js(Napi::Env env, const WorkView& work) {
  Record record(env);
  record.put("activity", work.activity).put_text("item", work.item).put("status", to_string(work.status)).put("roles", work.roles);
  return record.put_text("holder", work.holder).put_text("giver", work.giver).put_text("note", work.note).frozen();
}

Napi::Value to_js(Napi::Env env, const WaitView& wait) {
  Record record(env);
  record.put("activity", wait.activity).put_text("service", wait.service).put("tries", wait.tries);
  return record.put_text("message", wait.message).put_case("other", wait.other).frozen();
}

Napi::Value to_js(Napi::Env env, const TimerView& timer) {
  return Record(env).put("activity", timer.activity).put_text("result", timer.result).put("due", when_due(timer.due)).frozen();
}

Napi::Value to_js(Napi::Env env, const ItemView& item) {
  Record record(env);
  record.put("activity", item.activity).put("item", item.item).put("person", item.person);
  return record.put_text("answer", item.answer).frozen();
}

Napi::Value to_js(Napi::Env env, const MessageView::Untaken& untaken) {
  return Record(env).put("activity", untaken.activity).put("why", untaken.why).frozen();
}

Napi::Value to_js(Napi::Env env, const MessageView& message) {
  Record record(env);
  record.put("name", message.name).put("values", message.values).put("withheld", message.withheld);
  return record.put("untaken", message.untaken).frozen();
}

Napi::Value to_js(Napi::Env env, const RuleView& rule) {
  Record record(env);
  record.put("rule", rule.rule).put_text("title", rule.title).put("says", rule.says).put("status", to_string(rule.status));
  return record.put("isOff", rule.is_off).put("satisfiedBy", rule.satisfied_by).frozen();
}

Napi::Value to_js(Napi::Env env, const PartView& part) {
  Record record(env);
  record.put("activity", part.activity).put_text("item", part.item).put("person", part.person).put("ended", part.ended);
  return record.put("at", part.at).put("passedOver", part.passed_over).frozen();
}

Napi::Value to_js(Napi::Env env, const PeopleRuleView& rule) {
  return Record(env).put("rule", rule.rule).put_text("title", rule.title).put("says", rule.says).put("parts", rule.parts).frozen();
}

Napi::Value to_js(Napi::Env env, const VoteView& vote) {
  Record record(env);
  record.put("activity", vote.activity).put("quorum", vote.quorum).put("cast", vote.cast).put_text("inFavour", vote.in_favour);
  record.put_text("against", vote.against).put("hasVeto", vote.has_veto).put("votesFor", vote.votes_for);
  return record.put("votesAgainst", vote.votes_against).frozen();
}

Napi::Value to_js(Napi::Env env, const Event& event) {
  Record record(env);
  record.put("caseId", event.case_id).put("number", event.number).put("step", event.step);
  record.set("position", event.position == 0 ? env.Null() : to_js(env, event.position));
  record.put("type", to_string(event.type)).put("at", event.at).put_text("actor", event.actor).put_text("role", event.role);
  record.put_text("activity", event.activity).put_text("result", event.result).put_text("item", event.item);
  record.put_text("answer", event.answer).put_text("message", event.message).put_case("other", event.other);
  record.put_text("person", event.person).put_text("note", event.note).put("data", event.data).put("withheld", event.withheld);
  record.set("deviation", event.deviation == 0 ? env.Null() : to_js(env, event.deviation));
  record.set("kind", event.type == EventType::deviated ? to_js(env, to_string(event.kind)) : env.Null());
  return record.put_text("motive", event.motive).put("overrode", event.overrode).put_text("outcome", event.outcome).frozen();
}

Napi::Value to_js(Napi::Env env, const Obstacle& obstacle) {
  Record record(env);
  record.put("kind", to_string(obstacle.kind())).put("message", obstacle.message()).put("remedies", obstacle.remedies());
  return record.put("canBeOverridden", obstacle.can_be_overridden()).frozen();
}

Napi::Value to_js(Napi::Env env, const DeviationOption& option) {
  Record record(env);
  record.put("kinds", words(option.kinds)).put("motives", option.motives).put("skips", option.skips);
  record.put("nameFirst", option.name_first).put("giveFirst", option.give_first).put("confirmBy", option.confirm_by);
  record.put("couldConfirm", option.could_confirm).put("assumes", option.assumes).put("completion", option.completion);
  return record.put("obstacles", option.obstacles).frozen();
}

Napi::Value to_js(Napi::Env env, const Step& step) {
  Record record(env);
  record.put("done", static_cast<bool>(step)).put("caseId", step.case_id()).put("revision", step.revision());
  record.put("events", step.events()).put("obstacles", step.obstacles()).put("deviations", step.deviations());
  return record.put_text("whyNot", step.why_not()).frozen();
}

Napi::Value to_js(Napi::Env env, const Offer& offer) {
  Record record(env);
  record.put("caseId", offer.case_id).put("process", offer.process).put("activity", offer.activity).put_text("item", offer.item);
  record.put("element", offer.element).put_text("role", offer.role).put("status", to_string(offer.status));
  record.put("withheld", offer.withheld).put("results", offer.results);
  return record.put_text("giver", offer.giver).put_text("note", offer.note).frozen();
}

Napi::Value to_js(Napi::Env env, const DeviationView& deviation) {
  Record record(env);
  record.put("number", deviation.number).put("kind", to_string(deviation.kind)).put("activity", deviation.activity);
  record.put_text("result", deviation.result).put_text("item", deviation.item).put("motive", deviation.motive);
  record.put("motiveClass", to_string(deviation.motive_class)).put_text("because", deviation.because);
  record.put("person", deviation.person).put_text("role", deviation.role).put("at", deviation.at);
  record.put("confirmation", to_string(deviation.confirmation)).put("confirmBy", deviation.confirm_by).put("due", deviation.due);
  return record.put_text("judge", deviation.judge).frozen();
}

Napi::Value to_js(Napi::Env env, const VerdictOffer& offer) {
  return Record(env).put("caseId", offer.case_id).put("process", offer.process).put("deviation", offer.deviation).frozen();
}

Napi::Value to_js(Napi::Env env, const Explanation& explanation) {
  Record record(env);
  record.put("activity", explanation.activity).put_text("item", explanation.item).put_text("result", explanation.result);
  record.put("may", explanation.obstacles.empty()).put("obstacles", explanation.obstacles).put("could", explanation.could);
  record.put("deviations", explanation.deviations).put("couldDeviate", explanation.could_deviate);
  return record.put_text("whyNoDeviation", explanation.why_no_deviation).frozen();
}

Napi::Value to_js(Napi::Env env, const CaseView& view) {
  Record record(env);
  record.put("caseId", view.id).put("process", view.process).put("version", view.version).put("status", to_string(view.status));
  record.put("revision", view.revision).put("started", view.started).put("changed", view.changed);
  record.put("objects", view.objects).put("elements", view.elements).put("data", view.data).put("withheld", view.withheld);
  record.put("work", view.work).put("waits", view.waits).put("timers", view.timers).put("itemsDone", view.items_done);
  record.put("messages", view.messages).put_case("parent", view.parent).put("rules", view.rules);
  record.put("peopleRules", view.people_rules).put("votes", view.votes).put("deviations", view.deviations);
  record.put("assumed", view.assumed).put_text("outcome", view.outcome);
  record.set("countsAs", view.outcome.empty() ? env.Null() : to_js(env, to_string(view.counts_as)));
  return record.put_text("judge", view.judge).frozen();
}

Napi::Value to_js(Napi::Env env, const Notification& notification) {
  Record record(env);
  record.put("key", notification.key).put("caseId", notification.case_id).put("kind", notification.kind);
  record.put("to", notification.to).put_text("activity", notification.activity).put_text("item", notification.item);
  record.put_text("note", notification.note).put("at", notification.at);
  return record.set("deviation", notification.deviation == 0 ? env.Null() : to_js(env, notification.deviation)).frozen();
}

Napi::Value to_js(Napi::Env env, const ServiceCall& call) {
  Record record(env);
  record.put("key", call.key).put("caseId", call.case_id).put("process", call.process).put("service", call.service);
  return record.put("activity", call.activity).put("attempt", call.attempt).put("data", call.data).frozen();
}

Napi::Value to_js(Napi::Env env, const LogReport& report) {
  Record record(env);
  record.put("clean", report.problems.empty()).put("events", report.events).put("cases", report.cases).put("head", report.head);
  record.put("expectedHeadFound", report.expected_head_found).put("elsewhere", report.elsewhere);
  record.put("expectedHeadUndecided", report.expected_head_undecided).put("problems", report.problems);
  return record.put("mendable", report.mendable).frozen();
}

Napi::Value to_js(Napi::Env env, const RebuildReport& report) {
  Record record(env);
  return record.put("cases", report.cases)
      .put("heads", report.heads)
      .put("strays", report.strays)
      .put("left", report.left)
      .frozen();
}

Napi::Value to_js(Napi::Env env, const Erasure& erasure) {
  return Record(env).put_text("standIn", erasure.stand_in).put("withdrawn", erasure.withdrawn).put("texts", erasure.texts).frozen();
}

// ---- Models ----

Napi::Value to_js(Napi::Env env, const ModelOutline::Role& role) {
  return Record(env).put("id", role.id).put_text("title", role.title).put_text("why", role.why).frozen();
}

Napi::Value to_js(Napi::Env env, const ModelOutline::Object& object) {
  Record record(env);
  record.put("id", object.id).put_text("title", object.title).put_text("why", object.why);
  return record.put("states", object.states).put("finalStates", object.final_states).put("many", object.many).frozen();
}

Napi::Value to_js(Napi::Env env, const ModelOutline::Field& field) {
  Record record(env);
  record.put("path", field.path).put_text("title", field.title).put_text("why", field.why).put("type", field.type);
  record.put("choices", field.choices)
      .put("takes", field.takes)
      .put("initial", field.initial)
      .put("optional", field.optional)
      .put("derived", field.derived);
  return record.put("sensitive", field.sensitive).put("members", field.members).frozen();
}

Napi::Value to_js(Napi::Env env, const ModelOutline::Start& start) {
  return Record(env).put("roles", start.roles).put("required", start.required).put("asked", start.asked).frozen();
}

Napi::Value to_js(Napi::Env env, const ModelOutline::Result& result) {
  return Record(env).put_text("id", result.id).put_text("title", result.title).frozen();
}

Napi::Value to_js(Napi::Env env, const ModelOutline::Part& part) {
  return Record(env).put("id", part.id).put_text("title", part.title).put("roles", part.roles).frozen();
}

Napi::Value to_js(Napi::Env env, const ModelOutline::Motive& motive) {
  Record record(env);
  record.put("id", motive.id).put_text("title", motive.title).put_text("why", motive.why);
  return record.put("motiveClass", to_string(motive.motive_class)).frozen();
}

Napi::Value to_js(Napi::Env env, const ModelOutline::Outcome& outcome) {
  Record record(env);
  record.put("id", outcome.id).put_text("title", outcome.title).put_text("why", outcome.why);
  return record.put("countsAs", to_string(outcome.counts_as)).frozen();
}

Napi::Value to_js(Napi::Env env, const ModelOutline::Activity& activity) {
  Record record(env);
  record.put("id", activity.id).put_text("title", activity.title).put_text("why", activity.why).put("roles", activity.roles);
  return record.put_text("service", activity.service)
      .put("results", activity.results)
      .put("parts", activity.parts)
      .put("answers", activity.answers)
      .frozen();
}

Napi::Value to_js(Napi::Env env, const Model& model) {
  const ModelOutline told = outline(model);
  Record record(env);
  record.put("process", told.process).put("version", told.version).put_text("title", told.title).put_text("why", told.why);
  record.put("roles", told.roles).put("objects", told.objects).put("fields", told.fields).put("start", told.start);
  record.put("activities", told.activities).put("motives", told.motives).put("outcomes", told.outcomes);
  record.put("digest", model.digest).set("source", model.source ? to_js(env, model.source->text) : env.Null());
  return record.frozen();
}

// ---- Findings ----

Napi::Value to_js(Napi::Env env, const Span& span) {
  if (!span) return env.Null();
  Record record(env);
  record.put("file", span.source->name).put("line", std::int64_t{span.line}).put("column", std::int64_t{span.column});
  record.put("endLine", std::int64_t{span.end_line}).put("endColumn", std::int64_t{span.end_column});
  return record.put("begin", std::int64_t{span.begin}).put("end", std::int64_t{span.end}).frozen();
}

Napi::Value to_js(Napi::Env env, const Diagnostic::Related& related) {
  return Record(env).put("message", related.message).put("place", related.span).frozen();
}

Napi::Value to_js(Napi::Env env, const Diagnostic::Step& step) {
  return Record(env).put("message", step.message).put("place", step.span).frozen();
}

Napi::Value to_js(Napi::Env env, const Diagnostic::Fix& fix) {
  return Record(env).put("replacement", fix.replacement).put("safety", to_string(fix.safety)).put("place", fix.span).frozen();
}

Napi::Value to_js(Napi::Env env, const Diagnostic& diagnostic) {
  Record record(env);
  record.put("rule", diagnostic.rule).put("severity", to_string(diagnostic.severity)).put("message", diagnostic.message);
  record.put_text("label", diagnostic.label).put_text("help", diagnostic.help).put("place", diagnostic.span);
  record.put("related", diagnostic.related).put("trace", diagnostic.trace).put("fixes", diagnostic.fixes);
  return record.put("text", to_string(diagnostic)).frozen();
}

// ---- Stores and reports ----

Napi::Value to_js(Napi::Env env, const SqliteStore::Report& report) {
  return Record(env).put("problems", report.problems).put("mendable", report.mendable).frozen();
}

Napi::Value to_js(Napi::Env env, const ArchiveReport& report) {
  Record record(env);
  record.put("moved", report.moved).put("events", report.events).put("open", report.open).put("recent", report.recent);
  return record.put("waiting", report.waiting).put("linked", report.linked).frozen();
}

Napi::Value to_js(Napi::Env env, const CaseCounts& counts) {
  Record record(env);
  record.put("failed", counts.failed).put("succeeded", counts.succeeded).put("neither", counts.neither);
  record.put("undecided", counts.undecided).put("cancelled", counts.cancelled).put("open", counts.open);
  return record.put("withoutOutcomes", counts.without_outcomes).frozen();
}

Napi::Value to_js(Napi::Env env, const Association& association) {
  Record record(env);
  record.put("oddsRatio", association.odds_ratio).put("low", association.low).put("high", association.high);
  return record.put("p", association.p).put("method", to_string(association.method)).frozen();
}

Napi::Value to_js(Napi::Env env, const DeviationGroup& group) {
  Record record(env);
  record.put_text("name", group.name).put("deviations", group.deviations).put("deviating", group.deviating);
  record.put("complying", group.complying).put("association", group.association);
  return record.put("adjustedP", group.adjusted_p).frozen();
}

Napi::Value to_js(Napi::Env env, const DeviationGroups& groups) {
  return Record(env).put("by", to_string(groups.by)).put("groups", groups.groups).frozen();
}

Napi::Value to_js(Napi::Env env, const DeviationReport& report) {
  Record record(env);
  record.put("process", report.process).put("cases", report.cases()).put("elsewhen", report.elsewhen);
  record.put("firstEnd", report.first_end).put("lastEnd", report.last_end).put("deviations", report.deviations);
  record.put("deviating", report.deviating).put("complying", report.complying).put("association", report.association);
  const std::string_view why = why_incomparable(report.deviating, report.complying);
  record.set("incomparable", why.empty() ? env.Null() : to_js(env, why));
  return record.put("comparisons", report.comparisons).put("tables", report.tables).frozen();
}

}  // namespace itsmflow::node
