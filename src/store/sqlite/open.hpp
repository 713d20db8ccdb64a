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

/// Opens a file that is there, for writing; nothing is looked for in it, and no tables are made.
std::unique_ptr<Connection> open_empty(const std::string& path, const SqliteStore::Options& options);

/// Throws StoreError as open_file() does where a file can't be read or has no tables of ours; of any version that this one knows will do.
void check_is_store(const std::string& path, const SqliteStore::Options& options);

/// A path that can name a file; StoreError(cannot_open) if not.
void check_path(const std::string& path);

}  // namespace itsmflow
