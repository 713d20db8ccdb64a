// Writing anew what follows from the events.

#include <itsmflow/error.hpp>

#include "store/sqlite/heads.hpp"
#include "store/sqlite/sqlite_transaction.hpp"
#include "store/sqlite/status_text.hpp"
#include "store/step_check.hpp"

namespace itsmflow {

void SqliteTransaction::rewrite(const DerivedRecord& derived) {
  Connection& connection = writable();
  check_derived(derived);
  const CaseRecord& record = derived.record;
  const auto refuse = [&](const std::string& what) {
    throw UsageError("Case " + to_string(record.id) + " can't be written anew: " + what);
  };
  {
    Query last(connection, Sql::last_number, record.id);
    if (!last.step() || last.is_null(0) || last.integer(0) != record.revision) refuse("its last event has another number.");
  }
  const std::optional<std::int64_t> model = key_of_model(connection, record.model_digest);
  if (!model) refuse("its model '" + record.model_digest + "' is not in the store.");
  for (const OfferRow& row : derived.offers) check_person(connection, row.holder);

  connection.remembered().clear();
  half_written_ = true;
  Query(connection, Sql::put_case, record.id, *model, record.process, status_text(record.status), record.revision, record.started,
        record.changed, record.head, record.snapshot)
      .run();
  Query(connection, Sql::remove_offers, record.id).run();
  for (const OfferRow& row : derived.offers)
    Query(connection, Sql::set_offer, row.case_id, row.activity, row.item, row.role, row.holder).run();
  Query(connection, Sql::remove_timers, record.id).run();
  for (const TimerRow& row : derived.timers) Query(connection, Sql::set_timer, row.case_id, row.name, row.due).run();
  half_written_ = false;
}

std::int64_t SqliteTransaction::rewrite_heads() {
  Connection& connection = writable();
  connection.remembered().clear();
  half_written_ = true;
  std::int64_t count = 0;
  for (const WrongHead& wrong : wrong_heads(connection)) {
    Query(connection, Sql::set_head, wrong.position, wrong.right ? &*wrong.right : nullptr).run();
    ++count;
  }
  half_written_ = false;
  return count;
}

std::int64_t SqliteTransaction::remove_strays() {
  Connection& connection = writable();
  connection.remembered().clear();
  half_written_ = true;
  std::int64_t count = 0;
  for (const std::string table : {"main.offers", "main.timers"}) {
    connection.run(("DELETE FROM " + table +
                    " AS r WHERE NOT EXISTS (SELECT 1 FROM main.cases AS c WHERE c.id = r.case_id) "
                    "AND NOT EXISTS (SELECT 1 FROM main.events AS e WHERE e.case_id = r.case_id)")
                       .c_str());
    count += connection.changes();
  }
  half_written_ = false;
  return count;
}

}  // namespace itsmflow
