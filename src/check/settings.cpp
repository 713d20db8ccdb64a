#include <itsmflow/check.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/text_distance.hpp"
#include "check/mapping_file.hpp"

namespace itsmflow {
namespace check {
namespace {

using source::Node;

void read_preset(MappingFile& file, CheckSettings& settings) {
  const Node* node = file.find("preset");
  if (node == nullptr) return;
  const std::string word = file.text_of(*node, "preset");
  settings.preset = parse_rule_preset(word);
  if (settings.preset || word.empty()) return;
  std::vector<std::string> words;
  for (const RulePreset one : rule_presets()) words.emplace_back(to_string(one));
  suggest(file.error("bad-setting", "there is no preset '" + word + "'", node->span), word, words,
          "the presets are " + enumerate(words));
}

void read_fail_on(MappingFile& file, CheckSettings& settings) {
  const Node* node = file.find("fail-on");
  if (node == nullptr) return;
  const std::string word = file.text_of(*node, "fail-on");
  if (word == "error") settings.fail_on = Severity::error;
  if (word == "warning") settings.fail_on = Severity::warning;
  if (word == "note") settings.fail_on = Severity::note;
  if (settings.fail_on || word.empty()) return;
  suggest(file.error("bad-setting", "'fail-on' can't be '" + word + "'", node->span), word, {"error", "warning", "note"},
          "write error, warning or note");
}

void read_without(MappingFile& file, CheckSettings& settings) {
  const Node* node = file.find("without");
  if (node == nullptr) return;
  const std::vector<const Node*> items = node->kind == Node::Kind::sequence ? node->items : std::vector<const Node*>{node};
  for (const Node* item : items) {
    const std::string word = file.text_of(*item, "without");
    if (word.empty()) continue;
    if (names_rules(word)) {
      settings.without.push_back(word);
      continue;
    }
    const auto meant = nearest_rule(word);
    file.error("unknown-rule", "there is no rule and no family '" + word + "'", item->span,
               meant ? "did you mean '" + *meant + "'?" : "name the rule that stands in brackets behind a finding, or its family");
  }
}

void read_baseline_path(MappingFile& file, CheckSettings& settings, const std::string& path) {
  const Node* node = file.find("baseline");
  if (node == nullptr) return;
  const std::string name = file.text_of(*node, "baseline");
  if (name.empty()) return;
  settings.baseline = (std::filesystem::path(path).parent_path() / name).lexically_normal().string();
}

}  // namespace
}  // namespace check

Loaded<CheckSettings> read_check_settings(const std::string& path) {
  check::MappingFile file(path, "the settings", {"preset", "without", "fail-on", "baseline"});
  CheckSettings settings;
  check::read_preset(file, settings);
  check::read_without(file, settings);
  check::read_fail_on(file, settings);
  check::read_baseline_path(file, settings, path);
  return {std::move(settings), file.take()};
}

}  // namespace itsmflow
