#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

// Fields by their places in the data of a case, and those that activities take.

/// The field of a slot, without a place in the text; none: no field has it.
std::optional<FieldRef> field_of_slot(const Model& model, std::uint32_t slot);
/// "rfc.summary"; empty: no field has the slot.
std::string path_of_slot(const Model& model, std::uint32_t slot);

/// One of the fields has the slot.
bool has_slot(const std::vector<FieldRef>& fields, std::uint32_t slot);

/// The fields that an activity takes when it ends with a result, required ones before those asked for; with none, with any.
std::vector<FieldRef> taken_fields(const Activity& activity, std::optional<std::uint32_t> result);

/// By slot: somebody must have given the field before, where who ends an activity (the engine, a message, time) brings no data and it is
/// required.
std::vector<bool> slots_to_be_given(const Model& model);

}  // namespace itsmflow
