#include "model/table.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>

namespace itsmflow {
namespace {

using Cut = Table::Node::Cut;

int digits(std::string_view text, std::size_t at, std::size_t count) {
  int number = 0;
  if (at + count <= text.size()) std::from_chars(text.data() + at, text.data() + at + count, number);
  return number;
}

/// Days since 1970-01-01.
std::int64_t day_of(std::string_view date) {
  using namespace std::chrono;
  const year_month_day day{year{digits(date, 0, 4)}, month{static_cast<unsigned>(digits(date, 5, 2))},
                           std::chrono::day{static_cast<unsigned>(digits(date, 8, 2))}};
  return sys_days{day}.time_since_epoch().count();
}

/// Seconds since midnight: 09:30 is 09:30:00.
std::int64_t second_of(std::string_view time) {
  return (digits(time, 0, 2) * 60 + digits(time, 3, 2)) * 60 + digits(time, 6, 2);
}

/// Numbers in their order: the bits of a double, turned round below zero.
std::int64_t rank_of(double number) {
  const auto bits = std::bit_cast<std::int64_t>(number + 0.0);
  return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}

Cut before(FieldType type, const Value& value) {
  if (const auto* truth = value.if_bool()) return {*truth ? 1 : 0, 0, false};
  if (const auto* whole = value.if_int()) return {*whole, 0, false};
  if (const auto* number = value.if_double()) return {rank_of(*number), 0, false};
  if (const auto* moment = value.if_timestamp()) return {moment->seconds, moment->nanos, false};
  if (const auto* length = value.if_duration()) return {length->seconds, length->nanos, false};
  if (const auto* text = value.if_string()) return {type == FieldType::time ? second_of(*text) : day_of(*text), 0, false};
  return {};
}

bool has_neighbours(FieldType type) {
  return type == FieldType::integer || type == FieldType::date || type == FieldType::time || type == FieldType::boolean;
}

std::size_t place_of(const Table::Node& node, FieldType type, const Value& value) {
  if (is_ordered(type)) {
    const Cut cut = before(type, value);
    return static_cast<std::size_t>(std::upper_bound(node.cuts.begin(), node.cuts.end(), cut) - node.cuts.begin());
  }
  const std::string* text = value.if_string();
  if (text == nullptr) return node.words.size();
  const auto word = std::lower_bound(node.words.begin(), node.words.end(), *text);
  return word != node.words.end() && *word == *text ? static_cast<std::size_t>(word - node.words.begin()) : node.words.size();
}

}  // namespace

bool is_ordered(FieldType type) noexcept {
  switch (type) {
    case FieldType::integer:
    case FieldType::number:
    case FieldType::boolean:
    case FieldType::date:
    case FieldType::time:
    case FieldType::datetime:
    case FieldType::duration:
      return true;
    default:
      return false;
  }
}

Cut cut_at(FieldType type, const Value& value, bool behind) {
  Cut cut = before(type, value);
  if (!behind) return cut;
  if (has_neighbours(type) && cut.whole < std::numeric_limits<std::int64_t>::max()) {
    ++cut.whole;
  } else {
    cut.behind = true;
  }
  return cut;
}

FieldType column_type(const Model& model, const TableColumn& column) {
  return column.field ? model.objects[column.object].fields[*column.field].type : FieldType::enumeration;
}

TableAnswer decide(const Model& model, const Table& table, const ExprActivation& data) {
  std::uint32_t at = 0;
  while (at < Table::Node::kValue) {
    const Table::Node& node = table.nodes[at];
    const TableColumn& column = table.by[node.column];
    const Value& value = data.slot(column.slot);
    if (value.is_null()) return {nullptr, &column};
    at = node.next[place_of(node, column_type(model, column), value)];
  }
  return {at == Table::Node::kNothing ? nullptr : &table.values[at - Table::Node::kValue], nullptr};
}

}  // namespace itsmflow
