#include <itsmflow/error.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <set>
#include <thread>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "store/sqlite/open.hpp"
#include "store/sqlite/sqlite_transaction.hpp"
#include "store/sqlite/writer.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;

namespace {

/// The writer of a store of durability `group`, with a look at the commits of its connection.
class Bench {
 public:
  Bench() : path_(folder_.file("service.db")) {
    std::unique_ptr<Connection> connection = open_file(path_, options_);
    sqlite3_commit_hook(connection->handle(), &Bench::at_commit, this);
    writer_ = std::make_unique<Writer>(std::move(connection), Writer::Grouping::on, std::chrono::seconds(30));
  }

  std::unique_ptr<SqliteTransaction> begin() { return std::make_unique<SqliteTransaction>(writer_->begin()); }
  SqliteStore reader() { return SqliteStore(path_, {.open = SqliteStore::Open::read_only}); }

  /// Commits a new case of that number.
  void add(std::int64_t number) {
    const auto transaction = begin();
    transaction->put_model(conformance::sample_model());
    if (transaction->write(conformance::first_step(CaseId{number})) != Store::Written::done)
      throw std::runtime_error("a new case got a conflict");
    transaction->commit();
  }

  std::set<std::int64_t> cases() {
    SqliteStore store = reader();
    std::set<std::int64_t> ids;
    for (const CaseRecord& record : store.begin(Store::Access::read)->cases({"", std::nullopt, CaseId{0}, 100'000}))
      ids.insert(record.id.value);
    return ids;
  }

  int commits() const { return commits_; }
  /// Makes every n-th commit fail; 0: none.
  void fail_every(int n) { fail_every_ = n; }

 private:
  static int at_commit(void* self) {
    auto* bench = static_cast<Bench*>(self);
    const int count = ++bench->commits_;
    return bench->fail_every_ != 0 && count % bench->fail_every_ == 0 ? 1 : 0;
  }

  TempFolder folder_;
  std::string path_;
  SqliteStore::Options options_{.durability = SqliteStore::Durability::group};
  std::atomic<int> commits_ = 0;
  std::atomic<int> fail_every_ = 0;
  std::unique_ptr<Writer> writer_;
};

constexpr int kThreads = 8;

// Catch2's checks are for one thread: the others count what they see.
bool throws_usage_error(const std::function<void()>& call) {
  try {
    call();
  } catch (const UsageError&) {
    return true;
  }
  return false;
}

void in_threads(const std::function<void(int)>& run) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("steps of several threads share commits, and each is on disk when its own commit returns") {
  constexpr int kSteps = 20;
  Bench bench;
  std::atomic<int> missing = 0;
  in_threads([&](int thread) {
    SqliteStore store = bench.reader();
    for (int i = 0; i < kSteps; ++i) {
      const std::int64_t number = 1 + thread * kSteps + i;
      bench.add(number);
      if (!conformance::load(store, CaseId{number})) ++missing;
    }
  });
  CHECK(missing == 0);
  CHECK(bench.cases().size() == kThreads * kSteps);
  CHECK(bench.commits() < kThreads * kSteps);
}

TEST_CASE("where a shared commit fails every step in it throws, and none of them is there") {
  constexpr int kSteps = 20;
  Bench bench;
  bench.fail_every(3);
  std::vector<std::set<std::int64_t>> acknowledged(kThreads);
  std::atomic<int> failed = 0;
  in_threads([&](int thread) {
    for (int i = 0; i < kSteps; ++i) {
      const std::int64_t number = 1 + thread * kSteps + i;
      try {
        bench.add(number);
        acknowledged[static_cast<std::size_t>(thread)].insert(number);
      } catch (const StoreError&) {
        ++failed;
      }
    }
  });
  std::set<std::int64_t> all;
  for (const auto& part : acknowledged) all.insert(part.begin(), part.end());
  CHECK(failed > 0);
  CHECK_FALSE(all.empty());
  CHECK(static_cast<int>(all.size()) + failed == kThreads * kSteps);
  CHECK(bench.cases() == all);
}

TEST_CASE("a step that is undone, or that throws, takes no other step of its group with it") {
  constexpr int kSteps = 20;
  Bench bench;
  std::atomic<int> refused = 0;
  in_threads([&](int thread) {
    for (int i = 0; i < kSteps; ++i) {
      const std::int64_t number = 1 + thread * kSteps + i;
      if (i % 3 == 0) {
        bench.add(number);
        continue;
      }
      const auto undone = bench.begin();
      undone->put_model(conformance::sample_model());
      StepRecord step = conformance::first_step(CaseId{number});
      if (i % 3 == 1) {
        undone->write(step);
        continue;
      }
      step.events.front().actor = 1'000;
      if (throws_usage_error([&] { undone->write(step); })) ++refused;
      if (throws_usage_error([&] { undone->commit(); })) ++refused;
    }
  });
  std::set<std::int64_t> wanted;
  for (int thread = 0; thread < kThreads; ++thread) {
    for (int i = 0; i < kSteps; i += 3) wanted.insert(1 + thread * kSteps + i);
  }
  CHECK(bench.cases() == wanted);
  CHECK(refused == kThreads * (kSteps / 3) * 2);
}

TEST_CASE("the outbox does not tell what a step of the same group has written before their commit") {
  Bench bench;
  bench.add(1);
  std::size_t told = 99;
  std::thread second;
  {
    const auto first = bench.begin();
    StepRecord step = conformance::next_step(*first->load(CaseId{1}));
    step.outbox = {{0, CaseId{1}, "key", "notify", "{}", {conformance::kNoon, 0}}};
    REQUIRE(first->write(step) == Store::Written::done);
    second = std::thread([&] {
      const auto transaction = bench.begin();  // gets its turn when the first waits for the commit that both share
      if (transaction->load(CaseId{1})->revision == 2) told = transaction->outbox("", 10).size();
      transaction->commit();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    first->commit();
  }
  second.join();
  CHECK(told == 0);
  CHECK(bench.commits() == 2);
  SqliteStore store = bench.reader();
  CHECK(store.begin(Store::Access::read)->outbox("", 10).size() == 1);
}

TEST_CASE("what is leased in a shared commit that fails was not leased, and the lease throws where it is committed") {
  Bench bench;
  bench.add(1);
  {
    const auto transaction = bench.begin();
    StepRecord step = conformance::next_step(*transaction->load(CaseId{1}));
    for (const char* key : {"one", "two"}) step.outbox.push_back({0, CaseId{1}, key, "call", "{}", {conformance::kNoon, 0}});
    REQUIRE(transaction->write(step) == Store::Written::done);
    transaction->commit();
  }
  const auto lease = [&](std::size_t limit) {
    const auto transaction = bench.begin();
    const std::size_t leased =
        transaction->lease_outbox("call", {conformance::kNoon, 0}, {conformance::kNoon + 60, 0}, limit).size();
    transaction->commit();
    return leased;
  };
  const auto leased_in_file = [&] {
    SqliteStore store = bench.reader();
    const auto rows = store.begin(Store::Access::read)->outbox("", 10);
    return std::count_if(rows.begin(), rows.end(), [](const OutboxRow& row) { return row.leased_until.has_value(); });
  };
  bench.fail_every(1);
  CHECK_THROWS_AS(lease(10), StoreError);
  CHECK(leased_in_file() == 0);
  bench.fail_every(0);
  CHECK(lease(1) == 1);
  CHECK(leased_in_file() == 1);
}

TEST_CASE("threads whose leases share a commit never get the same row, and one that is undone gives its row to the next") {
  constexpr int kRows = 80;
  Bench bench;
  bench.add(1);
  {
    const auto transaction = bench.begin();
    StepRecord step = conformance::next_step(*transaction->load(CaseId{1}));
    for (int i = 0; i < kRows; ++i) step.outbox.push_back({0, CaseId{1}, std::to_string(i), "call", "{}", {conformance::kNoon, 0}});
    REQUIRE(transaction->write(step) == Store::Written::done);
    transaction->commit();
  }
  const int before = bench.commits();
  std::vector<std::vector<std::int64_t>> taken(kThreads);
  in_threads([&](int thread) {
    for (int turn = 0;; ++turn) {
      const auto transaction = bench.begin();
      const auto rows = transaction->lease_outbox("call", {conformance::kNoon, 0}, {conformance::kNoon + 60, 0}, 1);
      if (turn % 3 == 1 && !rows.empty()) continue;  // undone
      transaction->commit();
      if (rows.empty()) return;
      taken[static_cast<std::size_t>(thread)].push_back(rows.front().id);
    }
  });
  std::set<std::int64_t> all;
  std::size_t times = 0;
  for (const auto& part : taken) {
    all.insert(part.begin(), part.end());
    times += part.size();
  }
  CHECK(all.size() == kRows);
  CHECK(times == kRows);
  CHECK(bench.commits() - before < kRows);
}
