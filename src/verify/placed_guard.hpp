#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace itsmflow {

/// A guard of a model, and where it stands.
struct PlacedGuard {
  enum class Of { activity, result, part, row, branch, outcome };
  Of of = Of::activity;
  const Guard* guard = nullptr;
  std::uint32_t activity = 0;  ///< of an activity, a result and a part
  std::uint32_t index = 0;     ///< of the result, the part, the outcome, the row; of a branch: of its row
  std::string owner;           ///< "'decide.refused'", "the row to 'approve'"
};

/// All but those that messages are chosen by, in the order of the model's lists. The model must outlive them.
std::vector<PlacedGuard> guards_of(const Model& model);

/// "the row to 'approve'", "the row to 'end'".
std::string words_of_row(const Model& model, const Row& row);

}  // namespace itsmflow
