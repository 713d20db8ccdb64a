#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace itsmflow {

/// Appends JSON to a text. The same calls give the same bytes: what is stored can be compared and hashed.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  void key(std::string_view name);
  void text(std::string_view value);
  void integer(std::int64_t value);
  void real(double value);     ///< finite; the shortest digits that read back the same
  void decimal(double value);  ///< the same, never written like a whole number
  void boolean(bool value);
  void null();

  void text(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  void integer(std::string_view name, std::int64_t value) {
    key(name);
    integer(value);
  }
  void boolean(std::string_view name, bool value) {
    key(name);
    boolean(value);
  }

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();
  void escape(std::string_view value);

  std::string& out_;
  bool first_ = true;
};

}  // namespace itsmflow
