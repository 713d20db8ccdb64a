#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

namespace itsmflow::conformance {
namespace {

void an_empty_store(Trial& trial) {
  const auto transaction = trial.store().begin(Store::Access::read);
  trial.expect(transaction->head() == Digest{}, "the head isn't all zero");
  trial.expect(!transaction->load(CaseId{1}), "there is a case 1");
  trial.expect(!transaction->model(sample_model().digest), "there is a model");
  trial.expect(!transaction->find_person("anna") && !transaction->person(1), "there is a person");
  trial.expect(transaction->events(CaseId{1}, 1, 10).empty() && transaction->events_after(0, 10).empty(), "there is an event");
  trial.expect(!transaction->event_by_key("k") && !transaction->event_by_key(""), "there is an event of a key");
  trial.expect(transaction->offers({}).empty() && transaction->offers_of(CaseId{1}).empty(), "there is an offer");
  trial.expect(transaction->cases({}).empty(), "there is a case");
  trial.expect(transaction->due_timers({kNoon, 0}, 10).empty() && !transaction->next_timer(), "there is a timer");
  trial.expect(transaction->outbox("", 10).empty() && transaction->outbox("notify", 10).empty(),
               "there is something in the outbox");
}

/// Texts that break stores which build SQL, lines or C strings from them.
std::string nasty_text() {
  return std::string("a\0b", 3) + "'\";--\n\r\t\\ %s \xC3\xA9 \xF0\x9F\x98\x80";
}

StepRecord nasty_step(Store::Transaction& transaction) {
  StepRecord step = first_step(transaction.new_case_id());
  step.after.process = "it's \"the\" process";
  step.after.snapshot = nasty_text() + std::string(1'000'000, 'x');
  step.after.started = {-1, 999'999'000};
  step.after.head = sample_digest(7);
  EventRecord& event = step.events.front();
  event.type = nasty_text();
  event.at = {-62'135'596'800, 1'000};
  event.actor = transaction.intern_person(nasty_text());
  event.content = nasty_text();
  event.texts = nasty_text();
  event.key = nasty_text();
  event.digest.fill(0xFF);
  step.offers_set = {{step.after.id, nasty_text(), nasty_text(), event.actor, nasty_text()}};
  step.timers_set = {{step.after.id, nasty_text(), {-62'135'596'800, 1'000}}};
  step.outbox = {{0, step.after.id, nasty_text(), nasty_text(), nasty_text(), {-1, 999'999'000}}};
  return step;
}

void reading_back(Trial& trial) {
  StepRecord step;
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    transaction->put_model(sample_model());
    step = nasty_step(*transaction);
    trial.expect(transaction->write(step) == Store::Written::done, "the first step of a case got a conflict");
    transaction->commit();
  }
  EventRecord wanted = step.events.front();
  wanted.position = 1;
  const auto record = load(trial.store(), step.after.id);
  const auto events = events_of(trial.store(), step.after.id);
  trial.expect(record.has_value() && events.size() == 1, "the case or its event is not there");
  if (!record || events.size() != 1) return;
  trial.expect_equal(line(*record), line(step.after), "the case");
  trial.expect_equal(line(events.front()), line(wanted), "the event");
  trial.expect(head_of(trial.store()) == step.head, "the head isn't that of the step");
  const auto transaction = trial.store().begin(Store::Access::read);
  trial.expect_equal(lines(transaction->offers_of(step.after.id)), lines(step.offers_set), "the offer");
  trial.expect_equal(lines(transaction->due_timers({kNoon, 0}, 10)), lines(step.timers_set), "the timer");
  trial.expect_equal(lines(transaction->outbox(nasty_text(), 10)), lines(step.outbox), "what is in the outbox");
}

void moments_to_the_microsecond(Trial& trial) {
  const CaseId id = add_case(trial.store(), [](StepRecord& step) {
    step.after.started = {kNoon, 1'999};
    step.events.front().at = {-1, 999'999'999};
    step.timers_set.push_back({step.after.id, "t", {kNoon, 999'999'999}});
  });
  const auto record = load(trial.store(), id);
  const auto events = events_of(trial.store(), id);
  const auto due = trial.store().begin(Store::Access::read)->next_timer();
  if (!record || events.size() != 1 || !due) return trial.expect(false, "the case, its event or its timer is not there");
  trial.expect_equal(to_string(record->started), to_string(Timestamp{kNoon, 1'000}), "the start of the case");
  trial.expect_equal(to_string(events.front().at), to_string(Timestamp{-1, 999'999'000}), "the time of the event");
  trial.expect_equal(to_string(*due), to_string(Timestamp{kNoon, 999'999'000}), "the time of the timer");
}

void models_are_kept_once(Trial& trial) {
  StoredModel other = sample_model();
  other.source = "another source that claims the same digest";
  const auto transaction = trial.store().begin(Store::Access::write);
  transaction->put_model(sample_model());
  transaction->put_model(other);
  const auto kept = transaction->model(sample_model().digest);
  if (!kept) return trial.expect(false, "the model is not there");
  trial.expect_equal(kept->source, sample_model().source, "the source");
  trial.expect_equal(kept->process + "|" + kept->version + "|" + kept->name, std::string("minor-change|1|minor-change.yaml"),
                     "what is known of the model");
}

void nothing_without_commit(Trial& trial) {
  Store& store = trial.store();
  const CaseId kept = add_case(store, [](StepRecord& step) {
    step.offers_set = {{step.after.id, "a", "r", std::nullopt}, {step.after.id, "b", "r", std::nullopt}};
    step.timers_set = {{step.after.id, "t", {kNoon, 0}}, {step.after.id, "u", {kNoon + 1, 0}}};
    step.outbox = {{0, step.after.id, "first", "notify", "{}", {kNoon, 0}}, {0, step.after.id, "taken", "call", "{}", {kNoon, 0}}};
  });
  const PersonKey anna = intern(store, "anna");
  const auto image = [&] {
    const auto transaction = store.begin(Store::Access::read);
    std::vector<std::string> all = lines(transaction->offers({{"r"}, anna, CaseId{0}, 100}));
    for (const auto& part : {lines(transaction->due_timers({kNoon + 100, 0}, 100)), lines(transaction->outbox("", 100))}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    for (const EventRecord& event : transaction->events_after(0, 100)) all.push_back(line(event));
    for (const CaseRecord& record : transaction->cases({})) all.push_back(line(record));
    all.push_back(transaction->find_person("bo") ? "bo" : "no bo");
    all.push_back(transaction->model("other") ? "other" : "no other");
    all.push_back(transaction->event_by_key("key") ? "key" : "no key");
    all.push_back(transaction->head() == Digest{} ? "no head" : std::to_string(transaction->head()[0]));
    return all;
  };
  const std::vector<std::string> before = image();
  {
    const auto transaction = store.begin(Store::Access::write);
    StoredModel other = sample_model();
    other.digest = "other";
    transaction->put_model(other);
    transaction->intern_person("bo");
    StepRecord step = next_step(loaded(*transaction, kept), 3);
    step.events.front().key = "key";
    step.offers_set = {{kept, "a", "r", anna}, {kept, "c", "r", std::nullopt}};
    step.offers_removed = {{kept, "b", "r", std::nullopt}};
    step.timers_set = {{kept, "t", {kNoon + 50, 0}}, {kept, "v", {kNoon, 0}}};
    step.timers_removed = {"u"};
    step.outbox = {{0, kept, "second", "notify", "{}", {kNoon, 0}}};
    step.outbox_removed = {"taken"};
    transaction->lease_outbox("", {kNoon, 0}, {kNoon + 10, 0}, 10);
    trial.expect(transaction->write(step) == Store::Written::done, "a step on the right revision got a conflict");
    for (const OutboxRow& row : transaction->outbox("", 10)) transaction->remove_from_outbox(row.id);
    StepRecord over = next_step(step.after);
    over.after.status = CaseStatus::over;
    trial.expect(transaction->write(over) == Store::Written::done, "a second step in one transaction got a conflict");
    trial.expect(transaction->write(first_step(transaction->new_case_id())) == Store::Written::done, "a new case got a conflict");
  }
  trial.expect_equal(image(), before, "what is in the store");
  trial.reopen();
  trial.expect_equal(intern(trial.store(), "anna"), anna, "anna's key");
}

void conflicts(Trial& trial) {
  Store& store = trial.store();
  const CaseId id = add_case(store);
  add_step(store, id);
  const auto transaction = store.begin(Store::Access::write);
  const CaseRecord now = loaded(*transaction, id);
  CaseRecord stale = now;
  stale.revision = 1;
  CaseRecord ahead = now;
  ahead.revision = 3;
  CaseRecord unknown = now;
  unknown.id = CaseId{now.id.value + 1'000};
  trial.expect(transaction->write(next_step(stale)) == Store::Written::conflict, "a step on a stale revision got no conflict");
  trial.expect(transaction->write(next_step(ahead)) == Store::Written::conflict, "a step on a future revision got no conflict");
  trial.expect(transaction->write(next_step(unknown)) == Store::Written::conflict, "a step on an unknown case got no conflict");
  trial.expect(transaction->write(first_step(id)) == Store::Written::conflict, "a first step on an existing case got no conflict");
  trial.expect_equal(line(loaded(*transaction, id)), line(now), "the case after conflicts");
  trial.expect_equal(transaction->events_after(0, 100).size(), std::size_t{2}, "the number of events after conflicts");
  trial.expect(transaction->write(next_step(now)) == Store::Written::done, "the right step got a conflict after wrong ones");
  transaction->commit();
}

void own_changes_are_seen(Trial& trial) {
  const auto transaction = trial.store().begin(Store::Access::write);
  transaction->put_model(sample_model());
  const PersonKey anna = transaction->intern_person("anna");
  StepRecord step = first_step(transaction->new_case_id());
  step.events.front().key = "k";
  step.offers_set = {{step.after.id, "a", "r", anna}};
  step.timers_set = {{step.after.id, "t", {kNoon, 0}}};
  trial.expect(transaction->write(step) == Store::Written::done, "the first step of a case got a conflict");
  trial.expect_equal(transaction->person(anna), std::optional<std::string>("anna"), "the id of anna's key");
  trial.expect(transaction->load(step.after.id).has_value(), "load() does not see the case");
  trial.expect(transaction->head() == step.head, "head() is not that of the step");
  trial.expect(transaction->event_by_key("k").has_value(), "event_by_key() does not see the event");
  trial.expect_equal(transaction->offers({{}, anna, CaseId{0}, 10}).size(), std::size_t{1}, "the number of offers");
  trial.expect(transaction->next_timer().has_value(), "next_timer() does not see the timer");
  trial.expect_equal(transaction->cases({}).size(), std::size_t{1}, "the number of cases");
}

void reading_can_not_write(Trial& trial) {
  const CaseId id = add_case(trial.store());
  const CaseRecord record = loaded(trial.store(), id);
  const auto refused = [&](const char* what, void (*call)(Store::Transaction&, const CaseRecord&)) {
    trial.expect_refused([&] { call(*trial.store().begin(Store::Access::read), record); }, what);
  };
  refused("write() in a transaction for reading",
          [](Store::Transaction& transaction, const CaseRecord& before) { transaction.write(next_step(before)); });
  refused("put_model() in a transaction for reading",
          [](Store::Transaction& transaction, const CaseRecord&) { transaction.put_model(sample_model()); });
  refused("intern_person() in a transaction for reading",
          [](Store::Transaction& transaction, const CaseRecord&) { transaction.intern_person("bo"); });
  refused("remove_from_outbox() in a transaction for reading",
          [](Store::Transaction& transaction, const CaseRecord&) { transaction.remove_from_outbox(1); });
  refused("lease_outbox() in a transaction for reading", [](Store::Transaction& transaction, const CaseRecord&) {
    transaction.lease_outbox("", {kNoon, 0}, {kNoon + 1, 0}, 1);
  });
  refused("release_outbox() in a transaction for reading", [](Store::Transaction& transaction, const CaseRecord&) {
    transaction.release_outbox(1, {kNoon, 0});
  });
  trial.expect_equal(line(loaded(trial.store(), id)), line(record), "the case");
}

void case_numbers_do_not_repeat(Trial& trial) {
  std::vector<std::int64_t> given;
  {
    const auto transaction = trial.store().begin(Store::Access::write);
    transaction->put_model(sample_model());
    for (int i = 0; i < 3; ++i) given.push_back(transaction->new_case_id().value);
    transaction->write(first_step(CaseId{given[2]}));
    transaction->write(first_step(CaseId{given[0]}));
    transaction->commit();
  }
  trial.reopen();
  for (int i = 0; i < 3; ++i) given.push_back(add_case(trial.store()).value);
  for (std::size_t i = 0; i < given.size(); ++i) {
    trial.expect(given[i] >= 1, "a case got a number below 1");
    for (std::size_t k = 0; k < i; ++k)
      trial.expect(given[i] != given[k], "the number " + std::to_string(given[i]) + " was given twice");
  }
}

void cases_by_process_and_status(Trial& trial) {
  Store& store = trial.store();
  std::vector<std::int64_t> ids(6);
  for (int i = 0; i < 6; ++i) {
    ids[static_cast<std::size_t>(i)] = add_case(store, [i](StepRecord& step) {
                                         step.after.process = i % 2 == 0 ? "even" : "odd";
                                         if (i >= 3) step.after.status = i == 3 ? CaseStatus::cancelled : CaseStatus::over;
                                       }).value;
  }
  const auto listed = [&](const CaseQuery& query) {
    std::vector<std::int64_t> found;
    for (const CaseRecord& record : store.begin(Store::Access::read)->cases(query)) found.push_back(record.id.value);
    return found;
  };
  using Ids = std::vector<std::int64_t>;
  trial.expect_equal(listed({}), ids, "the list of all cases");
  trial.expect_equal(listed({"even", std::nullopt, CaseId{0}, 10}), Ids{ids[0], ids[2], ids[4]}, "the list of a process");
  trial.expect_equal(listed({"", CaseStatus::over, CaseId{0}, 10}), Ids{ids[4], ids[5]}, "the list of what is over");
  trial.expect_equal(listed({"odd", CaseStatus::cancelled, CaseId{0}, 10}), Ids{ids[3]}, "the list of a process and status");
  trial.expect_equal(listed({"even", CaseStatus::open, CaseId{ids[0]}, 10}), Ids{ids[2]}, "the list after the first case");
  trial.expect_equal(listed({"", std::nullopt, CaseId{ids[1]}, 2}), Ids{ids[2], ids[3]}, "a list of two after the second case");
  trial.expect_equal(listed({"", std::nullopt, CaseId{0}, 0}), Ids{}, "a list of none");
  trial.expect_equal(listed({"none", std::nullopt, CaseId{0}, 10}), Ids{}, "the list of an unknown process");
}

}  // namespace

std::vector<Check> step_checks() {
  return {
      {"a fresh store is empty", an_empty_store},
      {"what a step writes is read back as it was, whatever bytes it has", reading_back},
      {"moments are kept to the microsecond, the rest is dropped", moments_to_the_microsecond},
      {"a model is kept as it was put first", models_are_kept_once},
      {"without commit() nothing stays", nothing_without_commit},
      {"a step on another revision than that of the case is a conflict and writes nothing", conflicts},
      {"a transaction sees its own changes", own_changes_are_seen},
      {"a transaction for reading refuses to write", reading_can_not_write},
      {"numbers of cases never repeat", case_numbers_do_not_repeat},
      {"cases are listed by process and status, ascending, in pages", cases_by_process_and_status},
  };
}

}  // namespace itsmflow::conformance
