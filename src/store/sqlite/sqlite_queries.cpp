#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "store/micros.hpp"
#include "store/sqlite/archive.hpp"
#include "store/sqlite/sqlite_transaction.hpp"
#include "store/sqlite/status_text.hpp"

namespace itsmflow {
namespace {

// Rows to records; the columns are in the order of the statements in sql.cpp.

CaseRecord case_of(const Query& row, const Connection& connection) {
  const auto status = parse_status(row.text(3));
  if (!status) {
    throw StoreError(StoreError::Kind::corrupt, connection.file() + " has a case of the unknown status '" + row.text(3) +
                                                    "': it was changed by something else. Restore a backup.");
  }
  CaseRecord record;
  record.id = CaseId{row.integer(0)};
  record.model_digest = row.text(1);
  record.process = row.text(2);
  record.status = *status;
  record.revision = row.integer(4);
  record.started = from_micros(row.integer(5));
  record.changed = from_micros(row.integer(6));
  record.head = row.digest(7);
  record.snapshot = row.text(8);
  return record;
}

EventRecord event_of(const Query& row) {
  EventRecord event;
  event.position = row.integer(0);
  event.case_id = CaseId{row.integer(1)};
  event.number = row.integer(2);
  event.step = row.integer(3);
  event.type = row.text(4);
  event.at = from_micros(row.integer(5));
  event.actor = row.maybe_integer(6);
  event.content = row.text(7);
  event.texts = row.text(8);
  event.key = row.text(9);
  event.digest = row.digest(10);
  return event;
}

OfferRow offer_of(const Query& row) {
  return {CaseId{row.integer(0)}, row.text(1), row.text(3), row.maybe_integer(4), row.text(2)};
}

OutboxRow outbox_row_of(const Query& row) {
  OutboxRow waiting;
  waiting.id = row.integer(0);
  waiting.case_id = CaseId{row.integer(1)};
  waiting.key = row.text(2);
  waiting.kind = row.text(3);
  waiting.body = row.text(4);
  waiting.at = from_micros(row.integer(5));
  if (const auto until = row.maybe_integer(6)) waiting.leased_until = from_micros(*until);
  return waiting;
}

std::vector<OutboxRow> all_outbox_rows(Query&& query) {
  std::vector<OutboxRow> rows;
  while (query.step()) rows.push_back(outbox_row_of(query));
  return rows;
}

std::vector<EventRecord> all_events(Query& query) {
  std::vector<EventRecord> events;
  while (query.step()) events.push_back(event_of(query));
  return events;
}

std::vector<CaseRecord> all_cases(Query& query, const Connection& connection) {
  std::vector<CaseRecord> cases;
  while (query.step()) cases.push_back(case_of(query, connection));
  return cases;
}

/// Appends whole cases, at least as many rows as asked for where there are so many.
void append_offers(std::vector<OfferRow>& rows, Query& query, std::size_t limit) {
  std::size_t taken = 0;
  CaseId last;
  while (query.step()) {
    if (taken >= limit && query.integer(0) != last.value) return;
    rows.push_back(offer_of(query));
    last = rows.back().case_id;
    ++taken;
  }
}

auto key_of(const OfferRow& row) {
  return std::tie(row.case_id, row.activity, row.item, row.role);
}

}  // namespace

std::optional<StoredModel> SqliteTransaction::model(std::string_view digest) {
  Query query(open(), Sql::find_model, digest);
  if (!query.step()) return std::nullopt;
  return StoredModel{query.text(0), query.text(1), query.text(2), query.text(3), query.text(4)};
}

std::optional<PersonKey> SqliteTransaction::find_person(std::string_view id) {
  Connection& connection = open();
  if (const Remembered::Person* known = connection.remembered().person(id)) return known->key;
  Query query(connection, Sql::find_person, id);
  if (!query.step()) return std::nullopt;
  return connection.remembered().note_person(query.integer(0), id);
}

std::optional<std::string> SqliteTransaction::person(PersonKey key) {
  Connection& connection = open();
  if (const Remembered::Person* known = connection.remembered().person(key); known != nullptr && !known->id.empty())
    return known->id;
  Query query(connection, Sql::person_by_key, key);
  if (!query.step()) return std::nullopt;
  std::optional<std::string> id;
  if (!query.is_null(0)) id = query.text(0);
  connection.remembered().note_person(key, id.value_or(""));
  return id;
}

std::optional<CaseRecord> SqliteTransaction::load(CaseId id) {
  Connection& connection = open();
  if (const Remembered::Case* known = connection.remembered().find(id)) {
    connection.remembered().note_model(known->record.model_digest, known->model_key);
    return known->record;
  }
  Query query(connection, Sql::load_case, id);
  if (query.step()) {
    CaseRecord record = case_of(query, connection);
    connection.remembered().note_model(record.model_digest, query.integer(9));
    return record;
  }
  if (Query(connection, Sql::moved_case, id).step()) throw MovedToArchive(id, "case " + to_string(id) + " was moved to an archive");
  return std::nullopt;
}

Digest SqliteTransaction::head() {
  Connection& connection = open();
  if (connection.remembered().head) return *connection.remembered().head;
  Query here(connection, Sql::head);
  if (here.step() && (here.is_null(2) || here.integer(2) <= here.integer(1))) return here.digest(0);
  Query elsewhere(connection, Sql::last_elsewhere);
  return elsewhere.step() ? elsewhere.digest(2) : Digest{};
}

LogPart SqliteTransaction::log_part() {
  Connection& connection = open();
  LogPart part;
  part.takes_steps = !is_archive(connection);
  Query runs(connection, Sql::elsewhere);
  while (runs.step()) part.elsewhere.push_back({runs.integer(0), runs.integer(1), runs.digest(2)});
  return part;
}

std::vector<EventRecord> SqliteTransaction::events(CaseId id, std::int64_t from_number, std::size_t limit) {
  Query query(open(), Sql::events_of_case, id, from_number, limit);
  return all_events(query);
}

std::vector<EventRecord> SqliteTransaction::events_after(std::int64_t position, std::size_t limit) {
  Query query(open(), Sql::events_after, position, limit);
  return all_events(query);
}

std::optional<EventRecord> SqliteTransaction::event_by_key(std::string_view key) {
  Connection& connection = open();
  Query query(connection, Sql::event_by_key, key);
  if (query.step()) return event_of(query);
  Query moved(connection, Sql::moved_key, key);
  if (!moved.step()) return std::nullopt;
  const CaseId id{moved.integer(0)};
  throw MovedToArchive(id, "the command with the key '" + std::string(key) + "' was done in case " + to_string(id) +
                               ", which was moved to an archive; it isn't done again");
}

std::vector<OfferRow> SqliteTransaction::offers(const OfferQuery& query) {
  Connection& connection = open();
  std::vector<std::string_view> roles(query.roles.begin(), query.roles.end());
  roles.emplace_back();  // anybody's
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());

  std::vector<OfferRow> rows;
  for (const std::string_view role : roles) {
    Query of_role(connection, Sql::offers_by_role, role, query.after, query.holder);
    append_offers(rows, of_role, query.limit);
  }
  if (query.holder) {
    Query of_holder(connection, Sql::offers_by_holder, *query.holder, query.after);
    append_offers(rows, of_holder, query.limit);
  }
  std::sort(rows.begin(), rows.end(), [](const OfferRow& left, const OfferRow& right) { return key_of(left) < key_of(right); });
  const auto same = [](const OfferRow& left, const OfferRow& right) { return key_of(left) == key_of(right); };
  rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());

  // Each list is whole up to its last case and alone has as many rows as asked for, so the cut is never behind a list's end.
  if (rows.size() <= query.limit) return rows;
  auto end = rows.begin() + static_cast<std::ptrdiff_t>(query.limit);
  while (end != rows.begin() && end != rows.end() && end->case_id == std::prev(end)->case_id) ++end;
  rows.erase(end, rows.end());
  return rows;
}

std::vector<OfferRow> SqliteTransaction::offers_of(CaseId id) {
  Query query(open(), Sql::offers_of_case, id);
  std::vector<OfferRow> rows;
  while (query.step()) rows.push_back(offer_of(query));
  return rows;
}

std::vector<CaseRecord> SqliteTransaction::cases(const CaseQuery& query) {
  Connection& connection = open();
  const std::string_view status = query.status ? status_text(*query.status) : std::string_view();
  if (query.process.empty() && !query.status) {
    Query rows(connection, Sql::all_cases, query.after, query.limit);
    return all_cases(rows, connection);
  }
  if (query.process.empty()) {
    Query rows(connection, Sql::cases_by_status, status, query.after, query.limit);
    return all_cases(rows, connection);
  }
  if (!query.status) {
    Query rows(connection, Sql::cases_by_process, query.process, query.after, query.limit);
    return all_cases(rows, connection);
  }
  Query rows(connection, Sql::cases_by_both, query.process, status, query.after, query.limit);
  return all_cases(rows, connection);
}

std::vector<TimerRow> SqliteTransaction::due_timers(Timestamp until, std::size_t limit) {
  Query query(open(), Sql::due_timers, until, limit);
  std::vector<TimerRow> rows;
  while (query.step()) rows.push_back({CaseId{query.integer(0)}, query.text(1), from_micros(query.integer(2))});
  return rows;
}

std::optional<Timestamp> SqliteTransaction::next_timer() {
  Query query(open(), Sql::next_timer);
  if (!query.step() || query.is_null(0)) return std::nullopt;
  return from_micros(query.integer(0));
}

std::vector<OutboxRow> SqliteTransaction::outbox(std::string_view kind, std::size_t limit) {
  Connection& connection = open();
  const std::int64_t end = scope_->outbox_end();
  if (kind.empty()) return all_outbox_rows(Query(connection, Sql::outbox, end, limit));
  return all_outbox_rows(Query(connection, Sql::outbox_of_kind, end, limit, kind));
}

std::vector<OutboxRow> SqliteTransaction::free_outbox(std::string_view kind, Timestamp now, std::size_t limit) {
  Connection& connection = open();
  const std::int64_t end = scope_->outbox_end();
  if (kind.empty()) return all_outbox_rows(Query(connection, Sql::free_outbox, end, limit, now));
  return all_outbox_rows(Query(connection, Sql::free_outbox_of_kind, end, limit, now, kind));
}

}  // namespace itsmflow
