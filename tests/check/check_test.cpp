#include <itsmflow/model.hpp>
#include <itsmflow/report.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "places.hpp"

using namespace itsmflow;
namespace fs = std::filesystem;

namespace {

const fs::path kFolder = fs::path(places::source()) / "tests" / "check";
/// Models with the files that they adapt and use. What has no expectation is there for the others.
const fs::path kAdapted = kFolder / "adapted" / "files";

std::vector<fs::path> files(const std::string& extension, const fs::path& folder = kFolder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> all_expectations() {
  std::vector<fs::path> all = files(".expected");
  for (const fs::path& path : files(".expected", kAdapted)) all.push_back(path);
  return all;
}

std::string content(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

/// Both texts line by line: "  " in both, "- " expected only, "+ " printed only. By longest common subsequence.
std::string difference(const std::string& expected_text, const std::string& printed_text) {
  const std::vector<std::string> expected = lines(expected_text), printed = lines(printed_text);
  std::vector<std::vector<std::size_t>> common(expected.size() + 1, std::vector<std::size_t>(printed.size() + 1));
  for (std::size_t i = expected.size(); i-- > 0;) {
    for (std::size_t j = printed.size(); j-- > 0;) {
      common[i][j] = expected[i] == printed[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::string text = "\n(- expected, + printed)\n";
  std::size_t i = 0, j = 0;
  while (i < expected.size() || j < printed.size()) {
    if (i < expected.size() && j < printed.size() && expected[i] == printed[j]) {
      text += "  " + expected[i] + '\n';
      ++i, ++j;
    } else if (i < expected.size() && (j == printed.size() || common[i + 1][j] >= common[i][j + 1])) {
      text += "- " + expected[i++] + '\n';
    } else {
      text += "+ " + printed[j++] + '\n';
    }
  }
  return text;
}

/// The rules in brackets at the ends of headlines.
std::set<std::string> rules_in(const std::string& expected) {
  std::set<std::string> rules;
  for (const std::string& line : lines(expected)) {
    const bool headline = line.find(": error: ") != std::string::npos || line.find(": warning: ") != std::string::npos ||
                          line.find(": note: ") != std::string::npos;
    const std::size_t bracket = line.rfind('[');
    if (headline && line.ends_with("]")) rules.insert(line.substr(bracket + 1, line.size() - bracket - 2));
  }
  return rules;
}

}  // namespace

TEST_CASE("a broken model prints what a person needs to mend it") {
  REQUIRE(files(".yaml").size() >= 50);
  for (const fs::path& model : files(".yaml")) {
    DYNAMIC_SECTION(model.stem().string()) {
      const std::string expected = content(fs::path(model).replace_extension(".expected"));
      const auto loaded = load_model(content(model), model.filename().string());
      const std::string printed = render(loaded.diagnostics(), ReportFormat::full);
      // Not as a message of the test: those are wrapped, and carets lose their place.
      if (printed != expected) std::cout << difference(expected, printed);
      CHECK((printed == expected));
    }
  }
}

TEST_CASE("a model that adapts or uses another file prints what a person needs to mend it") {
  std::size_t count = 0;
  for (const fs::path& path : files(".expected", kAdapted)) {
    DYNAMIC_SECTION(path.stem().string()) {
      const std::string model = fs::path(path).replace_extension(".yaml").string();
      std::string printed = render(load_library(model).diagnostics(), ReportFormat::full);
      const std::string folder = kAdapted.string() + '/';
      for (std::size_t at = printed.find(folder); at != std::string::npos; at = printed.find(folder))
        printed.erase(at, folder.size());
      const std::string expected = content(path);
      if (printed != expected) std::cout << difference(expected, printed);
      CHECK((printed == expected));
    }
    ++count;
  }
  CHECK(count >= 15);
}

TEST_CASE("each expectation belongs to a model and expects something") {
  const std::string table = content(kFolder / "README.md");
  for (const fs::path& path : all_expectations()) {
    INFO(path.filename().string());
    CHECK(fs::exists(fs::path(path).replace_extension(".yaml")));
    const std::set<std::string> rules = rules_in(content(path));
    CHECK_FALSE(rules.empty());
    for (const std::string& rule : rules) {
      INFO("rule " << rule << " needs a line in README.md");
      CHECK(table.find("| `" + rule + "`") != std::string::npos);
    }
  }
}

TEST_CASE("each rule of the table is shown by a broken model") {
  std::set<std::string> shown;
  for (const fs::path& path : all_expectations()) shown.merge(rules_in(content(path)));
  for (const std::string& line : lines(content(kFolder / "README.md"))) {
    if (!line.starts_with("| `")) continue;
    const std::string rule = line.substr(3, line.find('`', 3) - 3);
    INFO("rule " << rule << " has no broken model");
    CHECK(shown.count(rule) == 1);
  }
}

TEST_CASE("docs/diagnostics.md shows what is really printed") {
  const std::string page = content(fs::path(places::source()) / "docs" / "diagnostics.md");
  CHECK(page.find("```\n" + content(kFolder / "unknown-state.expected") + "```\n") != std::string::npos);
}
