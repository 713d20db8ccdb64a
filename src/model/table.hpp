#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <optional>

namespace itsmflow {

/// Whether the values of a type have an order that tables can cut into stretches.
bool is_ordered(FieldType type) noexcept;

/// The place before a value of an ordered type, or behind it. Whole numbers, days and times of day have neighbours: behind one is before the
/// next, so that `..9` and `10..` leave nothing between them. False and true are ordered too.
Table::Node::Cut cut_at(FieldType type, const Value& value, bool behind = false);

/// The type of what a column reads; of a state `enumeration`.
FieldType column_type(const Model& model, const TableColumn& column);

/// What a table says.
struct TableAnswer {
  const Value* value = nullptr;           ///< null: nothing
  const TableColumn* unfilled = nullptr;  ///< what it would have needed
};
TableAnswer decide(const Model& model, const Table& table, const ExprActivation& data);

}  // namespace itsmflow
