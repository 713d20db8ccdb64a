#include "engine/json_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace itsmflow {
namespace {

/// By byte: it is written as it is.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < plain.size(); ++byte) plain[byte] = byte != 0x7f && byte != '"' && byte != '\\';
  return plain;
}();

}  // namespace

void JsonWriter::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  first_ = false;
}

void JsonWriter::escape(std::string_view value) {
  static constexpr char kHex[] = "0123456789abcdef";
  const auto is_plain = [](char c) { return kPlain[static_cast<unsigned char>(c)]; };
  out_ += '"';
  for (auto from = value.begin(); from != value.end();) {
    const auto to = std::find_if_not(from, value.end(), is_plain);
    out_.append(from, to);
    from = to;
    if (from == value.end()) break;
    const auto byte = static_cast<unsigned char>(*from++);
    if (byte == '"' || byte == '\\') {
      out_ += '\\';
      out_ += static_cast<char>(byte);
    } else {
      out_ += "\\u00";
      out_ += kHex[byte >> 4U];
      out_ += kHex[byte & 15U];
    }
  }
  out_ += '"';
}

void JsonWriter::key(std::string_view name) {
  separate();
  escape(name);
  out_ += ':';
  first_ = true;
}

void JsonWriter::text(std::string_view value) {
  separate();
  escape(value);
}

void JsonWriter::integer(std::int64_t value) {
  separate();
  char digits[32];
  out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void JsonWriter::real(double value) {
  separate();
  char digits[32];
  out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void JsonWriter::decimal(double value) {
  separate();
  char digits[32];
  const std::string_view text(digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits));
  out_ += text;
  if (text.find_first_of(".e") == std::string_view::npos) out_ += ".0";
}

void JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
}

void JsonWriter::null() {
  separate();
  out_ += "null";
}

}  // namespace itsmflow
