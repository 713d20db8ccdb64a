// Realistic models with one fault each, which shows only in what cases can do; and what is said of it.

#include "../catch.hpp"

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
  for (const auto& entry : fs::directory_iterator(ITSMFLOW_SOURCE_DIR "/models/broken"))
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("nothing is wrong with the behaviour of a shipped model") {
  const Library shipped =
      load_library(std::vector<std::string>{ITSMFLOW_SOURCE_DIR "/models/itil", ITSMFLOW_SOURCE_DIR "/models/municipality"})
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
