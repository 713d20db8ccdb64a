#include <itsmflow/outline.hpp>

#include "catch.hpp"
#include "lang/loading.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace itsmflow;
using lang_test::Load;

namespace {

using Words = std::vector<std::string>;

ModelOutline outline_of(const std::string& text) {
  const Load load(text);
  REQUIRE(load.model != nullptr);
  return outline(*load.model);
}

/// A model with every type of field.
ModelOutline typed() {
  return outline_of(R"(itsmflow: 1
process: order
version: 1.2.0
title: Order
why: things are needed
case: order
roles:
  buyer: {title: Buyer, why: pays}
  shop: {title: Shop}
objects:
  order:
    states: [new, sent, dropped]
    final: [sent, dropped]
    fields:
      what: {type: string, title: What is wanted, why: nobody guesses}
      note: text
      count: {type: int, min: 1, default: 2}
      price: {type: number, min: 0, max: 10}
      gift: bool
      size: {type: enum, values: [small, large]}
      day: date
      at: time
      until: datetime
      within: duration
      by: person
      page: uri
      bill: document
      tags: {type: list of enum, values: [fragile, heavy]}
      parts:
        type: list of record
        fields:
          name: string
          weight: {type: number, optional: true}
          pieces: {type: int, default: 1}
      problem: ref order
      secret: {type: string, sensitive: true}
      payer: {type: record, sensitive: true, fields: {account: string, bank: {type: record, fields: {place: string}}}}
      total: {type: number, is: order.price * 2.0}
  parcel: {states: [none, packed, gone], final: [packed, gone], title: Parcel, many: true}
start: {role: buyer, requires: [order.what], asks: [order.note]}
activities:
  send:
    title: Send it
    why: somebody waits
    role: [shop, buyer]
    results:
      sent: {title: It is on its way, moves: {order: new -> sent}}
      dropped: {moves: {order: new -> dropped}}
)");
}

const ModelOutline::Field& field(const ModelOutline& told, const std::string& path) {
  for (const ModelOutline::Field& one : told.fields)
    if (one.path == path) return one;
  FAIL("no field " << path);
  return told.fields.front();
}

}  // namespace

TEST_CASE("an outline has the words of a model, who does what, and how a case begins") {
  const ModelOutline told = typed();
  CHECK(told.process == "order");
  CHECK(told.version == "1.2.0");
  CHECK(told.title == "Order");
  CHECK(told.why == "things are needed");
  REQUIRE(told.roles.size() == 2);
  CHECK(told.roles[0].id == "buyer");
  CHECK(told.roles[0].title == "Buyer");
  CHECK(told.roles[0].why == "pays");
  CHECK(told.roles[1].why.empty());
  CHECK(told.start.roles == Words{"buyer"});
  CHECK(told.start.required == Words{"order.what"});
  CHECK(told.start.asked == Words{"order.note"});
  REQUIRE(told.activities.size() == 1);
  const ModelOutline::Activity& send = told.activities.front();
  CHECK(send.id == "send");
  CHECK(send.title == "Send it");
  CHECK(send.why == "somebody waits");
  CHECK(send.roles == Words{"shop", "buyer"});
  CHECK(send.service.empty());
  REQUIRE(send.results.size() == 2);
  CHECK(send.results[0].id == "sent");
  CHECK(send.results[0].title == "It is on its way");
  CHECK(send.results[1].title.empty());
}

TEST_CASE("an outline has the objects with their states") {
  const ModelOutline told = typed();
  REQUIRE(told.objects.size() == 2);
  CHECK(told.objects[0].id == "order");
  CHECK(told.objects[0].states == Words{"new", "sent", "dropped"});
  CHECK(told.objects[0].final_states == Words{"sent", "dropped"});
  CHECK_FALSE(told.objects[0].many);
  CHECK(told.objects[1].title == "Parcel");
  CHECK(told.objects[1].many);
}

TEST_CASE("types in an outline are as models write them") {
  const ModelOutline told = typed();
  const std::vector<std::pair<std::string, std::string>> types{
      {"what", "string"},       {"note", "text"},    {"count", "int"},     {"price", "number"},      {"gift", "bool"},
      {"size", "enum"},         {"day", "date"},     {"at", "time"},       {"until", "datetime"},    {"within", "duration"},
      {"by", "person"},         {"page", "uri"},     {"bill", "document"}, {"tags", "list of enum"}, {"parts", "list of record"},
      {"problem", "ref order"}, {"secret", "string"}};
  for (const auto& [name, type] : types) CHECK(field(told, "order." + name).type == type);
}

TEST_CASE("an outline says what a field takes") {
  const ModelOutline told = typed();
  CHECK(field(told, "order.what").title == "What is wanted");
  CHECK(field(told, "order.what").why == "nobody guesses");
  CHECK(field(told, "order.count").takes == "a whole number from 1");
  CHECK(field(told, "order.count").initial == Value(2));
  CHECK(field(told, "order.size").initial.is_null());
  CHECK(field(told, "order.size").choices == Words{"small", "large"});
  CHECK(field(told, "order.size").takes == "small or large");
  CHECK(field(told, "order.tags").choices == Words{"fragile", "heavy"});
  CHECK(field(told, "order.total").derived);
  CHECK_FALSE(field(told, "order.price").derived);
  CHECK(field(told, "order.secret").sensitive);
  const ModelOutline::Field& parts = field(told, "order.parts");
  REQUIRE(parts.members.size() == 3);
  CHECK(parts.members[0].path == "name");
  CHECK_FALSE(parts.members[0].optional);
  CHECK(parts.members[1].type == "number");
  CHECK(parts.members[1].optional);
  CHECK(parts.members[2].optional);  // it has a default
  CHECK(parts.members[2].initial == Value(1));
  const ModelOutline::Field& payer = field(told, "order.payer");
  CHECK(payer.members[0].sensitive);
  CHECK(payer.members[1].members.front().sensitive);
  CHECK_FALSE(parts.members[0].sensitive);
}

TEST_CASE("an outline names the service that does an activity, and what people may give as motives and outcomes") {
  const ModelOutline told = outline_of(R"(itsmflow: 1
process: page
version: 1.0.0
case: call
roles: {desk: {title: Desk}}
objects:
  call:
    states: [new, rung, filed]
    final: [filed]
    fields: {who: string}
start: {role: desk}
activities:
  ring:
    service: pager
    results:
      answered: {moves: {call: new -> rung}}
      failed: {moves: {call: new -> rung}}
  file: {role: desk, moves: {call: rung -> filed}, requires: [call.who]}
deviations:
  motives:
    hurry: {class: will_not, title: In a hurry, why: somebody waits}
  allow:
    - {what: missing_data, activities: [file], motives: [hurry]}
outcomes:
  - good: {when: call.who == "max", counts_as: success, why: somebody came}
  - bad
)");
  CHECK(told.activities.front().service == "pager");
  CHECK(told.activities.front().roles.empty());
  CHECK(told.activities.back().results.front().id.empty());
  REQUIRE(told.motives.size() == 1);
  CHECK(told.motives[0].id == "hurry");
  CHECK(told.motives[0].title == "In a hurry");
  CHECK(told.motives[0].why == "somebody waits");
  CHECK(told.motives[0].motive_class == MotiveClass::will_not);
  REQUIRE(told.outcomes.size() == 2);
  CHECK(told.outcomes[0].id == "good");
  CHECK(told.outcomes[0].counts_as == Outcome::Counts::success);
  CHECK(told.outcomes[0].why == "somebody came");
  CHECK(told.outcomes[1].counts_as == Outcome::Counts::neither);
}

TEST_CASE("an outline has the parts of which an activity consists, who votes, and what may be answered") {
  const ModelOutline told = outline_of(R"(itsmflow: 1
process: review
version: 1.0.0
case: paper
roles: {clerk: {title: Clerk}, boss: {title: Boss}, member: {title: Member}}
objects:
  paper: {states: [new, checked, accepted, refused], final: [accepted, refused]}
start: {role: clerk}
activities:
  check:
    answers: [fine, wrong]
    parts:
      numbers: {role: clerk, title: The numbers}
      words: {role: [clerk, boss]}
    moves: {paper: new -> checked}
  vote:
    votes: {of: [member, boss], for: accepted, against: refused}
    results:
      accepted: {moves: {paper: checked -> accepted}}
      refused: {moves: {paper: checked -> refused}}
)");
  REQUIRE(told.activities.size() == 2);
  const ModelOutline::Activity& check = told.activities[0];
  CHECK(check.roles.empty());
  REQUIRE(check.parts.size() == 2);
  CHECK(check.parts[0].id == "numbers");
  CHECK(check.parts[0].title == "The numbers");
  CHECK(check.parts[0].roles == Words{"clerk"});
  CHECK(check.parts[1].roles == Words{"clerk", "boss"});
  CHECK(check.answers == Words{"fine", "wrong"});
  const ModelOutline::Activity& vote = told.activities[1];
  CHECK(vote.roles == Words{"member", "boss"});
  CHECK(vote.parts.empty());
  CHECK(vote.answers == Words{"accepted", "refused"});
}
