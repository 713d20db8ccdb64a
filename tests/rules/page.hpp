#pragma once

#include <filesystem>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "console.hpp"
#include "places.hpp"

// The pages of docs/rules/, all in one form:
//
//   # RULE                the first line, and then a sentence or two on what it means
//   ```yaml file=NAME     a file that lies beside the wrong one: for what it adapts, uses, runs or plays; `xml` for a net
//   ```yaml bad           the wrong model, or scenario; `bad bytes`: \xF6 in it stands for one byte
//   ```text               what is said of it when it is loaded and proved, as `full` prints it, without the count at its end
//   ```yaml good          a right one
//   ```yaml instead       or what is right in it: each key at the margin stands in place of the same key of the wrong one
//   ```console            where the wrong one can't be shown: commands and what they print; tests/docs runs them

namespace rule_page {

namespace fs = std::filesystem;

struct Block {
  std::string info;  ///< "yaml bad"
  std::string text;
};

struct Page {
  std::string rule;
  std::string title;
  std::vector<Block> blocks;
  std::vector<std::string> lines;

  const Block* find(const std::string& info) const {
    for (const Block& block : blocks) {
      if (block.info == info) return &block;
    }
    return nullptr;
  }
};

inline Page read(const fs::path& path) {
  Page page{path.stem().string(), {}, {}, console::lines_of(console::read(path))};
  page.title = page.lines.empty() ? "" : page.lines.front();
  bool inside = false;
  for (const std::string& line : page.lines) {
    if (!line.starts_with("```")) {
      if (inside) page.blocks.back().text += line + "\n";
      continue;
    }
    inside = !inside;
    if (inside) page.blocks.push_back({line.substr(3), {}});
  }
  if (inside) throw std::runtime_error(path.string() + " has a block that doesn't end");
  return page;
}

/// The pages, sorted; the index among them left out.
inline std::vector<Page> all() {
  std::set<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(places::source()) / "docs" / "rules")) {
    if (entry.path().extension() == ".md" && entry.path().filename() != "README.md") paths.insert(entry.path());
  }
  std::vector<Page> pages;
  for (const fs::path& path : paths) pages.push_back(read(path));
  return pages;
}

/// The text with each \xHH made the byte that it stands for.
inline std::string with_bytes(std::string text) {
  for (std::size_t at = text.find("\\x"); at != std::string::npos; at = text.find("\\x", at + 1)) {
    const int byte = std::stoi(text.substr(at + 2, 2), nullptr, 16);
    text.replace(at, 4, 1, static_cast<char>(byte));
  }
  return text;
}

struct Section {
  std::string key;
  std::string text;
};

/// What stands at each key at the margin.
inline std::vector<Section> sections_of(const std::string& text) {
  std::vector<Section> sections;
  for (const std::string& line : console::lines_of(text)) {
    const std::size_t colon = line.find(':');
    const bool key = !line.empty() && line.front() != ' ' && line.front() != '#' && colon != std::string::npos;
    if (key || sections.empty()) sections.push_back({line.substr(0, colon), {}});
    sections.back().text += line + "\n";
  }
  return sections;
}

/// `bad` with the sections of `instead` in place of those of the same key, and the others behind it.
inline std::string mended(const std::string& bad, const std::string& instead) {
  std::vector<Section> sections = sections_of(bad);
  for (const Section& mend : sections_of(instead)) {
    bool placed = false;
    for (Section& section : sections) {
      if (section.key != mend.key) continue;
      section.text = mend.text;
      placed = true;
    }
    if (!placed) sections.push_back(mend);
  }
  std::string text;
  for (const Section& section : sections) text += section.text;
  return text;
}

}  // namespace rule_page
