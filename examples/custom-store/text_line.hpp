#pragma once

#include <itsmflow/store.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One line of the text file: a word and its fields, with tabs between. Tabs, ends of lines, NUL and backslashes in a field are escaped.

/// Writes lines: `LineWriter(text, "person") << id;`
class LineWriter {
 public:
  LineWriter(std::string& text, std::string_view word) : text_(text) { text_ += word; }
  ~LineWriter() { text_ += '\n'; }
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  LineWriter& operator<<(std::string_view field);
  LineWriter& operator<<(std::int64_t number);
  LineWriter& operator<<(const std::optional<std::int64_t>& number);
  LineWriter& operator<<(itsmflow::Timestamp time);
  LineWriter& operator<<(const itsmflow::Digest& digest);

 private:
  std::string& text_;
};

/// Reads the fields of a line in order. Throws itsmflow::StoreError(corrupt) where a field is not what it should be.
class LineReader {
 public:
  explicit LineReader(std::string_view line);

  const std::string& word() const { return fields_.front(); }
  LineReader& operator>>(std::string& field);
  LineReader& operator>>(std::int64_t& number);
  LineReader& operator>>(std::optional<std::int64_t>& number);
  LineReader& operator>>(itsmflow::Timestamp& time);
  LineReader& operator>>(itsmflow::Digest& digest);

 private:
  const std::string& next();

  std::vector<std::string> fields_;
  std::size_t next_ = 1;
};

/// FNV-1a, to tell a whole transaction from a torn one. (Against tampering there are the digests of the events.)
std::uint64_t checksum(std::string_view text);
