#pragma once

namespace itsmflow {

// From version 1 to 2: an offer says which item of its activity it is, and what is in the outbox can be leased. Never changed once
// released. The offers are copied twice rather than their table renamed, because renaming looks through the whole schema, and what an
// embedder has in it is not ours to find fault with.
inline constexpr const char* kSchemaVersion2 = R"sql(
DROP VIEW main.offer_list;
CREATE TABLE main.itsmflow_offers_1 AS SELECT case_id, activity, role, holder FROM main.offers;
DROP TABLE main.offers;
CREATE TABLE main.offers (
  case_id  INTEGER NOT NULL REFERENCES cases (id),
  activity TEXT NOT NULL,
  item     TEXT NOT NULL,
  role     TEXT NOT NULL,
  holder   INTEGER REFERENCES people (key),
  PRIMARY KEY (case_id, activity, item, role)
) STRICT, WITHOUT ROWID;
INSERT INTO main.offers (case_id, activity, item, role, holder)
SELECT case_id, activity, '', role, holder FROM main.itsmflow_offers_1;
DROP TABLE main.itsmflow_offers_1;
CREATE INDEX main.offers_by_role ON offers (role, case_id, activity, item, holder);
CREATE INDEX main.offers_by_holder ON offers (holder, case_id, activity, item, role) WHERE holder IS NOT NULL;

CREATE VIEW main.offer_list AS
SELECT o.case_id, c.process, o.activity, o.item, o.role, p.id AS holder
FROM offers AS o JOIN cases AS c ON c.id = o.case_id LEFT JOIN people AS p ON p.key = o.holder;

ALTER TABLE main.outbox ADD COLUMN leased_until INTEGER;
CREATE INDEX main.outbox_by_kind ON outbox (kind);
)sql";

}  // namespace itsmflow
