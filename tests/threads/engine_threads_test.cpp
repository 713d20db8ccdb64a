// Several threads on one engine.

#include "catch.hpp"
#include "places.hpp"
#include "temp_folder.hpp"
#include "threads/in_threads.hpp"

#include <itsmflow/itsmflow.hpp>

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

using namespace itsmflow;

namespace {

const Directory kPeople{{"anna", {"assigner"}}, {"bo", {"operator"}}, {"cleo", {"assigner"}}, {"dan", {"operator"}}};

Library models() {
  return load_library(places::source() + "/models/municipality").value_or_throw();
}

/// Catch2's own checks are for one thread; the threads count what went wrong.
void many_cases_at_once(Store& store) {
  Engine engine(models(), store, kPeople);
  std::atomic<int> wrong{0};
  in_threads(4, [&](int t) {
    for (int i = 0; i < 8; ++i) {
      const Step begun = engine.start("minor-change", t % 2 == 0 ? "anna" : "cleo", {{"rfc.summary", "log-in script"}});
      const CaseId id = begun.case_id();
      if (!engine.perform(id, "prepare", "anna", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 1}}})) ++wrong;
      if (!engine.perform(id, "transfer", "bo", {.result = "understood"})) ++wrong;
      if (engine.show(id).status != CaseStatus::open) ++wrong;
      if (engine.offers_for("dan", id).empty()) ++wrong;
    }
  });
  CHECK(wrong == 0);
  CHECK(engine.cases().size() == 32);
  CHECK(engine.verify_log().problems == std::vector<std::string>{});
}

void one_case_by_all(Store& store) {
  Engine engine(models(), store, kPeople);
  const CaseId id = engine.start("minor-change", "anna", {{"rfc.summary", "log-in script"}}).case_id();
  std::atomic<int> done{0};
  std::atomic<int> refused{0};
  in_threads(4, [&](int) {
    const Step step = engine.perform(id, "prepare", "anna", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 1}}});
    step ? ++done : ++refused;
  });
  CHECK(done == 1);
  CHECK(refused == 3);
  std::atomic<int> first{0};
  in_threads(4, [&](int t) {
    const Step step = engine.claim(id, "transfer", t % 2 == 0 ? "bo" : "dan", {.expected_revision = 2});
    if (step) ++first;
  });
  CHECK(first == 1);
  CHECK(engine.verify_log().problems == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("threads on different cases don't disturb each other, in memory") {
  MemoryStore store;
  many_cases_at_once(store);
}

TEST_CASE("of threads on one case one wins and the others are refused, in memory") {
  MemoryStore store;
  one_case_by_all(store);
}

TEST_CASE("threads that send one command under one key are all told of the one step, in memory") {
  MemoryStore store;
  Engine engine(models(), store, kPeople);
  for (int round = 0; round < 20; ++round) {
    const CaseId id = engine.start("minor-change", "anna", {{"rfc.summary", "log-in script"}}).case_id();
    const Work work{.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 1}}, .command = {.key = "prepare " + to_string(id)}};
    std::atomic<int> told{0};
    in_threads(4, [&](int) {
      const Step step = engine.perform(id, "prepare", "anna", work);
      if (step && step.revision() == 2) ++told;
    });
    CHECK(told == 4);
    CHECK(engine.show(id).revision == 2);
  }
}

TEST_CASE("threads that are in each other's way all the time get their turns, in memory") {
  const Library library({load_model(R"(
itsmflow: 1
process: stirring
version: 1.0.0
case: pot
roles:
  worker: {title: Worker}
objects:
  pot: {states: [full, empty], final: [empty]}
start: {role: worker}
activities:
  stir: {role: worker, needs: {pot: full}}
  pour: {role: worker, moves: {pot: full -> empty}}
)")
                             .value_or_throw()},
                        {});
  MemoryStore store;
  const Directory people{{"anna", {"worker"}}};
  Engine engine(library, store, people);
  const CaseId id = engine.start("stirring", "anna").case_id();
  constexpr int kThreads = 8;
  constexpr int kSteps = 50;
  std::atomic<int> refused{0};
  in_threads(kThreads, [&](int) {
    for (int i = 0; i < kSteps; ++i)
      if (!engine.perform(id, "stir", "anna")) ++refused;
  });
  CHECK(refused == 0);
  CHECK(engine.show(id).revision == 1 + kThreads * kSteps);
}

TEST_CASE("threads on one file don't disturb each other, at every durability") {
  for (const auto durability : {SqliteStore::Durability::normal, SqliteStore::Durability::full, SqliteStore::Durability::group}) {
    const TempFolder folder;
    SqliteStore store(folder.file("cases.db"), {.durability = durability});
    many_cases_at_once(store);
  }
}

TEST_CASE("of threads on one case one wins and the others are refused, in a file") {
  for (const auto durability : {SqliteStore::Durability::normal, SqliteStore::Durability::group}) {
    const TempFolder folder;
    SqliteStore store(folder.file("cases.db"), {.durability = durability});
    one_case_by_all(store);
  }
}
