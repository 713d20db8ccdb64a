#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace itsmflow {

/// Appends JSON to a text. The same calls give the same bytes: what is stored can be compared and hashed.
/// The text has it once the outermost value is complete.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}
  JsonWriter(const JsonWriter&) = delete;  // refers to its own bytes
  JsonWriter& operator=(const JsonWriter&) = delete;

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  void key(std::string_view name);
  /// A name of ours, in which nothing is to be escaped.
  template <std::size_t kSize>
  void key(const char (&name)[kSize]) {
    static_assert(kSize <= kMost / 2);
    assert(is_plain({name, kSize - 1}));
    make_room(kSize + 3);
    separate();
    *at_++ = '"';
    std::memcpy(at_, name, kSize - 1);
    at_ += kSize - 1;
    *at_++ = '"';
    *at_++ = ':';
    first_ = true;
  }
  void text(std::string_view value);
  void integer(std::int64_t value);
  void real(double value);     ///< finite; the shortest digits that read back the same
  void decimal(double value);  ///< the same, never written like a whole number
  void boolean(bool value) { literal(value ? "true" : "false"); }
  void null() { literal("null"); }

  template <class Name>
  void text(const Name& name, std::string_view value) {
    key(name);
    text(value);
  }
  template <class Name>
  void integer(const Name& name, std::int64_t value) {
    key(name);
    integer(value);
  }
  template <class Name>
  void boolean(const Name& name, bool value) {
    key(name);
    boolean(value);
  }

 private:
  static constexpr std::size_t kMost = 512;  ///< bytes: as long as most that is written

  static bool is_plain(std::string_view text) noexcept;
  void open(char bracket);
  void close(char bracket);
  void separate() {
    if (!first_) *at_++ = ',';
    first_ = false;
  }
  void literal(std::string_view word);
  void escape(std::string_view value);
  void quote(std::string_view value);
  void put_text(std::string_view part);
  void put(std::string_view bytes);
  /// There is room for so many bytes then, at most half of kMost.
  void make_room(std::size_t bytes) {
    if (static_cast<std::size_t>(buffer_ + kMost - at_) < bytes) flush();
  }
  void flush();
  /// The text gets what is there, once it is complete.
  void end_value() {
    if (depth_ == 0) flush();
  }

  std::string& out_;
  char* at_ = buffer_;  ///< what is written before it isn't in the text yet
  std::size_t depth_ = 0;
  bool first_ = true;
  char buffer_[kMost];
};

}  // namespace itsmflow
