#include "cli/check_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

namespace fs = std::filesystem;

/// Short enough that one looks up and it is done, long enough to cost nothing.
constexpr std::chrono::milliseconds kWait{250};
/// Editors write in several steps; what has been still for so long is complete.
constexpr std::chrono::milliseconds kSettle{60};

/// What there was to be seen of the files at one moment.
using Sight = std::map<std::string, std::pair<fs::file_time_type, std::uintmax_t>>;

bool is_yaml(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

void look_at(const fs::path& path, Sight& sight) {
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  if (error) return;
  const auto size = fs::file_size(path, error);
  if (!error) sight[path.string()] = {time, size};
}

template <class Iterator>
void look_into(const fs::path& folder, Sight& sight) {
  std::error_code error;
  for (Iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (is_yaml(at->path())) look_at(at->path(), sight);
  }
}

/// A model may adapt what lies beside it or one folder up.
Sight look(const std::vector<std::string>& paths, const std::vector<std::string>& more) {
  Sight sight;
  for (const fs::path path : paths) {
    std::error_code error;
    const bool folder = fs::is_directory(path, error);
    if (folder) look_into<fs::recursive_directory_iterator>(path, sight);
    const fs::path around = folder ? path : path.parent_path().empty() ? fs::path(".") : path.parent_path();
    if (!folder) {
      look_at(path, sight);
      look_into<fs::directory_iterator>(around, sight);
    }
    look_into<fs::directory_iterator>(around / "..", sight);
  }
  for (const std::string& path : more) look_at(path, sight);
  return sight;
}

/// Comes back when the files look different from before, and have been still for a while.
void wait_for_change(const std::vector<std::string>& paths, const std::vector<std::string>& more, const Sight& before) {
  Sight now = before;
  while (now == before) {
    std::this_thread::sleep_for(kWait);
    now = look(paths, more);
  }
  for (Sight earlier; earlier != now; now = look(paths, more)) {
    earlier = now;
    std::this_thread::sleep_for(kSettle);
  }
}

/// What was asked for; what lies around it is looked at too, because a model may adapt it.
std::string words_of(const std::vector<std::string>& paths, const ReadFiles& read) {
  std::error_code error;
  const bool is_file = paths.size() == 1 && !fs::is_directory(paths.front(), error);
  if (is_file || read.models.empty()) return listing(paths);
  return counted(read.models.size(), "file", "files");
}

void begin_again(Terminal& terminal) {
  const char* term = std::getenv("TERM");
  const bool can_clear = terminal.is_terminal() && term != nullptr && std::string_view(term) != "dumb";
  terminal.raw(can_clear ? "\x1b[H\x1b[2J" : "---\n");
}

}  // namespace

void watch(Terminal& terminal, const std::vector<std::string>& paths, const std::function<ReadFiles()>& check) {
  std::vector<std::string> more;
  for (bool first = true; !terminal.closed(); first = false) {
    if (!first) begin_again(terminal);
    // Seen before it is checked: what changes meanwhile is checked again.
    Sight before = look(paths, more);
    const ReadFiles read = check();
    for (const std::string& path : read.others) {
      if (std::ranges::find(more, path) == more.end()) look_at(path, before);
    }
    more = read.others;
    terminal.flush();
    if (first) terminal.complain(fmt::format("watching {}; Ctrl-C ends it", words_of(paths, read)));
    wait_for_change(paths, more, before);
  }
}

}  // namespace itsmflow::cli
