// Loading: a thousand models of 4 KB, as an organisation may have, and single ones that grow to ten thousand activities; and what proving
// them adds. benchmarks/README.md says how to run it and what came out.

#include "long_models.hpp"

#include <benchmark/benchmark.h>
#include <itsmflow/itsmflow.hpp>
#include <itsmflow/verify.hpp>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace flow = itsmflow;

namespace {

using Texts = std::vector<std::shared_ptr<const flow::SourceText>>;

Texts small_models(std::int64_t count) {
  Texts texts;
  for (int i = 0; i < count; ++i)
    texts.push_back(std::make_shared<const flow::SourceText>(
        flow::SourceText{"order-" + std::to_string(i) + ".yaml", long_models::text(i, long_models::kStagesOfSmall)}));
  return texts;
}

Texts long_model(std::int64_t activities) {
  const auto stages = static_cast<int>((activities + long_models::kActivitiesOfStage - 1) / long_models::kActivitiesOfStage);
  return {std::make_shared<const flow::SourceText>(flow::SourceText{"long.yaml", long_models::text(0, stages)})};
}

double bytes_of(const Texts& texts) {
  double bytes = 0;
  for (const auto& text : texts) bytes += static_cast<double>(text->text.size());
  return bytes;
}

void load(benchmark::State& state, const Texts& texts) {
  while (state.KeepRunning()) {
    flow::Loaded<flow::Library> loaded = flow::load_texts(texts);
    if (!loaded.diagnostics().empty()) throw std::runtime_error(loaded.diagnostics().front().message);
    benchmark::DoNotOptimize(loaded);
  }
  state.counters["bytes"] = bytes_of(texts);
}

/// What `itsmflow check` does with models that are loaded.
void prove(benchmark::State& state, const Texts& texts) {
  const auto models = flow::load_each(texts).models;
  while (state.KeepRunning()) {
    for (const auto& model : models)
      if (!flow::verify(model).empty()) throw std::runtime_error("the models that were made are not sound");
  }
}

void load_small_models(benchmark::State& state) {
  load(state, small_models(state.range(0)));
}
void prove_small_models(benchmark::State& state) {
  prove(state, small_models(state.range(0)));
}
void load_long_model(benchmark::State& state) {
  load(state, long_model(state.range(0)));
}
void prove_long_model(benchmark::State& state) {
  prove(state, long_model(state.range(0)));
}

BENCHMARK(load_small_models)->ArgName("models")->Arg(1'000)->Unit(benchmark::kMillisecond);
BENCHMARK(prove_small_models)->ArgName("models")->Arg(1'000)->Unit(benchmark::kMillisecond);
BENCHMARK(load_long_model)->ArgName("activities")->Arg(1'000)->Arg(2'000)->Arg(5'000)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK(prove_long_model)->ArgName("activities")->Arg(1'000)->Arg(2'000)->Arg(5'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
