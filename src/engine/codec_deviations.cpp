#include "engine/codec_deviations.hpp"

#include "engine/codec_items.hpp"
#include "engine/codec_numbers.hpp"
#include "engine/codec_tokens.hpp"
#include "store/micros.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>

namespace itsmflow {
namespace {

using json = nlohmann::ordered_json;

std::string_view word(Deviation::Verdict verdict) {
  return verdict == Deviation::Verdict::confirmed ? "confirmed" : "disapproved";
}

void write_deviation(JsonWriter& out, const Net& net, const Deviation& deviation, PersonBook& people) {
  const Activity& activity = net.model->activities[deviation.activity];
  out.begin_object();
  out.text("kind", to_string(deviation.kind));
  out.text("activity", activity.id);
  if (deviation.result != kNone) out.text("result", activity.results[deviation.result].id);
  if (!deviation.item.empty()) out.text("item", written_item(*net.model, deviation.activity, deviation.item, people));
  out.text("motive", net.model->deviations.motives[deviation.motive].id);
  out.integer("line", deviation.line + 1);
  out.integer("person", people.key(deviation.person));
  if (!deviation.role.empty()) out.text("role", deviation.role);
  out.integer("at", to_micros(deviation.at));
  if (deviation.late) out.boolean("late", true);
  if (deviation.verdict != Deviation::Verdict::none) {
    out.text("verdict", word(deviation.verdict));
    out.integer("judge", people.key(deviation.judge));
  }
  out.end_object();
}

/// {"rfc": 2}: by object the number of the skip.
void write_assumed(JsonWriter& out, const Net& net, const std::vector<std::uint32_t>& assumed) {
  if (assumed.empty()) return;
  out.key("assumed");
  out.begin_object();
  for (std::uint32_t o = 0; o < assumed.size(); ++o)
    if (assumed[o] > 0) out.integer(net.model->objects[o].id, assumed[o]);
  out.end_object();
}

void write_before(JsonWriter& out, const Net& net, const Before& before) {
  out.begin_object();
  out.text("activity", net.model->activities[before.activity].id);
  out.key("states");
  out.begin_object();
  for (std::uint32_t o = 0; o < net.model->objects.size(); ++o) {
    const ObjectType& object = net.model->objects[o];
    for (std::uint32_t s = 0; s < object.states.size(); ++s)
      if (before.marking.test(net.state_place(o, s))) out.text(object.id, object.states[s]);
  }
  out.end_object();
  if (before.marking.meets(net.flow)) {
    out.key("tokens");
    write_tokens(out, net, before.marking);
  }
  write_assumed(out, net, before.assumed);
  out.end_object();
}

std::uint32_t activity_named(const Net& net, const json& stored) {
  return net.model->find_activity(stored.at("activity").get_ref<const std::string&>()).value();
}

Deviation read_deviation(const json& stored, const Net& net, PersonBook& people) {
  Deviation deviation;
  deviation.kind = deviation_kind(stored.at("kind").get_ref<const std::string&>()).value();
  deviation.activity = activity_named(net, stored);
  if (const auto at = stored.find("result"); at != stored.end())
    deviation.result = net.model->activities[deviation.activity].find_result(at->get_ref<const std::string&>()).value();
  if (const auto at = stored.find("item"); at != stored.end())
    deviation.item = read_item(*net.model, deviation.activity, at->get<std::string>(), people);
  const Permitted permitted = read_permitted(stored, net.model->deviations);
  deviation.motive = permitted.motive;
  deviation.line = permitted.line;
  deviation.person = people.name(read_whole(stored.at("person")));
  deviation.role = stored.value("role", "");
  deviation.at = from_micros(read_whole(stored.at("at")));
  deviation.late = stored.value("late", false);
  if (const auto at = stored.find("verdict"); at != stored.end()) {
    deviation.verdict = at->get_ref<const std::string&>() == word(Deviation::Verdict::confirmed) ? Deviation::Verdict::confirmed
                                                                                                 : Deviation::Verdict::disapproved;
    deviation.judge = people.name(read_whole(stored.at("judge")));
  }
  return deviation;
}

std::vector<std::uint32_t> read_assumed(const json& stored, const Net& net) {
  std::vector<std::uint32_t> assumed;
  const auto all = stored.find("assumed");
  if (all == stored.end()) return assumed;
  assumed.resize(net.model->objects.size());
  for (const auto& [object, number] : all->items()) assumed[net.model->find_object(object).value()] = read_count(number);
  return assumed;
}

Before read_before(const json& stored, const Net& net) {
  Before before{activity_named(net, stored), Bits(net.places.size()), read_assumed(stored, net)};
  for (const auto& [object, state] : stored.at("states").items()) {
    const std::uint32_t index = net.model->find_object(object).value();
    const std::vector<std::string>& states = net.model->objects[index].states;
    std::uint32_t at = 0;
    while (states.at(at) != state.get_ref<const std::string&>()) ++at;
    before.marking.set(net.state_place(index, at));
  }
  if (const auto tokens = stored.find("tokens"); tokens != stored.end()) before.marking |= read_tokens(*tokens, net);
  return before;
}

}  // namespace

std::optional<DeviationKind> deviation_kind(std::string_view name) {
  for (int k = 0; k <= static_cast<int>(DeviationKind::override_rule); ++k)
    if (to_string(static_cast<DeviationKind>(k)) == name) return static_cast<DeviationKind>(k);
  return std::nullopt;
}

Permitted read_permitted(const json& stored, const Deviations& declared) {
  const auto& motive = stored.at("motive").get_ref<const std::string&>();
  Permitted permitted;
  while (declared.motives.at(permitted.motive).id != motive) ++permitted.motive;
  permitted.line = read_count(stored.at("line")) - 1;
  (void)declared.lines.at(permitted.line);
  return permitted;
}

void write_deviations(JsonWriter& out, const Net& net, const CaseState& state, PersonBook& people) {
  const auto write_list = [&](std::string_view name, const auto& list, const auto& write_one) {
    if (list.empty()) return;
    out.key(name);
    out.begin_array();
    for (const auto& one : list) write_one(one);
    out.end_array();
  };
  write_list("deviations", state.deviations, [&](const Deviation& one) { write_deviation(out, net, one, people); });
  write_assumed(out, net, state.assumed);
  write_list("before", state.before, [&](const Before& one) { write_before(out, net, one); });
  if (!state.ended_by.empty()) out.integer("ended_by", people.key(state.ended_by));
  if (state.outcome.empty()) return;
  out.text("outcome", state.outcome);
  out.integer("judge", people.key(state.judge));
}

void read_deviations(const json& snapshot, const Net& net, CaseState& state, PersonBook& people) {
  if (const auto all = snapshot.find("deviations"); all != snapshot.end())
    for (const json& stored : *all) state.deviations.push_back(read_deviation(stored, net, people));
  state.assumed = read_assumed(snapshot, net);
  if (const auto all = snapshot.find("before"); all != snapshot.end())
    for (const json& stored : *all) state.before.push_back(read_before(stored, net));
  const auto check = [&](const std::vector<std::uint32_t>& assumed) {
    for (const std::uint32_t number : assumed)
      if (number > state.deviations.size()) throw std::out_of_range("there is no deviation " + std::to_string(number));
  };
  check(state.assumed);
  for (const Before& before : state.before) check(before.assumed);
  if (const auto at = snapshot.find("ended_by"); at != snapshot.end()) state.ended_by = people.name(read_whole(*at));
  if (const auto at = snapshot.find("outcome"); at != snapshot.end()) {
    state.outcome = at->get<std::string>();
    state.judge = people.name(read_whole(snapshot.at("judge")));
  }
}

}  // namespace itsmflow
