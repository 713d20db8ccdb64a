#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

namespace itsmflow::conformance {
namespace {

void everything_is_there_again(Trial& trial) {
  const PersonKey anna = intern(trial.store(), "anna");
  const CaseId id = add_case(trial.store(), [&](StepRecord& step) {
    const CaseId own = step.after.id;
    step.events.front().actor = anna;
    step.events.front().key = "key";
    step.events.front().texts = R"({"why":"because"})";
    step.offers_set = {{own, "a", "r", std::nullopt}, {own, "b", "r", anna}, {own, "b", "r", anna, "item"}};
    step.timers_set = {{own, "t", {kNoon, 0}}};
    step.outbox = {{0, own, "tell", "notify", "{}", {kNoon, 0}}};
  });
  add_step(trial.store(), id);
  const auto image = [&] {
    const auto transaction = trial.store().begin(Store::Access::read);
    std::vector<std::string> all = lines(transaction->offers_of(id));
    for (const auto& part : {lines(transaction->due_timers({kNoon, 0}, 10)), lines(transaction->outbox("", 10))}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    for (const EventRecord& event : transaction->events_after(0, 10)) all.push_back(line(event));
    for (const CaseRecord& record : transaction->cases({})) all.push_back(line(record));
    all.push_back(transaction->person(anna).value_or("nobody"));
    all.push_back(transaction->model(sample_model().digest).value_or(StoredModel()).source);
    all.push_back(transaction->event_by_key("key") ? "key" : "no key");
    all.push_back(transaction->head() == sample_digest(-(id.value * 1'000 + 2)) ? "head" : "another head");
    return all;
  };
  const std::vector<std::string> before = image();
  trial.reopen();
  trial.expect_equal(image(), before, "what is in the store");
  add_step(trial.store(), id);
  trial.expect_equal(positions(all_events(trial.store())), std::vector<std::int64_t>{1, 2, 3}, "the list of positions");
  trial.expect(intern(trial.store(), "bo") != anna, "bo got the key of anna");
  trial.expect_refused([&] { add_step(trial.store(), id, [](StepRecord& step) { step.events.front().key = "key"; }); },
                       "a key from before the restart");
}

void the_uncommitted_is_gone(Trial& trial) {
  const CaseId id = add_case(trial.store());
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    transaction->write(next_step(loaded(*transaction, id), 2));
  }
  trial.reopen();
  trial.expect_equal(load(trial.store(), id).value_or(CaseRecord()).revision, std::int64_t{1}, "the revision");
  trial.expect_equal(all_events(trial.store()).size(), std::size_t{1}, "the number of events");
}

void ids_go_on(Trial& trial) {
  const auto telling = [](const char* key) {
    return [key](StepRecord& step) { step.outbox = {{0, step.after.id, key, "notify", "{}", {kNoon, 0}}}; };
  };
  const CaseId id = add_case(trial.store(), telling("one"));
  const auto rows = trial.store().begin(Store::Access::read)->outbox("", 10);
  if (rows.size() != 1) return trial.expect(false, "the outbox has not one row");
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    transaction->remove_from_outbox(rows[0].id);
    transaction->commit();
  }
  trial.reopen();
  add_step(trial.store(), id, telling("two"));
  const auto after = trial.store().begin(Store::Access::read)->outbox("", 10);
  trial.expect(after.size() == 1 && after[0].id > rows[0].id, "an id of the outbox was given again after a restart");
}

void leases_stay(Trial& trial) {
  const auto asked = [](const char* key) { return OutboxRow{0, CaseId{0}, key, "call", "{}", {kNoon, 0}}; };
  const CaseId id = add_case(trial.store(), [&](StepRecord& step) {
    step.outbox = {asked("left"), asked("done"), asked("given back"), asked("taken back"), asked("new")};
    for (OutboxRow& row : step.outbox) row.case_id = step.after.id;
  });
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    const auto rows = transaction->lease_outbox("call", {kNoon, 0}, {kNoon + 10, 0}, 4);
    trial.expect_equal(rows.size(), std::size_t{4}, "the number of leased rows");
    if (rows.size() == 4) {
      transaction->remove_from_outbox(rows[1].id);
      transaction->release_outbox(rows[2].id, {kNoon + 10, 0});
    }
    transaction->commit();
  }
  add_step(trial.store(), id, [](StepRecord& step) { step.outbox_removed = {"taken back"}; });
  const auto before = lines(trial.store().begin(Store::Access::read)->outbox("call", 10));
  trial.reopen();
  trial.expect_equal(lines(trial.store().begin(Store::Access::read)->outbox("call", 10)), before, "the outbox");
  const auto transaction = trial.store().begin(Store::Access::write);
  std::vector<std::string> keys;
  for (const OutboxRow& row : transaction->lease_outbox("call", {kNoon + 9, 0}, {kNoon + 20, 0}, 10)) keys.push_back(row.key);
  for (const OutboxRow& row : transaction->lease_outbox("call", {kNoon + 10, 0}, {kNoon + 20, 0}, 10)) keys.push_back(row.key);
  trial.expect_equal(keys, std::vector<std::string>{"given back", "new", "left"},
                     "what is free, and then when the lease has ended");
}

}  // namespace

std::vector<Check> restart_checks() {
  return {
      {"what was committed is there after a restart", everything_is_there_again, Check::Needs::reopening},
      {"what was not committed is gone after a restart", the_uncommitted_is_gone, Check::Needs::reopening},
      {"leases are there after a restart, and end", leases_stay, Check::Needs::reopening},
      {"ids in the outbox go on ascending after a restart", ids_go_on, Check::Needs::reopening},
  };
}

}  // namespace itsmflow::conformance
