#pragma once

#include <itsmflow/diagnostic.hpp>

#include <map>
#include <string>

namespace itsmflow::report {

/// Gives the findings of one list names that stay when lines are put in or taken out around them: digests of the rule, the file, the
/// message and the marked words. Findings that agree in all of these are numbered in the order in which they are asked for.
class Fingerprints {
 public:
  /// 32 hexadecimal digits.
  std::string of(const Diagnostic& diagnostic);

 private:
  std::map<std::string, std::size_t> times_seen_;
};

}  // namespace itsmflow::report
