#include <itsmflow/memory_store.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <memory>

#include "capi/border.hpp"

using namespace itsmflow::capi;

namespace {

namespace flow = itsmflow;

flow::SqliteStore::Durability durability_of(int32_t number) {
  switch (number) {
    case ITSMFLOW_DURABILITY_FULL:
      return flow::SqliteStore::Durability::full;
    case ITSMFLOW_DURABILITY_NORMAL:
      return flow::SqliteStore::Durability::normal;
    case ITSMFLOW_DURABILITY_GROUP:
      return flow::SqliteStore::Durability::group;
    default:
      throw flow::UsageError("`durability` is none of ITSMFLOW_DURABILITY_…");
  }
}

flow::SqliteStore::Open open_of(int32_t number) {
  switch (number) {
    case ITSMFLOW_OPEN_CREATE:
      return flow::SqliteStore::Open::create;
    case ITSMFLOW_OPEN_EXISTING:
      return flow::SqliteStore::Open::existing;
    case ITSMFLOW_OPEN_READ_ONLY:
      return flow::SqliteStore::Open::read_only;
    default:
      throw flow::UsageError("`open` is none of ITSMFLOW_OPEN_…");
  }
}

flow::SqliteStore::Options options_of(const itsmflow_sqlite_options* given) {
  const itsmflow_sqlite_options known = in(given);
  flow::SqliteStore::Options options;
  options.durability = durability_of(known.durability);
  options.open = open_of(known.open);
  if (known.busy_timeout_ms != 0) options.busy_timeout_ms = known.busy_timeout_ms < 0 ? 0 : known.busy_timeout_ms;
  return options;
}

}  // namespace

itsmflow_status itsmflow_store_create_memory(itsmflow_call* call, itsmflow_store** out) {
  return run_for_handle(call, out, [] { return std::make_unique<itsmflow_store>(std::make_shared<flow::MemoryStore>()); });
}

itsmflow_status itsmflow_store_open_sqlite(itsmflow_call* call, itsmflow_text path, const itsmflow_sqlite_options* options,
                                           itsmflow_store** out) {
  return run_for_handle(call, out, [&] {
    return std::make_unique<itsmflow_store>(std::make_shared<flow::SqliteStore>(copy(path), options_of(options)));
  });
}

itsmflow_status itsmflow_store_borrow_sqlite(itsmflow_call* call, struct sqlite3* connection, itsmflow_store** out) {
  return run_for_handle(call, out, [&] {
    if (connection == nullptr) throw flow::UsageError("there is no connection: the pointer is null");
    return std::make_unique<itsmflow_store>(std::make_shared<flow::SqliteStore>(flow::SqliteStore::borrow(connection)));
  });
}

itsmflow_status itsmflow_store_backup(itsmflow_call* call, const itsmflow_store* store, itsmflow_text to) {
  return run(call, [&] {
    const auto* file = dynamic_cast<const flow::SqliteStore*>(in(store).get());
    if (file == nullptr) throw flow::UsageError("only a store in an SQLite file can be copied");
    file->backup(copy(to));
  });
}

void itsmflow_store_destroy(itsmflow_store* store) {
  destroy(store, Kind::store);
}
