#pragma once

#include <cstddef>
#include <string_view>

namespace itsmflow {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  ///< 0: what stands there is not UTF-8
};

/// The code point that begins at a byte of a text, `at` being below its size. Overlong forms, surrogates and what lies above U+10FFFF
/// are not UTF-8 (Unicode 15, table 3-7).
CodePoint decode_utf8(std::string_view text, std::size_t at = 0) noexcept;

/// How many bytes it has; 0 where there is none.
inline std::size_t utf8_length(std::string_view text, std::size_t at = 0) noexcept {
  return decode_utf8(text, at).bytes;
}

bool is_utf8(std::string_view text) noexcept;

}  // namespace itsmflow
