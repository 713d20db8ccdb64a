#include "store/sqlite/sql.hpp"

namespace itsmflow {
namespace {

// Tables are named with their schema, so that a temporary table of an embedder's connection can't stand in for ours.
#define CASE_COLUMNS "c.id, m.digest, c.process, c.status, c.revision, c.started, c.changed, c.head, c.snapshot, c.model"
#define CASES "SELECT " CASE_COLUMNS " FROM main.cases AS c JOIN main.models AS m ON m.id = c.model "
#define EVENTS "SELECT position, case_id, number, step, type, at, actor, content, texts, key, digest FROM main.events "
#define WHOLE_EVENT "position, case_id, number, step, type, at, actor, content, texts, key, digest, head"
#define ELSEWHERE "SELECT first, last, head FROM main.elsewhere "
#define OFFERS "SELECT case_id, activity, item, role, holder FROM main.offers "

// What is committed for good, oldest first; of it what nobody has leased.
#define OUTBOX "SELECT id, case_id, key, kind, body, at, leased_until FROM main.outbox WHERE id > 0 AND id < ?1 "
#define FREE "AND (leased_until IS NULL OR leased_until <= ?3) "

// Cases of one process in every status: three ascending lists, merged by SQLite as it goes.
#define CASES_OF_STATUS(status) CASES "WHERE c.process = ?1 AND c.status = '" status "' AND c.id > ?2 "

}  // namespace

const char* sql_text(Sql sql) noexcept {
  switch (sql) {
    case Sql::take_view:
      return "SELECT 1 FROM main.models WHERE id = 0";
    case Sql::begin_read:
      return "BEGIN";
    case Sql::begin_write:
      return "BEGIN IMMEDIATE";
    case Sql::savepoint:
      return "SAVEPOINT itsmflow_step";
    case Sql::release:
      return "RELEASE itsmflow_step";
    case Sql::rollback_to:
      return "ROLLBACK TO itsmflow_step";
    case Sql::commit:
      return "COMMIT";
    case Sql::rollback:
      return "ROLLBACK";
    case Sql::insert_model:
      return "INSERT INTO main.models (digest, process, version, name, source) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (digest) DO "
             "NOTHING";
    case Sql::find_model:
      return "SELECT process, version, digest, name, source FROM main.models WHERE digest = ?1";
    case Sql::model_key:
      return "SELECT id FROM main.models WHERE digest = ?1";
    case Sql::insert_person:
      return "INSERT INTO main.people (id) VALUES (?1)";
    case Sql::find_person:
      return "SELECT key FROM main.people WHERE id = ?1";
    case Sql::person_by_key:
      return "SELECT id FROM main.people WHERE key = ?1";
    case Sql::erase_person:
      return "UPDATE main.people SET id = NULL WHERE key = ?1";
    case Sql::replace_texts:
      return "UPDATE main.events SET texts = ?3 WHERE case_id = ?1 AND number = ?2";
    case Sql::last_case:
      return "SELECT seq FROM main.sqlite_sequence WHERE name = 'cases'";
    case Sql::load_case:
      return CASES "WHERE c.id = ?1";
    case Sql::insert_case:
      return "INSERT INTO main.cases (id, model, process, status, revision, started, changed, head, snapshot) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING";
    case Sql::update_case:  // what nearly every step does: touches no index
      return "UPDATE main.cases SET revision = ?3, changed = ?4, head = ?5, snapshot = ?6 WHERE id = ?1 AND revision = ?2 "
             "AND status = ?7 AND process = ?8 AND started = ?9 AND model = ?10";
    case Sql::replace_case:
      return "UPDATE main.cases SET model = ?3, process = ?4, status = ?5, revision = ?6, started = ?7, changed = ?8, head = ?9, "
             "snapshot = ?10 WHERE id = ?1 AND revision = ?2";
    case Sql::put_case:
      return "INSERT INTO main.cases (id, model, process, status, revision, started, changed, head, snapshot) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET model = excluded.model, "
             "process = excluded.process, status = excluded.status, revision = excluded.revision, started = excluded.started, "
             "changed = excluded.changed, head = excluded.head, snapshot = excluded.snapshot";
    case Sql::last_number:
      return "SELECT max(number) FROM main.events WHERE case_id = ?1";
    case Sql::kept_heads:
      return "SELECT position, case_id, step, digest, head FROM main.events WHERE position > ?1 ORDER BY position LIMIT ?2";
    case Sql::set_head:
      return "UPDATE main.events SET head = ?2 WHERE position = ?1";
    case Sql::insert_event:  // one more than the highest position, here or elsewhere
      return "INSERT INTO main.events (position, case_id, number, step, type, at, actor, content, texts, key, digest, head) "
             "VALUES (1 + max(ifnull((SELECT max(position) FROM main.events), 0), "
             "ifnull((SELECT max(last) FROM main.elsewhere), 0)), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    case Sql::head:
      return "SELECT head, position, (SELECT max(last) FROM main.elsewhere) FROM main.events "
             "WHERE position = (SELECT max(position) FROM main.events)";
    case Sql::head_at:
      return "SELECT head FROM main.events WHERE position = ?1";
    case Sql::elsewhere:
      return ELSEWHERE "WHERE last > 0 ORDER BY last";
    case Sql::last_elsewhere:
      return ELSEWHERE "WHERE last = (SELECT max(last) FROM main.elsewhere)";
    case Sql::elsewhere_from:
      return ELSEWHERE "WHERE last >= ?1 ORDER BY last LIMIT 1";
    case Sql::add_elsewhere:
      return "INSERT INTO main.elsewhere (first, last, head) VALUES (?1, ?2, ?3)";
    case Sql::remove_elsewhere:
      return "DELETE FROM main.elsewhere WHERE last = ?1";
    case Sql::moved_case:
      return "SELECT 1 FROM main.moved_cases WHERE case_id = ?1";
    case Sql::moved_key:
      return "SELECT case_id FROM main.moved_keys WHERE key = ?1";
    case Sql::mark:
      return "SELECT value FROM main.meta WHERE key = ?1";
    case Sql::set_mark:
      return "INSERT INTO main.meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING";
    case Sql::events_of_case:
      return EVENTS "WHERE case_id = ?1 AND number >= ?2 ORDER BY number LIMIT ?3";
    case Sql::events_after:
      return EVENTS "WHERE position > ?1 ORDER BY position LIMIT ?2";
    case Sql::event_by_key:
      return EVENTS "WHERE key = ?1";
    case Sql::set_offer:
      return "INSERT INTO main.offers (case_id, activity, item, role, holder) VALUES (?1, ?2, ?3, ?4, ?5) "
             "ON CONFLICT (case_id, activity, item, role) DO UPDATE SET holder = excluded.holder";
    case Sql::remove_offer:
      return "DELETE FROM main.offers WHERE case_id = ?1 AND activity = ?2 AND item = ?3 AND role = ?4";
    case Sql::remove_offers:
      return "DELETE FROM main.offers WHERE case_id = ?1";
    case Sql::offers_of_case:
      return OFFERS "WHERE case_id = ?1 ORDER BY activity, item, role";
    case Sql::offers_by_role:
      return OFFERS "WHERE role = ?1 AND case_id > ?2 AND (holder IS NULL OR holder = ?3) ORDER BY case_id, activity, item";
    case Sql::offers_by_holder:
      return OFFERS "WHERE holder = ?1 AND case_id > ?2 ORDER BY case_id, activity, item, role";
    case Sql::set_timer:
      return "INSERT INTO main.timers (case_id, name, due) VALUES (?1, ?2, ?3) ON CONFLICT (case_id, name) DO UPDATE SET due = "
             "excluded.due";
    case Sql::remove_timer:
      return "DELETE FROM main.timers WHERE case_id = ?1 AND name = ?2";
    case Sql::remove_timers:
      return "DELETE FROM main.timers WHERE case_id = ?1";
    case Sql::due_timers:
      return "SELECT case_id, name, due FROM main.timers WHERE due <= ?1 ORDER BY due, case_id, name LIMIT ?2";
    case Sql::next_timer:
      return "SELECT min(due) FROM main.timers";
    case Sql::all_cases:
      return CASES "WHERE c.id > ?1 ORDER BY c.id LIMIT ?2";
    case Sql::cases_by_process:
      return CASES_OF_STATUS("open") "UNION ALL " CASES_OF_STATUS("over") "UNION ALL " CASES_OF_STATUS(
          "cancelled") "ORDER BY 1 LIMIT ?3";
    case Sql::cases_by_status:
      return CASES "WHERE c.status = ?1 AND c.id > ?2 ORDER BY c.id LIMIT ?3";
    case Sql::cases_by_both:
      return CASES "WHERE c.process = ?1 AND c.status = ?2 AND c.id > ?3 ORDER BY c.id LIMIT ?4";
    case Sql::insert_outbox:
      return "INSERT INTO main.outbox (case_id, key, kind, body, at) VALUES (?1, ?2, ?3, ?4, ?5)";
    case Sql::outbox:
      return OUTBOX "ORDER BY id LIMIT ?2";
    case Sql::outbox_of_kind:
      return OUTBOX "AND kind = ?3 ORDER BY id LIMIT ?2";
    case Sql::free_outbox:
      return OUTBOX FREE "ORDER BY id LIMIT ?2";
    case Sql::free_outbox_of_kind:
      return OUTBOX FREE "AND kind = ?4 ORDER BY id LIMIT ?2";
    case Sql::lease_outbox:
      return "UPDATE main.outbox SET leased_until = ?2 WHERE id = ?1";
    case Sql::release_outbox:
      return "UPDATE main.outbox SET leased_until = NULL WHERE id = ?1 AND leased_until = ?2";
    case Sql::remove_outbox:
      return "DELETE FROM main.outbox WHERE id = ?1";
    case Sql::remove_outbox_key:
      return "DELETE FROM main.outbox WHERE key = ?1 AND case_id = ?2";
    case Sql::
        cases_to_move:  // of the snapshot, which is the engine's, the one thing that docs/store.md says of cases that belong together
      return "SELECT id, status, changed, revision, head, CASE WHEN json_valid(snapshot) THEN json_extract(snapshot, '$.parent') "
             "END "
             "FROM main.cases WHERE id > 0 ORDER BY id";
    case Sql::has_timer:
      return "SELECT 1 FROM main.timers WHERE case_id = ?1";
    case Sql::has_outbox:
      return "SELECT 1 FROM main.outbox WHERE case_id = ?1";
    case Sql::whole_case:
      return "SELECT c.id, m.digest, c.process, c.status, c.revision, c.started, c.changed, c.head, c.snapshot, m.process, "
             "m.version, "
             "m.name, m.source FROM main.cases AS c JOIN main.models AS m ON m.id = c.model WHERE c.id = ?1";
    case Sql::whole_events:
      return "SELECT " WHOLE_EVENT " FROM main.events WHERE case_id = ?1 AND number > ?2 ORDER BY number";
    case Sql::whole_people:
      return "SELECT key, id FROM main.people WHERE key > ?1 ORDER BY key";
    case Sql::last_person:
      return "SELECT max(key) FROM main.people";
    case Sql::last_event:
      return "SELECT max(position) FROM main.events";
    case Sql::find_case:
      return "SELECT revision, head, status FROM main.cases WHERE id = ?1";
    case Sql::add_whole_case:
      return "INSERT INTO main.cases (id, model, process, status, revision, started, changed, head, snapshot) "
             "SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM main.models WHERE digest = ?2";
    case Sql::renew_whole_case:
      return "UPDATE main.cases SET model = (SELECT id FROM main.models WHERE digest = ?2), process = ?3, status = ?4, revision = "
             "?5, "
             "started = ?6, changed = ?7, head = ?8, snapshot = ?9 WHERE id = ?1";
    case Sql::add_whole_event:
      return "INSERT INTO main.events (" WHOLE_EVENT ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    case Sql::add_whole_person:
      return "INSERT INTO main.people (key, id) VALUES (?1, ?2)";
    case Sql::event_in_log:
      return "SELECT position, digest, head FROM main.events WHERE case_id = ?1 AND number >= ?2 ORDER BY number";
    case Sql::renew_texts:
      return "UPDATE main.events SET texts = ?3 WHERE case_id = ?1 AND number = ?2 AND texts IS NOT ?3";
    case Sql::note_moved_case:
      return "INSERT INTO main.moved_cases (case_id) VALUES (?1)";
    case Sql::note_moved_keys:
      return "INSERT INTO main.moved_keys (key, case_id) SELECT key, case_id FROM main.events WHERE case_id = ?1 AND key IS NOT "
             "NULL";
    case Sql::delete_events:
      return "DELETE FROM main.events WHERE case_id = ?1";
    case Sql::delete_case:
      return "DELETE FROM main.cases WHERE id = ?1";
    case Sql::count_:
      break;
  }
  return "";
}

#undef CASE_COLUMNS
#undef CASES
#undef EVENTS
#undef WHOLE_EVENT
#undef ELSEWHERE
#undef OFFERS
#undef OUTBOX
#undef FREE
#undef CASES_OF_STATUS

}  // namespace itsmflow
