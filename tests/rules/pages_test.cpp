#include <itsmflow/model.hpp>
#include <itsmflow/report.hpp>
#include <itsmflow/rules.hpp>
#include <itsmflow/scenario.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <iostream>

#include "catch.hpp"
#include "rules/page.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using rule_page::Page;
namespace fs = std::filesystem;

namespace {

/// Rules whose pages show commands, because the text of a model alone doesn't show what is wrong: it would be too large, or it is about
/// a net, people, or what is known and allowed. tests/docs runs these pages.
const std::set<std::string> kByCommand{"allow-without-reason",
                                       "bad-allow",
                                       "bad-setting",
                                       "doctype",
                                       "duplicate-id",
                                       "evaluation",
                                       "incident-and-problem-by-one-person",
                                       "incident-and-problem-by-one-role",
                                       "problem-and-change-by-one-person",
                                       "problem-and-change-by-one-role",
                                       "missing-id",
                                       "no-input",
                                       "nobody-confirms",
                                       "nobody-may",
                                       "not-a-net",
                                       "not-expressible",
                                       "one-person-needed",
                                       "several-nets",
                                       "too-large",
                                       "too-many-findings",
                                       "unknown-node",
                                       "unknown-rule",
                                       "unreadable",
                                       "unused-allow",
                                       "unused-baseline",
                                       "wrong-ends"};

bool is_scenario(const std::string& text) {
  return text.starts_with("scenario:");
}

/// Everything that is said of the page's model or scenario, as of files in one folder; `text` is the one in question.
Diagnostics look_at(const Page& page, const std::string& text) {
  // What is not found in a folder is looked for in the one above, which is to be empty too.
  const TempFolder above;
  const fs::path folder = above.path() / "models";
  fs::create_directory(folder);
  const std::string name = is_scenario(text) ? "scenario.yaml" : "model.yaml";
  std::vector<std::string> models;
  const auto put = [&](const std::string& file, const std::string& content) {
    console::write(folder / file, content);
    if (!is_scenario(content)) models.push_back((folder / file).string());
  };
  put(name, text);
  for (const rule_page::Block& block : page.blocks) {
    if (block.info.starts_with("yaml file=")) put(block.info.substr(10), block.text);
  }
  auto loaded = load_library(models);
  Diagnostics found = loaded.diagnostics();
  if (is_scenario(text)) {
    const ScenarioResult result = run_scenario(loaded.value_or_throw(), (folder / name).string());
    found.insert(found.end(), result.diagnostics.begin(), result.diagnostics.end());
    found.insert(found.end(), result.failures.begin(), result.failures.end());
  } else if (!has_errors(found)) {
    for (const auto& model : loaded.value_or_throw().models()) {
      const Diagnostics behaviour = verify(model, {.max_states = {}, .deep = true, .tell = {}});
      found.insert(found.end(), behaviour.begin(), behaviour.end());
    }
  }
  sort(found);
  return found;
}

/// As `full` prints it, with the names of the files alone.
std::string printed(const Diagnostics& found) {
  const std::string text = render(found, ReportFormat::full);
  static const std::regex folder(R"(/\S*/models/)");
  return std::regex_replace(text, folder, "");
}

std::string count_line(const Diagnostics& found) {
  return "\n" + summary(found) + "\n";
}

}  // namespace

TEST_CASE("each rule of the catalogue has a page, and each page a rule") {
  std::set<std::string> with_page;
  for (const Page& page : rule_page::all()) {
    INFO(page.rule);
    CHECK(find_check_rule(page.rule) != nullptr);
    with_page.insert(page.rule);
  }
  for (const CheckRule& rule : check_rules()) {
    const std::string id(rule.id);
    INFO(id);
    CHECK(with_page.contains(id));
  }
}

TEST_CASE("what a page calls wrong is found, and said as it shows; what it calls right is right") {
  std::size_t shown = 0;
  for (const Page& page : rule_page::all()) {
    if (kByCommand.contains(page.rule)) continue;
    DYNAMIC_SECTION(page.rule) {
      const rule_page::Block* plain = page.find("yaml bad");
      const rule_page::Block* bytes = page.find("yaml bad bytes");
      const rule_page::Block* says = page.find("text");
      REQUIRE((plain != nullptr) != (bytes != nullptr));
      REQUIRE(says != nullptr);
      const std::string bad = plain != nullptr ? plain->text : rule_page::with_bytes(bytes->text);
      const Diagnostics found = look_at(page, bad);
      const std::string text = printed(found);
      // Not as a message of the test: those are wrapped, and carets lose their place.
      if (text != says->text + count_line(found))
        std::cout << "--- " << page.rule << " says\n" << says->text << "--- printed\n" << text;
      CHECK((text == says->text + count_line(found)));
      REQUIRE_FALSE(found.empty());
      for (const Diagnostic& one : found) CHECK(one.rule == page.rule);

      const rule_page::Block* good = page.find("yaml good");
      const rule_page::Block* instead = page.find("yaml instead");
      REQUIRE((good != nullptr) != (instead != nullptr));
      const Diagnostics left = look_at(page, good != nullptr ? good->text : rule_page::mended(bad, instead->text));
      INFO(render(left, ReportFormat::full));
      CHECK(left.empty());
    }
    ++shown;
  }
  CHECK(shown + kByCommand.size() == check_rules().size());
}

TEST_CASE("all pages have one form") {
  for (const Page& page : rule_page::all()) {
    DYNAMIC_SECTION(page.rule) {
      CHECK(page.title == "# " + page.rule);
      REQUIRE(page.lines.size() > 4);
      CHECK(page.lines.size() <= 80);
      CHECK(page.lines[1].empty());
      CHECK_FALSE(page.lines[2].empty());
      const auto count = [&](const std::string& line) { return std::ranges::count(page.lines, line); };
      CHECK(count("Wrong:") == 1);
      CHECK(count("Right:") == 1);
      for (const rule_page::Block& block : page.blocks) {
        const bool known = block.info == "text" || block.info.starts_with("yaml file=") || block.info == "yaml bad" ||
                           block.info == "yaml bad bytes" || block.info == "yaml good" || block.info == "yaml instead" ||
                           block.info.starts_with("xml file=") || block.info == "console";
        INFO(block.info);
        CHECK(known);
        if (!block.info.starts_with("yaml file=") && !block.info.starts_with("xml file="))
          CHECK((block.info == "console") == kByCommand.contains(page.rule));
      }
    }
  }
}
