#include "engine/json_writer.hpp"

#include <string>

#include "catch.hpp"

namespace {

/// As the format says: quotes and backslashes get a backslash, control characters and DEL their number.
std::string escaped(unsigned char byte) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (byte == '"' || byte == '\\') return {'\\', static_cast<char>(byte)};
  if (byte >= 0x20 && byte != 0x7f) return {static_cast<char>(byte)};
  return std::string("\\u00") + kHex[byte / 16] + kHex[byte % 16];
}

}  // namespace

TEST_CASE("each byte is escaped if it must be, wherever it stands") {
  for (const std::size_t length : {1, 7, 8, 9, 16, 59, 60, 61, 100}) {
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(length, 'a');
        text[at] = static_cast<char>(byte);
        std::string out;
        itsmflow::JsonWriter json(out);
        json.begin_array();
        json.text(text);
        json.integer(1);
        json.end_array();
        const std::string expected =
            "[\"" + std::string(at, 'a') + escaped(static_cast<unsigned char>(byte)) + std::string(length - at - 1, 'a') + "\",1]";
        if (out != expected) FAIL(length << " bytes, byte " << byte << " at " << at << ": " << out);
      }
    }
  }
}

TEST_CASE("names and values are separated, short or long") {
  const std::string longer(200, 'x');
  std::string out;
  itsmflow::JsonWriter json(out);
  json.begin_object();
  json.text("a", "b");
  json.text(longer, "c");
  json.text("d", longer);
  json.key("e");
  json.begin_object();
  json.end_object();
  json.boolean(std::string("f\""), true);
  json.end_object();
  CHECK(out == "{\"a\":\"b\",\"" + longer + "\":\"c\",\"d\":\"" + longer + "\",\"e\":{},\"f\\\"\":true}");
}
