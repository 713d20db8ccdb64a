#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>

namespace itsmflow {

// Whole numbers as they are stored. Anything else throws std::out_of_range: to take 1e300 for one is undefined in C++.

std::int64_t read_whole(const nlohmann::ordered_json& stored);
/// From 0 to 4294967295.
std::uint32_t read_count(const nlohmann::ordered_json& stored);
/// What an object has under a key; 0 where it has nothing.
std::int64_t read_whole(const nlohmann::ordered_json& object, const char* key);
std::uint32_t read_count(const nlohmann::ordered_json& object, const char* key);

}  // namespace itsmflow
