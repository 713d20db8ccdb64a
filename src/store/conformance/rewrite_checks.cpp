// Of stores that can write anew what follows from the events; the others say that they can't.

#include <itsmflow/error.hpp>

#include "store/chain.hpp"
#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

namespace itsmflow::conformance {
namespace {

bool can_rewrite(Trial& trial) {
  try {
    trial.store().begin(Store::Access::write)->remove_strays();
    return true;
  } catch (const UsageError&) {
    return false;
  }
}

/// Everything that is kept of cases.
std::vector<std::string> image(Store& store) {
  const auto transaction = store.begin(Store::Access::read);
  std::vector<std::string> all;
  const auto append = [&](const std::vector<std::string>& part) { all.insert(all.end(), part.begin(), part.end()); };
  for (const CaseRecord& record : transaction->cases({})) {
    all.push_back(line(record));
    append(lines(transaction->offers_of(record.id)));
  }
  for (const EventRecord& event : transaction->events_after(0, 1'000)) all.push_back(line(event));
  append(lines(transaction->due_timers({kNoon + 1'000, 0}, 1'000)));
  append(lines(transaction->outbox("", 1'000)));
  return all;
}

CaseId add_sample(Store& store, const std::string& name) {
  const CaseId id = add_case(store, [&](StepRecord& step) {
    step.offers_set = {{step.after.id, "a", "r", std::nullopt}, {step.after.id, "b", "r", std::nullopt}};
    step.timers_set = {{step.after.id, "t", {kNoon, 0}}, {step.after.id, "u", {kNoon + 1, 0}}};
    step.outbox = {{0, step.after.id, name, "notify", "{}", {kNoon, 0}}};
  });
  add_step(store, id);
  return id;
}

/// Otherwise than the sample in all that may be.
DerivedRecord other(const CaseRecord& record, PersonKey holder) {
  DerivedRecord derived;
  derived.record = record;
  derived.record.process = "another";
  derived.record.snapshot = R"({"another":true})";
  derived.record.started = {kNoon - 7, 5'000};
  derived.record.changed = {kNoon + 7, 6'000};
  derived.record.head = sample_digest(77);
  derived.offers = {{record.id, "a", "r", holder}, {record.id, "c", "s", std::nullopt, "1"}};
  derived.timers = {{record.id, "u", {kNoon + 50, 0}}, {record.id, "v", {kNoon, 0}}};
  return derived;
}

void written_anew(Trial& trial) {
  if (!can_rewrite(trial)) return;
  const CaseId id = add_sample(trial.store(), "one");
  const CaseId beside = add_sample(trial.store(), "two");
  const PersonKey anna = intern(trial.store(), "anna");
  const CaseRecord before = loaded(trial.store(), id);
  const DerivedRecord wanted = other(before, anna);
  const std::vector<std::string> untouched = image(trial.store());
  trial.store().begin(Store::Access::write)->rewrite(wanted);
  trial.expect_equal(image(trial.store()), untouched, "what is in the store after a rewriting that wasn't committed");

  const auto events = all_events(trial.store());
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    transaction->rewrite(wanted);
    transaction->commit();
  }
  trial.reopen();
  Store& store = trial.store();
  trial.expect_equal(line(loaded(store, id)), line(wanted.record), "the case");
  const auto transaction = store.begin(Store::Access::read);
  trial.expect_equal(lines(transaction->offers_of(id)), lines(wanted.offers), "the case's offers");
  trial.expect_equal(lines(transaction->offers_of(beside)),
                     lines(std::vector<OfferRow>{{beside, "a", "r", std::nullopt}, {beside, "b", "r", std::nullopt}}),
                     "another case's offers");
  trial.expect_equal(
      lines(transaction->due_timers({kNoon + 100, 0}, 100)),
      lines(std::vector<TimerRow>{
          {id, "v", {kNoon, 0}}, {beside, "t", {kNoon, 0}}, {beside, "u", {kNoon + 1, 0}}, {id, "u", {kNoon + 50, 0}}}),
      "the list of timers");
  trial.expect_equal(lines(transaction->offers({{}, anna, CaseId{0}, 10})), lines(std::vector<OfferRow>{wanted.offers.front()}),
                     "what anna holds");
  trial.expect_equal(transaction->cases({"another", std::nullopt, CaseId{0}, 10}).size(), std::size_t{1},
                     "the number of cases of the new process");
  trial.expect_equal(transaction->outbox("", 10).size(), std::size_t{2}, "what is in the outbox");
  trial.expect_equal(positions(transaction->events_after(0, 100)), positions(events), "the list of events");
}

void closed_anew(Trial& trial) {
  if (!can_rewrite(trial)) return;
  const CaseId id = add_sample(trial.store(), "one");
  DerivedRecord over{loaded(trial.store(), id), {}, {}};
  over.record.status = CaseStatus::over;
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    transaction->rewrite(over);
    transaction->commit();
  }
  const auto transaction = trial.store().begin(Store::Access::read);
  trial.expect_equal(transaction->cases({"", CaseStatus::over, CaseId{0}, 10}).size(), std::size_t{1},
                     "the number of closed cases");
  trial.expect_equal(transaction->cases({"", CaseStatus::open, CaseId{0}, 10}).size(), std::size_t{0}, "the number of open cases");
  trial.expect(transaction->offers_of(id).empty() && !transaction->next_timer(), "offers or timers are left");
}

void contradictions(Trial& trial) {
  if (!can_rewrite(trial)) return;
  const CaseId id = add_sample(trial.store(), "one");
  const CaseRecord record = loaded(trial.store(), id);
  const std::vector<std::string> untouched = image(trial.store());
  const auto refused = [&](const char* what, const std::function<void(DerivedRecord&)>& change) {
    DerivedRecord derived{record, {}, {}};
    change(derived);
    trial.expect_refused([&] { trial.store().begin(Store::Access::write)->rewrite(derived); }, what);
  };
  refused("a revision below the last event", [](DerivedRecord& derived) { derived.record.revision = 1; });
  refused("a revision above the last event", [](DerivedRecord& derived) { derived.record.revision = 3; });
  refused("a case without events", [](DerivedRecord& derived) { derived.record.id.value += 1'000; });
  refused("a model that isn't there", [](DerivedRecord& derived) { derived.record.model_digest = "none"; });
  refused("no model", [](DerivedRecord& derived) { derived.record.model_digest = ""; });
  refused("a holder who isn't there", [&](DerivedRecord& derived) { derived.offers = {{id, "a", "r", PersonKey{1'000}}}; });
  refused("an offer of another case", [&](DerivedRecord& derived) {
    derived.offers = {{CaseId{id.value + 1}, "a", "r", std::nullopt}};
  });
  refused("a timer of another case", [&](DerivedRecord& derived) { derived.timers = {{CaseId{id.value + 1}, "t", {kNoon, 0}}}; });
  refused("offers of a case that is over", [&](DerivedRecord& derived) {
    derived.record.status = CaseStatus::over;
    derived.offers = {{id, "a", "r", std::nullopt}};
  });
  trial.expect_refused(
      [&] {
        trial.store().begin(Store::Access::read)->rewrite({record, {}, {}});
      },
      "rewrite() in a transaction for reading");
  trial.expect_equal(image(trial.store()), untouched, "what is in the store");
}

/// The samples' heads are made up.
void heads(Trial& trial) {
  if (!can_rewrite(trial)) return;
  const CaseId id = add_sample(trial.store(), "one");
  add_step(trial.store(), id);
  const Digest made_up = head_of(trial.store());
  Digest wanted{};
  for (const EventRecord& event : all_events(trial.store())) wanted = chain_head(wanted, event.digest);
  trial.store().begin(Store::Access::write)->rewrite_heads();
  trial.expect(head_of(trial.store()) == made_up, "a head that wasn't committed stays");
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    trial.expect(transaction->rewrite_heads() > 0, "no head was written anew");
    trial.expect(transaction->head() == wanted, "head() is not what the digests come to");
    transaction->commit();
  }
  trial.reopen();
  trial.expect(head_of(trial.store()) == wanted, "the head is not what the digests come to");
  trial.expect_equal(trial.store().begin(Store::Access::write)->rewrite_heads(), std::int64_t{0},
                     "the number of heads that are written a second time");
}

void no_strays(Trial& trial) {
  if (!can_rewrite(trial)) return;
  add_sample(trial.store(), "one");
  const std::vector<std::string> untouched = image(trial.store());
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    trial.expect_equal(transaction->remove_strays(), std::int64_t{0}, "the number of strays");
    transaction->commit();
  }
  trial.expect_equal(image(trial.store()), untouched, "what is in the store");
}

}  // namespace

std::vector<Check> rewrite_checks() {
  return {
      {"what follows from the events of a case can be written anew, and nothing else changes", written_anew},
      {"a case that is written anew as over is no open one any more", closed_anew},
      {"what can't follow from the events of a case is not written anew", contradictions},
      {"heads that don't follow from the digests of the events can be written anew", heads},
      {"offers and timers of a case that is there are no strays", no_strays},
  };
}

}  // namespace itsmflow::conformance
