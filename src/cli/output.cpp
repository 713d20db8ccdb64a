#include "cli/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/errors.hpp"

namespace itsmflow::cli {
namespace {

namespace fs = std::filesystem;

Failure cannot_write(const std::string& path, const std::string& why) {
  return {Exit::trouble, "file", fmt::format("cannot write {}: {}", path, why)};
}

/// Empty: it worked. Otherwise why not.
std::string try_to_write(const fs::path& path, const std::string& text) {
  errno = 0;
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << text << std::flush;
  if (stream) return "";
  return errno == 0 ? "it could not be written" : std::strerror(errno);
}

/// Where a link leads to is replaced, not the link.
fs::path target_of(const std::string& path) {
  std::error_code error;
  fs::path target = fs::canonical(path, error);
  return error ? fs::path(path) : target;
}

}  // namespace

void write_file(const std::string& path, const std::string& text) {
  const fs::path target = target_of(path);
  std::error_code error;
  const fs::file_status before = fs::status(target, error);
  if (fs::exists(before) && !fs::is_regular_file(before)) {
    const std::string why = try_to_write(target, text);
    if (!why.empty()) throw cannot_write(path, why);
    return;
  }
  const fs::path fresh = fmt::format("{}.new-{}", target.string(), ::getpid());
  const auto give_up = [&](const std::string& why) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return cannot_write(path, why);
  };
  if (const std::string why = try_to_write(fresh, text); !why.empty()) throw give_up(why);
  if (fs::exists(before)) fs::permissions(fresh, before.permissions(), error);
  fs::rename(fresh, target, error);
  if (error) throw give_up(error.message());
}

}  // namespace itsmflow::cli
