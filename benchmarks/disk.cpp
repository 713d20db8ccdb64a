// How much of the disk's speed is left: the engine on SQLite beside SQLite alone, which writes the same rows in the same transactions.
// benchmarks/README.md says how to run it and what came out.

#include "database.hpp"
#include "folder.hpp"
#include "raw.hpp"
#include "request.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>

namespace flow = itsmflow;

namespace {

/// Few enough for a disk that syncs slowly.
std::int64_t cases_for(bool sync, std::int64_t together) {
  return sync && together < 100 ? 200 : 2'000;
}

/// Ranges: whether each transaction is synced, and how many steps it has.
void raw_sqlite(benchmark::State& state) {
  const bool sync = state.range(0) != 0;
  const std::int64_t cases = cases_for(sync, state.range(1));
  const raw::Recorded written = raw::written_for(cases);
  while (state.KeepRunning()) {
    state.PauseTiming();
    auto folder = std::make_unique<Folder>();
    raw::make_tables(folder->file(), written);
    auto database = std::make_unique<Database>(folder->file(), sync);
    raw::Sqlite sqlite(*database);
    Transactions transactions(*database, state.range(1));
    state.ResumeTiming();
    for (const flow::StepRecord& step : written.steps) {
      transactions.before_step();
      sqlite.write(step);
      transactions.after_step();
    }
    transactions.end();
    state.PauseTiming();
    database.reset();
    folder.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * cases * request::kCommands);
}

/// The engine begins and ends transactions as `engine` does; `outer`: none where each step has its own.
void play_cases(flow::Engine& engine, Transactions* outer, std::int64_t cases) {
  request::Between between;
  if (outer) between = {[outer] { outer->before_step(); }, [outer] { outer->after_step(); }};
  for (std::int64_t i = 0; i < cases; ++i) request::play_case(engine, between);
  if (outer) outer->end();
}

void engine_on_sqlite(benchmark::State& state) {
  const bool sync = state.range(0) != 0;
  const std::int64_t cases = cases_for(sync, state.range(1));
  const raw::Recorded written = raw::written_for(1);
  while (state.KeepRunning()) {
    state.PauseTiming();
    auto folder = std::make_unique<Folder>();
    raw::make_tables(folder->file(), written);
    std::unique_ptr<Database> database;
    std::unique_ptr<flow::SqliteStore> store;
    std::unique_ptr<Transactions> outer;
    if (state.range(1) == 1) {
      using Durability = flow::SqliteStore::Durability;
      store = std::make_unique<flow::SqliteStore>(
          folder->file(), flow::SqliteStore::Options{.durability = sync ? Durability::full : Durability::normal});
    } else {
      database = std::make_unique<Database>(folder->file(), sync);
      store = std::make_unique<flow::SqliteStore>(flow::SqliteStore::borrow(database->handle()));
      outer = std::make_unique<Transactions>(*database, state.range(1));
    }
    auto engine = std::make_unique<flow::Engine>(request::library(), *store, request::people());
    state.ResumeTiming();
    play_cases(*engine, outer.get(), cases);
    state.PauseTiming();
    engine.reset();
    store.reset();
    database.reset();
    folder.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * cases * request::kCommands);
}

void each(benchmark::internal::Benchmark* one) {
  one->ArgNames({"synced", "steps"})->ArgsProduct({{0, 1}, {1, 10, 100, 1000}})->UseRealTime()->Unit(benchmark::kMillisecond);
}
BENCHMARK(raw_sqlite)->Apply(each);
BENCHMARK(engine_on_sqlite)->Apply(each);

}  // namespace
