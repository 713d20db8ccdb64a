// Events as people read them.

#include "engine/codec.hpp"
#include "model/fields.hpp"
#include "model/sensitive.hpp"

#include <string>

namespace itsmflow {
namespace {

/// A row written over several lines, as one.
std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    if (c != '\n' && c != '\r' && c != ' ')
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

}  // namespace

Event describe(const Net& net, const NetEvent& event, const EventRecord& record, Sensitive sensitive) {
  Event told;
  describe(net, event, record, sensitive, told);
  return told;
}

void describe(const Net& net, const NetEvent& event, const EventRecord& record, Sensitive sensitive, Event& told) {
  const Model& model = *net.model;
  told.case_id = record.case_id;
  told.number = record.number;
  told.step = record.step;
  told.position = record.position;
  told.type = event.type;
  told.at = event.at;
  told.actor = event.actor;
  told.role = event.role;
  told.person = event.person;
  told.note = event.note;
  told.item = event.item;
  told.answer = event.answer;
  told.message = event.message.name;
  told.other = event.child;
  told.deviation = event.deviation;
  told.kind = event.kind;
  told.overrode = event.overrode;
  told.outcome = event.outcome;
  if (event.type == EventType::deviated) told.motive = model.deviations.motives[event.motive].id;
  if (event.activity != kNone && event.taken != kNone) told.message = model.activities[event.activity].message.name;
  if (event.activity != kNone) told.activity = model.activities[event.activity].id;
  if (event.result != kNone) told.result = model.activities[event.activity].results[event.result].id;
  if (event.silent != kNone) {
    const Span& span = model.rows[net.silents[event.silent].row].span;
    if (span.source) told.note = one_line(span.source->text.substr(span.begin, span.end - span.begin));
  }
  for (const auto& [slot, value] : event.writes) {
    std::string path = path_of_slot(model, slot);
    if (sensitive == Sensitive::withheld && !value.is_null() && is_sensitive(model, slot))
      told.withheld.push_back(std::move(path));
    else
      told.data[std::move(path)] = value;
  }
}

}  // namespace itsmflow
