// oracle --models N --seed S --steps K: random models, random walks; the engine and the slow twin must agree at every step.

#include "../walk/batch.hpp"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>

using namespace itsmflow::oracle;

namespace {

struct Settings {
  std::uint64_t models = 1000;
  std::uint64_t seed = 1;
  int steps = kSteps;
  bool shrink = true;
  bool show = false;
  std::size_t most = 1;  ///< disagreements until it gives up
};

int usage() {
  std::cerr
      << "usage: oracle [--models N] [--seed S] [--steps K] [--most N] [--no-shrink] [--show]\n"
         "Draws N models from the seeds S, S+1, …, walks K steps through a case of each, and compares what the engine and the\n"
         "slow twin say at every step. Stops at the first disagreement, or after --most of them. --show prints the models.\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const bool more = i + 1 < argc;
    if (word == "--no-shrink")
      settings.shrink = false;
    else if (word == "--show")
      settings.show = true;
    else if (word == "--models" && more)
      settings.models = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--seed" && more)
      settings.seed = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--steps" && more)
      settings.steps = std::atoi(argv[++i]);
    else if (word == "--most" && more)
      settings.most = std::strtoull(argv[++i], nullptr, 10);
    else
      return usage();
  }

  const Features features = known_features();
  Coverage coverage;
  std::size_t disagreements = 0;
  const auto began = std::chrono::steady_clock::now();
  walk_all({.first = settings.seed, .models = settings.models, .steps = settings.steps}, features, coverage,
           [&](std::uint64_t seed, const Found& found) {
             if (settings.show) std::cout << to_string(found) << "\n" << found.refusal << "\n";
             if (found.disagreement.empty()) return true;
             ++disagreements;
             std::cout << "seed " << seed << ":\n" << to_string(settings.shrink ? shrink(found, Blunder::none) : found) << "\n";
             return disagreements < settings.most;
           });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::cout << coverage.to_string() << disagreements << " disagreements, " << took.count() << " s\n";
  return disagreements == 0 ? 0 : 1;
}
