#include "engine/codec.hpp"
#include "engine/codec_deviations.hpp"
#include "engine/codec_items.hpp"
#include "engine/codec_numbers.hpp"
#include "engine/codec_tokens.hpp"
#include "engine/codec_values.hpp"
#include "store/micros.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <exception>
#include <map>
#include <stdexcept>

namespace itsmflow {
namespace {

using json = nlohmann::ordered_json;

/// The state of a rule that is off; no automaton has one of this name.
constexpr std::string_view kOffName = "(off)";

template <class ValueOf>
void write_fields(JsonWriter& out, const ObjectType& object, const ValueOf& value_of, PersonBook& people) {
  for (std::size_t f = 0; f < object.fields.size(); ++f) {
    const Value& value = value_of(f);
    if (value.is_null()) continue;
    out.key(object.fields[f].id);
    write_value(out, object.fields[f], value, people);
  }
}

void write_elements(JsonWriter& out, const ObjectType& object, const std::vector<Element>& elements, PersonBook& people) {
  out.begin_array();
  for (const Element& element : elements) {
    out.begin_object();
    out.text("state", object.states[element.state]);
    write_fields(
        out, object, [&](std::size_t f) -> const Value& { return element.data[f]; }, people);
    out.end_object();
  }
  out.end_array();
}

void write_objects(JsonWriter& out, const Net& net, const CaseState& state, PersonBook& people) {
  out.key("objects");
  out.begin_object();
  for (std::uint32_t o = 0; o < net.model->objects.size(); ++o) {
    const ObjectType& object = net.model->objects[o];
    out.key(object.id);
    if (object.many) {
      write_elements(out, object, state.elements[o], people);
      continue;
    }
    out.begin_object();
    if (const std::uint32_t at = state_of(net, state, o); at != kNone) out.text("state", object.states[at]);
    write_fields(
        out, object, [&](std::size_t f) -> const Value& { return state.data[object.fields[f].slot]; }, people);
    out.end_object();
  }
  out.end_object();
}

void write_work(JsonWriter& out, const Net& net, const CaseState& state, PersonBook& people) {
  if (state.work.empty()) return;
  out.key("work");
  out.begin_array();
  for (const WorkItem& item : state.work) {
    out.begin_object();
    out.text("activity", net.model->activities[item.activity].id);
    if (!item.item.empty()) out.text("item", written_item(*net.model, item.activity, item.item, people));
    out.boolean("begun", item.begun);
    if (item.suspended) out.boolean("suspended", true);
    if (item.input != kNone) {
      out.key("took");
      write_tokens(out, net, net.activities[item.activity].inputs[item.input]);
    }
    out.integer("holder", people.key(item.holder));
    if (!item.giver.empty()) out.integer("giver", people.key(item.giver));
    if (!item.confirm.empty()) out.text("confirm", item.confirm);
    if (!item.note.empty()) out.text("note", item.note);
    out.end_object();
  }
  out.end_array();
}

void write_under_way(JsonWriter& out, const Net& net, const CaseState& state, PersonBook& people) {
  if (state.under_way.empty()) return;
  out.key("under_way");
  out.begin_array();
  for (const UnderWay& open : state.under_way) {
    const Activity& activity = net.model->activities[open.activity];
    out.begin_object();
    out.text("activity", activity.id);
    if (open.input != kNone) {
      out.key("took");
      write_tokens(out, net, net.activities[open.activity].inputs[open.input]);
    }
    if (activity.items) {
      out.key("items");
      write_items(out, activity, *net.model, open.items, people);
    }
    if (open.tries > 0) out.integer("tries", open.tries);
    if (open.call > 0) out.integer("call", open.call);
    if (open.gave_up) out.boolean("gave_up", true);
    if (open.child.value != 0) out.integer("case", open.child.value);
    if (open.returned != kNone) out.text("returned", activity.results[open.returned].id);
    out.end_object();
  }
  out.end_array();
}

void write_timers(JsonWriter& out, const Net& net, const CaseState& state) {
  if (state.timers.empty()) return;
  out.key("timers");
  out.begin_array();
  for (const Timer& timer : state.timers) {
    const Activity& activity = net.model->activities[timer.activity];
    out.begin_object();
    out.text("activity", activity.id);
    if (timer.result != kNone) out.text("result", activity.results[timer.result].id);
    out.integer("due", to_micros(timer.due));
    if (timer.is_due) out.boolean("is_due", true);
    out.end_object();
  }
  out.end_array();
}

void write_messages(JsonWriter& out, const CaseState& state) {
  if (state.messages.empty()) return;
  out.key("messages");
  out.begin_array();
  for (const Message& message : state.messages) {
    out.begin_object();
    out.text("name", message.name);
    out.key("values");
    write_any(out, message.values);
    out.end_object();
  }
  out.end_array();
}

void write_performed(JsonWriter& out, const Net& net, const CaseState& state, PersonBook& people) {
  if (state.performed.empty()) return;
  out.key("performed");
  out.begin_array();
  for (const Performed& part : state.performed) {
    const Activity* activity = part.activity == RuleSubject::kStart ? nullptr : &net.model->activities[part.activity];
    out.begin_object();
    out.text("activity", activity ? activity->id : "start");  // which no activity can be called
    if (activity && part.result != kNone) out.text("result", activity->results[part.result].id);
    out.integer("person", people.key(part.person));
    out.integer("at", to_micros(part.at));
    if (part.element > 0) out.integer("element", part.element);
    if (part.passed_over) out.boolean("passed_over", true);
    out.end_object();
  }
  out.end_array();
}

/// Nothing where the model has no such rules.
void write_rules(JsonWriter& out, const Net& net, const CaseState& state) {
  if (net.rules.empty()) return;
  out.key("rules");
  out.begin_array();
  for (std::size_t course = 0; course < net.rules.size(); ++course) {
    out.begin_object();
    out.integer("rule", net.rules.rule(course) + 1);
    out.text("is", to_string(net.model->rules[net.rules.rule(course)].kind));
    const bool is_off = state.rules[course] == RuleSet::kOff;
    out.text("state", is_off ? kOffName : std::string_view(net.rules.automaton(course).states[state.rules[course]].name));
    out.end_object();
  }
  out.end_array();
}

std::uint32_t state_named(const ObjectType& object, const json& values) {
  const auto& name = values.at("state").get_ref<const std::string&>();
  std::uint32_t at = 0;
  while (object.states.at(at) != name) ++at;
  return at;
}

std::vector<Element> read_elements(const json& stored, const ObjectType& object, PersonBook& people) {
  std::vector<Element> elements;
  for (const json& values : stored) {
    Element& element = elements.emplace_back();
    element.state = state_named(object, values);
    for (const Field& field : object.fields) {
      const auto at = values.find(field.id);
      element.data.push_back(at == values.end() ? Value() : read_value(*at, field, people));
    }
  }
  return elements;
}

void read_objects(const json& snapshot, const Net& net, CaseState& state, PersonBook& people) {
  const json& objects = snapshot.at("objects");
  for (std::uint32_t o = 0; o < net.model->objects.size(); ++o) {
    const ObjectType& object = net.model->objects[o];
    const json& values = objects.at(object.id);
    if (object.many) {
      state.elements[o] = read_elements(values, object, people);
      continue;
    }
    if (!object.states.empty()) state.marking.set(net.state_place(o, state_named(object, values)));
    for (const Field& field : object.fields)
      if (const auto at = values.find(field.id); at != values.end()) state.data[field.slot] = read_value(*at, field, people);
  }
}

void read_work(const json& snapshot, const Net& net, CaseState& state, PersonBook& people) {
  const auto work = snapshot.find("work");
  if (work == snapshot.end()) return;
  for (const json& stored : *work) {
    WorkItem item;
    item.activity = net.model->find_activity(stored.at("activity").get_ref<const std::string&>()).value();
    if (const auto at = stored.find("item"); at != stored.end())
      item.item = read_item(*net.model, item.activity, at->get<std::string>(), people);
    item.begun = stored.at("begun").get<bool>();
    item.suspended = stored.value("suspended", false);
    if (const auto at = stored.find("took"); at != stored.end()) item.input = input_with(net, item.activity, read_tokens(*at, net));
    item.holder = people.name(read_whole(stored.at("holder")));
    if (const auto at = stored.find("giver"); at != stored.end()) item.giver = people.name(read_whole(*at));
    item.confirm = stored.value("confirm", "");
    item.note = stored.value("note", "");
    state.work.push_back(std::move(item));
  }
}

void read_under_way(const json& snapshot, const Net& net, CaseState& state, PersonBook& people) {
  const auto all = snapshot.find("under_way");
  if (all == snapshot.end()) return;
  for (const json& stored : *all) {
    UnderWay open;
    open.activity = net.model->find_activity(stored.at("activity").get_ref<const std::string&>()).value();
    if (const auto at = stored.find("took"); at != stored.end()) open.input = input_with(net, open.activity, read_tokens(*at, net));
    if (const auto at = stored.find("items"); at != stored.end()) open.items = read_items(*net.model, open.activity, *at, people);
    open.tries = read_count(stored, "tries");
    open.call = read_count(stored, "call");
    open.gave_up = stored.value("gave_up", false);
    open.child = CaseId{read_whole(stored, "case")};
    if (const auto at = stored.find("returned"); at != stored.end())
      open.returned = net.model->activities[open.activity].find_result(at->get_ref<const std::string&>()).value();
    state.under_way.push_back(std::move(open));
  }
}

void read_timers(const json& snapshot, const Net& net, CaseState& state) {
  const auto all = snapshot.find("timers");
  if (all == snapshot.end()) return;
  for (const json& stored : *all) {
    Timer timer;
    timer.activity = net.model->find_activity(stored.at("activity").get_ref<const std::string&>()).value();
    if (const auto at = stored.find("result"); at != stored.end())
      timer.result = net.model->activities[timer.activity].find_result(at->get_ref<const std::string&>()).value();
    timer.due = from_micros(read_whole(stored.at("due")));
    timer.is_due = stored.value("is_due", false);
    state.timers.push_back(timer);
  }
}

void read_messages(const json& snapshot, CaseState& state) {
  const auto all = snapshot.find("messages");
  if (all == snapshot.end()) return;
  for (const json& stored : *all) state.messages.push_back({stored.at("name").get<std::string>(), read_any(stored.at("values"))});
}

void read_performed(const json& snapshot, const Net& net, CaseState& state, PersonBook& people) {
  const auto performed = snapshot.find("performed");
  if (performed == snapshot.end()) return;
  for (const json& stored : *performed) {
    Performed part;
    const auto& activity = stored.at("activity").get_ref<const std::string&>();
    part.activity = activity == "start" ? RuleSubject::kStart : net.model->find_activity(activity).value();
    if (const auto at = stored.find("result"); at != stored.end())  // at(): the start has none
      part.result = net.model->activities.at(part.activity).find_result(at->get_ref<const std::string&>()).value();
    part.person = people.name(read_whole(stored.at("person")));
    part.at = from_micros(read_whole(stored.at("at")));
    part.element = read_count(stored, "element");
    part.passed_over = stored.value("passed_over", false);
    state.performed.push_back(std::move(part));
  }
}

void read_rules(const json& snapshot, const Net& net, CaseState& state) {
  for (std::size_t course = 0; course < net.rules.size(); ++course) {
    const auto& name = snapshot.at("rules").at(course).at("state").get_ref<const std::string&>();
    const std::vector<RuleAutomaton::State>& states = net.rules.automaton(course).states;
    std::uint32_t at = 0;
    while (name != kOffName && states.at(at).name != name) ++at;
    state.rules[course] = name == kOffName ? RuleSet::kOff : at;
  }
}

}  // namespace

void encode_state(const Net& net, const CaseState& state, PersonBook& people, std::string& text) {
  text.clear();
  JsonWriter out(text);
  out.begin_object();
  write_objects(out, net, state, people);
  if (state.marking.meets(net.flow)) {
    out.key("tokens");
    write_tokens(out, net, state.marking);
  }
  write_work(out, net, state, people);
  write_under_way(out, net, state, people);
  write_timers(out, net, state);
  write_messages(out, state);
  if (state.calls > 0) out.integer("calls", state.calls);
  if (state.parent.value != 0) out.integer("parent", state.parent.value);
  if (state.detached) out.boolean("detached", true);
  write_performed(out, net, state, people);
  write_rules(out, net, state);
  write_deviations(out, net, state, people);
  out.end_object();
}

CaseState decode_state(const Net& net, const CaseRecord& record, PersonBook& people) {
  try {
    const json snapshot = json::parse(record.snapshot);
    CaseState state = empty_state(net, record.id);
    state.marking = Bits(net.places.size());
    state.started = record.started;
    state.status = record.status;
    read_objects(snapshot, net, state, people);
    if (const auto tokens = snapshot.find("tokens"); tokens != snapshot.end()) state.marking |= read_tokens(*tokens, net);
    read_work(snapshot, net, state, people);
    read_under_way(snapshot, net, state, people);
    read_timers(snapshot, net, state);
    read_messages(snapshot, state);
    state.calls = read_count(snapshot, "calls");
    state.parent = CaseId{read_whole(snapshot, "parent")};
    state.detached = snapshot.value("detached", false);
    read_performed(snapshot, net, state, people);
    read_rules(snapshot, net, state);
    read_deviations(snapshot, net, state, people);
    return state;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& reason) {
    throw StoreError(StoreError::Kind::corrupt, fmt::format("the snapshot of case {} does not fit its model ({}); it follows from "
                                                            "the events, and `itsmflow fsck --rebuild` writes it anew",
                                                            record.id.value, reason.what()));
  }
}

}  // namespace itsmflow
