#include "loading.hpp"

#include "catch.hpp"

#include <string>

using namespace itsmflow;
using lang_test::Indexes;
using lang_test::Load;
using lang_test::Rules;

namespace {

std::string coming_to(const std::string& outcomes) {
  return lang_test::item_model(
      "  finish: {role: desk, moves: {item: new -> done}, asks: [item.count]}\n"
      "  drop: {role: user, moves: {item: new -> dropped}}\n",
      "outcomes:" + outcomes);
}

}  // namespace

TEST_CASE("outcomes keep their order, their guards, and what they count as by their names") {
  const Load load(coming_to(R"( [success: item.state == "done", failure: "item.count == 0", prank, lost: ])"));
  REQUIRE(load.model);
  const auto& outcomes = load.model->outcomes.outcomes;
  REQUIRE(outcomes.size() == 4);
  CHECK(outcomes[0].id == "success");
  CHECK(outcomes[0].when->expression.text() == "item.state == \"done\"");
  CHECK(outcomes[0].counts_as == Outcome::Counts::success);
  CHECK(outcomes[1].id == "failure");
  CHECK(outcomes[1].counts_as == Outcome::Counts::failure);
  CHECK(outcomes[2].id == "prank");
  CHECK_FALSE(outcomes[2].when);
  CHECK(outcomes[2].counts_as == Outcome::Counts::neither);
  CHECK(outcomes[3].id == "lost");
  CHECK_FALSE(outcomes[3].when);
  CHECK(load.model->outcomes.roles.empty());
}

TEST_CASE("what an outcome says it counts as goes before its name") {
  const Load load(coming_to(
      "\n  - burglary: {when: item.count > 3, counts_as: failure, title: Burglary, why: It was stolen.}\n  - success: {counts_as: "
      "neither}\n  - saved: {counts_as: success}\n"));
  REQUIRE(load.model);
  const auto& outcomes = load.model->outcomes.outcomes;
  REQUIRE(outcomes.size() == 3);
  CHECK(outcomes[0].counts_as == Outcome::Counts::failure);
  CHECK(outcomes[0].when->expression.text() == "item.count > 3");
  CHECK(outcomes[0].wording.title == "Burglary");
  CHECK(outcomes[1].counts_as == Outcome::Counts::neither);
  CHECK(outcomes[2].counts_as == Outcome::Counts::success);
}

TEST_CASE("outcomes may say who gives them") {
  const Load load(coming_to(" {by: [user, desk], of: [success: item.state == \"done\"], why: Somebody must say it.}"));
  REQUIRE(load.model);
  CHECK(load.model->outcomes.roles == Indexes{0, 1});
  CHECK(load.model->outcomes.outcomes.size() == 1);
  CHECK(load.model->outcomes.wording.why == "Somebody must say it.");
}

TEST_CASE("an outcome may always hold, as the last of a list") {
  const Load load(coming_to("\n  - success: item.state == \"done\"\n  - failure: true\n"));
  REQUIRE(load.model);
  CHECK(load.model->outcomes.outcomes.at(1).when->expression.text() == "true");
}

TEST_CASE("the guard of an outcome knows the number and the start of its case, and no actor, items or message") {
  CHECK(Load(coming_to("\n  - early: case.id < 100 && case.started < timestamp('2030-01-01T00:00:00Z')\n")).errors().empty());
  CHECK(Load(coming_to("\n  - own: actor.id == 'anna'\n")).errors() == Rules{"derived-actor"});
  CHECK(Load(coming_to("\n  - many: size(items) > 1\n")).errors() == Rules{"unknown-field"});
  CHECK(Load(coming_to("\n  - told: message.text == 'yes'\n")).errors() == Rules{"unknown-field"});
}

TEST_CASE("a role or a field that only outcomes name is used") {
  const std::string model = lang_test::model(
      "case: item\nobjects: {item: {states: [new, done], final: [done], fields: {count: {type: int, default: 1}}}}\n"
      "activities: {work: {role: desk, moves: {item: new -> done}}}\n");
  CHECK(Load(model + "outcomes: {by: user, of: [success: item.count > 0]}\n").found.empty());
  CHECK(Load(model + "outcomes: [success]\n").found.size() == 2);
}

TEST_CASE("an outcome can't be what a case is without one, nor be there twice, nor be none") {
  CHECK(Load(coming_to(" [undecided]")).errors() == Rules{"reserved-word"});
  CHECK(Load(coming_to(" [lost, lost]")).errors() == Rules{"duplicate-name"});
  CHECK(Load(coming_to(" []")).errors() == Rules{"wrong-type"});
  CHECK(Load(coming_to(" success")).errors() == Rules{"wrong-type"});
  CHECK(Load(coming_to(" {by: desk}")).errors() == Rules{"missing-key"});
}
