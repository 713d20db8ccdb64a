#include "lang/loading.hpp"

#include <itsmflow/language.hpp>

#include "catch.hpp"

using namespace itsmflow;
using namespace lang_test;

namespace {

Load with(const std::string& fields) {
  return Load(model("case: t\nobjects: {t: {states: [open, closed], final: [closed], fields: {" + fields +
                    "}}}\nactivities:\n  a: {role: [user, desk], moves: {t: open -> closed}}\n"));
}

}  // namespace

TEST_CASE("a field is sensitive where the model says so, and not otherwise") {
  CHECK(with("x: {type: string, sensitive: true}").model->objects[0].fields[0].sensitive);
  CHECK_FALSE(with("x: {type: string, sensitive: false}").model->objects[0].fields[0].sensitive);
  CHECK_FALSE(with("x: string").model->objects[0].fields[0].sensitive);
  CHECK(with("x: {type: list of string, sensitive: true}").model->objects[0].fields[0].sensitive);
}

TEST_CASE("a misspelt 'sensitive' is told with what was meant, and one that is no truth value is refused") {
  const Load load = with("x: {type: string, sensitve: true}");
  CHECK(load.errors() == Rules{"unknown-key"});
  CHECK(load.first("unknown-key").help.find("'sensitive'") != std::string::npos);
  CHECK_FALSE(with("x: {type: string, sensitive: maybe}").model);
}

TEST_CASE("a part of a record can't be sensitive alone") {
  const Load load = with("x: {fields: {y: {type: string, sensitive: true}, z: int}}");
  CHECK(load.errors() == Rules{"wrong-type"});
  CHECK(load.marked("wrong-type") == "sensitive");
  CHECK(load.first("wrong-type").help == "make the whole field sensitive");
  CHECK(with("x: {sensitive: true, fields: {y: string, z: int}}").model->objects[0].fields[0].sensitive);
}

TEST_CASE("a field that a table decides is sensitive where a column of it is") {
  const Load load(
      model("case: t\nobjects:\n  t:\n    states: [open, closed]\n    final: [closed]\n    fields:\n"
            "      kind: {type: enum, values: [a, b], sensitive: true}\n      cost: int\n      free: {type: int, is: t.plain + 1}\n"
            "      plain: int\ntables:\n  price: {sets: t.cost, by: t.kind, rows: {a: 1, b: 2}}\n"
            "activities:\n  do_it: {role: [user, desk], moves: {t: open -> closed}, asks: [t.kind, t.plain]}\n"));
  REQUIRE(load.model);
  CHECK(load.model->field(*load.model->find_field("t.cost")).sensitive);
  CHECK_FALSE(load.model->field(*load.model->find_field("t.free")).sensitive);
}

TEST_CASE("the schema knows 'sensitive'") {
  CHECK(json_schema().find("\"sensitive\"") != std::string::npos);
}
