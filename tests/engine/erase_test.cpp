// Engine::erase_person: the name goes, the digests stay. docs/store.md, "Erasing a person".

#include "bench.hpp"

#include "store/failing_store.hpp"

#include <string>
#include <vector>

using namespace itsmflow;

namespace {

const char* const kModel = R"(itsmflow: 1
process: errand
version: 1.0.0
case: job
roles: {boss: Boss, worker: Worker}
objects: {job: {states: [new, made, checked], final: [checked], fields: {friend: person, words: text}}}
start: {role: boss, asks: [job.friend, job.words]}
activities:
  make: {role: worker, moves: {job: new -> made}}
  check: {role: worker, moves: {job: made -> checked}}
rules: [four_eyes: [make, check]]
deviations:
  motives: {haste: {class: will_not}}
  allow: [{what: override_people, activities: [check], confirm: {by: boss}}]
)";

const Directory kPeople{{"anna", {"boss"}}, {"bo", {"worker"}}, {"cleo", {"worker"}}};

/// Everything that a store holds, as one text.
std::string everything(Store& store) {
  const auto transaction = store.begin(Store::Access::read);
  std::string all;
  for (const EventRecord& event : transaction->events_after(0, 10'000))
    all += event.content + "\n" + event.texts + "\n" + event.key + "\n";
  for (const CaseRecord& record : transaction->cases({})) all += record.snapshot + "\n";
  for (const OutboxRow& row : transaction->outbox("", 10'000)) all += row.body + "\n";
  for (PersonKey key = 1; key < 100; ++key) all += transaction->person(key).value_or("") + "\n";
  return all;
}

std::vector<std::string> digests(Store& store) {
  const auto transaction = store.begin(Store::Access::read);
  std::vector<std::string> all;
  for (const EventRecord& event : transaction->events_after(0, 10'000))
    all.push_back(event.content + std::string(event.digest.begin(), event.digest.end()));
  return all;
}

/// One case in which bo did something alone, against four eyes, and one in which he has something in hand.
void fill(Engine& engine) {
  const CaseId first = engine.start("errand", "anna", {{"job.friend", "bo"}, {"job.words", "bo is nice"}}).case_id();
  require_done(engine.perform(first, "make", "bo"));
  require_done(engine.perform(first, "check", "bo", {.motive = Motive{"haste", "there was nobody but bo"}}));
  const CaseId second = engine.start("errand", "anna").case_id();
  require_done(engine.begin(second, "make", "bo"));
  const CaseId third = engine.start("errand", "anna").case_id();
  require_done(engine.claim(third, "make", "cleo"));
  require_done(engine.hand_over(third, "make", "cleo", "bo", "mind the gap"));
}

}  // namespace

TEST_CASE("an erased person's name is nowhere but in what people wrote, and the log still fits together") {
  Bench bench = Bench::text(kModel, kPeople);
  Engine& engine = bench.engine();
  fill(engine);
  const LogReport before = engine.verify_log();
  REQUIRE(before.problems.empty());
  const std::vector<std::string> digests_before = digests(bench.store());

  const Erasure done = engine.erase_person("bo");

  CHECK(done.stand_in == "erased-2");
  CHECK(done.withdrawn == 2);  // begun, and handed over to him
  CHECK(done.texts == 1);      // of the deviation, who did 'make'
  const LogReport after = engine.verify_log(before.head);
  CHECK(after.problems.empty());
  CHECK(after.expected_head_found);
  std::vector<std::string> digests_after = digests(bench.store());
  REQUIRE(digests_after.size() == digests_before.size() + 2);  // the works that went back
  digests_after.resize(digests_before.size());
  CHECK(digests_after == digests_before);

  std::string all = everything(bench.store());
  for (const char* const written : {"bo is nice", "there was nobody but bo"})
    for (std::size_t at = all.find(written); at != std::string::npos; at = all.find(written))
      all.erase(at, std::string(written).size());
  CHECK(all.find("bo\"") == std::string::npos);
  CHECK(all.find("\nbo\n") == std::string::npos);
  CHECK(all.find("bo ") == std::string::npos);
}

TEST_CASE("views, events and deviations name the stand-in of an erased person") {
  Bench bench = Bench::text(kModel, kPeople);
  Engine& engine = bench.engine();
  fill(engine);
  engine.show(CaseId{1});  // and what is kept of cases must not remember him
  engine.erase_person("bo");
  const CaseView view = engine.show(CaseId{1});
  CHECK(view.data.at("job.friend") == Value("erased-2"));
  CHECK(view.data.at("job.words") == Value("bo is nice"));
  REQUIRE(view.deviations.size() == 1);
  CHECK(view.deviations[0].person == "erased-2");
  CHECK(engine.events(CaseId{1})[1].actor == "erased-2");
  for (const Event& event : engine.events(CaseId{1}))
    for (const std::string& words : event.overrode) CHECK(words == "(erased)");
  require_done(engine.confirm(CaseId{1}, 1, "anna", "all right"));
  CHECK(engine.verify_log().problems.empty());
}

TEST_CASE("what an erased person had in hand goes back, and others can do it") {
  Bench bench = Bench::text(kModel, kPeople);
  Engine& engine = bench.engine();
  fill(engine);
  engine.erase_person("bo");
  for (const CaseId id : {CaseId{2}, CaseId{3}}) {
    CHECK(offered(engine, id, "cleo") == std::vector<std::string>{"make"});
    require_done(engine.perform(id, "make", "cleo"));
  }
  CHECK(engine.verify_log().problems.empty());
}

TEST_CASE("erasing somebody again, or somebody who was never there, changes nothing") {
  Bench bench = Bench::text(kModel, kPeople);
  Engine& engine = bench.engine();
  fill(engine);
  engine.erase_person("bo");
  const std::string once = everything(bench.store());
  const std::string head = engine.verify_log().head;
  for (const char* const person : {"bo", "nobody"}) {
    const Erasure again = engine.erase_person(person);
    CHECK(again.stand_in.empty());
    CHECK(again.withdrawn == 0);
    CHECK(again.texts == 0);
  }
  CHECK(everything(bench.store()) == once);
  CHECK(engine.verify_log().head == head);
  CHECK_THROWS_AS(engine.erase_person("erased-2"), UsageError);
}

TEST_CASE("whoever comes back under the same name is somebody else, and nobody acts as a stand-in") {
  Bench bench = Bench::text(kModel, {{"anna", {"boss"}}, {"bo", {"worker"}}, {"cleo", {"worker"}}, {"erased-2", {"worker"}}});
  Engine& engine = bench.engine();
  fill(engine);
  engine.erase_person("bo");
  CHECK_THROWS_WITH(engine.perform(CaseId{2}, "make", "erased-2"), Catch::Contains("nobody acts under such a name"));
  CHECK_THROWS_AS(engine.offers_for("erased-2"), NotFound);
  CHECK_THROWS_AS(engine.start("errand", "anna", {{"job.friend", "erased-9"}}), UsageError);
  require_done(engine.perform(CaseId{2}, "make", "bo"));
  CHECK(engine.events(CaseId{1})[1].actor == "erased-2");
  CHECK(engine.events(CaseId{2}).back().actor == "bo");
  const Erasure second = engine.erase_person("bo");
  CHECK_FALSE(second.stand_in.empty());
  CHECK(second.stand_in != "erased-2");
  CHECK(engine.verify_log().problems.empty());
}

TEST_CASE("an erasure that is broken off anywhere leaves the name, or it is gone, and calling again finishes it") {
  const FailingStore::How how = GENERATE(FailingStore::How::once, FailingStore::How::dies, FailingStore::How::answer_lost);
  int calls = 0;
  for (int fail = 0; fail <= calls; ++fail) {
    INFO(fail);
    const Bench bench = Bench::text(kModel, kPeople);
    MemoryStore memory;
    FailingStore store(memory);
    Engine engine(bench.library(), store, bench.people());
    fill(engine);
    store.fail_at(fail, how);
    if (fail == 0) {
      engine.erase_person("bo");
      calls = store.calls();
      REQUIRE(calls > 5);
      continue;
    }
    CHECK_THROWS_AS(engine.erase_person("bo"), StoreError);
    store.fail_at(0);
    const bool there = store.begin(Store::Access::read)->find_person("bo").has_value();
    const std::string all = everything(store);
    CHECK((all.find("\nbo\n") != std::string::npos) == there);
    CHECK(engine.verify_log().problems.empty());
    engine.erase_person("bo");
    CHECK_FALSE(store.begin(Store::Access::read)->find_person("bo"));
    CHECK(engine.verify_log().problems.empty());
  }
}

TEST_CASE("a notification that somebody took work back names him by key while it waits") {
  Bench bench = Bench::text(kModel, {{"anna", {"boss"}}, {"bo", {"worker"}}, {"cleo", {"worker"}}});
  Engine& engine = bench.engine();
  fill(engine);
  engine.deliver([](const Notification&) {});
  require_done(engine.claim(CaseId{3}, "make", "cleo"));  // back from bo
  CHECK(everything(bench.store()).find("cleo took") == std::string::npos);
  std::string told;
  engine.deliver([&](const Notification& notification) { told = notification.to + ": " + notification.note; });
  CHECK(told == "bo: cleo took it back");
}
