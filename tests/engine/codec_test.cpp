// Events and snapshots as they are stored: what is erased, what is forged, what a damaged store gives.

#include "bench.hpp"

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
                               R"({"objects":{"note":{"state":"new"}},"performed":[{"activity":"look","result":"odd"}]})"}) {
    INFO(snapshot);
    CaseRecord row = at.row;
    row.snapshot = snapshot;
    CHECK_THROWS_AS(decode_state(*at.net, row, people), StoreError);
  }
}
