// What a step may write: each row more costs a page of the file, and each byte is written twice, to the log and to the file.

#include <itsmflow/itsmflow.hpp>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "../../benchmarks/request.hpp"
#include "catch.hpp"
#include "store/forwarding_store.hpp"

namespace itsmflow {
namespace {

/// A store in memory that notes what it is given.
class NotingStore final : public Store {
 public:
  std::unique_ptr<Transaction> begin(Access access) override { return std::make_unique<Noting>(store_.begin(access), steps_); }

  const std::vector<StepRecord>& steps() const { return steps_; }

 private:
  class Noting final : public ForwardingTransaction {
   public:
    Noting(std::unique_ptr<Transaction> inner, std::vector<StepRecord>& steps)
        : ForwardingTransaction(std::move(inner)), steps_(steps) {}

    Written write(const StepRecord& step) override {
      steps_.push_back(step);
      return ForwardingTransaction::write(step);
    }

   private:
    std::vector<StepRecord>& steps_;
  };

  MemoryStore store_;
  std::vector<StepRecord> steps_;
};

}  // namespace

TEST_CASE("a step of the process that is measured writes at most two rows beside its event and its case") {
  NotingStore store;
  Engine engine(request::library(), store, request::people());
  request::play_case(engine);
  REQUIRE(store.steps().size() == request::kCommands);
  for (const StepRecord& step : store.steps()) {
    INFO("revision " << step.after.revision);
    const bool is_last = &step == &store.steps().back();
    CHECK(step.events.size() == (is_last ? 2 : 1));  // the case is over with an event of its own
    CHECK(step.offers_removed.size() + step.offers_set.size() <= 2);
    CHECK(step.timers_set.size() + step.timers_removed.size() + step.outbox.size() == 0);
  }
}

TEST_CASE("a case of the process that is measured takes at most 200 bytes on the average, and an event 150") {
  constexpr std::size_t kCase = 200;
  constexpr std::size_t kEvent = 150;
  NotingStore store;
  Engine engine(request::library(), store, request::people());
  request::play_case(engine);
  std::size_t cases = 0;
  std::size_t events = 0;
  std::size_t count = 0;
  for (const StepRecord& step : store.steps()) {
    cases += step.after.snapshot.size();
    for (const EventRecord& event : step.events) events += event.content.size() + event.texts.size();
    count += step.events.size();
  }
  CHECK(cases <= kCase * store.steps().size());
  CHECK(events <= kEvent * count);
}

}  // namespace itsmflow
