// Copies of a file that others work on.

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "temp_folder.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <thread>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace itsmflow;
namespace fs = std::filesystem;

using conformance::add_case;
using conformance::add_step;
using conformance::load;

namespace {

std::set<std::string> files_in(const TempFolder& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path())) names.insert(entry.path().filename().string());
  return names;
}

StoreError::Kind kind_of(const std::function<void()>& backup) {
  try {
    backup();
  } catch (const StoreError& error) {
    return error.kind();
  }
  FAIL("it was made");
  return StoreError::Kind::io;
}

}  // namespace

TEST_CASE("a copy that is made while others write is of one moment, and is worked on like any other store") {
  const TempFolder folder;
  SqliteStore store(folder.file("service.db"), {.durability = SqliteStore::Durability::normal});
  const CaseId id = add_case(store);
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    while (!stop) add_step(store, id);
  });
  for (int i = 0; i < 5; ++i) {
    const std::int64_t before = load(store, id)->revision;
    const std::string copy = folder.file("copy-" + std::to_string(i) + ".db");
    store.backup(copy);
    const std::int64_t after = load(store, id)->revision;
    CHECK_FALSE(fs::exists(copy + "-wal"));
    SqliteStore copied(copy, {.open = SqliteStore::Open::existing});
    const std::int64_t revision = load(copied, id)->revision;
    CHECK(revision >= before);
    CHECK(revision <= after);
    const auto events = conformance::events_of(copied, id);
    CHECK(static_cast<std::int64_t>(events.size()) == revision);
    add_step(copied, id);
    CHECK(load(copied, id)->revision == revision + 1);
  }
  stop = true;
  writer.join();
  CHECK(load(store, id)->revision >= 1);
}

TEST_CASE("a copy is as secret as its original, and is read where the original is opened for reading only") {
  const TempFolder folder;
  {
    SqliteStore store(folder.file("service.db"));
    add_case(store);
  }
  REQUIRE(::chmod(folder.file("service.db").c_str(), 0640) == 0);
  const SqliteStore store(folder.file("service.db"), {.open = SqliteStore::Open::read_only});
  store.backup(folder.file("copy.db"));
  struct stat status {};
  REQUIRE(::stat(folder.file("copy.db").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0640U);
}

TEST_CASE("a copy overwrites nothing, and where it can't be made nothing is left of it") {
  const TempFolder folder;
  SqliteStore store(folder.file("service.db"));
  const CaseId id = add_case(store);
  fs::create_symlink("nowhere", folder.file("link.db"));
  fs::create_directory(folder.file("folder.db"));
  const std::set<std::string> before = files_in(folder);
  for (const char* const name : {"service.db", "link.db", "folder.db", "none/copy.db"}) {
    INFO(name);
    CHECK(kind_of([&] { store.backup(folder.file(name)); }) == StoreError::Kind::cannot_open);
  }
  CHECK(kind_of([&] { store.backup(""); }) == StoreError::Kind::cannot_open);
  CHECK(files_in(folder) == before);
  CHECK(load(store, id)->revision == 1);
}

TEST_CASE("a copy for which there is no room is refused as that, and nothing is left of it") {
  const TempFolder folder;
  SqliteStore store(folder.file("service.db"));
  const CaseId id = add_case(store);
  add_step(store, id, [](StepRecord& step) { step.after.snapshot.assign(300'000, 's'); });
  const std::set<std::string> before = files_in(folder);
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    try {
      const SqliteStore opened(folder.file("service.db"), {.open = SqliteStore::Open::read_only});
      rlimit limit{};
      ::getrlimit(RLIMIT_FSIZE, &limit);
      limit.rlim_cur = 100'000;  // stands for a disk that is full
      ::setrlimit(RLIMIT_FSIZE, &limit);
      opened.backup(folder.file("copy.db"));
    } catch (const StoreError& error) {
      ::_exit(error.kind() == StoreError::Kind::full ? 0 : 2);
    } catch (...) {
      ::_exit(3);
    }
    ::_exit(1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(files_in(folder) == before);
}

TEST_CASE("a borrowed connection is its owner's to copy") {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(":memory:", &connection) == SQLITE_OK);
  {
    const SqliteStore store = SqliteStore::borrow(connection);
    CHECK_THROWS_AS(store.backup("copy.db"), UsageError);
  }
  sqlite3_close(connection);
}
