// What random walks once found the two to differ about, as small as it was shrunk, and which the page or one of them has settled since.

#include "catch.hpp"

#include "walk/walk.hpp"

using namespace itsmflow::oracle;

namespace {

using What = Doing::What;

Activity by_anybody(const std::string& id) {
  return {.id = id, .roles = {"r1"}};
}

Row row(const std::string& from, const std::vector<std::string>& to) {
  return {.from = {{from}}, .to = to};
}

/// One role that everybody has, and an object with two states.
Model model(std::vector<Activity> activities, std::vector<Row> rows = {}) {
  Model model{.case_object = "o1", .roles = {"r1"}, .activities = std::move(activities), .rows = std::move(rows)};
  model.objects = {{.id = "o1", .states = {"s1", "s2"}, .finals = {"s2"}, .fields = {{.id = "f1", .type = Type::string}}}};
  for (const char* person : {"ann", "bob", "cleo"}) model.people[person] = {"r1"};
  return model;
}

Activity by_service(const std::string& id, std::vector<Result> results) {
  results.push_back({.id = "failed"});
  return {.id = id, .performer = Performer::service, .results = std::move(results)};
}

/// … and of which a case has several tasks.
Model with_tasks(std::vector<Activity> activities) {
  Model one = model(std::move(activities));
  one.objects.push_back({.id = "task",
                         .states = {"none", "open", "done"},
                         .finals = {"done"},
                         .fields = {{.id = "f1", .type = Type::integer}},
                         .many = true});
  return one;
}

Activity moving(const std::string& id, const std::string& from, const std::string& to) {
  Activity activity = by_anybody(id);
  activity.effects.moves = {{.object = "task", .from = {.names = {from}}, .to = to}};
  return activity;
}

enum class Last { done, refused };

/// Everything agrees at every step, and the last one is done, or refused.
void agree(const Model& model, const std::vector<Doing>& doings, Last last = Last::done) {
  Coverage coverage;
  std::string refusal;
  const auto pair = Pair::make(model, Blunder::none, coverage, refusal);
  REQUIRE(refusal.empty());
  for (const Doing& doing : doings) {
    CHECK(pair->does(doing).empty());
    CHECK(pair->look().empty());
  }
  CHECK(pair->changed() == (last == Last::done));
}

}  // namespace

TEST_CASE("work that somebody else has begun is taken, and nothing else stands in the way") {
  Model one = model({by_anybody("a1")});
  one.activities[0].effects.when = Expr{.op = Expr::Op::equal, .args = {{.op = Expr::Op::actor}, {.literal = "bob"}}};
  agree(one, {{.what = What::start, .person = "ann"}, {.what = What::begin, .person = "bob", .activity = "a1"}});
}

TEST_CASE("work that was suspended when it was handed over is suspended again when it is accepted") {
  agree(model({by_anybody("a1")}), {{.what = What::start, .person = "ann"},
                                    {.what = What::begin, .person = "ann", .activity = "a1"},
                                    {.what = What::suspend, .person = "ann", .activity = "a1"},
                                    {.what = What::hand_over, .person = "ann", .activity = "a1", .to = "bob"},
                                    {.what = What::claim, .person = "bob", .activity = "a1"}});
}

TEST_CASE("whoever work was handed to may give it back") {
  agree(model({by_anybody("a1")}), {{.what = What::start, .person = "ann"},
                                    {.what = What::claim, .person = "ann", .activity = "a1"},
                                    {.what = What::hand_over, .person = "ann", .activity = "a1", .to = "bob"},
                                    {.what = What::withdraw, .person = "bob", .activity = "a1"}});
}

TEST_CASE("begun work that took no token does not keep a case open") {
  Model one = model({by_anybody("a1"), by_anybody("a2")}, {row("start", {"a1"}), row("a1", {"end"})});
  one.objects[0].states.clear();
  one.objects[0].finals.clear();
  agree(one, {{.what = What::start, .person = "ann"},
              {.what = What::begin, .person = "bob", .activity = "a2"},
              {.what = What::perform, .person = "cleo", .activity = "a1"}});
}

TEST_CASE("what was taken in hand first is withdrawn first") {
  Model one = model({by_anybody("a1"), by_anybody("a2"), by_anybody("a3")});
  one.activities[1].effects.moves = {{.object = "o1", .from = {.names = {"s1"}}, .to = "s2"}};
  agree(one, {{.what = What::start, .person = "ann"},
              {.what = What::begin, .person = "bob", .activity = "a3"},
              {.what = What::begin, .person = "ann", .activity = "a1"},
              {.what = What::perform, .person = "cleo", .activity = "a2"}});
}

TEST_CASE("two choices between the same activities have one place between them") {
  Model one = model({by_anybody("a1"), by_anybody("a2"), by_anybody("a3"), by_anybody("a4")},
                    {row("start", {"a3"}), row("start", {"a2"}), row("a4", {"a3"}), row("a4", {"a2"})});
  agree(one, {{.what = What::start, .person = "ann"}, {.what = What::perform, .person = "bob", .activity = "a2"}});
}

TEST_CASE("an answer for a case that is over is refused because the case is over") {
  Model one = model({by_anybody("a1"), by_service("a2", {{.id = "q1"}})});
  one.activities[0].effects.moves = {{.object = "o1", .from = {.names = {"s1"}}, .to = "s2"}};
  agree(one,
        {{.what = What::start, .person = "ann"},
         {.what = What::perform, .person = "ann", .activity = "a1"},
         {.what = What::answer, .activity = "a2", .result = "q1"}},
        Last::refused);
}

TEST_CASE("a service that answers with a result that comes by its timer has failed") {
  agree(model({by_service("a1", {{.id = "late", .after = 5}})}),
        {{.what = What::start, .person = "ann"}, {.what = What::answer, .activity = "a1", .result = "late"}});
}

TEST_CASE("a service is not called as long as the rules let it end in no way") {
  Model one = model({by_service("a1", {{.id = "q1"}}), by_anybody("a2")});
  one.rules = {{.course = "init", .places = {{{"a2"}}}}};
  agree(one, {{.what = What::start, .person = "ann"}, {.what = What::perform, .person = "bob", .activity = "a2"}});
}

TEST_CASE("a result that comes by its timer reads how the items were answered") {
  Activity assess{.id = "a1", .results = {{.id = "q1", .after = 5}}};
  assess.items = Items{.parts = {{.id = "p1", .roles = {"r1"}}, {.id = "p2", .roles = {"r1"}}}, .answers = {"fine", "poor"}};
  assess.results[0].effects.when = Expr{.op = Expr::Op::some_item, .literal = "poor"};
  agree(model({assess}), {{.what = What::start, .person = "ann"},
                          {.what = What::perform, .person = "ann", .activity = "a1 p1", .result = "poor"},
                          {.what = What::due, .wait = 5}});
}

TEST_CASE("whoever claims what a service does is told that it is not his, and nothing of rules") {
  Model one = model({by_service("a1", {{.id = "q1"}}), by_anybody("a2")});
  one.rules = {{.course = "exclusive_choice", .places = {{{"a1"}}, {{"a2"}}}}};
  agree(one,
        {{.what = What::start, .person = "ann"},
         {.what = What::perform, .person = "ann", .activity = "a2"},
         {.what = What::claim, .person = "bob", .activity = "a1"}},
        Last::refused);
}

TEST_CASE("a timer that is due ends work that was begun since, although its guard holds for nobody else") {
  Model one = model({{.id = "a1", .roles = {"r1"}, .results = {{.id = "q1", .after = 4}}}});
  one.activities[0].effects.when = Expr{.op = Expr::Op::equal, .args = {{.op = Expr::Op::actor}, {.literal = "bob"}}};
  agree(one, {{.what = What::start, .person = "ann"},
              {.what = What::due, .wait = 4},
              {.what = What::begin, .person = "bob", .activity = "a1"}});
}

TEST_CASE("timers that stop together stop in the order of their activities, whichever ran first") {
  const auto move = [](const std::string& from, const std::string& to) {
    return Move{.object = "o2", .from = {.names = {from}}, .to = to};
  };
  Model one = model({{.id = "a1", .roles = {"r1"}, .results = {{.id = "q1", .after = 60}}},
                     {.id = "a2", .roles = {"r1"}, .results = {{.id = "q1", .after = 60}}},
                     by_anybody("a3"),
                     by_anybody("a4")});
  one.objects.push_back({.id = "o2", .states = {"p1", "p2", "p3"}, .finals = {"p3"}});
  one.activities[0].effects.needs = {{.object = "o2", .states = {.names = {"p2"}}}};
  one.activities[1].effects.needs = {{.object = "o2", .states = {.names = {"p1", "p2"}}}};
  one.activities[2].effects.moves = {move("p1", "p2")};
  one.activities[3].effects.moves = {move("p2", "p3")};
  agree(one, {{.what = What::start, .person = "ann"},
              {.what = What::perform, .person = "ann", .activity = "a3"},
              {.what = What::perform, .person = "ann", .activity = "a4"}});
}

TEST_CASE("what was claimed first is withdrawn first, also where it was begun later than what came after it") {
  agree(model({by_anybody("a1"), by_anybody("a2")}), {{.what = What::start, .person = "ann"},
                                                      {.what = What::claim, .person = "ann", .activity = "a2"},
                                                      {.what = What::claim, .person = "bob", .activity = "a1"},
                                                      {.what = What::begin, .person = "ann", .activity = "a2"},
                                                      {.what = What::cancel, .person = "cleo"}});
}

TEST_CASE("a join counts where its row stands, also where one of its tokens leads on alone by a later row") {
  Model one = model({by_anybody("a1"), by_anybody("a2")},
                    {row("start", {"a1"}), Row{.from = {{"a1"}, {"a2"}}, .to = {"a1"}}, row("a2", {"a1"})});
  agree(one, {{.what = What::start, .person = "ann"},
              {.what = What::perform, .person = "ann", .activity = "a1"},
              {.what = What::perform, .person = "ann", .activity = "a2"},
              {.what = What::perform, .person = "ann", .activity = "a1"}});
}

TEST_CASE("a new task is not offered where a guard over those that are there holds it off, whatever is filled in of it") {
  Model one = with_tasks({moving("t1", "none", "open")});
  one.activities[0].effects.asked = {"task.f1"};
  one.activities[0].effects.when =
      Expr{.op = Expr::Op::equal, .args = {{.op = Expr::Op::count_elements, .name = "task"}, {.literal = 1}}};
  agree(one, {{.what = What::start, .person = "ann"}});
}

TEST_CASE("a task that is there is offered where a guard over all tasks reads what is filled in of it") {
  Model one = with_tasks({moving("t1", "none", "open"), moving("t2", "open", "done")});
  one.activities[1].effects.asked = {"task.f1"};
  const Expr given{.op = Expr::Op::has, .name = "t.f1"};
  one.activities[1].effects.when = Expr{.op = Expr::Op::some_element, .name = "task", .args = {given}};
  agree(one, {{.what = What::start, .person = "ann"},
              {.what = What::perform, .person = "ann", .activity = "t1"},
              {.what = What::perform, .person = "ann", .activity = "t2 1", .data = {{"task.f1", 3}}}});
}

TEST_CASE("whoever does not say which task is told that the case is over, once it is") {
  agree(with_tasks({moving("t1", "open", "done")}),
        {{.what = What::start, .person = "ann"},
         {.what = What::cancel, .person = "ann"},
         {.what = What::perform, .person = "ann", .activity = "t1"}},
        Last::refused);
}

TEST_CASE("of a task that there is not nothing else is said") {
  Model one = with_tasks({moving("t1", "none", "open")});
  one.activities[0].effects.moves.push_back({.object = "o1", .from = {.names = {"s1"}}, .to = "s2"});
  agree(one, {{.what = What::start, .person = "ann"}, {.what = What::perform, .person = "ann", .activity = "t1 9"}}, Last::refused);
}

TEST_CASE("no task has the number 0, and to name it is an error") {
  agree(with_tasks({moving("t1", "none", "open")}),
        {{.what = What::start, .person = "ann"}, {.what = What::perform, .person = "ann", .activity = "t1 0"}}, Last::refused);
}
