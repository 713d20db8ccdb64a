#include <itsmflow/error.hpp>
#include <itsmflow/memory_store.hpp>

#include <map>
#include <string>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "store/failing_store.hpp"

using namespace itsmflow;

namespace {

/// A worker of the outbox: leases, commits, does, and then removes or, where it can't, gives back. It counts what it does by key.
class Worker {
 public:
  explicit Worker(Store& store) : store_(store) {}

  void work(std::int64_t now) {
    std::vector<OutboxRow> rows;
    {
      const auto transaction = store_.begin(Store::Access::write);
      rows = transaction->lease_outbox("call", {now, 0}, {now + 60, 0}, 2);
      transaction->commit();
    }
    for (const OutboxRow& row : rows) {
      const bool works = ++tries_[row.key] > 1 || row.key != "refused once";
      if (works) ++done[row.key];
      const auto transaction = store_.begin(Store::Access::write);
      if (works) transaction->remove_from_outbox(row.id);
      if (!works) transaction->release_outbox(row.id, *row.leased_until);
      transaction->commit();
    }
  }

  std::map<std::string, int> done;

 private:
  Store& store_;
  std::map<std::string, int> tries_;
};

void add_calls(Store& store) {
  const auto transaction = store.begin(Store::Access::write);
  transaction->put_model(conformance::sample_model());
  StepRecord step = conformance::first_step(transaction->new_case_id());
  for (const char* key : {"one", "refused once", "three"}) {
    step.outbox.push_back({0, step.after.id, key, "call", "{}", {conformance::kNoon, 0}});
  }
  transaction->write(step);
  transaction->commit();
}

/// Works a few times within a lease, and again when all leases have ended. How often the store failed.
int work_through(Worker& worker) {
  int failures = 0;
  for (int turn = 0; turn < 8; ++turn) {
    try {
      worker.work(conformance::kNoon + turn * 10 + (turn < 4 ? 0 : 3'600));
    } catch (const StoreError&) {
      ++failures;
    }
  }
  return failures;
}

}  // namespace

TEST_CASE("whatever call of a worker fails, nothing in the outbox is lost, and one thing at most is done twice") {
  MemoryStore unbroken;
  add_calls(unbroken);
  FailingStore counting(unbroken);
  counting.fail_at(0);
  Worker whole(counting);
  REQUIRE(work_through(whole) == 0);
  CHECK(whole.done == std::map<std::string, int>{{"one", 1}, {"refused once", 1}, {"three", 1}});
  REQUIRE(counting.calls() > 20);

  for (int call = 1; call <= counting.calls(); ++call) {
    CAPTURE(call);
    MemoryStore memory;
    add_calls(memory);
    FailingStore failing(memory);
    failing.fail_at(call);
    Worker worker(failing);
    CHECK(work_through(worker) == 1);
    CHECK(memory.begin(Store::Access::read)->outbox("", 10).empty());
    int times = 0;
    for (const char* key : {"one", "refused once", "three"}) {
      CHECK(worker.done[key] >= 1);
      times += worker.done[key];
    }
    CHECK(times <= 4);
  }
}

TEST_CASE("a step that fails, whatever call of it, takes nothing back") {
  for (int call = 1; call <= 3; ++call) {
    CAPTURE(call);
    MemoryStore memory;
    add_calls(memory);
    const auto before = conformance::lines(memory.begin(Store::Access::read)->outbox("", 10));
    FailingStore failing(memory);
    failing.fail_at(call);
    const auto take_back = [](StepRecord& step) { step.outbox_removed = {"one", "three"}; };
    CHECK_THROWS_AS(conformance::add_step(failing, CaseId{1}, take_back), StoreError);
    CHECK(conformance::lines(memory.begin(Store::Access::read)->outbox("", 10)) == before);
    conformance::add_step(failing, CaseId{1}, take_back);
    CHECK(memory.begin(Store::Access::read)->outbox("", 10).size() == 1);
  }
}
