#include <itsmflow/model.hpp>

#include "catch.hpp"
#include "lang/loading.hpp"
#include "model/table.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace itsmflow;

namespace {

/// Values by path.
class Given final : public ExprActivation {
 public:
  Given(const Model& model, const Data& data) {
    for (const auto& [path, value] : data) {
      if (path == "ticket.state") {
        values_[state_slot(model, *model.find_object("ticket"))] = value;
      } else {
        values_[model.find_field(path).value().slot] = value;
      }
    }
  }
  const Value& slot(std::uint32_t index) const override {
    const auto found = values_.find(index);
    return found == values_.end() ? null_ : found->second;
  }

 private:
  std::map<std::uint32_t, Value> values_;
  Value null_;
};

const std::string kHead = R"(itsmflow: 1
process: ticket
version: 1.0.0
case: ticket
roles: {agent: Agent}
objects:
  ticket:
    states: [new, closed]
    final: [closed]
    fields:
      impact: [department, service, person]
      urgency: [critical, high, medium, low]
      vip: bool
      hours: int
      cost: number
      group: string
      day: date
      begins: time
      at: datetime
      lasts: duration
      answer: int
activities:
  close: {role: agent, moves: {ticket: new -> closed}}
)";

Loaded<std::shared_ptr<const Model>> load_table(const std::string& by, const std::string& rows) {
  return load_model(kHead + "tables:\n  answer:\n    sets: ticket.answer\n    by: " + by + "\n    rows: " + rows + "\n",
                    "ticket.yaml");
}

/// What a table says; none: nothing.
std::optional<int> answer(const Model& model, const Data& data) {
  const TableAnswer found = decide(model, model.tables.at(0), Given(model, data));
  if (!found.value) return std::nullopt;
  return static_cast<int>(*found.value->if_int());
}

/// Tables that say nothing for some values are loaded with a warning; here all are to be whole.
std::shared_ptr<const Model> whole(const std::string& by, const std::string& rows) {
  auto loaded = load_table(by, rows);
  for (const Diagnostic& found : loaded.diagnostics())
    if (found.rule.starts_with("table-")) FAIL(found.message);
  return loaded.value_or_throw();
}

std::set<std::string> rules(const Diagnostics& found) {
  std::set<std::string> names;
  for (const Diagnostic& one : found)
    if (one.rule.starts_with("table-")) names.insert((one.severity == Severity::error ? "error " : "warning ") + one.rule);
  return names;
}

}  // namespace

TEST_CASE("a table gives for each combination what stands where row and column meet") {
  const auto model = whole("[ticket.impact, ticket.urgency]", R"(
      department: {critical: 1, high: 1, medium: 2, low: 4}
      service:    {critical: 1, high: 2, medium: 3, low: 4}
      person:     {critical: 2, high | medium: 3, any: 4})");
  CHECK(answer(*model, {{"ticket.impact", "department"}, {"ticket.urgency", "high"}}) == 1);
  CHECK(answer(*model, {{"ticket.impact", "service"}, {"ticket.urgency", "high"}}) == 2);
  CHECK(answer(*model, {{"ticket.impact", "person"}, {"ticket.urgency", "medium"}}) == 3);
  CHECK(answer(*model, {{"ticket.impact", "person"}, {"ticket.urgency", "low"}}) == 4);
  CHECK_FALSE(answer(*model, {{"ticket.impact", "person"}}));
  CHECK(model->tables[0].lines.size() == 11);
}

TEST_CASE("a row that ends early holds whatever the columns after it are") {
  const auto model = whole("[ticket.vip, ticket.urgency]", "{\"true\": 1, \"false\": {low: 3, otherwise: 2}}");
  CHECK(answer(*model, {{"ticket.vip", true}}) == 1);
  CHECK(answer(*model, {{"ticket.vip", false}, {"ticket.urgency", "low"}}) == 3);
  CHECK(answer(*model, {{"ticket.vip", false}, {"ticket.urgency", "high"}}) == 2);
}

TEST_CASE("ranges hold both their ends, and '..<' leaves out the upper one") {
  const auto hours = whole("ticket.hours", "{..-1: 0, 0..<10: 1, 10..20: 2, 21 | 23: 3, 22: 4, 24..: 5}");
  const std::vector<std::pair<int, int>> expected{{-5, 0}, {-1, 0}, {0, 1},  {9, 1},  {10, 2},
                                                  {20, 2}, {21, 3}, {22, 4}, {23, 3}, {24, 5}};
  for (const auto& [given, meant] : expected) CHECK(answer(*hours, {{"ticket.hours", given}}) == meant);

  const auto cost = whole("ticket.cost", "{..<0: 0, 0..2.5: 1, otherwise: 2}");
  for (const auto& [given, meant] :
       std::vector<std::pair<double, int>>{{-0.001, 0}, {0.0, 1}, {2.5, 1}, {2.5000001, 2}, {1e300, 2}})
    CHECK(answer(*cost, {{"ticket.cost", given}}) == meant);
}

TEST_CASE("days and times of day have neighbours, so that one range can follow another") {
  const auto day = whole("ticket.day", "{..2024-02-29: 1, 2024-03-01..2024-12-31: 2, 2025-01-01..: 3}");
  CHECK(answer(*day, {{"ticket.day", "2024-02-29"}}) == 1);
  CHECK(answer(*day, {{"ticket.day", "2024-03-01"}}) == 2);
  CHECK(answer(*day, {{"ticket.day", "2025-01-01"}}) == 3);

  const auto begins = whole("ticket.begins", "{..<09:00: 1, 09:00..<17:30: 2, 17:30..: 3}");
  CHECK(answer(*begins, {{"ticket.begins", "08:59:59"}}) == 1);
  CHECK(answer(*begins, {{"ticket.begins", "09:00"}}) == 2);
  CHECK(answer(*begins, {{"ticket.begins", "09:00:00"}}) == 2);
  CHECK(answer(*begins, {{"ticket.begins", "17:30"}}) == 3);
}

TEST_CASE("moments and lengths of time are cut where a table says") {
  const auto lasts = whole("ticket.lasts", "{..<1 hour: 1, 1 hour..1 day: 2, otherwise: 3}");
  CHECK(answer(*lasts, {{"ticket.lasts", Duration{3599, 0}}}) == 1);
  CHECK(answer(*lasts, {{"ticket.lasts", Duration{86400, 0}}}) == 2);
  CHECK(answer(*lasts, {{"ticket.lasts", Duration{86400, 1}}}) == 3);
  const auto at = whole("ticket.at", "{\"..<2024-03-03T08:00:00Z\": 1, any: 2}");
  const Timestamp eight = *parse_timestamp("2024-03-03T08:00:00Z");
  CHECK(answer(*at, {{"ticket.at", Timestamp{eight.seconds - 1, 999999999}}}) == 1);
  CHECK(answer(*at, {{"ticket.at", eight}}) == 2);
}

TEST_CASE("texts and states are columns too") {
  const auto model = whole("[ticket.state, ticket.group]", "{new: {networks | servers: 1, otherwise: 2}, closed: 3}");
  CHECK(answer(*model, {{"ticket.state", "new"}, {"ticket.group", "servers"}}) == 1);
  CHECK(answer(*model, {{"ticket.state", "new"}, {"ticket.group", "server"}}) == 2);
  CHECK(answer(*model, {{"ticket.state", "closed"}}) == 3);
}

TEST_CASE("a text that nobody listed is a gap") {
  CHECK(rules(load_table("ticket.group", "{networks: 1}").diagnostics()) == std::set<std::string>{"warning table-gap"});
}

TEST_CASE("fields that a table reads and the one it sets are used") {
  const auto loaded = load_table("ticket.vip", "{\"true\": 1, \"false\": 2}");
  for (const Diagnostic& found : loaded.diagnostics()) {
    CHECK(found.message.find("'ticket.vip'") == std::string::npos);
    CHECK(found.message.find("'ticket.answer'") == std::string::npos);
  }
}

namespace {

// Random tables over small domains, looked up by reading the rows as they are written.

struct Column {
  std::string path;
  std::vector<Value> domain;
  std::string declared;
};

struct Key {
  std::string text;
  std::vector<bool> holds;  ///< by value of the domain
  bool rest = false;
  std::vector<Key> rows;
  int value = 0;
  mutable bool met = false;
};

class RandomTable {
 public:
  explicit RandomTable(unsigned seed) : random_(seed) {
    const std::vector<Column> all{
        {"t.colour", {"red", "green", "blue"}, "colour: [red, green, blue]"},
        {"t.flag", {false, true}, "flag: bool"},
        {"t.count", {0, 1, 2, 3, 4, 5, 6}, "count: {type: int, min: 0, max: 6}"},
        {"t.state", {"open", "done"}, ""},
    };
    std::vector<std::size_t> order{0, 1, 2, 3};
    std::shuffle(order.begin(), order.end(), random_);
    for (std::size_t i = 0; i < 1 + pick(3); ++i) columns_.push_back(all[order[i]]);
    rows_ = rows(0);
  }

  std::string text() const {
    std::string fields;
    std::string by;
    for (const Column& column : columns_) {
      if (!column.declared.empty()) fields += "      " + column.declared + "\n";
      by += (by.empty() ? "" : ", ") + column.path;
    }
    return "itsmflow: 1\nprocess: t\nversion: 1.0.0\ncase: t\nroles: {a: A}\nobjects:\n  t:\n    states: [open, done]\n    final: "
           "[done]\n"
           "    fields:\n" +
           fields +
           "      answer: int\nactivities:\n  end_it: {role: a, moves: {t: open -> done}}\n"
           "tables:\n  answer:\n    sets: t.answer\n    by: [" +
           by + "]\n    rows: " + text_of(rows_) + "\n";
  }

  const std::vector<Column>& columns() const { return columns_; }

  /// The values of all lines that hold for a combination, in their order.
  std::vector<int> found(const std::vector<std::size_t>& combination) const {
    std::vector<int> values;
    collect(rows_, combination, 0, values);
    return values;
  }

  bool has_unmet() const { return has_unmet(rows_); }

 private:
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

  std::vector<Key> rows(std::size_t column) {
    std::vector<Key> made;
    std::set<std::string> texts;
    const std::size_t wanted = 1 + pick(4);
    for (std::size_t i = 0; i < wanted; ++i) {
      Key key = this->key(columns_[column]);
      if (!texts.insert(key.text).second) continue;
      if (column + 1 < columns_.size() && pick(5) != 0) {
        key.rows = rows(column + 1);
      } else {
        key.value = static_cast<int>(pick(3));
      }
      made.push_back(std::move(key));
    }
    return made;
  }

  Key key(const Column& column) {
    Key key;
    key.holds.assign(column.domain.size(), false);
    if (pick(4) == 0) {
      key.text = pick(2) == 0 ? "any" : "otherwise";
      key.rest = true;
      return key;
    }
    const std::size_t pieces = 1 + pick(2);
    for (std::size_t i = 0; i < pieces; ++i) {
      std::string piece;
      if (column.path == "t.count") {
        const int low = static_cast<int>(pick(9)) - 1;
        const int high = low + static_cast<int>(pick(4));
        const bool open_low = pick(6) == 0;
        const bool open_high = !open_low && pick(6) == 0;
        const bool excluded = !open_high && high > low && pick(3) == 0;
        piece = open_low ? "" : std::to_string(low);
        if (open_low || open_high || high != low) piece += "..";
        if (!open_high && (open_low || high != low)) piece += (excluded ? "<" : "") + std::to_string(high);
        for (std::size_t v = 0; v < column.domain.size(); ++v) {
          const int value = static_cast<int>(v);
          const bool above = open_low || value >= low;
          const bool below = open_high || (excluded ? value < high : value <= high);
          if (above && below) key.holds[v] = true;
        }
      } else {
        const std::size_t v = pick(column.domain.size());
        const Value& value = column.domain[v];
        piece = value.if_bool() ? (*value.if_bool() ? "true" : "false") : *value.if_string();
        key.holds[v] = true;
      }
      key.text += (i == 0 ? "" : " | ") + piece;
    }
    return key;
  }

  static std::string text_of(const std::vector<Key>& rows) {
    std::string text;
    for (const Key& key : rows)
      text +=
          (text.empty() ? "{\"" : ", \"") + key.text + "\": " + (key.rows.empty() ? std::to_string(key.value) : text_of(key.rows));
    return text + "}";
  }

  static void follow(const Key& key, const std::vector<std::size_t>& combination, std::size_t column, std::vector<int>& values) {
    key.met = true;
    if (key.rows.empty()) {
      values.push_back(key.value);
    } else {
      collect(key.rows, combination, column + 1, values);
    }
  }

  static void collect(const std::vector<Key>& rows, const std::vector<std::size_t>& combination, std::size_t column,
                      std::vector<int>& values) {
    bool any = false;
    for (const Key& key : rows) {
      if (key.rest || !key.holds[combination[column]]) continue;
      any = true;
      follow(key, combination, column, values);
    }
    const auto rest = std::find_if(rows.begin(), rows.end(), [](const Key& key) { return key.rest; });
    if (!any && rest != rows.end()) follow(*rest, combination, column, values);
  }

  static bool has_unmet(const std::vector<Key>& rows) {
    return std::any_of(rows.begin(), rows.end(), [](const Key& key) { return !key.met || has_unmet(key.rows); });
  }

  std::mt19937 random_;
  std::vector<Column> columns_;
  std::vector<Key> rows_;
};

/// Values by slot.
class Slots final : public ExprActivation {
 public:
  explicit Slots(const std::map<std::uint32_t, Value>& values) : values_(values) {}
  const Value& slot(std::uint32_t index) const override { return values_.at(index); }

 private:
  const std::map<std::uint32_t, Value>& values_;
};

std::vector<std::vector<std::size_t>> combinations(const std::vector<Column>& columns) {
  std::vector<std::vector<std::size_t>> all{{}};
  for (const Column& column : columns) {
    std::vector<std::vector<std::size_t>> longer;
    for (const auto& one : all)
      for (std::size_t v = 0; v < column.domain.size(); ++v) {
        longer.push_back(one);
        longer.back().push_back(v);
      }
    all = std::move(longer);
  }
  return all;
}

}  // namespace

TEST_CASE("random tables say what their rows say, and what is found in them is what is there") {
  int loaded_tables = 0;
  for (unsigned seed = 0; seed < 600; ++seed) {
    const RandomTable table(seed);
    INFO(table.text());
    std::set<std::string> expected;
    for (const auto& combination : combinations(table.columns())) {
      const std::vector<int> values = table.found(combination);
      if (values.empty()) expected.insert("warning table-gap");
      for (const int value : values)
        if (value != values[0]) expected.insert("error table-overlap");
    }
    if (table.has_unmet()) expected.insert("warning table-unreachable");
    auto loaded = load_model(table.text(), "t.yaml");
    std::set<std::string> printed = rules(loaded.diagnostics());
    printed.erase("warning table-overlap");  // a place is marked once, and the error may stand there
    REQUIRE(printed == expected);
    if (!loaded) continue;
    ++loaded_tables;
    const Model& model = *loaded.value_or_throw();
    for (const auto& combination : combinations(table.columns())) {
      std::map<std::uint32_t, Value> slots;
      for (std::size_t i = 0; i < combination.size(); ++i)
        slots[model.tables[0].by[i].slot] = table.columns()[i].domain[combination[i]];
      const TableAnswer said = decide(model, model.tables[0], Slots(slots));
      const std::vector<int> values = table.found(combination);
      REQUIRE((said.value != nullptr) == !values.empty());
      if (said.value) REQUIRE(*said.value->if_int() == values[0]);
    }
  }
  CHECK(loaded_tables > 200);
}
