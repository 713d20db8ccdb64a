#include <string_view>
#include <utility>

#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

namespace itsmflow::conformance {
namespace {

using Lines = std::vector<std::string>;

Change telling(const std::string& key) {
  return [key](StepRecord& step) { step.outbox = {{0, step.after.id, key, "notify", R"({"to":"anna"})", {kNoon, 0}}}; };
}

std::vector<OutboxRow> outbox_of(Store& store, std::size_t limit = 100) {
  return store.begin(Store::Access::read)->outbox("", limit);
}

void told_until_removed(Trial& trial) {
  Store& store = trial.store();
  const CaseId id = add_case(store, telling("one"));
  const std::string number = to_string(id);
  {
    const auto transaction = store.begin(Store::Access::write);
    StepRecord step = next_step(loaded(*transaction, id));
    telling("two")(step);
    transaction->write(step);
    trial.expect_equal(transaction->outbox("", 10).size(), std::size_t{1}, "the number of rows told before the commit");
    transaction->commit();
  }
  add_step(store, id, telling("three"));
  const std::vector<OutboxRow> rows = outbox_of(store);
  const auto text = [&](const std::string& key) {
    return number + " " + key + R"( notify {"to":"anna"} )" + to_string(Timestamp{kNoon, 0});
  };
  trial.expect_equal(lines(rows), Lines{text("one"), text("two"), text("three")}, "the outbox");
  if (rows.size() != 3) return;
  trial.expect(rows[0].id < rows[1].id && rows[1].id < rows[2].id, "the ids in the outbox are not ascending");
  trial.expect_equal(lines(outbox_of(store, 2)), Lines{text("one"), text("two")}, "the first two of the outbox");
  trial.expect_refused([&] { add_step(store, id, telling("two")); }, "a key that waits in the outbox");
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->remove_from_outbox(rows[0].id);
    transaction->remove_from_outbox(rows[2].id);
    transaction->remove_from_outbox(rows[2].id + 1'000);
    transaction->commit();
  }
  trial.expect_equal(lines(outbox_of(store)), Lines{text("two")}, "the outbox after two were removed");
  add_step(store, id, telling("four"));
  const std::vector<OutboxRow> after = outbox_of(store);
  trial.expect(after.size() == 2 && after[1].id > rows[2].id, "an id of the outbox was given again after its row was removed");
}

Change asking(std::vector<std::pair<std::string, std::string>> keys_and_kinds) {
  return [rows = std::move(keys_and_kinds)](StepRecord& step) {
    for (const auto& [key, kind] : rows) step.outbox.push_back({0, step.after.id, key, kind, "{}", {kNoon, 0}});
  };
}

Lines keys(const std::vector<OutboxRow>& rows) {
  Lines all;
  for (const OutboxRow& row : rows) all.push_back(row.key);
  return all;
}

constexpr Timestamp after_noon(std::int64_t seconds) {
  return {kNoon + seconds, 0};
}

std::vector<OutboxRow> lease(Store& store, std::string_view kind, Timestamp now, Timestamp until, std::size_t limit = 100) {
  const auto transaction = store.begin(Store::Access::write);
  std::vector<OutboxRow> rows = transaction->lease_outbox(kind, now, until, limit);
  transaction->commit();
  return rows;
}

void release(Store& store, std::int64_t id, Timestamp until) {
  const auto transaction = store.begin(Store::Access::write);
  transaction->release_outbox(id, until);
  transaction->commit();
}

void by_kind(Trial& trial) {
  Store& store = trial.store();
  add_case(store, asking({{"a", "notify"}, {"b", "call"}, {"c", "call"}, {"d", "notify"}, {"e", "call"}}));
  const auto seen = [&](std::string_view kind, std::size_t limit) {
    return keys(store.begin(Store::Access::read)->outbox(kind, limit));
  };
  trial.expect_equal(seen("call", 10), Lines{"b", "c", "e"}, "the list of one kind");
  trial.expect_equal(seen("notify", 10), Lines{"a", "d"}, "the list of the other kind");
  trial.expect_equal(seen("", 10), Lines{"a", "b", "c", "d", "e"}, "the list of any kind");
  trial.expect_equal(seen("call", 2), Lines{"b", "c"}, "a list of two of one kind");
  trial.expect_equal(seen("call", 0), Lines{}, "a list of none");
  trial.expect_equal(seen("cal", 10), Lines{}, "the list of an unknown kind");
}

void leased_once(Trial& trial) {
  Store& store = trial.store();
  add_case(store, asking({{"a", "notify"}, {"b", "call"}, {"c", "call"}, {"d", "call"}}));
  const auto first = lease(store, "call", after_noon(0), {kNoon + 10, 1'999}, 2);
  trial.expect_equal(keys(first), Lines{"b", "c"}, "the first lease of two");
  const Timestamp until{kNoon + 10, 1'000};
  for (const OutboxRow& row : first)
    trial.expect(row.leased_until == until, "a leased row says that its lease ends at another time");
  trial.expect_equal(keys(lease(store, "call", after_noon(0), after_noon(20))), Lines{"d"}, "what is left to lease of the kind");
  trial.expect_equal(keys(lease(store, "call", after_noon(1), after_noon(20))), Lines{}, "what is left when all is leased");
  trial.expect_equal(keys(lease(store, "", after_noon(1), after_noon(20), 0)), Lines{}, "a lease of no row");
  trial.expect_equal(keys(lease(store, "", after_noon(1), after_noon(20))), Lines{"a"}, "what is left of any kind");
  const auto all = outbox_of(store);
  trial.expect_equal(keys(all), Lines{"a", "b", "c", "d"}, "the outbox, all of it leased");
  for (const OutboxRow& row : all) {
    const bool early = row.key == "b" || row.key == "c";
    trial.expect(row.leased_until == (early ? until : after_noon(20)), "the outbox says of a lease that it ends at another time");
  }
  trial.expect_refused([&] { lease(store, "call", after_noon(5), after_noon(5)); }, "a lease that ends when it begins");
  trial.expect_refused([&] { lease(store, "call", after_noon(5), after_noon(4)); }, "a lease that ends before it begins");
}

void lease_ends(Trial& trial) {
  Store& store = trial.store();
  add_case(store, asking({{"a", "call"}, {"b", "call"}}));
  const auto first = lease(store, "call", after_noon(0), after_noon(10));
  if (first.size() != 2) return trial.expect(false, "a lease has not two rows");
  trial.expect_equal(keys(lease(store, "call", {kNoon + 9, 999'999'000}, after_noon(30))), Lines{}, "what is free before the end");
  trial.expect_equal(keys(lease(store, "call", after_noon(10), after_noon(30), 1)), Lines{"a"},
                     "the oldest that is free at the end");
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->remove_from_outbox(first[0].id);  // the first worker is late, and has done it all the same
    transaction->commit();
  }
  trial.expect_equal(keys(lease(store, "", after_noon(40), after_noon(50))), Lines{"b"}, "what is free when all leases have ended");
  trial.expect_equal(keys(outbox_of(store)), Lines{"b"}, "the outbox after a leased row was removed");
}

void given_back(Trial& trial) {
  Store& store = trial.store();
  add_case(store, asking({{"a", "call"}, {"b", "call"}}));
  const auto first = lease(store, "call", after_noon(0), after_noon(10));
  if (first.size() != 2) return trial.expect(false, "a lease has not two rows");
  release(store, first[1].id, after_noon(10));
  release(store, first[1].id, after_noon(10));
  const auto rows = outbox_of(store);
  trial.expect(!rows.empty() && !rows.back().leased_until, "a row that was given back is leased");
  trial.expect_equal(keys(lease(store, "call", after_noon(1), after_noon(20))), Lines{"b"}, "what is free after it was given back");
  release(store, first[1].id, after_noon(10));
  release(store, first[0].id, after_noon(11));
  release(store, first[1].id + 1'000, after_noon(10));
  trial.expect_equal(keys(lease(store, "call", after_noon(2), after_noon(20))), Lines{},
                     "what is free after leases were given back that are none");
}

void only_what_is_committed(Trial& trial) {
  Store& store = trial.store();
  const CaseId id = add_case(store, asking({{"a", "call"}, {"b", "call"}, {"c", "call"}}));
  {
    const auto transaction = store.begin(Store::Access::write);
    StepRecord step = next_step(loaded(*transaction, id));
    asking({{"d", "call"}})(step);
    transaction->write(step);
    const auto first = transaction->lease_outbox("call", after_noon(0), after_noon(10), 1);
    trial.expect_equal(keys(first), Lines{"a"}, "the first lease in a transaction");
    transaction->remove_from_outbox(transaction->outbox("", 2).back().id);
    trial.expect_equal(keys(transaction->lease_outbox("", after_noon(0), after_noon(10), 10)), Lines{"c"},
                       "the second lease in a transaction that leased one, removed one and wrote one");
    trial.expect(transaction->outbox("", 1).front().leased_until == after_noon(10), "a transaction doesn't see its own lease");
    if (!first.empty()) transaction->release_outbox(first[0].id, after_noon(10));
    trial.expect_equal(keys(transaction->lease_outbox("call", after_noon(0), after_noon(20), 10)), Lines{"a"},
                       "the lease after one was given back in the transaction");
  }
  trial.expect_equal(lines(outbox_of(store)).size(), std::size_t{3}, "the number of rows after all was undone");
  for (const OutboxRow& row : outbox_of(store)) trial.expect(!row.leased_until, "a lease that was not committed is there");
  trial.expect_equal(keys(lease(store, "call", after_noon(0), after_noon(10))), Lines{"a", "b", "c"},
                     "what is free after all was undone");
  {
    const auto transaction = store.begin(Store::Access::write);
    for (const OutboxRow& row : transaction->outbox("", 10)) transaction->release_outbox(row.id, after_noon(10));
  }
  trial.expect_equal(keys(lease(store, "call", after_noon(0), after_noon(10))), Lines{},
                     "what is free after giving back was undone");
}

void taken_back(Trial& trial) {
  Store& store = trial.store();
  const CaseId one = add_case(store, asking({{"a", "call"}, {"b", "call"}, {"c", "call"}}));
  const CaseId two = add_case(store, asking({{"d", "call"}}));
  lease(store, "call", after_noon(0), after_noon(10), 1);
  const std::vector<std::string> before = lines(outbox_of(store));
  const auto take_back = [](std::vector<std::string> some) { return [some](StepRecord& step) { step.outbox_removed = some; }; };
  {
    const auto transaction = store.begin(Store::Access::write);
    StepRecord step = next_step(loaded(*transaction, one));
    take_back({"a", "b"})(step);
    asking({{"a", "again"}})(step);
    transaction->write(step);
    CaseRecord stale = step.after;
    stale.revision = 1;
    StepRecord late = next_step(stale);
    take_back({"c"})(late);
    trial.expect(transaction->write(late) == Store::Written::conflict, "a step on a stale revision got no conflict");
    trial.expect_equal(keys(transaction->outbox("", 10)), Lines{"c", "d"}, "the outbox in the transaction");
  }
  trial.expect_equal(lines(outbox_of(store)), before, "the outbox after that was undone");
  add_step(store, one, take_back({"a", "never there", "d"}));
  trial.expect_equal(keys(outbox_of(store)), Lines{"b", "c", "d"}, "the outbox after one was taken back that was leased");
  add_step(store, two, [&](StepRecord& step) {
    take_back({"d"})(step);
    asking({{"d", "call"}, {"a", "call"}})(step);
  });
  trial.expect_equal(keys(outbox_of(store)), Lines{"b", "c", "d", "a"}, "the outbox after keys were used again");
  trial.expect_refused(
      [&] {
        add_step(store, two, [&](StepRecord& step) {
          take_back({"b"})(step);
          asking({{"b", "call"}})(step);
        });
      },
      "a key that another case's row has, which the step can't take back");
  add_step(store, one, [&](StepRecord& step) {
    take_back({"c"})(step);
    step.after.status = CaseStatus::over;
  });
  trial.expect_equal(keys(outbox_of(store)), Lines{"b", "d", "a"}, "the outbox after a case was over");
}

}  // namespace

std::vector<Check> outbox_checks() {
  return {
      {"the outbox tells what is committed, in order, until it is removed", told_until_removed},
      {"the outbox is asked by kind", by_kind},
      {"what is leased is given to nobody else, oldest first", leased_once},
      {"a lease that has ended is another's to take", lease_ends},
      {"a lease is given back by whoever has it", given_back},
      {"only what is committed is leased, and without commit() it was not", only_what_is_committed},
      {"a step takes back what waits of its own case", taken_back},
  };
}

}  // namespace itsmflow::conformance
