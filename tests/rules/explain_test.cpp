#include <itsmflow/rules.hpp>

#include <algorithm>
#include <filesystem>

#include "catch.hpp"
#include "places.hpp"
#include "rules/page.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using rule_page::Page;

namespace {

std::string word(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

std::string sentence_case(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace

TEST_CASE("the program carries every page, and shows it without the signs of Markdown") {
  const TempFolder folder;
  for (const Page& page : rule_page::all()) {
    DYNAMIC_SECTION(page.rule) {
      const CheckRule& rule = *find_check_rule(page.rule);
      const console::Outcome shown = console::run(folder.path(), "itsmflow explain " + page.rule);
      REQUIRE(shown.exit == 0);
      const std::vector<std::string> lines = console::lines_of(shown.out);
      REQUIRE(lines.size() > 8);
      CHECK(lines[0] == page.rule + " (" + std::string(to_string(rule.family)) + ", " + word(rule.severity) + ")");
      for (const std::string& line : lines) {
        INFO(line);
        CHECK(line.find("```") == std::string::npos);
        CHECK((line.starts_with("    ") || line.size() <= 80));
      }
      for (const rule_page::Block& block : page.blocks) {
        for (const std::string& line : console::lines_of(block.text)) {
          if (line.empty()) continue;
          INFO(line);
          CHECK(std::ranges::find(lines, "    " + line) != lines.end());
        }
      }
    }
  }
}

TEST_CASE("a family is explained by its rules, each with what it means") {
  const TempFolder folder;
  for (const RuleFamily family : rule_families()) {
    const std::string name(to_string(family));
    const console::Outcome shown = console::run(folder.path(), "itsmflow explain " + name);
    INFO(shown.out);
    std::size_t count = 0;
    for (const CheckRule& rule : check_rules()) {
      const bool is_shown = shown.out.find("  " + std::string(rule.id) + " ") != std::string::npos;
      CHECK(is_shown == (rule.family == family));
      if (is_shown) CHECK(shown.out.find(std::string(rule.summary)) != std::string::npos);
      count += is_shown ? 1 : 0;
    }
    CHECK(shown.out.starts_with(name + ": " + std::string(about(family)) + "\n"));
    CHECK(shown.exit == 0);
    CHECK(count > 0);
  }
}

TEST_CASE("the index lists every rule in its family, with its page") {
  std::vector<std::string> wanted;
  for (const RuleFamily family : rule_families()) {
    std::vector<std::string> rows;
    for (const CheckRule& rule : check_rules()) {
      if (rule.family != family) continue;
      const std::string id(rule.id);
      rows.push_back("| [`" + id + "`](" + id + ".md) | " + word(rule.severity) + " | " + std::string(rule.summary) + " |");
    }
    if (rows.empty()) continue;
    wanted.push_back("## " + sentence_case(std::string(to_string(family))));
    wanted.push_back(sentence_case(std::string(about(family))) + ".");
    wanted.insert(wanted.end(), rows.begin(), rows.end());
  }
  std::vector<std::string> there;
  const auto index = console::lines_of(console::read(std::filesystem::path(places::source()) / "docs" / "rules" / "README.md"));
  const auto first = std::ranges::find_if(index, [](const std::string& line) { return line.starts_with("## "); });
  for (auto line = first; line != index.end(); ++line) {
    if (!line->empty() && *line != "| rule | severity | it means |" && *line != "|---|---|---|") there.push_back(*line);
  }
  REQUIRE(there.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(there[i] == wanted[i]);
}
