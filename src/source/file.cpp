#include "source/file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <itsmflow/error.hpp>

#include "source/node.hpp"

namespace itsmflow::source {

namespace {

struct Close {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw StoreError(StoreError::Kind::io, fmt::format("{}: cannot be read: {}", path, why));
}

[[noreturn]] void refuse_size(const std::string& path) {
  refuse(path, fmt::format("it is larger than {} MiB; divide it into several files", kMaxBytes >> 20));
}

}  // namespace

std::shared_ptr<const SourceText> read_file(const std::string& path) {
  if (path.find('\0') != std::string::npos) refuse(path, "there is a zero byte in its name");
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    throw NotFound(NotFound::Kind::file, path, fmt::format("{}: there is no such file", path));
  }
  if (status.type() == std::filesystem::file_type::directory) refuse(path, "it is a folder; give a file in it");
  errno = 0;
  const std::unique_ptr<std::FILE, Close> file{std::fopen(path.c_str(), "rb")};
  if (!file) refuse(path, std::strerror(errno));
  auto text = std::make_shared<SourceText>();
  text->name = path;
  char buffer[1 << 16];
  // Read up to the limit instead of asking for the size first: a pipe has none.
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text->text.append(buffer, got);
    if (text->text.size() > kMaxBytes) refuse_size(path);
  }
  if (std::ferror(file.get()) != 0) refuse(path, std::strerror(errno));
  return text;
}

}  // namespace itsmflow::source
