#pragma once

#include <itsmflow/sqlite_store.hpp>

#include <string>

namespace itsmflow {

/// As SqliteStore::backup(). `options`: with which `from` was opened.
void copy_file(const std::string& from, const SqliteStore::Options& options, const std::string& to);

}  // namespace itsmflow
