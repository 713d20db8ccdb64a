// Throughput of `perform`: in memory, beside the same process written by hand, and on SQLite at each durability.
// benchmarks/README.md says how to run it and what came out.

#include "by_c.hpp"
#include "by_hand.hpp"
#include "folder.hpp"
#include "request.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>

namespace flow = itsmflow;

namespace {

void run(benchmark::State& state, flow::Store& store) {
  flow::Engine engine(request::library(), store, request::people());
  while (state.KeepRunning()) request::play_case(engine);
  state.SetItemsProcessed(state.iterations() * request::kCommands);
}

void in_memory(benchmark::State& state) {
  flow::MemoryStore store;
  run(state, store);
}
BENCHMARK(in_memory);

/// The same from C. By turns with the one above, the ratio of their rates is what the interface for C adds.
void in_memory_by_c(benchmark::State& state) {
  by_c::ByC program(nullptr);
  while (state.KeepRunning()) program.play_case();
  state.SetItemsProcessed(state.iterations() * request::kCommands);
}
BENCHMARK(in_memory_by_c);

/// Threads with cases of their own, on one store and one engine.
void in_memory_threads(benchmark::State& state) {
  static std::unique_ptr<flow::MemoryStore> store;
  static std::unique_ptr<flow::Engine> engine;
  if (state.thread_index() == 0) {
    store = std::make_unique<flow::MemoryStore>();
    engine = std::make_unique<flow::Engine>(request::library(), *store, request::people());
  }
  while (state.KeepRunning()) request::play_case(*engine);
  state.SetItemsProcessed(state.iterations() * request::kCommands);
  if (state.thread_index() == 0) {
    engine.reset();
    store.reset();
  }
}
BENCHMARK(in_memory_threads)->UseRealTime()->ThreadRange(1, 8);

// -- the same by hand --

template <bool hashed>
void by_hand_in_memory(benchmark::State& state) {
  by_hand::ByHand<hashed> hand;
  while (state.KeepRunning()) hand.play_case();
  state.SetItemsProcessed(state.iterations() * request::kCommands);
}
BENCHMARK_TEMPLATE(by_hand_in_memory, true)->Name("by_hand");
BENCHMARK_TEMPLATE(by_hand_in_memory, false)->Name("by_hand_without_hashing");

// -- on disk --

void on_sqlite(benchmark::State& state, flow::SqliteStore::Durability durability) {
  static std::unique_ptr<Folder> folder;
  static std::unique_ptr<flow::SqliteStore> store;
  if (state.thread_index() == 0) {
    folder = std::make_unique<Folder>();
    store = std::make_unique<flow::SqliteStore>(folder->file(), flow::SqliteStore::Options{.durability = durability});
  }
  std::unique_ptr<flow::Engine> engine;
  while (state.KeepRunning()) {
    // The other threads may only look at the store once the first has made it: the loop begins after a barrier.
    if (!engine) engine = std::make_unique<flow::Engine>(request::library(), *store, request::people());
    request::play_case(*engine);
  }
  state.SetItemsProcessed(state.iterations() * request::kCommands);
  if (state.thread_index() == 0) {
    engine.reset();
    store.reset();
    folder.reset();
  }
}
BENCHMARK_CAPTURE(on_sqlite, normal, flow::SqliteStore::Durability::normal)->UseRealTime();
BENCHMARK_CAPTURE(on_sqlite, full, flow::SqliteStore::Durability::full)->UseRealTime();
BENCHMARK_CAPTURE(on_sqlite, group, flow::SqliteStore::Durability::group)->UseRealTime()->Threads(1)->Threads(8);

}  // namespace
