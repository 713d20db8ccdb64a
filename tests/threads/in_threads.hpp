#pragma once

#include <functional>
#include <thread>
#include <vector>

/// Does something in several threads at once, which are numbered from 0, and waits for all of them. Catch2's own checks are for one
/// thread, so that the threads count what went wrong.
inline void in_threads(int count, const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  for (int t = 0; t < count; ++t) threads.emplace_back(work, t);
  for (std::thread& thread : threads) thread.join();
}
