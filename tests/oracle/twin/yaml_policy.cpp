// The sections of a model that say where cases may deviate, and what they can come to.

#include "model.hpp"

namespace itsmflow::oracle {

namespace {

std::string list(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return "[" + text + "]";
}

std::string confirm_yaml(const Confirm& confirm) {
  std::string text = "{by: " + list(confirm.by);
  if (confirm.within > 0) text += ", within: " + std::to_string(confirm.within) + " seconds";
  if (confirm.stops_late) text += ", late: stop";
  if (confirm.stops_disapproved) text += ", disapproved: stop";
  return text + "}";
}

std::string line_yaml(const Line& line) {
  std::string text = "    - {what: " + std::string(to_string(line.what));
  if (!line.activities.empty()) text += ", activities: " + list(line.activities);
  if (!line.by.empty()) text += ", by: " + list(line.by);
  if (!line.motives.empty()) text += ", motives: " + list(line.motives);
  if (line.at_most > 0) text += ", at_most: " + std::to_string(line.at_most);
  if (line.confirm) text += ", confirm: " + confirm_yaml(*line.confirm);
  return text + "}\n";
}

std::string deviations_yaml(const Deviations& deviations) {
  if (deviations.motives.empty()) return "";
  std::string text = "deviations:\n  motives:\n";
  for (const auto& [id, motive] : deviations.motives) text += "    " + id + ": {class: " + std::string(to_string(motive)) + "}\n";
  if (!deviations.allow.empty()) text += "  allow:\n";
  for (const Line& line : deviations.allow) text += line_yaml(line);
  if (!deviations.never.empty()) text += "  never: " + list(deviations.never) + "\n";
  if (deviations.at_most > 0) text += "  at_most: " + std::to_string(deviations.at_most) + "\n";
  return text;
}

std::string outcomes_yaml(const Ends& outcomes) {
  if (outcomes.of.empty()) return "";
  std::string text = "outcomes:\n";
  if (!outcomes.by.empty()) text += "  by: " + list(outcomes.by) + "\n";
  text += "  of:\n";
  for (const End& end : outcomes.of) text += "    - " + end.id + (end.when ? ": \"" + to_cel(*end.when) + "\"" : "") + "\n";
  return text;
}

}  // namespace

std::string policy_yaml(const Model& model) {
  return deviations_yaml(model.deviations) + outcomes_yaml(model.outcomes);
}

}  // namespace itsmflow::oracle
