#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace itsmflow {

/// What the expressions of a model read, and what stands written out in them: what can make a difference to them, when somebody thinks a
/// case ahead.
struct Reads {
  std::vector<bool> slots;                ///< by slot of a field: some guard, computed field, table or list of items reads it …
  std::vector<bool> slots_with_outcomes;  ///< … or some guard of an outcome
  bool actor = false;                     ///< some expression reads who acts
  /// By slot: the other fields with which it is compared or reckoned, each with the next, by some expression.
  std::vector<std::vector<std::uint32_t>> tied;
  std::vector<Value> constants;  ///< each once, in the order of the model
  /// By activity that waits for a message: the values of it that some expression of the activity, or its `about`, reads.
  std::vector<std::vector<std::string>> message_keys;
};

Reads find_reads(const Model& model);

}  // namespace itsmflow
