#include "engine/json_writer.hpp"

#include <algorithm>
#include <charconv>

namespace itsmflow {
namespace {

constexpr std::size_t kLongestNumber = 32;  // characters

bool stays(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != 0x7f && byte != '"' && byte != '\\';
}

/// None of eight bytes must be escaped. By the tests for a zero byte and for a byte less than n of S. E. Anderson, "Bit Twiddling Hacks": which
/// byte it is they may mistake, whether there is one they don't.
bool all_stay(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = 0x8080808080808080;
  const auto has_zero = [](std::uint64_t of) { return (of - kOnes) & ~of & kHighs; };
  const std::uint64_t control = (bytes - kOnes * 0x20) & ~bytes & kHighs;
  return (control | has_zero(bytes ^ kOnes * '"') | has_zero(bytes ^ kOnes * '\\') | has_zero(bytes ^ kOnes * 0x7f)) == 0;
}

constexpr std::string_view kEightThatStay = "        ";

/// None of the bytes from here on must be escaped; eight that stay follow them.
bool all_stay(const char* from, const char* to) noexcept {
  for (; from < to; from += kEightThatStay.size()) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, from, sizeof bytes);
    if (!all_stay(bytes)) return false;
  }
  return true;
}

}  // namespace

bool JsonWriter::is_plain(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), stays);
}

void JsonWriter::flush() {
  out_.append(buffer_, static_cast<std::size_t>(at_ - buffer_));
  at_ = buffer_;
}

void JsonWriter::put(std::string_view bytes) {
  if (bytes.size() > kMost / 2) {
    flush();
    out_.append(bytes);
    return;
  }
  make_room(bytes.size());
  at_ = std::copy(bytes.begin(), bytes.end(), at_);
}

void JsonWriter::open(char bracket) {
  make_room(2);
  separate();
  *at_++ = bracket;
  first_ = true;
  ++depth_;
}

void JsonWriter::close(char bracket) {
  make_room(1);
  *at_++ = bracket;
  first_ = false;
  --depth_;
  end_value();
}

void JsonWriter::escape(std::string_view value) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (auto from = value.begin(); from != value.end();) {
    const auto to = std::find_if_not(from, value.end(), stays);
    put({from, to});
    from = to;
    if (from == value.end()) break;
    const auto byte = static_cast<unsigned char>(*from++);
    if (byte == '"' || byte == '\\') {
      const char escaped[] = {'\\', static_cast<char>(byte)};
      put({escaped, sizeof escaped});
    } else {
      const char escaped[] = {'\\', 'u', '0', '0', kHex[byte >> 4U], kHex[byte & 15U]};
      put({escaped, sizeof escaped});
    }
  }
}

/// What needn't be escaped is copied before it is looked at: then the text may end anywhere in the last eight bytes.
void JsonWriter::put_text(std::string_view part) {
  make_room(part.size() + kEightThatStay.size());
  char* end = std::copy(part.begin(), part.end(), at_);
  std::memcpy(end, kEightThatStay.data(), kEightThatStay.size());
  if (all_stay(at_, end))
    at_ = end;
  else
    escape(part);
}

void JsonWriter::quote(std::string_view value) {
  constexpr std::size_t kPart = kMost / 4;
  make_room(2);
  separate();
  *at_++ = '"';
  do {
    const std::string_view part = value.substr(0, kPart);
    put_text(part);
    value.remove_prefix(part.size());
  } while (!value.empty());
  make_room(2);
  *at_++ = '"';
}

void JsonWriter::key(std::string_view name) {
  quote(name);
  *at_++ = ':';
  first_ = true;
}

void JsonWriter::text(std::string_view value) {
  quote(value);
  end_value();
}

void JsonWriter::integer(std::int64_t value) {
  make_room(kLongestNumber);
  separate();
  at_ = std::to_chars(at_, at_ + kLongestNumber - 1, value).ptr;
  end_value();
}

void JsonWriter::real(double value) {
  make_room(kLongestNumber);
  separate();
  at_ = std::to_chars(at_, at_ + kLongestNumber - 1, value).ptr;
  end_value();
}

void JsonWriter::decimal(double value) {
  make_room(kLongestNumber + 2);
  separate();
  const char* begin = at_;
  at_ = std::to_chars(at_, at_ + kLongestNumber - 1, value).ptr;
  const auto is_mark = [](char c) { return c == '.' || c == 'e'; };
  if (std::none_of(begin, static_cast<const char*>(at_), is_mark)) at_ = std::copy_n(".0", 2, at_);
  end_value();
}

void JsonWriter::literal(std::string_view word) {
  make_room(word.size() + 1);
  separate();
  put(word);
  end_value();
}

}  // namespace itsmflow
