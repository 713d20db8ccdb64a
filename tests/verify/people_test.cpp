// Whether people can do the work and keep the rules about who does what.

#include "../catch.hpp"

#include <itsmflow/model.hpp>
#include <itsmflow/report.hpp>
#include <itsmflow/verify.hpp>

using namespace itsmflow;

namespace {

/// So many activities, no two of which one person may do.
std::shared_ptr<const Model> all_by_others(int activities) {
  std::string text =
      "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: c\nroles: {r: {}}\nobjects:\n  c: {states: [open, done], final: "
      "[done]}\nactivities:\n";
  std::string rules = "  close: {role: r, moves: {c: open -> done}}\nrules:\n";
  for (int i = 0; i < activities; ++i) {
    text += "  a" + std::to_string(i);
    text.append(": {role: r}\n");
    for (int j = 0; j < i; ++j) {
      rules.append("  - four_eyes: [a").append(std::to_string(i)).append(", a").append(std::to_string(j)).append("]\n");
    }
  }
  return load_model(text + rules).value_or_throw();
}

Directory people(int count) {
  std::vector<Directory::Person> all;
  for (int i = 0; i < count; ++i) all.push_back({"p" + std::to_string(i), {"r"}});
  return Directory(std::move(all));
}

std::vector<std::string> rules_of(const Diagnostics& found) {
  std::vector<std::string> rules;
  for (const Diagnostic& one : found) rules.push_back(one.rule);
  return rules;
}

}  // namespace

TEST_CASE("as many people as must differ are enough, and one fewer isn't") {
  CHECK(verify_people(all_by_others(4), people(5)).empty());
  CHECK(rules_of(verify_people(all_by_others(4), people(3))) == std::vector<std::string>{"four-eyes-impossible"});
}

TEST_CASE("where nobody has a role, that is said and nothing that follows from it") {
  CHECK(rules_of(verify_people(all_by_others(2), Directory{{"ann", {"another"}}})) ==
        std::vector<std::string>{"nobody-may", "nobody-may", "nobody-may"});
}

TEST_CASE("what there are too many ways to try for is undecided, and never called right") {
  CHECK(rules_of(verify_people(all_by_others(14), people(13))) == std::vector<std::string>{"undecided"});
}

TEST_CASE("whoever is there, nobody does what he must and must not") {
  const auto contradictory =
      load_model(
          "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: c\nroles: {r: {}}\nobjects:\n"
          "  c: {states: [open, done], final: [done]}\nactivities:\n  a: {role: r}\n"
          "  b: {role: r, moves: {c: open -> done}}\nrules:\n  - four_eyes: [a, b]\n  - same_person: [a, b]\n")
          .value_or_throw();
  CHECK(rules_of(verify(contradictory)) == std::vector<std::string>{"four-eyes-impossible"});
}

TEST_CASE("what has to be confirmed must be confirmed by somebody else than the one who deviates") {
  const auto model =
      load_model(
          "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: c\nroles: {r: {}, s: {}}\nobjects:\n"
          "  c: {states: [open, seen, done], final: [done]}\nactivities:\n  look: {role: r, moves: {c: open -> seen}}\n"
          "  close: {role: r, moves: {c: seen -> done}}\ndeviations:\n  motives: {m: {class: cannot}}\n  allow:\n"
          "    - {what: skip, activities: look, confirm: {by: s}}\n    - {what: extra, activities: close}\n")
          .value_or_throw();
  const auto said = [&](const Directory& people) {
    std::string labels;
    for (const Diagnostic& one : verify_people(model, people))
      if (one.rule == "nobody-confirms") labels += one.label + ";";
    return labels;
  };
  CHECK(said({{"ann", {"r"}}, {"bo", {"r"}}}) == "nobody has the role 's';");
  CHECK(said({{"ann", {"r", "s"}}, {"bo", {"r"}}}) == "nobody else has the role 's', and nobody confirms his own deviation;");
  CHECK(said({{"ann", {"s"}}, {"bo", {"r"}}}).empty());
  CHECK(said({{"ann", {"r", "s"}}, {"bo", {"s"}}}).empty());
}
