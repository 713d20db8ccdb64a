// How proving a model grows with its branches and its size, beside going through every state.

#include "net/net.hpp"
#include "verify/net_proof.hpp"
#include "verify/proof.hpp"
#include "verify/state_space.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <itsmflow/model.hpp>

#include <string>
#include <vector>

namespace itsmflow {
namespace {

constexpr std::size_t kMost = 5'000'000;

enum class Kind { plain, guarded, shared, unsound, told, waiting, deciding, inclusive };

/// A fork into branches of some activities each, and a join. Guarded: each activity asks for a value; shared: two branches take and give
/// back one object; unsound: one branch has no way on for one value; told: the engine goes on after the join; waiting: the join is written
/// with `join`; deciding: each branch goes one of two ways by a value of its own; inclusive: such a value says whether it is begun at all.
std::string fork(int branches, int length, Kind kind) {
  std::vector<std::string> firsts;
  std::vector<std::string> lasts;
  std::vector<std::string> begun;
  std::string given = "c.f";
  std::string fields = "f: {type: enum, values: [low, high]}";
  std::string activities = kind == Kind::told ? "  tell: {by: engine}\n" : "";
  std::string rows;
  for (int b = 0; b < branches; ++b) {
    const bool has_own = kind == Kind::deciding || kind == Kind::inclusive;
    if (has_own) fields += fmt::format(", f{}: {{type: enum, values: [low, high]}}", b);
    begun.push_back(b == 0 ? "a0_0: always" : fmt::format("a{}_0: \"c.f{} == 'low'\"", b, b));
    if (kind == Kind::inclusive) given += fmt::format(", c.f{}", b);
    firsts.push_back(fmt::format("a{}_0", b));
    lasts.push_back(fmt::format("a{}_{}", b, length - 1));
    for (int i = 0; i < length; ++i) {
      std::string more;
      if (kind == Kind::guarded) more = ", when: \"c.f == 'low' || c.f == 'high'\"";
      if (kind == Kind::deciding && i == 0) more = fmt::format(", requires: [c.f{}]", b);
      if (kind == Kind::shared && b < 2 && i == 0) more = ", moves: {s: free -> taken}";
      if (kind == Kind::shared && b < 2 && i == length - 1) more = ", moves: {s: taken -> free}";
      activities += fmt::format("  a{}_{}: {{role: r{}}}\n", b, i, more);
      const bool gap = kind == Kind::unsound && b == 0 && i == 0;
      if (kind == Kind::deciding && i + 2 < length)
        rows += fmt::format("  - a{}_{} -> a{}_{} if c.f{} == 'low'\n", b, i, b, i + 2, b);
      if (i + 1 < length)
        rows += fmt::format("  - a{}_{} -> a{}_{}{}\n", b, i, b, i + 1,
                            gap                                        ? " if c.f == 'low'"
                            : kind == Kind::deciding && i + 2 < length ? " otherwise"
                                                                       : "");
    }
  }
  const std::string fork = kind == Kind::inclusive ? fmt::format("{{fork: begin, to: {{{}}}}}", fmt::join(begun, ", "))
                                                   : fmt::format("begin -> {}", fmt::join(firsts, " & "));
  const std::string next = kind == Kind::told ? "tell" : "close";
  const std::string join = kind == Kind::inclusive || kind == Kind::waiting
                               ? fmt::format("{{join: [{}], to: {}}}", fmt::join(lasts, ", "), next)
                               : fmt::format("{} -> {}", fmt::join(lasts, " & "), next);
  return fmt::format(
      "itsmflow: 1\nprocess: fork\nversion: 1.0.0\ncase: c\nroles: {{r: {{}}}}\nobjects:\n"
      "  c: {{states: [open, done], final: [done], fields: {{{}}}}}\n  s: {{states: [free, taken]}}\n"
      "activities:\n  begin: {{role: r, requires: [{}]}}\n{}  close: {{role: r, moves: {{c: open -> done}}}}\n"
      "transitions:\n  - start -> begin\n  - {}\n{}  - {}\n{}  - close -> end\n",
      fields, given, activities, fork, rows, join, kind == Kind::told ? "  - tell -> close\n" : "");
}

std::string chain(int length) {
  std::string activities;
  std::string rows;
  for (int i = 0; i < length; ++i) {
    activities += fmt::format("  a{}: {{role: r}}\n", i);
    rows += fmt::format("  - a{} -> {}\n", i, i + 1 < length ? fmt::format("a{}", i + 1) : "end");
  }
  return fmt::format(
      "itsmflow: 1\nprocess: chain\nversion: 1.0.0\nroles: {{r: {{}}}}\nactivities:\n{}transitions:\n  - start -> a0\n{}",
      activities, rows);
}

std::shared_ptr<const Net> net_of(const std::string& text) {
  return compile(load_model(text).value_or_throw());
}

void prove_fork(benchmark::State& state, Kind kind) {
  const auto net = net_of(fork(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)), kind));
  std::size_t states = 0;
  while (state.KeepRunning()) states = prove(net, {.markings = kMost, .states = kMost / 5}).states;
  state.counters["states"] = static_cast<double>(states);
}

/// Every marking that can be reached.
void explore_fork(benchmark::State& state) {
  const auto net = net_of(fork(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)), Kind::plain));
  const UnfoldedNet unfolded = unfold(*net);
  std::size_t states = 0;
  while (state.KeepRunning()) states = StateSpace(unfolded.net, StateSpace::Look::all, kMost).size();
  state.counters["states"] = static_cast<double>(states);
}

void prove_chain(benchmark::State& state) {
  const auto net = net_of(chain(static_cast<int>(state.range(0))));
  while (state.KeepRunning()) benchmark::DoNotOptimize(prove(net, {.markings = kMost, .states = kMost / 5}).states);
}

BENCHMARK_CAPTURE(prove_fork, plain, Kind::plain)
    ->Args({5, 1})
    ->Args({10, 1})
    ->Args({20, 1})
    ->Args({40, 1})
    ->Args({20, 5})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prove_fork, guarded, Kind::guarded)->Args({20, 1})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prove_fork, shared, Kind::shared)->Args({10, 2})->Args({20, 2})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prove_fork, unsound, Kind::unsound)->Args({20, 2})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prove_fork, told, Kind::told)->Args({20, 1})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prove_fork, waiting, Kind::waiting)->Args({20, 1})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prove_fork, deciding, Kind::deciding)->Args({10, 3})->Args({20, 3})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prove_fork, inclusive, Kind::inclusive)->Args({4, 1})->Args({8, 1})->Args({12, 1})->Unit(benchmark::kMillisecond);
BENCHMARK(explore_fork)->Args({5, 1})->Args({10, 1})->Args({15, 1})->Args({20, 1})->Unit(benchmark::kMillisecond);
BENCHMARK(prove_chain)->Arg(250)->Arg(500)->Arg(1000)->Arg(2000)->Arg(4000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace itsmflow
