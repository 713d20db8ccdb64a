// Every pattern of docs/patterns.md runs, and is there because of the lines that are said to make it.

#include <itsmflow/model.hpp>
#include <itsmflow/scenario.hpp>

#include <algorithm>

#include "catch.hpp"
#include "console.hpp"
#include "patterns.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using patterns::File;
using patterns::Mark;
using patterns::Pattern;

namespace {

std::string told(const Diagnostics& findings) {
  std::string text;
  for (const Diagnostic& finding : findings) text += to_string(finding) + "\n    " + finding.label + "\n";
  return text;
}

Loaded<Library> load(const std::vector<File>& files) {
  const TempFolder folder;
  for (const File& file : files) {
    std::string text;
    for (const std::string& line : file.lines) text += line + "\n";
    console::write(folder.path() / file.name, text);
  }
  return load_library(folder.path().string());
}

/// Whether the models load and every scenario passes.
bool is_green(const Pattern& pattern, const std::vector<File>& files) {
  Loaded<Library> library = load(files);
  if (!library || has_errors(library.diagnostics())) return false;
  return std::ranges::all_of(pattern.scenarios,
                             [&](const std::string& path) { return run_scenario(library.value_or_throw(), path).passed(); });
}

bool does_something(const ScenarioResult& result) {
  return std::ranges::any_of(result.events, [](const Event& event) { return event.type == EventType::done; });
}

bool refuses_something(const std::string& path) {
  return console::read(path).find("refused: [") != std::string::npos;
}

}  // namespace

TEST_CASE("each pattern loads without a warning, and its scenarios pass") {
  for (const Pattern& pattern : patterns::read_patterns()) {
    DYNAMIC_SECTION(pattern.models.front().name) {
      Loaded<Library> library = load(pattern.models);
      CHECK(told(library.diagnostics()).empty());
      REQUIRE(library);
      REQUIRE_FALSE(pattern.scenarios.empty());
      for (const std::string& path : pattern.scenarios) {
        const ScenarioResult result = run_scenario(library.value_or_throw(), path);
        INFO(path << "\n" << told(result.diagnostics) << told(result.failures));
        CHECK(result.passed());
        CHECK(does_something(result));
        CHECK(refuses_something(path));
      }
    }
  }
}

TEST_CASE("without the lines that make it a pattern is gone, and so it is without any one of them") {
  for (const Pattern& pattern : patterns::read_patterns()) {
    DYNAMIC_SECTION(pattern.models.front().name) {
      REQUIRE_FALSE(pattern.marks.empty());
      CHECK_FALSE(is_green(pattern, patterns::without(pattern, pattern.marks)));
      for (const Mark& mark : pattern.marks) {
        INFO(mark.file << ":" << mark.line + 1);
        CHECK_FALSE(is_green(pattern, patterns::without(pattern, {mark})));
      }
    }
  }
}
