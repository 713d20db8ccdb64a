#pragma once

#include "generator.hpp"
#include "pair.hpp"

namespace itsmflow::oracle {

constexpr int kSteps = 12;  ///< of a walk, where nobody says otherwise

/// Every blunder but none.
extern const std::vector<Blunder> kBlunders;

/// What a run of some thousand models must have come across, by the features that it draws: kinds and names of the coverage.
std::vector<std::pair<std::string, std::string>> expected_coverage(const Features& features);

/// A model, what is done with it, and what the engine and the twin then disagree about (empty: nothing).
struct Found {
  Model model;
  std::vector<Doing> doings{};
  std::string disagreement{};
  std::string refusal{};  ///< why the loader refuses the model, if it does
};

/// Draws a model and walks through a case of it at random.
Found walk(std::uint64_t seed, int steps, const Features& features, Blunder blunder, Coverage& coverage);

/// Does the same again; what they disagree about, if anything.
std::string replay(const Model& model, const std::vector<Doing>& doings, Blunder blunder);

/// Leaves out of a model and its walk whatever can be left out so that they still disagree.
Found shrink(const Found& found, Blunder blunder);

/// For people: the model, the persons, what was done, and what the two said.
std::string to_string(const Found& found);

}  // namespace itsmflow::oracle
