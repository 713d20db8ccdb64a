#pragma once

#include <CLI/CLI.hpp>
#include <itsmflow/check.hpp>

#include <optional>
#include <string>
#include <vector>

namespace itsmflow::cli {

/// What the command line says about which findings count; empty where it says nothing.
struct CheckWords {
  std::string preset;
  std::vector<std::string> only;
  std::vector<std::string> without;
  std::string fail_on;
  std::string settings;
  std::string baseline;
};

void add_check_words(CLI::App& command, CheckWords& words);

/// What holds for one run: the settings of the models' file, with what the command line says instead.
struct CheckPlan {
  CheckSettings settings;
  Baseline baseline;
  Diagnostics faults;              ///< what is wrong with the files of settings and baseline
  std::vector<std::string> files;  ///< that were read for it

  Severity limit() const { return settings.fail_on.value_or(Severity::error); }
};

enum class UseBaseline { yes, no };

/// Throws a Failure where a word names no rule, a file can't be read, or the paths belong to different settings.
CheckPlan plan_check(const CheckWords& words, const std::vector<std::string>& paths, UseBaseline use);

}  // namespace itsmflow::cli
