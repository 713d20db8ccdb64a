#include "batch.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace itsmflow::oracle {

void walk_all(const Batch& batch, const Features& features, Coverage& coverage,
              const std::function<bool(std::uint64_t seed, const Found& found)>& goes_on) {
  const auto until = std::chrono::steady_clock::now() + batch.time;
  std::atomic<std::uint64_t> next{0};
  std::atomic<bool> enough{false};
  std::mutex telling;
  const auto work = [&] {
    Coverage own;
    for (std::uint64_t i = next++; i < batch.models && !enough; i = next++) {
      if (i >= batch.fewest && std::chrono::steady_clock::now() >= until) break;
      const Found found = walk(batch.first + i, batch.steps, features, batch.blunder, own);
      own.count("model", found.refusal.empty() ? "walked" : "refused, " + found.refusal.substr(0, found.refusal.find(':')));
      const std::lock_guard lock(telling);
      if (!enough && !goes_on(batch.first + i, found)) enough = true;
    }
    const std::lock_guard lock(telling);
    coverage.add(own);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < std::max(1U, std::thread::hardware_concurrency()); ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

}  // namespace itsmflow::oracle
