// Realistic models with one fault each, which shows only in what cases can do; and what is said of it.

#include "../catch.hpp"
#include "places.hpp"

#include <itsmflow/model.hpp>
#include <itsmflow/report.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace itsmflow;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<fs::path> broken_models() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(places::source() + "/models/broken"))
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("nothing is wrong with the behaviour of a shipped model") {
  const Library shipped =
      load_library(std::vector<std::string>{places::source() + "/models/itil", places::source() + "/models/municipality"})
          .value_or_throw();
  for (const auto& model : shipped.models()) {
    INFO(model->process);
    CHECK(render(verify(model), ReportFormat::concise).empty());
  }
}

TEST_CASE("of each broken model it is said what is wrong, how a case gets there and what to do") {
  const std::vector<fs::path> paths = broken_models();
  CHECK(paths.size() >= 15);
  for (const fs::path& path : paths) {
    INFO(path.filename().string());
    auto loaded = load_model(content(path), "models/broken/" + path.filename().string());
    REQUIRE(loaded.diagnostics().empty());
    const Diagnostics found = verify(loaded.value_or_throw());
    fs::path expected = path;
    CHECK(render(found, ReportFormat::full) == content(expected.replace_extension(".expected")));
  }
}

TEST_CASE("one guard that is too narrow is one finding, whatever data there are that it doesn't let through") {
  const std::string text =
      "itsmflow: 1\nprocess: order\nversion: 1.0.0\nroles: {desk: {}}\ncase: o\n"
      "objects:\n  o: {states: [new, seen, done], final: [done], fields: {size: int, limit: int}}\n"
      "start: {role: desk, requires: [o.size, o.limit]}\n"
      "activities:\n  look: {role: desk, moves: {o: new -> seen}}\n  answer: {role: desk, moves: {o: seen -> done}}\n"
      "transitions:\n  - start -> look\n  - look -> answer if o.size <= o.limit\n  - answer -> end\n";
  const Diagnostics found = verify(load_model(text).value_or_throw());
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "deadlock");
  CHECK(found[0].message.starts_with("a case can get stuck: nothing follows 'look' when o.size is "));
  CHECK(found[0].trace.size() == 3);  // the start with its data, look, and what is wrong then
}

TEST_CASE("what has to be mended in different ways is told apart, also at one place") {
  const std::string text =
      "itsmflow: 1\nprocess: order\nversion: 1.0.0\nroles: {desk: {}}\ncase: o\n"
      "objects:\n  o: {states: [new, seen, done], final: [done], fields: {size: {type: enum, values: [s, m, l]}}}\n"
      "start: {role: desk, requires: [o.size]}\n"
      "activities:\n  look: {role: desk, moves: {o: new -> seen}}\n  answer: {role: desk, moves: {o: seen -> done}}\n  wrap: "
      "{role: desk}\n"
      "transitions:\n  - start -> look\n  - look -> answer if o.size == 's'\n"
      "  - answer -> wrap if o.size == 'l'\n  - answer -> end otherwise\n  - wrap -> end\n";
  const Diagnostics found = verify(load_model(text).value_or_throw());
  REQUIRE(found.size() == 2);
  CHECK(found[0].message == "a case can get stuck: nothing follows 'look' when o.size is \"l\"");
  CHECK(found[1].message == "a case can get stuck: nothing follows 'look' when o.size is \"m\"");
}
