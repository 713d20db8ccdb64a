#include <itsmflow/expr.hpp>

#include "../catch.hpp"
#include "bench.hpp"

#include <memory>

using namespace itsmflow;
using namespace itsmflow::test;

namespace {

using Kind = ExprType::Kind;

ExprType record_of(std::vector<ExprRecord::Member> members) {
  ExprType type = type_of_kind(Kind::map);
  auto record = std::make_shared<ExprRecord>();
  record->members = std::move(members);
  type.record = std::move(record);
  return type;
}

ExprType list_of(ExprType element) {
  ExprType type = type_of_kind(Kind::list);
  type.element = std::make_shared<const ExprType>(std::move(element));
  return type;
}

ExprType map_to_dyn() {
  ExprType type = type_of_kind(Kind::map);
  type.key = std::make_shared<const ExprType>(type_of_kind(Kind::string));
  type.element = std::make_shared<const ExprType>();
  return type;
}

/// rfc.address is a record with a record in it, rfc.tasks a list of records, rfc.tags a list of words; items is a list of records, message a map.
class Records : public ExprActivation {
 public:
  Records() {
    const ExprType country = record_of({{"code", choice_of({"nl", "fr"})}, {"name", type_of_kind(Kind::string)}});
    const ExprType address = record_of({{"street", type_of_kind(Kind::string)},
                                        {"number", type_of_kind(Kind::int_)},
                                        {"country", country},
                                        {"map", type_of_kind(Kind::opaque)}});
    const ExprType task = record_of({{"title", type_of_kind(Kind::string)},
                                     {"state", choice_of({"open", "done"})},
                                     {"hours", type_of_kind(Kind::int_)},
                                     {"report", type_of_kind(Kind::opaque)}});
    const ExprType item = record_of({{"result", choice_of({"approved", "rejected"})}, {"person", type_of_kind(Kind::string)}});
    ExprScope::Variable rfc;
    rfc.name = "rfc";
    const auto add = [&](ExprScope::Variable& to, const char* name, ExprType type, Value value) {
      to.members.push_back({name, std::move(type), static_cast<std::uint32_t>(values_.size())});
      values_.push_back(std::move(value));
    };
    add(rfc, "address", address,
        Value::Entries{
            {"street", "Rue Haute"}, {"number", Value{}}, {"country", Value::Entries{{"code", "fr"}}}, {"map", "map.png"}});
    add(rfc, "tasks", list_of(task),
        Value::List{Value::Entries{{"title", "test"}, {"state", "done"}, {"hours", 3}, {"report", "r.pdf"}},
                    Value::Entries{{"title", "build"}, {"state", "open"}}});
    add(rfc, "tags", list_of(choice_of({"network", "desk"})), Value::List{"desk"});
    add(rfc, "former", address, {});
    scope_.variables.push_back(std::move(rfc));
    variable("items", list_of(item), Value::List{Value::Entries{{"result", "approved"}, {"person", "bo"}}});
    variable("message", map_to_dyn(), Value::Entries{{"ticket", 7}, {"note", Value{}}});
    variable("task", task, Value::Entries{{"title", "test"}});
  }

  const Value& slot(std::uint32_t index) const override { return values_.at(index); }

  Expression::Compiled compile(std::string_view text) const { return compile_expression(text, scope_); }

  std::string outcome(std::string_view text) const {
    const auto compiled = compile(text);
    if (!compiled.issues.empty()) return "refused: " + compiled.issues[0].message + " (" + compiled.issues[0].help + ")";
    const auto result = compiled.expression.evaluate(*this);
    if (result.kind == Expression::Outcome::Kind::value) return to_string(result.value);
    return (result.kind == Expression::Outcome::Kind::error ? "error: " : "unfilled: ") + result.text;
  }

 private:
  void variable(const char* name, ExprType type, Value value) {
    scope_.variables.push_back({name, {}, std::move(type), static_cast<std::uint32_t>(values_.size())});
    values_.push_back(std::move(value));
  }

  ExprScope scope_;
  std::vector<Value> values_;
};

void check_rows(const std::vector<Row>& rows) {
  const Records records;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(records.outcome(row.text) == row.outcome);
  }
}

}  // namespace

TEST_CASE("the members of records are read, and those that hold nothing are not filled") {
  check_rows({
      {"rfc.address.street", "\"Rue Haute\""},
      {"rfc.address.country.code == 'fr'", "true"},
      {"rfc.address.number > 1", "unfilled: rfc.address.number"},
      {"rfc.address.country.name == 'x'", "unfilled: rfc.address.country.name"},
      {"rfc.former.street == 'x'", "unfilled: rfc.former.street"},
      {"rfc.former.country.code == 'nl'", "unfilled: rfc.former.country.code"},
      {"has(rfc.address)", "true"},
      {"has(rfc.former)", "false"},
      {"has(rfc.address.street)", "true"},
      {"has(rfc.address.number)", "false"},
      {"has(rfc.address.map)", "true"},
      {"has(rfc.former.country.code)", "false"},
      {"rfc.address.number > 1 || rfc.address.street != ''", "true"},
      {"task.title", "\"test\""},
      {"task.hours > 1", "unfilled: task.hours"},
      {"has(task.hours)", "false"},
      {"'street' in rfc.address", "true"},
      {"rfc.address['street']", "\"Rue Haute\""},
  });
}

TEST_CASE("loops go over lists of records, whose members are typed") {
  check_rows({
      {"rfc.tasks.all(t, t.state == 'done')", "false"},
      {"rfc.tasks.exists(t, t.state == 'done' && t.hours > 2)", "true"},
      {"rfc.tasks.filter(t, t.state == 'open').map(t, t.title)", "[\"build\"]"},
      {"rfc.tasks.map(t, has(t.hours), t.hours)", "[3]"},
      {"rfc.tasks.all(t, t.hours > 2)", "unfilled: t.hours"},
      {"rfc.tasks[0].title", "\"test\""},
      {"rfc.tasks[1].hours > 1", "unfilled: rfc.tasks[1].hours"},
      {"rfc.tasks.exists(t, has(t.report))", "true"},
      {"size(rfc.tasks) == 2", "true"},
      {"'network' in rfc.tags", "false"},
      {"rfc.tags.exists(t, t == 'desk')", "true"},
      {"items.filter(i, i.result == 'approved').size() == 1", "true"},
      {"items.exists_one(i, i.person == 'bo')", "true"},
  });
}

TEST_CASE("a map whose keys nobody knows before it runs gives what is in it") {
  check_rows({
      {"message.ticket == 7", "true"},
      {"message.note == null", "true"},
      {"has(message.note)", "true"},
      {"message.other == 7", "error: no such key: 'other'"},
      {"has(message.other)", "false"},
      {"message['ticket'] + 1", "8"},
  });
}

TEST_CASE("names and words that a record does not have are told") {
  check_rows({
      {"rfc.address.stret == 'x'", "refused: there is no field 'rfc.address.stret' (did you mean 'street'?)"},
      {"rfc.address.x == 1", "refused: there is no field 'rfc.address.x' ('rfc.address' has street, number, country and map)"},
      {"has(rfc.address.country.cod)", "refused: there is no field 'rfc.address.country.cod' (did you mean 'code'?)"},
      {"rfc.tasks.all(t, t.stat == 'done')", "refused: there is no field 't.stat' (did you mean 'state'?)"},
      {"rfc.tasks.all(t, t.state == 'doen')",
       "refused: 't.state' is never 'doen' (did you mean 'done'? it can be 'open' or 'done')"},
      {"rfc.address.country.code == 'de'", "refused: 'rfc.address.country.code' is never 'de' (it can be 'nl' or 'fr')"},
      {"items.all(i, i.result in ['aproved'])",
       "refused: 'i.result' is never 'aproved' (did you mean 'approved'? it can be 'approved' or 'rejected')"},
      {"'netwrk' in rfc.tags", "refused: 'rfc.tags' is never 'netwrk' (did you mean 'network'? it can be 'network' or 'desk')"},
      {"rfc.tasks.all(t, t.hours == 'x')", "refused: an int and a string are never equal ()"},
      {"rfc.tasks.all(t, t == 1)", "refused: a record and an int are never equal ()"},
      {"rfc.tasks.state == 'done'",
       "refused: a list(record) has no fields, so there is no 'state' in it (its elements have: write "
       "rfc.tasks.exists(x, x.state == \u2026), or .all(\u2026))"},
      {"rfc.tasks.all(t, t.report == 'x')",
       "refused: 't.report' is a document, whose content a guard cannot read (has(t.report) asks whether it is there)"},
      {"rfc.address.map == 'x'",
       "refused: 'rfc.address.map' is a document, whose content a guard cannot read (has(rfc.address.map) asks whether it is "
       "there)"},
      {"rfc.address.street.all(c, true)",
       "refused: 'all' goes through a list or the keys of a map; this is a string (for a text there are contains, startsWith, "
       "endsWith and matches)"},
      {"rfc.tasks.filter(t, t.hours)", "refused: 'filter' needs true or false for each element; this is an int ()"},
      {"rfc.tasks.all(t, tt.hours > 1)", "refused: there is nothing named 'tt' (did you mean 't'?)"},
  });
}

TEST_CASE("what was seen of a record is the part that is read") {
  const Records records;
  const auto compiled = records.compile(
      "rfc.address.street == 'x' && rfc.address.country.code == 'nl' && message.ticket == 7 && "
      "has(rfc.former.number) && rfc.address.street != 'y' && size(rfc.tasks) > 1");
  REQUIRE(compiled.expression);
  const auto seen = compiled.expression.seen(records);
  REQUIRE(seen.size() == 5);
  CHECK(seen[0].path == "rfc.address.street");
  CHECK(seen[0].value == Value("Rue Haute"));
  CHECK(seen[1].path == "rfc.address.country.code");
  CHECK(seen[1].value == Value("fr"));
  CHECK(seen[2].path == "message.ticket");
  CHECK(seen[2].value == Value(7));
  CHECK(seen[3].path == "rfc.former.number");
  CHECK(seen[3].value.is_null());
  CHECK(seen[4].path == "rfc.tasks");
  CHECK(seen[4].value.if_list()->size() == 2);
  CHECK(compiled.expression.slots() == std::vector<std::uint32_t>{0, 1, 3, 5});
}

TEST_CASE("the types of records are named") {
  const Records records;
  CHECK(records.compile("rfc.address").expression.type().name() == "record");
  CHECK(records.compile("rfc.tasks").expression.type().name() == "list(record)");
  CHECK(records.compile("rfc.tasks.map(t, t.hours)").expression.type().name() == "list(int)");
  CHECK(records.compile("true ? rfc.address : rfc.former").expression.type().record != nullptr);
  CHECK(records.compile("message").expression.type().name() == "map(string, dyn)");
}
