#include "json/json.hpp"

#include <cmath>

#include "json/text.hpp"

namespace itsmflow {
namespace {

Json to_json(const OfferedField& field) {
  Json json{
      {"field", field.path}, {"required", field.required}, {"filled", field.filled}, {"value", itsmflow::to_json(field.value)}};
  if (field.withheld) {
    json.erase("value");
    json["withheld"] = true;
  }
  return json;
}

Json to_json(const OfferedResult& result) {
  Json fields = Json::array();
  for (const OfferedField& field : result.fields) fields.push_back(to_json(field));
  return {{"result", text_or_null(result.id)}, {"fields", fields}};
}

Json to_json(const WorkView& work) {
  return {{"activity", work.activity},           {"item", text_or_null(work.item)},
          {"status", to_string(work.status)},    {"roles", work.roles},
          {"holder", text_or_null(work.holder)}, {"giver", text_or_null(work.giver)},
          {"note", text_or_null(work.note)}};
}

Json to_json(const ElementView& element) {
  return {{"object", element.object},
          {"item", element.item},
          {"state", element.state},
          {"data", itsmflow::to_json(element.data)},
          {"withheld", element.withheld}};
}

Json case_or_null(CaseId id) {
  return id.value == 0 ? Json(nullptr) : Json(id.value);
}

Json to_json(const ItemView& item) {
  return {{"activity", item.activity}, {"item", item.item}, {"person", item.person}, {"answer", text_or_null(item.answer)}};
}

Json to_json(const WaitView& wait) {
  return {{"activity", wait.activity},
          {"service", text_or_null(wait.service)},
          {"tries", wait.service.empty() ? Json(nullptr) : Json(wait.tries)},
          {"message", text_or_null(wait.message)},
          {"case", case_or_null(wait.other)}};
}

Json to_json(const TimerView& timer) {
  return {{"activity", timer.activity}, {"result", text_or_null(timer.result)}, {"due", itsmflow::to_string(timer.due)}};
}

std::string on_one_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class T>
std::string on_one_line(const char* name, const std::vector<T>& items) {
  Json json = Json::object();
  json[name] = to_json_list(items);
  return on_one_line(json);
}

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(itsmflow::to_string(Value(value)));  // JSON has no word for them
}

}  // namespace

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json to_json(const Value& value) {
  if (const bool* v = value.if_bool()) return *v;
  if (const std::int64_t* v = value.if_int()) return *v;
  if (const std::uint64_t* v = value.if_uint()) return *v;
  if (const double* v = value.if_double()) return number(*v);
  if (const std::string* v = value.if_string()) return *v;
  if (const Timestamp* v = value.if_timestamp()) return itsmflow::to_string(*v);
  if (const Duration* v = value.if_duration()) return itsmflow::to_string(*v);
  if (const Value::List* v = value.if_list()) return to_json_list(*v);
  if (const Value::Entries* v = value.if_map()) {
    Json object = Json::object();
    for (const auto& [key, member] : *v)
      object[key.if_string() != nullptr ? *key.if_string() : itsmflow::to_string(key)] = to_json(member);
    return object;
  }
  return value.is_null() ? Json(nullptr) : Json(itsmflow::to_string(value));
}

Json to_json(const Data& data) {
  Json object = Json::object();
  for (const auto& [path, value] : data) object[path] = to_json(value);
  return object;
}

Json to_json(const Event& event) {
  return {{"case", event.case_id.value},
          {"number", event.number},
          {"step", event.step},
          {"position", event.position == 0 ? Json(nullptr) : Json(event.position)},
          {"type", itsmflow::to_string(event.type)},
          {"at", itsmflow::to_string(event.at)},
          {"actor", text_or_null(event.actor)},
          {"role", text_or_null(event.role)},
          {"activity", text_or_null(event.activity)},
          {"result", text_or_null(event.result)},
          {"item", text_or_null(event.item)},
          {"answer", text_or_null(event.answer)},
          {"message", text_or_null(event.message)},
          {"other", case_or_null(event.other)},
          {"person", text_or_null(event.person)},
          {"note", text_or_null(event.note)},
          {"data", to_json(event.data)},
          {"withheld", event.withheld},
          {"deviation", event.deviation == 0 ? Json(nullptr) : Json(event.deviation)},
          {"kind", event.type == EventType::deviated ? Json(itsmflow::to_string(event.kind)) : Json(nullptr)},
          {"motive", text_or_null(event.motive)},
          {"overrode", event.overrode},
          {"outcome", text_or_null(event.outcome)}};
}

Json to_json(const Obstacle& obstacle) {
  return {{"kind", itsmflow::to_string(obstacle.kind())}, {"message", obstacle.message()}, {"remedies", obstacle.remedies()}};
}

Json to_json(const Offer& offer) {
  Json results = Json::array();
  for (const OfferedResult& result : offer.results) results.push_back(to_json(result));
  return {{"case", offer.case_id.value},        {"process", offer.process},          {"activity", offer.activity},
          {"item", text_or_null(offer.item)},   {"element", to_json(offer.element)}, {"withheld", offer.withheld},
          {"role", text_or_null(offer.role)},   {"status", to_string(offer.status)}, {"results", results},
          {"giver", text_or_null(offer.giver)}, {"note", text_or_null(offer.note)}};
}

Json to_json(const RuleView& rule) {
  return {{"rule", rule.rule},  {"title", text_or_null(rule.title)},
          {"says", rule.says},  {"status", itsmflow::to_string(rule.status)},
          {"off", rule.is_off}, {"satisfied_by", rule.satisfied_by}};
}

Json to_json(const PeopleRuleView& rule) {
  Json parts = Json::array();
  for (const PartView& part : rule.parts)
    parts.push_back({{"activity", part.activity},
                     {"item", text_or_null(part.item)},
                     {"person", part.person},
                     {"ended", part.ended},
                     {"passed_over", part.passed_over},
                     {"at", itsmflow::to_string(part.at)}});
  return {{"rule", rule.rule}, {"title", text_or_null(rule.title)}, {"says", rule.says}, {"parts", parts}};
}

Json to_json(const VoteView& vote) {
  return {{"activity", vote.activity},
          {"quorum", vote.quorum},
          {"cast", vote.cast},
          {"for", vote.votes_for},
          {"against", vote.votes_against}};
}

Json to_json(const MessageView& message) {
  Json untaken = Json::array();
  for (const MessageView::Untaken& one : message.untaken) untaken.push_back({{"activity", one.activity}, {"why", one.why}});
  return {{"name", message.name}, {"values", to_json(message.values)}, {"withheld", message.withheld}, {"untaken", untaken}};
}

Json to_json(const CaseView& view) {
  Json objects = Json::object();
  for (const ObjectView& object : view.objects) objects[object.id] = text_or_null(object.state);
  Json elements = Json::array();
  for (const ElementView& element : view.elements) elements.push_back(to_json(element));
  Json work = Json::array();
  for (const WorkView& item : view.work) work.push_back(to_json(item));
  Json items = Json::array();
  for (const ItemView& item : view.items_done) items.push_back(to_json(item));
  Json waits = Json::array();
  for (const WaitView& wait : view.waits) waits.push_back(to_json(wait));
  Json timers = Json::array();
  for (const TimerView& timer : view.timers) timers.push_back(to_json(timer));
  Json messages = Json::array();
  for (const MessageView& message : view.messages) messages.push_back(message.name);
  Json rules = Json::array();
  for (const RuleView& rule : view.rules) rules.push_back(to_json(rule));
  Json people_rules = Json::array();
  for (const PeopleRuleView& rule : view.people_rules) people_rules.push_back(to_json(rule));
  Json votes = Json::array();
  for (const VoteView& vote : view.votes) votes.push_back(to_json(vote));
  return {{"case", view.id.value},
          {"process", view.process},
          {"version", view.version},
          {"status", to_string(view.status)},
          {"revision", view.revision},
          {"started", itsmflow::to_string(view.started)},
          {"changed", itsmflow::to_string(view.changed)},
          {"objects", objects},
          {"elements", elements},
          {"data", to_json(view.data)},
          {"withheld", view.withheld},
          {"work", work},
          {"items_done", items},
          {"waits", waits},
          {"timers", timers},
          {"messages", messages},
          {"kept", to_json_list(view.messages)},
          {"parent", case_or_null(view.parent)},
          {"rules", rules},
          {"people_rules", people_rules},
          {"votes", votes},
          {"deviations", to_json_list(view.deviations)},
          {"assumed", view.assumed},
          {"outcome", text_or_null(view.outcome)},
          {"counts_as", view.outcome.empty() ? Json(nullptr) : Json(to_string(view.counts_as))},
          {"judge", text_or_null(view.judge)}};
}

Json to_json(const DeviationOption& option) {
  Json kinds = Json::array();
  for (const DeviationKind kind : option.kinds) kinds.push_back(itsmflow::to_string(kind));
  return {{"kinds", kinds},
          {"motives", option.motives},
          {"skips", option.skips},
          {"name_first", option.name_first},
          {"give_first", option.give_first},
          {"confirm_by", option.confirm_by},
          {"could_confirm", option.could_confirm},
          {"assumes", option.assumes},
          {"completion", option.completion},
          {"obstacles", to_json_list(option.obstacles)}};
}

Json to_json(const VerdictOffer& offer) {
  return {{"case", offer.case_id.value},
          {"process", offer.process},
          {"deviation", offer.deviation ? to_json(*offer.deviation) : Json(nullptr)}};
}

Json to_json(const DeviationView& deviation) {
  return {{"number", deviation.number},
          {"kind", itsmflow::to_string(deviation.kind)},
          {"activity", deviation.activity},
          {"result", text_or_null(deviation.result)},
          {"item", text_or_null(deviation.item)},
          {"motive", deviation.motive},
          {"class", itsmflow::to_string(deviation.motive_class)},
          {"person", deviation.person},
          {"role", text_or_null(deviation.role)},
          {"at", itsmflow::to_string(deviation.at)},
          {"confirmation", itsmflow::to_string(deviation.confirmation)},
          {"confirm_by", deviation.confirm_by},
          {"because", text_or_null(deviation.because)},
          {"due", deviation.due ? Json(itsmflow::to_string(*deviation.due)) : Json(nullptr)},
          {"judge", text_or_null(deviation.judge)}};
}

Json to_json(const Explanation& explanation) {
  return {{"activity", explanation.activity},
          {"item", text_or_null(explanation.item)},
          {"result", text_or_null(explanation.result)},
          {"may", explanation.obstacles.empty()},
          {"obstacles", to_json_list(explanation.obstacles)},
          {"could", explanation.could},
          {"deviations", to_json_list(explanation.deviations)},
          {"could_deviate", explanation.could_deviate},
          {"why_no_deviation", text_or_null(explanation.why_no_deviation)}};
}

Json to_json(const LogReport& report, std::string_view expected_head) {
  const bool is_unsaid = expected_head.empty() || report.expected_head_undecided;
  return {{"clean", report.problems.empty()},
          {"events", report.events},
          {"cases", report.cases},
          {"elsewhere", report.elsewhere},
          {"head", report.head},
          {"expected_head_found", is_unsaid ? Json(nullptr) : Json(report.expected_head_found)},
          {"problems", report.problems}};
}

Json to_json(const RebuildReport& report) {
  Json cases = Json::array();
  for (const CaseId id : report.cases) cases.push_back(id.value);
  return {{"cases", cases}, {"heads", report.heads}, {"strays", report.strays}, {"left", report.left}};
}

Json to_json(const Erasure& erasure) {
  return {{"erased", !erasure.stand_in.empty()},
          {"stand_in", text_or_null(erasure.stand_in)},
          {"withdrawn", erasure.withdrawn},
          {"texts", erasure.texts}};
}

Json to_json(const Notification& notification) {
  return {{"key", notification.key},
          {"case", notification.case_id.value},
          {"kind", notification.kind},
          {"to", notification.to},
          {"activity", text_or_null(notification.activity)},
          {"item", text_or_null(notification.item)},
          {"note", text_or_null(notification.note)},
          {"at", itsmflow::to_string(notification.at)},
          {"deviation", notification.deviation == 0 ? Json(nullptr) : Json(notification.deviation)}};
}

Json to_json(const Step& step) {
  const bool has_case = step.case_id().value > 0;
  return {{"done", static_cast<bool>(step)},
          {"case", case_or_null(step.case_id())},
          {"revision", has_case ? Json(step.revision()) : Json(nullptr)},
          {"events", to_json_list(step.events())},
          {"obstacles", to_json_list(step.obstacles())},
          {"deviations", to_json_list(step.deviations())},
          {"why_not", text_or_null(step.why_not())}};
}

std::string json_text(const Data& data) {
  return on_one_line(to_json(data));
}

std::string json_text(const CaseView& view) {
  return on_one_line(to_json(view));
}

std::string json_text(const Explanation& explanation) {
  return on_one_line(to_json(explanation));
}

std::string json_text(const LogReport& report, std::string_view expected_head) {
  return on_one_line(to_json(report, expected_head));
}

std::string json_text(const RebuildReport& report) {
  return on_one_line(to_json(report));
}

std::string json_text(const Erasure& erasure) {
  return on_one_line(to_json(erasure));
}

std::string json_text(const ModelOutline& outline) {
  return on_one_line(to_json(outline));
}

std::string json_text(const std::vector<DeviationReport>& reports) {
  return on_one_line(deviations_json(reports));
}

std::string json_text(const Notification& notification) {
  return on_one_line(to_json(notification));
}

std::string json_text(const Step& step) {
  return on_one_line(to_json(step));
}

std::string json_text(const std::vector<Step>& steps) {
  return on_one_line("steps", steps);
}

std::string json_text(const std::vector<Offer>& offers) {
  return on_one_line("offers", offers);
}

std::string json_text(const std::vector<VerdictOffer>& verdicts) {
  return on_one_line("verdicts", verdicts);
}

std::string json_text(const std::vector<CaseView>& cases) {
  return on_one_line("cases", cases);
}

std::string json_text(const std::vector<Event>& events) {
  return on_one_line("events", events);
}

}  // namespace itsmflow
