#pragma once

#include "lang/context.hpp"
#include "lang/mapping.hpp"

#include <functional>
#include <optional>
#include <string>

namespace itsmflow::lang {

/// Reads a value that is no list and no record. `path`: "rfc.address.no". None: it has said what is wrong.
using LeafReader = std::function<std::optional<Value>(const source::Node& node, const Field& field, const std::string& path)>;

/// What is written as the value of a field, lists and records piece by piece, each as `leaf` reads it; it may still be one that the field
/// does not take. `what`: "the default of"; followed by the path.
std::optional<Value> read_value_tree(Context& context, const source::Node& node, const Field& field, const std::string& path,
                                     const std::string& what, const LeafReader& leaf);

/// A single value in the text of a model, of the type of a field, whatever its limits. `whose`: "the default of field 'rfc.risk'".
std::optional<Value> read_plain_value(Context& context, const source::Node& node, const Field& field, std::string_view rule,
                                      const std::string& whose);

}  // namespace itsmflow::lang
