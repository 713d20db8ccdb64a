#include "draw/graphviz.hpp"

#include <itsmflow/error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

extern char** environ;

namespace itsmflow::drawing {
namespace {

/// What a program says when it fails is shown to a person: the beginning is enough.
constexpr std::size_t kMostComplaints = 4000;

[[noreturn]] void fail(const std::string& what, int error) {
  throw Error(fmt::format("{}: {}", what, std::strerror(error)));
}

class Handle {
 public:
  Handle() = default;
  ~Handle() { close(); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  int get() const noexcept { return descriptor_; }
  void set(int descriptor) {
    close();
    descriptor_ = descriptor;
  }
  bool is_open() const noexcept { return descriptor_ >= 0; }
  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

 private:
  int descriptor_ = -1;
};

struct Channel {
  Handle ours;
  Handle theirs;
};

/// Input goes through a socket instead of a pipe: writing to a program that has gone must not raise SIGPIPE in the embedder.
void open_input(Channel& channel) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) fail("no socket could be made", errno);
  channel.ours.set(ends[0]);
  channel.theirs.set(ends[1]);
}

void open_output(Channel& channel) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("no pipe could be made", errno);
  channel.ours.set(ends[0]);
  channel.theirs.set(ends[1]);
}

class Process {
 public:
  explicit Process(const std::vector<std::string>& command) : name_(command.front()) {
    open_input(in_);
    open_output(out_);
    open_output(err_);
    spawn(command);
    in_.theirs.close();
    out_.theirs.close();
    err_.theirs.close();
  }
  ~Process() {
    in_.ours.close();
    out_.ours.close();
    err_.ours.close();
    if (pid_ > 0) wait();
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  bool found() const noexcept { return pid_ > 0; }

  /// Feeds and reads side by side, since either side may have to wait for the other.
  std::string run(std::string_view input) {
    std::string output;
    while (out_.ours.is_open() || err_.ours.is_open()) {
      std::array<pollfd, 3> watched{pollfd{in_.ours.get(), POLLOUT, 0}, pollfd{out_.ours.get(), POLLIN, 0},
                                    pollfd{err_.ours.get(), POLLIN, 0}};
      if (::poll(watched.data(), watched.size(), -1) < 0) {
        if (errno == EINTR) continue;
        fail(name_ + " could not be waited for", errno);
      }
      if (watched[0].revents != 0) feed(input);
      if (watched[1].revents != 0) drain(out_.ours, output);
      if (watched[2].revents != 0) drain(err_.ours, complaints_);
    }
    return output;
  }

  void check() {
    const int status = wait();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
    if (complaints_.size() > kMostComplaints) complaints_.resize(kMostComplaints);
    while (!complaints_.empty() && complaints_.back() == '\n') complaints_.pop_back();
    const std::string how = WIFEXITED(status) ? fmt::format("ended with {}", WEXITSTATUS(status))
                                              : fmt::format("was ended by signal {}", WTERMSIG(status));
    throw Error(fmt::format("{} {}{}{}", name_, how, complaints_.empty() ? "" : ": ", complaints_));
  }

 private:
  void spawn(const std::vector<std::string>& command) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in_.theirs.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out_.theirs.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err_.theirs.get(), STDERR_FILENO);
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int error = ::posix_spawnp(&pid_, words.front().c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error == 0) return;
    pid_ = -1;
    if (error != ENOENT) fail(name_ + " could not be run", error);
  }

  void feed(std::string_view& input) {
    if (!input.empty()) {
      const ssize_t sent = ::send(in_.ours.get(), input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) input.remove_prefix(static_cast<std::size_t>(sent));
      if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return;
      if (sent < 0) input = {};  // it has stopped reading; how it ends tells why
    }
    if (input.empty()) in_.ours.close();
  }

  static void drain(Handle& from, std::string& into) {
    std::array<char, 1 << 16> buffer;
    const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
    if (got > 0) into.append(buffer.data(), static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno != EINTR)) from.close();
  }

  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

  std::string name_;
  Channel in_;
  Channel out_;
  Channel err_;
  std::string complaints_;
  pid_t pid_ = -1;
};

}  // namespace

std::optional<std::string> run_filter(const std::vector<std::string>& command, const std::string& input) {
  Process process(command);
  if (!process.found()) return std::nullopt;
  std::string output = process.run(input);
  process.check();
  return output;
}

}  // namespace itsmflow::drawing
