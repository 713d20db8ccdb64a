#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace itsmflow {

/// Numbers from 0 that belong together because some pairs of them do.
class Groups {
 public:
  explicit Groups(std::uint32_t count) : group_(count) { std::iota(group_.begin(), group_.end(), 0U); }

  void join(std::uint32_t one, std::uint32_t other) {
    const std::uint32_t left = group_[one];
    const std::uint32_t right = group_[other];
    if (left != right) std::replace(group_.begin(), group_.end(), right, left);
  }

  /// By number: what it has in common with those of its group alone, one of them.
  const std::vector<std::uint32_t>& group_of() const { return group_; }

  /// By that one, ascending; empty for the others.
  std::vector<std::vector<std::uint32_t>> members() const {
    std::vector<std::vector<std::uint32_t>> found(group_.size());
    for (std::uint32_t i = 0; i < group_.size(); ++i) found[group_[i]].push_back(i);
    return found;
  }

 private:
  std::vector<std::uint32_t> group_;
};

}  // namespace itsmflow
