#include <itsmflow/error.hpp>
#include <itsmflow/memory_store.hpp>
#include <itsmflow/store_conformance.hpp>

#include "catch.hpp"

#include <string>
#include <thread>

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

TEST_CASE("somebody decides while another writes") {
  MemoryStore store;
  const auto deciding = store.begin(Store::Access::write);
  CHECK_FALSE(deciding->find_person("anna"));
  std::thread([&] {
    const auto other = store.begin(Store::Access::write);
    other->intern_person("anna");
    other->commit();
  }).join();
  CHECK(deciding->find_person("anna"));
  deciding->commit();
}

TEST_CASE("a name that was erased while somebody decided is a conflict for his step") {
  MemoryStore store;
  const StoredModel model{"p", "1", std::string(64, 'a'), "p.yaml", "text"};
  PersonKey anna = 0;
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->put_model(model);
    anna = transaction->intern_person("anna");
    transaction->commit();
  }
  const auto deciding = store.begin(Store::Access::write);
  CHECK(deciding->person(anna) == "anna");
  std::thread([&] {
    const auto other = store.begin(Store::Access::write);
    other->erase_person(anna);
    other->commit();
  }).join();
  StepRecord step;
  step.after.id = deciding->new_case_id();
  step.after.model_digest = model.digest;
  step.after.process = model.process;
  step.after.revision = 1;
  step.after.snapshot = "{}";
  step.events.push_back({.case_id = step.after.id, .number = 1, .step = 1, .type = "started", .actor = anna, .content = "{}"});
  CHECK(deciding->write(step) == Store::Written::conflict);
}

TEST_CASE("a transaction that was committed can't be used any more") {
  MemoryStore store;
  const auto ended = store.begin(Store::Access::write);
  ended->commit();
  CHECK_THROWS_AS(ended->intern_person("anna"), UsageError);
  CHECK_THROWS_AS(ended->commit(), UsageError);
  CHECK_FALSE(store.begin(Store::Access::read)->find_person("anna"));
}
