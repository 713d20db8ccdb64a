#include "loading.hpp"

#include "catch.hpp"

#include <string>

using namespace itsmflow;
using lang_test::Indexes;
using lang_test::Load;
using lang_test::Rules;

namespace {

/// Activities in this order: open, count, file, drop.
std::string permitting(const std::string& deviations) {
  return lang_test::item_model(
      "  open: {role: desk, moves: {item: new -> open}}\n"
      "  count: {by: engine, moves: {item: open -> held}}\n"
      "  file: {role: [desk, user], moves: {item: held -> done}}\n"
      "  drop: {role: user, moves: {item: any -> dropped}, cancels: all}\n",
      "deviations:\n" + deviations);
}

const std::string kMotives = "  motives: {broken: {class: cannot}, hurry: {class: will_not}, better: {class: better_way}}\n";

Allowance line_of(const std::string& line) {
  const Load load(permitting(kMotives + "  allow:\n    - " + line + "\n"));
  REQUIRE(load.errors().empty());
  return load.model->deviations.lines.at(0);
}

}  // namespace

TEST_CASE("motives keep their class and their words") {
  const Load load(
      permitting("  motives:\n    broken: {class: cannot, title: It is broken, why: It happens.}\n    hurry: {class: "
                 "will_not}\n    better: {class: better_way}\n"));
  REQUIRE(load.model);
  const auto& motives = load.model->deviations.motives;
  REQUIRE(motives.size() == 3);
  CHECK(motives[0].id == "broken");
  CHECK(motives[0].wording.title == "It is broken");
  CHECK(motives[0].wording.why == "It happens.");
  CHECK(motives[0].motive_class == MotiveClass::cannot);
  CHECK(motives[1].motive_class == MotiveClass::will_not);
  CHECK(motives[2].motive_class == MotiveClass::better_way);
}

TEST_CASE("a line that says only what it permits permits it on all on which it can be, and for all motives") {
  const Allowance line = line_of("what: missing_data");
  CHECK(line.what == DeviationKind::missing_data);
  CHECK(line.activities == Indexes{0, 2, 3});  // not what the engine does
  CHECK(line.roles.empty());
  CHECK(line.motives == Indexes{0, 1, 2});
  CHECK_FALSE(line.at_most);
  CHECK_FALSE(line.confirm);
  CHECK(line_of("what: skip").activities == Indexes{0});  // the others bring the item to its end, cancel, or are the engine's
}

TEST_CASE("what is under never is in no line that names no activities") {
  const Load load(permitting(kMotives + "  allow: [what: extra]\n  never: [file, open]\n  at_most: 4\n"));
  REQUIRE(load.model);
  CHECK(load.model->deviations.never == Indexes{0, 2});
  CHECK(load.model->deviations.lines.at(0).activities == Indexes{3});
  CHECK(load.model->deviations.at_most == 4);
}

TEST_CASE("a line keeps what it names in ascending order, whatever order it is written in") {
  const Allowance line =
      line_of("{what: again, activities: [file, open], motives: [better, broken], by: [desk, user], at_most: 2}");
  CHECK(line.activities == Indexes{0, 2});
  CHECK(line.motives == Indexes{0, 2});
  CHECK(line.roles == Indexes{1, 0});  // in the written order, as everywhere
  CHECK(line.at_most == 2);
}

TEST_CASE("one activity, one role and one motive need no brackets") {
  const Allowance line = line_of("{what: out_of_role, activities: open, by: user, motives: hurry}");
  CHECK(line.activities == Indexes{0});
  CHECK(line.roles == Indexes{0});
  CHECK(line.motives == Indexes{1});
}

TEST_CASE("a confirmation says by whom, until when, and what follows") {
  const Allowance line = line_of("{what: skip, confirm: {by: user, within: 36 hours, late: stop, disapproved: note}}");
  REQUIRE(line.confirm);
  CHECK(line.confirm->roles == Indexes{0});
  CHECK(line.confirm->within == Duration{36 * 3600, 0});
  CHECK(line.confirm->stops_when_late);
  CHECK_FALSE(line.confirm->stops_when_disapproved);
  const Allowance other = line_of("{what: skip, confirm: {by: user, disapproved: stop}}");
  CHECK_FALSE(other.confirm->within);
  CHECK_FALSE(other.confirm->stops_when_late);
  CHECK(other.confirm->stops_when_disapproved);
}

TEST_CASE("a role that only a line or a confirmation names is used") {
  const std::string model = lang_test::model(
      "case: item\nobjects: {item: {states: [new, done], final: [done]}}\n"
      "activities: {work: {role: desk, moves: {item: new -> done}}}\n"
      "deviations: {motives: {hurry: {class: will_not}}, allow: [{what: extra, confirm: {by: user}}]}\n");
  CHECK(Load(model).found.empty());
  const std::size_t at = model.find("confirm: {by: user}");
  CHECK(Load(std::string(model).replace(at, 19, "by: user")).found.empty());
  CHECK(Load(std::string(model).replace(at, 19, "at_most: 1")).first("unused-role").message == "role 'user' is never used");
}

TEST_CASE("never alone permits nothing and is no error") {
  const Load load(permitting("  never: open\n"));
  REQUIRE(load.model);
  CHECK(load.model->deviations.never == Indexes{0});
  CHECK(load.model->deviations.lines.empty());
}

TEST_CASE("each kind of deviation is known by its name") {
  for (const std::string kind :
       {"skip", "extra", "again", "override_guard", "missing_data", "override_people", "override_rule", "out_of_role"}) {
    INFO(kind);
    CHECK(to_string(line_of("{what: " + kind + ", by: user}").what) == kind);
  }
}

TEST_CASE("a motive can't be called by a word of the language, nor one of a line that isn't there") {
  CHECK(Load(permitting("  motives: {otherwise: {class: cannot}}\n")).errors() == Rules{"reserved-word"});
  CHECK(Load(permitting(kMotives + "  allow: [{what: skip, motives: [hury]}]\n")).errors() == Rules{"unknown-motive"});
  CHECK(Load(permitting("  motives: []\n  allow: [{what: skip, motives: [hury]}]\n")).errors() == Rules{"wrong-type"});
}
