// Throughput of `perform`: the process of request.hpp, in memory and on SQLite at each durability.
// benchmarks/README.md says how to run it and what came out.

#include "request.hpp"

#include <benchmark/benchmark.h>

#include <itsmflow/itsmflow.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

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

class Folder {
 public:
  Folder() {
    const char* base = std::getenv("ITSMFLOW_BENCHMARK_DIR");
    std::string name = (std::filesystem::path(base ? base : ".") / "itsmflow-benchmark-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("can't make a folder for the database");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file() const { return (path_ / "cases.db").string(); }

 private:
  std::filesystem::path path_;
};

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
