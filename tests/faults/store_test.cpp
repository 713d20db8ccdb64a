// A course on a store that fails or dies once, at every call that writes there is. It may be any store.

#include "catch.hpp"
#include "faults/faulty_disk.hpp"
#include "faults/settings.hpp"
#include "faults/trial.hpp"
#include "store/failing_store.hpp"
#include "temp_folder.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

using namespace itsmflow;
using How = FailingStore::How;

namespace {

/// Stands for a store that outlives the program.
class Handle final : public Store {
 public:
  explicit Handle(Store& store) : store_(store) {}
  std::unique_ptr<Transaction> begin(Access access) override { return store_.begin(access); }

 private:
  Store& store_;
};

/// A store may leave out numbers of cases after something was undone, and then the log reads otherwise: this one leaves out none.
class WithoutGaps final : public Store {
 public:
  explicit WithoutGaps(Store& store) : store_(store) {}
  std::unique_ptr<Transaction> begin(Access access) override { return std::make_unique<Counting>(store_.begin(access)); }

 private:
  class Counting final : public ForwardingTransaction {
   public:
    using ForwardingTransaction::ForwardingTransaction;
    CaseId new_case_id() override {
      for (const CaseRecord& record : cases({})) last_ = std::max(last_, record.id.value);
      return CaseId{++last_};
    }

   private:
    std::int64_t last_ = 0;
  };

  Store& store_;
};

struct Result {
  std::string problems;
  int calls = 0;
  std::size_t failures = 0;
};

/// `denies`: what is done although it failed counts as wrong.
Result run(const Reference& reference, Store& inner, int at, How how, bool denies = false) {
  FailingStore failing(inner);
  failing.fail_at(at, how);
  World world;
  Trial trial(reference, world);
  const Trouble trouble{.is_down = [&] { return failing.is_dead(); }, .loses_answers = how == How::answer_lost && !denies};
  trial.run({[&] { return std::make_unique<Handle>(failing); }}, trouble);
  const Result result{trial.problems(), failing.calls(), trial.failures() + (failing.is_dead() ? 1 : 0)};
  if (!result.problems.empty()) return result;
  if (failing.is_dead()) {
    trial.look_at(inner, reference.log_before(trial.done()), reference.log_after[trial.done()]);
    const std::size_t events = inner.begin(Store::Access::read)->events_after(0, 1'000'000).size();
    trial.go_on({[&] { return std::make_unique<Handle>(inner); }}, events);
  }
  return {trial.problems(), result.calls, result.failures};
}

/// Which ways to fail are tried at each call, where the short form is run.
enum class Ways { all, in_turn };

template <class Fresh>
void everywhere(Ways ways, const Fresh& with_fresh_store) {
  const FaultSettings settings = FaultSettings::from_environment();
  for (std::uint64_t seed = settings.first; seed < settings.first + settings.seeds; ++seed) {
    const Reference reference(seed, settings.is_long ? Length::full : Length::brief);
    int calls = 0;
    with_fresh_store([&](Store& store) {
      const Result whole = run(reference, store, 0, How::once);
      REQUIRE(whole.problems == "");
      REQUIRE(whole.failures == 0);
      calls = whole.calls;
    });
    REQUIRE(calls > 100);
    for (int at = 1; at <= calls; ++at) {
      for (const How how : {How::once, How::dies, How::answer_lost}) {
        if (!settings.is_long && ways == Ways::in_turn && at % 3 != static_cast<int>(how)) continue;
        with_fresh_store([&](Store& store) {
          const Result result = run(reference, store, at, how);
          CAPTURE(seed, at, static_cast<int>(how));
          REQUIRE(result.problems == "");
          REQUIRE(result.failures == 1);
        });
      }
    }
  }
}

}  // namespace

TEST_CASE(
    "whatever write of a store in memory fails, ends the program or loses its answer, nothing is lost and nothing half done") {
  everywhere(Ways::all, [](const auto& use) {
    MemoryStore memory;
    WithoutGaps store(memory);
    use(store);
  });
}

TEST_CASE(
    "whatever write of a store in a file fails, ends the program or loses its answer, nothing is lost and nothing half done") {
  everywhere(Ways::in_turn, [](const auto& use) {
    const TempFolder folder;
    FaultyDisk disk;  // nothing fails on it, and nothing has to wait for a real one
    SqliteStore store(folder.file("cases.db"), {.vfs = disk.vfs()});
    use(store);
  });
}

TEST_CASE("a store that says it failed and has done it is found out") {
  const Reference reference(1, Length::brief);
  int found = 0;
  for (int at = 1; at < 60; ++at) {
    MemoryStore memory;
    WithoutGaps store(memory);
    found += run(reference, store, at, How::answer_lost, true).problems.empty() ? 0 : 1;
  }
  CHECK(found > 3);
}
