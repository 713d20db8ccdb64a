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

enum class Kind { plain, guarded, shared, unsound };

/// A fork into branches of some activities each, and a join. Guarded: each activity asks for a value; shared: two branches take and give
/// back one object; unsound: one branch has no way on for one value.
std::string fork(int branches, int length, Kind kind) {
  std::vector<std::string> firsts;
  std::vector<std::string> lasts;
  std::string activities;
  std::string rows;
  for (int b = 0; b < branches; ++b) {
    firsts.push_back(fmt::format("a{}_0", b));
    lasts.push_back(fmt::format("a{}_{}", b, length - 1));
    for (int i = 0; i < length; ++i) {
      std::string more;
      if (kind == Kind::guarded) more = ", when: \"c.f == 'low' || c.f == 'high'\"";
      if (kind == Kind::shared && b < 2 && i == 0) more = ", moves: {s: free -> taken}";
      if (kind == Kind::shared && b < 2 && i == length - 1) more = ", moves: {s: taken -> free}";
      activities += fmt::format("  a{}_{}: {{role: r{}}}\n", b, i, more);
      const bool gap = kind == Kind::unsound && b == 0 && i == 0;
      if (i + 1 < length) rows += fmt::format("  - a{}_{} -> a{}_{}{}\n", b, i, b, i + 1, gap ? " if c.f == 'low'" : "");
    }
  }
  return fmt::format(
      "itsmflow: 1\nprocess: fork\nversion: 1.0.0\ncase: c\nroles: {{r: {{}}}}\nobjects:\n"
      "  c: {{states: [open, done], final: [done], fields: {{f: {{type: enum, values: [low, high]}}}}}}\n"
      "  s: {{states: [free, taken]}}\nactivities:\n  begin: {{role: r, requires: [c.f]}}\n{}"
      "  close: {{role: r, moves: {{c: open -> done}}}}\ntransitions:\n  - start -> begin\n  - begin -> {}\n{}  - {} -> close\n"
      "  - close -> end\n",
      activities, fmt::join(firsts, " & "), rows, fmt::join(lasts, " & "));
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
BENCHMARK(explore_fork)->Args({5, 1})->Args({10, 1})->Args({15, 1})->Args({20, 1})->Unit(benchmark::kMillisecond);
BENCHMARK(prove_chain)->Arg(250)->Arg(500)->Arg(1000)->Arg(2000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace itsmflow
