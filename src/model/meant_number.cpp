#include "model/meant_number.hpp"

#include "base/text_distance.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace itsmflow {
namespace {

std::string_view trimmed(std::string_view text, std::string_view marks) {
  const std::size_t first = text.find_first_not_of(marks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(marks) - first + 1);
}

std::string without(std::string_view text, std::string_view marks) {
  std::string kept(text);
  std::erase_if(kept, [&](char c) { return marks.find(c) != std::string_view::npos; });
  return kept;
}

/// What stands between thousands: three digits behind each mark, one to three before the first.
bool are_thousands(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  std::size_t first = text.find_first_not_of(kDigits);
  if (first < 1 || first > 3 || text.front() == '0') return false;
  for (; first != std::string_view::npos; first = text.find_first_not_of(kDigits, first + 1)) {
    const std::size_t next = std::min(text.find_first_not_of(kDigits, first + 1), text.size());
    if (next - first != 4) return false;
  }
  return true;
}

/// Each number that the text may stand for, as it is to be written.
std::vector<std::string> readings(std::string_view text) {
  constexpr std::string_view kMarks = "., '_";
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789., '_") != std::string_view::npos) return {};
  std::vector<std::string> found;
  const auto add = [&](const std::string& digits) { found.push_back((negative ? "-" : "") + digits); };
  if (are_thousands(text)) add(without(text, kMarks));
  const std::size_t mark = text.find_last_of(".,");
  if (mark == std::string_view::npos || text.find(text[mark]) != mark) return found;  // of decimal marks there is one
  const std::string_view whole = text.substr(0, mark);
  const std::string_view part = text.substr(mark + 1);
  const bool plain = whole.find_first_of(kMarks) == std::string_view::npos;
  if (part.empty() || whole.empty() || !(plain || are_thousands(whole))) return found;
  add(without(whole, kMarks) + "." + std::string(part));
  if (part.size() < 3 && part.find_first_not_of('0') == std::string_view::npos) add(without(whole, kMarks));  // for a whole number
  return found;
}

template <class Number>
Value read_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? Value(number) : Value();
}

/// A number, within the limits of the field. Texts are not asked about again, which would never end.
bool is_taken(const Field& field, std::string_view text) {
  const Value number = field.type == FieldType::integer ? read_number<std::int64_t>(text) : read_number<double>(text);
  return !number.is_null() && accept_value(field, number).value.has_value();
}

}  // namespace

std::string how_to_write(const Field& field, std::string_view text) {
  if (field.type != FieldType::integer && field.type != FieldType::number) return {};
  const std::string_view bare = trimmed(text, " \"'");
  if (is_taken(field, bare))
    return "write " + std::string(bare) +
           (text.size() != bare.size() && text.find_first_of("\"'") == std::string_view::npos ? "" : " without quotes");
  std::vector<std::string> numbers = readings(bare);
  std::erase_if(numbers, [&](const std::string& number) { return !is_taken(field, number); });
  if (numbers.size() > 1 && numbers[0].find('.') != std::string::npos) numbers.resize(1);  // 2000.00 is 2000
  return numbers.empty() ? std::string() : "write " + enumerate(numbers, "or");
}

}  // namespace itsmflow
