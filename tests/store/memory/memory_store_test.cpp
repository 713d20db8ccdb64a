#include <itsmflow/error.hpp>
#include <itsmflow/memory_store.hpp>
#include <itsmflow/store_conformance.hpp>

#include "catch.hpp"

using namespace itsmflow;

TEST_CASE("the memory store keeps every promise of a store that is not durable") {
  StoreFactory factory;
  factory.fresh = [] { return std::make_unique<MemoryStore>(); };
  const ConformanceReport report = check_store(factory);
  INFO(to_string(report));
  CHECK(report.passed());
  CHECK(report.checks.size() >= 20);
}

TEST_CASE("a thread that would wait for its own transaction is told so instead") {
  MemoryStore store;
  {
    const auto open = store.begin(Store::Access::write);
    CHECK_THROWS_AS(store.begin(Store::Access::read), UsageError);
    CHECK_THROWS_AS(store.begin(Store::Access::write), UsageError);
  }
  {
    const auto open = store.begin(Store::Access::read);
    CHECK_THROWS_AS(store.begin(Store::Access::write), UsageError);
  }
  CHECK_NOTHROW(store.begin(Store::Access::write));
}

TEST_CASE("a transaction that was committed can't be used any more") {
  MemoryStore store;
  const auto ended = store.begin(Store::Access::write);
  ended->commit();
  CHECK_THROWS_AS(ended->intern_person("anna"), UsageError);
  CHECK_THROWS_AS(ended->commit(), UsageError);
  CHECK_FALSE(store.begin(Store::Access::read)->find_person("anna"));
}
