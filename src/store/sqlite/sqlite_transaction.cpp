#include "store/sqlite/sqlite_transaction.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <utility>

#include "store/micros.hpp"
#include "store/sqlite/archive.hpp"
#include "store/sqlite/overwriting.hpp"
#include "store/sqlite/status_text.hpp"
#include "store/step_check.hpp"

namespace itsmflow {
namespace {

[[noreturn]] void refuse(CaseId id, const std::string& what) {
  throw UsageError("A step of case " + to_string(id) + " can't be written: " + what);
}

/// A step that was written: the next one of its case needn't look. A case that isn't open has no next one.
void note(Remembered& remembered, const StepRecord& step) {
  const CaseRecord& after = step.after;
  if (!step.events.empty()) remembered.head = step.head;
  if (after.status == CaseStatus::open)
    remembered.note(after, remembered.model_key(after.model_digest));
  else
    remembered.forget(after.id);
}

}  // namespace

SqliteTransaction::SqliteTransaction(std::unique_ptr<Scope> scope) : scope_(std::move(scope)) {}

SqliteTransaction::~SqliteTransaction() = default;

Connection& SqliteTransaction::open() const {
  if (!scope_) throw UsageError("This transaction has ended; begin another.");
  return scope_->connection();
}

Connection& SqliteTransaction::writable() const {
  Connection& connection = open();
  if (scope_->access() != Store::Access::write) {
    throw UsageError("This transaction was begun for reading; begin one with Access::write.");
  }
  if (half_written_) throw UsageError("This transaction can't go on, because something in it failed. Begin another.");
  return connection;
}

void SqliteTransaction::commit() {
  open();
  if (half_written_) throw UsageError("This transaction can't be committed, because something in it failed. Begin another.");
  const std::unique_ptr<Scope> ending = std::move(scope_);
  ending->connection().keep_remembered();
  ending->commit();
}

void SqliteTransaction::put_model(const StoredModel& model) {
  Query(writable(), Sql::insert_model, model.digest, model.process, model.version, model.name, model.source).run();
}

PersonKey SqliteTransaction::intern_person(std::string_view id) {
  Connection& connection = writable();
  if (const auto known = find_person(id)) return *known;
  if (is_archive(connection)) refuse_in_archive(connection, "'" + std::string(id) + "' is in no case of it");
  Query(connection, Sql::insert_person, id).run();
  return connection.remembered().note_person(connection.last_rowid(), id);
}

void SqliteTransaction::overwrite(const std::function<void(Connection&)>& run) {
  Connection& connection = writable();
  const Overwriting overwriting(connection);
  half_written_ = true;
  run(connection);
  half_written_ = false;
  connection.remembered().clear();
  connection.empty_log_after_commit();
}

void SqliteTransaction::erase_person(PersonKey key) {
  overwrite([&](Connection& connection) { Query(connection, Sql::erase_person, key).run(); });
}

void SqliteTransaction::replace_texts(CaseId id, std::int64_t number, std::string_view texts) {
  overwrite([&](Connection& connection) {
    Query(connection, Sql::replace_texts, id, number, unless_empty(texts)).run();
    if (connection.changes() != 1) throw UsageError("Case " + to_string(id) + " has no event " + std::to_string(number) + ".");
  });
}

CaseId SqliteTransaction::new_case_id() {
  Query query(writable(), Sql::last_case);
  const std::int64_t last = query.step() ? query.integer(0) : 0;
  last_case_ = std::max(last, last_case_) + 1;
  return CaseId{last_case_};
}

Store::Written SqliteTransaction::write(const StepRecord& step) {
  Connection& connection = writable();
  check_step(step);
  const bool may_be_in_archive = step.expected_revision == 0 || step.after.status != CaseStatus::open;
  if (may_be_in_archive && is_archive(connection))
    refuse_in_archive(connection,
                      step.expected_revision == 0 ? "no case can be started" : "case " + to_string(step.after.id) + " is closed");
  half_written_ = true;
  if (!write_case(connection, step)) {
    connection.remembered().forget(step.after.id);
    half_written_ = false;
    return Store::Written::conflict;
  }
  write_events(connection, step);
  write_work(connection, step);
  write_outbox(connection, step);
  if (connection.is_own()) note(connection.remembered(), step);  // of an embedder's it would be forgotten at once
  half_written_ = false;
  return Store::Written::done;
}

std::optional<std::int64_t> SqliteTransaction::key_of_model(Connection& connection, std::string_view digest) {
  if (const std::int64_t key = connection.remembered().model_key(digest); key != 0) return key;
  Query query(connection, Sql::model_key, digest);
  if (!query.step()) return std::nullopt;
  const std::int64_t key = query.integer(0);
  connection.remembered().note_model(digest, key);
  return key;
}

/// Writes the row of the case if it has the expected revision. All three ways are one statement each that finds out and writes.
bool SqliteTransaction::write_case(Connection& connection, const StepRecord& step) {
  const CaseRecord& after = step.after;
  const std::string_view status = status_text(after.status);
  const std::optional<std::int64_t> model = key_of_model(connection, after.model_digest);
  if (!model) {
    if (load(after.id).value_or(CaseRecord()).revision != step.expected_revision) return false;
    refuse(after.id, "its model '" + after.model_digest + "' is not in the store.");
  }
  if (step.expected_revision == 0) {
    if (Query(connection, Sql::moved_case, after.id).step()) return false;  // its number is taken
    Query(connection, Sql::insert_case, after.id, *model, after.process, status, after.revision, after.started, after.changed,
          after.head, after.snapshot)
        .run();
    return connection.changes() == 1;
  }
  if (after.status == CaseStatus::open) {
    Query(connection, Sql::update_case, after.id, step.expected_revision, after.revision, after.changed, after.head, after.snapshot,
          status, after.process, after.started, *model)
        .run();
    if (connection.changes() == 1) return true;
    if (is_archive(connection)) refuse_in_archive(connection, "case " + to_string(after.id) + " is closed");
  }
  // It changes what most steps don't; or there is a conflict.
  Query(connection, Sql::replace_case, after.id, step.expected_revision, *model, after.process, status, after.revision,
        after.started, after.changed, after.head, after.snapshot)
      .run();
  return connection.changes() == 1;
}

/// Foreign keys would tell, but on a borrowed connection they may be off, and they don't say who.
void SqliteTransaction::check_person(Connection& connection, const std::optional<PersonKey>& key) const {
  if (!key) return;
  if (connection.remembered().person(*key) != nullptr || Query(connection, Sql::person_by_key, *key).step()) return;
  throw UsageError("A step can't be written: there is no person of key " + std::to_string(*key) + ". Intern the person first.");
}

void SqliteTransaction::write_events(Connection& connection, const StepRecord& step) {
  std::optional<PersonKey> checked;
  for (const EventRecord& event : step.events) {
    if (event.actor != checked) check_person(connection, event.actor);
    checked = event.actor;
    if (!event.key.empty() &&
        (Query(connection, Sql::event_by_key, event.key).step() || Query(connection, Sql::moved_key, event.key).step())) {
      refuse(event.case_id, "the key '" + event.key + "' has been used before.");
    }
    const bool last = &event == &step.events.back();
    Query(connection, Sql::insert_event, event.case_id, event.number, event.step, event.type, event.at, event.actor, event.content,
          unless_empty(event.texts), unless_empty(event.key), event.digest, last ? &step.head : nullptr)
        .run();
  }
}

void SqliteTransaction::write_work(Connection& connection, const StepRecord& step) {
  for (const OfferRow& row : step.offers_set) check_person(connection, row.holder);
  if (step.after.status == CaseStatus::open) {
    for (const OfferRow& row : step.offers_removed)
      Query(connection, Sql::remove_offer, row.case_id, row.activity, row.item, row.role).run();
    for (const OfferRow& row : step.offers_set)
      Query(connection, Sql::set_offer, row.case_id, row.activity, row.item, row.role, row.holder).run();
  } else {
    Query(connection, Sql::remove_offers, step.after.id).run();
  }
  for (const std::string& name : step.timers_removed) Query(connection, Sql::remove_timer, step.after.id, name).run();
  for (const TimerRow& row : step.timers_set) Query(connection, Sql::set_timer, row.case_id, row.name, row.due).run();
}

void SqliteTransaction::write_outbox(Connection& connection, const StepRecord& step) {
  for (const std::string& key : step.outbox_removed) Query(connection, Sql::remove_outbox_key, key, step.after.id).run();
  for (const OutboxRow& row : step.outbox) {
    Query(connection, Sql::insert_outbox, row.case_id, row.key, row.kind, row.body, row.at).run();
    scope_->note_outbox(connection.last_rowid());
  }
}

std::vector<OutboxRow> SqliteTransaction::lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit) {
  Connection& connection = writable();
  check_lease(now, until);
  std::vector<OutboxRow> rows = free_outbox(kind, now, limit);
  half_written_ = true;
  for (OutboxRow& row : rows) {
    Query(connection, Sql::lease_outbox, row.id, until).run();
    row.leased_until = to_the_microsecond(until);
  }
  half_written_ = false;
  return rows;
}

void SqliteTransaction::release_outbox(std::int64_t id, Timestamp until) {
  Query(writable(), Sql::release_outbox, id, until).run();
}

void SqliteTransaction::remove_from_outbox(std::int64_t id) {
  Query(writable(), Sql::remove_outbox, id).run();
}

}  // namespace itsmflow
