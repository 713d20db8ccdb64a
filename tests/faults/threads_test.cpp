// Several threads on one store whose disk goes wrong in the middle.

#include "catch.hpp"
#include "faults/disk_trial.hpp"
#include "faults/settings.hpp"
#include "threads/in_threads.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <string>

using namespace itsmflow;
using Fault = FaultyDisk::Fault;
using Durability = SqliteStore::Durability;

namespace {

constexpr int kThreads = 4;
constexpr int kSteps = 12;

/// Revisions that one thread was told of, by case.
using Acknowledged = std::map<std::int64_t, std::int64_t>;

Acknowledged work(Engine& engine) {
  Acknowledged told;
  CaseId id;
  for (int i = 0; i < kSteps; ++i) {
    try {
      const Step step = i % 3 == 0   ? engine.start("change", "ann", {{"rfc.ticket", 1}})
                        : i % 3 == 1 ? engine.begin(id, "assess", "cap", {.item = "capacity"})
                                     : engine.cancel(id, "ann", "a mistake");
      if (!step) continue;
      id = step.case_id();
      told[id.value] = step.revision();
    } catch (const StoreError&) {  // it goes on with the next, as long as there is one
    } catch (const NotFound&) {    // the first case could not be started
    }
  }
  return told;
}

}  // namespace

TEST_CASE("whatever happens to a disk that several threads write to, each step that returned is there and none is half done") {
  const FaultSettings settings = FaultSettings::from_environment();
  const std::uint64_t rounds = settings.is_long ? 200 * settings.seeds : 40;
  std::mt19937_64 random(settings.first);
  std::size_t struck = 0;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const Durability durability = round % 4 == 3 ? Durability::full : Durability::group;
    const Fault fault = std::array{Fault::power_cut, Fault::kill, Fault::io_error, Fault::full}[round % 4 == 3 ? 0 : random() % 4];
    CAPTURE(round, static_cast<int>(fault));
    const TempFolder folder;
    const std::string path = folder.file("cases.db");
    FaultyDisk disk(random());
    std::array<Acknowledged, kThreads> told;
    {
      SqliteStore store(path, {.durability = durability, .busy_timeout_ms = 60'000, .vfs = disk.vfs()});
      Engine engine(fault_models(), store, fault_people());
      disk.fail_at(1 + static_cast<int>(random() % 200), fault);
      in_threads(kThreads, [&](int thread) { told[static_cast<std::size_t>(thread)] = work(engine); });
      struck += disk.has_struck();
    }
    if (disk.is_down()) disk.power_on();
    SqliteStore store(path);
    const Engine engine(fault_models(), store, fault_people());
    REQUIRE(engine.verify_log().problems == std::vector<std::string>{});
    REQUIRE(integrity_of(path) == "");
    std::map<std::int64_t, std::int64_t> there;
    for (const CaseView& view : engine.cases()) there[view.id.value] = view.revision;
    for (const Acknowledged& one : told)
      for (const auto& [id, revision] : one) REQUIRE(there[id] >= revision);
  }
  CHECK(struck > rounds / 2);
}
