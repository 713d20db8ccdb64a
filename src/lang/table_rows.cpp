#include "lang/table_rows.hpp"

#include "lang/field_values.hpp"
#include "lang/scalars.hpp"
#include "lang/types.hpp"
#include "model/table.hpp"

#include <algorithm>
#include <string_view>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::string_view kDots = "..";

/// A stretch of a key's text.
struct Piece {
  std::string_view text;
  std::size_t begin = 0;
};

Piece trimmed(std::string_view whole, std::size_t begin, std::size_t end) {
  while (begin < end && (whole[begin] == ' ' || whole[begin] == '\t' || whole[begin] == '\n')) ++begin;
  while (end > begin && (whole[end - 1] == ' ' || whole[end - 1] == '\t' || whole[end - 1] == '\n')) --end;
  return {whole.substr(begin, end - begin), begin};
}

std::vector<Piece> alternatives(std::string_view text) {
  std::vector<Piece> pieces;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    pieces.push_back(trimmed(text, begin, end));
    if (end == text.size()) return pieces;
    begin = end + 1;
  }
}

bool is_rest(std::string_view text) {
  return text == "any" || text == "otherwise";
}

class RowReader {
 public:
  RowReader(Context& context, const Table& table, const std::vector<ColumnType>& columns)
      : context_(context),
        name_("table " + quoted(table.id)),
        columns_(columns),
        target_(context.model.field(table.target)),
        target_path_(context.model.path(table.target)),
        target_typed_(context.slot_typed[table.target.slot]) {}

  std::vector<std::unique_ptr<TableRow>> read(const Node& node, std::size_t column) {
    std::vector<std::unique_ptr<TableRow>> rows;
    if (node.entries.empty()) {
      report_empty(context_, node, "a row of " + name_, "write `{VALUE: VALUE}`");
      good_ = false;
    }
    for (const Node::Entry& entry : node.entries) {
      auto row = std::make_unique<TableRow>();
      row->key = &origin(*entry.key);
      good_ = read_key(*row, columns_[column]) && good_;
      good_ = read_content(*row, *entry.value, column) && good_;
      rows.push_back(std::move(row));
    }
    return rows;
  }

  bool good() const noexcept { return good_; }

 private:
  bool read_content(TableRow& row, const Node& alias, std::size_t column) {
    const Node& node = origin(alias);
    if (is_judged(node)) return false;
    if (node.kind == Node::Kind::mapping && column + 1 < columns_.size()) {
      row.rows = read(node, column + 1);
      return true;
    }
    row.value_span = node.span;
    if (is_text(node)) return read_end(row, alias);
    const std::string must_be = column + 1 < columns_.size() ? "a value or a mapping" : "a value";
    const bool columns_lack = node.kind == Node::Kind::mapping;
    report_shape(context_, node, "what " + name_ + " says", must_be,
                 columns_lack ? "name in `by` a column for each depth of `rows`" : "write `VALUE: VALUE`");
    return false;
  }

  bool read_end(TableRow& row, const Node& node) {
    if (!target_typed_) return false;
    const auto value = read_plain_value(context_, node, target_, "bad-value", "what " + name_ + " says");
    if (!value) return false;
    FieldValue accepted = accept_value(target_, *value);
    if (accepted.value) {
      row.value = *std::move(accepted.value);
      return true;
    }
    context_.findings.error("bad-value", row.value_span, "field " + quoted(target_path_) + " " + accepted.problem);
    return false;
  }

  bool read_key(TableRow& row, const ColumnType& column) {
    const Node& key = *row.key;
    if (is_judged(key)) return false;
    const FieldType type = column.field.type;
    const bool reads_alike = type == FieldType::integer || type == FieldType::number || type == FieldType::boolean ||
                             type == FieldType::date || type == FieldType::datetime;
    const std::string text = reads_alike ? key.text : read_words(context_, key);
    const bool is_value =
        !column.ordered && !column.open && std::ranges::find(column.field.choices, text) != column.field.choices.end();
    if (is_rest(text) && !is_value) {
      row.cell.rest = true;
      return true;
    }
    bool good = true;
    const auto pieces = is_value ? std::vector<Piece>{{text, 0}} : alternatives(text);
    for (const Piece& piece : pieces) {
      good = (column.ordered ? read_range(row, column, piece) : read_word(row, column, piece)) && good;
    }
    return good;
  }

  Finding report(const TableRow& row, const Piece& piece, std::string message) {
    return context_.findings.error("bad-value", row.key->part(piece.begin, piece.begin + piece.text.size()), std::move(message));
  }

  bool read_word(TableRow& row, const ColumnType& column, const Piece& piece) {
    const auto& choices = column.field.choices;
    if (piece.text.empty() || (!column.open && std::ranges::find(choices, piece.text) == choices.end())) {
      if (!column.open && choices.empty()) return false;  // its values could not be read
      Finding finding = report(row, piece, name_ + " names unknown value " + quoted(piece.text) + " of " + quoted(column.path));
      if (!column.open) finding.label("the values are " + listed(choices)).suggest(piece.text, choices);
      return false;
    }
    row.cell.values.push_back({Value(piece.text), Value(piece.text), true});
    row.words.emplace_back(piece.text);
    return true;
  }

  bool read_range(TableRow& row, const ColumnType& column, const Piece& piece) {
    const std::size_t dots = piece.text.find(kDots);
    if (dots == std::string_view::npos) {
      const auto value = read_limit(row, column, piece);
      return value && add(row, column, piece, {value, value, true});
    }
    std::size_t behind = dots + kDots.size();
    const bool included = behind >= piece.text.size() || piece.text[behind] != '<';
    if (!included) ++behind;
    const auto part = [&](std::size_t begin, std::size_t end) {
      Piece found = trimmed(piece.text, begin, end);
      found.begin += piece.begin;
      return found;
    };
    const Piece low = part(0, dots);
    const Piece high = part(behind, piece.text.size());
    if (high.text.empty() && (low.text.empty() || !included)) {
      report(row, piece, quoted(piece.text) + " has no end")
          .help("write `1..10`, `..10`, `10..` or `10..<20`; `otherwise` is all the rest");
      return false;
    }
    ValueRange range;
    range.high_included = included;
    if (!low.text.empty() && !(range.low = read_limit(row, column, low))) return false;
    if (!high.text.empty() && !(range.high = read_limit(row, column, high))) return false;
    return add(row, column, piece, std::move(range));
  }

  std::optional<Value> read_limit(TableRow& row, const ColumnType& column, const Piece& piece) {
    Field unlimited = column.field;
    unlimited.min.reset();
    unlimited.max.reset();
    const FieldValue value = parse_value(unlimited, piece.text);
    if (value.value && !value.value->is_null()) return value.value;
    report(row, piece,
           name_ + " names " + quoted(piece.text) + " as a value of " + quoted(column.path) + ", which takes " +
               describe_type(unlimited))
        .help("write a value, a range such as `1..10`, or `otherwise`");
    return std::nullopt;
  }

  bool add(TableRow& row, const ColumnType& column, const Piece& piece, ValueRange range) {
    const FieldType type = column.field.type;
    const auto low = range.low ? cut_at(type, *range.low) : kFirstCut;
    const auto high = range.high ? cut_at(type, *range.high, range.high_included) : kLastCut;
    if (!(low < high)) {
      report(row, piece, quoted(piece.text) + " holds nothing: it ends before it begins").help("write the smaller value first");
      return false;
    }
    row.stretches.emplace_back(low, high);
    row.cell.values.push_back(std::move(range));
    return true;
  }

  Context& context_;
  std::string name_;
  const std::vector<ColumnType>& columns_;
  const Field& target_;
  std::string target_path_;
  bool target_typed_;
  bool good_ = true;
};

}  // namespace

std::unique_ptr<TableRow> read_table_rows(Context& context, const Node& key, const Node& rows, const Table& table,
                                          const std::vector<ColumnType>& columns) {
  RowReader reader(context, table, columns);
  auto root = std::make_unique<TableRow>();
  root->key = &origin(key);
  root->rows = reader.read(origin(rows), 0);
  return reader.good() ? std::move(root) : nullptr;
}

}  // namespace itsmflow::lang
