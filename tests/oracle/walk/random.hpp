#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace itsmflow::oracle {

/// The same numbers from the same seed on every platform.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// From 0 to below `below`.
  int below(int below) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(below)); }
  /// From `least` to `most`.
  int between(int least, int most) { return least + below(most - least + 1); }
  /// True so many times in a hundred.
  bool chance(int percent) { return below(100) < percent; }
  template <class T>
  const T& one_of(const std::vector<T>& items) {
    return items[static_cast<std::size_t>(below(static_cast<int>(items.size())))];
  }
  /// Some of them, at least `least`, in their order.
  template <class T>
  std::vector<T> some_of(const std::vector<T>& items, std::size_t least) {
    std::vector<T> found;
    do {
      found.clear();
      for (const T& item : items)
        if (chance(50)) found.push_back(item);
    } while (found.size() < least && items.size() >= least);
    return found;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace itsmflow::oracle
