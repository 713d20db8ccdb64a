// itsmflow beside its peers. VARIANT FOLDER. Says that it is ready; then plays cases for as long as each line asks for ("wall 2" or
// "cpu 30", in seconds) and answers with a line that benchmarks/peers/run reads. At the end of the lines it looks whether every case
// came to its end.

#include "../../request.hpp"

#include <itsmflow/itsmflow.hpp>
#include <itsmflow/sqlite_store.hpp>
#include <itsmflow/version.hpp>

#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace flow = itsmflow;

namespace {

std::unique_ptr<flow::Store> store_of(const std::string& variant, const std::string& folder) {
  using Durability = flow::SqliteStore::Durability;
  if (variant == "memory") return std::make_unique<flow::MemoryStore>();
  if (variant != "normal" && variant != "full") throw std::runtime_error("there is no variant " + variant);
  const Durability durability = variant == "full" ? Durability::full : Durability::normal;
  return std::make_unique<flow::SqliteStore>(folder + "/cases.db", flow::SqliteStore::Options{.durability = durability});
}

void must_guard(flow::Engine& engine) {
  const flow::Step begun = engine.start("request", "ann");
  request::must(begun);
  request::must(engine.perform(begun.case_id(), "assess", "ann", {.data = {{"request.cost", 5000}}}));
  const flow::Step refused = engine.perform(begun.case_id(), "approve", "lea");
  if (refused || refused.obstacles().front().kind() != flow::Obstacle::Kind::guard_false)
    throw std::runtime_error("the guard lets through what it should not");
  request::must(engine.cancel(begun.case_id(), "ann", "too expensive"));
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

long cases_in(const flow::Engine& engine, flow::CaseStatus status) {
  flow::CaseFilter filter{.status = status};
  long count = 0;
  for (;;) {
    const auto cases = engine.cases(filter);
    if (cases.empty()) return count;
    count += static_cast<long>(cases.size());
    filter.after = cases.back().id;
  }
}

/// The most memory that the program has had so far.
long peak_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  return 0;
}

long play_for(flow::Engine& engine, double (*used)(), double limit) {
  const double began_used = used();
  const double began = wall_seconds();
  const double began_cpu = cpu_seconds();
  long cases = 0;
  do {
    request::play_case(engine);
    ++cases;
  } while (used() - began_used < limit);
  std::printf(R"({"cases": %ld, "steps": %ld, "seconds": %.6f, "cpu_seconds": %.6f, "peak_kb": %ld})"
              "\n",
              cases, cases * request::kCommands, wall_seconds() - began, cpu_seconds() - began_cpu, peak_kb());
  std::fflush(stdout);
  return cases;
}

void run(const std::string& variant, const std::string& folder) {
  const std::unique_ptr<flow::Store> store = store_of(variant, folder);
  flow::Engine engine(request::library(), *store, request::people());
  must_guard(engine);
  std::printf(R"({"version": "itsmflow %s, SQLite %s"})"
              "\n",
              ITSMFLOW_VERSION, sqlite3_libversion());
  std::fflush(stdout);
  long cases = 0;
  std::string kind;
  for (double limit = 0; std::cin >> kind >> limit;) cases += play_for(engine, kind == "cpu" ? cpu_seconds : wall_seconds, limit);
  if (cases_in(engine, flow::CaseStatus::open) != 0 || cases_in(engine, flow::CaseStatus::over) != cases)
    throw std::runtime_error("not every case came to its end");
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count != 3) throw std::runtime_error("itsmflow_peer VARIANT FOLDER");
    run(arguments[1], arguments[2]);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "itsmflow_peer: %s\n", problem.what());
    return 1;
  }
}
