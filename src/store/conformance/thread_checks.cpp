#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

namespace itsmflow::conformance {
namespace {

constexpr int kThreads = 4;
constexpr int kSteps = 20;  ///< of each thread: enough that they meet, few enough that a store which syncs each is done soon

constexpr int kMostTries = 100'000;  ///< of each thread: a store that has only conflicts must not keep the suite for ever

/// Runs a function in several threads at once; what one throws is a failure.
void in_threads(Trial& trial, const std::function<void(int)>& run) {
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      try {
        run(i);
      } catch (const std::exception& error) {
        trial.expect(false, std::string("a thread was thrown ") + error.what());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

/// Adds a step to each case in one transaction; false: somebody was faster.
bool step_on_both(Store& store, CaseId one, CaseId two) {
  const CaseRecord first = loaded(store, one);
  const CaseRecord second = loaded(store, two);
  const auto transaction = store.begin(Store::Access::write);
  if (transaction->write(next_step(first)) != Store::Written::done) return false;
  if (transaction->write(next_step(second)) != Store::Written::done) return false;
  transaction->commit();
  return true;
}

void no_lost_update(Trial& trial) {
  Store& store = trial.store();
  const CaseId one = add_case(store);
  const CaseId two = add_case(store);
  in_threads(trial, [&](int) {
    int tries = 0;
    for (int done = 0; done < kSteps; ++tries) {
      if (tries > kMostTries) return trial.expect(false, "a thread gets nothing but conflicts");
      if (step_on_both(store, one, two)) ++done;
    }
  });
  constexpr std::int64_t kRevision = 1 + kThreads * kSteps;
  trial.expect_equal(loaded(store, one).revision, kRevision, "the revision of the first case");
  trial.expect_equal(loaded(store, two).revision, kRevision, "the revision of the second case");
  std::vector<std::int64_t> wanted;
  for (std::int64_t position = 1; position <= 2 * kRevision; ++position) wanted.push_back(position);
  trial.expect(positions(all_events(store)) == wanted, "the positions of the events have gaps or are out of order");
}

void readers_see_whole_commits(Trial& trial) {
  Store& store = trial.store();
  const CaseId one = add_case(store);
  const CaseId two = add_case(store);
  std::atomic<bool> writing = true;
  in_threads(trial, [&](int thread) {
    if (thread == 0) {
      const std::shared_ptr<void> at_end(nullptr, [&](void*) { writing = false; });  // also when the store throws
      for (int i = 0; i < kSteps; ++i) step_on_both(store, one, two);
      return;
    }
    std::int64_t last = 0;
    while (writing) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));  // fairness between readers and writers is no promise
      const auto transaction = store.begin(Store::Access::read);
      const std::int64_t first = loaded(*transaction, one).revision;
      const auto events = static_cast<std::int64_t>(transaction->events_after(0, 1'000'000).size());
      const std::int64_t second = loaded(*transaction, two).revision;
      trial.expect(first == second && events == first + second, "a reader sees half a commit");
      trial.expect(first >= last, "a later reader sees an earlier state");
      last = first;
    }
  });
}

void a_view_stays(Trial& trial) {
  Store& store = trial.store();
  const CaseId id = add_case(store);
  std::promise<void> began;
  std::promise<void> written;
  std::future<void> is_written = written.get_future();
  std::thread writer([&, has_begun = began.get_future()] {
    has_begun.wait();
    try {
      add_step(store, id);
    } catch (const std::exception& error) {
      trial.expect(false, std::string("the writer was thrown ") + error.what());
    }
    written.set_value();
  });
  std::optional<CaseRecord> seen;
  {
    const auto reader = store.begin(Store::Access::read);
    began.set_value();
    // A store may let the writer wait for the reader: then nothing happens here, and the view stays too.
    is_written.wait_for(std::chrono::milliseconds(200));
    seen = reader->load(id);
  }
  writer.join();
  trial.expect_equal(seen.value_or(CaseRecord()).revision, std::int64_t{1},
                     "the revision seen by a reader that began before the commit");
  trial.expect_equal(loaded(store, id).revision, std::int64_t{2}, "the revision after the commit");
}

/// What a transaction reads before it writes may be another case than the one it writes.
void what_was_read_decides(Trial& trial) {
  struct Race {
    const char* what;
    std::function<void(Store::Transaction&, CaseId one)> read;
    std::function<void(Store&, CaseId one)> meanwhile;
  };
  const std::vector<Race> races{
      {"a case that it read", [](Store::Transaction& transaction, CaseId one) { loaded(transaction, one); },
       [](Store& store, CaseId one) { add_step(store, one); }},
      {"a key that no event had", [](Store::Transaction& transaction, CaseId) { transaction.event_by_key("raced"); },
       [](Store& store, CaseId one) { add_step(store, one, [](StepRecord& step) { step.events.front().key = "raced"; }); }},
  };
  for (const Race& race : races) {
    Store& store = trial.store();
    const CaseId one = add_case(store);
    const CaseId two = add_case(store);
    std::promise<void> has_read;
    std::promise<void> is_done;
    std::future<void> done = is_done.get_future();
    std::thread other([&, read = has_read.get_future()] {
      read.wait();
      try {
        race.meanwhile(store, one);
      } catch (const std::exception& error) {
        trial.expect(false, std::string("the other thread was thrown ") + error.what());
      }
      is_done.set_value();
    });
    bool was_told = false;
    bool was_faster = false;
    Store::Written written = Store::Written::done;
    try {
      const auto transaction = store.begin(Store::Access::write);
      const CaseRecord before = loaded(*transaction, two);
      race.read(*transaction, one);
      has_read.set_value();
      was_told = true;
      // A store may let the other one wait; then it comes after this one, and there is no conflict.
      was_faster = done.wait_for(std::chrono::milliseconds(200)) == std::future_status::ready;
      written = transaction->write(next_step(before));
      if (written == Store::Written::done) transaction->commit();
    } catch (const std::exception& error) {
      trial.expect(false, std::string("a transaction was thrown ") + error.what());
      if (!was_told) has_read.set_value();
    }
    other.join();
    if (was_faster)
      trial.expect(written == Store::Written::conflict,
                   std::string("a step was written though another transaction had changed ") + race.what);
    else
      trial.expect(written == Store::Written::done, "a step got a conflict though nobody was faster");
  }
}

void own_cases(Trial& trial) {
  Store& store = trial.store();
  std::vector<CaseId> ids(kThreads);
  in_threads(trial, [&](int thread) {
    const auto own = static_cast<std::size_t>(thread);
    ids[own] = add_case(store);
    const std::string name = "person " + std::to_string(thread);
    for (int i = 0; i < kSteps / 5; ++i) {
      add_step(store, ids[own], [&](StepRecord& step) { step.events.front().key = name + " step " + std::to_string(i); });
      const PersonKey key = intern(store, name);
      trial.expect_equal(store.begin(Store::Access::read)->person(key), std::optional<std::string>(name), "the id of a key");
    }
  });
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) trial.expect(ids[i] != ids[k], "two threads got one case number");
    trial.expect_equal(loaded(store, ids[i]).revision, std::int64_t{1 + kSteps / 5}, "the revision of a thread's own case");
  }
}

void leased_by_one_thread(Trial& trial) {
  Store& store = trial.store();
  constexpr int kRows = 3 * kSteps;
  add_case(store, [](StepRecord& step) {
    for (int i = 0; i < kRows; ++i) step.outbox.push_back({0, step.after.id, std::to_string(i), "call", "{}", {kNoon, 0}});
  });
  std::vector<std::vector<std::string>> taken(kThreads);
  in_threads(trial, [&](int thread) {
    const Timestamp until{kNoon + 10 + thread, 0};
    for (;;) {
      std::vector<OutboxRow> rows;
      {
        const auto transaction = store.begin(Store::Access::write);
        rows = transaction->lease_outbox("call", {kNoon, 0}, until, 2);
        transaction->commit();
      }
      if (rows.empty()) return;
      std::vector<std::string>& own = taken[static_cast<std::size_t>(thread)];
      if (own.size() > kRows) return trial.expect(false, "a thread leases more rows than there are");
      const auto transaction = store.begin(Store::Access::write);
      for (const OutboxRow& row : rows) {
        own.push_back(row.key);
        if (row.key.back() != '7') transaction->remove_from_outbox(row.id);  // what ends with 7 is never done
      }
      transaction->commit();
    }
  });
  std::set<std::string> all;
  for (const auto& keys : taken) {
    for (const std::string& key : keys) trial.expect(all.insert(key).second, "two threads have leased one row at the same time");
  }
  trial.expect_equal(all.size(), std::size_t{kRows}, "the number of rows that some thread has leased");
  const auto transaction = store.begin(Store::Access::write);
  const auto left = transaction->lease_outbox("call", {kNoon + 100, 0}, {kNoon + 200, 0}, 1'000);
  trial.expect_equal(left.size(), std::size_t{kRows / 10}, "the number of rows left when all leases have ended");
}

}  // namespace

std::vector<Check> thread_checks() {
  return {
      {"of two steps on one revision only one is written, whatever thread they come from", no_lost_update, Check::Needs::threads},
      {"a reader sees whole commits, also while another thread writes", readers_see_whole_commits, Check::Needs::threads},
      {"a reader's view stays as it was when it began", a_view_stays, Check::Needs::threads},
      {"a step is written only while what its transaction read is still so", what_was_read_decides, Check::Needs::threads},
      {"what is leased is one thread's, whatever thread asks", leased_by_one_thread, Check::Needs::threads},
      {"threads on cases of their own don't disturb each other", own_cases, Check::Needs::threads},
  };
}

}  // namespace itsmflow::conformance
