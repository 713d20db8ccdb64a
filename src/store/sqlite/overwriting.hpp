#pragma once

#include <string>

#include "store/sqlite/connection.hpp"

namespace itsmflow {

/// While it lasts the old bytes of what is changed or removed are overwritten in the file. The connection may be an embedder's, and has
/// its own setting back afterwards.
class Overwriting {
 public:
  explicit Overwriting(Connection& connection)
      : connection_(connection), before_(connection.ask("PRAGMA main.secure_delete").value_or("0")) {
    connection_.run("PRAGMA main.secure_delete = ON");
  }
  ~Overwriting() {
    connection_.try_run_once(before_ == "1"   ? "PRAGMA main.secure_delete = ON"
                             : before_ == "2" ? "PRAGMA main.secure_delete = FAST"
                                              : "PRAGMA main.secure_delete = OFF");
  }
  Overwriting(const Overwriting&) = delete;
  Overwriting& operator=(const Overwriting&) = delete;

 private:
  Connection& connection_;
  std::string before_;
};

}  // namespace itsmflow
