#include "expressions.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  itsmflow::fuzz::run_expression({reinterpret_cast<const char*>(data), size});
  return 0;
}
