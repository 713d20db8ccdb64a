#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace itsmflow::source {

/// Finds line and column of an offset in about constant time, also in a text that is one line of megabytes.
///
/// Lines end at "\n", "\r\n" or a lone "\r"; columns count code points; both start at 1.
class LineIndex {
 public:
  struct Place {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
  };

  explicit LineIndex(std::string_view text);

  /// Offsets beyond the text count as its end. `text` is the one the index was made for.
  Place place(std::string_view text, std::size_t offset) const;

 private:
  std::uint32_t code_points_before(std::string_view text, std::size_t offset) const;

  std::vector<std::uint32_t> line_begins_;
  std::vector<std::uint32_t> code_points_;  ///< before each block of kBlock bytes
};

}  // namespace itsmflow::source
