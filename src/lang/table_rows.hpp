#pragma once

#include "lang/context.hpp"
#include "lang/mapping.hpp"

#include <itsmflow/model.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow::lang {

/// A column as the rows of its table are read by it.
struct ColumnType {
  std::string path;  ///< "incident.impact", "rfc.state"
  Field field;       ///< of a state an enum of the states
  bool ordered = false;
  bool open = false;  ///< a text: nobody can list all its values
};

/// Rows as they are written: for each value of one column what follows, or the value of the target.
struct TableRow {
  using Stretch = std::pair<Table::Node::Cut, Table::Node::Cut>;  ///< from the one to before the other

  const source::Node* key = nullptr;
  TableCell cell;
  std::vector<Stretch> stretches;               ///< of an ordered column
  std::vector<std::string> words;               ///< of any other
  std::vector<std::unique_ptr<TableRow>> rows;  ///< of the next column; none: this is a line's end
  Value value;
  Span value_span;
  mutable bool reached = false;

  bool is_end() const noexcept { return rows.empty(); }
};

inline constexpr Table::Node::Cut kFirstCut{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int32_t>::min(),
                                            false};
inline constexpr Table::Node::Cut kLastCut{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int32_t>::max(),
                                           true};

/// The rows of a table as those of one that has no cell itself; null where one of them can't be read, which has been said.
std::unique_ptr<TableRow> read_table_rows(Context& context, const source::Node& key, const source::Node& rows, const Table& table,
                                          const std::vector<ColumnType>& columns);

/// Compiles rows into the lines and nodes of the table, and says what they leave out, say twice, or say for nothing.
void compile_table(Context& context, Table& table, const std::vector<ColumnType>& columns, const TableRow& root);

}  // namespace itsmflow::lang
