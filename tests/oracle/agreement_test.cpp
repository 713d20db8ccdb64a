// What the fast path says of models, beside what doing everything in every state finds.

#include "amount.hpp"
#include "catch.hpp"

#include "net/net.hpp"
#include "proof/plain_search.hpp"
#include "verify/net_proof.hpp"
#include "verify/proof.hpp"
#include "verify/unfold.hpp"
#include "walk/generator.hpp"

#include <itsmflow/model.hpp>

#include <algorithm>
#include <sstream>

using namespace itsmflow;
using namespace itsmflow::oracle;

namespace {

/// Everybody may do everything, and there is nothing that the fast path leaves to others anyway.
oracle::Model draw(std::uint64_t seed) {
  Features features;
  features.regions = features.cancels = features.timers = true;
  features.data = seed % 3 != 0;
  features.calm = seed % 2 == 0;
  oracle::Model drawn = draw_model(seed, features);
  drawn.rules.clear();
  for (const std::string& role : drawn.roles)
    for (const char* person : {"ann", "bob", "cleo", "zoe"}) drawn.people[person].insert(role);
  bool timed = false;
  for (oracle::Activity& activity : drawn.activities)
    for (oracle::Result& result : activity.results) {
      if (timed) result.after = 0;
      timed = timed || result.after > 0;
    }
  return drawn;
}

bool has(const Proof& proof, Trouble::Kind kind) {
  return std::any_of(proof.troubles.begin(), proof.troubles.end(), [&](const Trouble& one) { return one.kind == kind; });
}

/// The steps of people and of time on a way.
std::size_t steps_of(const itsmflow::Model& model, const std::vector<WayStep>& way) {
  return static_cast<std::size_t>(std::count_if(way.begin(), way.end(), [&](const WayStep& step) {
    return step.kind != WayStep::Kind::activity || model.activities[step.activity].performer != itsmflow::Performer::engine;
  }));
}

/// What is marked, but for what a region remembers, which an unfolded net keeps in places of its own.
std::vector<bool> tokens_of(const Net& net, std::vector<bool> marking) {
  for (const Net::Region& region : net.regions) {
    marking[region.running] = marking[region.joined] = false;
    for (const Net::Region::Branch& branch : region.branches) marking[branch.arrived] = marking[branch.passed] = false;
  }
  return marking;
}

/// What the two differ about, in words; empty: nothing.
std::string difference(const Net& net, const Proof& proof, const Everything& all) {
  std::ostringstream words;
  const auto compare = [&](const char* what, auto proved, auto seen) {
    if (proved != seen) words << what << ": proved " << proved << ", seen " << seen << "\n";
  };
  const bool hopeless = has(proof, Trouble::Kind::stuck) || has(proof, Trouble::Kind::lost);
  if (has(proof, Trouble::Kind::twice) || all.crowded) {
    // After some second tokens nothing comes to an end any more: then that may be what is found.
    if (has(proof, Trouble::Kind::twice) || !hopeless) compare("a second token", has(proof, Trouble::Kind::twice), all.crowded);
    return words.str();
  }
  // Where from somewhere on no end can be reached at all, nothing more is looked for from there, so not a circle either.
  if (!all.circle || !has(proof, Trouble::Kind::lost))
    compare("a circle of the engine", has(proof, Trouble::Kind::circle), all.circle);
  if (all.circle) return words.str();
  compare("stuck", has(proof, Trouble::Kind::stuck), all.stuck);
  compare("lost", has(proof, Trouble::Kind::lost), all.lost);
  std::set<std::vector<bool>> stuck_at;
  std::size_t steps = 0;
  std::set<std::uint32_t> left;
  for (const Trouble& trouble : proof.troubles) {
    if (trouble.kind == Trouble::Kind::leftover) left.insert(trouble.place);
    if (trouble.kind != Trouble::Kind::stuck) continue;
    std::vector<bool> marking;
    for (std::uint32_t p = 0; p < net.places.size(); ++p) marking.push_back(trouble.at.marking.test(p));
    stuck_at.insert(tokens_of(net, std::move(marking)));
    const std::size_t far = steps_of(*net.model, trouble.way);
    steps = steps == 0 ? far : std::min(steps, far);
  }
  std::set<std::vector<bool>> seen_at;
  for (const std::vector<bool>& marking : all.stuck_at) seen_at.insert(tokens_of(net, marking));
  compare("markings to be stuck in", stuck_at.size(), seen_at.size());
  if (stuck_at != seen_at) words << "they are others\n";
  compare("steps to the nearest", steps, all.steps);
  if (!all.stuck && !all.lost) {
    compare("places with work that is left", left.size(), all.left.size());
    if (left != all.left) words << "they are others\n";
  }
  if (!proof.troubles.empty()) return words.str();  // then it isn't looked for what never happens
  for (std::uint32_t a = 0; a < all.happens.size(); ++a)
    for (std::uint32_t r = 0; r < all.happens[a].size(); ++r)
      if (proof.happens[a][r] != all.happens[a][r])
        words << net.model->activities[a].id << "." << net.model->activities[a].results[r].id
              << (all.happens[a][r] ? " happens\n" : " never happens\n");
  for (std::uint32_t s = 0; s < all.taken.size(); ++s)
    if (proof.taken[s] != all.taken[s])
      words << "row " << net.silents[s].row + 1 << (all.taken[s] ? " is taken\n" : " is never taken\n");
  return words.str();
}

/// How many models there were of a kind, with data and without.
struct Count {
  std::size_t with_data = 0;
  std::size_t without = 0;
  void add(bool data) { ++(data ? with_data : without); }
  std::size_t both() const { return with_data + without; }
};
std::ostream& operator<<(std::ostream& out, const Count& count) {
  return out << count.both() << " (" << count.with_data << " with data)";
}

}  // namespace

TEST_CASE("the fast path says of random models what doing everything finds") {
  Count models;
  Count sound;
  Count stuck;
  Count lost;
  Count crowded;
  Count circles;
  Count leftover;
  Count dead;
  std::size_t large = 0;
  std::size_t wrong = 0;
  const std::uint64_t first = number_of("ITSMFLOW_AGREEMENT_SEED", 1);
  const std::uint64_t wanted = amount_of("ITSMFLOW_AGREEMENT_MODELS", 2'000);
  for (std::uint64_t seed = first; models.both() < wanted && seed < first + 20 * wanted; ++seed) {
    const oracle::Model drawn = draw(seed);
    auto loaded = load_model(to_yaml(drawn));
    if (!loaded) continue;
    const auto net = compile(loaded.value_or_throw());
    const UnfoldedNet unfolded = unfold(*net);
    if (!unfolded.left_out.empty()) continue;
    const Proof proof = prove(*net, unfolded, 20'000);
    const Everything all = go_everywhere(drawn, *net, 1'500);
    if (!all.known || !proof.complete) {
      ++large;
      continue;
    }
    const bool data = std::any_of(drawn.objects.begin(), drawn.objects.end(), [](const auto& one) { return !one.fields.empty(); });
    models.add(data);
    const std::string differ = difference(*net, proof, all);
    INFO("seed " << seed << ", " << all.states << " states:\n" << differ << to_yaml(drawn));
    CHECK(differ.empty());
    if (!differ.empty() && ++wrong > 5) break;
    if (proof.troubles.empty()) sound.add(data);
    if (has(proof, Trouble::Kind::twice)) crowded.add(data);
    if (has(proof, Trouble::Kind::circle)) circles.add(data);
    if (has(proof, Trouble::Kind::stuck)) stuck.add(data);
    if (has(proof, Trouble::Kind::lost)) lost.add(data);
    if (has(proof, Trouble::Kind::leftover)) leftover.add(data);
    const auto never = [](const std::vector<bool>& results) {
      return std::find(results.begin(), results.end(), false) != results.end();
    };
    if (std::any_of(proof.happens.begin(), proof.happens.end(), never)) dead.add(data);
  }
  WARN(models << " models: " << sound << " sound, " << stuck << " stuck, " << lost << " lost, " << crowded << " crowded, "
              << circles << " with a circle, " << leftover << " with work left, " << dead << " with something dead; " << large
              << " too large");
  CHECK(models.both() == wanted);
  // Of each kind there are enough, of the frequent ones with data and without.
  const auto part = [&](std::size_t hundredths) { return models.both() * hundredths / 100; };
  CHECK(models.with_data > part(30));
  CHECK(models.without > part(30));
  for (const Count& kind : {sound, stuck, lost}) {
    CHECK(kind.both() > part(10));
    CHECK(kind.with_data > part(4));
    CHECK(kind.without > part(4));
  }
  CHECK(crowded.both() > part(2));
  CHECK(circles.both() > part(2));
  CHECK(leftover.both() > part(1));
  CHECK(dead.both() > part(20));
}
