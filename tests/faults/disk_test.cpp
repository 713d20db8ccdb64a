// A course on a disk that fails once, at every call there is.

#include "catch.hpp"
#include "faults/disk_trial.hpp"
#include "faults/settings.hpp"
#include "threads/in_threads.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

using namespace itsmflow;
using Fault = FaultyDisk::Fault;
using Call = FaultyDisk::Call;
using Durability = SqliteStore::Durability;

namespace {

struct Sum {
  std::size_t runs = 0;
  std::size_t struck = 0;
  std::size_t failures = 0;
  std::size_t lost = 0;
};

/// Which faults at which calls.
struct Plan {
  Durability durability = Durability::full;
  std::vector<Fault> faults;
  bool in_turn = false;  ///< of the faults one at each call, else all
  int stride = 1;        ///< at every so many-th call
  FaultyDisk::Count count = FaultyDisk::Count::writing;
};

/// The course again and again, each time with one fault.
Sum everywhere(const Reference& reference, std::uint64_t seed, const Plan& plan) {
  const DiskTrial::Result whole = DiskTrial{.durability = plan.durability, .count = plan.count}.run(reference);
  CAPTURE(seed, static_cast<int>(plan.durability));
  REQUIRE(whole.problems == "");
  REQUIRE(whole.failures == 0);
  std::vector<DiskTrial> trials;
  for (int at = 1; at <= static_cast<int>(whole.calls); at += plan.stride) {
    for (std::size_t i = 0; i < plan.faults.size(); ++i) {
      if (plan.in_turn && (static_cast<std::uint64_t>(at) + seed) % plan.faults.size() != i) continue;
      trials.push_back({.durability = plan.durability,
                        .fault = plan.faults[i],
                        .at = at,
                        .count = plan.count,
                        .seed = seed * 1'000'003 + static_cast<std::uint64_t>(at)});
    }
  }
  std::vector<DiskTrial::Result> results(trials.size());
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> is_wrong = false;
  in_threads(static_cast<int>(std::max(1U, std::thread::hardware_concurrency())), [&](int) {
    for (std::size_t i = next++; i < trials.size() && !is_wrong; i = next++) {
      results[i] = trials[i].run(reference);
      if (!results[i].problems.empty()) is_wrong = true;
    }
  });
  Sum sum;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    CAPTURE(static_cast<int>(trials[i].fault), trials[i].at);
    REQUIRE(results[i].problems == "");
    ++sum.runs;
    sum.struck += results[i].struck;
    sum.failures += results[i].failures;
    sum.lost += results[i].lost;
  }
  CHECK(sum.runs > 20);
  CHECK(sum.struck == sum.runs);
  return sum;
}

/// The sum over all seeds that are asked for.
Sum with_all_seeds(const Plan& shortened, const Plan& whole) {
  const FaultSettings settings = FaultSettings::from_environment();
  Sum sum;
  for (std::uint64_t seed = settings.first; seed < settings.first + settings.seeds; ++seed) {
    const Reference reference(seed, settings.is_long ? Length::full : Length::brief);
    const Sum one = everywhere(reference, seed, settings.is_long ? whole : shortened);
    sum.runs += one.runs;
    sum.failures += one.failures;
    sum.lost += one.lost;
  }
  if (settings.is_long) std::printf("%zu runs, %zu failures seen, %zu events lost\n", sum.runs, sum.failures, sum.lost);
  return sum;
}

}  // namespace

TEST_CASE("whatever write fails, for want of room, with an error or in its middle, the course goes on and comes to the same end") {
  const std::vector<Fault> errors{Fault::io_error, Fault::full, Fault::short_write};
  const Sum sum = with_all_seeds({.faults = errors, .in_turn = true}, {.faults = errors});
  CHECK(sum.failures > sum.runs / 2);
}

TEST_CASE("whatever file can't be opened or read, nothing is changed by it, and the course goes on") {
  const Plan plan{.faults = {Fault::io_error}, .count = FaultyDisk::Count::reading};
  Plan shortened = plan;
  shortened.stride = 5;
  CHECK(with_all_seeds(shortened, plan).failures > 10);
}

TEST_CASE("at whatever write the power goes, what was acknowledged is there, nothing is half done, and the course goes on") {
  CHECK(with_all_seeds({.faults = {Fault::power_cut}}, {.faults = {Fault::power_cut}}).lost == 0);
}

TEST_CASE("at whatever write the program is killed, what was acknowledged is there, nothing is half done, and the course goes on") {
  CHECK(with_all_seeds({.faults = {Fault::kill}, .stride = 4}, {.faults = {Fault::kill}}).lost == 0);
}

TEST_CASE("with steps that share commits a power cut takes nothing either") {
  const Plan plan{.durability = Durability::group, .faults = {Fault::power_cut, Fault::full}};
  Plan shortened = plan;
  shortened.in_turn = true;
  shortened.stride = 7;
  CHECK(with_all_seeds(shortened, plan).lost == 0);
}

TEST_CASE("of a store that syncs now and then a power cut takes the last steps, never half of one, and a kill takes nothing") {
  const Plan cut{.durability = Durability::normal, .faults = {Fault::power_cut}};
  Plan shortened = cut;
  shortened.stride = 7;
  CHECK(with_all_seeds(shortened, cut).lost > 0);
  const Plan kill{.durability = Durability::normal, .faults = {Fault::kill}};
  shortened = kill;
  shortened.stride = 17;
  CHECK(with_all_seeds(shortened, kill).lost == 0);
}

TEST_CASE("a disk that says it has synced and has not is found out") {
  const Reference reference(1, Length::brief);
  int found = 0;
  for (int at = 20; at < 240; at += 20)
    found += !DiskTrial{.fault = Fault::power_cut, .at = at, .lies = true}.run(reference).problems.empty();
  CHECK(found > 5);
}

TEST_CASE(
    "a step that threw because it could not be synced isn't there; after a kill at that moment it may be, whole, and with its key "
    "it happens once") {
  for (const Fault end : {Fault::none, Fault::kill, Fault::power_cut}) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      CAPTURE(static_cast<int>(end), seed);
      const TempFolder folder;
      const std::string path = folder.file("cases.db");
      FaultyDisk disk(seed);
      const Command once{.key = "once", .item = "capacity"};
      std::int64_t before = 0;
      {
        SqliteStore store(path, {.vfs = disk.vfs()});
        Engine engine(fault_models(), store, fault_people());
        const CaseId id = engine.start("change", "ann", {{"rfc.ticket", 1}}).case_id();
        engine.begin(id, "assess", "cap", {.item = "capacity"});
        disk.fail_at(0, Fault::none);
        before = engine.withdraw(id, "assess", "cap", {}, {.item = "capacity"}).revision();
        const auto sync = std::find(disk.calls().begin(), disk.calls().end(), Call::sync) - disk.calls().begin();
        disk.fail_at(static_cast<int>(sync) + 1, Fault::io_error);  // a step like the one before
        CHECK_THROWS_AS(engine.begin(id, "assess", "cap", once), StoreError);
        REQUIRE(disk.has_struck());
        CHECK(engine.show(id).revision == before);
        disk.fail_at(1, end);
      }
      if (disk.is_down()) disk.power_on();
      SqliteStore store(path);
      Engine engine(fault_models(), store, fault_people());
      const CaseId id{1};
      const std::int64_t revision = engine.show(id).revision;
      CHECK((revision == before || (end != Fault::none && revision == before + 1)));
      CHECK(engine.verify_log().problems == std::vector<std::string>{});
      const Step again = engine.begin(id, "assess", "cap", once);
      CHECK(again);
      CHECK(again.revision() == before + 1);
      CHECK(engine.show(id).revision == before + 1);
    }
  }
}
