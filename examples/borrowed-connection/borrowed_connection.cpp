// A web shop keeps its orders in SQLite, and lets itsmflow run the process around them in the same file: an order and the case that
// belongs to it come to be together, or not at all.
#include <itsmflow/itsmflow.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace flow = itsmflow;

namespace {

constexpr const char* kModel = R"(
itsmflow: 1
process: order
version: 1.0.0
case: order
roles:
  shop: {title: Shop}
objects:
  order:
    states: [placed, sent]
    final: [sent]
    fields:
      number: int
start: {role: shop, requires: [order.number]}
activities:
  send:
    role: shop
    moves: {order: placed -> sent}
)";

void execute(sqlite3* connection, const char* sql) {
  if (sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(connection));
}

int count_orders(sqlite3* connection) {
  int count = 0;
  const auto read = [](void* result, int, char** cells, char**) {
    *static_cast<int*>(result) = std::stoi(cells[0]);
    return 0;
  };
  if (sqlite3_exec(connection, "SELECT count(*) FROM orders", read, &count, nullptr) != SQLITE_OK) return -1;
  return count;
}

void place_order(sqlite3* connection, flow::Engine& engine, int number, const char* end) {
  execute(connection, "BEGIN IMMEDIATE");
  execute(connection, ("INSERT INTO orders VALUES (" + std::to_string(number) + ")").c_str());
  const flow::Step started = engine.start("order", "shop", {{"order.number", number}});
  execute(connection, started ? end : "ROLLBACK");
}

}  // namespace

int main() try {
  sqlite3* connection = nullptr;
  if (sqlite3_open(":memory:", &connection) != SQLITE_OK) return 3;
  execute(connection, "CREATE TABLE orders (number INTEGER PRIMARY KEY)");

  const flow::Directory people{{"shop", {"shop"}, "The shop itself"}};
  {
    flow::SqliteStore store = flow::SqliteStore::borrow(connection);
    flow::Engine engine{flow::Library{{flow::load_model(kModel).value_or_throw()}, {}}, store, people};

    place_order(connection, engine, 17, "COMMIT");
    place_order(connection, engine, 18, "ROLLBACK");  // the customer's payment failed

    const std::size_t cases = engine.cases().size();
    std::printf("%d order, %zu case\n", count_orders(connection), cases);
    if (count_orders(connection) != 1 || cases != 1) return 1;
  }
  sqlite3_close(connection);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 3;
}
