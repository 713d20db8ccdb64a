#pragma once

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "places.hpp"
#include "temp_folder.hpp"

// Runs the program as a person at a shell does. For tests of the command line and of the documents.

namespace console {

inline std::string read(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

inline void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

struct Outcome {
  int exit = 0;
  std::string out;
  std::string err;
};

/// In the child: the folder, the program's place first in PATH, nothing of the caller's settings.
[[noreturn]] inline void become_shell(const std::filesystem::path& folder, const std::string& command) {
  const std::string path = std::filesystem::path(places::program()).parent_path().string() + ":/usr/local/bin:/usr/bin:/bin";
  setenv("PATH", path.c_str(), 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  setenv("TERM", "dumb", 1);
  for (const char* name : {"NO_COLOR", "ITSMFLOW_MODELS", "ITSMFLOW_PEOPLE", "COLUMNS"}) unsetenv(name);
  if (chdir(folder.c_str()) != 0) _exit(126);
  execl("/bin/bash", "bash", "-c", command.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

inline int exit_of(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Runs a command with its outputs apart.
inline Outcome run(const std::filesystem::path& folder, const std::string& command, const std::string& input = {}) {
  const TempFolder outputs;
  write(outputs.path() / "in", input);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    const auto redirect = [&](const char* name, int flags, int to) {
      const int file = open((outputs.path() / name).c_str(), flags, 0600);
      if (file < 0 || dup2(file, to) < 0) _exit(126);
    };
    redirect("in", O_RDONLY, STDIN_FILENO);
    redirect("out", O_WRONLY | O_CREAT, STDOUT_FILENO);
    redirect("err", O_WRONLY | O_CREAT, STDERR_FILENO);
    become_shell(folder, command);
  }
  Outcome outcome;
  outcome.exit = exit_of(child);
  outcome.out = read(outputs.path() / "out");
  outcome.err = read(outputs.path() / "err");
  return outcome;
}

/// Runs a command at a terminal: what a person sees, in one stream.
inline Outcome run_at_terminal(const std::filesystem::path& folder, const std::string& command) {
  int terminal = -1;
  winsize size{};
  size.ws_row = 50;
  size.ws_col = 200;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) throw std::runtime_error("cannot open a terminal");
  if (child == 0) become_shell(folder, command);
  Outcome outcome;
  char buffer[4096];
  for (;;) {
    const ssize_t count = ::read(terminal, buffer, sizeof buffer);  // fails when the last writer has gone
    if (count <= 0) break;
    for (ssize_t i = 0; i < count; ++i) {
      if (buffer[i] != '\r') outcome.out += buffer[i];
    }
  }
  close(terminal);
  outcome.exit = exit_of(child);
  return outcome;
}

}  // namespace console
