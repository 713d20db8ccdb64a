#pragma once

#include <itsmflow/model.hpp>

#include <string>

namespace itsmflow::lang {

/// A stretch of an ordered column in words: "10", "11 to 19", "between 10 and 20", "from 2024-01-01".
std::string stretch_words(FieldType type, const Table::Node::Cut& from, const Table::Node::Cut& to);

}  // namespace itsmflow::lang
