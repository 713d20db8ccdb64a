// Random users on every shipped model: whatever they do, the stored snapshot is the fold of the events, byte for byte.

#include "bench.hpp"

#include <itsmflow/error.hpp>

#include <cstdlib>
#include <filesystem>
#include <random>

using namespace itsmflow;

namespace {

class Walker {
 public:
  Walker(const Library& library, std::uint32_t seed)
      : library_(library), people_(everybody(library)), random_(seed), engine_(library_, store_, people_, {.clock = &clock_}) {}

  void walk(int steps) {
    for (int i = 0; i < steps; ++i) {
      clock_.advance({pick(4000), 0});
      if (cases_.empty() || pick(4) == 0) start();
      if (!cases_.empty()) step(cases_[static_cast<std::size_t>(pick(static_cast<int>(cases_.size())))]);
    }
  }

  Engine& engine() { return engine_; }
  MemoryStore& store() { return store_; }
  int done() const { return done_; }
  int refused() const { return refused_; }

 private:
  /// Two persons for every role, and one who has them all.
  static Directory everybody(const Library& library) {
    std::map<std::string, std::vector<std::string>> roles;
    for (const auto& model : library.models())
      for (const Role& role : model->roles) {
        roles["first_" + role.id].push_back(role.id);
        roles["second_" + role.id].push_back(role.id);
        roles["all"].push_back(role.id);
      }
    std::vector<Directory::Person> people;
    for (auto& [id, held] : roles) people.push_back({id, held, ""});
    return Directory(people);
  }

  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  std::string person() {
    auto at = people_.people().begin();
    std::advance(at, pick(static_cast<int>(people_.people().size())));
    return at->first;
  }

  Value value_for(const Field& field) {
    switch (field.type) {
      case FieldType::integer:
        return field.min && field.min->if_int() ? *field.min->if_int() + pick(3) : std::int64_t{pick(3)};
      case FieldType::number:
        return 0.5 + pick(3);
      case FieldType::boolean:
        return pick(2) == 0;
      case FieldType::enumeration:
        return field.choices[static_cast<std::size_t>(pick(static_cast<int>(field.choices.size())))];
      case FieldType::date:
        return "2014-03-0" + std::to_string(1 + pick(9));
      case FieldType::time:
        return "10:0" + std::to_string(pick(10));
      case FieldType::datetime:
        return Timestamp{1'400'000'000 + pick(1000), 0};
      case FieldType::duration:
        return Duration{pick(100'000), 0};
      case FieldType::person:
        return person();
      default:
        return "text " + std::to_string(pick(1000)) + " \"\n";
    }
  }

  Data data_for(const Model& model, const std::vector<FieldRef>& required, const std::vector<FieldRef>& asked) {
    Data data;
    for (const FieldRef& ref : required)
      if (pick(8) > 0) data[model.path(ref)] = value_for(model.field(ref));
    for (const FieldRef& ref : asked)
      if (pick(2) > 0) data[model.path(ref)] = value_for(model.field(ref));
    return data;
  }

  void start() {
    const auto& models = library_.models();
    const Model& model = *models[static_cast<std::size_t>(pick(static_cast<int>(models.size())))];
    const Step step = engine_.start(model.process, person(), data_for(model, model.start.required, model.start.asked));
    count(step);
    if (step) cases_.push_back(step.case_id());
  }

  void step(CaseId id) {
    const auto model = engine_.model_of(id);
    std::string actor;
    std::vector<Offer> offers;
    for (int tried = 0; tried < 10 && offers.empty(); ++tried) {
      actor = person();
      offers = engine_.offers_for(actor, id);
    }
    // Mostly what is offered, sometimes anything.
    const bool sensible = !offers.empty() && pick(6) > 0;
    const Activity& activity = sensible
                                   ? model->activities[*model->find_activity(
                                         offers[static_cast<std::size_t>(pick(static_cast<int>(offers.size())))].activity)]
                                   : model->activities[static_cast<std::size_t>(pick(static_cast<int>(model->activities.size())))];
    count(command(id, *model, activity, actor));
  }

  Step command(CaseId id, const Model& model, const Activity& activity, const std::string& actor) {
    const Result& result = activity.results[static_cast<std::size_t>(pick(static_cast<int>(activity.results.size())))];
    std::vector<FieldRef> required = activity.effects.required;
    required.insert(required.end(), result.effects.required.begin(), result.effects.required.end());
    std::vector<FieldRef> asked = activity.effects.asked;
    asked.insert(asked.end(), result.effects.asked.begin(), result.effects.asked.end());
    const Work work{.result = result.id, .data = data_for(model, required, asked)};
    switch (pick(24)) {
      case 0:
        return engine_.claim(id, activity.id, actor);
      case 1:
      case 2:
        return engine_.begin(id, activity.id, actor);
      case 3:
        return engine_.end(id, activity.id, actor, work);
      case 4:
        return engine_.suspend(id, activity.id, actor, "lunch");
      case 5:
        return engine_.resume(id, activity.id, actor);
      case 6:
        return engine_.withdraw(id, activity.id, actor, "no time");
      case 7: {
        const std::string to = person();
        return to == actor ? engine_.begin(id, activity.id, actor)
                           : engine_.hand_over(id, activity.id, actor, to, "the state of it");
      }
      case 8:
        return engine_.set(id, activity.id, actor, data_for(model, {}, required));
      case 9:
        return pick(10) == 0 ? engine_.cancel(id, actor, "enough") : engine_.claim(id, activity.id, actor);
      default:
        return engine_.perform(id, activity.id, actor, work);
    }
  }

  void count(const Step& step) { step ? ++done_ : ++refused_; }

  Library library_;
  Directory people_;
  std::mt19937 random_;
  ManualClock clock_{parse_timestamp("2014-03-03T08:00:00Z").value()};
  MemoryStore store_;
  Engine engine_;
  std::vector<CaseId> cases_;
  int done_ = 0;
  int refused_ = 0;
};

}  // namespace

TEST_CASE("folding the events again gives the snapshot byte for byte, whatever random users do") {
  const Library library = load_library(ITSMFLOW_SOURCE_DIR "/models").value_or_throw();
  REQUIRE(library.models().size() >= 3);
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    INFO("seed " << seed);
    Walker walker(library, seed);
    walker.walk(1000);
    CHECK(walker.engine().verify_log().problems == std::vector<std::string>{});
    CHECK(walker.done() > 100);
    CHECK(walker.refused() > 50);
  }
}

TEST_CASE("a refused step leaves the store as it was") {
  const Library library = load_library(ITSMFLOW_SOURCE_DIR "/models").value_or_throw();
  Walker walker(library, 99);
  walker.walk(100);
  const std::string head = walker.engine().verify_log().head;
  int refused = 0;
  for (const CaseView& view : walker.engine().cases()) {
    const Step step =
        walker.engine().suspend(view.id, walker.engine().model_of(view.id)->activities[0].id, "all", "never begun by me");
    if (step) continue;
    ++refused;
    CHECK(walker.engine().show(view.id).revision == view.revision);
  }
  CHECK(refused > 0);
}

TEST_CASE("verify_log finds what was changed behind the engine's back") {
  const Library library = load_library(ITSMFLOW_SOURCE_DIR "/models/municipality").value_or_throw();
  Walker walker(library, 7);
  walker.walk(60);
  const LogReport before = walker.engine().verify_log();
  REQUIRE(before.problems.empty());
  CHECK(walker.engine().verify_log(before.head).expected_head_found);
  const LogReport truncated = walker.engine().verify_log(std::string(64, 'a'));
  CHECK_FALSE(truncated.expected_head_found);
  CHECK(truncated.problems.size() == 1);

  // A store lets nobody change an event; a forged row with a snapshot that no event led to shows all the same.
  const auto transaction = walker.store().begin(Store::Access::write);
  CaseRecord record = transaction->load(CaseId{1}).value();
  StepRecord forged;
  forged.expected_revision = record.revision;
  EventRecord event = transaction->events(record.id, 1, 1).at(0);
  event.number = event.step = record.revision + 1;
  forged.events = {event};
  record.revision += 1;
  forged.after = record;
  forged.head = transaction->head();
  REQUIRE(transaction->write(forged) == Store::Written::done);
  transaction->commit();
  CHECK(walker.engine().verify_log().problems.size() >= 2);
}
