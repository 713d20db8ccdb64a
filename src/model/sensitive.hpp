#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <string_view>

namespace itsmflow {

// Fields whose values are kept out of what people read: Field::sensitive.

/// The slot of an expression holds what is sensitive: a field's, or the elements of an object that has such fields.
bool is_sensitive(const Model& model, std::uint32_t slot);
/// The field that a path leads to, or into: "rfc.address.no". Not one that there isn't.
bool is_sensitive(const Model& model, std::string_view path);
bool reads_sensitive(const Model& model, const Expression& expression);
/// What a message of this name says comes into a sensitive field, or is compared with one.
bool is_sensitive_message(const Model& model, std::string_view name);

}  // namespace itsmflow
