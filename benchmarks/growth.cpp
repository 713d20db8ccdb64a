// Whether many open cases make anything slower: a step, loading a case, the first page of a worklist, and what time has brought, with
// a thousand, a hundred thousand and a million open cases in one file. benchmarks/README.md says how to run it and what came out.

#include "database.hpp"
#include "folder.hpp"
#include "incident.hpp"

#include <itsmflow/itsmflow.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

namespace flow = itsmflow;

namespace {

constexpr std::int64_t kStepsTogether = 1'000;
constexpr std::size_t kPage = 50;

/// A file with so many open cases, numbered from 1.
class Crowd {
 public:
  explicit Crowd(std::int64_t cases) : cases_(cases) {
    fill();
    store_ = std::make_unique<flow::SqliteStore>(folder_.file(),
                                                 flow::SqliteStore::Options{.durability = flow::SqliteStore::Durability::normal});
    engine_ = std::make_unique<flow::Engine>(incident::library(), *store_, incident::people());
  }

  flow::Engine& engine() { return *engine_; }
  flow::CaseId any_case() { return flow::CaseId{std::uniform_int_distribution<std::int64_t>(1, cases_)(random_)}; }

  /// Made once for all that is measured of it, since it takes a while.
  static Crowd& of(std::int64_t cases) {
    static std::map<std::int64_t, std::unique_ptr<Crowd>> crowds;
    std::unique_ptr<Crowd>& crowd = crowds[cases];
    if (!crowd) crowd = std::make_unique<Crowd>(cases);
    return *crowd;
  }

 private:
  void fill() {
    { const flow::SqliteStore tables(folder_.file()); }
    Database database(folder_.file(), false);
    flow::SqliteStore store = flow::SqliteStore::borrow(database.handle());
    flow::Engine engine(incident::library(), store, incident::people());
    Transactions transactions(database, kStepsTogether);
    for (std::int64_t i = 0; i < cases_; ++i) {
      transactions.before_step();
      incident::must(engine.start("incident", "ann"));
      transactions.after_step();
    }
    transactions.end();
  }

  std::int64_t cases_;
  Folder folder_;
  std::mt19937_64 random_{1};
  std::unique_ptr<flow::SqliteStore> store_;
  std::unique_ptr<flow::Engine> engine_;
};

template <typename Measured>
void among(benchmark::State& state, const Measured& measured) {
  Crowd& crowd = Crowd::of(state.range(0));
  while (state.KeepRunning()) measured(crowd);
}

void a_step(benchmark::State& state) {
  among(state, [](Crowd& crowd) { incident::must(crowd.engine().perform(crowd.any_case(), "note", "ann")); });
}

void start_and_close(benchmark::State& state) {
  among(state, [](Crowd& crowd) {
    const flow::Step started = crowd.engine().start("incident", "ann");
    incident::must(started);
    incident::must(crowd.engine().perform(started.case_id(), "close", "lea", {.result = "closed"}));
  });
}

void show_a_case(benchmark::State& state) {
  among(state, [](Crowd& crowd) { benchmark::DoNotOptimize(crowd.engine().show(crowd.any_case())); });
}

void first_page_of_worklist(benchmark::State& state) {
  among(state, [](Crowd& crowd) {
    if (crowd.engine().offers_for("ann", {.limit = kPage}).size() < kPage) throw std::runtime_error("the worklist is too short");
  });
}

void nothing_due(benchmark::State& state) {
  among(state, [](Crowd& crowd) {
    if (crowd.engine().due() != 0) throw std::runtime_error("something was due");
    benchmark::DoNotOptimize(crowd.engine().next_due());
  });
}

void each(benchmark::internal::Benchmark* one) {
  one->ArgName("cases")->Arg(1'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
}
BENCHMARK(a_step)->Apply(each);
BENCHMARK(start_and_close)->Apply(each);
BENCHMARK(show_a_case)->Apply(each);
BENCHMARK(first_page_of_worklist)->Apply(each);
BENCHMARK(nothing_due)->Apply(each);

}  // namespace
