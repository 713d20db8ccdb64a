#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <thread>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using conformance::add_case;
using conformance::add_step;
using Kind = StoreError::Kind;
using Open = SqliteStore::Open;

namespace {

struct Refusal {
  Kind kind;
  std::string message;
};

std::optional<Refusal> refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const StoreError& error) {
    return Refusal{error.kind(), error.what()};
  }
  return std::nullopt;
}

std::optional<Refusal> refusal(const std::string& path, Open open = Open::create) {
  return refusal([&] { SqliteStore store(path, {.open = open}); });
}

bool says(const std::optional<Refusal>& seen, Kind kind, const std::string& part) {
  if (!seen) return false;
  UNSCOPED_INFO(seen->message);
  return seen->kind == kind && seen->message.find(part) != std::string::npos;
}

void run_sql(const std::string& path, const std::string& sql) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &connection) == SQLITE_OK);
  CHECK(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(connection);
}

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Runs something in a child that is nobody, because root may do everything. Gives its exit code.
int as_nobody(const std::function<int()>& run) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(99);
    ::_exit(run());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

/// 0: refused with that kind, 1: not refused, 2: with another kind.
int refused_with(Kind kind, const std::string& path, Open open) {
  const auto seen = refusal(path, open);
  return !seen ? 1 : seen->kind == kind ? 0 : 2;
}

}  // namespace

TEST_CASE("a store in a folder that does not exist is refused, and no folder is made") {
  const TempFolder folder;
  const std::string path = folder.file("none/service.db");
  CHECK(says(refusal(path), Kind::cannot_open, "there is no folder '" + folder.file("none") + "'"));
  CHECK_FALSE(std::filesystem::exists(folder.file("none")));
}

TEST_CASE("a file that must exist is not made") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  CHECK(says(refusal(path, Open::existing), Kind::cannot_open, "no such file"));
  CHECK(says(refusal(path, Open::read_only), Kind::cannot_open, "no such file"));
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a folder, an empty path and a NUL byte are no stores") {
  const TempFolder folder;
  CHECK(says(refusal(folder.path()), Kind::cannot_open, "is a folder"));
  CHECK(says(refusal(""), Kind::cannot_open, "empty"));
  CHECK(says(refusal(std::string(folder.file("a") + '\0' + "b")), Kind::cannot_open, "a\\x00b' can't be opened"));
  CHECK_FALSE(std::filesystem::exists(folder.file("a")));
  CHECK(says(refusal(":memory:"), Kind::cannot_open, "MemoryStore"));
}

TEST_CASE("a file of any name is opened under that name") {
  const TempFolder folder;
  for (const std::string name :
       {"it's.db", "q\"uote;--.db", "caf\xC3\xA9 ?mode=memory.db", "not-utf8-\xFF\xFE.db", "file:x.db", "file:y.db?vfs=none"}) {
    CAPTURE(name);
    const std::string path = folder.file(name);
    const CaseId id = [&] {
      SqliteStore store(path);
      return add_case(store);
    }();
    CHECK(std::filesystem::exists(path));
    SqliteStore again(path, {.open = Open::existing});
    CHECK(conformance::load(again, id));
  }
}

TEST_CASE("a relative path is one from the working folder, whatever it looks like") {
  const TempFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  {
    SqliteStore one("file:one.db?mode=memory");
    SqliteStore two("./:memory:");
    add_case(one);
    add_case(two);
  }
  std::filesystem::current_path(before);
  CHECK(std::filesystem::file_size(folder.file("file:one.db?mode=memory")) > 0);
  CHECK(std::filesystem::file_size(folder.file(":memory:")) > 0);
}

TEST_CASE("an empty file becomes a store") {
  const TempFolder folder;
  const std::string path = folder.file("empty.db");
  std::ofstream(path).flush();
  CHECK(says(refusal(path, Open::read_only), Kind::read_only, "opened for reading they can't be made"));
  SqliteStore store(path, {.open = Open::existing});
  add_case(store);
}

TEST_CASE("a file that is no database is refused and left as it is") {
  const TempFolder folder;
  const std::string path = folder.file("letter.txt");
  const std::string letter = "Dear Anna,\n" + std::string(5'000, 'x');
  std::ofstream(path, std::ios::binary) << letter;
  CHECK(says(refusal(path), Kind::cannot_open, "not an SQLite database"));
  CHECK(content(path) == letter);
}

TEST_CASE("the database of another program is refused and left as it is") {
  const TempFolder folder;
  const std::string path = folder.file("other.db");
  SECTION("by its tables") {
    run_sql(path, "CREATE TABLE customers (id INTEGER PRIMARY KEY)");
  }
  SECTION("by tables that are called like ours") {
    run_sql(path, "CREATE TABLE meta (key TEXT, value TEXT); CREATE TABLE cases (id INTEGER PRIMARY KEY)");
  }
  SECTION("by its application_id") {
    run_sql(path, "PRAGMA application_id = 252006673; PRAGMA user_version = 1");
  }
  const std::string before = content(path);
  CHECK(says(refusal(path), Kind::cannot_open, "database of another program"));
  CHECK(content(path) == before);
}

TEST_CASE("a file from a newer itsmflow is refused with both versions and left as it is") {
  const TempFolder folder;
  const std::string path = folder.file("newer.db");
  { SqliteStore store(path); }
  SECTION("by user_version") {
    run_sql(path, "PRAGMA user_version = 7");
  }
  SECTION("by its table meta") {
    run_sql(path, "UPDATE meta SET value = '7' WHERE key = 'schema_version'");
  }
  const std::string before = content(path);
  for (const Open open : {Open::create, Open::existing, Open::read_only}) {
    const auto seen = refusal(path, open);
    CHECK(says(seen, Kind::newer_version, "version 7"));
    CHECK(says(seen, Kind::newer_version, "this one knows 3"));
  }
  CHECK(content(path) == before);
}

TEST_CASE("a store that is opened for reading reads, and refuses to write") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore writer(path);
  const CaseId id = add_case(writer);
  SqliteStore reader(path, {.open = Open::read_only});
  CHECK(conformance::load(reader, id)->revision == 1);
  CHECK(says(refusal([&] { reader.begin(Store::Access::write); }), Kind::read_only, "opened for reading"));
  add_step(writer, id);
  CHECK(conformance::load(reader, id)->revision == 2);
}

TEST_CASE("a file or folder without the permissions it needs is refused by what is missing") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  { SqliteStore store(path); }
  ::chmod(folder.path().c_str(), 0755);
  SECTION("a file that may be read but not written") {
    ::chmod(path.c_str(), 0444);
    CHECK(as_nobody([&] { return refused_with(Kind::read_only, path, Open::existing); }) == 0);
  }
  SECTION("a file that may not be read") {
    ::chmod(path.c_str(), 0);
    CHECK(as_nobody([&] { return refused_with(Kind::cannot_open, path, Open::existing); }) == 0);
  }
  SECTION("a folder that may not be written") {
    ::chmod(folder.path().c_str(), 0555);
    CHECK(as_nobody([&] { return refused_with(Kind::cannot_open, folder.file("new.db"), Open::create); }) == 0);
  }
}

TEST_CASE("a store is read and written through the VFS that is named, and one that nobody registered is refused by its name") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  sqlite3_vfs counting = *sqlite3_vfs_find(nullptr);
  static int opened;
  opened = 0;
  counting.zName = "counting";
  counting.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* got) {
    ++opened;
    sqlite3_vfs* plain = sqlite3_vfs_find(nullptr);
    return plain->xOpen(plain, name, file, flags, got);
  };
  REQUIRE(sqlite3_vfs_register(&counting, 0) == SQLITE_OK);
  {
    SqliteStore store(path, {.vfs = "counting"});
    const int by_writer = opened;
    CHECK(by_writer >= 1);
    CHECK(conformance::load(store, add_case(store)));
    CHECK(opened > by_writer);  // a reader's connection
  }
  sqlite3_vfs_unregister(&counting);
  const int before = opened;
  { SqliteStore store(path); }
  CHECK(opened == before);
  for (const std::string& name : {std::string("counting"), std::string("unix\0x", 6), std::string("x?vfs=unix")}) {
    CHECK_THROWS_WITH(SqliteStore(path, {.vfs = name}), Catch::Contains("no VFS called '" + name.substr(0, 4)));
    CHECK_THROWS_AS(SqliteStore(path, {.vfs = name}), UsageError);
  }
}

TEST_CASE("a locked database is waited for, and then refused as busy") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore store(path, {.busy_timeout_ms = 50});
  const CaseId id = add_case(store);
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);

  CHECK(says(refusal([&] { add_step(store, id); }), Kind::busy, "busy_timeout_ms"));
  CHECK(conformance::load(store, id)->revision == 1);  // readers are not blocked

  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  add_step(store, id);
  CHECK(conformance::load(store, id)->revision == 2);
}

TEST_CASE("a thread that begins to write twice is told so, and one that waits too long for another too") {
  const TempFolder folder;
  const auto durability = GENERATE(SqliteStore::Durability::full, SqliteStore::Durability::group);
  SqliteStore store(folder.file("service.db"), {.durability = durability, .busy_timeout_ms = 50});
  const auto open = store.begin(Store::Access::write);
  CHECK_THROWS_AS(store.begin(Store::Access::write), UsageError);
  std::optional<Refusal> seen;
  std::thread([&] { seen = refusal([&] { store.begin(Store::Access::write); }); }).join();
  CHECK(says(seen, Kind::busy, "another thread"));
}

TEST_CASE("a damaged file is said to be corrupt, not more") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  {
    SqliteStore store(path);
    for (int i = 0; i < 200; ++i) add_case(store);
  }
  const auto size = std::filesystem::file_size(path);
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  for (std::size_t at = 8'192; at + 4'096 <= size; at += 4'096) {
    file.seekp(static_cast<std::streamoff>(at));
    file << std::string(64, '\xA5');
  }
  file.close();
  const auto seen = refusal([&] {
    SqliteStore store(path);
    conformance::all_events(store);
  });
  CHECK(says(seen, Kind::corrupt, "contradicts itself"));
}

TEST_CASE("a digest that something else has cut short is said to be corrupt") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore store(path);
  const CaseId id = add_case(store);
  run_sql(path, "PRAGMA ignore_check_constraints = ON; UPDATE cases SET head = x'00'");
  CHECK(says(refusal([&] { conformance::load(store, id); }), Kind::corrupt, "1 bytes where 32 belong"));
}
