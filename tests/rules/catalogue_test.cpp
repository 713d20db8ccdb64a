#include <itsmflow/rules.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "catch.hpp"
#include "places.hpp"
#include "rules/page.hpp"

using namespace itsmflow;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = places::source();

using Words = std::set<std::string>;

/// Texts of the sources that are written as rules are, and are none.
const Words kNoRules{"aria-pressed", "date-time",           "erase-person",     "erased-7",   "fail-on",
                     "hand-over",    "id-of-a-shared-file", "imported-process", "kebab-case", "map-row",
                     "minor-change", "model-with-uses",     "show-model",       "verify-log"};

/// What a pattern's first group finds in the sources, or in those of one room, the catalogue itself left out.
Words in_sources(const std::regex& pattern, const fs::path& room = {}) {
  Words found;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "src" / room)) {
    const fs::path& path = entry.path();
    if ((path.extension() != ".cpp" && path.extension() != ".hpp") || path.filename() == "rule_catalogue.hpp") continue;
    const std::string text = console::read(path);
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) found.insert((*at)[1]);
  }
  return found;
}

/// The rules at the ends of the headlines that tests and pages show, with their severities.
std::map<std::string, Words> in_expectations() {
  static const std::regex headline(R"(^.*: (error|warning|note): .* \[([a-z-]+)\]$)");
  std::map<std::string, Words> found;
  for (const fs::path& folder : {kRoot / "tests", kRoot / "docs" / "rules"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".expected" && entry.path().extension() != ".md") continue;
      for (const std::string& line : console::lines_of(console::read(entry.path()))) {
        std::smatch match;
        if (std::regex_match(line, match, headline)) found[match[2]].insert(match[1]);
      }
    }
  }
  return found;
}

std::string unlisted(const Words& words) {
  std::string text;
  for (const std::string& word : words) {
    if (find_check_rule(word) == nullptr) text += word + " ";
  }
  return text;
}

}  // namespace

TEST_CASE("every rule that the sources can name is in the catalogue") {
  Words kebab = in_sources(std::regex(R"re("([a-z]+[a-z0-9]*(?:-[a-z0-9]+)+)")re"));
  REQUIRE(kebab.size() > 90);
  for (const std::string& word : kNoRules) {
    INFO(word << " is in no source any more; take it out of kNoRules");
    CHECK(kebab.erase(word) == 1);
  }
  CHECK(unlisted(kebab) == "");
  // Names of one word stand where a finding is made.
  static const std::string made =
      R"re((?:findings(?:_|\(\))?\s*\.(?:error|warning|note)\(|\b(?:finding|fail|\w*fault)\(|Finder\(text\)\.at\(|\brule = )\s*)re";
  const Words given = in_sources(std::regex(made + R"re("([a-z]+(?:-[a-z]+)*)")re"));
  for (const std::string word : {"syntax", "expectation", "evaluation"}) CHECK(given.contains(word));
  CHECK(unlisted(given) == "");
}

TEST_CASE("every rule that a test or a page shows is in the catalogue, with the gravest severity of its findings") {
  const auto expected = in_expectations();
  REQUIRE(expected.size() > 100);
  for (const auto& [id, severities] : expected) {
    INFO(id);
    const CheckRule* rule = find_check_rule(id);
    REQUIRE(rule != nullptr);
    const Severity gravest = severities.contains("error")     ? Severity::error
                             : severities.contains("warning") ? Severity::warning
                                                              : Severity::note;
    CHECK(rule->severity == gravest);
  }
}

TEST_CASE("every rule of the catalogue is named by the sources") {
  const Words literals = in_sources(std::regex(R"re("([a-z]+[a-z0-9]*(?:-[a-z0-9]+)*)")re"));
  for (const CheckRule& rule : check_rules()) {
    const std::string id(rule.id);
    INFO(id);
    CHECK(literals.contains(id));
  }
}

TEST_CASE("rules that proofs find are those that need more to be known than what is written") {
  const Words proved = in_sources(std::regex(R"re("([a-z]+(?:-[a-z]+)*)")re"), "verify");
  // Roles are compared by what is written; and that something isn't known is known whenever it is said.
  const std::set<std::string> told_from_texts{"incident-and-problem-by-one-role", "problem-and-change-by-one-role", "undecided"};
  for (const CheckRule& rule : check_rules()) {
    const std::string id(rule.id);
    INFO(id);
    if (told_from_texts.contains(id))
      CHECK(rule.basis == RuleBasis::text);
    else
      CHECK(proved.contains(id) == (rule.basis != RuleBasis::text));
  }
}

TEST_CASE("rules are sorted, found by id, and say what they are about") {
  const auto rules = check_rules();
  CHECK(std::ranges::is_sorted(rules, {}, &CheckRule::id));
  for (const CheckRule& rule : rules) {
    INFO(std::string(rule.id));
    CHECK(find_check_rule(rule.id) == &rule);
    CHECK(rule.summary.size() > 10);
    CHECK_FALSE(rule.summary.ends_with('.'));
  }
  CHECK(find_check_rule("") == nullptr);
  CHECK(find_check_rule("unknown-stat") == nullptr);
  CHECK(find_check_rule("unknown-states") == nullptr);
  CHECK(find_check_rule("zzz") == nullptr);
  CHECK(find_check_rule("unknown-state")->family == RuleFamily::names);
  CHECK(find_check_rule("unused-role")->severity == Severity::warning);
}

TEST_CASE("families and presets are words that can be read back") {
  for (const RuleFamily family : rule_families()) {
    CHECK(parse_rule_family(to_string(family)) == family);
    CHECK_FALSE(about(family).empty());
  }
  for (const RulePreset preset : rule_presets()) CHECK(parse_rule_preset(to_string(preset)) == preset);
  CHECK_FALSE(parse_rule_family("Form"));
  CHECK_FALSE(parse_rule_preset(""));
  CHECK(rule_families().size() == 10);
}

TEST_CASE("no preset hides an error, and correctness leaves out advice") {
  const CheckRule error{"x", "", Severity::error, RuleFamily::adapting};
  const CheckRule note{"x", "", Severity::note, RuleFamily::adapting};
  const CheckRule advice{"x", "", Severity::warning, RuleFamily::practice};
  const CheckRule unused{"x", "", Severity::warning, RuleFamily::names};
  CHECK(has_rule(RulePreset::correctness, error));
  CHECK(has_rule(RulePreset::correctness, unused));
  CHECK_FALSE(has_rule(RulePreset::correctness, note));
  CHECK_FALSE(has_rule(RulePreset::correctness, advice));
  for (const CheckRule& rule : {error, note, advice, unused}) {
    CHECK(has_rule(RulePreset::recommended, rule));
    CHECK(has_rule(RulePreset::all, rule));
  }
}
