// What is left when the process is killed, at any moment.

#include "catch.hpp"
#include "places.hpp"
#include "temp_folder.hpp"

#include <itsmflow/itsmflow.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using namespace itsmflow;

namespace {

/// A step that the child was told is done: it must be there, whatever happens to the child.
struct Acknowledged {
  std::int64_t case_id = 0;
  std::int64_t revision = 0;
};

const Directory kPeople{{"anna", {"assigner"}}, {"bo", {"operator"}}, {"cleo", {"assigner"}}};

Library models() {
  return load_library(places::source() + "/models/municipality").value_or_throw();
}

/// Does steps until it is killed, or `steps` are done, and says of each that it returned.
[[noreturn]] void work(const std::string& path, int pipe, int steps, SqliteStore::Durability durability) {
  SqliteStore store(path, {.durability = durability});
  Engine engine(models(), store, kPeople);
  const auto acknowledge = [&](const Step& step) {
    if (!step) _exit(3);
    const Acknowledged told{step.case_id().value, step.revision()};
    if (write(pipe, &told, sizeof told) != sizeof told) _exit(4);
    if (--steps == 0) _exit(0);
  };
  for (;;) {
    const Step begun = engine.start("minor-change", "anna", {{"rfc.summary", "log-in script"}});
    acknowledge(begun);
    const CaseId id = begun.case_id();
    acknowledge(engine.perform(id, "prepare", "anna", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 3000}}}));
    acknowledge(engine.perform(id, "transfer", "bo", {.result = "unclear", .data = {{"rfc.question", "which script?"}}}));
    acknowledge(engine.begin(id, "prepare", "anna"));
    acknowledge(engine.suspend(id, "prepare", "anna", "asking around"));
    acknowledge(engine.cancel(id, "cleo", "nobody knows"));  // two events and a notification in one step
  }
}

}  // namespace

TEST_CASE("a process killed at 50 random moments of a 10,000-step run loses no acknowledged step and leaves no half one") {
  constexpr int kKills = 50;
  constexpr int kSteps = 10'000;
  const TempFolder folder;
  const std::string file = folder.file("cases.db");
  std::mt19937 random(20140303);
  std::map<std::int64_t, std::int64_t> acknowledged;  // case and highest revision
  int done = 0;
  int killed = 0;
  while (done < kSteps) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    // How many steps until the kill: the kills are spread over the whole run, the last stretch ends by itself.
    const int stretch = killed < kKills ? std::uniform_int_distribution<int>(1, 2 * kSteps / (kKills + 1))(random) : kSteps;
    using Durability = SqliteStore::Durability;
    const auto durability = killed % 5 == 0 ? Durability::full : killed % 5 == 1 ? Durability::group : Durability::normal;
    const int remaining = kSteps - done;
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      close(ends[0]);
      try {
        work(file, ends[1], remaining, durability);
      } catch (const std::exception& error) {
        std::fprintf(stderr, "child: %s\n", error.what());
        _exit(2);
      }
    }
    close(ends[1]);
    Acknowledged told;
    int here = 0;
    bool signalled = false;
    // After the kill the pipe still holds what was acknowledged before it.
    while (read(ends[0], &told, sizeof told) == sizeof told) {
      acknowledged[told.case_id] = std::max(acknowledged[told.case_id], told.revision);
      ++done;
      if (++here < stretch || signalled || killed >= kKills) continue;
      std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(0, 3000)(random)));
      kill(child, SIGKILL);
      signalled = true;
    }
    close(ends[0]);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    if (WIFEXITED(status)) REQUIRE(WEXITSTATUS(status) == 0);
    if (WIFSIGNALED(status)) ++killed;

    SqliteStore store(file);
    const Engine engine(models(), store, kPeople);
    const LogReport report = engine.verify_log();
    INFO("after kill " << killed << ", " << done << " steps acknowledged");
    REQUIRE(report.problems == std::vector<std::string>{});
    std::map<std::int64_t, std::int64_t> stored;
    CaseFilter all;
    all.limit = 1'000'000;
    for (const CaseView& view : engine.cases(all)) stored[view.id.value] = view.revision;
    for (const auto& [id, revision] : acknowledged) REQUIRE(stored[id] >= revision);
  }
  CHECK(killed == kKills);
  CHECK(done >= kSteps);
}
