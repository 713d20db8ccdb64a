#include "patterns.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "catch.hpp"
#include "console.hpp"
#include "places.hpp"

namespace patterns {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "# the pattern";
constexpr std::string_view kInstead = "; without it: ";

std::vector<fs::path> yaml_files(const fs::path& path) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string id_of(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.substr(0, name.find('-'));
}

std::optional<Mark> mark_in(const File& file, std::size_t number) {
  const std::string& line = file.lines[number];
  const std::size_t at = line.find(kMark);
  if (at == std::string::npos) return std::nullopt;
  const std::string rest = line.substr(at + kMark.size());
  if (rest.empty()) return Mark{file.name, number, ""};
  INFO(file.name << ":" << number + 1 << " " << rest);
  REQUIRE(rest.starts_with(kInstead));
  const std::string indent(line.find_first_not_of(' '), ' ');
  return Mark{file.name, number, indent + rest.substr(kInstead.size())};
}

}  // namespace

fs::path folder() {
  return fs::path(places::source()) / "tests" / "patterns";
}

std::vector<Pattern> read_patterns() {
  std::map<std::string, Pattern> found;
  for (const fs::path& path : yaml_files(folder())) {
    Pattern& pattern = found[id_of(path)];
    pattern.id = id_of(path);
    const File& file = pattern.models.emplace_back(File{path.filename().string(), console::lines_of(console::read(path))});
    for (std::size_t line = 0; line < file.lines.size(); ++line) {
      if (auto mark = mark_in(file, line)) pattern.marks.push_back(std::move(*mark));
    }
  }
  for (const fs::path& path : yaml_files(folder() / "scenarios")) {
    INFO(path);
    REQUIRE(found.count(id_of(path)) == 1);
    found[id_of(path)].scenarios.push_back(path.string());
  }
  std::vector<Pattern> patterns;
  for (auto& [id, pattern] : found) patterns.push_back(std::move(pattern));
  return patterns;
}

std::vector<File> without(const Pattern& pattern, const std::vector<Mark>& marks) {
  std::vector<File> files = pattern.models;
  for (File& file : files) {
    std::vector<std::string> kept;
    for (std::size_t line = 0; line < file.lines.size(); ++line) {
      const auto mark =
          std::find_if(marks.begin(), marks.end(), [&](const Mark& m) { return m.file == file.name && m.line == line; });
      if (mark == marks.end()) {
        kept.push_back(file.lines[line]);
      } else if (!mark->without_it.empty()) {
        kept.push_back(mark->without_it);
      }
    }
    file.lines = std::move(kept);
  }
  return files;
}

}  // namespace patterns
