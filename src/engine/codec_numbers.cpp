#include "engine/codec_numbers.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <stdexcept>

namespace itsmflow {

std::int64_t read_whole(const nlohmann::ordered_json& stored) {
  if (!stored.is_number_integer()) throw std::out_of_range(stored.dump() + " is no whole number");
  if (stored.is_number_unsigned() && stored.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
    throw std::out_of_range(stored.dump() + " is too large");
  return stored.get<std::int64_t>();
}

std::uint32_t read_count(const nlohmann::ordered_json& stored) {
  const std::int64_t whole = read_whole(stored);
  if (whole < 0 || whole > std::int64_t{std::numeric_limits<std::uint32_t>::max()})
    throw std::out_of_range(stored.dump() + " is no count");
  return static_cast<std::uint32_t>(whole);
}

std::int64_t read_whole(const nlohmann::ordered_json& object, const char* key) {
  const auto at = object.find(key);
  return at == object.end() ? 0 : read_whole(*at);
}

std::uint32_t read_count(const nlohmann::ordered_json& object, const char* key) {
  const auto at = object.find(key);
  return at == object.end() ? 0 : read_count(*at);
}

}  // namespace itsmflow
