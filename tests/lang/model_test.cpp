#include "lang/loading.hpp"

#include "base/digest.hpp"
#include "catch.hpp"

using namespace itsmflow;
using namespace lang_test;

TEST_CASE("names become indexes in the order of the text") {
  const Load load(
      item_model("  take: {role: [desk, user], moves: {item: new | held -> open}, requires: [item.count], asks: [item.text]}\n"
                 "  close: {role: desk, moves: {item: open -> done}, needs: {item: open}}\n"));
  REQUIRE(load.errors() == Rules{});
  const Model& model = *load.model;
  CHECK(model.process == "request");
  CHECK(model.case_object == 0u);
  CHECK(model.slot_count == 5);
  const Activity& take = model.activities.at(0);
  CHECK(take.roles == Indexes{1, 0});
  REQUIRE(take.effects.moves.size() == 1);
  CHECK(take.effects.moves[0].from == Indexes{0, 3});
  CHECK(take.effects.moves[0].to == 2);
  CHECK(model.path(take.effects.required.at(0)) == "item.count");
  CHECK(take.effects.required.at(0).slot == 1);
  CHECK(model.path(take.effects.asked.at(0)) == "item.text");
  REQUIRE(take.results.size() == 1);
  CHECK(take.results[0].id.empty());
  CHECK(model.objects[0].final_states == Indexes{4, 5});
  CHECK(model.digest == blake2b_hex(model.source->text));
}

TEST_CASE("a field that is a list has the title that is written beside it, and so has each of its items") {
  const Load load(
      model("case: item\nobjects:\n  item:\n    states: [new, done]\n    final: [done]\n    fields:\n"
            "      annexes: {type: list of document, title: Annexes, why: They prove it}\n"
            "activities:\n  finish: {role: desk, moves: {item: new -> done}, asks: [item.annexes]}\n"));
  REQUIRE(load.errors() == Rules{});
  const Field& annexes = load.model->objects.at(0).fields.at(0);
  CHECK(annexes.wording.title == "Annexes");
  CHECK(annexes.wording.why == "They prove it");
  REQUIRE(annexes.element);
  CHECK(annexes.element->wording.title == "Annexes");
}

TEST_CASE("any is every state but none, the final ones and the target") {
  const Load load(
      item_model("  hold: {role: desk, moves: {item: any -> held}}\n"
                 "  drop: {role: desk, moves: {item: any | none -> dropped}}\n"
                 "  look: {role: desk, needs: {item: any}}\n"));
  REQUIRE(load.errors() == Rules{});
  CHECK(load.model->activities[0].effects.moves[0].from == Indexes{0, 2});
  CHECK(load.model->activities[1].effects.moves[0].from == Indexes{0, 1, 2, 3});
  CHECK(load.model->activities[2].effects.needs[0].states == Indexes{0, 2, 3});
}

TEST_CASE("roles, objects and results may be empty or a title alone") {
  const Load load(
      "itsmflow: 1\nprocess: p\nversion: 1.0.0\nroles: {desk: Service desk, user: , boss: {}}\n"
      "activities:\n  a: {role: [desk, user, boss], results: {good: , bad: {}}}\ntransitions: [start -> a, a -> end]\n");
  REQUIRE(load.errors() == Rules{});
  CHECK(load.model->roles[0].wording.title == "Service desk");
  CHECK(load.model->activities[0].find_result("bad") == 1u);
}

TEST_CASE("a role does work of the model's practice, of its own, or of none") {
  const std::string roles = "roles: {desk: Service desk, boss: {practice: service_level}, user: {practice: none}}\n";
  const std::string rest = "activities:\n  a: {role: [desk, user, boss]}\ntransitions: [start -> a, a -> end]\n";
  const Load load("itsmflow: 1\nprocess: p\nversion: 1.0.0\npractice: incident\n" + roles + rest);
  REQUIRE(load.errors() == Rules{});
  CHECK(load.model->practice == Practice::incident);
  CHECK(load.model->roles[0].practice == Practice::incident);
  CHECK(load.model->roles[1].practice == Practice::service_level);
  CHECK_FALSE(load.model->roles[2].practice);
  const Load without("itsmflow: 1\nprocess: p\nversion: 1.0.0\n" + roles + rest);
  CHECK_FALSE(without.model->roles[0].practice);
  CHECK(without.model->roles[1].practice == Practice::service_level);
}

TEST_CASE("fields of every type keep their limits, defaults and choices") {
  const Load load(
      model("case: item\nobjects:\n  item:\n    states: [new, done]\n    final: [done]\n    fields:\n"
            "      a: {type: int, min: -1, max: 5, default: 2}\n      b: {type: number, default: 2.5}\n      c: {type: bool, "
            "default: true}\n"
            "      d: {type: date, min: 2014-01-01, default: 2014-03-03}\n      e: {type: time, default: \"09:30\"}\n"
            "      f: {type: datetime, default: \"2014-03-03T09:00:00Z\"}\n      g: {type: duration, default: 15 hours}\n"
            "      h: [low, high]\n      i: person\n      j: uri\n      k: document\n      l: text\n"
            "activities:\n  a: {role: user, asks: [item.a, item.b, item.c, item.d, item.e, item.f, item.g, item.h, item.i, item.j, "
            "item.k, item.l]}\n"
            "  b: {role: desk}\n"));
  REQUIRE(load.errors() == Rules{});
  const std::vector<Field>& fields = load.model->objects[0].fields;
  CHECK(fields[0].min == Value(-1));
  CHECK(fields[0].max == Value(5));
  CHECK(fields[0].initial == Value(2));
  CHECK(fields[1].initial == Value(2.5));
  CHECK(fields[2].initial == Value(true));
  CHECK(fields[3].initial == Value("2014-03-03"));
  CHECK(fields[4].initial == Value("09:30"));
  CHECK(fields[5].initial == Value(Timestamp{1393837200, 0}));
  CHECK(fields[6].initial == Value(Duration{15 * 3600, 0}));
  CHECK(fields[7].choices == std::vector<std::string>{"low", "high"});
  CHECK(fields[8].initial.is_null());
  CHECK(fields[11].slot == 11);
}

TEST_CASE("what guards and computed fields read is known by slot") {
  const Load load(item_model(
      "  a:\n    role: [user, desk]\n    when: item.count > 1 && item.state == \"new\" && actor.id != \"x\" && case.id > 0\n"
      "    sets: {item.cost: item.count, item.risk: \"item.count > 3 ? 'high' : 'low'\"}\n"));
  REQUIRE(load.errors() == Rules{});
  const Model& model = *load.model;
  const Effects& effects = model.activities[0].effects;
  CHECK(effects.when->expression.slots() ==
        Indexes{1, state_slot(model, 0), extra_slot(model, ExtraSlot::case_id), extra_slot(model, ExtraSlot::actor_id)});
  REQUIRE(effects.sets.size() == 2);
  CHECK(model.path(effects.sets[0].target) == "item.cost");
  CHECK(model.path(effects.sets[1].target) == "item.risk");
}

TEST_CASE("a computed value must fit its field") {
  const Load load(
      item_model("  a:\n    role: user\n    sets: {item.count: \"'many'\", item.due: item.count, item.text: item.risk}\n"));
  CHECK(load.errors() == Rules{"type-mismatch", "type-mismatch"});
  CHECK(load.first("type-mismatch").message == "field 'item.count' holds an int, and this is string");
}

TEST_CASE("a rule about people names activities, or one of their results") {
  const Load load(item_model("  a: {role: user, results: {good: {}, bad: {}}}\n  b: {role: desk}\n",
                             "rules:\n  - four_eyes: [a.bad, b]\n    why: nobody judges himself\n  - same_person: [a.good, b]\n"));
  REQUIRE(load.errors() == Rules{});
  REQUIRE(load.model->rules.size() == 2);
  CHECK(load.model->rules[0].kind == Rule::Kind::four_eyes);
  CHECK(load.model->rules[0].subjects[0].result == 1u);
  CHECK_FALSE(load.model->rules[0].subjects[1].result.has_value());
  CHECK(load.model->rules[0].wording.why == "nobody judges himself");
  CHECK(load.model->rules[1].kind == Rule::Kind::same_person);
}

TEST_CASE("a rule about people can't name what the engine does, or one activity twice") {
  const Load load(item_model(
      "  a: {by: engine, moves: {item: new -> open}}\n  b: {role: [user, desk], results: {good: {}, bad: {}}}\n  c: {role: desk}\n",
      "rules:\n  - four_eyes: [a, b]\n  - four_eyes: [b, b.good]\n  - {why: nothing}\n"));
  CHECK(load.errors() == Rules{"bad-rule", "duplicate-name", "bad-rule"});
}
