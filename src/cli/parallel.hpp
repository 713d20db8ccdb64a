#pragma once

#include <cstddef>
#include <functional>

namespace itsmflow::cli {

/// Does work(0) … work(count - 1) in as many threads as the machine can run at once, and comes back when all of it is done.
/// If some of it throws, the exception of the lowest number is thrown again.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace itsmflow::cli
