#pragma once

#include <itsmflow/diagnostic.hpp>

namespace itsmflow {

/// The same stretch of the same text; two of which no place is known are the same too.
inline bool same(const Span& one, const Span& other) {
  return one.source == other.source && one.begin == other.begin && one.end == other.end;
}

}  // namespace itsmflow
