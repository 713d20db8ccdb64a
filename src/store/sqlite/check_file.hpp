#pragma once

#include <itsmflow/sqlite_store.hpp>

#include "store/sqlite/connection.hpp"

namespace itsmflow {

// SqliteStore::check() and mend() on a connection that is in a transaction.
SqliteStore::Report check_file(Connection& connection);
void mend_file(Connection& connection);

}  // namespace itsmflow
