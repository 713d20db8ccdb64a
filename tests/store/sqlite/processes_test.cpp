#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using conformance::add_case;
using conformance::add_step;
using conformance::load;

namespace {

/// Starts a process that runs a function and ends with its result; what it throws is said and is 90.
pid_t start(const std::function<int()>& run) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int code = 90;
  try {
    code = run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  ::_exit(code);
}

/// The code a process ended with; 1000 + the signal that killed it.
int end_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? 1'000 + WTERMSIG(status) : WEXITSTATUS(status);
}

/// Adds a step to a case on the revision read before, in another transaction; false: somebody was faster.
bool try_step(Store& store, CaseId id) {
  const CaseRecord before = *load(store, id);
  const auto transaction = store.begin(Store::Access::write);
  if (transaction->write(conformance::next_step(before)) != Store::Written::done) return false;
  transaction->commit();
  return true;
}

void check_whole(const std::string& path, CaseId id, std::int64_t at_least) {
  SqliteStore store(path, {.open = SqliteStore::Open::existing});
  const auto record = load(store, id);
  REQUIRE(record);
  CHECK(record->revision >= at_least);
  const auto events = conformance::events_of(store, id);
  CHECK(static_cast<std::int64_t>(events.size()) == record->revision);
  for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].number == static_cast<std::int64_t>(i) + 1);
  CHECK(record->head == events.back().digest);
  sqlite3* plain = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &plain) == SQLITE_OK);
  char** answer = nullptr;
  REQUIRE(sqlite3_get_table(plain, "PRAGMA integrity_check", &answer, nullptr, nullptr, nullptr) == SQLITE_OK);
  CHECK(std::string(answer[1]) == "ok");
  sqlite3_free_table(answer);
  sqlite3_close(plain);
}

}  // namespace

TEST_CASE("processes that write the same case at the same time lose no step") {
  constexpr int kProcesses = 3;
  constexpr int kSteps = 25;
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  const auto durability = GENERATE(SqliteStore::Durability::normal, SqliteStore::Durability::group);
  const CaseId id = [&] {
    SqliteStore store(path);
    return add_case(store);
  }();
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    children.push_back(start([&] {
      SqliteStore store(path, {.durability = durability, .busy_timeout_ms = 30'000});
      for (int done = 0; done < kSteps;) done += try_step(store, id) ? 1 : 0;
      return 0;
    }));
  }
  for (const pid_t child : children) CHECK(end_of(child) == 0);
  check_whole(path, id, 1 + kProcesses * kSteps);
  SqliteStore store(path);
  CHECK(load(store, id)->revision == 1 + kProcesses * kSteps);
}

TEST_CASE("processes that open a file that is not there yet all find the one store in it") {
  constexpr int kProcesses = 6;
  for (int round = 0; round < 5; ++round) {
    const TempFolder folder;
    const std::string path = folder.file("service.db");
    std::vector<pid_t> children;
    for (int i = 0; i < kProcesses; ++i) {
      children.push_back(start([&] {
        SqliteStore store(path, {.durability = SqliteStore::Durability::normal, .busy_timeout_ms = 30'000});
        add_case(store);
        return 0;
      }));
    }
    for (const pid_t child : children) CHECK(end_of(child) == 0);
    SqliteStore store(path);
    CHECK(store.begin(Store::Access::read)->cases({}).size() == kProcesses);
  }
}

TEST_CASE("a process that is killed while it writes leaves every acknowledged step and no half one") {
  for (int round = 0; round < 8; ++round) {
    const auto durability = round % 2 == 0 ? SqliteStore::Durability::normal : SqliteStore::Durability::group;
    const TempFolder folder;
    const std::string path = folder.file("service.db");
    const CaseId id = [&] {
      SqliteStore store(path);
      return add_case(store);
    }();
    int acknowledged[2];
    REQUIRE(::pipe(acknowledged) == 0);
    const pid_t child = start([&] {
      SqliteStore store(path, {.durability = durability});
      for (;;) {
        add_step(store, id, [](StepRecord& step) { step.after.snapshot.assign(20'000, 's'); });
        const std::int64_t revision = load(store, id)->revision;
        if (::write(acknowledged[1], &revision, sizeof revision) != sizeof revision) return 1;
      }
    });
    ::close(acknowledged[1]);
    std::int64_t last = 0;
    for (int i = 0; i < 3 + round; ++i) REQUIRE(::read(acknowledged[0], &last, sizeof last) == sizeof last);
    std::this_thread::sleep_for(std::chrono::microseconds(700 * round));
    ::kill(child, SIGKILL);
    CHECK(end_of(child) == 1'000 + SIGKILL);
    for (std::int64_t more = 0; ::read(acknowledged[0], &more, sizeof more) == sizeof more;) last = more;
    ::close(acknowledged[0]);
    check_whole(path, id, last);
  }
}

TEST_CASE("a full disk refuses the step, says so, and leaves what was there; with space again the store works on") {
  const auto durability = GENERATE(SqliteStore::Durability::full, SqliteStore::Durability::group);
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  CaseId id;
  {
    SqliteStore store(path);
    id = add_case(store);
  }
  // A limit on the size of files stands for the disk: the system refuses to write in the same way.
  const pid_t child = start([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    SqliteStore store(path, {.durability = durability});
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 200'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::int64_t done = 1;
    try {
      for (;; ++done) add_step(store, id, [](StepRecord& step) { step.after.snapshot.assign(30'000, 's'); });
    } catch (const StoreError& error) {
      if (error.kind() != StoreError::Kind::full) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
      }
    }
    if (load(store, id)->revision != done) return 3;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    add_step(store, id);
    return load(store, id)->revision == done + 1 ? 0 : 4;
  });
  CHECK(end_of(child) == 0);
  check_whole(path, id, 3);
}

TEST_CASE("a disk that is full when a store is made says so and leaves no half store") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  const pid_t child = start([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 10'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      SqliteStore store(path);
      return 1;
    } catch (const StoreError& error) {
      return error.kind() == StoreError::Kind::full ? 0 : 2;
    }
  });
  CHECK(end_of(child) == 0);
  SqliteStore store(path);
  CHECK(load(store, add_case(store)));
}
