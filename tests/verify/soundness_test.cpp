#include "verify/soundness.hpp"

#include "nets.hpp"

#include "../catch.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

using namespace itsmflow;
using Kind = SoundnessFault::Kind;
using List = NetWriter::List;

namespace {

constexpr std::size_t kMost = 1'000'000;

std::vector<Kind> kinds(const Soundness& verdict) {
  std::vector<Kind> found;
  for (const SoundnessFault& fault : verdict.faults) found.push_back(fault.kind);
  return found;
}

std::set<Kind> set_of(const Soundness& verdict) {
  const std::vector<Kind> all = kinds(verdict);
  return {all.begin(), all.end()};
}

/// The way of a fault can be gone, and leads to what it says is marked then.
bool leads_there(const PetriNet& net, const SoundnessFault& fault) {
  std::set<std::uint32_t> marked(net.initial.begin(), net.initial.end());
  for (const std::uint32_t t : fault.way) {
    for (const std::uint32_t p : net.transitions[t].take)
      if (marked.erase(p) == 0) return false;
    marked.insert(net.transitions[t].put.begin(), net.transitions[t].put.end());
  }
  return List(marked.begin(), marked.end()) == fault.marked;
}

/// What is wrong with a net by the definitions, one marking after the other; none: a place gets a second token.
class Plain {
 public:
  Plain(const PetriNet& net, const std::vector<List>& finals) : net_(net) {
    for (const List& places : finals) finals_.emplace(places.begin(), places.end());
    reach({net.initial.begin(), net.initial.end()});
  }

  bool is_safe() const { return safe_; }
  bool has_dead() const { return fired_.size() < net_.transitions.size(); }
  bool has_deadlock() const {
    return std::any_of(next_.begin(), next_.end(), [&](const auto& m) { return m.second.empty() && !covers(m.first); });
  }
  bool has_leftover() const {
    return std::any_of(next_.begin(), next_.end(), [&](const auto& m) { return covers(m.first) && !finals_.contains(m.first); });
  }
  /// From some marking neither a final one nor one that covers one nor a deadlock can be reached.
  bool has_livelock() const {
    std::set<Places> hopeful;
    for (bool grows = true; grows;) {
      grows = false;
      for (const auto& [marking, next] : next_) {
        const bool good = next.empty() || covers(marking) ||
                          std::any_of(next.begin(), next.end(), [&](const Places& to) { return hopeful.contains(to); });
        if (good && hopeful.insert(marking).second) grows = true;
      }
    }
    return hopeful.size() < next_.size();
  }

 private:
  using Places = std::set<std::uint32_t>;

  bool covers(const Places& marking) const {
    return std::any_of(finals_.begin(), finals_.end(),
                       [&](const Places& end) { return std::includes(marking.begin(), marking.end(), end.begin(), end.end()); });
  }

  void reach(const Places& first) {
    std::vector<Places> open{first};
    next_[first];
    while (!open.empty() && safe_) {
      const Places marking = open.back();
      open.pop_back();
      for (std::uint32_t t = 0; t < net_.transitions.size(); ++t) {
        Places to = marking;
        bool enabled = true;
        for (const std::uint32_t p : net_.transitions[t].take) enabled = to.erase(p) == 1 && enabled;
        if (!enabled) continue;
        fired_.insert(t);
        for (const std::uint32_t p : net_.transitions[t].put) safe_ = to.insert(p).second && safe_;
        next_[marking].push_back(to);
        if (!next_.contains(to)) open.push_back(to);
        next_[to];
      }
    }
  }

  const PetriNet& net_;
  std::set<Places> finals_;
  std::map<Places, std::vector<Places>> next_;
  std::set<std::uint32_t> fired_;
  bool safe_ = true;
};

}  // namespace

TEST_CASE("a fork and its join are sound") {
  const Fork fork(3, 2);
  const Soundness verdict = judge_soundness(fork.writer.net(), {{fork.end}}, kMost);
  CHECK(verdict.decided);
  CHECK(verdict.faults.empty());
}

TEST_CASE("a choice that is joined as if it were a fork gets stuck, and the way there is told") {
  NetWriter net;
  const auto start = net.marked();
  const List p = net.places(4);
  net.add({start}, {p[0]});
  net.add({start}, {p[1]});
  const auto join = net.add({p[0], p[1]}, {p[2]});
  const Soundness verdict = judge_soundness(net.net(), {{p[2]}}, kMost);
  REQUIRE(kinds(verdict) == std::vector{Kind::deadlock, Kind::deadlock, Kind::dead});
  CHECK(verdict.faults[0].way == List{0});
  CHECK(verdict.faults[0].marked == List{p[0]});
  CHECK(verdict.faults[1].way == List{1});
  CHECK(verdict.faults[1].marked == List{p[1]});
  CHECK(verdict.faults[2].subject == join);
}

TEST_CASE("a fork whose branches merge without waiting puts a second token") {
  NetWriter net;
  const auto start = net.marked();
  const List p = net.places(4);
  net.add({start}, {p[0], p[1]});
  net.add({p[0]}, {p[2]});
  net.add({p[1]}, {p[2]});
  net.add({p[2]}, {p[3]});
  const Soundness verdict = judge_soundness(net.net(), {{p[3]}}, kMost);
  REQUIRE(kinds(verdict) == std::vector{Kind::multi_merge});
  CHECK(verdict.faults[0].subject == p[2]);
  CHECK(verdict.faults[0].way == List{0, 1, 2});
}

TEST_CASE("work that is left when the end is reached is told, also where it would vanish later") {
  NetWriter net;
  const auto start = net.marked();
  const auto side = net.place();
  const auto end = net.place();
  net.add({start}, {side, end});
  net.add({side}, {});
  const Soundness verdict = judge_soundness(net.net(), {{end}}, kMost);
  REQUIRE(kinds(verdict) == std::vector{Kind::leftover});
  CHECK(verdict.faults[0].way == List{0});
  CHECK(verdict.faults[0].marked == List{side, end});
}

TEST_CASE("a circle without a way out is a livelock, and the last step before it is the one that leads in") {
  NetWriter net;
  const auto start = net.marked();
  const List p = net.places(3);
  net.add({start}, {p[2]});
  net.add({start}, {p[0]});
  net.add({p[0]}, {p[1]});
  net.add({p[1]}, {p[0]});
  const Soundness verdict = judge_soundness(net.net(), {{p[2]}}, kMost);
  REQUIRE(kinds(verdict) == std::vector{Kind::livelock});
  CHECK(verdict.faults[0].way == List{1});
}

TEST_CASE("a final marking from which work may go on is a good end all the same") {
  NetWriter net;
  const auto home = net.marked();
  const auto away = net.place();
  net.add({home}, {away});
  net.add({away}, {home});
  CHECK(judge_soundness(net.net(), {{home}}, kMost).faults.empty());
}

TEST_CASE("a net with too many markings is undecided, and never called sound") {
  NetWriter net;  // choices side by side, which no reduction saves
  List ends;
  for (int i = 0; i < 12; ++i) {
    const auto place = net.marked();
    const List after = net.places(2);
    net.add({place}, {after[0]});
    net.add({place}, {after[1]});
    net.add({after[0]}, {after[1]});
    ends.push_back(after[1]);
  }
  const Soundness verdict = judge_soundness(net.net(), {ends}, 10);
  CHECK_FALSE(verdict.decided);
  CHECK(judge_soundness(net.net(), {ends}, kMost).decided);
}

TEST_CASE("a dead transition is found in a net that is too large to be looked at as a whole") {
  Fork fork(20, 3);  // 4^20 markings
  const auto never = fork.writer.place();
  const auto dead = fork.writer.add({fork.branches[0][1], never}, {fork.branches[0][2]});
  const Soundness verdict = judge_soundness(fork.writer.net(), {{fork.end}}, kMost);
  CHECK(verdict.decided);
  REQUIRE(kinds(verdict) == std::vector{Kind::dead});
  CHECK(verdict.faults[0].subject == dead);
}

TEST_CASE("random nets get the verdict that the definitions give them") {
  std::mt19937 random(20240229);
  std::map<Kind, int> found;
  int sound = 0;
  int reduced_ones = 0;
  for (int round = 0; round < 20'000; ++round) {
    const auto below = [&](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
    NetWriter writer;
    writer.marked();
    writer.places(3 + below(4));
    const std::size_t places = writer.net().places;
    const std::size_t transitions = 2 + below(6);
    const auto some = [&](std::size_t least) {
      std::set<std::uint32_t> chosen;
      const std::size_t wanted = std::max<std::size_t>(least, below(8) == 0 ? 0 : 1 + below(4) / 3);
      while (chosen.size() < wanted) chosen.insert(below(places));
      return List(chosen.begin(), chosen.end());
    };
    for (std::size_t t = 0; t < transitions; ++t) writer.add(some(1), some(0));
    std::vector<List> finals{some(1)};
    if (below(3) == 0) {
      finals.push_back({below(places)});
      const List& first = finals.front();
      if (std::find(first.begin(), first.end(), finals.back().front()) != first.end()) finals.pop_back();
    }
    const PetriNet net = writer.net();
    const Plain plain(net, finals);
    const Soundness verdict = judge_soundness(net, finals, kMost);
    INFO("round " << round);
    REQUIRE(verdict.decided);
    const std::set<Kind> kinds_found = set_of(verdict);
    for (const Kind kind : kinds_found) ++found[kind];
    for (const SoundnessFault& fault : verdict.faults)
      if (fault.kind != Kind::dead) REQUIRE(leads_there(net, fault));
    const Soundness reduced = judge_soundness(net, finals, kMost, 0);
    for (const SoundnessFault& fault : reduced.faults)
      if (fault.kind != Kind::dead) REQUIRE(leads_there(net, fault));
    if (reduced.decided) {
      ++reduced_ones;
      REQUIRE(reduced.faults.empty() == verdict.faults.empty());
      if (plain.is_safe() && !plain.has_leftover()) REQUIRE(set_of(reduced) == kinds_found);
    }
    const auto has = [&](Kind kind) { return kinds_found.contains(kind); };
    if (!plain.is_safe()) {
      // What is left over may be told instead: the end was reached before.
      REQUIRE((has(Kind::multi_merge) || has(Kind::leftover)));
      continue;
    }
    REQUIRE_FALSE(has(Kind::multi_merge));
    REQUIRE(has(Kind::leftover) == plain.has_leftover());
    REQUIRE(has(Kind::deadlock) == plain.has_deadlock());
    if (has(Kind::leftover)) continue;  // what comes after an end that was left is not told
    REQUIRE(has(Kind::livelock) == plain.has_livelock());
    REQUIRE(has(Kind::dead) == plain.has_dead());
    sound += verdict.faults.empty() ? 1 : 0;
  }
  CHECK(sound > 20);
  CHECK(reduced_ones > 10'000);
  for (const Kind kind : {Kind::multi_merge, Kind::deadlock, Kind::livelock, Kind::leftover, Kind::dead}) CHECK(found[kind] > 100);
}

TEST_CASE("a transition that puts two tokens into one place at once is told by that place") {
  NetWriter writer;
  const std::uint32_t start = writer.marked();
  const std::uint32_t end = writer.place();
  const std::uint32_t both = writer.add({start}, {end, end});
  const Soundness verdict = judge_soundness(writer.net(), {{end}}, kMost);
  REQUIRE(kinds(verdict) == std::vector{Kind::multi_merge});
  CHECK(verdict.faults[0].subject == end);
  CHECK(verdict.faults[0].way == List{both});
}
