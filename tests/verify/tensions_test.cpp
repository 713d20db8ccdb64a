// Practices that meet in one role or in one person.

#include "../catch.hpp"

#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace itsmflow;

namespace {

using Models = std::vector<std::shared_ptr<const Model>>;

/// A process of a practice, with roles and work as they stand in a model.
std::shared_ptr<const Model> process(const std::string& practice, const std::string& roles, const std::string& work = "role: desk",
                                     const std::string& rest = "") {
  return load_model(
             "itsmflow: 1\nprocess: " + practice + "\nversion: 1.0.0\npractice: " + practice + "\ncase: c\nroles: " + roles +
                 "\nobjects: {c: {states: [open, done], final: [done]}}\nactivities:\n  work:\n    moves: {c: open -> done}\n    " +
                 work + "\n" + rest,
             practice + ".yaml")
      .value_or_throw();
}

std::string said(const Diagnostics& found) {
  std::string text;
  for (const Diagnostic& one : found) text += one.message + "; ";
  return text;
}

std::string of_roles(const Models& models) {
  return said(find_tensions(models).findings);
}

}  // namespace

TEST_CASE("a role that does work of incident and of problem, or of problem and of change, is a note") {
  const auto incident = process("incident", "{desk: Desk}");
  const auto problem = process("problem", "{desk: Desk}");
  const auto change = process("change", "{desk: Desk}");
  const Tensions all = find_tensions({incident, problem, change});
  CHECK(said(all.findings) == "role 'desk' does work of incident and of problem; role 'desk' does work of problem and of change; ");
  CHECK(all.undecided.empty());
  for (const Diagnostic& one : all.findings) {
    CHECK(one.severity == Severity::note);
    CHECK(one.span.source->name == "problem.yaml");
  }
  CHECK(of_roles({incident, change}).empty());
}

TEST_CASE("configuration goes with release and with change") {
  CHECK(of_roles({process("configuration", "{desk: Desk}"), process("release", "{desk: Desk}"), process("change", "{desk: Desk}")})
            .empty());
}

TEST_CASE("a role does work wherever it does an activity, a part of one, or votes, and not where it only starts a case") {
  const auto problem = process("problem", "{desk: Desk}");
  const std::string both = "{desk: Desk, boss: Boss}";
  const std::string yes = "role 'desk' does work of problem and of change; ";
  CHECK(of_roles({problem, process("change", both, "parts: {one: {role: boss}, other: {role: desk}}")}) == yes);
  CHECK(of_roles({problem, process("change", both,
                                   "votes: {of: desk, for: good, against: bad, veto: boss}\n    results: {good: {}, bad: {}}")}) ==
        yes);
  CHECK(of_roles({problem, process("change", both, "role: boss", "start: {role: desk}\n")}).empty());
}

TEST_CASE("a role that says so does work of another practice than its model, or of none") {
  const auto problem = process("problem", "{desk: Desk}");
  CHECK(of_roles({problem, process("change", "{desk: {practice: none}}")}).empty());
  CHECK(of_roles({problem, process("change", "{desk: {practice: problem}}")}).empty());
  CHECK(of_roles({problem, process("release", "{desk: {practice: change}}")}) ==
        "role 'desk' does work of problem and of change; ");
}

TEST_CASE("whether practices meet isn't known where a model of one of them isn't there") {
  const Tensions without = find_tensions({process("problem", "{desk: Desk}"), process("change", "{desk: Desk}")});
  CHECK(without.undecided == std::vector<std::string>{"incident-and-problem-by-one-role", "incident-and-problem-by-one-person"});
}

TEST_CASE("a person who does work of both in two roles is a note at his place, with roles and models") {
  const Models models{process("problem", "{analyst: Analyst}", "role: analyst"), process("change", "{desk: Desk}")};
  const Directory people{{"ann", {"desk", "analyst"}}, {"bo", {"desk"}}, {"cy", {"analyst", "driver"}}};
  const Diagnostics found = find_tensions(models, people).findings;
  CHECK(said(found) == "'ann' does work of problem and of change; ");
  CHECK(found.front().rule == "problem-and-change-by-one-person");
  CHECK(found.front().label == "as 'analyst' in 'problem', and as 'desk' in 'change'");
  CHECK(found.front().span.source->name == "problem.yaml");  // these people stand in no file
}

TEST_CASE("of a role that does both nothing more is said for everybody who has it") {
  const Models models{process("problem", "{desk: Desk}"), process("change", "{desk: Desk}")};
  CHECK(said(find_tensions(models, {{"ann", {"desk"}}, {"bo", {"desk"}}}).findings) ==
        "role 'desk' does work of problem and of change; ");
}

TEST_CASE("of many people who do both ten are named, and the others are counted") {
  const Models models{process("problem", "{analyst: Analyst}", "role: analyst"), process("change", "{desk: Desk}")};
  const auto found_for = [&](int count) {
    std::vector<Directory::Person> people;
    for (int i = 0; i < count; ++i) people.push_back({"p" + std::to_string(100 + i), {"desk", "analyst"}});
    return find_tensions(models, Directory(std::move(people))).findings;
  };
  CHECK(found_for(11).size() == 11);
  CHECK(found_for(11).back().message == "'p110' does work of problem and of change");
  const Diagnostics many = found_for(900);
  CHECK(many.size() == 11);
  CHECK(std::any_of(many.begin(), many.end(),
                    [](const Diagnostic& one) { return one.message == "'p110' and 889 more do work of problem and of change"; }));
}
