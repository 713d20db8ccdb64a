#include <itsmflow/value.hpp>

#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace itsmflow {
namespace {

void append_hex(std::string& out, unsigned value, int digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kDigits[(value >> shift) & 0xF];
}

/// Appends the escape of a byte below 128 that a quoted literal cannot hold as it is; false where it can.
bool append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return true;
    case '\\':
      out += "\\\\";
      return true;
    case '\n':
      out += "\\n";
      return true;
    case '\r':
      out += "\\r";
      return true;
    case '\t':
      out += "\\t";
      return true;
    default:
      return false;
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    if (length == 0) {
      out += "\\ufffd";  // not UTF-8: no literal can hold it
      ++i;
      continue;
    }
    const char c = text[i];
    if (length == 1 && append_escape(out, c)) {
      ++i;
      continue;
    }
    if (length == 1 && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)) {
      out += "\\u";
      append_hex(out, static_cast<unsigned char>(c), 4);
    } else {
      out += text.substr(i, length);
    }
    i += length;
  }
  return out + '"';
}

std::string quoted_bytes(std::string_view data) {
  std::string out = "b\"";
  for (const char c : data) {
    if (append_escape(out, c)) continue;
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      out += c;
    } else {
      out += "\\x";
      append_hex(out, byte, 2);
    }
  }
  return out + '"';
}

std::string double_text(double value) {
  if (std::isnan(value)) return "double(\"NaN\")";
  if (std::isinf(value)) return value < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string out(buffer.data(), end);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";  // without a point it would be an int
  return out;
}

bool same_entries(const Value::Entries& left, const Value::Entries& right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] == right[i]) continue;  // the usual case: written in the same order
    const auto same_key = [&](const auto& entry) { return entry.first == left[i].first; };
    const auto found = std::find_if(right.begin(), right.end(), same_key);
    if (found == right.end() || !(found->second == left[i].second)) return false;
  }
  return true;
}

}  // namespace

Value::Value(List value) : data_(std::make_shared<const List>(std::move(value))) {}

Value::Value(Entries value) : data_(std::make_shared<const Entries>(std::move(value))) {}

const Value::List* Value::if_list() const noexcept {
  const auto* list = std::get_if<std::shared_ptr<const List>>(&data_);
  return list == nullptr ? nullptr : list->get();
}

const Value::Entries* Value::if_map() const noexcept {
  const auto* map = std::get_if<std::shared_ptr<const Entries>>(&data_);
  return map == nullptr ? nullptr : map->get();
}

bool operator==(const Value& left, const Value& right) {
  if (left.kind() != right.kind()) return false;
  switch (left.kind()) {
    case Value::Kind::double_: {
      const double a = *left.if_double();
      const double b = *right.if_double();
      return a == b || (std::isnan(a) && std::isnan(b));
    }
    case Value::Kind::list:
      return left.if_list() == right.if_list() || *left.if_list() == *right.if_list();
    case Value::Kind::map:
      return left.if_map() == right.if_map() || same_entries(*left.if_map(), *right.if_map());
    default:
      return left.data_ == right.data_;
  }
}

std::string to_string(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return *value.if_bool() ? "true" : "false";
    case Value::Kind::int_:
      return std::to_string(*value.if_int());
    case Value::Kind::uint:
      return std::to_string(*value.if_uint()) + "u";
    case Value::Kind::double_:
      return double_text(*value.if_double());
    case Value::Kind::string:
      return quoted(*value.if_string());
    case Value::Kind::bytes:
      return quoted_bytes(value.if_bytes()->data);
    case Value::Kind::timestamp:
      return "timestamp(\"" + to_string(*value.if_timestamp()) + "\")";
    case Value::Kind::duration:
      return "duration(\"" + to_string(*value.if_duration()) + "\")";
    case Value::Kind::list: {
      std::string out;
      for (const Value& item : *value.if_list()) out += (out.empty() ? "" : ", ") + to_string(item);
      return "[" + out + "]";
    }
    case Value::Kind::map: {
      std::string out;
      for (const auto& [key, item] : *value.if_map()) out += (out.empty() ? "" : ", ") + to_string(key) + ": " + to_string(item);
      return "{" + out + "}";
    }
    case Value::Kind::type:
      return value.if_type()->name;
  }
  return {};
}

std::string in_words(const Value& value) {
  if (const Duration* length = value.if_duration()) return in_words(*length);
  if (const Timestamp* moment = value.if_timestamp()) return to_string(*moment);
  if (const double* real = value.if_double(); real && !std::isfinite(*real)) {
    if (std::isnan(*real)) return "NaN";
    return *real > 0 ? "infinity" : "-infinity";
  }
  std::string out;
  if (const Value::List* items = value.if_list()) {
    for (const Value& item : *items) out += (out.empty() ? "" : ", ") + in_words(item);
    return "[" + out + "]";
  }
  if (const Value::Entries* members = value.if_map()) {
    for (const auto& [key, member] : *members) out += (out.empty() ? "" : ", ") + to_string(key) + ": " + in_words(member);
    return "{" + out + "}";
  }
  return to_string(value);
}

}  // namespace itsmflow
