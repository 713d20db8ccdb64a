// Throughput of `perform`: a process of five steps with a guard and four eyes, in memory and on SQLite at each durability.
// benchmarks/README.md says how to run it and what came out.

#include <benchmark/benchmark.h>

#include <itsmflow/itsmflow.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace flow = itsmflow;

namespace {

const char* const kModel = R"(
itsmflow: 1
process: request
title: Request with five steps
version: 1.0.0
case: request
roles:
  agent: {title: Agent}
  lead: {title: Lead}
objects:
  request:
    states: [new, assessed, approved, built, tested, closed]
    final: [closed]
    fields:
      cost: int
start: {role: agent}
activities:
  assess: {role: agent, moves: {request: new -> assessed}, requires: [request.cost]}
  approve: {role: lead, moves: {request: assessed -> approved}, when: request.cost < 1000}
  build: {role: agent, moves: {request: approved -> built}}
  test: {role: agent, moves: {request: built -> tested}}
  close: {role: lead, moves: {request: tested -> closed}}
rules:
  - four_eyes: [build, test]
)";

const flow::Directory kPeople{{"ann", {"agent"}}, {"ben", {"agent"}}, {"lea", {"lead"}}};

void must(const flow::Step& step) {
  if (!step) throw std::runtime_error(step.obstacles().front().message());
}

/// One case from start to end: six commands, five of them `perform`.
void play_case(flow::Engine& engine) {
  const flow::Step begun = engine.start("request", "ann");
  must(begun);
  const flow::CaseId id = begun.case_id();
  must(engine.perform(id, "assess", "ann", {.data = {{"request.cost", 500}}}));
  must(engine.perform(id, "approve", "lea"));
  must(engine.perform(id, "build", "ann"));
  must(engine.perform(id, "test", "ben"));
  must(engine.perform(id, "close", "lea"));
}

flow::Library library() {
  static const flow::Library loaded({flow::load_model(kModel).value_or_throw()}, {});
  return loaded;
}

void run(benchmark::State& state, flow::Store& store) {
  flow::Engine engine(library(), store, kPeople);
  while (state.KeepRunning()) play_case(engine);
  state.SetItemsProcessed(state.iterations() * 6);
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
    if (!engine) engine = std::make_unique<flow::Engine>(library(), *store, kPeople);
    play_case(*engine);
  }
  state.SetItemsProcessed(state.iterations() * 6);
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
