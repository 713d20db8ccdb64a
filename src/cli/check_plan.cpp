#include "cli/check_plan.hpp"

#include <fmt/format.h>
#include <itsmflow/error.hpp>

#include <filesystem>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

#include "cli/errors.hpp"
#include "cli/options.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = ".itsmflow.yaml";
constexpr const char* kOtherName = ".itsmflow.yml";

/// The path of a file as a person would write it.
std::string as_written(const fs::path& file) {
  std::error_code error;
  const fs::path near = file.lexically_relative(fs::current_path(error));
  return near.empty() || *near.begin() == ".." ? file.string() : near.string();
}

/// Whether the settings of a path lie in this folder or in one above; the path of the file as a person would write it.
std::string settings_above(const std::string& path) {
  std::error_code error;
  fs::path folder = fs::weakly_canonical(path, error);
  if (!fs::is_directory(folder, error)) folder = folder.parent_path();
  for (;; folder = folder.parent_path()) {
    const fs::path file = folder / kFile;
    const fs::path other = folder / kOtherName;
    const bool has_file = fs::is_regular_file(file, error);
    const bool has_other = fs::is_regular_file(other, error);
    if (has_file && has_other) {
      throw usage(fmt::format("there are two files of settings, {} and {}; keep one of them", as_written(file), as_written(other)));
    }
    if (has_file || has_other) return as_written(has_file ? file : other);
    if (folder == folder.parent_path()) return {};
  }
}

std::string settings_of(const std::vector<std::string>& paths) {
  std::string found;
  for (const std::string& path : paths) {
    const std::string other = settings_above(path);
    if (&path != &paths.front() && other != found) {
      const auto words = [](const std::string& file) { return file.empty() ? "no settings" : "the settings " + file; };
      throw usage(fmt::format("{} has {}, and {} has {}; check them one at a time, or say which with --settings", paths.front(),
                              words(found), path, words(other)));
    }
    found = other;
  }
  return found;
}

void require_rules(const std::vector<std::string>& words, const char* option) {
  for (const std::string& word : words) {
    if (names_rules(word)) continue;
    const auto meant = nearest_rule(word);
    throw usage(fmt::format("{}: there is no rule and no family '{}'; {}", option, word,
                            meant ? fmt::format("did you mean '{}'?", *meant)
                                  : std::string("name the rule that stands in brackets behind a finding, or its family")));
  }
}

Severity severity_of(const std::string& word) {
  if (word == "note") return Severity::note;
  return word == "warning" ? Severity::warning : Severity::error;
}

std::vector<std::string> preset_words() {
  std::vector<std::string> words;
  for (const RulePreset preset : rule_presets()) words.emplace_back(to_string(preset));
  return words;
}

void add_faults(CheckPlan& plan, const Diagnostics& more) {
  plan.faults.insert(plan.faults.end(), more.begin(), more.end());
}

void read_settings(CheckPlan& plan, const std::string& path) {
  auto loaded = read_check_settings(path);
  plan.files.push_back(path);
  add_faults(plan, loaded.diagnostics());
  if (loaded) plan.settings = std::move(loaded).value_or_throw();
}

void read_known(CheckPlan& plan, const std::string& path) {
  plan.files.push_back(path);
  try {
    auto loaded = read_baseline(path);
    add_faults(plan, loaded.diagnostics());
    if (loaded) plan.baseline = std::move(loaded).value_or_throw();
  } catch (const NotFound& error) {
    throw Failure(Exit::trouble, "not_found", fmt::format("{}; make it with --write-baseline {}", error.what(), path));
  }
}

}  // namespace

void add_check_words(CLI::App& command, CheckWords& words) {
  command.add_option("--preset", words.preset, "which rules are looked at; otherwise correctness")
      ->type_name("WHAT")
      ->check(one_of(preset_words()));
  command.add_option("--only", words.only, "just this rule or family; may be given again")
      ->type_name("RULE")
      ->allow_extra_args(false);
  command.add_option("--without", words.without, "not this rule or family; may be given again")
      ->type_name("RULE")
      ->allow_extra_args(false);
  command.add_option("--fail-on", words.fail_on, "the least finding that ends it with 1; otherwise error")
      ->type_name("WHAT")
      ->check(one_of({"error", "warning", "note"}));
  command.add_option("--settings", words.settings, "the file of settings, instead of the one above the models")->type_name("FILE");
  command.add_option("--baseline", words.baseline, "findings that are known; they are not shown")->type_name("FILE");
}

CheckPlan plan_check(const CheckWords& words, const std::vector<std::string>& paths, UseBaseline use) {
  CheckPlan plan;
  const std::string file = words.settings.empty() ? settings_of(paths) : words.settings;
  if (!file.empty()) read_settings(plan, file);
  require_rules(words.only, "--only");
  require_rules(words.without, "--without");
  if (!words.preset.empty()) plan.settings.preset = parse_rule_preset(words.preset);
  plan.settings.only = words.only;
  plan.settings.without.insert(plan.settings.without.end(), words.without.begin(), words.without.end());
  if (!words.fail_on.empty()) plan.settings.fail_on = severity_of(words.fail_on);
  if (!words.baseline.empty()) plan.settings.baseline = words.baseline;
  if (use == UseBaseline::yes && plan.settings.baseline) read_known(plan, *plan.settings.baseline);
  return plan;
}

}  // namespace itsmflow::cli
