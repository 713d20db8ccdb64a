#pragma once

#include <memory>

#include "store/sqlite/scope.hpp"

namespace itsmflow {

/// An embedder's connection: each transaction is a savepoint in the embedder's, or one of its own where none is open.
class Borrowed {
 public:
  /// Makes the schema if it is not there, which needs a connection without an open transaction.
  explicit Borrowed(sqlite3* connection);

  std::unique_ptr<Scope> begin(Store::Access access);

 private:
  class BorrowedScope;

  Connection connection_;
  bool in_use_ = false;
};

}  // namespace itsmflow
