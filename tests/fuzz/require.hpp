#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace itsmflow::fuzz {

/// Ends the program with what should have been true: libFuzzer keeps the input then.
inline void require(bool holds, std::string_view what, const std::string& more = {}) {
  if (holds) return;
  std::fprintf(stderr, "not true: %.*s\n%s\n", static_cast<int>(what.size()), what.data(), more.c_str());
  std::abort();
}

}  // namespace itsmflow::fuzz
