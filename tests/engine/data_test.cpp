#include "bench.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/obstacle.hpp>

#include <string>
#include <vector>

using namespace itsmflow;

namespace {

const std::string kMove = R"(itsmflow: 1
process: move
version: 1.0.0
case: move
roles: {clerk: Clerk, porter: Porter}
objects:
  move:
    states: [asked, planned, done]
    final: [done]
    fields:
      address:
        fields:
          street: string
          number: {type: int, min: 1}
          asker: {type: person, optional: true}
          since: {type: datetime, optional: true}
      boxes: {type: list of record, fields: {what: text, weight: number, lasts: {type: duration, default: 1 hour}}}
      tags: {type: list of string, default: [old]}
      grid: {type: list of list of int, default: []}
      before: ref move
      plan: document
start: {role: clerk, requires: [move.address], asks: [move.boxes, move.tags, move.grid, move.before, move.plan]}
activities:
  plan: {role: porter, moves: {move: asked -> planned}, requires: [move.boxes], asks: [move.address]}
  carry:
    role: porter
    moves: {move: planned -> done}
    when: size(move.boxes) == 2 && move.address.number > 3 && move.boxes[0].weight < 10.0
    sets: {move.tags: "['carried', move.address.street]"}
)";

const std::string kQuote = R"(itsmflow: 1
process: quote
version: 1.0.0
case: quote
roles: {seller: Seller, manager: Manager}
objects:
  quote:
    states: [draft, agreed, sent]
    final: [sent]
    fields:
      hours: {type: int, min: 0}
      rate: {type: int, default: 80}
      parts: int
      price: {type: number, is: quote.hours * quote.rate}
      each: {type: int, is: quote.hours / quote.parts}
      double_price: {type: number, is: quote.price * 2.0, max: 20000}
      started: {type: datetime, is: case.started}
      kind: [small, large, huge]
      note: string
tables:
  kind:
    sets: quote.kind
    by: [quote.price, quote.state]
    rows:
      ..<1000: small
      1000..<5000: {draft: large, agreed: small}
      5000..: large
start: {role: seller, asks: [quote.hours, quote.parts]}
activities:
  count: {role: seller, needs: {quote: draft}, requires: [quote.hours], asks: [quote.rate, quote.parts]}
  agree: {role: manager, moves: {quote: draft -> agreed}, requires: [quote.price]}
  send: {role: seller, moves: {quote: agreed -> sent}, when: quote.kind == "small", sets: {quote.note: string(quote.price)
}
}
  check: {role: manager, needs: {quote: draft}, requires: [quote.each]}
  close: {role: manager, moves: {quote: draft -> sent}, when: quote.double_price < 1.0e9}
)";

Directory people() {
  return Directory{{"ada", {"clerk", "seller"}}, {"ben", {"porter", "manager"}}};
}

std::vector<std::string> told(const Step& step) {
  std::vector<std::string> messages;
  for (const Obstacle& obstacle : step.obstacles())
    messages.push_back(std::string(to_string(obstacle.kind())) + ": " + obstacle.message());
  return messages;
}

using Messages = std::vector<std::string>;

}  // namespace

TEST_CASE("lists and records come back from the store as they were given") {
  Bench bench = Bench::text(kMove, people());
  const Value address = Value::Entries{
      {"street", "H\u00f6he \"7\"\n"}, {"number", 7}, {"asker", "ada"}, {"since", *parse_timestamp("2024-03-03T09:00:00.5+01:00")}};
  const Value boxes = Value::List{Value::Entries{{"what", "books"}, {"weight", 9.5}, {"lasts", Duration{90, 0}}},
                                  Value::Entries{{"what", "plates"}, {"weight", 3}}};
  const Value plan = Value::Entries{{"place", "plan.pdf"}, {"digest", "sha256:00ff"}};
  const Step step = bench.engine().start("move", "ada",
                                         {{"move.address", address},
                                          {"move.boxes", boxes},
                                          {"move.grid", Value::List{Value::List{}, Value::List{1, 2}}},
                                          {"move.before", 3},
                                          {"move.plan", plan}});
  REQUIRE(step);
  const CaseId id = step.case_id();

  const Data data = bench.engine().show(id).data;

  CHECK(data.at("move.address") == address);
  CHECK(to_string(data.at("move.boxes")) == R"([{"what": "books", "weight": 9.5, "lasts": duration("90s")}, )"
                                            R"({"what": "plates", "weight": 3.0, "lasts": duration("3600s")}])");
  CHECK(data.at("move.tags") == Value(Value::List{"old"}));
  CHECK(data.at("move.grid") == Value(Value::List{Value::List{}, Value::List{1, 2}}));
  CHECK(data.at("move.before") == Value(3));
  CHECK(data.at("move.plan") == plan);
  CHECK(bench.engine().events(id).at(0).data.at("move.boxes") == data.at("move.boxes"));
  CHECK(bench.engine().verify_log().problems.empty());
}

TEST_CASE("guards read parts of records and items of lists, and computed fields may be lists") {
  Bench bench = Bench::text(kMove, people());
  const Value box = Value::Entries{{"what", "books"}, {"weight", 9.5}};
  const Data data{{"move.address", Value::Entries{{"street", "Main"}, {"number", 4}}}, {"move.boxes", Value::List{box, box}}};
  const CaseId id = bench.engine().start("move", "ada", data).case_id();
  REQUIRE(bench.engine().perform(id, "plan", "ben", {.data = {{"move.boxes", Value::List{box}}}}));
  CHECK(told(bench.engine().perform(id, "carry", "ben")).size() == 1);

  const CaseId other = bench.engine().start("move", "ada", data).case_id();
  REQUIRE(bench.engine().perform(other, "plan", "ben"));
  REQUIRE(bench.engine().perform(other, "carry", "ben"));
  CHECK(bench.engine().show(other).data.at("move.tags") == Value(Value::List{"carried", "Main"}));
}

TEST_CASE("an empty list is given, and a record is given whole or not at all") {
  Bench bench = Bench::text(kMove, people());
  const Value address = Value::Entries{{"street", "Main"}, {"number", 4}};
  const CaseId id = bench.engine().start("move", "ada", {{"move.address", address}}).case_id();
  CHECK(bench.engine().perform(id, "plan", "ben", {.data = {{"move.boxes", Value(Value::List{})}}}));
  CHECK_THROWS_WITH(bench.engine().start("move", "ada", {{"move.address", Value(Value::Entries{{"street", "Main"}})}}),
                    "move.address lacks 'address.number', a whole number from 1");
  CHECK_THROWS_WITH(
      bench.engine().start("move", "ada", {{"move.address", Value(Value::Entries{{"street", "\xff"}, {"number", 1}})}}),
      "move.address is not valid UTF-8");
}

TEST_CASE("free text and persons in records stay out of the hashed content") {
  Bench bench = Bench::text(kMove, people());
  const Value address = Value::Entries{{"street", "Secret Lane"}, {"number", 4}, {"asker", "ben"}};
  const Value plan = Value::Entries{{"place", "secret.pdf"}, {"digest", "sha256:00ff"}};
  const CaseId id =
      bench.engine()
          .start("move", "ada", {{"move.address", address}, {"move.plan", plan}, {"move.tags", Value::List{"secret"}}})
          .case_id();
  const auto transaction = bench.store().begin(Store::Access::read);
  const std::string content = transaction->events(id, 1, 1).at(0).content;
  for (const char* word : {"Secret", "secret", "\"ben\"", "\"ada\""}) CHECK(content.find(word) == std::string::npos);
  CHECK(content.find("sha256:00ff") != std::string::npos);
}

TEST_CASE("a computed field is there as soon as what it reads is, and changes with it") {
  Bench bench = Bench::text(kQuote, people());
  const CaseId id = bench.engine().start("quote", "ada").case_id();
  CHECK(bench.engine().show(id).data.count("quote.price") == 0);
  CHECK(bench.engine().show(id).data.count("quote.kind") == 0);
  CHECK(bench.engine().show(id).data.at("quote.started") == Value(*parse_timestamp("2014-03-03T08:00:00Z")));
  REQUIRE(bench.engine().perform(id, "count", "ada", {.data = {{"quote.hours", 10}}}));
  CHECK(bench.engine().show(id).data.at("quote.price") == Value(800.0));
  CHECK(bench.engine().show(id).data.at("quote.double_price") == Value(1600.0));
  CHECK(bench.engine().show(id).data.at("quote.kind") == Value("small"));
  REQUIRE(bench.engine().perform(id, "count", "ada", {.data = {{"quote.hours", 10}, {"quote.rate", 200}}}));
  CHECK(bench.engine().show(id).data.at("quote.price") == Value(2000.0));
  CHECK(bench.engine().show(id).data.at("quote.kind") == Value("large"));
  REQUIRE(bench.engine().perform(id, "agree", "ben"));
  CHECK(bench.engine().show(id).data.at("quote.kind") == Value("small"));
  REQUIRE(bench.engine().perform(id, "send", "ada"));
  CHECK(bench.engine().show(id).data.at("quote.note") == Value("2000"));
  CHECK(bench.engine().verify_log().problems.empty());
}

TEST_CASE("what can't be computed names what is missing") {
  Bench bench = Bench::text(kQuote, people());
  const CaseId id = bench.engine().start("quote", "ada").case_id();
  const Step agreed = bench.engine().perform(id, "agree", "ben");
  CHECK(told(agreed) == Messages{"missing_data: 'agree' requires quote.price, which can't be computed: quote.hours is not filled"});
  CHECK(agreed.obstacles()[0].remedies() == Messages{"quote.hours"});
  const Step closed = bench.engine().perform(id, "close", "ben");
  CHECK(told(closed) == Messages{"guard_false: 'close' needs quote.double_price < 1.0e9, but quote.double_price can't be computed: "
                                 "quote.hours is not filled"});
  CHECK(closed.obstacles()[0].remedies() == Messages{"quote.hours"});
}

TEST_CASE("an error in what is computed is an error of whatever reads it") {
  Bench bench = Bench::text(kQuote, people());
  const CaseId id = bench.engine().start("quote", "ada", {{"quote.hours", 400}, {"quote.parts", 0}}).case_id();
  CHECK(told(bench.engine().perform(id, "check", "ben")) ==
        Messages{"guard_false: 'check' requires quote.each, but quote.each can't be computed: division by zero"});
  CHECK(told(bench.engine().perform(id, "close", "ben")) ==
        Messages{"guard_false: 'close' needs quote.double_price < 1.0e9, but quote.double_price can't be computed "
                 "(quote.double_price can't be computed: it takes a number up to 20000.0, not 64000.0)"});
  CHECK(bench.engine().show(id).data.count("quote.each") == 0);
  CHECK(bench.engine().show(id).data.count("quote.double_price") == 0);
}

TEST_CASE(
    "where a table says two things the first counts only if it is loaded, and where it says nothing the field is not filled") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: ticket
version: 1.0.0
case: ticket
roles: {seller: Seller}
objects:
  ticket:
    states: [new, done]
    final: [done]
    fields: {hours: int, kind: string, late: {type: bool, is: ticket.kind == "b"}}
tables:
  kind: {sets: ticket.kind, by: ticket.hours, rows: {1: a, 3: b}}
start: {role: seller, requires: [ticket.hours]}
activities:
  close: {role: seller, moves: {ticket: new -> done}, requires: [ticket.kind], when: ticket.late}
)",
                            people());
  const CaseId id = bench.engine().start("ticket", "ada", {{"ticket.hours", 2}}).case_id();
  CHECK(bench.engine().show(id).data.count("ticket.kind") == 0);
  CHECK(told(bench.engine().perform(id, "close", "ada")) ==
        Messages{"guard_false: 'close' needs ticket.late, but ticket.late can't be computed: ticket.kind is not filled",
                 "missing_data: 'close' requires ticket.kind, of which its table says nothing here"});
  const CaseId other = bench.engine().start("ticket", "ada", {{"ticket.hours", 3}}).case_id();
  CHECK(bench.engine().perform(other, "close", "ada"));
}

TEST_CASE("nobody is asked for what is computed, and nobody can give it") {
  Bench bench = Bench::text(kQuote, people());
  const CaseId id = bench.engine().start("quote", "ada", {{"quote.hours", 1}}).case_id();
  for (const Offer& offer : bench.engine().offers_for("ben"))
    for (const OfferedResult& result : offer.results) CHECK(result.fields.empty());
  CHECK_THROWS_WITH(bench.engine().perform(id, "agree", "ben", {.data = {{"quote.price", 1.0}}}),
                    "quote.price can't be given: it follows from other fields");
  CHECK_THROWS_WITH(bench.engine().start("quote", "ada", {{"quote.kind", "small"}}),
                    "quote.kind can't be given: it follows from other fields");
}

TEST_CASE("an activity whose guard reads what is computed from its own data is offered before they are given") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: ticket
version: 1.0.0
case: ticket
roles: {seller: Seller}
objects:
  ticket:
    states: [new, done]
    final: [done]
    fields: {hours: int, late: {type: bool, is: ticket.hours > 2}}
start: {role: seller}
activities:
  close: {role: seller, moves: {ticket: new -> done}, requires: [ticket.hours], when: ticket.late}
)",
                            people());
  const CaseId id = bench.engine().start("ticket", "ada").case_id();
  REQUIRE(bench.engine().offers_for("ada").size() == 1);
  CHECK_FALSE(bench.engine().perform(id, "close", "ada", {.data = {{"ticket.hours", 2}}}));
  CHECK(bench.engine().perform(id, "close", "ada", {.data = {{"ticket.hours", 3}}}));
}

TEST_CASE("a result whose guard reads what only another result asks for is not offered as long as the guard is false") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: repair
version: 1.0.0
case: repair
roles: {desk: Desk}
objects:
  repair: {states: [new, agreed, asked], final: [agreed, asked], fields: {price: int}}
start: {role: desk, requires: [repair.price]}
activities:
  decide:
    role: desk
    results:
      cheap: {moves: {repair: new -> agreed}, when: repair.price <= 200}
      dear: {moves: {repair: new -> asked}, asks: [repair.price], when: repair.price > 200}
)",
                            {{"ann", {"desk"}}});
  const auto offered_at = [&](int price) {
    const CaseId id = bench.engine().start("repair", "ann", {{"repair.price", price}}).case_id();
    std::vector<std::string> results;
    for (const Offer& offer : bench.engine().offers_for("ann", id))
      for (const OfferedResult& result : offer.results) results.push_back(result.id);
    return results;
  };
  CHECK(offered_at(100) == std::vector<std::string>{"cheap", "dear"});  // with another price it may become dear
  CHECK(offered_at(300) == std::vector<std::string>{"dear"});
}
