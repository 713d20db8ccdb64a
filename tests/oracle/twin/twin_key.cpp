// What a search can't tell apart (9.13): everything of a case that what happens later may hang on, in one text.

#include "world.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

std::string words(const Data& data) {
  std::string text;
  for (const auto& [path, value] : data)
    if (!value.is_null()) text += path + "=" + to_string(value) + ",";
  return text;
}

std::string words(const Places& places) {
  std::string text;
  for (const Place& place : places) text += place + ",";
  return text;
}

std::string words(const std::set<std::string>& names, const char* about) {
  return about + words(names);
}

}  // namespace

std::string Twin::key() const {
  std::string text = now_.status == CaseStatus::open ? "" : "over;";
  for (const auto& [object, state] : now_.states) text += object + state + ",";
  text += words(now_.tokens, ";tokens ") + ";" + words(now_.given);
  for (const Element& each : now_.elements) text += ";element " + each.state + words(each.given);
  for (const auto& [piece, held] : now_.work)
    text += ";" + piece + std::to_string(static_cast<int>(held.status)) + (held.begun ? "b" : "") + (held.suspended ? "s" : "") +
            held.holder + "<" + held.giver + words(held.input);
  for (const auto& [activity, open] : now_.under_way) {
    text += ";" + activity + words(open.input) + std::to_string(open.tries) + (open.gave_up ? "g" : "") +
            (open.other > 0 ? "o" : "") + open.returned;
    for (const std::string& item : open.items) text += "," + item;
    for (const auto& [item, done] : open.done) text += "," + item + done.first + done.second;
  }
  for (const auto& [row, run] : now_.runs)
    text += ";run " + std::to_string(row) + words(run.begun, " ") + words(run.ended, "/") + (run.taken ? "t" : "");
  for (const auto& name : timers()) {  // in the order in which they were started
    const Timer& timer = now_.timers.at(name);
    const std::int64_t left = std::max<std::int64_t>(0, timer.at - world_.clock_);
    text += ";" + name.first + "." + name.second + (timer.due ? "due" : std::to_string(left));
  }
  for (const Message& message : now_.messages) text += ";" + message.name + words(message.values);
  for (const PartIn& part : now_.parts) {
    const bool matters = std::any_of(model_.rules.begin(), model_.rules.end(), [&](const Rule& rule) {
      return std::any_of(rule.subjects.begin(), rule.subjects.end(),
                         [&](const Source& each) { return each.activity == part.activity; });
    });
    if (matters) text += ";" + part.person + part.activity + "." + part.result + " " + part.item;
  }
  if (course_.has_rules()) text += ";" + std::to_string(course_.class_of(now_.endings));
  return text;
}

}  // namespace itsmflow::oracle
