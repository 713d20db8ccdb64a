// A database that somebody else holds: it is waited for, with a limit.

#include "catch.hpp"
#include "faults/reference.hpp"
#include "places.hpp"
#include "shell.hpp"
#include "temp_folder.hpp"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using namespace itsmflow;

namespace {

using Watch = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kAWhile{200};

/// Another program's connection, which holds the file from here to its end.
class Holder {
 public:
  enum class What { writing, everything };

  Holder(const std::string& path, What what) {
    sqlite3_open(path.c_str(), &connection_);
    run("PRAGMA busy_timeout = 2000");
    if (what == What::everything) run("PRAGMA locking_mode = EXCLUSIVE");
    run(what == What::everything ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE");
    held_ = sqlite3_get_autocommit(connection_) == 0;
  }
  ~Holder() { sqlite3_close(connection_); }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  bool holds() const { return held_; }

 private:
  void run(const char* sql) { sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr); }

  sqlite3* connection_ = nullptr;
  bool held_ = false;
};

/// Holds the file for a while, in a process of its own; begins to return once it is held.
class HoldingProcess {
 public:
  explicit HoldingProcess(const std::string& path) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    child_ = ::fork();
    if (child_ == 0) {
      const Holder holder(path, Holder::What::writing);
      const char is_held = holder.holds() ? 'y' : 'n';
      const bool told = ::write(ends[1], &is_held, 1) == 1;
      std::this_thread::sleep_for(kAWhile);
      ::_exit(told ? 0 : 1);  // without closing anything: its locks go with it
    }
    char is_held = 'n';
    ::close(ends[1]);
    const bool heard = ::read(ends[0], &is_held, 1) == 1;
    ::close(ends[0]);
    REQUIRE(heard);
    REQUIRE(is_held == 'y');
  }
  ~HoldingProcess() { ::waitpid(child_, nullptr, 0); }
  HoldingProcess(const HoldingProcess&) = delete;
  HoldingProcess& operator=(const HoldingProcess&) = delete;

 private:
  pid_t child_ = 0;
};

struct Bench {
  explicit Bench(std::int64_t limit_ms)
      : store(path, {.busy_timeout_ms = limit_ms}), engine(fault_models(), store, fault_people(), {.clock = &clock}) {
    engine.on_service("deployer", [](const ServiceCall&) { return ServiceReply{.result = "deployed"}; });
    id = engine.start("change", "ann", {{"rfc.ticket", 1}}).case_id();
    other = engine.start("change", "ann", {{"rfc.ticket", 2}}).case_id();
    engine.begin(other, "assess", "cap", {.item = "capacity"});
    engine.cancel(other, "ann", "a mistake");  // leaves something to tell
  }
  Step assess() { return engine.perform(id, "assess", "cap", {.result = "agree", .command = {.key = "once", .item = "capacity"}}); }

  TempFolder folder;
  std::string path = folder.file("cases.db");
  ManualClock clock{parse_timestamp("2014-03-03T08:00:00Z").value()};
  SqliteStore store;
  Engine engine;
  CaseId id;
  CaseId other;
};

std::optional<StoreError> refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const StoreError& error) {
    return error;
  }
  return std::nullopt;
}

void check_busy(const std::optional<StoreError>& seen, const std::string& path) {
  REQUIRE(seen);
  CHECK(seen->kind() == StoreError::Kind::busy);
  CHECK_THAT(seen->what(), Catch::Contains(path) && Catch::Contains("Try again, or wait longer (busy_timeout_ms)"));
}

}  // namespace

TEST_CASE("a file that another process writes for less than the limit is waited for, and the step is done") {
  Bench bench(10'000);
  const auto began = Watch::now();
  {
    const HoldingProcess holder(bench.path);
    CHECK(bench.assess());
  }
  CHECK(Watch::now() - began >= kAWhile * 3 / 4);
  CHECK(bench.engine.verify_log().problems == std::vector<std::string>{});
}

TEST_CASE(
    "a file that is written for longer than the limit: every command says so and what to do, nothing is changed, and then they "
    "work") {
  Bench bench(60);
  const Picture before = picture_of(bench.store);
  int told = 0;
  const auto tell = [&](const Notification&) { ++told; };
  {
    const Holder holder(bench.path, Holder::What::writing);
    REQUIRE(holder.holds());
    const auto began = Watch::now();
    check_busy(refusal([&] { bench.assess(); }), bench.path);
    const auto waited = Watch::now() - began;
    CHECK(waited >= std::chrono::milliseconds(50));
    CHECK(waited < std::chrono::seconds(5));
    check_busy(refusal([&] { bench.engine.start("change", "ann", {{"rfc.ticket", 3}}); }), bench.path);
    check_busy(refusal([&] { bench.engine.send(bench.id, "vendor_reply", {{"ticket", 1}}); }), bench.path);
    check_busy(refusal([&] { bench.engine.due(); }), bench.path);
    check_busy(refusal([&] { bench.engine.deliver(tell); }), bench.path);
    CHECK(told == 0);
    CHECK(bench.engine.show(bench.id).revision == 1);  // who only reads is not kept waiting
    const Picture meanwhile = picture_of(bench.store);
    CHECK(meanwhile.log == before.log);
    CHECK(meanwhile.work == before.work);
  }
  CHECK(bench.assess());
  CHECK(bench.engine.deliver(tell) == 1);
  CHECK(told == 1);
  CHECK(bench.engine.verify_log().problems == std::vector<std::string>{});
}

TEST_CASE("who opens a file that another holds alone waits too, and is told so after the limit") {
  const TempFolder folder;
  const std::string path = folder.file("cases.db");
  const bool is_new = GENERATE(true, false);
  if (!is_new) SqliteStore(path, {});
  {
    const Holder holder(path, Holder::What::everything);
    REQUIRE(holder.holds());
    check_busy(refusal([&] { SqliteStore store(path, {.busy_timeout_ms = 60}); }), path);
    if (!is_new)
      check_busy(refusal([&] { SqliteStore store(path, {.open = SqliteStore::Open::read_only, .busy_timeout_ms = 60}); }), path);
  }
  std::atomic<bool> opened = false;
  std::optional<Holder> holder(std::in_place, path, Holder::What::everything);
  REQUIRE(holder->holds());
  std::thread second([&] {
    SqliteStore store(path, {.busy_timeout_ms = 20'000});
    opened = true;
  });
  std::this_thread::sleep_for(kAWhile);
  CHECK_FALSE(opened);
  holder.reset();
  second.join();
  CHECK(opened);
}

TEST_CASE("the program waits for a file that another process writes") {
  const TempFolder folder;
  const std::string path = folder.file("cases.db");
  const std::string models = places::source() + "/models/municipality";
  const std::string begin = "'" + places::program() + "' start '" + path + "' minor-change --as anna rfc.summary=x --models '" +
                            models + "' --people '" + models + "/people.yaml'";
  REQUIRE(shell::run(begin).exit_code == 0);
  {
    const HoldingProcess holder(path);
    const shell::Run seen = shell::run(begin);
    CAPTURE(seen.output);
    CHECK(seen.exit_code == 0);
  }
  SqliteStore store(path);
  CHECK(store.begin(Store::Access::read)->cases({}).size() == 2);
}
