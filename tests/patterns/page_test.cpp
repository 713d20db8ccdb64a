// docs/patterns.md shows the models of this folder, word for word, and speaks of all 43 patterns.

#include <algorithm>
#include <map>
#include <regex>

#include "catch.hpp"
#include "console.hpp"
#include "patterns.hpp"

namespace {

using Lines = std::vector<std::string>;

const std::string kPart = "part=tests/patterns/";

struct Section {
  std::string title;
  Lines lines;

  bool says(const std::string& text) const {
    return std::ranges::any_of(lines, [&](const std::string& line) { return line.starts_with(text); });
  }
};

struct Block {
  std::string section;
  std::string file;  ///< of the model, without its folder
  Lines lines;
};

Lines page() {
  return console::lines_of(console::read(patterns::folder().parent_path().parent_path() / "docs" / "patterns.md"));
}

std::vector<Section> sections() {
  std::vector<Section> found;
  for (const std::string& line : page()) {
    if (line.starts_with("#")) found.push_back({line.substr(line.find(' ') + 1), {}});
    if (!found.empty()) found.back().lines.push_back(line);
  }
  return found;
}

std::vector<Block> blocks() {
  std::vector<Block> found;
  for (const Section& section : sections()) {
    bool inside = false;
    for (const std::string& line : section.lines) {
      if (line.starts_with("```")) {
        inside = !inside;
        if (!inside) continue;
        const std::size_t at = line.find(kPart);
        found.push_back({section.title, at == std::string::npos ? "" : line.substr(at + kPart.size()), {}});
      } else if (inside) {
        found.back().lines.push_back(line);
      }
    }
  }
  return found;
}

const patterns::File* find_model(const std::vector<patterns::Pattern>& all, const std::string& name) {
  for (const patterns::Pattern& pattern : all) {
    for (const patterns::File& file : pattern.models)
      if (file.name == name) return &file;
  }
  return nullptr;
}

/// The pattern that a section is about; 0 for others.
int number_of(const Section& section) {
  static const std::regex numbered(R"((\d+)\. .*)");
  std::smatch found;
  return std::regex_match(section.title, found, numbered) ? std::stoi(found[1]) : 0;
}

bool shows(const Section& section, const std::string& file) {
  return std::ranges::any_of(section.lines, [&](const std::string& line) { return line.find(kPart + file) != std::string::npos; });
}

}  // namespace

TEST_CASE("what the page shows is a part of the model, word for word, with the lines that make the pattern") {
  const std::vector<patterns::Pattern> all = patterns::read_patterns();
  for (const Block& block : blocks()) {
    INFO(block.section << ": " << block.file);
    REQUIRE_FALSE(block.lines.empty());
    const patterns::File* model = find_model(all, block.file);
    REQUIRE(model != nullptr);
    CHECK_FALSE(std::ranges::search(model->lines, block.lines).empty());
    const auto marks = [](const Lines& lines) {
      return std::ranges::count_if(lines, [](const std::string& line) { return line.find("# the pattern") != std::string::npos; });
    };
    CHECK(marks(block.lines) == marks(model->lines));
  }
}

TEST_CASE("every pattern has a section that shows it or says why there is none, and most are there") {
  std::map<int, Section> by_number;
  for (const Section& section : sections()) {
    if (const int number = number_of(section)) {
      INFO(section.title);
      CHECK(by_number.emplace(number, section).second);
    }
  }
  REQUIRE(by_number.size() == 43);
  CHECK(by_number.begin()->first == 1);
  CHECK(by_number.rbegin()->first == 43);
  int whole = 0;
  for (const auto& [number, section] : by_number) {
    INFO(section.title);
    const std::string id = (number < 10 ? "0" : "") + std::to_string(number) + "-";
    const bool refused = section.says("Not supported");
    CHECK(refused != (shows(section, id) && !shows(section, id + "instead")));
    if (!refused && !section.says("In part")) ++whole;
  }
  CHECK(whole >= 35);
}

TEST_CASE("every model of this folder is on the page") {
  const std::vector<Block> shown = blocks();
  for (const patterns::Pattern& pattern : patterns::read_patterns()) {
    INFO(pattern.models.front().name);
    CHECK(std::ranges::any_of(shown, [&](const Block& block) { return find_model({pattern}, block.file) != nullptr; }));
  }
}
