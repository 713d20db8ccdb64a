// A store in C keeps every promise of a store; and what is wrong with one is noticed at the border.

#include "catch.hpp"

#include <itsmflow/memory_store.hpp>
#include <itsmflow/store_conformance.hpp>

#include <memory>
#include <string>

#include "c_store.h"
#include "capi/border.hpp"

using namespace itsmflow;

namespace {

struct Call {
  Call() { REQUIRE(itsmflow_call_create(ITSMFLOW_C_ABI, &handle) == ITSMFLOW_OK); }
  ~Call() { itsmflow_call_destroy(handle); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  itsmflow_call* handle = nullptr;
};

/// The store that an engine would get.
class StoreInC final : public Store {
 public:
  StoreInC() {
    const Call call;
    REQUIRE(c_store_create(call.handle, nullptr, &handle_) == ITSMFLOW_OK);
  }
  ~StoreInC() override { itsmflow_store_destroy(handle_); }
  StoreInC(const StoreInC&) = delete;
  StoreInC& operator=(const StoreInC&) = delete;

  std::unique_ptr<Transaction> begin(Access access) override { return capi::in(handle_)->begin(access); }

 private:
  itsmflow_store* handle_ = nullptr;
};

/// All functions are there; those that tests call fail, or give what they shouldn't.
itsmflow_store_functions broken_functions() {
  itsmflow_store_functions f{};
  f.size = sizeof f;
  f.begin = [](void* context, int32_t, void** tx, itsmflow_rows*) -> itsmflow_status {
    *tx = context;
    return ITSMFLOW_OK;
  };
  f.end = [](void*) {};
  f.commit = [](void*, itsmflow_rows* rows) -> itsmflow_status {
    itsmflow_rows_failure(rows, itsmflow_str("the disk is full"));
    return ITSMFLOW_FULL;
  };
  f.put_model = [](void*, const itsmflow_model_row*, itsmflow_rows*) -> itsmflow_status { return 4711; };
  f.find_person = [](void*, itsmflow_text, itsmflow_rows* rows) {
    itsmflow_rows_number(rows, 1);
    return itsmflow_rows_number(rows, 2);
  };
  f.new_case_id = [](void*, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.load = [](void*, int64_t, itsmflow_rows* rows) -> itsmflow_status {
    itsmflow_case_row row{};
    row.size = sizeof row;
    row.status = 3;
    return itsmflow_rows_case(rows, &row);
  };
  const auto by_text = [](void*, itsmflow_text, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  const auto by_number = [](void*, int64_t, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  const auto of_all = [](void*, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.model = by_text;
  f.intern_person = by_text;
  f.event_by_key = by_text;
  f.person = by_number;
  f.offers_of = by_number;
  f.remove_from_outbox = by_number;
  f.head = of_all;
  f.next_timer = of_all;
  f.write = [](void*, const itsmflow_step_row*, int32_t*, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.events = [](void*, int64_t, int64_t, size_t, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.events_after = [](void*, int64_t, size_t, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.offers = [](void*, const itsmflow_offer_query*, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.cases = [](void*, const itsmflow_case_query*, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.due_timers = [](void*, itsmflow_time, size_t, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.outbox = [](void*, itsmflow_text, size_t, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.lease_outbox = [](void*, itsmflow_text, itsmflow_time, itsmflow_time, size_t, itsmflow_rows*) -> itsmflow_status {
    return ITSMFLOW_OK;
  };
  f.release_outbox = [](void*, int64_t, itsmflow_time, itsmflow_rows*) -> itsmflow_status { return ITSMFLOW_OK; };
  f.destroy = [](void* context) { ++*static_cast<int*>(context); };
  return f;
}

}  // namespace

TEST_CASE("a store in C keeps every promise of a store") {
  StoreFactory factory;
  factory.fresh = [] { return std::make_unique<StoreInC>(); };
  const ConformanceReport report = check_store(factory);
  INFO(to_string(report));
  CHECK(report.passed());
}

TEST_CASE("a store that lacks a function is refused, and keeps its context") {
  const Call call;
  itsmflow_store* store = nullptr;
  int ended = 0;
  itsmflow_store_functions functions = broken_functions();
  functions.event_by_key = nullptr;
  CHECK(itsmflow_store_create_custom(call.handle, &functions, &ended, &store) == ITSMFLOW_MISUSE);
  CHECK(std::string(itsmflow_call_error(call.handle).data).find("`event_by_key`") != std::string::npos);
  CHECK(store == nullptr);
  CHECK(itsmflow_store_create_custom(call.handle, nullptr, &ended, &store) == ITSMFLOW_MISUSE);
  CHECK(ended == 0);
}

TEST_CASE("what a store in C fails with, or gives too much or too little of, is a failure of the store") {
  const Call call;
  itsmflow_store* store = nullptr;
  int ended = 0;
  const itsmflow_store_functions functions = broken_functions();
  REQUIRE(itsmflow_store_create_custom(call.handle, &functions, &ended, &store) == ITSMFLOW_OK);
  {
    const auto tx = capi::in(store)->begin(Store::Access::write);
    CHECK_THROWS_WITH(tx->commit(), "the disk is full");
    CHECK_THROWS_AS(tx->commit(), StoreError);
    CHECK_THROWS_AS(tx->put_model({}), capi::CallbackFailed);
    CHECK_THROWS_AS(tx->find_person("anna"), StoreError);
    CHECK_THROWS_AS(tx->new_case_id(), StoreError);
    CHECK_THROWS_AS(tx->load({1}), UsageError);        // a status that there is none of
    CHECK_THROWS_AS(tx->erase_person(1), UsageError);  // it can't
    CHECK_THROWS_AS(tx->replace_texts({1}, 1, ""), UsageError);
    CHECK(tx->head() == Digest{});
  }
  itsmflow_store_destroy(store);
  CHECK(ended == 1);
}
