#pragma once

#include <itsmflow/diagnostic.hpp>

#include <string>

namespace itsmflow {

/// The same stretch of the same text; two of which no place is known are the same too.
inline bool same(const Span& one, const Span& other) {
  return one.source == other.source && one.begin == other.begin && one.end == other.end;
}

/// What stands there, to be named in a sentence: "`absence: check`"; "what begins in line 12" where it is long.
std::string in_code(const Span& span);

}  // namespace itsmflow
