// The code that docs/deviations.md shows, compiled and run.

#include "catch.hpp"
#include "places.hpp"

#include <itsmflow/itsmflow.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace flow = itsmflow;

TEST_CASE("a step deviates as it is written down") {
  flow::Library library = flow::load_library(places::source() + "/models/municipality").value_or_throw();
  flow::Directory people{{"anna", {"assigner", "operator"}}, {"bo", {"operator"}}, {"cleo", {"assigner"}}};
  flow::MemoryStore store;
  flow::Engine engine{library, store, people};
  const flow::CaseId id = engine.start("minor-change", "cleo", {{"rfc.summary", "log-in script"}}).case_id();
  REQUIRE(engine.perform(id, "prepare", "cleo", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 3000}}}));

  // clang-format off
  flow::Step refused = engine.perform(id, "implement", "bo", {.data = {{"rfc.accounts_done", 40}}});
  for (const flow::Obstacle& o : refused.obstacles()) puts(o.message().c_str());          // all that stands in the way
  for (const flow::DeviationOption& option : refused.deviations())                        // and how it could be done all the same
    for (const std::string& motive : option.motives) puts(motive.c_str());

  flow::Motive motive{.name = "time_pressure", .because = "the last bus", .skipping = {"transfer.understood"}};
  flow::Step done = engine.perform(id, "implement", "bo", {.data = {{"rfc.accounts_done", 40}}, .motive = motive});

  engine.confirm(id, 1, "anna", "he had it explained to him");                            // also after the end of the case
  engine.disapprove(id, 2, "cleo", "one log-in would have shown it");

  flow::CaseFilter filter;
  filter.complies = false;                                                                // or outcome, or confirmation
  for (const flow::CaseView& view : engine.cases(filter)) printf("%lld\n", static_cast<long long>(view.id.value));
  // clang-format on

  CHECK_FALSE(refused);
  REQUIRE(refused.deviations().size() == 1);
  CHECK(refused.deviations().front().name_first == std::vector<std::string>{"transfer.understood"});
  REQUIRE(done);
  const flow::CaseView view = engine.show(id);
  REQUIRE(view.deviations.size() == 2);
  CHECK(view.deviations[0].confirmation == flow::ConfirmationStatus::confirmed);
  CHECK(view.deviations[1].confirmation == flow::ConfirmationStatus::disapproved);
  CHECK(engine.cases(filter).size() == 1);
}
