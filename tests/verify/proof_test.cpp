#include "verify/proof.hpp"
#include "../catch.hpp"

#include <itsmflow/model.hpp>

#include <algorithm>

using namespace itsmflow;

namespace {

std::shared_ptr<const Model> model(const std::string& text) {
  return load_model("itsmflow: 1\nprocess: p\nversion: 1.0.0\nroles: {r: {}}\n" + text).value_or_throw();
}

}  // namespace

TEST_CASE("a way to where a case gets stuck has the fewest steps of people, however much follows them by itself") {
  // Over `far` it takes three steps and two rows, over `near` two steps, an activity of the engine and four rows.
  const auto stuck = model(R"(
objects:
  rfc: {states: [open, closed], final: [closed]}
case: rfc
activities:
  near: {role: r}
  sort: {by: engine}
  file: {by: engine}
  far: {role: r}
  farther: {role: r}
  last: {role: r}
transitions:
  - start -> near
  - start -> far
  - near -> sort
  - sort -> file
  - file -> last
  - far -> farther
  - farther -> last
  - last -> end
)");
  const auto net = compile(stuck);
  const Proof proof = prove(net);
  REQUIRE(proof.troubles.size() == 1);
  std::vector<std::string> people;
  for (const WayStep& step : proof.troubles.front().way)
    if (step.kind == WayStep::Kind::activity && stuck->activities[step.activity].performer == Performer::people)
      people.push_back(stuck->activities[step.activity].id);
  CHECK(people == std::vector<std::string>{"near", "last"});
}

TEST_CASE("so does a way to any other trouble") {
  // Over `near` there is one step of people less, and many more things follow by themselves.
  const std::string head = R"(
objects:
  rfc: {states: [open, closed], final: [closed]}
case: rfc
activities:
  near: {role: r}
  sort: {by: engine}
  file: {by: engine}
  stamp: {by: engine}
  far: {role: r}
  farther: {role: r}
  last: {role: r}
)";
  const std::string rows = R"(
transitions:
  - start -> near
  - start -> far
  - near -> sort
  - sort -> file
  - file -> stamp
  - stamp -> last
  - far -> farther
  - farther -> last
)";
  const auto [kind, text] = GENERATE_COPY(
      std::pair(Trouble::Kind::leftover, head + "  close: {role: r, moves: {rfc: open -> closed}}\n  tell: {role: r}" + rows +
                                             "  - last -> close & tell\n  - close -> end\n  - tell -> end\n"),
      std::pair(Trouble::Kind::circle, head + "  ping: {by: engine}\n  pong: {by: engine}" + rows +
                                           "  - last -> ping\n  - ping -> pong\n  - pong -> ping\n"),
      std::pair(Trouble::Kind::twice, head + "  ping: {by: engine}\n  pong: {by: engine}\n  close: {role: r}" + rows +
                                          "  - last -> ping & pong\n  - ping -> close\n  - pong -> close\n  - close -> end\n"));
  const auto drawn = model(text);
  const Proof proof = prove(compile(drawn));
  REQUIRE_FALSE(proof.troubles.empty());
  CHECK(proof.troubles.front().kind == kind);
  std::vector<std::string> people;
  for (const WayStep& step : proof.troubles.front().way)
    if (step.kind == WayStep::Kind::activity && drawn->activities[step.activity].performer == Performer::people)
      people.push_back(drawn->activities[step.activity].id);
  CHECK(std::find(people.begin(), people.end(), "far") == people.end());
  CHECK(people.front() == "near");
}

TEST_CASE("a join for which one branch never ends is never taken, although the other one arrives") {
  const auto waiting = model(R"(
objects:
  c: {states: [new, split, closed], final: [closed]}
  key: {states: [gone, there]}
case: c
activities:
  split: {role: r, moves: {c: new -> split}}
  one: {by: engine}
  two: {by: engine, needs: {key: there}}
  after: {role: r}
  close: {role: r, moves: {c: split -> closed}}
transitions:
  - start -> split
  - fork: split
    to: {one: always, two: "key.state == 'gone'"}
  - {join: [one, two], to: after, wait: active}
)");
  const auto net = compile(waiting);
  const Proof proof = prove(net);
  REQUIRE(proof.complete);
  REQUIRE(proof.troubles.empty());
  for (std::uint32_t s = 0; s < net->silents.size(); ++s)
    CHECK(proof.taken[s] == (net->silents[s].kind == Net::Silent::Kind::fork));
}

TEST_CASE("what is surely wrong is told although more could be looked at, and only that") {
  // One way leads into a trap at once; behind the other one there is much to do.
  const auto forked = model(R"(
case: c
objects:
  c: {states: [open, closed], final: [closed]}
  key: {states: [gone, there]}
activities:
  trap: {role: r}
  locked: {role: r, needs: {key: there}}
  work: {role: r}
  one: {role: r}
  two: {role: r}
  three: {role: r}
  four: {role: r}
  close: {role: r, moves: {c: open -> closed}}
transitions:
  - start -> trap
  - start -> work
  - trap -> locked
  - work -> one & two & three & four
  - one & two & three & four -> close
  - close -> end
  - locked -> end
)");
  const Proof proof = prove(compile(forked), {.markings = 6, .states = 6});
  CHECK_FALSE(proof.complete);
  REQUIRE(proof.troubles.size() == 1);
  CHECK(proof.troubles.front().kind == Trouble::Kind::stuck);
  REQUIRE(proof.troubles.front().way.size() == 2);
  CHECK(forked->activities[proof.troubles.front().way.back().activity].id == "trap");
}

TEST_CASE("a circle of the engine, work that is left and a case that can't be over are told before all is looked at") {
  const std::string head = R"(
case: c
objects: {c: {states: [open, closed], final: [closed]}}
activities:
  bad: {role: r}
  ping: {ONE}
  pong: {ONE}
  work: {role: r}
  one: {role: r}
  two: {role: r}
  three: {role: r}
  four: {role: r}
  close: {role: r, moves: {c: open -> closed}}
transitions:
  - start -> bad
  - start -> work
  - work -> one & two & three & four
  - one & two & three & four -> close
  - close -> end
)";
  const auto [kind, performer, rows] = GENERATE(table<Trouble::Kind, std::string, std::string>(
      {{Trouble::Kind::circle, "by: engine", "  - bad -> ping\n  - ping -> pong\n  - pong -> ping\n"},
       {Trouble::Kind::lost, "role: r", "  - bad -> ping\n  - ping -> pong\n  - pong -> ping\n"},
       {Trouble::Kind::leftover, "role: r", "  - bad -> close & ping & pong\n  - ping -> end\n  - pong -> end\n"}}));
  std::string text = head + rows;
  for (std::size_t at = text.find("ONE"); at != std::string::npos; at = text.find("ONE")) text.replace(at, 3, performer);
  const auto net = compile(model(text));
  const std::size_t enough = prove(net).states;
  const Proof proof = prove(net, {.markings = enough - 3, .states = enough - 3});
  CHECK_FALSE(proof.complete);
  REQUIRE_FALSE(proof.troubles.empty());
  CHECK(proof.troubles.front().kind == kind);
}

TEST_CASE("what the engine does after a step can be forestalled by what somebody does elsewhere") {
  // If `drop` comes before the engine has filed, `both` still has its token later; after it, the token is gone.
  const auto racing = model(R"(
activities:
  write: {role: r}
  file: {by: engine}
  drop: {role: r, cancels: [both]}
  both: {role: r}
transitions:
  - start -> write & drop
  - write -> file
  - drop & file -> both
  - both -> end
)");
  const Proof proof = prove(compile(racing));
  REQUIRE(proof.complete);
  CHECK(std::any_of(proof.troubles.begin(), proof.troubles.end(),
                    [](const Trouble& trouble) { return trouble.kind == Trouble::Kind::stuck; }));
}

TEST_CASE("a value that is computed from what nobody has given is never computed, even if nothing reads it") {
  const auto computing = model(R"(
objects:
  rfc: {fields: {hours: {type: int}, cost: {type: int}}}
case: rfc
activities:
  bill: {role: r, sets: {rfc.cost: rfc.hours + 2}}
transitions:
  - start -> bill
  - bill -> end
)");
  const Proof proof = prove(compile(computing));
  const bool is_called_sound = proof.complete && proof.troubles.empty();
  CHECK_FALSE(is_called_sound);
}

TEST_CASE("whatever the limit, a proof that came to it says so") {
  const auto forked = model(R"(
objects:
  c: {}
  key: {states: [gone, there]}
case: c
activities:
  one: {role: r}
  two: {role: r}
  never: {role: r, needs: {key: there}}
  close: {role: r}
transitions:
  - start -> one & two
  - one -> close
  - two -> close
  - one & two -> end
)");
  const auto net = compile(forked);
  for (std::size_t most = 1; most < 40; ++most) {
    const Proof proof = prove(net, {.markings = most, .states = most});
    INFO(most);
    CHECK(proof.complete == proof.why_not.empty());
  }
}

TEST_CASE("what somebody does first decides which of two activities the engine does, and one of them leads nowhere") {
  const auto racing = model(R"(
case: o
objects:
  o: {states: [fresh, sorted, lost, kept, done], final: [done]}
  one: {states: [low, high]}
  other: {states: [low, high]}
activities:
  sort: {role: r, moves: {o: fresh -> sorted}}
  raise_one: {role: r, moves: {one: low -> high}}
  raise_other: {role: r, moves: {other: low -> high}, needs: {one: high}}
  lose: {by: engine, moves: {o: sorted -> lost}, needs: {other: high}}
  keep: {by: engine, moves: {o: sorted -> kept}, needs: {one: high}}
  finish: {role: r, moves: {o: kept -> done}}
)");
  const Proof proof = prove(compile(racing));
  REQUIRE(proof.complete);
  REQUIRE_FALSE(proof.troubles.empty());
  CHECK(proof.troubles.front().kind == Trouble::Kind::stuck);
}

TEST_CASE("how a case stands tells all that was given, also what nothing can ask for any more") {
  // After ask.stop nobody looks at c.b again. Which it is needs no deciding, but it isn't missing.
  const auto stopped = model(R"yaml(
case: c
objects:
  c: {states: [open, stopped, done], final: [done], fields: {b: {type: enum, values: [one, two]}}}
activities:
  ask: {role: r, requires: [c.b], results: {go: {}, stop: {moves: {c: open -> stopped}}}}
  note: {role: r}
  shut: {role: r, moves: {c: open -> done}}
transitions:
  - start -> ask
  - ask.go -> note if c.b == 'one'
  - ask.go -> shut otherwise
  - note -> shut
)yaml");
  const Proof proof = prove(compile(stopped));
  REQUIRE(proof.complete);
  REQUIRE(proof.troubles.size() == 1);
  const Standing& at = proof.troubles.front().at;
  REQUIRE(at.data.size() == 1);
  CHECK(at.data.front().first == "c.b");
  CHECK(at.whatever == std::vector<std::string>{"c.b"});
  for (const WayStep& step : proof.troubles.front().way) CHECK(step.given.empty());
}

namespace {

/// A text for each number, with the number in place of '#'.
std::string for_each(std::size_t count, const std::string& text, const std::string& between) {
  std::string found;
  for (std::size_t i = 0; i < count; ++i)
    for (const char c : (i == 0 ? "" : between) + text) c == '#' ? found += std::to_string(i) : found += c;
  return found;
}

/// `begin`, branches side by side, and `close`, which ends the case; `tell` is the engine's.
std::shared_ptr<const Model> side_by_side(const std::string& fields, const std::string& activities, const std::string& rows) {
  return model("case: c\nobjects:\n  c: {states: [open, done], final: [done], fields: {" + fields + "}}\nactivities:\n" +
               activities +
               "  begin: {role: r}\n  tell: {by: engine}\n  close: {role: r, moves: {c: open -> done}}\n"
               "transitions:\n  - start -> begin\n" +
               rows + "  - tell -> close\n  - close -> end\n");
}

}  // namespace

TEST_CASE(
    "branches that have nothing to do with each other are looked at in one order, however they come together and whatever they "
    "decide by") {
  const auto states = [](const std::shared_ptr<const Model>& forked) {
    const Proof proof = prove(compile(forked));
    CHECK(proof.complete);
    CHECK(proof.troubles.empty());
    return proof.states;
  };
  constexpr std::size_t kBranches = 20;
  const std::string all = for_each(kBranches, "a#", " & ");
  const std::string plain = for_each(kBranches, "  a#: {role: r}\n", "");
  SECTION("the engine goes on after the join") {
    CHECK(states(side_by_side("f: string", plain, "  - begin -> " + all + "\n  - " + all + " -> tell\n")) < 100);
  }
  SECTION("the join waits for those that were begun") {
    CHECK(states(side_by_side("f: string", plain,
                              "  - begin -> " + all + "\n  - {join: [" + for_each(kBranches, "a#", ", ") + "], to: tell}\n")) <
          100);
  }
  SECTION("each decides by data of its own") {
    const std::string fields = for_each(kBranches, "f#: {type: enum, values: [low, high]}", ", ");
    const std::string activities = for_each(kBranches, "  a#: {role: r, requires: [c.f#]}\n  b#: {role: r}\n  d#: {role: r}\n", "");
    const std::string rows = for_each(kBranches, "  - a# -> b# if c.f# == 'low'\n  - a# -> d# otherwise\n  - b# -> d#\n", "");
    CHECK(states(side_by_side(fields, activities,
                              "  - begin -> " + all + "\n" + rows + "  - " + for_each(kBranches, "d#", " & ") + " -> tell\n")) <
          250);
  }
}

TEST_CASE("what only a table reads makes a difference, also where several people work on one activity") {
  const auto taken_care_of = [](const std::string& hand_out, const std::string& carry) {
    return prove(compile(model(R"(
case: parcel
objects:
  parcel:
    states: [open, closed]
    final: [closed]
    fields:
      size: [small, large]
      team: [desk, hall]
tables:
  team: {sets: parcel.team, by: parcel.size, rows: {small: desk, large: hall}}
start: {role: r, requires: [parcel.size]}
activities:
  weigh: {role: r, parts: {scales: {}, eye: {}}}
  hand_out: {role: r, moves: {parcel: open -> closed}, when: parcel.team == ")" +
                               hand_out + R"("}
  carry: {role: r, moves: {parcel: open -> closed}, when: parcel.team == ")" +
                               carry + R"("}
transitions:
  - start -> weigh
  - weigh -> hand_out
  - weigh -> carry
  - hand_out -> end
  - carry -> end
)")));
  };
  const Proof sound = taken_care_of("desk", "hall");
  CHECK(sound.complete);
  CHECK(sound.troubles.empty());
  CHECK_FALSE(taken_care_of("hall", "hall").troubles.empty());  // a small one gets stuck
  CHECK_FALSE(taken_care_of("desk", "desk").troubles.empty());  // a large one does
}
