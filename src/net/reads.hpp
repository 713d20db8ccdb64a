#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// How one value of a message is read.
struct MessageKey {
  std::string name;
  std::optional<std::uint32_t>
      equals;                    ///< it must be equal to this slot, a field's or the case's number, or the message isn't taken
  std::optional<FieldRef> into;  ///< it is written into this field
  std::vector<Value> compared;   ///< with what it is compared
  bool is_known = true;          ///< it is read in no other way
};

/// What the expressions of a model read, and what stands written out in them: what can make a difference to them, when somebody thinks a
/// case ahead.
struct Reads {
  std::vector<bool> slots;                ///< by slot of a field: some guard, computed field, table or list of items reads it …
  std::vector<bool> slots_with_outcomes;  ///< … or some guard of an outcome
  bool actor = false;                     ///< some expression reads who acts
  /// Slots of fields that are compared or reckoned with each other, each with the next, by some expression; and by slot the number of its
  /// group.
  std::vector<std::vector<std::uint32_t>> groups;
  std::vector<std::uint32_t> group_of;
  std::vector<Value> constants;  ///< each once, in the order of the model
  /// By activity that waits for a message: the values of it that some expression of the activity, or its `about`, reads.
  std::vector<std::vector<MessageKey>> message_keys;
  bool messages_are_known = true;  ///< of none of them it is unknown how it is read

  /// Of none of those that the expression reads; `message`: the slot of messages.
  bool knows_message_of(const Expression& expression, std::uint32_t message) const;
};

Reads find_reads(const Model& model);

}  // namespace itsmflow
