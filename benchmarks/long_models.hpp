// Models of any length, as people write them: stages of six activities with roles, data, a guard, a loop and two branches side by side.

#pragma once

#include <fmt/format.h>

#include <string>

namespace long_models {

inline constexpr int kActivitiesOfStage = 6;
/// So many stages work on one object.
inline constexpr int kStagesOfPart = 10;
/// With these stages a model is a text of 4 KB.
inline constexpr int kStagesOfSmall = 4;

inline std::string part_of(int stage) {
  return fmt::format("part_{}", stage / kStagesOfPart);
}

inline std::string state_after(int stage) {
  return stage % kStagesOfPart == 0 ? "planned" : fmt::format("built_{}", stage % kStagesOfPart);
}

inline std::string objects(int stages) {
  std::string text = "  order: {title: Order, states: [open, delivered], final: [delivered]}\n";
  for (int first = 0; first < stages; first += kStagesOfPart) {
    std::string states = "planned";
    std::string fields;
    for (int stage = first; stage < stages && stage < first + kStagesOfPart; ++stage) {
      states += fmt::format(", built_{}", stage % kStagesOfPart + 1);
      fields += fmt::format("      cost_{0}: {{type: int, min: 0, title: Cost of stage {0}}}\n      note_{0}: text\n", stage);
    }
    text += fmt::format("  {}:\n    title: Part {}\n    states: [{}]\n    fields:\n{}", part_of(first), first / kStagesOfPart,
                        states, fields);
  }
  return text;
}

inline std::string activities_of(int stage, bool is_last) {
  const std::string part = part_of(stage);
  const int built = stage % kStagesOfPart + 1;
  return fmt::format(
      "  record_{0}: {{title: Record what stage {0} will cost, role: agent, requires: [{1}.cost_{0}]}}\n"
      "  judge_{0}:\n"
      "    title: Say whether stage {0} is worth it\n"
      "    why: What is expensive is looked at twice.\n"
      "    role: lead\n"
      "    results: {{accepted: {{}}, refused: {{requires: [{1}.note_{0}]}}}}\n"
      "  agree_{0}: {{by: engine}}\n"
      "  build_{0}: {{title: Build stage {0}, role: builder, moves: {{{1}: {2} -> built_{3}}}}}\n"
      "  inform_{0}: {{title: Tell users of stage {0}, role: agent, asks: [{1}.note_{0}]}}\n"
      "  close_{0}: {{title: Close stage {0}, role: lead{4}}}\n",
      stage, part, state_after(stage), built, is_last ? ", moves: {order: open -> delivered}" : "");
}

inline std::string rows_of(int stage, bool is_last) {
  return fmt::format(
      "  - record_{0} -> judge_{0} if {1}.cost_{0} >= 1000\n"
      "  - record_{0} -> agree_{0} otherwise\n"
      "  - judge_{0}.accepted -> agree_{0}\n"
      "  - judge_{0}.refused -> record_{0}\n"
      "  - agree_{0} -> build_{0} & inform_{0}\n"
      "  - build_{0} & inform_{0} -> close_{0}\n"
      "  - close_{0} -> {2}\n",
      stage, part_of(stage), is_last ? "end" : fmt::format("record_{}", stage + 1));
}

/// A model of so many stages, one after the other; its process is called by a number.
inline std::string text(int number, int stages) {
  std::string activities;
  std::string rows;
  std::string rules;
  for (int stage = 0; stage < stages; ++stage) {
    const bool is_last = stage + 1 == stages;
    activities += activities_of(stage, is_last);
    rows += rows_of(stage, is_last);
    if (stage % kStagesOfPart == 0) rules += fmt::format("  - four_eyes: [record_{0}, judge_{0}]\n", stage);
  }
  return fmt::format(
      "itsmflow: 1\nprocess: order-{}\ntitle: Order in {} stages\nversion: 1.0.0\ncase: order\n"
      "roles:\n  agent: {{title: Agent}}\n  lead: {{title: Lead, why: answers for the cost}}\n  builder: {{title: Builder}}\n"
      "objects:\n{}start: {{role: agent}}\nactivities:\n{}transitions:\n  - start -> record_0\n{}rules:\n{}",
      number, stages, objects(stages), activities, rows, rules);
}

}  // namespace long_models
