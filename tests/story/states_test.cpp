#include <itsmflow/error.hpp>
#include <itsmflow/story.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <set>

#include "catch.hpp"
#include "engine/bench.hpp"
#include "places.hpp"
#include "story/bench.hpp"

using namespace itsmflow;
using namespace story_bench;

namespace {

std::string history_of(const Story& story, const std::string& object, const std::string& item = "") {
  std::string text;
  for (const StoryObject& one : story.objects) {
    if (one.id != object || one.item != item) continue;
    for (const StoryState& state : one.states) text += (text.empty() ? "" : " ") + state.state;
  }
  return text;
}

const StoryObject& object_of(const Story& story, const std::string& id) {
  const auto found = std::find_if(story.objects.begin(), story.objects.end(), [&](const StoryObject& o) { return o.id == id; });
  REQUIRE(found != story.objects.end());
  return *found;
}

Value value_for(const Field& field) {
  switch (field.type) {
    case FieldType::integer:
      return field.min ? *field.min : Value(1);
    case FieldType::number:
      return 1.5;
    case FieldType::boolean:
      return true;
    case FieldType::enumeration:
      return field.choices.front();
    case FieldType::date:
      return "2014-03-03";
    case FieldType::datetime:
      return "2014-03-03T10:00:00Z";
    case FieldType::duration:
      return Duration{60, 0};
    case FieldType::list:
      return Value::List{value_for(*field.element)};
    default:
      return "anna";
  }
}

/// People who do what they are offered, in an order of chance.
class Chance {
 public:
  Chance(Bench& bench, unsigned seed) : bench_(bench), random_(seed) {}

  CaseId play(const std::string& process, int steps) {
    const auto model = bench_.library().find(process);
    Data data;
    for (const FieldRef& ref : model->start.required) data[model->path(ref)] = value_for(model->field(ref));
    const Step begun = bench_.engine().start(process, "all", data);
    REQUIRE(begun);
    for (int i = 0; i < steps; ++i) {
      bench_.clock().advance({static_cast<std::int64_t>(random_() % 4'000), 0});
      bench_.engine().due();
      step(begun.case_id());
    }
    return begun.case_id();
  }

 private:
  template <class Items>
  const auto& one_of(const Items& items) {
    return items[random_() % items.size()];
  }

  /// With a motive, some way or other; what is refused, or leaves something to choose, is left alone.
  void deviate(CaseId id, const std::string& actor) {
    const auto model = bench_.engine().model_of(id);
    const Activity& activity = one_of(model->activities);
    Work work{.result = one_of(activity.results).id,
              .data = {},
              .motive = Motive{.name = one_of(model->deviations.motives).id},
              .command = {}};
    constexpr std::array kOrder{DeviationKind::skip, DeviationKind::extra, DeviationKind::again};
    work.motive->as = one_of(kOrder);
    for (const FieldRef& ref : activity.effects.required) work.data[model->path(ref)] = value_for(model->field(ref));
    try {
      bench_.engine().perform(id, activity.id, actor, work);
    } catch (const UsageError&) {
      return;
    }
  }

  void step(CaseId id) {
    const std::string actor = random_() % 2 == 0 ? "all" : "other";
    if (!bench_.engine().model_of(id)->deviations.lines.empty() && random_() % 2 == 0) return deviate(id, actor);
    const auto offers = bench_.engine().offers_for(actor, id);
    if (offers.empty()) return;
    const Offer& offer = one_of(offers);
    if (offer.results.empty()) return;
    const OfferedResult& result = one_of(offer.results);
    Work work{.result = result.id, .data = {}, .motive = {}, .command = {.key = "", .expected_revision = {}, .item = offer.item}};
    const auto model = bench_.engine().model_of(id);
    for (const OfferedField& field : result.fields) {
      if (field.required) work.data[field.path] = value_for(model->field(*model->find_field(field.path)));
    }
    if (random_() % 5 == 0 && offer.status == WorkStatus::offered)
      bench_.engine().begin(id, offer.activity, actor, work.command);
    else
      bench_.engine().perform(id, offer.activity, actor, work);
  }

  Bench& bench_;
  std::mt19937 random_;
};

Directory everybody(const std::vector<std::string>& roles) {
  return Directory{{"all", roles}, {"other", roles}, {"anna", {}}};
}

void check_states(const Engine& engine, CaseId id) {
  const Story story = tell_story(engine, id);
  const CaseView view = engine.show(id);
  for (const ObjectView& object : view.objects) {
    if (object.state.empty()) continue;
    CAPTURE(id.value, object.id);
    CHECK(object_of(story, object.id).states.back().state == object.state);
  }
  for (const ElementView& element : view.elements) {
    CAPTURE(id.value, element.object, element.item);
    const std::string history = history_of(story, element.object, element.item);
    CHECK((history.empty() ? "none" : history.substr(history.rfind(' ') + 1)) == element.state);
  }
}

const char* const kTasks = R"(itsmflow: 1
process: move
version: 1.0.0
case: plan
roles: {lead: {}, hand: {}}
objects:
  plan: {states: [open, closed], final: [closed]}
  task: {many: true, states: [none, planned, done, dropped], final: [done, dropped], fields: {what: string}}
activities:
  add: {role: lead, moves: {task: none -> planned}, needs: {plan: open}, requires: [task.what]}
  finish:
    role: hand
    results:
      done: {moves: {task: planned -> done}}
      dropped: {moves: {task: planned -> dropped}}
  reopen: {role: hand, moves: {task: done -> planned}}
  close: {role: lead, moves: {plan: open -> closed}, needs: {task: any done}}
)";

}  // namespace

TEST_CASE("the states that a story tells are those that the engine has, whatever was done") {
  const unsigned seed = GENERATE(range(1u, 9u));
  SECTION("on shipped models") {
    const std::string file = GENERATE("models/municipality/minor-change.yaml", "models/municipality/major-change.yaml",
                                      "models/itil/incident.yaml", "models/itil/normal-change.yaml");
    CAPTURE(seed, file);
    std::vector<std::string> roles;
    const Library library = load_library(places::source() + "/" + file).value_or_throw();
    for (const Role& role : library.models().front()->roles) roles.push_back(role.id);
    Bench bench = Bench::file(file, everybody(roles));
    check_states(bench.engine(), Chance(bench, seed).play(library.models().front()->process, 12));
  }
  SECTION("of objects of which a case has several") {
    Bench bench = Bench::text(kTasks, everybody({"lead", "hand"}));
    const CaseId id = Chance(bench, seed).play("move", 15);
    check_states(bench.engine(), id);
    CHECK(bench.engine().show(id).revision > 3);
  }
}

TEST_CASE("the states that a story tells are those that the engine has, however people deviate") {
  std::set<DeviationKind> kinds;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    Bench bench = Bench::text(kRepair, everybody({"boss", "worker"}));
    const CaseId id = Chance(bench, seed).play("repair", 25);
    check_states(bench.engine(), id);
    for (const DeviationView& deviation : bench.engine().show(id).deviations) kinds.insert(deviation.kind);
  }
  CHECK(kinds.contains(DeviationKind::skip));
  CHECK(kinds.contains(DeviationKind::again));
  CHECK(kinds.contains(DeviationKind::extra));
}

TEST_CASE("an element of which a case has several has a history of its own") {
  Bench bench = Bench::text(kTasks, Directory{{"lea", {"lead"}}, {"hal", {"hand"}}});
  const CaseId id = bench.engine().start("move", "lea").case_id();
  for (const char* what : {"boxes", "plants"})
    REQUIRE(bench.engine().perform(id, "add", "lea", {.data = {{"task.what", what}}, .command = {.item = "new"}}));
  REQUIRE(bench.engine().perform(id, "finish", "hal", {.result = "done", .command = {.item = "2"}}));
  REQUIRE(bench.engine().perform(id, "reopen", "hal", {.command = {.item = "2"}}));

  const Story story = tell_story(bench.engine(), id);

  CHECK(history_of(story, "plan") == "open");
  CHECK(history_of(story, "task", "1") == "planned");
  CHECK(history_of(story, "task", "2") == "planned done planned");
  REQUIRE(story.entries[3].moves.size() == 1);
  CHECK(story.entries[3].moves[0].item == "2");
  CHECK(story.entries[3].moves[0].from == "planned");
  CHECK(story.entries[3].moves[0].to == "done");
}

TEST_CASE("an activity that is passed over moves what it moves, and the state says so") {
  Log log;
  log.start(at(9));
  log.deviated(at(9, 10), DeviationKind::skip, "bob", "prepare");
  log.with_last(EventType::done, "bob", "make").role = "worker";
  CaseView view = view_of(log, CaseStatus::open);
  view.assumed = {"tool.state"};

  const Story story = tell_story(repair(), log.events, view);

  CHECK(history_of(story, "job") == "new ready made");
  CHECK(history_of(story, "tool") == "clean dirty");
  const StoryObject& job = object_of(story, "job");
  CHECK(job.title == "Job");
  CHECK(job.states[0].by == "the start");
  CHECK(job.states[1].passed_over);
  CHECK(job.states[1].by == "'Get ready' (prepare)");
  CHECK(job.states[1].event == 2);
  CHECK_FALSE(job.states[2].passed_over);
  CHECK_FALSE(job.assumed);
  CHECK(object_of(story, "tool").assumed);
}

TEST_CASE("work beside the order and other deviations move nothing") {
  const DeviationKind kind = GENERATE(DeviationKind::extra, DeviationKind::missing_data, DeviationKind::out_of_role,
                                      DeviationKind::override_guard, DeviationKind::override_people, DeviationKind::override_rule);
  Log log;
  log.start(at(9));
  log.deviated(at(9, 10), kind, "bob", "prepare");

  CHECK(history_of(tell_story(repair(), log.events, view_of(log, CaseStatus::open)), "job") == "new");
}

TEST_CASE("doing an activity again brings back the states from before it was last done") {
  Log log;
  log.start(at(9));
  log.done(at(9, 10), "bob", "prepare", "worker");
  log.done(at(9, 20), "bob", "make", "worker");
  log.deviated(at(9, 30), DeviationKind::again, "bob", "prepare");
  log.with_last(EventType::done, "bob", "prepare").role = "worker";
  log.done(at(9, 40), "bob", "make", "worker");

  const Story story = tell_story(repair(), log.events, view_of(log, CaseStatus::open));

  CHECK(history_of(story, "job") == "new ready made new ready made");
  CHECK(history_of(story, "tool") == "clean dirty clean dirty");
  CHECK(object_of(story, "job").states[3].by == "going back to do 'Get ready' (prepare) again");
  CHECK(story.entries[3].moves.size() == 2);
}

TEST_CASE("a story that an engine tells has all events, however many there are") {
  Bench bench = Bench::text(kTasks, Directory{{"lea", {"lead"}}});
  const CaseId id = bench.engine().start("move", "lea").case_id();
  for (int i = 0; i < 1'100; ++i)
    REQUIRE(bench.engine().perform(id, "add", "lea", {.data = {{"task.what", "box"}}, .command = {.item = "new"}}));

  const Story story = tell_story(bench.engine(), id);

  CHECK(story.entries.size() == 1'101);
  CHECK(story.entries.back().number == 1'101);
}
