#pragma once

#include "semantics/state.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace itsmflow {

// What people may be thought to fill in, when a case is thought ahead: values that can make a difference to the model's expressions
// (net.reads), because they are written out there, stand beside them, or are those of a field with which it is compared or reckoned; and
// for all other fields any value.

struct Fillings {
  std::vector<Writes> ways;
  bool all = true;  ///< no more than these can make a difference, as far as values are compared with what is written out
};

/// Values that stand for all that a field may be given, by slot.
using StandingFor = std::map<std::uint32_t, std::vector<Value>>;

/// Ways to fill in what is taken, no more than `most`; the first leaves alone what needn't be given. Each has the required fields that
/// nobody has given, and maybe others. `known`: of these fields no other values are tried.
Fillings ways_to_fill(const Net& net, const CaseState& state, const std::vector<FieldRef>& required,
                      const std::vector<FieldRef>& asked, std::string_view actor, std::size_t most, const StandingFor& known = {});

/// How many items a list may have, by slot.
using ListLengths = std::map<std::uint32_t, std::size_t>;
/// Ways to fill in data again with longer lists: instead of one item that many, all alike.
void add_longer_lists(std::vector<Writes>& ways, const ListLengths& lengths);

/// Values of one field that stand for all, where it is compared with what is written out and with the other fields of a group, itself
/// among them; empty: it is compared with no other. `corners`: what is written out.
std::vector<Value> values_to_tell_apart(const Field& field, std::vector<Value> corners, const std::vector<const Field*>& group);

struct MessageValues {
  std::vector<Value> values;
  bool all = true;
};
/// What a value of a message may be; null: the message has none. Where it is known how it is read, enough for all that can come of it.
MessageValues values_for_message(const Net& net, const MessageKey& key, const CaseState& state);

}  // namespace itsmflow
