#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <system_error>

#include "cli/errors.hpp"

namespace itsmflow::cli {
namespace {

constexpr std::chrono::milliseconds kPatience{500};
constexpr std::chrono::milliseconds kPause{100};
constexpr std::string_view kWipe = "\r\x1b[K";

/// No more than fits into a line, with what is left out at the front: the name of a file is told by its end.
std::string clipped(const std::string& text, std::size_t columns) {
  std::size_t begin = 0;
  std::size_t width = width_of(text);
  const bool is_clipped = width > columns;
  for (; width + 1 > columns && is_clipped && begin < text.size(); --width) {
    ++begin;
    while (begin < text.size() && (text[begin] & 0xC0) == 0x80) ++begin;
  }
  return is_clipped ? "\u2026" + text.substr(begin) : text;
}

std::string with_separators(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

}  // namespace

Progress::Progress(Terminal& terminal, std::size_t files) : terminal_(terminal), files_(files) {
  if (!terminal_.is_watched() || files_ == 0) return;
  try {
    drawer_ = std::thread([this] { draw_now_and_then(); });
  } catch (const std::system_error&) {
    // No thread is left: it goes on in silence.
  }
}

Progress::~Progress() {
  if (!drawer_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  end_comes_.notify_all();
  drawer_.join();
}

std::size_t Progress::begin(const std::string& file) {
  const std::lock_guard lock(mutex_);
  works_.push_back({visible(file)});
  return works_.size() - 1;
}

void Progress::look_at(std::size_t number, std::size_t states) {
  const std::lock_guard lock(mutex_);
  works_[number].states = states;
}

void Progress::end(std::size_t number) {
  const std::lock_guard lock(mutex_);
  works_[number].is_done = true;
}

void Progress::draw_now_and_then() {
  std::unique_lock lock(mutex_);
  bool is_drawn = false;
  const auto over = [this] { return is_over_; };
  try {
    for (auto pause = kPatience; !end_comes_.wait_for(lock, pause, over); pause = kPause) {
      terminal_.complain_raw(std::string(kWipe) + clipped(line(), terminal_.error_width() - 1));
      is_drawn = true;
    }
    if (is_drawn) terminal_.complain_raw(kWipe);
  } catch (const Failure&) {
    // The terminal has gone, which the next line that matters will find out too.
  }
}

/// Of those that are under way the one that began first: it is the one that takes long.
std::string Progress::line() const {
  const auto done = static_cast<std::size_t>(std::ranges::count_if(works_, &Work::is_done));
  const auto first = std::ranges::find_if(works_, [](const Work& work) { return !work.is_done; });
  std::string text = first == works_.end() ? "proving" : fmt::format("proving {}", first->file);
  if (first != works_.end() && first->states > 0) text += fmt::format(": {} states", with_separators(first->states));
  if (files_ > 1) text += fmt::format(" ({} of {} files done)", done, files_);
  return text;
}

}  // namespace itsmflow::cli
