#include "engine/codec.hpp"

#include "base/digest.hpp"
#include "engine/codec_deviations.hpp"
#include "engine/codec_items.hpp"
#include "engine/codec_numbers.hpp"
#include "engine/codec_texts.hpp"
#include "engine/codec_tokens.hpp"
#include "engine/codec_values.hpp"
#include "model/fields.hpp"
#include "store/micros.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <exception>
#include <map>
#include <optional>
#include <string_view>

namespace itsmflow {
namespace {

using json = nlohmann::ordered_json;  // texts follow the order of the data

FieldRef written_field(const Model& model, std::uint32_t slot) {
  if (std::optional<FieldRef> ref = field_of_slot(model, slot)) return *std::move(ref);
  throw StoreError(StoreError::Kind::corrupt, fmt::format("process '{}' has no field of slot {}", model.process, slot));
}

/// One write for each slot, the last, in the order of the slots.
Writes settled(const Writes& writes) {
  std::map<std::uint32_t, Value> by_slot;
  for (const auto& [slot, value] : writes) by_slot[slot] = value;
  return {by_slot.begin(), by_slot.end()};
}

void write_data(JsonWriter& out, const Model& model, const Writes& writes, PersonBook& people, TextKeeper& texts) {
  if (writes.empty()) return;
  out.key("data");
  out.begin_object();
  for (const auto& [slot, value] : settled(writes)) {
    const FieldRef ref = written_field(model, slot);
    out.key(model.path(ref));
    write_value(out, model.field(ref), value, people, [&](const std::string& text) { return texts.keep(text); });
  }
  out.end_object();
}

/// The first event that names a person vouches for the name too, by a salted digest.
void write_new_people(JsonWriter& out, PersonBook& people, TextKeeper& texts) {
  const auto fresh = people.take_new();
  if (fresh.empty()) return;
  out.key("people");
  out.begin_object();
  for (const auto& [key, name] : fresh) out.text(std::to_string(key), texts.keep_salt_for(name));
  out.end_object();
}

void write_opened(JsonWriter& out, const Model& model, const NetEvent& event, PersonBook& people, TextKeeper& texts) {
  if (event.type != EventType::opened) return;
  out.key("items");
  write_items(out, model.activities[event.activity], model, event.items, people,
              [&](const std::string& text) { return texts.keep(text); });
}

/// What a message says may be anything, also what is to be erased one day.
void write_message(JsonWriter& out, const Message& message, TextKeeper& texts) {
  std::string values;
  JsonWriter writer(values);
  write_any(writer, message.values);
  out.key("message");
  out.begin_array();
  out.text(message.name);
  out.text(texts.keep(values));
  out.end_array();
}

Message read_message(const json& stored, TextReader& texts) {
  const std::string values = texts.next(stored.at(1).get_ref<const std::string&>());
  const json parsed = json::parse(values, nullptr, false);
  return {stored.at(0).get<std::string>(), parsed.is_object() ? read_any(parsed) : Value(Value::Entries{})};
}

std::string target_of(const Model& model, const Branch& branch) {
  return branch.activity ? model.activities[*branch.activity].id : "end";
}

void write_branches(JsonWriter& out, const Model& model, const Row& row, const std::vector<std::uint32_t>& branches) {
  if (branches.empty()) return;
  out.key("branches");
  out.begin_array();
  for (const std::uint32_t branch : branches) out.text(target_of(model, row.branches[branch]));
  out.end_array();
}

std::uint32_t branch_to(const Model& model, const Row& row, const std::string& target) {
  for (std::uint32_t b = 0; b < row.branches.size(); ++b)
    if (target_of(model, row.branches[b]) == target) return b;
  throw std::out_of_range("the row has no branch to '" + target + "'");
}

/// The rules that it switches off are told as the model counts them.
void write_deviation(JsonWriter& out, const Net& net, const NetEvent& event, TextKeeper& texts) {
  if (event.deviation > 0) out.integer("deviation", event.deviation);
  if (!event.outcome.empty()) out.text("outcome", event.outcome);
  if (event.type != EventType::deviated) return;
  out.text("kind", to_string(event.kind));
  out.text("motive", net.model->deviations.motives[event.motive].id);
  out.integer("line", event.line + 1);
  out.key("overrode");
  out.begin_array();
  for (const std::string& obstacle : event.overrode) out.text(texts.keep(obstacle));
  out.end_array();
  if (event.off.empty()) return;
  out.key("off");
  out.begin_array();
  for (const std::uint32_t course : event.off) out.integer(net.rules.rule(course) + 1);
  out.end_array();
}

void read_deviation(const json& content, const Net& net, NetEvent& event, TextReader& texts) {
  event.deviation = read_count(content, "deviation");
  event.outcome = content.value("outcome", "");
  if (event.type != EventType::deviated) return;
  event.kind = deviation_kind(content.at("kind").get_ref<const std::string&>()).value();
  const Permitted permitted = read_permitted(content, net.model->deviations);
  event.motive = permitted.motive;
  event.line = permitted.line;
  for (const json& digest : content.at("overrode")) event.overrode.push_back(texts.next(digest.get_ref<const std::string&>()));
  const auto off = content.find("off");
  if (off == content.end()) return;
  for (const json& rule : *off)
    for (std::uint32_t course = 0; course < net.rules.size(); ++course)
      if (net.rules.rule(course) + 1 == read_count(rule)) event.off.push_back(course);
}

std::optional<EventType> type_of(std::string_view name) {
  for (int t = 0; t <= static_cast<int>(EventType::cancelled); ++t)
    if (to_string(static_cast<EventType>(t)) == name) return static_cast<EventType>(t);
  return std::nullopt;
}

/// `value()` of each that the model may turn out not to have; what it throws is made a StoreError further up.
NetEvent read_content(const Net& net, const EventRecord& record, PersonBook& people, TextReader& texts) {
  const Model& model = *net.model;
  const json content = json::parse(record.content);
  NetEvent event;
  event.type = type_of(record.type).value();
  event.at = record.at;
  if (record.actor) event.actor = people.name(*record.actor);
  event.role = content.value("role", "");
  if (const auto at = content.find("activity"); at != content.end())
    event.activity = model.find_activity(at->get_ref<const std::string&>()).value();
  if (const auto at = content.find("result"); at != content.end())
    event.result = model.activities.at(event.activity).find_result(at->get_ref<const std::string&>()).value();
  if (const auto took = content.find("took"); took != content.end()) {
    const Bits tokens = read_tokens(*took, net);
    if (const auto row = content.find("row"); row != content.end())
      event.silent = silent_with(net, read_count(*row) - 1, tokens);
    else
      event.input = input_with(net, event.activity, tokens);
  }
  if (const auto at = content.find("branches"); at != content.end())
    for (const json& target : *at)
      event.branches.push_back(
          branch_to(model, model.rows.at(net.silents.at(event.silent).row), target.get_ref<const std::string&>()));
  if (const auto at = content.find("item"); at != content.end())
    event.item = read_item(model, event.activity, at->get<std::string>(), people);
  if (const auto at = content.find("items"); at != content.end())
    event.items = read_items(model, event.activity, *at, people, [&](const std::string& digest) { return texts.next(digest); });
  event.answer = content.value("answer", "");
  event.lost = content.value("lost", false);
  event.last = content.value("last", false);
  if (const auto at = content.find("message"); at != content.end()) event.message = read_message(*at, texts);
  if (const auto at = content.find("kept"); at != content.end()) event.taken = read_count(*at) - 1;
  if (const auto at = content.find("case"); at != content.end()) event.child = CaseId{read_whole(*at)};
  event.detached = content.value("detached", false);
  if (const auto at = content.find("person"); at != content.end()) event.person = people.name(read_whole(*at));
  if (const auto at = content.find("note"); at != content.end()) event.note = texts.next(at->get_ref<const std::string&>());
  read_deviation(content, net, event, texts);
  if (const auto at = content.find("data"); at != content.end()) {
    for (const auto& [path, value] : at->items()) {
      const FieldRef ref = model.find_field(path).value();
      const auto text_of = [&](const std::string& digest) { return texts.next(digest); };
      event.writes.emplace_back(ref.slot, read_value(value, model.field(ref), people, text_of));
    }
  }
  if (const auto at = content.find("people"); at != content.end() && texts.checks()) {
    for (const auto& [key, digest] : at->items()) {
      const PersonKey person = std::stoll(key);
      if (people.is_erased(person))
        texts.skip();
      else
        texts.check_next(digest.get_ref<const std::string&>(), people.name(person));
    }
  }
  return event;
}

/// An event whose parts `apply` could not use.
bool is_whole(const Net& net, const NetEvent& event) {
  switch (event.type) {
    case EventType::started:
    case EventType::over:
    case EventType::cancelled:
    case EventType::linked:
      return true;
    case EventType::routed:
      return event.silent < net.silents.size();
    case EventType::done:
    case EventType::timer_set:
    case EventType::timer_stopped:
    case EventType::returned:
      return event.activity != kNone && event.result != kNone;
    case EventType::received:
      return !event.message.name.empty();
    case EventType::confirmed:
    case EventType::disapproved:
    case EventType::confirmation_late:
      return event.deviation > 0;
    case EventType::judged:
      return !event.outcome.empty();
    case EventType::deviated:
      return event.activity != kNone && (event.result != kNone || event.kind != DeviationKind::skip);
    default:
      return event.activity != kNone;
  }
}

}  // namespace

void encode_event(const Net& net, const NetEvent& event, PersonBook& people, EventRecord& record) {
  const Model& model = *net.model;
  TextKeeper texts;
  record.type = to_string(event.type);
  record.at = event.at;
  record.actor = event.actor.empty() ? std::nullopt : std::optional(people.key(event.actor));
  record.content.clear();
  JsonWriter out(record.content);
  out.begin_object();
  if (event.type == EventType::started) out.text("model", model.digest);
  if (event.activity != kNone) out.text("activity", model.activities[event.activity].id);
  if (event.result != kNone) out.text("result", model.activities[event.activity].results[event.result].id);
  if (!event.role.empty()) out.text("role", event.role);
  if (event.input != kNone) {
    out.key("took");
    write_tokens(out, net, net.activities[event.activity].inputs[event.input]);
  }
  if (event.silent != kNone) {
    out.integer("row", net.silents[event.silent].row + 1);
    out.key("took");
    write_tokens(out, net, net.silents[event.silent].from);
    write_branches(out, model, model.rows[net.silents[event.silent].row], event.branches);
  }
  if (!event.item.empty()) out.text("item", written_item(model, event.activity, event.item, people));
  write_opened(out, model, event, people, texts);
  if (!event.answer.empty()) out.text("answer", event.answer);
  if (event.lost) out.boolean("lost", true);
  if (event.last) out.boolean("last", true);
  if (!event.message.name.empty()) write_message(out, event.message, texts);
  if (event.taken != kNone) out.integer("kept", event.taken + 1);
  if (event.child.value != 0) out.integer("case", event.child.value);
  if (event.detached) out.boolean("detached", true);
  if (!event.person.empty()) out.integer("person", people.key(event.person));
  if (!event.note.empty()) out.text("note", texts.keep(event.note));
  write_deviation(out, net, event, texts);
  write_data(out, model, event.writes, people, texts);
  write_new_people(out, people, texts);
  out.end_object();
  record.texts = std::move(texts).take();
}

NetEvent decode_event(const Net& net, const EventRecord& record, PersonBook& people, std::vector<std::string>* problems) {
  const auto corrupt = [&](std::string_view why) {
    return StoreError(StoreError::Kind::corrupt,
                      fmt::format("event {} of case {} can't be read: {}; restore the store from a backup", record.number,
                                  record.case_id.value, why));
  };
  try {
    TextReader texts(record, problems);
    NetEvent event = read_content(net, record, people, texts);
    if (!is_whole(net, event)) throw corrupt("a part is missing");
    return event;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& reason) {
    throw corrupt(fmt::format("it does not fit its model ({})", reason.what()));
  }
}

Digest chain(const Digest& before, const EventRecord& record) {
  constexpr std::size_t kLongestNumber = 20;  // digits and sign
  constexpr std::size_t kParts = 6;
  fmt::memory_buffer head;
  head.resize(kParts * (kLongestNumber + 1) + record.type.size());
  char* at = head.data();
  const auto add = [&](std::string_view part) {
    at = std::copy(part.begin(), part.end(), at);
    *at++ = '\n';
  };
  const auto add_number = [&](std::int64_t number) {
    at = std::to_chars(at, at + kLongestNumber, number).ptr;
    *at++ = '\n';
  };
  add_number(record.case_id.value);
  add_number(record.number);
  add_number(record.step);
  add(record.type);
  add_number(to_micros(record.at));
  record.actor ? add_number(*record.actor) : add({});
  return blake2b({reinterpret_cast<const char*>(before.data()), before.size()},
                 {head.data(), static_cast<std::size_t>(at - head.data())}, record.content);
}

}  // namespace itsmflow
