#pragma once

#include <sqlite3.h>

#include <string>

#include "catch.hpp"

// A file as version 1 made it, word for word, with rows in all of its tables.

inline constexpr const char* kTablesOfVersion1 = R"sql(
CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
  id      INTEGER PRIMARY KEY,
  digest  TEXT NOT NULL UNIQUE,
  process TEXT NOT NULL,
  version TEXT NOT NULL,
  name    TEXT NOT NULL,
  source  TEXT NOT NULL
) STRICT;

CREATE TABLE people (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id  TEXT UNIQUE
) STRICT;

CREATE TABLE cases (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  model    INTEGER NOT NULL REFERENCES models (id),
  process  TEXT NOT NULL,
  status   TEXT NOT NULL CHECK (status IN ('open', 'over', 'cancelled')),
  revision INTEGER NOT NULL,
  started  INTEGER NOT NULL,
  changed  INTEGER NOT NULL,
  head     BLOB NOT NULL CHECK (length(head) = 32),
  snapshot TEXT NOT NULL
) STRICT;
CREATE INDEX cases_by_process ON cases (process, status);
CREATE INDEX cases_by_status ON cases (status);

CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  case_id  INTEGER NOT NULL REFERENCES cases (id),
  number   INTEGER NOT NULL,
  step     INTEGER NOT NULL,
  type     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  actor    INTEGER REFERENCES people (key),
  content  TEXT NOT NULL,
  texts    TEXT,
  key      TEXT,
  digest   BLOB NOT NULL CHECK (length(digest) = 32),
  head     BLOB CHECK (length(head) = 32),
  UNIQUE (case_id, number)
) STRICT;
CREATE UNIQUE INDEX events_by_key ON events (key) WHERE key IS NOT NULL;

CREATE TABLE offers (
  case_id  INTEGER NOT NULL REFERENCES cases (id),
  activity TEXT NOT NULL,
  role     TEXT NOT NULL,
  holder   INTEGER REFERENCES people (key),
  PRIMARY KEY (case_id, activity, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX offers_by_role ON offers (role, case_id, activity, holder);
CREATE INDEX offers_by_holder ON offers (holder, case_id, activity, role) WHERE holder IS NOT NULL;

CREATE TABLE timers (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  name    TEXT NOT NULL,
  due     INTEGER NOT NULL,
  PRIMARY KEY (case_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_by_due ON timers (due, case_id, name);

CREATE TABLE outbox (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  key     TEXT NOT NULL UNIQUE,
  kind    TEXT NOT NULL,
  body    TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;

CREATE VIEW case_list AS
SELECT c.id, c.process, m.version, c.status, c.revision,
       strftime('%Y-%m-%dT%H:%M:%S', (c.started - 999999 * (c.started < 0)) / 1000000, 'unixepoch')
         || printf('.%06dZ', c.started % 1000000 + 1000000 * (c.started % 1000000 < 0)) AS started,
       strftime('%Y-%m-%dT%H:%M:%S', (c.changed - 999999 * (c.changed < 0)) / 1000000, 'unixepoch')
         || printf('.%06dZ', c.changed % 1000000 + 1000000 * (c.changed % 1000000 < 0)) AS changed,
       lower(hex(c.head)) AS head, c.snapshot
FROM cases AS c JOIN models AS m ON m.id = c.model;

CREATE VIEW event_list AS
SELECT e.position, e.case_id, e.number, e.step, e.type,
       strftime('%Y-%m-%dT%H:%M:%S', (e.at - 999999 * (e.at < 0)) / 1000000, 'unixepoch')
         || printf('.%06dZ', e.at % 1000000 + 1000000 * (e.at % 1000000 < 0)) AS at,
       p.id AS actor, e.content, e.texts, e.key, lower(hex(e.digest)) AS digest
FROM events AS e LEFT JOIN people AS p ON p.key = e.actor;

CREATE VIEW offer_list AS
SELECT o.case_id, c.process, o.activity, o.role, p.id AS holder
FROM offers AS o JOIN cases AS c ON c.id = o.case_id LEFT JOIN people AS p ON p.key = o.holder;

CREATE VIEW timer_list AS
SELECT t.case_id, c.process, t.name,
       strftime('%Y-%m-%dT%H:%M:%S', (t.due - 999999 * (t.due < 0)) / 1000000, 'unixepoch')
         || printf('.%06dZ', t.due % 1000000 + 1000000 * (t.due % 1000000 < 0)) AS due
FROM timers AS t JOIN cases AS c ON c.id = t.case_id;
)sql";

inline constexpr const char* kRowsOfVersion1 = R"sql(
INSERT INTO meta VALUES ('application', 'itsmflow'), ('schema_version', '1');
INSERT INTO models VALUES
  (1, 'aa', 'minor-change', '1', 'minor.yaml', 'process: minor-change'),
  (2, 'bb', 'incident', '3', 'i.yaml', 'process: incident');
INSERT INTO people VALUES (1, 'anna'), (2, NULL), (3, 'bo''s "friend"'), (9, 'gone');
DELETE FROM people WHERE key = 9;
INSERT INTO cases VALUES
  (1, 1, 'minor-change', 'open', 3, -1, 1394020800123456, zeroblob(32), '{"tokens":[]}'),
  (4, 2, 'incident', 'over', 1, 0, 5, x'0102030405060708091011121314151617181920212223242526272829303132', '{}'),
  (7, 1, 'minor-change', 'open', 1, 7, 7, zeroblob(32), '{"a":"é"}');
INSERT INTO events VALUES
  (1, 1, 1, 1, 'started', 100, 1, '{"model":"aa"}', '["salt","text"]', 'once', zeroblob(32), NULL),
  (2, 1, 2, 1, 'routed', 100, NULL, '{}', NULL, NULL, zeroblob(32),
   x'ff02030405060708091011121314151617181920212223242526272829303132'),
  (3, 4, 1, 1, 'over', 101, 2, '{}', NULL, NULL, zeroblob(32), zeroblob(32)),
  (4, 1, 3, 3, 'claimed', 102, 3, '{}', NULL, 'twice', zeroblob(32), zeroblob(32)),
  (5, 7, 1, 1, 'started', 103, 1, '{}', NULL, NULL, zeroblob(32),
   x'ee02030405060708091011121314151617181920212223242526272829303132');
INSERT INTO offers VALUES
  (1, 'check', '', NULL), (1, 'write', 'operator', 3), (1, 'write', 'assigner', 3), (7, 'write', 'operator', NULL);
INSERT INTO timers VALUES (1, 'reminder', 2000), (7, 'deadline', -5);
INSERT INTO outbox VALUES
  (3, 1, 'tell 3', 'notify', '{"to":1}', 100), (5, 7, 'tell 5', 'notify', '{"to":3}', 103), (8, 1, 'gone', 'notify', '{}', 1);
DELETE FROM outbox WHERE id = 8;
)sql";

inline void run_sql(sqlite3* connection, const std::string& sql) {
  INFO(sql);
  REQUIRE(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
}

/// Makes the tables and rows on a connection.
inline void fill_version_1(sqlite3* connection) {
  for (const char* const sql : {"BEGIN", kTablesOfVersion1, kRowsOfVersion1, "COMMIT"}) run_sql(connection, sql);
}

/// Makes a file of our own at that path.
inline void make_version_1_file(const std::string& path) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &connection) == SQLITE_OK);
  run_sql(connection, "PRAGMA journal_mode = WAL");
  fill_version_1(connection);
  run_sql(connection, "PRAGMA application_id = 1230263117; PRAGMA user_version = 1");
  REQUIRE(sqlite3_close(connection) == SQLITE_OK);
}
