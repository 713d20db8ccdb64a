#pragma once

#include <itsmflow/sqlite_store.hpp>

#include <memory>
#include <string>

#include "store/sqlite/connection.hpp"

namespace itsmflow {

/// Opens a file for writing (or reading, where the options say so) with its schema at the newest version.
/// Throws StoreError as SqliteStore's constructor does.
std::unique_ptr<Connection> open_file(const std::string& path, const SqliteStore::Options& options);

/// One more connection, for reading, to a file that open_file() has opened.
std::unique_ptr<Connection> open_reader(const std::string& path, const SqliteStore::Options& options);

}  // namespace itsmflow
