#pragma once

namespace itsmflow {

// Version 1, which the later ones build on. docs/store.md says what each column holds in the newest; a test holds the two together.
// Never changed once released.
inline constexpr const char* kSchemaVersion1 = R"sql(
CREATE TABLE main.meta (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE main.models (
  id      INTEGER PRIMARY KEY,
  digest  TEXT NOT NULL UNIQUE,
  process TEXT NOT NULL,
  version TEXT NOT NULL,
  name    TEXT NOT NULL,
  source  TEXT NOT NULL
) STRICT;

CREATE TABLE main.people (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id  TEXT UNIQUE
) STRICT;

CREATE TABLE main.cases (
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
CREATE INDEX main.cases_by_process ON cases (process, status);
CREATE INDEX main.cases_by_status ON cases (status);

CREATE TABLE main.events (
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
CREATE UNIQUE INDEX main.events_by_key ON events (key) WHERE key IS NOT NULL;

CREATE TABLE main.offers (
  case_id  INTEGER NOT NULL REFERENCES cases (id),
  activity TEXT NOT NULL,
  role     TEXT NOT NULL,
  holder   INTEGER REFERENCES people (key),
  PRIMARY KEY (case_id, activity, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX main.offers_by_role ON offers (role, case_id, activity, holder);
CREATE INDEX main.offers_by_holder ON offers (holder, case_id, activity, role) WHERE holder IS NOT NULL;

CREATE TABLE main.timers (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  name    TEXT NOT NULL,
  due     INTEGER NOT NULL,
  PRIMARY KEY (case_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX main.timers_by_due ON timers (due, case_id, name);

CREATE TABLE main.outbox (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  key     TEXT NOT NULL UNIQUE,
  kind    TEXT NOT NULL,
  body    TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;

CREATE VIEW main.case_list AS
SELECT c.id, c.process, m.version, c.status, c.revision,
       strftime('%Y-%m-%dT%H:%M:%S', (c.started - 999999 * (c.started < 0)) / 1000000, 'unixepoch')
         || printf('.%06dZ', c.started % 1000000 + 1000000 * (c.started % 1000000 < 0)) AS started,
       strftime('%Y-%m-%dT%H:%M:%S', (c.changed - 999999 * (c.changed < 0)) / 1000000, 'unixepoch')
         || printf('.%06dZ', c.changed % 1000000 + 1000000 * (c.changed % 1000000 < 0)) AS changed,
       lower(hex(c.head)) AS head, c.snapshot
FROM cases AS c JOIN models AS m ON m.id = c.model;

CREATE VIEW main.event_list AS
SELECT e.position, e.case_id, e.number, e.step, e.type,
       strftime('%Y-%m-%dT%H:%M:%S', (e.at - 999999 * (e.at < 0)) / 1000000, 'unixepoch')
         || printf('.%06dZ', e.at % 1000000 + 1000000 * (e.at % 1000000 < 0)) AS at,
       p.id AS actor, e.content, e.texts, e.key, lower(hex(e.digest)) AS digest
FROM events AS e LEFT JOIN people AS p ON p.key = e.actor;

CREATE VIEW main.offer_list AS
SELECT o.case_id, c.process, o.activity, o.role, p.id AS holder
FROM offers AS o JOIN cases AS c ON c.id = o.case_id LEFT JOIN people AS p ON p.key = o.holder;

CREATE VIEW main.timer_list AS
SELECT t.case_id, c.process, t.name,
       strftime('%Y-%m-%dT%H:%M:%S', (t.due - 999999 * (t.due < 0)) / 1000000, 'unixepoch')
         || printf('.%06dZ', t.due % 1000000 + 1000000 * (t.due % 1000000 < 0)) AS due
FROM timers AS t JOIN cases AS c ON c.id = t.case_id;
)sql";

/// What version 1 calls its tables and views, and all later ones: a database of another program may have them too.
inline constexpr const char* kNamesInVersion1 =
    "'meta', 'models', 'people', 'cases', 'events', 'offers', 'timers', 'outbox', 'case_list', 'event_list', 'offer_list', "
    "'timer_list'";

}  // namespace itsmflow
