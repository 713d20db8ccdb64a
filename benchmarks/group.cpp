// What it saves that threads share commits: eight threads at durability `group` beside one thread, and beside SQLite alone that writes as many steps
// in a transaction as shared a commit. benchmarks/README.md says how to run it and what came out.

#include "../tests/threads/in_threads.hpp"
#include "database.hpp"
#include "folder.hpp"
#include "raw.hpp"
#include "request.hpp"
#include "slow_disk.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>

namespace flow = itsmflow;

namespace {

using Durability = flow::SqliteStore::Durability;

constexpr int kThreads = 8;

struct Pace {
  double steps_a_second = 0;
  double steps_a_commit = 0;
};

Pace pace_of(std::int64_t steps, const SlowDisk& disk, const std::function<void()>& run) {
  using Clock = std::chrono::steady_clock;
  const std::int64_t commits_before = disk.commits();
  const Clock::time_point began = Clock::now();
  run();
  const std::chrono::duration<double> took = Clock::now() - began;
  const auto count = static_cast<double>(steps);
  return {count / took.count(), count / static_cast<double>(disk.commits() - commits_before)};
}

/// All threads use one engine, each for cases of its own.
Pace by_engine(const SlowDisk& disk, Durability durability, int threads, std::int64_t cases) {
  const Folder folder;
  raw::make_tables(folder.file(), raw::written_for(1));
  flow::SqliteStore store(folder.file(), {.durability = durability, .vfs = disk.vfs()});
  flow::Engine engine(request::library(), store, request::people());
  return pace_of(threads * cases * request::kCommands, disk, [&] {
    in_threads(threads, [&](int) {
      for (std::int64_t i = 0; i < cases; ++i) request::play_case(engine);
    });
  });
}

Pace by_sqlite_alone(const SlowDisk& disk, std::int64_t steps_a_commit, std::int64_t cases) {
  const Folder folder;
  const raw::Recorded written = raw::written_for(cases);
  raw::make_tables(folder.file(), written);
  Database database(folder.file(), true, disk.vfs());
  raw::Sqlite sqlite(database);
  Transactions transactions(database, steps_a_commit);
  return pace_of(cases * request::kCommands, disk, [&] {
    for (const flow::StepRecord& step : written.steps) {
      transactions.before_step();
      sqlite.write(step);
      transactions.after_step();
    }
    transactions.end();
  });
}

/// Range: by how much a sync is slowed down. What is compared is measured by turns in each repetition.
void group_commit(benchmark::State& state) {
  const std::chrono::milliseconds longer(state.range(0));
  const std::int64_t cases = longer.count() == 0 ? 200 : 20;  // of each thread
  const SlowDisk disk(longer);
  while (state.KeepRunning()) {
    const Pace one = by_engine(disk, Durability::full, 1, cases);
    const Pace one_in_group = by_engine(disk, Durability::group, 1, cases);
    const Pace full = by_engine(disk, Durability::full, kThreads, cases);
    const Pace group = by_engine(disk, Durability::group, kThreads, cases);
    const Pace alone = by_sqlite_alone(disk, std::llround(group.steps_a_commit), kThreads * cases);
    state.SetIterationTime(1 / group.steps_a_second);
    state.counters["full_1"] = one.steps_a_second;
    state.counters["group_1"] = one_in_group.steps_a_second;
    state.counters["full_8"] = full.steps_a_second;
    state.counters["group_8"] = group.steps_a_second;
    state.counters["sqlite_alone"] = alone.steps_a_second;
    state.counters["steps_a_commit"] = group.steps_a_commit;
    state.counters["of_full_1"] = group.steps_a_second / one.steps_a_second;
    state.counters["of_sqlite_alone"] = group.steps_a_second / alone.steps_a_second;
  }
}
BENCHMARK(group_commit)->ArgName("sync_longer_ms")->Arg(0)->Arg(5)->Iterations(1)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
