// When something is due next, with many calls of services waiting.

#include "bench.hpp"
#include "watching_store.hpp"

#include <optional>

using namespace itsmflow;

namespace {

const Directory kPeople{{"ann", {"agent"}}};

const std::string kCalls = R"(itsmflow: 1
process: copying
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  copy: {service: copier, results: {copied: {}, failed: {}}}
transitions: [start -> copy, copy -> end]
)";

struct Copying {
  Copying() {
    engine.on_service("copier", [](const ServiceCall&) -> std::optional<ServiceReply> { return std::nullopt; });
  }

  ManualClock clock{parse_timestamp("2014-03-03T08:00:00Z").value()};
  WatchingStore store;
  Bench models = Bench::text(kCalls, kPeople);
  Directory people = kPeople;
  Engine engine{models.library(), store, people, EngineOptions{.clock = &clock}};
};

}  // namespace

TEST_CASE("that calls are waiting is known from the oldest of them, however many there are") {
  Copying copying;
  for (int i = 0; i < 250; ++i) {
    require_done(copying.engine.start("copying", "ann"));
    copying.clock.advance(Duration{1, 0});
  }

  CHECK(copying.engine.next_due() == parse_timestamp("2014-03-03T08:00:00Z"));
  CHECK(copying.store.most_asked <= 100);
}

TEST_CASE("behind many calls that others have in hand the first that waits is found") {
  Copying copying;
  for (int i = 0; i < 150; ++i) require_done(copying.engine.start("copying", "ann"));
  const Timestamp now = copying.clock.now();
  {
    const auto transaction = copying.store.begin(Store::Access::write);
    CHECK(transaction->lease_outbox("call:copier", now, parse_timestamp("2014-03-03T08:05:00Z").value(), 150).size() == 150);
    transaction->commit();
  }
  CHECK(copying.engine.next_due() == parse_timestamp("2014-03-03T08:05:00Z"));

  copying.clock.advance(Duration{60, 0});
  require_done(copying.engine.start("copying", "ann"));
  CHECK(copying.engine.next_due() == parse_timestamp("2014-03-03T08:01:00Z"));
}
