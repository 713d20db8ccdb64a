#pragma once

#include <cstddef>

/// How often C++ has asked for memory so far. What C libraries ask for is not counted.
std::size_t allocations();
