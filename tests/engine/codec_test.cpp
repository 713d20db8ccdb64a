// Events and snapshots as they are stored: what is erased, what is forged, what a damaged store gives.

#include "bench.hpp"
#include "store/forwarding_store.hpp"

#include "engine/codec.hpp"

#include <itsmflow/error.hpp>

using namespace itsmflow;
using Words = std::vector<std::string>;

namespace {

const char* const kNote = R"(
itsmflow: 1
process: note
title: Note
version: 1.0.0
case: note
roles: {writer: {title: Writer}}
objects:
  note:
    states: [new, kept]
    final: [kept]
    fields: {words: text, owner: person}
start: {role: writer, asks: [note.words, note.owner]}
activities:
  look: {role: writer}
  keep: {role: writer}
transitions:
  - start -> look
  - look -> keep
  - keep -> end
)";

struct Stored {
  std::shared_ptr<const Net> net;
  EventRecord event;
  CaseRecord row;
};

Stored stored(Bench& bench) {
  const Step step = bench.engine().start("note", "eve", {{"note.words", "call me on 555"}, {"note.owner", "mallory"}});
  require_done(step);
  const auto transaction = bench.store().begin(Store::Access::read);
  return {compile(bench.library().models()[0]), transaction->events(step.case_id(), 1, 1).at(0),
          transaction->load(step.case_id()).value()};
}

}  // namespace

TEST_CASE("an erased text reads so, whether it was erased alone or with all the texts of its event") {
  Bench bench = Bench::text(kNote, {{"eve", {"writer"}}});
  Stored at = stored(bench);
  const auto transaction = bench.store().begin(Store::Access::read);
  PersonBook people(*transaction);
  Words problems;
  CHECK(decode_event(*at.net, at.event, people, &problems).writes[0].second == Value("call me on 555"));
  CHECK(problems.empty());
  for (const char* texts : {"", "[]", "[null,null,null]"}) {
    INFO(texts);
    at.event.texts = texts;
    CHECK(decode_event(*at.net, at.event, people, &problems).writes[0].second == Value("(erased)"));
    CHECK(problems.empty());
  }
}

TEST_CASE("a text that was changed does not fit its digest") {
  Bench bench = Bench::text(kNote, {{"eve", {"writer"}}});
  Stored at = stored(bench);
  const auto transaction = bench.store().begin(Store::Access::read);
  PersonBook people(*transaction);
  const std::size_t where = at.event.texts.find("555");
  REQUIRE(where != std::string::npos);
  at.event.texts.replace(where, 3, "666");
  Words problems;
  decode_event(*at.net, at.event, people, &problems);
  CHECK(problems.size() == 1);
}

TEST_CASE("the first event that names a person vouches for the name by a digest, not in clear") {
  Bench bench = Bench::text(kNote, {{"eve", {"writer"}}});
  const Stored at = stored(bench);
  CHECK(at.event.content.find("\"people\":{") != std::string::npos);
  for (const char* name : {"eve", "mallory"}) {
    CHECK(at.event.content.find(name) == std::string::npos);
    CHECK(at.event.texts.find(name) == std::string::npos);
  }
}

TEST_CASE("damaged content and snapshots are corrupt stores, not surprises") {
  Bench bench = Bench::text(kNote, {{"eve", {"writer"}}});
  Stored at = stored(bench);
  const auto transaction = bench.store().begin(Store::Access::read);
  PersonBook people(*transaction);
  for (const char* content : {"", "{", "[]", "7", R"({"activity":"nothing"})", R"({"activity":7})", R"({"row":99,"took":["look"]})",
                              R"({"activity":"look","took":["nowhere"]})", R"({"data":{"note.words":7}})", R"({"person":"x"})"}) {
    INFO(content);
    EventRecord event = at.event;
    event.content = content;
    event.type = "done";
    CHECK_THROWS_AS(decode_event(*at.net, event, people), StoreError);
  }
  for (const char* snapshot : {"", "{}", "[]", R"({"objects":{"note":{}}})", R"({"objects":{"note":{"state":"gone"}}})",
                               R"({"objects":{"note":{"state":"new"}},"tokens":[""]})",
                               R"({"objects":{"note":{"state":"new"}},"work":[{"activity":"look"}]})",
                               R"({"objects":{"note":{"state":"new"}},"performed":[{"activity":"look","result":"odd"}]})",
                               R"({"objects":{"note":{"state":"new"}},"performed":[{"activity":"start","result":"odd"}]})"}) {
    INFO(snapshot);
    CaseRecord row = at.row;
    row.snapshot = snapshot;
    CHECK_THROWS_AS(decode_state(*at.net, row, people), StoreError);
  }
}

TEST_CASE("numbers that are none, or that fit nowhere, are a corrupt store") {
  Bench bench = Bench::text(kNote, {{"eve", {"writer"}}});
  Stored at = stored(bench);
  const auto transaction = bench.store().begin(Store::Access::read);
  PersonBook people(*transaction);
  for (const char* number : {"1e300", "-1e300", "0.5", "true", "18446744073709551615", "\"1\"", "null"}) {
    INFO(number);
    EventRecord event = at.event;
    event.type = "claimed";
    event.content = std::string(R"({"activity":"look","person":)") + number + "}";
    CHECK_THROWS_AS(decode_event(*at.net, event, people), StoreError);
    CaseRecord row = at.row;
    row.snapshot = std::string(R"({"objects":{"note":{"state":"new"}},"calls":)") + number + "}";
    CHECK_THROWS_AS(decode_state(*at.net, row, people), StoreError);
    row.snapshot = std::string(R"({"objects":{"note":{"state":"new"}},"parent":)") + number + "}";
    CHECK_THROWS_AS(decode_state(*at.net, row, people), StoreError);
  }
  CaseRecord row = at.row;
  for (const char* count : {"-1", "4294967296"}) {
    INFO(count);
    row.snapshot = std::string(R"({"objects":{"note":{"state":"new"}},"calls":)") + count + "}";
    CHECK_THROWS_AS(decode_state(*at.net, row, people), StoreError);
  }
  row.snapshot = R"({"objects":{"note":{"state":"new"}},"calls":4294967295})";
  CHECK(decode_state(*at.net, row, people).calls == 4'294'967'295);
}

TEST_CASE("a message nests two hundred levels deep, and no deeper where it is sent or stored") {
  Bench bench = Bench::text(kNote, {{"eve", {"writer"}}});
  Stored at = stored(bench);
  const auto transaction = bench.store().begin(Store::Access::read);
  PersonBook people(*transaction);
  const auto decode = [&](std::size_t levels) {
    CaseRecord row = at.row;
    row.snapshot = R"({"objects":{"note":{"state":"new"}},"messages":[{"name":"m","values":{"v":)" + std::string(levels, '[') +
                   std::string(levels, ']') + "}}]}";
    return decode_state(*at.net, row, people);
  };
  CHECK(decode(200).messages.size() == 1);
  CHECK_THROWS_AS(decode(201), StoreError);
  CHECK_THROWS_AS(decode(100'000), StoreError);
}

namespace {

/// A store whose outbox something else has changed.
class DamagedStore final : public Store {
 public:
  std::unique_ptr<Transaction> begin(Access access) override { return std::make_unique<Damaged>(*this, inner_.begin(access)); }

  std::string body;  ///< of every row that is leased

 private:
  class Damaged final : public ForwardingTransaction {
   public:
    Damaged(DamagedStore& store, std::unique_ptr<Transaction> inner) : ForwardingTransaction(std::move(inner)), store_(store) {}

    std::vector<OutboxRow> lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit) override {
      std::vector<OutboxRow> rows = ForwardingTransaction::lease_outbox(kind, now, until, limit);
      for (OutboxRow& row : rows) row.body = store_.body;
      return rows;
    }

   private:
    DamagedStore& store_;
  };

  MemoryStore inner_;
};

const char* const kPrint = R"(
itsmflow: 1
process: print
version: 1.0.0
case: job
roles: {clerk: Clerk}
objects:
  job: {states: [new, printed, spoilt], final: [printed, spoilt]}
start: {role: clerk}
activities:
  print:
    service: printer
    results:
      printed: {moves: {job: new -> printed}}
      failed: {moves: {job: new -> spoilt}}
)";

}  // namespace

TEST_CASE("a call that something else has changed in the outbox is a corrupt store, and its service is not called") {
  const Library library({load_model(kPrint).value_or_throw()}, {});
  const Directory people{{"ada", {"clerk"}}};
  for (const char* body : {"", "[]", "{}", R"({"activity":7,"try":1,"call":1})", R"({"activity":"print","try":"x","call":1})",
                           R"({"activity":"print","try":1,"call":1e300})"}) {
    INFO(body);
    DamagedStore store;
    ManualClock clock{parse_timestamp("2014-03-03T08:00:00Z").value()};
    Engine engine(library, store, people, EngineOptions{.clock = &clock});
    int calls = 0;
    engine.on_service("printer", [&](const ServiceCall&) {
      ++calls;
      return ServiceReply{.result = "printed"};
    });
    require_done(engine.start("print", "ada"));
    store.body = body;
    CHECK_THROWS_AS(engine.due(), StoreError);
    CHECK(calls == 0);
    store.body = R"({"activity":"print","try":1,"call":1})";
    clock.advance(Duration{3'600, 0});
    CHECK(engine.due() == 1);
    CHECK(calls == 1);
  }
}

TEST_CASE("verify_log tells of a first event that names its model by a number") {
  Bench bench = Bench::text(kNote, {{"eve", {"writer"}}});
  const Stored at = stored(bench);
  MemoryStore store;
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->put_model({"note", "1.0.0", at.row.model_digest, "note.yaml", kNote});
    transaction->intern_person("eve");
    StepRecord step;
    step.after = at.row;
    step.after.id = transaction->new_case_id();
    step.events = {at.event};
    step.events[0].content = R"({"model":7})";
    REQUIRE(transaction->write(step) == Store::Written::done);
    transaction->commit();
  }
  const Engine engine(bench.library(), store, bench.people());
  CHECK(engine.verify_log().problems.size() >= 1);
}
