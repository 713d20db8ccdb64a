// What is proved of a model, beside what the slow twin finds by going everywhere.

#include "amount.hpp"
#include "catch.hpp"

#include "net/net.hpp"
#include "proof/plain_search.hpp"
#include "twin/completion.hpp"
#include "verify/proof.hpp"
#include "verify/unfold.hpp"
#include "walk/generator.hpp"
#include "walk/walk.hpp"

#include <itsmflow/model.hpp>

#include <algorithm>
#include <sstream>

using namespace itsmflow;
using namespace itsmflow::oracle;

namespace {

constexpr std::size_t kMostStarts = 24;   // ways to fill in data there
constexpr std::size_t kMostStates = 400;  // for the twin, from each of them

/// Everybody may do everything; of two models one is calm, and of three one has little beside rows and data.
oracle::Model draw(std::uint64_t seed) {
  Features features = known_features();
  features.calm = seed % 2 == 0;
  if (seed % 3 == 0) features.items = features.messages = features.services = features.others = features.many = false;
  oracle::Model drawn = draw_model(seed, features);
  std::erase_if(drawn.rules, [](const oracle::Rule& rule) { return rule.course.empty(); });
  for (const std::string& role : drawn.roles)
    for (const char* person : {"ann", "bob", "cleo", "zoe"}) drawn.people[person].insert(role);
  return drawn;
}

/// What the twin finds from all the ways a case can begin.
Completion::Reach go_everywhere_as_twin(const oracle::Model& drawn) {
  Completion::Reach all;
  std::set<std::string> fields(drawn.start_asked.begin(), drawn.start_asked.end());
  for (const std::string& path : drawn.start_required) {
    fields.erase(path);
    fields.insert(path + "!");
  }
  const Brought starts = what_to_bring(Domain(drawn), fields, {}, kMostStarts);
  all.known = starts.all;
  for (const Data& data : starts.choices) {
    World world(drawn);
    if (!all.known) break;
    const oracle::Outcome started = world.start("zoe", data);
    if (started.error || !started.obstacles.empty()) continue;  // such a case doesn't begin
    Completion::Reach one = Completion(world, 1).reach(kMostStates);
    all.known = one.known;
    all.states += one.states;
    all.happens.merge(one.happens);
    all.left.merge(one.left);
    if (!all.hopeless && one.hopeless) all.way = one.way;
    all.hopeless = all.hopeless || one.hopeless;
  }
  all.known = all.known && all.states > 0;
  return all;
}

bool has(const Proof& proof, Trouble::Kind kind) {
  return std::any_of(proof.troubles.begin(), proof.troubles.end(), [&](const Trouble& one) { return one.kind == kind; });
}

bool is_hopeless(const Proof& proof) {
  return has(proof, Trouble::Kind::stuck) || has(proof, Trouble::Kind::lost);
}

/// The activities that could be begun where work is left.
std::set<std::string> left_in(const Net& net, const Proof& proof) {
  std::set<std::string> left;
  for (const Trouble& trouble : proof.troubles)
    for (std::uint32_t a = 0; a < net.activities.size() && trouble.kind == Trouble::Kind::leftover; ++a)
      for (const Bits& input : net.activities[a].inputs)
        if (input.test(trouble.place) && trouble.at.marking.contains(input)) left.insert(net.model->activities[a].id);
  return left;
}

/// What the two differ about, in words; empty: nothing.
std::string difference(const Net& net, const Proof& proof, const Completion::Reach& twin) {
  std::size_t times = 0;
  for (const itsmflow::Activity& activity : net.model->activities) {
    times += activity.performer == itsmflow::Performer::service ? 1 : 0;
    for (const itsmflow::Result& result : activity.results) times += result.after ? 1 : 0;
  }
  std::ostringstream words;
  const bool hopeless = is_hopeless(proof);
  if (hopeless != twin.hopeless) words << "hopeless: proved " << hopeless << ", the twin says " << twin.hopeless << "\n";
  if (!hopeless) {
    // Of several activities that wait at one place the proof names one way, and the twin all.
    const std::set<std::string> left = left_in(net, proof);
    if (left.empty() != twin.left.empty())
      words << "work left: proved " << left.size() << ", the twin says " << twin.left.size() << "\n";
    for (const std::string& activity : left)
      if (twin.left.count(activity) == 0) words << activity << " isn't left\n";
  }
  for (std::uint32_t a = 0; a < proof.happens.size(); ++a)
    for (std::uint32_t r = 0; r < proof.happens[a].size(); ++r) {
      const itsmflow::Activity& activity = net.model->activities[a];
      const bool happens = twin.happens.count({activity.id, activity.results[r].id}) > 0;
      if (times > 1 && proof.happens[a][r]) continue;  // maybe in an order that can't be
      if (proof.happens[a][r] != happens)
        words << activity.id << "." << activity.results[r].id << (happens ? " happens\n" : " never happens\n");
    }
  return words.str();
}

std::string to_string(const std::vector<Act>& way) {
  std::string text;
  for (const Act& act : way) {
    text += act.person + " " + act.activity + "." + act.result;
    for (const auto& [path, value] : act.data) text += " " + path + "=" + to_string(value);
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("what is proved of random models is what going everywhere finds") {
  std::size_t sound = 0;
  std::size_t hopeless = 0;
  std::size_t leftover = 0;
  std::size_t dead = 0;
  std::size_t with_start_data = 0;
  std::size_t plainly = 0;
  std::size_t contacts = 0;
  std::size_t undecided = 0;
  std::size_t told = 0;
  std::size_t large = 0;
  const std::uint64_t first = number_of("ITSMFLOW_PROOF_SEED", 1);
  const std::uint64_t wanted = amount_of("ITSMFLOW_PROOF_MODELS", 600);
  for (std::uint64_t seed = first; seed < first + wanted; ++seed) {
    const oracle::Model drawn = draw(seed);
    const std::string text = to_yaml(drawn);
    auto loaded = load_model(text);
    if (!loaded) continue;
    const auto net = compile(loaded.value_or_throw());
    if (net->reads.actor) continue;  // the twin would have to try everybody everywhere
    const Proof proof = prove(net, {.markings = 5'000, .states = 1'000});
    const std::size_t few = 10 + seed % 40;
    const Proof partly = prove(net, {.markings = few, .states = few});
    // What would lead into a circle is refused as a whole (6.1), which the net doesn't know.
    if (!proof.complete || has(proof, Trouble::Kind::circle)) {
      ++undecided;
      if (!is_hopeless(proof) || has(proof, Trouble::Kind::circle)) continue;
      const Completion::Reach twin = go_everywhere_as_twin(drawn);
      INFO("seed " << seed << ", not decided, and yet:\n" << text);
      if (twin.known) CHECK(twin.hopeless);
      told += twin.known ? 1 : 0;
      continue;
    }
    {
      INFO("seed " << seed << ", looked at " << few << " states:\n" << text);
      if (is_hopeless(partly)) CHECK(is_hopeless(proof));
      if (proof.troubles.empty()) CHECK(partly.troubles.empty());
      told += !partly.complete && is_hopeless(partly) ? 1 : 0;
    }
    if (has(proof, Trouble::Kind::twice)) {
      ++contacts;
      continue;
    }
    const Completion::Reach twin = go_everywhere_as_twin(drawn);
    if (!twin.known) {
      ++large;
      continue;
    }
    const std::string differ = difference(*net, proof, twin);
    INFO("seed " << seed << ", " << twin.states << " states:\n" << differ << "hopeless after\n" << to_string(twin.way) << text);
    CHECK(differ.empty());
    const bool no_other = drawn.rules.empty() && unfold(*net).left_out.empty();
    if (no_other) {
      const Everything plain = go_everywhere(drawn, *net, 5'000);
      if (plain.known && !plain.circle) {
        ++plainly;
        CHECK((plain.stuck || plain.lost) == twin.hopeless);
      }
    }
    (twin.hopeless ? hopeless : sound) += 1;
    leftover += has(proof, Trouble::Kind::leftover) ? 1 : 0;
    with_start_data += drawn.start_asked.empty() && drawn.start_required.empty() ? 0 : 1;
    const auto never = [](const std::vector<bool>& results) {
      return std::find(results.begin(), results.end(), false) != results.end();
    };
    dead += std::any_of(proof.happens.begin(), proof.happens.end(), never) ? 1 : 0;
  }
  WARN(sound << " sound, " << hopeless << " hopeless, " << leftover << " with work left, " << dead << " with something dead, "
             << with_start_data << " with data at the start, " << plainly << " searched plainly too; " << contacts
             << " with a contact, " << undecided << " undecided, " << told << " told before all is known, " << large
             << " too large");
  CHECK(sound > wanted / 24);
  CHECK(hopeless > wanted / 24);
  CHECK(dead > wanted / 24);
  CHECK(with_start_data > wanted / 40);
  CHECK(plainly > wanted / 24);
  CHECK(told > wanted / 60);
}
