#include "text_line.hpp"

#include <itsmflow/error.hpp>

#include <charconv>

using itsmflow::StoreError;

namespace {

constexpr std::string_view kEscaped("\\\t\n\0", 4);
constexpr std::string_view kLetters = "\\tn0";
constexpr std::string_view kHex = "0123456789abcdef";

[[noreturn]] void corrupt(const std::string& field) {
  throw StoreError(StoreError::Kind::corrupt,
                   "The store's file has '" + field + "' where something else belongs. Restore a backup.");
}

}  // namespace

LineWriter& LineWriter::operator<<(std::string_view field) {
  text_ += '\t';
  for (const char c : field) {
    const std::size_t at = kEscaped.find(c);
    if (at == std::string_view::npos) {
      text_ += c;
    } else {
      text_ += {'\\', kLetters[at]};
    }
  }
  return *this;
}

LineWriter& LineWriter::operator<<(std::int64_t number) {
  return *this << std::string_view(std::to_string(number));
}

LineWriter& LineWriter::operator<<(const std::optional<std::int64_t>& number) {
  return number ? *this << *number : *this << std::string_view("-");
}

LineWriter& LineWriter::operator<<(itsmflow::Timestamp time) {
  return *this << time.seconds << std::int64_t{time.nanos};
}

LineWriter& LineWriter::operator<<(const itsmflow::Digest& digest) {
  std::string hex;
  for (const std::uint8_t byte : digest) hex += {kHex[byte >> 4], kHex[byte & 15]};
  return *this << std::string_view(hex);
}

LineReader::LineReader(std::string_view line) : fields_(1) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\t') {
      fields_.emplace_back();
    } else if (line[i] == '\\' && i + 1 < line.size()) {
      const std::size_t at = kLetters.find(line[++i]);
      if (at == std::string_view::npos) corrupt(std::string(line));
      fields_.back() += kEscaped[at];
    } else {
      fields_.back() += line[i];
    }
  }
}

const std::string& LineReader::next() {
  if (next_ >= fields_.size()) corrupt("end of line");
  return fields_[next_++];
}

LineReader& LineReader::operator>>(std::string& field) {
  field = next();
  return *this;
}

LineReader& LineReader::operator>>(std::int64_t& number) {
  const std::string& field = next();
  const char* const end = field.data() + field.size();
  if (std::from_chars(field.data(), end, number).ptr != end) corrupt(field);
  return *this;
}

LineReader& LineReader::operator>>(std::optional<std::int64_t>& number) {
  if (next_ < fields_.size() && fields_[next_] == "-") {
    ++next_;
    number.reset();
    return *this;
  }
  return *this >> number.emplace();
}

LineReader& LineReader::operator>>(itsmflow::Timestamp& time) {
  std::int64_t nanos = 0;
  *this >> time.seconds >> nanos;
  time.nanos = static_cast<std::int32_t>(nanos);
  return *this;
}

LineReader& LineReader::operator>>(itsmflow::Digest& digest) {
  const std::string& field = next();
  if (field.size() != digest.size() * 2) corrupt(field);
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const char* const end = field.data() + 2 * i + 2;
    if (std::from_chars(field.data() + 2 * i, end, digest[i], 16).ptr != end) corrupt(field);
  }
  return *this;
}

std::uint64_t checksum(std::string_view text) {
  std::uint64_t sum = 0xCBF2'9CE4'8422'2325;
  for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3;
  return sum;
}
