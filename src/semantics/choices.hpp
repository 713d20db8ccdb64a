#pragma once

#include "semantics/state.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// What people may be thought to fill in, when a case is thought ahead: values that can make a difference to the model's expressions,
/// because they are written out there, stand beside them, or are in the case; and for all other fields any value.
class Choices {
 public:
  explicit Choices(const Net& net);

  /// Some guard, computed field, table or list of items reads it.
  bool is_read(std::uint32_t slot) const { return read_[slot]; }
  /// Some expression reads who acts.
  bool reads_actor() const { return reads_actor_; }
  /// Some expression of an activity that waits for a message, or its `about`, reads these of the message's values.
  std::vector<std::string> message_keys(std::uint32_t activity) const;

  /// Ways to fill in what is taken, no more than `most`; the first leaves alone what needn't be given. Each has the required fields that
  /// nobody has given, and maybe others.
  std::vector<Writes> ways_to_fill(const CaseState& state, const std::vector<FieldRef>& required,
                                   const std::vector<FieldRef>& asked, std::string_view actor, std::size_t most) const;
  /// What a value of a message may be.
  std::vector<Value> values_for_message(const CaseState& state) const;

 private:
  void read(const Expression& expression);
  void read(const Effects& effects);
  void read_tables();
  void read_activity(const Activity& activity);
  std::vector<Value> values_for(const Field& field, const CaseState& state, std::string_view actor) const;

  const Net& net_;
  std::vector<bool> read_;  ///< by slot of a field
  bool reads_actor_ = false;
  std::vector<Value> constants_;
};

}  // namespace itsmflow
