#pragma once

#include <CLI/CLI.hpp>
#include <itsmflow/engine.hpp>

#include <optional>
#include <string>
#include <vector>

namespace itsmflow::cli {

/// What a command line says of a motive.
struct MotiveWords {
  std::string motive;
  std::string because;
  std::string deviate;  ///< skip, extra or again
  std::vector<std::string> skip;
};

/// `--motive`, `--because`, `--deviate`, `--skip`.
void add_motive(CLI::App& command, MotiveWords& words);
/// The same for one who only asks, without `--because`.
void add_wish(CLI::App& command, MotiveWords& words);
/// None: there is no `--motive`, and then nothing else of it.
std::optional<Motive> motive_of(const MotiveWords& words);
/// The same of one who only asks: he may leave the motive out.
std::optional<Motive> wish_of(const MotiveWords& words);

/// How a refused step could be done all the same, and by whom else; empty: a motive would not help.
std::string deviations_text(const std::vector<DeviationOption>& options, const std::vector<std::string>& others);

/// The deviations of a case and what became of them; its outcome; each empty if there is nothing to say.
std::string deviations_text(const CaseView& view);
std::string outcome_text(const CaseView& view);

}  // namespace itsmflow::cli
