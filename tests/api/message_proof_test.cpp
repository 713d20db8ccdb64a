// What is proved of a model that reads its messages, beside what an engine makes of such a message.

#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/memory_store.hpp>
#include <itsmflow/verify.hpp>

#include <string>
#include <vector>

#include "catch.hpp"

namespace itsmflow {
namespace {

/// Where a reply ends well, or leads to where nothing leads on from.
std::string model_text(const std::string& good, const std::string& bad) {
  return R"(itsmflow: 1
process: order
version: 1.0.0
case: order
roles: {buyer: Buyer}
objects:
  order:
    states: [new, sent, lost, closed]
    final: [closed]
    fields: {serial: string, price: {type: int, max: 10}, answer: [full, half]}
start: {role: buyer, requires: [order.serial], asks: [order.price, order.answer]}
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear:
    waits_for: {message: reply}
    results:
      good: {moves: {order: sent -> closed}, )" +
         good + "}\n      bad: {moves: {order: sent -> lost}" + bad + "}\n";
}

/// The rules that it breaks.
std::vector<std::string> broken(const std::shared_ptr<const Model>& model) {
  std::vector<std::string> rules;
  for (const Diagnostic& one : verify(model)) rules.push_back(one.rule);
  return rules;
}

/// The state of the order after a reply.
std::string after_reply(const std::shared_ptr<const Model>& model, const Data& reply) {
  MemoryStore store;
  const Directory people{{"ann", {"buyer"}}};
  Engine engine(Library({model}, {}), store, people);
  const CaseId id = engine.start("order", "ann", {{"order.serial", "4711"}}).case_id();
  REQUIRE(engine.perform(id, "send", "ann"));
  REQUIRE(engine.send(id, "reply", reply));
  return engine.show(id).objects.front().state;
}

}  // namespace

TEST_CASE("a message that one result can't take may bring about the next one, in the proof as in an engine") {
  const std::string price = "sets: {order.price: message.price}";
  struct Case {
    std::string good;
    std::string bad;
    Data reply;
  };
  const std::vector<Case> cases{
      {"when: message.kind == 'x' || message.kind != 'x'", "", {}},
      {"when: message.kind != 'x', " + price, "", {{"kind", "y"}}},
      {"when: message.kind != 'x', " + price, "", {{"kind", "y"}, {"price", "dear"}}},
      {"when: message.price > 3, " + price, ", when: message.price > 5", {{"price", 11}}},
      {"when: message.price > 3, " + price, ", when: message.price > 5", {{"price", 5.5}}},
      {"when: message.price == 3 || message.price != 3, " + price, ", when: message.price != 3", {{"price", "dear"}}},
      {"when: message.answer != 'none', sets: {order.answer: message.answer}",
       ", when: message.answer == 'none'",
       {{"answer", "none"}}},
      {"when: message.serial == order.serial", "", {{"serial", "4712"}}},
  };
  for (const Case& one : cases) {
    const auto model = load_model(model_text(one.good, one.bad), "model.yaml").value_or_throw();
    INFO(one.good << " | " << one.bad);
    CHECK(after_reply(model, one.reply) == "lost");
    CHECK(broken(model) == std::vector<std::string>{"deadlock"});
  }
}

TEST_CASE("a result for which no message is left is told, and no message brings it about") {
  const auto model = load_model(model_text("when: message.price > 3", ", when: message.price > 5"), "model.yaml").value_or_throw();
  CHECK(broken(model) == std::vector<std::string>{"dead-result"});
  for (const Value& price : {Value(6), Value(11), Value(5.5)}) CHECK(after_reply(model, {{"price", price}}) == "closed");
  CHECK(after_reply(model, {{"price", "dear"}}) == "sent");
}

}  // namespace itsmflow
