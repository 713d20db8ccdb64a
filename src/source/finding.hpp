#pragma once

#include <itsmflow/diagnostic.hpp>

#include <string>
#include <utility>

namespace itsmflow::source {

inline Diagnostic finding(std::string rule, std::string message, Span span, std::string help = {}, std::string label = {}) {
  Diagnostic found;
  found.rule = std::move(rule);
  found.message = std::move(message);
  found.span = std::move(span);
  found.help = std::move(help);
  found.label = std::move(label);
  return found;
}

/// Bytes that are put out of the parser's sight so that the rest of the text can be read.
struct Mask {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool whole_value = false;  ///< they are one value, which its author meant as a text
};

/// Ends one attempt at reading a text.
struct Fault {
  Diagnostic diagnostic;
  bool recoverable = false;  ///< with `mask` applied, reading on makes sense
  Mask mask;
};

}  // namespace itsmflow::source
