// What `check` says of permitted deviations from the order of work, and what an engine does when somebody makes them.

#include <itsmflow/clock.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/memory_store.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "places.hpp"

namespace itsmflow {
namespace {

using Words = std::vector<std::string>;

/// "LINE: MESSAGE | STEP | … | END" of each finding.
Words found_in(const std::string& text) {
  Words words;
  for (const Diagnostic& one :
       verify(load_model(text, "model.yaml").value_or_throw(), {.max_states = {}, .deep = true, .tell = {}})) {
    std::string line = one.rule == "deviation-strands" ? "" : one.rule + " ";
    line += std::to_string(one.span.line) + ": " + one.message;
    for (const Diagnostic::Step& step : one.trace) line += " | " + step.message;
    words.push_back(line);
  }
  return words;
}

/// What became of a deviation by Ann, who may do everything, after these steps: "would_strand" where it is refused for that.
std::string made_after(const std::string& text, const Words& steps, const std::string& activity, DeviationKind as,
                       const Data& data = {}) {
  const auto model = load_model(text, "model.yaml").value_or_throw();
  std::vector<std::string> roles;
  for (const Role& role : model->roles) roles.push_back(role.id);
  const Directory people({{"ann", roles}});
  const Library library({model}, load_library(std::vector<std::string>{}).value_or_throw().reader());
  MemoryStore store;
  ManualClock clock(parse_timestamp("2014-03-03T08:00:00Z").value());
  Engine engine(library, store, people, EngineOptions{.clock = &clock});
  const CaseId id = engine.start(model->process, "ann").case_id();
  for (const std::string& step : steps) REQUIRE(engine.perform(id, step, "ann"));
  Work work{.data = data, .motive = Motive{.name = "late", .as = as}};
  const Step made = engine.perform(id, activity, "ann", work);
  if (made) return "done";
  const auto strands = [](const Obstacle& one) { return one.kind() == Obstacle::Kind::would_strand; };
  return std::any_of(made.obstacles().begin(), made.obstacles().end(), strands) ? "would_strand" : "refused: " + made.why_not();
}

const std::string kHead =
    "itsmflow: 1\nprocess: change\nversion: 1.0.0\ncase: rfc\nroles: {manager: Manager}\n"
    "objects: {rfc: {states: [open, made], final: [made], fields: {note: text, risk: int}}}\n";

std::string allowing(const std::string& lines) {
  return "deviations:\n  motives: {late: {class: cannot}}\n  allow:\n" + lines;
}

// -- skip --

const std::string kAssessed = kHead + R"(activities:
  assess: {role: manager}
  plan: {role: manager}
  make: {role: manager, moves: {rfc: open -> made}}
transitions:
  - start -> assess
  - assess -> plan
  - plan -> make
  - make -> end
rules:
  - precedence: [assess, make]
)";

// -- again --

std::string paid(int less_than) {
  return kHead + R"(activities:
  order: {role: manager}
  pay: {role: manager}
  make: {role: manager, moves: {rfc: open -> made}}
transitions:
  - start -> order
  - order -> pay
  - pay -> make
  - make -> end
rules:
  - {absence: pay, times: )" +
         std::to_string(less_than) + "}\n";
}

// -- extra --

const std::string kTested = kHead + R"(activities:
  build: {role: manager}
  test: {role: manager, asks: [rfc.note]}
  make: {role: manager, moves: {rfc: open -> made}}
transitions:
  - start -> build
  - build -> test
  - test -> make
  - make -> end
rules:
  - {absence: test, times: 2}
)";

const std::string kStuck = " | no activity is possible, and rfc is 'open', not final";
const std::string kCanGetStuck = ": a deviation is permitted after which a case can get stuck: ";

}  // namespace

TEST_CASE("a permitted skip of what a rule wants first strands a case, and the engine refuses it") {
  const std::string text = kAssessed + allowing("    - {what: skip, activities: [assess]}\n");
  CHECK(found_in(text) == Words{"21" + kCanGetStuck + "'assess' passed over to do 'plan' | plan (passing over 'assess')" + kStuck});
  CHECK(made_after(text, {}, "plan", DeviationKind::skip) == "would_strand");
}

TEST_CASE("of a permitted skip that no rule minds nothing is said, and the engine takes it") {
  const std::string text = kAssessed + allowing("    - {what: skip, activities: [plan]}\n");
  CHECK(found_in(text).empty());
  CHECK(made_after(text, {"assess"}, "make", DeviationKind::skip) == "done");
}

TEST_CASE("an activity done again strands a case where what follows may be done once only, and the engine refuses it") {
  const std::string text = paid(2) + allowing("    - {what: again, activities: [order]}\n");
  CHECK(found_in(text) == Words{"21" + kCanGetStuck + "'order' done again | order | pay | order (again)" + kStuck});
  CHECK(made_after(text, {"order", "pay"}, "order", DeviationKind::again) == "would_strand");
}

TEST_CASE("of an activity done again nothing is said where what follows may be done twice, and the engine takes it") {
  const std::string text = paid(3) + allowing("    - {what: again, activities: [order]}\n");
  CHECK(found_in(text).empty());
  CHECK(made_after(text, {"order", "pay"}, "order", DeviationKind::again) == "done");
}

TEST_CASE("extra work strands a case where it may be done once only, and the engine refuses it") {
  const std::string text = kTested + allowing("    - {what: extra, activities: [test]}\n");
  CHECK(found_in(text) == Words{"21" + kCanGetStuck + "'test' done as extra work | test (as extra work) | build" + kStuck});
  CHECK(made_after(text, {}, "test", DeviationKind::extra) == "would_strand");
  CHECK(made_after(text, {}, "test", DeviationKind::extra, {{"rfc.note", "tried it at home"}}) == "would_strand");
}

TEST_CASE("of extra work that no rule counts nothing is said, and the engine takes it") {
  const std::string text = kTested + allowing("    - {what: extra, activities: [build]}\n");
  CHECK(found_in(text).empty());
  CHECK(made_after(text, {"build"}, "build", DeviationKind::extra) == "done");
}

TEST_CASE("a skip without the data that a choice needs strands a case") {
  const std::string text = kHead + R"(activities:
  ask: {role: manager, requires: [rfc.risk]}
  plan: {role: manager}
  make: {role: manager, moves: {rfc: open -> made}}
  make_by_night: {role: manager, moves: {rfc: open -> made}}
transitions:
  - start -> ask
  - ask -> plan
  - plan -> make if rfc.risk < 5
  - plan -> make_by_night if rfc.risk >= 5
  - make -> end
  - make_by_night -> end
)";
  const std::string skip = "    - {what: skip, activities: [ask], motives: [late]}\n";
  CHECK(found_in(text + allowing(skip)).empty());  // whoever passes it over brings the data
  const std::string both = text + allowing(skip + "    - {what: missing_data, activities: [ask]}\n");
  CHECK(found_in(both) == Words{"22" + kCanGetStuck + "'ask' passed over to do 'plan', without rfc.risk | " +
                                    "plan (passing over 'ask', without rfc.risk)" + kStuck,
                                "23" + kCanGetStuck + "'ask' done without rfc.risk | ask (without rfc.risk) | plan" + kStuck});
  CHECK(made_after(both, {}, "plan", DeviationKind::skip) == "would_strand");
  CHECK(made_after(both, {}, "plan", DeviationKind::skip, {{"rfc.risk", 3}}) == "done");
}

TEST_CASE("each activity of a line is told by itself, and of several lines each") {
  const std::string text = kHead + R"(activities:
  assess: {role: manager}
  plan: {role: manager}
  tell: {role: manager}
  make: {role: manager, moves: {rfc: open -> made}}
transitions:
  - start -> assess
  - assess -> plan
  - plan -> tell
  - tell -> make
  - make -> end
rules:
  - precedence: [assess, make]
  - precedence: [plan, make]
)" + allowing("    - {what: skip, activities: [assess, plan]}\n    - {what: skip, activities: [plan]}\n");
  const std::string plan = "'plan' passed over to do 'tell' | assess | tell (passing over 'plan')" + kStuck;
  CHECK(found_in(text) ==
        Words{"24" + kCanGetStuck + "'assess' passed over to do 'plan' | plan (passing over 'assess') | tell" + kStuck,
              "24" + kCanGetStuck + plan, "25" + kCanGetStuck + plan});
}

TEST_CASE("where more states would have to be looked at than may be it isn't decided of deviations from the order of work") {
  const auto model = load_model(kAssessed + allowing("    - {what: skip, activities: [assess]}\n"), "model.yaml").value_or_throw();
  const auto found_among = [&](std::size_t states) {
    Words found;
    VerifyOptions options;
    options.max_states = states;
    options.deep = true;
    for (const Diagnostic& one : verify(model, options)) found.push_back(one.rule + ": " + one.message);
    return found;
  };
  // Without deviating there are five: before the start, at the start, and after each of three activities.
  CHECK(found_among(5) == Words{"undecided: it isn't decided whether a case of 'change' can be completed after each permitted "
                                "deviation from the order of work: there are more than 5 states"});
  CHECK(found_among(10) == Words{"deviation-strands" + kCanGetStuck + "'assess' passed over to do 'plan'"});
}

TEST_CASE("the models that come along permit nothing that could never be granted") {
  for (const char* const folder : {"itil", "municipality"}) {
    const Library library = load_library(places::source() + "/models/" + folder).value_or_throw();
    for (const auto& model : library.models()) {
      INFO(model->process);
      Words found;
      for (const Diagnostic& one : verify(model, {.max_states = {}, .deep = true, .tell = {}}))
        if (one.rule == "deviation-strands" || one.rule == "undecided") found.push_back(one.message);
      CHECK(found == Words{});
    }
  }
}

}  // namespace itsmflow
