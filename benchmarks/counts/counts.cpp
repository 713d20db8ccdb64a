// Fixed pieces of work whose instructions, allocations and bytes are counted: the same on each run, on however busy a machine.
//
//   itsmflow_counts                 names the pieces, one a line, each with how many units it has
//   itsmflow_counts NAME            does one; prints how often it asked for memory
//   itsmflow_counts --open-cases    prints the bytes that open cases in memory take
//   itsmflow_counts --made-with     prints what the counts depend on
//
// benchmarks/counts/budgets runs it under valgrind, which counts the instructions of measured() alone.

#include "allocations.hpp"

#include "../by_c.hpp"
#include "../by_hand.hpp"
#include "../database.hpp"
#include "../folder.hpp"
#include "../incident.hpp"
#include "../long_models.hpp"
#include "../raw.hpp"
#include "../request.hpp"

#include <itsmflow/itsmflow.hpp>

#include <gnu/libc-version.h>
#include <malloc.h>
#include <sodium.h>
#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace flow = itsmflow;

namespace {

std::size_t measured_allocations = 0;

}  // namespace

/// What is counted. valgrind is told this name, so it must not be put into its caller.
extern "C" [[gnu::noinline]] void measured(const std::function<void()>& work) {
  const std::size_t before = allocations();
  work();
  measured_allocations = allocations() - before;
}

namespace {

/// One piece of work: all before measured() is not counted.
struct Piece {
  std::string_view name;
  int units;
  std::string_view unit;
  std::function<void(int units)> run;
};

constexpr flow::Timestamp kStart{1'800'000'000, 0};

/// `outer`: none where each step has its own transaction.
void steps(flow::Store& store, int units, Transactions* outer = nullptr) {
  const flow::ManualClock clock(kStart);
  flow::Engine engine(request::library(), store, request::people(), {.clock = &clock});
  request::Between between;
  if (outer) between = {[outer] { outer->before_step(); }, [outer] { outer->after_step(); }};
  request::play_case(engine);
  measured([&] {
    for (int done = 0; done < units; done += request::kCommands) request::play_case(engine, between);
    if (outer) outer->end();
  });
}

void steps_in_memory(int units) {
  flow::MemoryStore store;
  steps(store, units);
}

void steps_by_c(int units) {
  const itsmflow_time now{kStart.seconds, kStart.nanos};
  by_c::ByC program(&now);
  program.play_case();
  measured([&] {
    for (int done = 0; done < units; done += request::kCommands) program.play_case();
  });
}

void steps_by_hand(int units) {
  by_hand::ByHand<true> hand;
  hand.play_case();
  measured([&] {
    for (int done = 0; done < units; done += request::kCommands) hand.play_case();
  });
}

flow::SqliteStore open_store(const Folder& folder) {
  return flow::SqliteStore(folder.file(), {.durability = flow::SqliteStore::Durability::normal});
}

void steps_on_sqlite(int units) {
  const Folder folder;
  flow::SqliteStore store = open_store(folder);
  steps(store, units);
}

constexpr int kTogether = 100;  ///< steps in one transaction

void steps_together_on_sqlite(int units) {
  const Folder folder;
  Database database(folder.file(), false);
  flow::SqliteStore store = flow::SqliteStore::borrow(database.handle());
  Transactions transactions(database, kTogether);
  steps(store, units, &transactions);
}

/// What the engine would write, by SQLite alone, so many steps in one transaction.
void sqlite_alone(int units, int together) {
  const Folder folder;
  const raw::Recorded written = raw::written_for(units / request::kCommands + 1);
  raw::make_tables(folder.file(), written);
  Database database(folder.file(), false);
  raw::Sqlite sqlite(database);
  Transactions transactions(database, together);
  const auto first = written.steps.begin() + request::kCommands;
  const auto write = [&](auto from, auto to) {
    for (auto step = from; step != to; ++step) {
      transactions.before_step();
      sqlite.write(*step);
      transactions.after_step();
    }
    transactions.end();
  };
  write(written.steps.begin(), first);
  measured([&] { write(first, written.steps.end()); });
}

void load_models(int units) {
  const std::string text = long_models::text(0, long_models::kStagesOfSmall);
  flow::load_model(text).value_or_throw();
  measured([&] {
    for (int i = 0; i < units; ++i) flow::load_model(text).value_or_throw();
  });
}

/// Open cases of the process that waits, begun a second after each other.
class Waiting {
 public:
  explicit Waiting(int cases) {
    for (int i = 0; i < cases; ++i) {
      incident::must(engine_.start("incident", "ann"));
      clock_.advance({1, 0});
    }
  }
  flow::Engine& engine() { return engine_; }
  flow::ManualClock& clock() { return clock_; }

 private:
  Folder folder_;
  flow::ManualClock clock_{kStart};
  flow::SqliteStore store_ = open_store(folder_);
  flow::Engine engine_{incident::library(), store_, incident::people(), {.clock = &clock_}};
};

void first_pages(int units) {
  constexpr std::size_t kPage = 50;
  Waiting waiting(500);
  const auto page = [&] {
    if (waiting.engine().offers_for("ann", {.limit = kPage}).size() < kPage) throw std::runtime_error("the worklist is too short");
  };
  page();
  measured([&] {
    for (int i = 0; i < units; ++i) page();
  });
}

/// Of ten times as many cases those whose time has come are over.
void due(int units) {
  constexpr std::int64_t kWait = std::int64_t{300} * 24 * 3600;
  const int cases = 10 * units;
  Waiting waiting(cases);
  waiting.clock().advance({kWait - cases + units - 1, 0});  // since the first began they were begun a second after each other
  measured([&] {
    if (waiting.engine().due() != static_cast<std::size_t>(units)) throw std::runtime_error("not what is due was done");
  });
}

const std::vector<Piece>& pieces() {
  static const std::vector<Piece> all{
      {"steps_in_memory", 1200, "step", steps_in_memory},
      {"steps_by_c", 1200, "step", steps_by_c},
      {"steps_by_hand", 1200, "step", steps_by_hand},
      {"steps_on_sqlite", 600, "step", steps_on_sqlite},
      {"sqlite_alone", 600, "step", [](int units) { sqlite_alone(units, 1); }},
      {"steps_together_on_sqlite", 600, "step", steps_together_on_sqlite},
      {"sqlite_alone_together", 600, "step", [](int units) { sqlite_alone(units, kTogether); }},
      {"load_models", 10, "model of 4 KB", load_models},
      {"first_pages", 5, "page of 50 offers", first_pages},
      {"due", 50, "case that is due", due},
  };
  return all;
}

// -- open cases --

constexpr int kOpenCases = 100'000;

/// What open cases in memory take: each with its first event, and what one event more adds.
void print_open_cases() {
  const auto in_use = [] { return static_cast<double>(mallinfo2().uordblks); };
  const flow::ManualClock clock(kStart);
  flow::MemoryStore store;
  std::vector<flow::CaseId> ids;
  ids.reserve(kOpenCases);
  const auto begin = [&](int cases) {
    flow::Engine engine(request::library(), store, request::people(), {.clock = &clock});
    for (int i = 0; i < cases; ++i) ids.push_back(engine.start("request", "ann").case_id());
  };
  const auto set_and_return = [&] {
    flow::Engine engine(request::library(), store, request::people(), {.clock = &clock});
    for (const flow::CaseId id : ids) {
      request::must(engine.claim(id, "assess", "ann"));
      request::must(engine.withdraw(id, "assess", "ann"));
    }
  };
  begin(1);
  const double before = in_use();
  begin(kOpenCases - 1);
  const double begun = in_use();
  set_and_return();
  const double worked = in_use();
  const double whole = (begun - before) / (kOpenCases - 1);
  const double event = (worked - begun) / kOpenCases / 2;
  std::printf("bytes %.0f\nbytes_of_event %.0f\n", whole - event, event);
}

// -- what the counts depend on --

void print_made_with() {
  const bool wide = sodium_runtime_has_avx2() != 0;
#if defined(__x86_64__)
  const char* architecture = "x86_64";
#elif defined(__aarch64__)
  const char* architecture = "aarch64";
#else
  const char* architecture = "another";
#endif
  std::printf("compiler %s\nflags %s\narchitecture %s%s\nlibc %s\nlibstdc++ %d\nSQLite %s\nlibsodium %s\n", __VERSION__,
              COUNTS_FLAGS, architecture, wide ? " with AVX2" : "", gnu_get_libc_version(), __GLIBCXX__, sqlite3_libversion(),
              sodium_version_string());
}

int run(std::string_view name) {
  if (name == "--open-cases") return print_open_cases(), 0;
  if (name == "--made-with") return print_made_with(), 0;
  for (const Piece& piece : pieces()) {
    if (piece.name != name) continue;
    piece.run(piece.units);
    std::printf("allocations %zu\n", measured_allocations);
    return 0;
  }
  std::fprintf(stderr, "itsmflow_counts: there is no piece of work '%.*s'\n", static_cast<int>(name.size()), name.data());
  return 2;
}

}  // namespace

int main(int count, char** words) {
  if (sodium_init() < 0) return 1;
  if (count > 1) return run(words[1]);
  for (const Piece& piece : pieces())
    std::printf("%.*s %d %.*s\n", static_cast<int>(piece.name.size()), piece.name.data(), piece.units,
                static_cast<int>(piece.unit.size()), piece.unit.data());
}
