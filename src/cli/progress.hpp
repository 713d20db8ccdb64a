#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cli/terminal.hpp"

namespace itsmflow::cli {

/// Says at a terminal how far a proof of several files is, in one line of the standard error, as soon as it has taken half a second; the line
/// is gone when this is. Nothing is said where the output goes elsewhere. Thread-safe, but for its making and its end.
class Progress {
 public:
  Progress(Terminal& terminal, std::size_t files);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// A file begins; the number is what the others take.
  std::size_t begin(const std::string& file);
  void look_at(std::size_t number, std::size_t states);
  void end(std::size_t number);

 private:
  struct Work {
    std::string file;
    std::size_t states = 0;
    bool is_done = false;
  };
  void draw_now_and_then();
  std::string line() const;

  Terminal& terminal_;
  std::size_t files_;
  std::mutex mutex_;
  std::condition_variable end_comes_;
  bool is_over_ = false;
  std::vector<Work> works_;
  std::thread drawer_;  ///< none where nobody watches
};

}  // namespace itsmflow::cli
