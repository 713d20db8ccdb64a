#pragma once

#include <stdexcept>
#include <string>

namespace itsmflow::cli {

class Terminal;

/// What the program ends with. These numbers are promised.
enum class Exit {
  ok = 0,
  refused = 1,    ///< findings at or above --fail-on, a scenario failed, a step may not be done, a log that does not fit together
  usage = 2,      ///< the words on the command line make no sense, or name something that does not exist
  trouble = 3,    ///< could not read or write, the database failed, or a fault of the program
  undecided = 4,  ///< nothing was found at or above --fail-on, and it isn't known whether there is anything
};

/// Ends a command with one line that says what is wrong, where, and what to do.
class Failure : public std::runtime_error {
 public:
  Failure(Exit exit, std::string kind, const std::string& message)
      : std::runtime_error(message), exit_(exit), kind_(std::move(kind)) {}

  Exit exit() const noexcept { return exit_; }
  /// A word for programs: "usage", "not_found", "busy", …
  const std::string& kind() const noexcept { return kind_; }

 private:
  Exit exit_;
  std::string kind_;
};

Failure usage(const std::string& message);

enum class ErrorForm { text, json };

/// Says what the exception that is being handled means, and gives the exit code that belongs to it.
Exit report_current_exception(Terminal& terminal, ErrorForm form);

}  // namespace itsmflow::cli
