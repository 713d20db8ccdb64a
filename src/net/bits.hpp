#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace itsmflow {

/// A set of small numbers, all below a size fixed at the start. Sets that meet in an operation have the same size.
class Bits {
 public:
  Bits() = default;
  explicit Bits(std::size_t size) : count_((size + kWord - 1) / kWord), many_(count_ > kFew ? count_ : 0) {}

  bool test(std::size_t i) const noexcept { return (words()[i / kWord] >> (i % kWord) & 1U) != 0; }
  void set(std::size_t i) noexcept { words()[i / kWord] |= std::uint64_t{1} << (i % kWord); }
  void reset(std::size_t i) noexcept { words()[i / kWord] &= ~(std::uint64_t{1} << (i % kWord)); }

  bool contains(const Bits& other) const noexcept {
    for (std::size_t w = 0; w < count_; ++w)
      if ((other.words()[w] & ~words()[w]) != 0) return false;
    return true;
  }
  bool meets(const Bits& other) const noexcept {
    for (std::size_t w = 0; w < count_; ++w)
      if ((other.words()[w] & words()[w]) != 0) return true;
    return false;
  }
  bool empty() const noexcept {
    for (std::size_t w = 0; w < count_; ++w)
      if (words()[w] != 0) return false;
    return true;
  }
  /// Ascending.
  template <class Act>
  void for_each(const Act& act) const {
    for (std::size_t w = 0; w < count_; ++w)
      for (std::uint64_t rest = words()[w]; rest != 0; rest &= rest - 1)
        act(static_cast<std::uint32_t>(w * kWord) + static_cast<std::uint32_t>(std::countr_zero(rest)));
  }
  std::vector<std::uint32_t> members() const {
    std::vector<std::uint32_t> found;
    for_each([&](std::uint32_t i) { found.push_back(i); });
    return found;
  }
  Bits& operator|=(const Bits& other) noexcept {
    for (std::size_t w = 0; w < count_; ++w) words()[w] |= other.words()[w];
    return *this;
  }
  Bits& operator-=(const Bits& other) noexcept {
    for (std::size_t w = 0; w < count_; ++w) words()[w] &= ~other.words()[w];
    return *this;
  }
  bool operator==(const Bits&) const = default;

 private:
  static constexpr std::size_t kWord = 64;
  static constexpr std::size_t kFew = 2;  ///< words: as most models need, for which nobody asks for memory

  const std::uint64_t* words() const noexcept { return count_ > kFew ? many_.data() : few_.data(); }
  std::uint64_t* words() noexcept { return count_ > kFew ? many_.data() : few_.data(); }

  std::size_t count_ = 0;
  std::array<std::uint64_t, kFew> few_{};
  std::vector<std::uint64_t> many_;
};

}  // namespace itsmflow
