#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace itsmflow {

/// A set of small numbers, all below a size fixed at the start. Sets that meet in an operation have the same size.
class Bits {
 public:
  Bits() = default;
  explicit Bits(std::size_t size) : words_((size + 63) / 64) {}

  bool test(std::size_t i) const noexcept { return (words_[i / 64] >> (i % 64) & 1U) != 0; }
  void set(std::size_t i) noexcept { words_[i / 64] |= std::uint64_t{1} << (i % 64); }
  void reset(std::size_t i) noexcept { words_[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }

  bool contains(const Bits& other) const noexcept {
    for (std::size_t w = 0; w < words_.size(); ++w)
      if ((other.words_[w] & ~words_[w]) != 0) return false;
    return true;
  }
  bool meets(const Bits& other) const noexcept {
    for (std::size_t w = 0; w < words_.size(); ++w)
      if ((other.words_[w] & words_[w]) != 0) return true;
    return false;
  }
  bool empty() const noexcept {
    for (const std::uint64_t word : words_)
      if (word != 0) return false;
    return true;
  }
  /// Ascending.
  std::vector<std::uint32_t> members() const {
    std::vector<std::uint32_t> found;
    for (std::size_t w = 0; w < words_.size(); ++w)
      for (std::uint64_t rest = words_[w]; rest != 0; rest &= rest - 1)
        found.push_back(static_cast<std::uint32_t>(w * 64) + static_cast<std::uint32_t>(std::countr_zero(rest)));
    return found;
  }
  Bits& operator|=(const Bits& other) noexcept {
    for (std::size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
    return *this;
  }
  Bits& operator-=(const Bits& other) noexcept {
    for (std::size_t w = 0; w < words_.size(); ++w) words_[w] &= ~other.words_[w];
    return *this;
  }
  bool operator==(const Bits&) const = default;

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace itsmflow
