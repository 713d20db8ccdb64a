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

TEST_CASE("a failing store that dies fails until it is revived, and one whose answer is lost has done what it denies") {
  for (int call = 1; call <= 4; ++call) {
    MemoryStore memory;
    FailingStore dying(memory);
    dying.fail_at(call, FailingStore::How::dies);
    CHECK_THROWS_AS(add_two(dying), StoreError);
    CHECK_THROWS_AS(add_two(dying), StoreError);
    CHECK_THROWS_AS(dying.begin(Store::Access::read), StoreError);
    CHECK_FALSE(memory.begin(Store::Access::read)->find_person("anna"));
    dying.revive();
    add_two(dying);
    CHECK(memory.begin(Store::Access::read)->find_person("bo"));

    MemoryStore fresh;
    FailingStore lost(fresh);
    lost.fail_at(call, FailingStore::How::answer_lost);
    CHECK_THROWS_AS(add_two(lost), StoreError);
    CHECK(fresh.begin(Store::Access::read)->find_person("bo").has_value() == (call == 4));
  }
}
