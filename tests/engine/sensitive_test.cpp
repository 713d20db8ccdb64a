// Fields that are `sensitive`: kept and used as any other, and withheld from what people read. docs/semantics.md, 8.

#include "bench.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace itsmflow;
using Words = std::vector<std::string>;

namespace {

const std::string kSecret = "4711-hush";

const char* const kModel = R"(itsmflow: 1
process: absence
version: 1.0.0
case: leave
roles: {colleague: Colleague, manager: Manager}
objects:
  leave:
    states: [asked, granted, refused]
    final: [granted, refused]
    fields:
      reason: {type: string, sensitive: true}
      days: {type: int, min: 1, max: 30, sensitive: true}
      codes: {type: list of string, sensitive: true}
      twice: {type: int, is: leave.days * 2}
      four_times: {type: int, is: leave.twice * 2}
      place: string
  note:
    many: true
    states: [none, open, done]
    final: [done]
    fields: {text: {type: string, sensitive: true}, title: string}
start: {role: colleague, requires: [leave.reason, leave.days], asks: [leave.place, leave.codes]}
activities:
  grant: {role: manager, moves: {leave: asked -> granted}, when: "leave.reason == 'flu' && leave.days < 10 && leave.place != 'moon'"}
  big: {role: manager, moves: {leave: asked -> granted}, when: "leave.four_times > 1000"}
  broken: {role: manager, moves: {leave: asked -> granted}, when: "int(leave.reason) > 3"}
  refuse: {role: manager, moves: {leave: asked -> refused}, asks: [leave.reason, leave.place]}
  add_note: {role: manager, moves: {note: none -> open}, requires: [note.text, note.title]}
  end_note: {role: manager, moves: {note: open -> done}}
deviations:
  motives: {haste: {class: will_not}}
  allow: [{what: override_guard, activities: [grant, big, broken]}]
)";

const Directory kPeople{{"anna", {"colleague"}}, {"bo", {"manager"}}};

struct Leave {
  Bench bench = Bench::text(kModel, kPeople);
  CaseId id;

  Leave() {
    const Step started = bench.engine().start("absence", "anna",
                                              {{"leave.reason", kSecret},
                                               {"leave.days", 17},
                                               {"leave.place", "moon"},
                                               {"leave.codes", Value(Value::List{Value(kSecret)})}});
    require_done(started);
    id = started.case_id();
  }
  Engine& engine() { return bench.engine(); }
};

std::string all_words(const std::vector<Obstacle>& obstacles) {
  std::string words;
  for (const Obstacle& obstacle : obstacles) words += obstacle.message() + "\n";
  return words;
}

bool has(const Words& words, const std::string& one) {
  return std::find(words.begin(), words.end(), one) != words.end();
}

}  // namespace

TEST_CASE("a case is shown without what is sensitive, and says which fields that is") {
  Leave leave;
  const CaseView view = leave.engine().show(leave.id);
  CHECK(view.data == Data{{"leave.place", "moon"}});
  CHECK(view.withheld == Words{"leave.reason", "leave.days", "leave.codes", "leave.twice", "leave.four_times"});
  CHECK(leave.engine().cases().front().data == view.data);

  const CaseView whole = leave.engine().show(leave.id, Sensitive::shown);
  CHECK(whole.withheld.empty());
  CHECK(whole.data.at("leave.reason") == Value(kSecret));
  CHECK(whole.data.at("leave.four_times") == Value(68));
}

TEST_CASE("events tell which sensitive fields were filled, and show those that were emptied") {
  Leave leave;
  const Event started = leave.engine().events(leave.id).front();
  CHECK(started.data == Data{{"leave.place", "moon"}});
  CHECK(started.withheld == Words{"leave.reason", "leave.days", "leave.codes"});
  CHECK(leave.engine().events(leave.id, 1, 1, Sensitive::shown).front().data.at("leave.days") == Value(17));

  const Step refused = leave.engine().perform(leave.id, "refuse", "bo", {.data = {{"leave.reason", Value()}}});
  require_done(refused);
  CHECK(refused.events().front().data == Data{{"leave.reason", Value()}});
  CHECK(refused.events().front().withheld.empty());
}

TEST_CASE("what a guard saw of a sensitive field is not told, and what it saw of others is") {
  Leave leave;
  const Step step = leave.engine().perform(leave.id, "grant", "bo");
  REQUIRE_FALSE(step);
  CHECK(all_words(step.obstacles()) ==
        "'grant' needs leave.reason == 'flu' && leave.days < 10 && leave.place != 'moon', but leave.reason is (withheld), "
        "leave.days is "
        "(withheld) and leave.place is \"moon\"\n");

  const Step big = leave.engine().perform(leave.id, "big", "bo");
  CHECK(all_words(big.obstacles()).find("68") == std::string::npos);
  const Step broken = leave.engine().perform(leave.id, "broken", "bo");
  CHECK(all_words(broken.obstacles()).find(kSecret) == std::string::npos);
  const Explanation why = leave.engine().explain(leave.id, "broken", "bo");
  CHECK_FALSE(why.obstacles.empty());
  CHECK(all_words(why.obstacles).find(kSecret) == std::string::npos);
}

TEST_CASE("guards decide by what is sensitive as by anything else") {
  Bench bench = Bench::text(kModel, kPeople);
  const CaseId id =
      bench.engine().start("absence", "anna", {{"leave.reason", "flu"}, {"leave.days", 3}, {"leave.place", "home"}}).case_id();
  require_done(bench.engine().perform(id, "grant", "bo"));
  CHECK(bench.state(id, "leave") == "granted");
}

TEST_CASE("what stood in the way of a deviation is kept without what is sensitive") {
  Leave leave;
  require_done(leave.engine().perform(leave.id, "grant", "bo", {.motive = Motive{"haste", "now"}}));
  const std::vector<EventRecord> records = leave.bench.store().begin(Store::Access::read)->events(leave.id, 2, 100);
  CHECK_FALSE(records.empty());
  for (const EventRecord& event : records) CHECK(event.texts.find(kSecret) == std::string::npos);
  for (const Event& event : leave.engine().events(leave.id, 2))
    for (const std::string& words : event.overrode) CHECK(words.find(kSecret) == std::string::npos);
}

TEST_CASE("a wrong value of a sensitive field isn't repeated in the error") {
  Leave leave;
  const auto message = [&](const Data& data) -> std::string {
    try {
      leave.engine().start("absence", "anna", data);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "(no error)";
  };
  CHECK(message({{"leave.reason", "x"}, {"leave.days", 99}}) == "leave.days takes a whole number from 1 to 30, not what was given");
  CHECK(message({{"leave.reason", "x"}, {"leave.days", kSecret}}) ==
        "leave.days takes a whole number from 1 to 30, not what was given");
  CHECK(message({{"leave.reason", "x"}, {"leave.days", 3}, {"leave.codes", Value(Value::List{Value(4711)})}}).find("4711") ==
        std::string::npos);
}

TEST_CASE("a worklist says that a sensitive field is filled, and not with what") {
  Leave leave;
  const auto field = [&](Sensitive sensitive) {
    for (const Offer& offer : leave.engine().offers_for("bo", leave.id, sensitive))
      for (const OfferedResult& result : offer.results)
        for (const OfferedField& one : result.fields)
          if (offer.activity == "refuse" && one.path == "leave.reason") return one;
    return OfferedField{};
  };
  CHECK(field(Sensitive::withheld).withheld);
  CHECK(field(Sensitive::withheld).filled);
  CHECK(field(Sensitive::withheld).value.is_null());
  CHECK_FALSE(field(Sensitive::shown).withheld);
  CHECK(field(Sensitive::shown).value == Value(kSecret));
}

TEST_CASE("elements are shown and offered without what is sensitive in them") {
  Leave leave;
  require_done(leave.engine().perform(leave.id, "add_note", "bo", {.data = {{"note.text", kSecret}, {"note.title", "first"}}}));
  const CaseView view = leave.engine().show(leave.id);
  REQUIRE(view.elements.size() == 1);
  CHECK(view.elements[0].data == Data{{"note.title", "first"}});
  CHECK(view.elements[0].withheld == Words{"note.text"});
  for (const Offer& offer : leave.engine().offers_for("bo")) {
    if (offer.activity != "end_note") continue;
    CHECK(to_string(offer.element).find(kSecret) == std::string::npos);
    CHECK(to_string(offer.element).find("first") != std::string::npos);
    CHECK(offer.withheld == Words{"text"});
  }
}

TEST_CASE("cases are found by a sensitive field only by who may see it") {
  Leave leave;
  CaseFilter filter;
  filter.field = "leave.reason";
  filter.value = kSecret;
  CHECK_THROWS_WITH(leave.engine().cases(filter), Catch::Contains("'leave.reason' is sensitive"));
  filter.sensitive = Sensitive::shown;
  CHECK(leave.engine().cases(filter).size() == 1);
}

TEST_CASE("what is computed from something sensitive is sensitive, also through another computed field") {
  const auto model = load_model(kModel).value_or_throw();
  const auto is_sensitive = [&](const char* path) { return model->field(*model->find_field(path)).sensitive; };
  CHECK(is_sensitive("leave.reason"));
  CHECK(is_sensitive("leave.twice"));
  CHECK(is_sensitive("leave.four_times"));
  CHECK_FALSE(is_sensitive("leave.place"));
  CHECK_FALSE(is_sensitive("note.title"));
}

TEST_CASE("the program is told when somebody asks for what is sensitive") {
  Leave leave;
  const Engine engine(leave.bench.library(), leave.bench.store(), leave.bench.people(),
                      {.authorize = [](const AccessRequest& wanted) { return wanted.sensitive == Sensitive::withheld; }});
  CHECK(engine.show(leave.id).id == leave.id);
  CHECK_THROWS_AS(engine.show(leave.id, Sensitive::shown), NotAuthorized);
  CHECK_THROWS_AS(engine.events(leave.id, 1, 1, Sensitive::shown), NotAuthorized);
  CHECK_THROWS_AS(engine.cases({.sensitive = Sensitive::shown}), NotAuthorized);
  CHECK_THROWS_AS(engine.offers_for("bo", leave.id, Sensitive::shown), NotAuthorized);
  CHECK_THROWS_AS(engine.offers_for("bo", {.sensitive = Sensitive::shown}), NotAuthorized);
}

TEST_CASE("a service is given what is sensitive, for it has to work with it") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: print
version: 1.0.0
case: card
roles: {clerk: Clerk}
objects: {card: {fields: {pin: {type: string, sensitive: true}}}}
start: {role: clerk, requires: [card.pin]}
activities: {print: {service: printer, results: {printed: {}, failed: {}}}}
transitions: [start -> print, print -> end]
)",
                            {{"ada", {"clerk"}}});
  std::string seen;
  bench.engine().on_service("printer", [&](const ServiceCall& call) {
    seen = *call.data.at("card.pin").if_string();
    return ServiceReply{.result = "printed"};
  });
  require_done(bench.engine().start("print", "ada", {{"card.pin", kSecret}}));
  bench.engine().due();
  CHECK(seen == kSecret);
  CHECK(has(bench.engine().cases().front().withheld, "card.pin"));
}
