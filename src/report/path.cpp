#include "report/path.hpp"

#include <filesystem>
#include <string_view>

namespace itsmflow::report {
namespace {

/// The unreserved characters of RFC 3986, and what divides folders. A colon isn't among them: before the first slash it would end a scheme.
bool may_stand_in_path(char c) {
  constexpr std::string_view kOthers = "-._~/";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kOthers.find(c) != std::string_view::npos;
}

}  // namespace

std::string plain_path(const std::string& name) {
  return std::filesystem::path(name).lexically_normal().string();
}

std::string uri_of(const std::string& name) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const std::string path = plain_path(name);
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (may_stand_in_path(c)) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
  }
  return uri;
}

}  // namespace itsmflow::report
