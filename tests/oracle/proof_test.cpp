// What is proved of a model, beside what the slow twin finds by going everywhere.

#include "catch.hpp"

#include "net/net.hpp"
#include "twin/completion.hpp"
#include "verify/state_space.hpp"
#include "verify/unfold.hpp"
#include "walk/generator.hpp"
#include "walk/walk.hpp"

#include <itsmflow/model.hpp>

#include <cstdlib>

using namespace itsmflow;
using namespace itsmflow::oracle;

namespace {

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
  const char* number = std::getenv(variable);
  return number ? std::strtoull(number, nullptr, 10) : otherwise;
}

}  // namespace

TEST_CASE("what is proved of random models is what going everywhere finds") {
  Features features;
  features.calm = true;
  features.regions = true;
  features.timers = true;
  features.cancels = true;
  std::size_t sound = 0;
  std::size_t hopeless = 0;
  std::size_t contacts = 0;
  std::size_t unknown = 0;
  const std::uint64_t first = number_of("ITSMFLOW_PROOF_SEED", 1);
  for (std::uint64_t seed = first; seed < first + number_of("ITSMFLOW_PROOF_MODELS", 1'000); ++seed) {
    oracle::Model drawn = draw_model(seed, features);
    drawn.rules.clear();
    for (const std::string& role : drawn.roles) drawn.people["zoe"].insert(role);
    drawn.start_required.clear();  // the twin begins in one way
    drawn.start_asked.clear();
    const std::string text = to_yaml(drawn);
    auto loaded = load_model(text);
    if (!loaded) continue;
    World world(drawn);
    oracle::Outcome started;
    bool did = false;
    for (const auto& [person, roles] : drawn.people) {
      if (!may_start(drawn, person) || did) continue;
      Random random(seed);
      itsmflow::Data data;
      for (const std::string& path : drawn.start_required) data[path] = draw_value(random, *drawn.field(path));
      started = world.start(person, data);
      did = !started.error && started.obstacles.empty();
    }
    if (!did) continue;
    const auto net = compile(loaded.value_or_throw());
    if (net->reads.actor) continue;  // who may act is another question
    const UnfoldedNet unfolded = unfold(*net);
    const StateSpace space(unfolded.net, StateSpace::Look::stubborn, 200'000);
    if (space.contact()) {
      ++contacts;
      continue;
    }
    // What would lead into a circle is refused as a whole (6.1), which the net doesn't know.
    if (!space.is_complete() || space.circle() || !unfolded.left_out.empty()) {
      ++unknown;
      continue;
    }
    const bool claim = !space.hopeless([&](Marking marking) { return marking.test(unfolded.over); }).empty();
    Completion completion(world, 1);
    const Completion::Reach reach = completion.reach(400);
    if (!reach.known) {
      ++unknown;
      continue;
    }
    std::string way;
    for (const Act& act : reach.way) {
      way += act.person + " " + act.activity + "." + act.result;
      for (const auto& [path, value] : act.data) way += " " + path + "=" + to_string(value);
      way += "\n";
    }
    INFO("seed " << seed << ": " << reach.states << " states, twin says hopeless " << reach.hopeless << ", after\n" << way << text);
    CHECK(claim == reach.hopeless);
    (claim ? hopeless : sound) += 1;
  }
  CHECK(sound > 20);
  CHECK(hopeless > 50);
  WARN(sound << " sound, " << hopeless << " hopeless, " << contacts << " with a contact, " << unknown << " unknown");
}
