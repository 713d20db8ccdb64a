// Random users on every shipped model: whatever they do, the stored snapshot is the fold of the events, byte for byte.

#include "bench.hpp"
#include "places.hpp"
#include "random_user.hpp"

#include <itsmflow/error.hpp>

using namespace itsmflow;

namespace {

const std::vector<std::string> kShipped{places::source() + "/models/itil", places::source() + "/models/municipality"};

class Walker {
 public:
  Walker(const Library& library, std::uint32_t seed)
      : library_(library),
        people_(everybody(library)),
        user_(people_, seed),
        engine_(library_, store_, people_, {.clock = &clock_}) {}

  void walk(int steps) {
    for (int i = 0; i < steps; ++i) {
      clock_.advance({user_.pick(4000), 0});
      if (cases_.empty() || user_.pick(4) == 0) start();
      if (!cases_.empty()) step(user_.one_of(cases_));
    }
  }

  Engine& engine() { return engine_; }
  MemoryStore& store() { return store_; }
  int done() const { return done_; }
  int refused() const { return refused_; }

 private:
  void start() {
    const Model& model = *user_.one_of(library_.models());
    const Step step = engine_.start(model.process, user_.person(), user_.data_for(model, model.start.required, model.start.asked));
    count(step);
    if (step) cases_.push_back(step.case_id());
  }

  void step(CaseId id) {
    const auto model = engine_.model_of(id);
    std::string actor;
    std::vector<Offer> offers;
    for (int tried = 0; tried < 10 && offers.empty(); ++tried) {
      actor = user_.person();
      offers = engine_.offers_for(actor, id);
    }
    // Mostly what is offered, sometimes anything.
    const bool sensible = !offers.empty() && user_.pick(6) > 0;
    const Activity& activity =
        sensible ? model->activities[*model->find_activity(user_.one_of(offers).activity)] : user_.one_of(model->activities);
    count(command(id, *model, activity, actor));
  }

  Step command(CaseId id, const Model& model, const Activity& activity, const std::string& actor) {
    const Result& result = user_.one_of(activity.results);
    const Work work{.result = result.id, .data = user_.data_for(model, activity, result)};
    switch (user_.pick(24)) {
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
        const std::string to = user_.person();
        return to == actor ? engine_.begin(id, activity.id, actor)
                           : engine_.hand_over(id, activity.id, actor, to, "the state of it");
      }
      case 8:
        return engine_.set(id, activity.id, actor, user_.data_for(model, activity, result));
      case 9:
        return user_.pick(10) == 0 ? engine_.cancel(id, actor, "enough") : engine_.claim(id, activity.id, actor);
      default:
        return engine_.perform(id, activity.id, actor, work);
    }
  }

  void count(const Step& step) { step ? ++done_ : ++refused_; }

  Library library_;
  Directory people_;
  RandomUser user_;
  ManualClock clock_{parse_timestamp("2014-03-03T08:00:00Z").value()};
  MemoryStore store_;
  Engine engine_;
  std::vector<CaseId> cases_;
  int done_ = 0;
  int refused_ = 0;
};

}  // namespace

TEST_CASE("folding the events again gives the snapshot byte for byte, whatever random users do") {
  const Library library = load_library(kShipped).value_or_throw();
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
  const Library library = load_library(kShipped).value_or_throw();
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
  const Library library = load_library(places::source() + "/models/municipality").value_or_throw();
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
