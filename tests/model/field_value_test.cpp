#include <itsmflow/model.hpp>

#include "catch.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace itsmflow;

namespace {

Field field(std::string id, FieldType type) {
  Field made;
  made.id = std::move(id);
  made.type = type;
  return made;
}

Field list_of(Field item) {
  Field list = field(item.id, FieldType::list);
  list.element = std::make_shared<const Field>(std::move(item));
  return list;
}

/// street, number from 1, code (may be left out), country with a default.
Field address() {
  Field record = field("address", FieldType::record);
  Field number = field("number", FieldType::integer);
  number.min = Value(1);
  Field code = field("code", FieldType::string);
  code.optional = true;
  Field country = field("country", FieldType::string);
  country.initial = Value("NL");
  record.fields = {field("street", FieldType::string), number, code, country};
  return record;
}

std::string problem(const Field& of, const Value& value) {
  const FieldValue accepted = accept_value(of, value);
  CHECK_FALSE(accepted.value);
  return accepted.problem;
}

}  // namespace

TEST_CASE("a record is kept in the order of its fields, with its defaults, without what is left out") {
  const Value given = Value::Entries{{"number", 7.0}, {"street", "Main Street"}, {"code", Value()}};
  const FieldValue kept = accept_value(address(), given);
  REQUIRE(kept.value);
  CHECK(to_string(*kept.value) == R"({"street": "Main Street", "number": 7, "country": "NL"})");
}

TEST_CASE("what a record does not take is named by its path") {
  CHECK(problem(address(), Value::Entries{{"street", "Main"}, {"number", 0}}) ==
        "takes for 'address.number' a whole number from 1, not 0");
  CHECK(problem(address(), Value::Entries{{"street", "Main"}}) == "lacks 'address.number', a whole number from 1");
  CHECK(problem(address(), Value::Entries{{"street", ""}, {"number", 1}}) == "takes for 'address.street' text, not an empty text");
  CHECK(problem(address(), Value::Entries{{"strret", "Main"}, {"number", 1}}) == "has no 'address.strret'; did you mean 'street'?");
  CHECK(problem(address(), "Main Street 7") == "takes a record of street, number, code and country, not \"Main Street 7\"");
  CHECK(problem(address(), Value::Entries{{"number", 1}, {"number", 2}}) == "takes 'address.number' once, not twice");
}

TEST_CASE("an empty list is a value, and nothing within a list is not") {
  const Field tags = list_of(field("tags", FieldType::string));
  const FieldValue empty = accept_value(tags, Value(Value::List{}));
  REQUIRE(empty.value);
  CHECK_FALSE(empty.value->is_null());
  CHECK(problem(tags, Value::List{"a", Value()}) == "takes for 'tags[1]' text, not null");
  CHECK(problem(tags, Value::List{"a", 2}) == "takes for 'tags[1]' text, not 2");
  CHECK(problem(tags, "a") == "takes a list of texts, not \"a\"");
}

TEST_CASE("lists and records nest") {
  Field move = field("moves", FieldType::record);
  move.fields = {list_of(address()), field("on", FieldType::date)};
  const Field moves = list_of(move);
  const Value home = Value::Entries{{"street", "Main"}, {"number", 1}};
  const Value wrong = Value::Entries{{"street", "Main"}, {"number", "one"}};
  CHECK(accept_value(moves, Value::List{Value::Entries{{"address", Value::List{home}}, {"on", "2024-03-03"}}}).value);
  CHECK(problem(moves, Value::List{Value::Entries{{"address", Value::List{home, wrong}}, {"on", "2024-03-03"}}}) ==
        "takes for 'moves[0].address[1].number' a whole number from 1, not \"one\"");
}

TEST_CASE("a reference is the number of a case") {
  Field parent = field("parent", FieldType::reference);
  parent.process = "release";
  CHECK(accept_value(parent, 12).value == Value(12));
  CHECK(parse_value(parent, "12").value == Value(12));
  CHECK(problem(parent, 0) == "takes the number of a case of 'release', not 0");
  CHECK(problem(parent, "twelve") == "takes the number of a case of 'release', not \"twelve\"");
}

TEST_CASE("a document is its place, or its place and a digest") {
  const Field report = field("report", FieldType::document);
  CHECK(accept_value(report, "report.pdf").value == Value("report.pdf"));
  CHECK(accept_value(report, Value::Entries{{"place", "report.pdf"}}).value == Value("report.pdf"));
  const Value with_digest = Value::Entries{{"place", "report.pdf"}, {"digest", "sha256:00ff"}};
  CHECK(accept_value(report, Value::Entries{{"digest", "sha256:00ff"}, {"place", "report.pdf"}}).value == with_digest);
  for (const char* digest : {"", "00ff", "sha256:", "sha256:0", "sha256:00FF", "sha256:zz", ":00"})
    CHECK_FALSE(accept_value(report, Value::Entries{{"place", "report.pdf"}, {"digest", digest}}).value);
  CHECK_FALSE(accept_value(report, Value::Entries{{"digest", "sha256:00ff"}}).value);
  CHECK_FALSE(accept_value(report, Value::Entries{{"place", "report.pdf"}, {"size", 3}}).value);
}

TEST_CASE("the digest of a document is that of what is in it") {
  // BLAKE2b-256 of no bytes at all, as RFC 7693 has it.
  CHECK(document_value("a.txt", "") ==
        Value(Value::Entries{{"place", "a.txt"},
                             {"digest", "blake2b-256:0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"}}));
}

TEST_CASE("lists and records are typed as in a model or as JSON") {
  const Field tags = list_of(field("tags", FieldType::string));
  CHECK(parse_value(tags, "[]").value == Value(Value::List{}));
  CHECK(parse_value(tags, "[red wine, \"a, b\", \"\\u00fc\\n\"]").value == Value(Value::List{"red wine", "a, b", "\u00fc\n"}));
  CHECK(parse_value(tags, "[1, true,]").value == Value(Value::List{"1", "true"}));
  CHECK(parse_value(list_of(field("n", FieldType::integer)), "[1, 2]").value == Value(Value::List{1, 2}));
  const Value home = *accept_value(address(), Value::Entries{{"street", "Main Street"}, {"number", 7}}).value;
  CHECK(parse_value(address(), "{street: Main Street, number: 7}").value == home);
  CHECK(parse_value(address(), R"({"street": "Main Street", "number": 7, "code": null})").value == home);
  CHECK(parse_value(list_of(address()), "[{street: Main Street, number: 7}]").value == Value(Value::List{home}));
}

TEST_CASE("what is typed wrong says how to type it") {
  const Field tags = list_of(field("tags", FieldType::string));
  CHECK(parse_value(tags, "[a, b").problem == "takes a list of texts; the list is not closed by ']'");
  CHECK(parse_value(tags, "[a] b").problem == "takes a list of texts; nothing may follow '[a] '");
  CHECK(parse_value(tags, "[a, , b]").problem == "takes a list of texts; a value is missing");
  CHECK(parse_value(tags, "[\"a]").problem == "takes a list of texts; a text is not closed by '\"'");
  CHECK(parse_value(tags, "a").problem == "takes a list of texts, not \"a\"");
  CHECK(parse_value(address(), "{street Main}").problem ==
        "takes a record of street, number, code and country; a ':' is missing behind 'street Main'");
  CHECK_FALSE(parse_value(tags, std::string(1000, '[')).value);
  CHECK_FALSE(parse_value(tags, "[\"\\ud800\"]").value);
}
