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

/// A model about a request that people with the roles a and b handle.
std::shared_ptr<const Model> request(const std::string& activities, const std::string& rest = "") {
  return load_model(
             "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: c\nroles: {a: {}, b: {}}\nobjects:\n"
             "  c: {states: [new, good, bad, done], final: [bad, done]}\nactivities:\n" +
             activities + rest)
      .value_or_throw();
}

/// Rules and messages, each on a line.
std::string said(const Diagnostics& found) {
  std::string text;
  for (const Diagnostic& one : found) text += one.rule + ": " + one.message + "\n";
  return text;
}

const Directory kAnnAlone{{"ann", {"a", "b"}}};
const Directory kTwo{{"ann", {"a", "b"}}, {"bo", {"a", "b"}}};

}  // namespace

TEST_CASE("as many people as must differ are enough, and one fewer isn't") {
  CHECK(verify_people(all_by_others(4), people(5)).empty());
  CHECK(rules_of(verify_people(all_by_others(4), people(3))) == std::vector<std::string>{"four-eyes-impossible"});
}

TEST_CASE("a directory that can't list its people proves nothing") {
  class OfFunctions : public Directory {
    std::optional<std::vector<std::string>> roles_of(std::string_view) const override { return std::vector<std::string>{"a", "b"}; }
  };
  CHECK_THROWS_AS(verify_people(all_by_others(2), OfFunctions()), UsageError);
  CHECK_FALSE(verify_people(all_by_others(2), Directory()).empty());
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

// -- rules that name results --

TEST_CASE("who did it with one result may not do what only that result leads to, and one person is too few for both") {
  const auto model = request(
      "  assess: {role: a, results: {approved: {moves: {c: new -> good}}, refused: {moves: {c: new -> bad}}}}\n"
      "  make: {role: b, moves: {c: good -> done}}\n",
      "rules:\n  - four_eyes: [assess.approved, make]\n");
  CHECK(said(verify_people(model, kAnnAlone)) ==
        "four-eyes-impossible: no assignment of people lets one case do 'assess.approved' and 'make'\n");
  CHECK(verify_people(model, kTwo).empty());
}

TEST_CASE("a result that every case has before it is over is had by one that does the other") {
  const auto model = request(
      "  look: {role: a}\n"
      "  check: {role: b, results: {right: {moves: {c: new -> done}}, unclear: {}}}\n",
      "rules:\n  - four_eyes: [look, check.right]\n");
  CHECK(rules_of(verify_people(model, kAnnAlone)) == std::vector<std::string>{"four-eyes-impossible"});
  CHECK(verify_people(model, kTwo).empty());
}

TEST_CASE("nothing is said of a result that a case can do without, whoever is there") {
  const auto model = request(
      "  assess: {role: a, results: {approved: {moves: {c: new -> good}}, refused: {moves: {c: new -> bad}}}}\n"
      "  drop: {role: a, moves: {c: good -> bad}}\n"
      "  make: {role: b, moves: {c: new | good -> done}}\n",
      "rules:\n  - four_eyes: [assess.approved, make]\n");
  CHECK(verify_people(model, kAnnAlone).empty());
}

TEST_CASE("rules about results that exclude each other needn't be kept together") {
  const std::string activities =
      "  assess: {role: a, results: {approved: {moves: {c: new -> good}}, refused: {moves: {c: new -> bad}}}}\n"
      "  tell: {role: b}\n"
      "  make: {role: b, moves: {c: good -> done}}\n";
  const Directory people{{"ann", {"a", "b"}}, {"bo", {"b"}}};
  const auto apart =
      request(activities, "rules:\n  - same_person: [assess.refused, tell]\n  - four_eyes: [assess.approved, tell]\n");
  CHECK(rules_of(verify_people(apart, people)) == std::vector<std::string>{"one-person-needed"});
  const auto at_once =
      request(activities, "rules:\n  - same_person: [assess.approved, make]\n  - four_eyes: [assess.approved, make]\n");
  CHECK(rules_of(verify_people(at_once, people)) == std::vector<std::string>{"four-eyes-impossible"});
}

TEST_CASE("whoever is there, nobody does with a result what he must and must not") {
  const auto model = request(
      "  assess: {role: a, results: {approved: {moves: {c: new -> good}}, refused: {moves: {c: new -> bad}}}}\n"
      "  make: {role: b, moves: {c: good -> done}}\n",
      "rules:\n  - four_eyes: [assess.approved, make]\n  - same_person: [assess, make]\n");
  CHECK(said(verify(model)) ==
        "four-eyes-impossible: no assignment of people lets one case do 'assess.approved', 'make' and 'assess'\n");
}

// -- work of several people --

TEST_CASE("a vote that needs more people than may vote is never decided") {
  const auto model = request(
      "  decide:\n    votes: {of: a, for: carried, against: lost, quorum: 3}\n"
      "    results: {carried: {moves: {c: new -> done}}, lost: {moves: {c: new -> bad}}}\n");
  CHECK(said(verify_people(model, kTwo)) == "nobody-may: 'decide' needs 3 votes, and only 2 people may vote\n");
  CHECK(verify_people(model, kTwo).front().label == "nobody but ann and bo has the role 'a'");
  CHECK(verify_people(model, kTwo).front().help == "give the role to one more person, or lower `quorum`");
  CHECK(said(verify_people(model, kAnnAlone)) == "nobody-may: 'decide' needs 3 votes, and only one person may vote\n");
  CHECK(said(verify_people(model, {{"ann", {"b"}}})) == "nobody-may: nobody can vote on 'decide'\n");
  CHECK(verify_people(model, {{"ann", {"a"}}, {"bo", {"a"}}, {"cy", {"a"}}, {"di", {"a"}}}).empty());
}

TEST_CASE("where three votes decide and three people vote, each of them is needed") {
  const auto model = request(
      "  decide:\n    votes: {of: a, for: carried, against: lost, quorum: 3}\n"
      "    results: {carried: {moves: {c: new -> done}}, lost: {moves: {c: new -> bad}}}\n");
  CHECK(rules_of(verify_people(model, {{"ann", {"a"}}, {"bo", {"a"}}, {"cy", {"a"}}})) ==
        std::vector<std::string>(3, "one-person-needed"));
}

TEST_CASE("a veto decides a vote for which there are too few people, and that is said") {
  const auto model = request(
      "  decide:\n    votes: {of: a, for: carried, against: lost, quorum: 3, veto: b}\n"
      "    results: {carried: {moves: {c: new -> done}}, lost: {moves: {c: new -> bad}}}\n");
  CHECK(verify_people(model, {{"ann", {"a"}}, {"bo", {"b"}}}).front().label ==
        "nobody but ann and bo has the role 'b' or 'a'; only a veto can decide it");
}

TEST_CASE("whoever may not vote himself leaves too few who do") {
  const auto model = request(
      "  ask: {role: b, moves: {c: new -> good}}\n"
      "  decide:\n    votes: {of: a, for: carried, against: lost, quorum: 2}\n"
      "    results: {carried: {moves: {c: good -> done}}, lost: {moves: {c: good -> bad}}}\n",
      "rules:\n  - four_eyes: [ask, decide]\n");
  CHECK(said(verify_people(model, kTwo)) ==
        "four-eyes-impossible: no assignment of people lets one case do 'ask' and 'decide' with 2 votes\n");
  CHECK(verify_people(model, {{"ann", {"a", "b"}}, {"bo", {"a", "b"}}, {"cy", {"a", "b"}}, {"di", {"a"}}}).empty());
  CHECK(said(verify_people(model, {{"ann", {"a"}}, {"bo", {"a"}}, {"cy", {"b"}}, {"di", {"b"}}})) ==
        "one-person-needed: a case that needs everything can't be done without ann\n"
        "one-person-needed: a case that needs everything can't be done without bo\n");
}

TEST_CASE("two votes are never cast by one person, so that he can't do the other work too") {
  const auto model = request(
      "  ask: {role: a, moves: {c: new -> good}}\n"
      "  decide:\n    votes: {of: a, for: carried, against: lost, quorum: 2}\n"
      "    results: {carried: {moves: {c: good -> done}}, lost: {moves: {c: good -> bad}}}\n",
      "rules:\n  - same_person: [ask, decide]\n");
  CHECK(said(verify(model)) == "four-eyes-impossible: no assignment of people lets one case do 'ask' and 'decide' with 2 votes\n");
}

TEST_CASE("a vote that no rule names contradicts no rule") {
  const auto model = request(
      "  ask: {role: a}\n"
      "  check: {role: a, moves: {c: new -> good}}\n"
      "  decide:\n    votes: {of: b, for: carried, against: lost, quorum: 3}\n"
      "    results: {carried: {moves: {c: good -> done}}, lost: {moves: {c: good -> bad}}}\n",
      "rules:\n  - four_eyes: [ask, check]\n");
  CHECK(said(verify(model)).empty());
}

TEST_CASE("a part for which there is nobody is told by its name, unless others are enough") {
  const std::string parts = "  assess:\n    moves: {c: new -> done}\n    parts: {money: {role: a}, safety: {role: b}}\n";
  const Directory no_b{{"ann", {"a"}}, {"bo", {"a"}}};
  CHECK(said(verify_people(request(parts), no_b)) == "nobody-may: nobody can do part 'safety' of 'assess'\n");
  CHECK(verify_people(request(parts + "    done: any\n"), no_b).empty());
  const auto two_of_three = request(
      "  assess:\n    moves: {c: new -> done}\n    done: 2\n    parts: {money: {role: a}, safety: {role: b}, noise: {role: b}}\n");
  CHECK(said(verify_people(two_of_three, no_b)) == "nobody-may: 'assess' needs 2 of its parts, and only 1 can be done\n");
}

TEST_CASE("whoever does a part is a part of the rules about people, and one person may do several parts") {
  const std::string activities =
      "  ask: {role: a, moves: {c: new -> good}}\n"
      "  assess:\n    moves: {c: good -> done}\n    parts: {money: {role: a}, safety: {role: b}}\n";
  const auto model = request(activities, "rules:\n  - four_eyes: [ask, assess]\n");
  CHECK(said(verify_people(model, kAnnAlone)) ==
        "four-eyes-impossible: no assignment of people lets one case do 'ask' and 'assess'\n");
  CHECK(rules_of(verify_people(model, kTwo)) == std::vector<std::string>(2, "one-person-needed"));
  CHECK(verify_people(request(activities), kAnnAlone).empty());
}

TEST_CASE("a result of a vote in a rule says nothing about people, since whoever votes first is not held by it") {
  const auto model = request(
      "  decide:\n    votes: {of: a, for: carried, against: lost, quorum: 2}\n"
      "    results: {carried: {moves: {c: new -> good}}, lost: {moves: {c: new -> bad}}}\n"
      "  make: {role: b, moves: {c: good -> done}}\n",
      "rules:\n  - four_eyes: [decide.carried, make]\n");
  CHECK(rules_of(verify_people(model, kTwo)) == std::vector<std::string>(2, "one-person-needed"));
}

TEST_CASE("of three thousand people the one without whom cases wait is found") {
  std::vector<Directory::Person> people{{"ann", {"a"}}};
  for (int i = 0; i < 3000; ++i) people.push_back({"p" + std::to_string(i), {"b"}});
  const auto model = request("  look: {role: a, moves: {c: new -> good}}\n  close: {role: b, moves: {c: good -> done}}\n",
                             "rules:\n  - four_eyes: [look, close]\n");
  CHECK(said(verify_people(model, Directory(std::move(people)))) ==
        "one-person-needed: a case that needs everything can't be done without ann\n");
}
