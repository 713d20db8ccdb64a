#include "words.hpp"

#include <algorithm>

namespace itsmflow::oracle {

std::string words(const Kinds& kinds) {
  std::string text;
  for (const Kind kind : kinds) text += (text.empty() ? "" : ", ") + std::string(itsmflow::to_string(kind));
  return text.empty() ? "nothing stands in the way" : text;
}

std::string words(const std::vector<Obstacle>& obstacles) {
  Kinds kinds;
  for (const Obstacle& obstacle : obstacles) {
    if (!kinds.empty() && obstacle.kind() < *kinds.rbegin()) return "obstacles in a wrong order";
    kinds.insert(obstacle.kind());
  }
  return words(kinds);
}

std::string words(const Happened& event) {
  std::string text(itsmflow::to_string(event.type));
  if (!event.activity.empty()) text += " " + event.activity;
  if (!event.result.empty()) text += "." + event.result;
  if (!event.about.empty()) text += " (" + event.about + ")";
  return text;
}

std::string words(const std::vector<Happened>& events) {
  std::string text;
  for (const Happened& event : events) text += (text.empty() ? "" : ", ") + words(event);
  return text;
}

std::string words(const Data& data) {
  std::string text;
  for (const auto& [path, value] : data) text += (text.empty() ? "" : ", ") + path + ": " + itsmflow::to_string(value);
  return "{" + text + "}";
}

std::string words(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return "[" + text + "]";
}

std::string words(const std::string& result, const std::set<std::string>& fields) {
  return result + (fields.empty() ? "" : words(std::vector<std::string>(fields.begin(), fields.end())));
}

Piece piece(const std::string& activity, const std::string& item) {
  return item.empty() ? activity : activity + " " + item;
}

std::string sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += "; " + line;
  return text;
}

std::string words(WorkStatus status) {
  return std::string(itsmflow::to_string(status));
}

std::string words(CaseStatus status) {
  return status == CaseStatus::open ? "open" : status == CaseStatus::over ? "over" : "cancelled";
}

std::string differ(const std::string& about, const std::string& engine, const std::string& twin) {
  return engine == twin ? "" : about + "\n  engine: " + engine + "\n  twin:   " + twin + "\n";
}

bool is_vote(const Model& model, const std::string& activity) {
  const Activity& type = *model.activity(activity);
  return type.items && type.items->kind == Items::Kind::votes;
}

std::string item_for_engine(const Model& model, const Piece& piece) {
  return piece.empty() || is_vote(model, activity_of(piece)) ? "" : item_of(piece);
}

std::string to_string(const Doing& doing) {
  static const std::vector<std::string> names{"look",        "explain", "start",  "perform",  "begin",      "end",    "claim",
                                              "hand_over",   "suspend", "resume", "withdraw", "set",        "cancel", "send",
                                              "send to all", "answer",  "due",    "confirm",  "disapprove", "judge"};
  std::string text = doing.number > 1 ? "case " + std::to_string(doing.number) + ": " : "";
  text += (doing.person.empty() ? "" : doing.person + " ") + names[static_cast<std::size_t>(doing.what)];
  if (!doing.activity.empty()) text += " " + doing.activity;
  if (!doing.result.empty()) text += "." + doing.result;
  if (!doing.to.empty()) text += " to " + doing.to;
  if (doing.fails) text += " that it failed";
  if (doing.stale) text += " too late";
  if (!doing.data.empty()) text += " " + words(doing.data);
  if (doing.deviation > 0) text += " deviation " + std::to_string(doing.deviation);
  if (!doing.motive) return text;
  text += " with motive " + doing.motive->name;
  if (doing.motive->as) text += " as " + std::string(itsmflow::to_string(*doing.motive->as));
  if (!doing.motive->skipping.empty()) text += " passing over " + words(doing.motive->skipping);
  return text;
}

}  // namespace itsmflow::oracle
