#include <itsmflow/sqlite_store.hpp>
#include <itsmflow/store_conformance.hpp>

#include <sqlite3.h>

#include "catch.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;

namespace {

ConformanceReport check_file(SqliteStore::Durability durability) {
  const TempFolder folder;
  int files = 0;
  const auto open = [&] {
    return std::make_unique<SqliteStore>(folder.file(std::to_string(files) + ".db"),
                                         SqliteStore::Options{.durability = durability});
  };
  StoreFactory factory;
  factory.fresh = [&] {
    ++files;
    return open();
  };
  factory.reopen = [&](std::unique_ptr<Store> store) {
    store.reset();
    return open();
  };
  return check_store(factory);
}

}  // namespace

TEST_CASE("the SQLite store keeps every promise at each durability") {
  const auto durability = GENERATE(SqliteStore::Durability::full, SqliteStore::Durability::normal, SqliteStore::Durability::group);
  CAPTURE(durability);
  const ConformanceReport report = check_file(durability);
  INFO(to_string(report));
  CHECK(report.passed());
}

TEST_CASE("the SQLite store on a borrowed connection keeps every promise that one thread can see") {
  const char* const name = GENERATE("lent.db", ":memory:");
  CAPTURE(name);
  const TempFolder folder;
  sqlite3* connection = nullptr;
  int files = 0;
  const auto close = [&] {
    CHECK(sqlite3_close(connection) == SQLITE_OK);
    connection = nullptr;
  };
  const bool in_memory = std::string(name) == ":memory:";
  const auto open = [&]() -> std::unique_ptr<Store> {
    const std::string path = in_memory ? name : folder.file(std::to_string(files) + name);
    REQUIRE(sqlite3_open(path.c_str(), &connection) == SQLITE_OK);
    return std::make_unique<SqliteStore>(SqliteStore::borrow(connection));
  };
  StoreFactory factory;
  factory.threads = false;
  factory.fresh = [&] {
    if (connection != nullptr) close();
    ++files;
    return open();
  };
  if (!in_memory) {
    factory.reopen = [&](std::unique_ptr<Store> store) {
      store.reset();
      close();
      return open();
    };
  }
  const ConformanceReport report = check_store(factory);
  close();
  INFO(to_string(report));
  CHECK(report.passed());
}
