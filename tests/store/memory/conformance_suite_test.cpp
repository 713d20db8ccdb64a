#include <itsmflow/memory_store.hpp>
#include <itsmflow/store_conformance.hpp>

#include <functional>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "store/forwarding_store.hpp"

using namespace itsmflow;

namespace {

using MakeTransaction = std::function<std::unique_ptr<Store::Transaction>(std::unique_ptr<Store::Transaction>)>;

/// A memory store whose transactions break one promise.
class BrokenStore final : public Store {
 public:
  explicit BrokenStore(const MakeTransaction& make) : make_(make) {}
  std::unique_ptr<Transaction> begin(Access access) override { return make_(inner_.begin(access)); }

 private:
  MemoryStore inner_;
  const MakeTransaction& make_;
};

/// Whether the suite says of such a store that this promise (a part of its sentence) is broken.
template <class Broken>
bool is_found(const std::string& promise) {
  const MakeTransaction make = [](std::unique_ptr<Store::Transaction> inner) { return std::make_unique<Broken>(std::move(inner)); };
  StoreFactory factory;
  factory.fresh = [&] { return std::make_unique<BrokenStore>(make); };
  const ConformanceReport report = check_store(factory);
  UNSCOPED_INFO(to_string(report));
  if (report.passed()) return false;
  for (const ConformanceFailure& failure : report.failures) {
    if (failure.check.find(promise) != std::string::npos) return true;
  }
  return false;
}

struct CommitsAlways : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  ~CommitsAlways() override {
    try {
      inner().commit();
    } catch (...) {  // it was for reading, or has been committed
    }
  }
};

struct NoConflicts : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  Store::Written write(const StepRecord& step) override {
    ForwardingTransaction::write(step);
    return Store::Written::done;
  }
};

struct ForgetsTexts : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  Store::Written write(const StepRecord& step) override {
    StepRecord less = step;
    for (EventRecord& event : less.events) event.texts.clear();
    return ForwardingTransaction::write(less);
  }
};

struct CutsAtNul : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  Store::Written write(const StepRecord& step) override {
    StepRecord less = step;
    less.after.snapshot = less.after.snapshot.c_str();
    return ForwardingTransaction::write(less);
  }
};

struct ShowsHeldOffers : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  std::vector<OfferRow> offers(const OfferQuery& query) override {
    OfferQuery of_all = query;
    std::vector<OfferRow> rows = ForwardingTransaction::offers(query);
    for (PersonKey holder = 1; holder < 5; ++holder) {
      of_all.holder = holder;
      const auto more = ForwardingTransaction::offers(of_all);
      if (more.size() > rows.size()) rows = more;
    }
    return rows;
  }
};

struct SplitsCases : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  std::vector<OfferRow> offers(const OfferQuery& query) override {
    auto rows = ForwardingTransaction::offers(query);
    if (rows.size() > query.limit) rows.resize(query.limit);
    return rows;
  }
};

struct ManyPersonsOfOneId : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  PersonKey intern_person(std::string_view id) override {
    const PersonKey key = ForwardingTransaction::intern_person(id);
    return find_person(id) ? key + 1 : key;
  }
};

struct UnorderedTimers : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  std::vector<TimerRow> due_timers(Timestamp until, std::size_t limit) override {
    auto rows = ForwardingTransaction::due_timers(until, limit);
    return {rows.rbegin(), rows.rend()};
  }
};

struct LosesTheHead : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  Digest head() override { return {}; }
};

struct SaysThatEventsAreElsewhere : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  LogPart log_part() override { return {true, {{1, 1, {}}}}; }
};

struct RepeatsNumbers : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  CaseId new_case_id() override {
    ForwardingTransaction::new_case_id();
    return CaseId{1};
  }
};

struct ForgetsItems : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  Store::Written write(const StepRecord& step) override {
    StepRecord less = step;
    for (OfferRow& row : less.offers_set) row.item.clear();
    return ForwardingTransaction::write(less);
  }
};

struct TimersStay : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  Store::Written write(const StepRecord& step) override {
    StepRecord less = step;
    if (step.expected_revision > 0) less.timers_set.clear();
    return ForwardingTransaction::write(less);
  }
};

struct ForgetsKinds : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  std::vector<OutboxRow> outbox(std::string_view, std::size_t limit) override { return ForwardingTransaction::outbox("", limit); }
};

struct LeasesToAll : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  std::vector<OutboxRow> lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit) override {
    ForwardingTransaction::lease_outbox(kind, now, until, limit);
    return outbox(kind, limit);
  }
};

struct LeasesForEver : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  std::vector<OutboxRow> lease_outbox(std::string_view kind, Timestamp, Timestamp until, std::size_t limit) override {
    return ForwardingTransaction::lease_outbox(kind, {0, 0}, until, limit);
  }
};

struct GivesAnyLeaseBack : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  void release_outbox(std::int64_t id, Timestamp) override {
    for (const OutboxRow& row : outbox("", 1'000)) {
      if (row.id == id && row.leased_until) ForwardingTransaction::release_outbox(id, *row.leased_until);
    }
  }
};

struct KeepsWhatIsTakenBack : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  Store::Written write(const StepRecord& step) override {
    StepRecord less = step;
    less.outbox_removed.clear();
    return ForwardingTransaction::write(less);
  }
};

struct KeepsOldTimers : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  void rewrite(const DerivedRecord& derived) override {
    DerivedRecord more = derived;
    for (const TimerRow& row : inner().due_timers({conformance::kNoon + 1'000, 0}, 100))
      if (row.case_id == derived.record.id && row.name == "t") more.timers.push_back(row);
    ForwardingTransaction::rewrite(more);
  }
};

struct RewritesAnything : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  void rewrite(const DerivedRecord& derived) override {
    DerivedRecord right = derived;
    if (const auto record = inner().load(derived.record.id)) right.record.revision = record->revision;
    ForwardingTransaction::rewrite(right);
  }
};

struct LeavesTheHead : ForwardingTransaction {
  using ForwardingTransaction::ForwardingTransaction;
  std::int64_t rewrite_heads() override { return 1; }
};

}  // namespace

TEST_CASE("the suite finds a store that breaks a promise") {
  CHECK(is_found<CommitsAlways>("without commit() nothing stays"));
  CHECK(is_found<NoConflicts>("is a conflict and writes nothing"));
  CHECK(is_found<ForgetsTexts>("read back as it was"));
  CHECK(is_found<CutsAtNul>("read back as it was"));
  CHECK(is_found<ShowsHeldOffers>("nobody else holds"));
  CHECK(is_found<SplitsCases>("split no case"));
  CHECK(is_found<ManyPersonsOfOneId>("keeps the key"));
  CHECK(is_found<UnorderedTimers>("in order of time"));
  CHECK(is_found<ForgetsItems>("items of an activity"));
  CHECK(is_found<TimersStay>("set again moves"));
  CHECK(is_found<ForgetsKinds>("asked by kind"));
  CHECK(is_found<LeasesToAll>("given to nobody else"));
  CHECK(is_found<LeasesToAll>("whatever thread asks"));
  CHECK(is_found<LeasesForEver>("another's to take"));
  CHECK(is_found<CommitsAlways>("without commit() it was not"));
  CHECK(is_found<GivesAnyLeaseBack>("by whoever has it"));
  CHECK(is_found<KeepsWhatIsTakenBack>("takes back what waits"));
  CHECK(is_found<LosesTheHead>("read back as it was"));
  CHECK(is_found<SaysThatEventsAreElsewhere>("says of none that it is elsewhere"));
  CHECK(is_found<RepeatsNumbers>("never repeat"));
  CHECK(is_found<KeepsOldTimers>("can be written anew, and nothing else"));
  CHECK(is_found<RewritesAnything>("can't follow from the events"));
  CHECK(is_found<LeavesTheHead>("don't follow from the digests"));
}

TEST_CASE("a store that throws is a failure in the report, not an exception") {
  StoreFactory factory;
  factory.fresh = []() -> std::unique_ptr<Store> { throw std::runtime_error("no store today"); };
  const ConformanceReport report = check_store(factory);
  CHECK_FALSE(report.passed());
  CHECK(report.failures.size() == report.checks.size());
  CHECK(to_string(report).find("no store today") != std::string::npos);
}

TEST_CASE("a report without checks has not passed") {
  CHECK_FALSE(ConformanceReport().passed());
}
