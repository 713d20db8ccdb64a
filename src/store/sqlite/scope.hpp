#pragma once

#include <cstdint>
#include <limits>

#include "store/sqlite/connection.hpp"

namespace itsmflow {

/// The time between the begin and the end of a transaction on one connection. Without commit() the destructor undoes.
class Scope {
 public:
  Scope(Connection& connection, Store::Access access) : connection_(connection), access_(access) {}
  virtual ~Scope() = default;
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  virtual void commit() = 0;
  /// Rows of the outbox from this id on are not committed for good yet.
  virtual std::int64_t outbox_end() const { return outbox_end_; }
  /// A row was put into the outbox.
  virtual void note_outbox(std::int64_t id) {
    if (id < outbox_end_) outbox_end_ = id;
  }

  Connection& connection() const { return connection_; }
  Store::Access access() const { return access_; }

 protected:
  Connection& connection_;

 private:
  Store::Access access_;
  std::int64_t outbox_end_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace itsmflow
