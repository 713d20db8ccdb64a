#pragma once

#include <itsmflow/check.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace itsmflow::check {

/// What stays the same of a finding when lines move: its file, seen from the folder of a baseline, its rule and its message.
using Fingerprint = std::tuple<std::string, std::string, std::string>;

/// The findings of a baseline that were not met yet.
class Known {
 public:
  explicit Known(const Baseline& baseline);

  /// Whether a finding is in the baseline; each entry stands for as many as it says.
  bool has(const Diagnostic& finding);
  std::size_t count() const noexcept { return count_; }

  /// A finding for each entry that more was expected of, if its rule was looked for and its file was looked at or is gone.
  Diagnostics unused(const std::vector<std::shared_ptr<const SourceText>>& texts,
                     const std::function<bool(const std::string&)>& looked_for) const;

 private:
  const Baseline& baseline_;
  std::map<Fingerprint, std::uint32_t> left_;
  std::size_t count_ = 0;
};

std::string baseline_text(const Diagnostics& findings, const std::string& path);

}  // namespace itsmflow::check
