// Engine::rebuild on other stores than SQLite's; tests/rebuild has those.

#include "bench.hpp"
#include "store/forwarding_store.hpp"

#include <itsmflow/error.hpp>

using namespace itsmflow;

namespace {

const Directory kPeople({{"anna", {"colleague"}, ""}});

Bench errand() {
  return Bench::text(
      "itsmflow: 1\nprocess: errand\nversion: 1.0.0\nroles: {colleague: Colleague}\nstart: {role: colleague}\n"
      "activities:\n  run: {role: colleague}\ntransitions: [start -> run, run -> end]\n",
      kPeople);
}

/// A store by somebody who has never heard of rebuilding.
class OldStore final : public Store {
 public:
  explicit OldStore(Store& inner) : inner_(inner) {}
  std::unique_ptr<Transaction> begin(Access access) override { return std::make_unique<OldTransaction>(inner_.begin(access)); }

 private:
  struct OldTransaction final : ForwardingTransaction {
    using ForwardingTransaction::ForwardingTransaction;
    void rewrite(const DerivedRecord& derived) override { Transaction::rewrite(derived); }
    std::int64_t rewrite_heads() override { return Transaction::rewrite_heads(); }
    std::int64_t remove_strays() override { return Transaction::remove_strays(); }
  };

  Store& inner_;
};

}  // namespace

TEST_CASE("what doesn't follow from the events of a case in memory is told, and written anew") {
  Bench bench = errand();
  const CaseId id = bench.engine().start("errand", "anna").case_id();
  const CaseId beside = bench.engine().start("errand", "anna").case_id();
  const CaseRecord right = bench.store().begin(Store::Access::read)->load(id).value();
  const auto offers = bench.store().begin(Store::Access::read)->offers_of(id).size();
  REQUIRE(offers == 1);
  {
    const auto transaction = bench.store().begin(Store::Access::write);
    DerivedRecord wrong{right, {}, {{id, "never", {5, 0}}}};
    wrong.record.snapshot = "no JSON";
    transaction->rewrite(wrong);
    transaction->commit();
  }
  const LogReport log = bench.engine().verify_log();
  CHECK(log.problems == std::vector<std::string>{"case 1: the snapshot is not what its events come to",
                                                 "case 1: the offers are not what its events come to",
                                                 "case 1: the timers are not what its events come to"});
  CHECK(log.mendable == 3);
  CHECK_THROWS_AS(bench.engine().show(id), StoreError);

  CHECK(bench.engine().rebuild().cases == std::vector<CaseId>{id});
  CHECK(bench.engine().verify_log().problems.empty());
  CHECK(bench.store().begin(Store::Access::read)->load(id)->snapshot == right.snapshot);
  CHECK_FALSE(bench.store().begin(Store::Access::read)->next_timer());
  require_done(bench.engine().perform(id, "run", "anna"));
  require_done(bench.engine().perform(beside, "run", "anna"));
  CHECK(bench.engine().verify_log().problems.empty());
}

TEST_CASE("a store that can't write anew says so, and what is wrong is told all the same") {
  Bench bench = errand();
  bench.engine().start("errand", "anna");
  OldStore store(bench.store());
  Engine engine(bench.library(), store, bench.people());
  CHECK(engine.verify_log().problems.empty());
  CHECK_THROWS_AS(engine.rebuild(), UsageError);
}
