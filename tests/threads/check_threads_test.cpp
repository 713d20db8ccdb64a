// Several threads that load and prove models.

#include "catch.hpp"
#include "console.hpp"
#include "places.hpp"
#include "temp_folder.hpp"
#include "threads/in_threads.hpp"

#include <itsmflow/itsmflow.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

using namespace itsmflow;

namespace {

const std::string kRoot = places::source() + "/";
constexpr int kThreads = 4;

/// Sound ones that adapt each other, and broken ones.
std::vector<std::shared_ptr<const SourceText>> texts() {
  return read_models({kRoot + "models/municipality", kRoot + "models/broken", kRoot + "tests/cli/models/bad"});
}

void at_once(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  in_threads(kThreads, [&](int) {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  });
}

}  // namespace

TEST_CASE("models that are loaded in several threads, and proved in several, come to the same as one after the other") {
  const auto all = texts();
  const LoadedModels one_by_one = load_each(all);
  const LoadedModels together = load_each(all, at_once);
  REQUIRE(one_by_one.models.size() >= 20);
  REQUIRE(together.models.size() == one_by_one.models.size());
  CHECK(has_errors(one_by_one.diagnostics));  // one file of them can't be loaded
  CHECK(render(together.diagnostics, ReportFormat::json) == render(one_by_one.diagnostics, ReportFormat::json));
  std::vector<Diagnostics> found(together.models.size());
  at_once(found.size(), [&](std::size_t i) { found[i] = verify(together.models[i]); });
  std::size_t faults = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(together.models[i]->process == one_by_one.models[i]->process);
    CHECK(render(found[i], ReportFormat::json) == render(verify(one_by_one.models[i]), ReportFormat::json));
    faults += found[i].size();
  }
  CHECK(faults >= 15);
}

TEST_CASE("one model that is proved by several threads at once is the same for all") {
  const Library broken = load_library(places::source() + "/models/broken/unforeseen-risk.yaml").value_or_throw();
  const auto& model = broken.models().front();
  const std::string expected = render(verify(model), ReportFormat::json);
  std::atomic<int> other{0};
  std::atomic<int> told{0};
  in_threads(kThreads, [&](int) {
    const Diagnostics found = verify(model, {.max_states = {}, .deep = true, .tell = [&](std::size_t) { ++told; }});
    if (render(found, ReportFormat::json) != expected) ++other;
  });
  CHECK(other == 0);
  CHECK(told >= kThreads);
}

TEST_CASE("the program checks many files at once, with one result") {
  const TempFolder folder;

  const std::string command = "itsmflow check --format json " + places::source() + "/models";
  const console::Outcome first = console::run(folder.path(), command);
  INFO(first.err);
  CHECK(first.exit == 1);
  CHECK(first.err.empty());
  CHECK(first.out.size() > 10'000);
  for (int i = 0; i < 3; ++i) CHECK(console::run(folder.path(), command).out == first.out);
}
