#include "store/failing_store.hpp"

#include <itsmflow/memory_store.hpp>

#include "catch.hpp"

using namespace itsmflow;

namespace {

/// Four calls that write.
void add_two(Store& store) {
  const auto transaction = store.begin(Store::Access::write);
  transaction->intern_person("anna");
  transaction->intern_person("bo");
  transaction->commit();
}

}  // namespace

TEST_CASE("the failing store fails at each call once, and then works") {
  MemoryStore memory;
  FailingStore store(memory);
  store.fail_at(0);
  add_two(store);
  CHECK(store.calls() == 4);
  CHECK_FALSE(store.has_failed());

  for (int call = 1; call <= 4; ++call) {
    MemoryStore fresh;
    FailingStore failing(fresh);
    failing.fail_at(call);
    CHECK_THROWS_AS(add_two(failing), StoreError);
    CHECK(failing.has_failed());
    CHECK_FALSE(fresh.begin(Store::Access::read)->find_person("anna"));
    add_two(failing);
    CHECK(fresh.begin(Store::Access::read)->find_person("bo"));
  }
}
