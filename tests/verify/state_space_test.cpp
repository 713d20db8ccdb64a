#include "nets.hpp"

#include "../amount.hpp"
#include "../catch.hpp"
#include "verify/state_space.hpp"
#include "verify/threads.hpp"

#include <set>

using namespace itsmflow;
using Look = StateSpace::Look;

namespace {

constexpr std::size_t kMost = 2'000'000;

std::uint32_t seeds_to_try() {
  return static_cast<std::uint32_t>(amount_of("ITSMFLOW_NETS", 20'000));
}

bool is_only(Marking marking, std::uint32_t place) {
  std::size_t count = 0;
  for (const std::uint64_t word : marking.words()) count += static_cast<std::size_t>(__builtin_popcountll(word));
  return count == 1 && marking.test(place);
}

struct Verdict {
  bool contact = false;
  bool hopeless = false;
  std::size_t shortest = 0;  ///< way to a marking in which nothing is enabled and which isn't the end; 0: there is none
  std::set<std::vector<std::uint64_t>> ends{};  ///< all markings in which nothing is enabled
  bool operator==(const Verdict&) const = default;
  bool is_sound() const { return !contact && !hopeless && shortest == 0; }
};

Verdict verdict(const PetriNet& net, Look look, std::uint32_t end) {
  const StateSpace space(net, look, kMost);
  if (space.contact()) return {.contact = true};
  REQUIRE(space.is_complete());
  Verdict found;
  const auto good = [&](Marking marking) { return is_only(marking, end); };
  found.hopeless = !space.hopeless(good).empty();
  for (const std::uint32_t state : space.ends()) {
    const auto words = space.marking(state).words();
    found.ends.emplace(words.begin(), words.end());
  }
  for (const std::uint32_t state : space.ends())
    if (!good(space.marking(state)) && found.shortest == 0) found.shortest = space.way_to(state).size();
  return found;
}

/// Tokens wander between a few places at random; the last place is the end. Of many transitions some are urgent.
PetriNet random_net(std::uint32_t seed, bool with_urgent) {
  std::mt19937 random(seed);
  const auto pick = [&](std::uint32_t below) { return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random); };
  NetWriter writer;
  const std::uint32_t places = 4 + pick(9);
  writer.marked();
  writer.places(places - 1);
  const std::uint32_t transitions = 3 + pick(12);
  for (std::uint32_t t = 0; t < transitions; ++t) {
    std::vector<std::uint32_t> use(places);
    const auto arcs = [&](std::uint32_t most, std::uint32_t kind) {
      for (std::uint32_t i = pick(most + 1); i > 0; --i)
        if (const std::uint32_t place = pick(places); use[place] == 0) use[place] = kind;
    };
    use[pick(places)] = 1;
    arcs(1, 1);
    if (pick(4) == 0) arcs(1, 2);
    if (pick(8) == 0) arcs(2, 3);
    NetWriter::List take;
    NetWriter::List read;
    NetWriter::List clear;
    NetWriter::List put;
    for (std::uint32_t p = 0; p < places; ++p) (use[p] == 1 ? take : use[p] == 2 ? read : clear).push_back(p);
    std::erase_if(clear, [&](std::uint32_t p) { return use[p] != 3; });
    for (std::uint32_t i = pick(2) + (pick(8) > 0 ? 1 : 0); i > 0; --i)
      if (const std::uint32_t p = pick(places); use[p] != 2 && std::find(put.begin(), put.end(), p) == put.end()) put.push_back(p);
    writer.add(take, put, read, clear);
  }
  PetriNet net = writer.net();
  if (with_urgent)
    for (PetriNet::Transition& transition : net.transitions)
      if (pick(3) == 0) transition.urgency = pick(4);
  return net;
}

/// Objects with states: each transition moves one of them, as long as others are in some state. Some are urgent, and race for a token.
PetriNet random_objects(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto pick = [&](std::uint32_t below) { return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random); };
  NetWriter writer;
  std::vector<NetWriter::List> objects;
  const std::uint32_t count = 3 + pick(2);
  for (std::uint32_t o = 0; o < count; ++o) {
    objects.push_back({writer.marked()});
    const NetWriter::List others = writer.places(1 + pick(3));
    objects.back().insert(objects.back().end(), others.begin(), others.end());
  }
  const std::uint32_t transitions = 4 + pick(5);
  for (std::uint32_t t = 0; t < transitions; ++t) {
    const std::uint32_t moved = pick(count);
    const NetWriter::List& states = objects[moved];
    const auto states_of_one = static_cast<std::uint32_t>(states.size());
    const std::uint32_t from = pick(states_of_one);
    const std::uint32_t to = (from + 1 + pick(states_of_one - 1)) % states_of_one;
    NetWriter::List read;
    for (std::uint32_t o = 0; o < count; ++o)
      if (o != moved && pick(2) == 0) read.push_back(objects[o][pick(static_cast<std::uint32_t>(objects[o].size()))]);
    writer.add({states[from]}, {states[to]}, read);
  }
  PetriNet net = writer.net();
  for (PetriNet::Transition& transition : net.transitions)
    if (pick(2) == 0) transition.urgency = pick(4);
  return net;
}

/// Tokens wander, and values are written, chosen and read on the way; some places say that others are empty.
struct WithMemories {
  PetriNet net;
  std::vector<std::uint32_t> tokens;  ///< all places but those of values
};

WithMemories random_memories(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto pick = [&](std::uint32_t below) { return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random); };
  NetWriter writer;
  WithMemories made;
  made.tokens.push_back(writer.marked());
  for (const std::uint32_t place : writer.places(4 + pick(4))) made.tokens.push_back(place);
  std::vector<PetriNet::Memory> memories;
  for (std::uint32_t m = 1 + pick(2); m > 0; --m) {
    PetriNet::Memory& memory = memories.emplace_back();
    memory.values = {writer.marked()};
    for (const std::uint32_t place : writer.places(1 + pick(2))) memory.values.push_back(place);
    memory.open = writer.place();
  }
  const auto token = [&] { return made.tokens[pick(static_cast<std::uint32_t>(made.tokens.size()))]; };
  for (std::uint32_t t = 4 + pick(6); t > 0; --t) {
    const std::uint32_t from = token();
    std::uint32_t to = token();
    NetWriter::List put{to};
    if (const std::uint32_t more = token(); pick(4) == 0 && more != to) put.push_back(more);
    NetWriter::List read;
    NetWriter::List clear;
    for (const PetriNet::Memory& memory : memories) {
      const auto values = static_cast<std::uint32_t>(memory.values.size());
      if (pick(3) == 0) read.push_back(memory.values[pick(values)]);
      if (pick(3) != 0) continue;
      clear.insert(clear.end(), memory.values.begin(), memory.values.end());
      clear.push_back(memory.open);
      put.push_back(pick(2) == 0 ? memory.open : memory.values[pick(values)]);
    }
    writer.add({from}, put, read, clear);
  }
  PetriNet net = writer.net();
  for (PetriNet::Transition& transition : net.transitions)
    if (pick(5) == 0) transition.urgency = 1 + pick(3);
  for (const PetriNet::Memory& memory : memories) {
    const std::uint32_t urgency = pick(3) == 0 ? PetriNet::kPatient : 0;
    for (const std::uint32_t value : memory.values) net.transitions.push_back({{memory.open}, {}, {}, {value}, urgency});
  }
  net.memories = std::move(memories);
  for (std::uint32_t o = pick(3); o > 0; --o) {
    const std::uint32_t place = made.tokens[o];
    const auto opposite = static_cast<std::uint32_t>(net.places++);
    net.opposites.emplace_back(place, opposite);
    net.initial.push_back(opposite);
    for (PetriNet::Transition& transition : net.transitions) {
      const bool puts = std::count(transition.put.begin(), transition.put.end(), place) > 0;
      const bool takes = std::count(transition.take.begin(), transition.take.end(), place) > 0;
      if (puts) transition.clear.push_back(opposite);
      if (takes && !puts) transition.put.push_back(opposite);
      if (!puts && !takes && pick(4) == 0) transition.read.push_back(opposite);
    }
    made.tokens.push_back(opposite);
  }
  made.net = std::move(net);
  return made;
}

}  // namespace

TEST_CASE("values that nothing looks at any more, and places that say that others are empty, change nothing of what is found") {
  const std::uint32_t seeds = seeds_to_try();
  std::size_t fewer = 0;
  std::size_t contacts = 0;
  std::size_t hopeless = 0;
  std::size_t several = 0;
  for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
    const auto [net, tokens] = random_memories(seed);
    const StateSpace all(net, Look::all, kMost);
    const StateSpace some(net, Look::stubborn, kMost);
    INFO("seed " << seed);
    if (all.contact()) {  // after some of which nothing comes to an end any more: then that may be what is found
      CHECK((some.contact() || !some.hopeless([](Marking) { return true; }).empty()));
      ++contacts;
      continue;
    }
    REQUIRE(!some.contact());
    REQUIRE(all.is_complete());
    const auto ends_of = [&, &on = tokens](const StateSpace& space) {
      std::set<std::vector<bool>> ends;
      for (const std::uint32_t state : space.ends()) {
        std::vector<bool> marked;
        for (const std::uint32_t place : on) marked.push_back(space.marking(state).test(place));
        ends.insert(std::move(marked));
      }
      return ends;
    };
    const auto ends = ends_of(all);
    CHECK(ends_of(some) == ends);
    const auto lost = [](const StateSpace& space) { return !space.hopeless([](Marking) { return true; }).empty(); };
    CHECK(lost(some) == lost(all));
    fewer += some.size() < all.size() ? 1 : 0;
    hopeless += lost(all) ? 1 : 0;
    several += ends.size() > 1 ? 1 : 0;
  }
  WARN(fewer << " looked at in fewer markings, " << contacts << " with a contact, " << hopeless << " hopeless, " << several
             << " with several ends");
  CHECK(fewer > seeds / 20);
  CHECK(contacts > seeds / 200);
  CHECK(hopeless > seeds / 200);
  CHECK(several > seeds / 200);
}

TEST_CASE("of objects that look at each other, some of them urgently, stubborn sets find the same ends as everything") {
  const std::uint32_t seeds = seeds_to_try();
  std::size_t fewer = 0;
  std::size_t several = 0;
  std::vector<std::uint32_t> tried{221'180, 410'389, 410'530};  // in which what lets an urgent one be enabled was once left out
  for (std::uint32_t seed = 1; seed <= seeds; ++seed) tried.push_back(seed);
  for (const std::uint32_t seed : tried) {
    const PetriNet net = random_objects(seed);
    const auto ends_of = [&](const StateSpace& space) {
      std::set<std::vector<std::uint64_t>> ends;
      for (const std::uint32_t state : space.ends()) {
        const auto words = space.marking(state).words();
        ends.emplace(words.begin(), words.end());
      }
      return ends;
    };
    const StateSpace all(net, Look::all, kMost);
    const StateSpace some(net, Look::stubborn, kMost);
    INFO("seed " << seed);
    REQUIRE(all.is_complete());
    const auto ends = ends_of(all);
    CHECK(ends_of(some) == ends);
    const auto any = [](Marking) { return true; };
    CHECK(some.hopeless(any).empty() == all.hopeless(any).empty());
    fewer += some.size() < all.size() ? 1 : 0;
    several += ends.size() > 1 ? 1 : 0;
  }
  CHECK(fewer > seeds / 200);
  CHECK(several > seeds / 200);
}

TEST_CASE("a fork of many branches is looked at in one order, and all orders are many") {
  const Fork small(10, 1);
  CHECK(StateSpace(small.writer.net(), Look::all, kMost).size() == (1U << 10U) + 2);
  CHECK(StateSpace(small.writer.net(), Look::stubborn, kMost).size() == 13);
  const Fork wide(20, 3);
  CHECK(StateSpace(wide.writer.net(), Look::stubborn, kMost).size() == 63);
  CHECK(verdict(wide.writer.net(), Look::stubborn, wide.end).is_sound());
}

TEST_CASE("a branch that lacks something of another is found among many, by a shortest way") {
  Fork fork(20, 2);
  const std::uint32_t key = fork.writer.place();  // nobody puts a token there
  PetriNet net = fork.writer.net();
  net.transitions[fork.steps[7][1]].read.push_back(key);
  const StateSpace space(net, Look::stubborn, kMost);
  REQUIRE(space.ends().size() == 1);
  CHECK(space.way_to(space.ends().front()).size() == 1 + 39);
  CHECK(space.size() < 100);
}

TEST_CASE("two tokens in one place are noticed whatever order is looked at") {
  NetWriter writer;
  const std::uint32_t start = writer.marked();
  const auto p = writer.places(6);
  writer.add({start}, {p[0], p[1]});
  writer.add({p[0]}, {p[2]});  // both branches come to p[2], from where it goes on
  writer.add({p[1]}, {p[3]});
  writer.add({p[3]}, {p[2]});
  writer.add({p[2]}, {p[4]});
  for (const Look look : {Look::all, Look::stubborn}) CHECK(StateSpace(writer.net(), look, kMost).contact());
}

TEST_CASE("a circle that can't be left is no end, and is told") {
  NetWriter writer;
  const std::uint32_t start = writer.marked();
  const auto p = writer.places(4);
  writer.add({start}, {p[0], p[1]});
  writer.add({p[0]}, {p[2]});
  writer.add({p[2]}, {p[0]});
  writer.add({p[1]}, {p[3]});
  for (const Look look : {Look::all, Look::stubborn}) {
    const StateSpace space(writer.net(), look, kMost);
    CHECK(space.ends().empty());
    CHECK(space.hopeless([](Marking) { return true; }).size() == space.size());
  }
}

TEST_CASE("a circle of urgent transitions is told, and one with something patient in it isn't") {
  for (const bool patient : {false, true}) {
    NetWriter writer;
    const std::uint32_t start = writer.marked();
    const auto p = writer.places(2);
    writer.add({start}, {p[0]});
    writer.add({p[0]}, {p[1]});
    writer.add({p[1]}, {p[0]});
    PetriNet net = writer.net();
    net.transitions[1].urgency = 0;
    if (!patient) net.transitions[2].urgency = 1;
    CHECK(StateSpace(net, Look::stubborn, kMost).circle().has_value() == !patient);
  }
}

TEST_CASE("a circle is told by what goes round, and not by what comes before or behind it") {
  NetWriter writer;
  const std::uint32_t start = writer.marked();
  const auto p = writer.places(5);
  writer.add({start}, {p[0]});
  const std::uint32_t to_behind = writer.add({p[1]}, {p[3]});  // another way out than round again, tried first
  writer.add({p[3]}, {p[4]});
  writer.add({p[0]}, {p[1]});
  const std::uint32_t on = writer.add({p[1]}, {p[2]});
  const std::uint32_t round = writer.add({p[2]}, {p[1]});
  PetriNet net = writer.net();
  for (std::uint32_t t = to_behind; t <= round; ++t) net.transitions[t].urgency = 0;
  net.transitions[2].urgency = 1;
  const StateSpace space(net, Look::stubborn, kMost);
  const auto circle = space.circle();
  REQUIRE(circle);
  CHECK(space.marking(circle->from).test(p[1]));
  CHECK(circle->transitions == std::vector{on, round});
}

TEST_CASE("what wasn't looked at may lead on: nothing is hopeless for the want of it") {
  Fork fork(6, 1);
  PetriNet net = fork.writer.net();
  const std::uint32_t trap = static_cast<std::uint32_t>(net.places++);
  net.transitions.push_back({{fork.start}, {}, {}, {trap}});
  const StateSpace space(net, Look::all, 10);
  REQUIRE_FALSE(space.is_complete());
  const auto hopeless = space.hopeless([&](Marking marking) { return marking.test(fork.end); });
  REQUIRE(hopeless.size() == 1);
  CHECK(is_only(space.marking(hopeless.front()), trap));
}

TEST_CASE("what the shape of a net tells holds in all its markings: where there is no contact, and what is never enabled at once") {
  std::size_t safe = 0;
  std::size_t unsafe = 0;
  std::size_t apart = 0;
  std::size_t together = 0;
  for (std::uint32_t seed = 1; seed <= 2'000; ++seed) {
    PetriNet net = random_net(seed, false);
    // After a contact it goes on: the two tokens are one then.
    std::vector<bool> crowded(net.places);
    std::set<std::vector<std::uint64_t>> known;
    std::vector<std::vector<std::uint64_t>> open{std::vector<std::uint64_t>(Marking::words_for(net))};
    for (const std::uint32_t place : net.initial) open.front()[place / 64] |= std::uint64_t{1} << (place % 64);
    known.insert(open.front());
    std::set<std::pair<std::uint32_t, std::uint32_t>> at_once;
    while (!open.empty()) {
      const std::vector<std::uint64_t> words = open.back();
      open.pop_back();
      std::vector<std::uint32_t> enabled;
      for (std::uint32_t t = 0; t < net.transitions.size(); ++t)
        if (is_enabled(net.transitions[t], Marking(words))) enabled.push_back(t);
      for (const std::uint32_t one : enabled)
        for (const std::uint32_t other : enabled) at_once.emplace(one, other);
      for (const std::uint32_t t : enabled) {
        for (const std::uint32_t place : contacts(net.transitions[t], Marking(words))) crowded[place] = true;
        std::vector<std::uint64_t> next = words;
        fire(net.transitions[t], next);
        if (known.insert(next).second) open.push_back(std::move(next));
      }
    }
    const Threads threads(net);
    INFO("seed " << seed);
    for (std::uint32_t place = 0; place < net.places; ++place) {
      if (threads.is_safe(place)) CHECK_FALSE(crowded[place]);
      ++(threads.is_safe(place) ? safe : unsafe);
    }
    for (std::uint32_t one = 0; one < net.transitions.size(); ++one)
      for (std::uint32_t other = one + 1; other < net.transitions.size(); ++other) {
        const bool are_apart = threads.are_apart(one, other);
        if (are_apart) CHECK_FALSE(at_once.contains({one, other}));
        ++(are_apart ? apart : together);
      }
  }
  CHECK(safe > 1'000);
  CHECK(unsafe > 1'000);
  CHECK(apart > 1'000);
  CHECK(together > 1'000);
}

TEST_CASE("branches of a fork are not apart, what follows each other is, and there is no contact anywhere") {
  const Fork fork(5, 2);
  const PetriNet net = fork.writer.net();
  const Threads threads(net);
  for (std::uint32_t place = 0; place < net.places; ++place) CHECK(threads.is_safe(place));
  CHECK(threads.are_apart(fork.steps[0][0], fork.steps[0][1]));
  CHECK_FALSE(threads.are_apart(fork.steps[0][0], fork.steps[1][1]));
}

TEST_CASE("what is looked at by stubborn sets says the same as everything") {
  const bool with_urgent = GENERATE(false, true);
  const std::uint32_t seeds = seeds_to_try();
  std::size_t contacts = 0;
  std::size_t hopeless = 0;
  std::size_t stuck = 0;
  std::size_t sound = 0;
  for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
    const PetriNet net = random_net(seed, with_urgent);
    const auto end = static_cast<std::uint32_t>(net.places - 1);
    const Verdict all = verdict(net, Look::all, end);
    INFO("seed " << seed << (with_urgent ? ", with urgent ones" : ""));
    const Verdict some = verdict(net, Look::stubborn, end);
    // After some contacts nothing comes to an end any more: then that may be what is found.
    if (all.contact && !some.contact)
      CHECK(some.hopeless);
    else
      CHECK(some == all);
    contacts += all.contact ? 1 : 0;
    hopeless += all.hopeless ? 1 : 0;
    stuck += all.shortest > 0 ? 1 : 0;
    sound += all.is_sound() ? 1 : 0;
  }
  WARN(contacts << " with a contact, " << hopeless << " hopeless, " << stuck << " stuck, " << sound << " sound");
  CHECK(contacts > 100);
  CHECK(hopeless > 100);
  CHECK(stuck > 100);
  CHECK(sound > 20);
}
