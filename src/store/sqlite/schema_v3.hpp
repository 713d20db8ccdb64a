#pragma once

namespace itsmflow {

// From version 2 to 3: closed cases can be moved to an archive, and what stays says which. Never changed once released.
// Before a case goes it is asked whether something of it waits in the outbox.
inline constexpr const char* kSchemaVersion3 = R"sql(
CREATE TABLE main.elsewhere (
  first INTEGER NOT NULL,
  last  INTEGER PRIMARY KEY,
  head  BLOB NOT NULL CHECK (length(head) = 32),
  CHECK (first BETWEEN 1 AND last)
) STRICT;

CREATE TABLE main.moved_cases (
  case_id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE main.moved_keys (
  key     TEXT NOT NULL PRIMARY KEY,
  case_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX main.outbox_by_case ON outbox (case_id);
)sql";

/// What came with version 3, beside kNamesInVersion1.
inline constexpr const char* kNamesInVersion3 = "'elsewhere', 'moved_cases', 'moved_keys'";

}  // namespace itsmflow
