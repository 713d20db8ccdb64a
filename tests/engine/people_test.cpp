// Rules about people that name the start or a result: docs/semantics.md, 3.10 and 3.11.

#include "bench.hpp"

#include <itsmflow/store.hpp>

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"anna", {"colleague", "manager"}}, {"bo", {"manager"}}, {"cleo", {"colleague"}}};

std::string purchase(const std::string& rule) {
  return "itsmflow: 1\nprocess: purchase\nversion: 1.0.0\nroles: {colleague: Colleague, manager: Manager}\n"
         "start: {role: colleague}\n"
         "activities:\n  approve: {role: manager}\n  receive: {role: [colleague, manager]}\n"
         "transitions: [start -> approve, approve -> receive, receive -> end]\nrules:\n  - " +
         rule + "\n";
}

CaseId begin_case(Bench& bench, const std::string& who = "anna") {
  const Step step = bench.engine().start("purchase", who);
  require_done(step);
  return step.case_id();
}

std::string snapshot(Bench& bench, CaseId id) {
  return bench.store().begin(Store::Access::read)->load(id)->snapshot;
}

}  // namespace

TEST_CASE("who isn't in the directory is told who was probably meant, unless it can't list its people") {
  Bench bench = Bench::text(purchase("four_eyes: [start, approve]"), kPeople);
  const CaseId id = begin_case(bench);
  CHECK_THROWS_WITH(bench.engine().perform(id, "approve", "ana"), "the directory knows nobody called 'ana'; did you mean 'anna'?");
  CHECK_THROWS_WITH(bench.engine().start("purchase", "ana"), "the directory knows nobody called 'ana'; did you mean 'anna'?");
  CHECK_THROWS_WITH(bench.engine().offers_for("zacharias"), "the directory knows nobody called 'zacharias'");

  struct Functions final : Directory {
    std::optional<std::vector<std::string>> roles_of(std::string_view person) const override {
      return person == "anna" ? std::optional(std::vector<std::string>{"manager"}) : std::nullopt;
    }
  };
  const Functions functions;
  MemoryStore store;
  Engine engine(bench.engine().library(), store, functions);
  CHECK_THROWS_WITH(engine.start("purchase", "ana"), "the directory knows nobody called 'ana'");
}

TEST_CASE("whoever started a case may not approve it, and is told when he started it and who could") {
  Bench bench = Bench::text(purchase("four_eyes: [start, approve]"), kPeople);
  const CaseId id = begin_case(bench);

  const Step refused = bench.engine().perform(id, "approve", "anna");

  REQUIRE(kinds(refused) == std::vector{Kind::four_eyes});
  CHECK(refused.obstacles()[0].message() ==
        "anna started the case on 2014-03-03T08:00:00Z; 'approve' is for somebody else (four eyes)");
  CHECK(refused.obstacles()[0].remedies() == Words{"bo"});
  CHECK(offered(bench.engine(), id, "anna").empty());
  require_done(bench.engine().perform(id, "approve", "bo"));
}

TEST_CASE("what only the one who started a case may do is refused to everybody else") {
  Bench bench = Bench::text(purchase("same_person: [start, receive]"), kPeople);
  const CaseId id = begin_case(bench);
  require_done(bench.engine().perform(id, "approve", "anna"));

  const Step refused = bench.engine().perform(id, "receive", "cleo");

  REQUIRE(kinds(refused) == std::vector{Kind::same_person});
  CHECK(refused.obstacles()[0].message() == "anna started the case on 2014-03-03T08:00:00Z; 'receive' is for the same person");
  CHECK(refused.obstacles()[0].remedies() == Words{"anna"});
  require_done(bench.engine().perform(id, "receive", "anna"));
}

TEST_CASE("a rule that names a result keeps nobody from anything who ended the activity with another one") {
  Bench bench = Bench::text(
      "itsmflow: 1\nprocess: purchase\nversion: 1.0.0\nroles: {colleague: Colleague, manager: Manager}\n"
      "activities:\n  check: {role: manager, results: {fine: {}, poor: {}}}\n  sign: {role: manager}\n"
      "transitions: [start -> check, check -> sign, sign -> end]\nrules:\n  - four_eyes: [check.fine, sign]\n",
      kPeople);
  const CaseId fine = begin_case(bench);
  const CaseId poor = begin_case(bench);
  require_done(bench.engine().perform(fine, "check", "bo", {.result = "fine"}));
  require_done(bench.engine().perform(poor, "check", "bo", {.result = "poor"}));

  CHECK(kinds(bench.engine().perform(fine, "sign", "bo")) == std::vector{Kind::four_eyes});
  require_done(bench.engine().perform(fine, "sign", "anna"));
  require_done(bench.engine().perform(poor, "sign", "bo"));
}

TEST_CASE("work can't be handed over to the one who started the case, where it must be somebody else's") {
  Bench bench = Bench::text(purchase("four_eyes: [start, approve]"), kPeople);
  const CaseId id = begin_case(bench);
  require_done(bench.engine().claim(id, "approve", "bo"));

  CHECK(kinds(bench.engine().hand_over(id, "approve", "bo", "anna")) == std::vector{Kind::four_eyes});
}

TEST_CASE("a case that another case started was started by nobody, so that anybody may approve it") {
  Bench bench = Bench::texts({"itsmflow: 1\nprocess: joiner\nversion: 1.0.0\nroles: {colleague: Colleague}\n"
                              "start: {role: colleague}\nactivities: {announce: {role: colleague, starts: purchase}}\n"
                              "transitions: [start -> announce, announce -> end]\n",
                              purchase("four_eyes: [start, approve]")},
                             kPeople);
  const CaseId joiner = bench.engine().start("joiner", "anna").case_id();
  require_done(bench.engine().perform(joiner, "announce", "anna"));

  require_done(bench.engine().perform(CaseId{joiner.value + 1}, "approve", "anna"));
}

TEST_CASE("who started the case is remembered by the case only where a rule names the start") {
  Bench with = Bench::text(purchase("four_eyes: [start, approve]"), kPeople);
  Bench without = Bench::text(purchase("four_eyes: [approve, receive]"), kPeople);
  const CaseId id = begin_case(with);

  CHECK(snapshot(with, id).find(R"("performed":[{"activity":"start","person":1,)") != std::string::npos);
  CHECK(snapshot(without, begin_case(without)).find("performed") == std::string::npos);

  require_done(with.engine().perform(id, "approve", "bo"));
  CHECK(with.engine().verify_log().problems == Words{});
}
