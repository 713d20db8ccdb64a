#pragma once

#include <cstdint>
#include <span>

#include "store/sqlite/connection.hpp"

namespace itsmflow {

/// "ITSM": what PRAGMA application_id says in files of our own.
inline constexpr std::int64_t kApplicationId = 0x4954534D;

/// The statements that bring a schema from the version below to this one. A released one never changes.
struct Migration {
  std::int64_t version;
  const char* statements;
};

/// All there are, ascending from 1.
std::span<const Migration> migrations() noexcept;

/// Whose database it is, and so what may be written beside our tables.
enum class Owner {
  us,       ///< a file of ours: application_id and user_version are ours too
  embedder  ///< our tables are guests
};

/// Version of our schema in the database; 0: none. Throws StoreError if the database is another program's (owner `us`), if a table of
/// the embedder has a name that ours need (owner `embedder`), or if a newer version wrote it.
std::int64_t schema_version(Connection& connection, Owner owner, std::span<const Migration> known = migrations());

/// Brings the schema to the newest version, all or nothing. Others may do the same at the same time.
void migrate(Connection& connection, Owner owner, std::span<const Migration> known = migrations());

}  // namespace itsmflow
