// Rows into nodes. The values of a column that no row tells apart go together; for each such group the rows that speak of it are followed into
// the next column. Where none does there is a gap; where several end at once they overlap.

#include "lang/scalars.hpp"
#include "lang/table_rows.hpp"
#include "lang/table_words.hpp"
#include "lang/types.hpp"
#include "model/table.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow::lang {
namespace {

using Cut = Table::Node::Cut;
using Rows = std::vector<const TableRow*>;

/// More than anybody draws; what overlaps everywhere would take for ever.
constexpr std::size_t kMaxWork = 1'000'000;

class Compiler {
 public:
  Compiler(Context& context, Table& table, const std::vector<ColumnType>& columns)
      : context_(context), table_(table), columns_(columns), name_("table " + quoted(table.id)) {}

  void run(const TableRow& root) {
    root.reached = true;
    follow(0, {&root});
    if (too_large_) {
      context_.findings.error("too-large", table_.span, name_ + " has too many rows that speak of the same")
          .help("divide it into several tables");
      return;
    }
    say_overlaps();
    say_unreached(root, 0);
  }

 private:
  /// The values of a column that are treated alike, and the rows that speak of them, as written.
  struct Group {
    std::string words;  ///< for people
    Cut from;           ///< of an ordered column
    Cut to;
    std::size_t place = 0;  ///< among the words or stretches of the node
    bool can_be = true;
    Rows rows;
  };

  /// Two rows that end for the same values.
  struct Overlap {
    const TableRow* first = nullptr;
    std::string where;
    bool same = false;
  };

  /// What follows where `rows` are those that count: a node, a value, or nothing.
  std::uint32_t follow(std::size_t column, const Rows& rows) {
    const bool ends = std::ranges::all_of(rows, [](const TableRow* row) { return row->is_end(); });
    if (ends) return end(rows);
    if (const auto known = known_.find(rows); known != known_.end()) return known->second;
    const auto index = static_cast<std::uint32_t>(table_.nodes.size());
    known_.emplace(rows, index);
    table_.nodes.emplace_back();
    Table::Node node;
    node.column = static_cast<std::uint32_t>(column);
    std::vector<Group> groups = columns_[column].ordered ? stretches(column, rows, node) : words(column, rows, node);
    say_gaps(column, rows, groups);
    node.next.assign(groups.size(), Table::Node::kNothing);
    for (const Group& group : groups) {
      if (group.rows.empty() || too_large_) continue;
      path_.push_back(columns_[column].path + " " + group.words);
      node.next[group.place] = follow(column + 1, group.rows);
      path_.pop_back();
    }
    table_.nodes[index] = std::move(node);
    return index;
  }

  std::uint32_t end(const Rows& rows) {
    for (std::size_t i = 1; i < rows.size(); ++i) note_overlap(*rows[0], *rows[i]);
    const auto [place, fresh] = values_.emplace(rows[0], static_cast<std::uint32_t>(table_.values.size()));
    if (fresh) table_.values.push_back(rows[0]->value);
    return Table::Node::kValue + place->second;
  }

  std::vector<Group> stretches(std::size_t column, const Rows& rows, Table::Node& node) {
    const Field& field = columns_[column].field;
    Cut low = field.min ? cut_at(field.type, *field.min) : kFirstCut;
    Cut high = field.max ? cut_at(field.type, *field.max, true) : kLastCut;
    if (field.type == FieldType::boolean) {
      low = cut_at(field.type, Value(false));
      high = cut_at(field.type, Value(true), true);
    }
    std::vector<Cut>& cuts = node.cuts;
    cuts = {low, high};
    for (const TableRow* row : rows)
      for (const auto& each : row->rows)
        for (const auto& [from, to] : each->stretches) cuts.insert(cuts.end(), {from, to});
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::erase(cuts, kFirstCut);
    std::erase(cuts, kLastCut);
    std::vector<Group> groups(cuts.size() + 1);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      groups[i].from = i == 0 ? kFirstCut : cuts[i - 1];
      groups[i].to = i == cuts.size() ? kLastCut : cuts[i];
      groups[i].place = i;
      groups[i].can_be = groups[i].from < high && low < groups[i].to;
      groups[i].words = stretch_words(field.type, groups[i].from, groups[i].to);
    }
    const auto group_at = [&](const Cut& cut) {  // the first that begins there
      return static_cast<std::size_t>(std::ranges::lower_bound(cuts, cut) - cuts.begin()) + (cut == kFirstCut ? 0 : 1);
    };
    gather(rows, groups, [&](const TableRow& row, const auto& take) {
      for (const auto& [from, to] : row.stretches) {
        const std::size_t last = to == kLastCut ? groups.size() : group_at(to);
        for (std::size_t i = group_at(from); i < last; ++i) take(i);
      }
    });
    return groups;
  }

  std::vector<Group> words(std::size_t column, const Rows& rows, Table::Node& node) {
    const ColumnType& type = columns_[column];
    node.words = type.field.choices;
    if (type.open)
      for (const TableRow* row : rows)
        for (const auto& each : row->rows) node.words.insert(node.words.end(), each->words.begin(), each->words.end());
    std::ranges::sort(node.words);
    node.words.erase(std::unique(node.words.begin(), node.words.end()), node.words.end());
    std::vector<Group> groups(node.words.size() + 1);
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i].place = i;
    for (std::size_t i = 0; i < node.words.size(); ++i) groups[i].words = node.words[i];
    groups.back().words = "any other";
    groups.back().can_be = type.open;
    gather(rows, groups, [&](const TableRow& row, const auto& take) {
      for (const std::string& word : row.words)
        take(static_cast<std::size_t>(std::ranges::lower_bound(node.words, word) - node.words.begin()));
    });
    // People think of values in the order in which they are declared; a word that isn't stands behind them.
    std::ranges::stable_sort(groups, {}, [&](const Group& group) { return std::ranges::find(type.field.choices, group.words); });
    return groups;
  }

  /// Gives each group the rows that speak of it. `places(row, take)` calls take(i) for each group of a row's cell.
  template <class Places>
  void gather(const Rows& rows, std::vector<Group>& groups, const Places& places) {
    for (const TableRow* above : rows) {
      std::vector<bool> spoken(groups.size(), false);
      const auto give = [&](std::size_t i, const TableRow& row) {
        spoken[i] = true;
        if (!groups[i].can_be || ++work_ > kMaxWork) return;
        if (!groups[i].rows.empty() && groups[i].rows.back() == &row) return;  // `a | a`
        row.reached = true;
        groups[i].rows.push_back(&row);
      };
      if (above->is_end())
        for (std::size_t i = 0; i < groups.size(); ++i) give(i, *above);
      const TableRow* rest = nullptr;
      for (const auto& row : above->rows) {
        if (row->cell.rest && rest == nullptr) rest = row.get();
        places(*row, [&](std::size_t i) { give(i, *row); });
      }
      if (rest == nullptr) continue;
      const std::vector<bool> before = spoken;
      for (std::size_t i = 0; i < groups.size(); ++i)
        if (!before[i]) give(i, *rest);
    }
    too_large_ = too_large_ || work_ > kMaxWork;
  }

  std::string so_far() const {
    std::string text;
    for (const std::string& part : path_) text += (text.empty() ? "" : " with ") + part;
    return text;
  }

  void say_gaps(std::size_t column, const Rows& rows, const std::vector<Group>& groups) {
    if (too_large_) return;
    const ColumnType& type = columns_[column];
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (!groups[i].rows.empty() || !groups[i].can_be) continue;
      const std::size_t first = i;
      while (type.ordered && i + 1 < groups.size() && groups[i + 1].rows.empty() && groups[i + 1].can_be) ++i;
      missing.push_back(type.ordered ? stretch_words(type.field.type, groups[first].from, groups[i].to) : groups[i].words);
    }
    if (missing.empty()) return;
    const std::string before = so_far();
    context_.findings
        .warning("table-gap", rows.front()->key->span,
                 name_ + " says nothing for " + (before.empty() ? "" : before + " with ") + type.path + " " + listed(missing))
        .help("add what is missing, or `otherwise: VALUE` for all the rest; until then " +
              quoted(context_.model.path(table_.target)) + " is not filled there");
  }

  /// One of them is told of each row: that it contradicts another rather than that it says the same.
  void note_overlap(const TableRow& first, const TableRow& other) {
    const bool same = first.value == other.value;
    const auto [known, fresh] = overlaps_.emplace(&other, Overlap{&first, {}, same});
    if (!fresh && (same || !known->second.same)) return;
    known->second = {&first, so_far(), same};
  }

  void say_overlaps() {
    for (const auto& [other, overlap] : overlaps_) {
      const std::string values = in_words(overlap.first->value) + " and " + in_words(other->value);
      Finding finding = overlap.same ? context_.findings.warning("table-overlap", other->value_span,
                                                                 name_ + " says the same twice for " + overlap.where)
                                     : context_.findings.error("table-overlap", other->value_span,
                                                               name_ + " says two things for " + overlap.where + ": " + values);
      finding.related(overlap.first->value_span, "said here first").help("let each combination stand in one row");
    }
  }

  void say_unreached(const TableRow& above, std::size_t column) {
    for (const auto& row : above.rows) {
      if (row->reached) {
        say_unreached(*row, column + 1);
        continue;
      }
      const std::string text = quoted(row->key->text);
      const std::string why = row->cell.rest ? "nothing is left for " + text + " in " + name_
                                             : text + " in " + name_ + " can never be: " + quoted(columns_[column].path) +
                                                   " takes " + describe_type(columns_[column].field);
      context_.findings.warning("table-unreachable", row->key->span, why).help("take it out");
    }
  }

  Context& context_;
  Table& table_;
  const std::vector<ColumnType>& columns_;
  std::string name_;
  std::map<Rows, std::uint32_t> known_;
  std::map<const TableRow*, std::uint32_t> values_;
  std::map<const TableRow*, Overlap> overlaps_;  ///< by the later row
  std::vector<std::string> path_;
  std::size_t work_ = 0;
  bool too_large_ = false;
};

void add_lines(Table& table, const TableRow& above, std::vector<TableCell>& cells) {
  for (const auto& row : above.rows) {
    cells.push_back(row->cell);
    if (row->is_end()) {
      table.lines.push_back({cells, row->value, row->value_span});
    } else {
      add_lines(table, *row, cells);
    }
    cells.pop_back();
  }
}

}  // namespace

void compile_table(Context& context, Table& table, const std::vector<ColumnType>& columns, const TableRow& root) {
  std::vector<TableCell> cells;
  add_lines(table, root, cells);
  Compiler(context, table, columns).run(root);
}

}  // namespace itsmflow::lang
