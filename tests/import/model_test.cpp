#include "nets.hpp"
#include "weak_language.hpp"

#include "../catch.hpp"
#include "import/behaviour.hpp"
#include "import/ids.hpp"
#include "net/net.hpp"
#include "verify/state_space.hpp"
#include "verify/unfold.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/model.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

using namespace itsmflow;
using Lines = std::vector<std::string>;

namespace {

constexpr std::size_t kMost = 100'000;

/// The net as its file has it. An onlooker sees every transition that isn't silent, or that a person has to do in the model.
LabelledNet net_of(const pnml::Net& net, const Model& model) {
  LabelledNet labelled{net.petri, {}, {}};
  pnml::Ids ids;
  for (const pnml::Node& transition : net.transitions) {
    const std::string id = ids.make(transition.name, "activity");
    const auto activity =
        std::find_if(model.activities.begin(), model.activities.end(), [&](const Activity& a) { return a.id == id; });
    REQUIRE(activity != model.activities.end());
    const bool seen = activity->performer != Performer::engine;
    CHECK((seen || transition.is_silent));
    labelled.labels.push_back(seen ? std::optional(id) : std::nullopt);
  }
  labelled.is_over = [finals = net.finals, places = net.petri.places](Marking marking) {
    return std::any_of(finals.begin(), finals.end(), [&](const auto& end) {
      for (std::uint32_t p = 0; p < places; ++p)
        if (marking.test(p) != (std::find(end.begin(), end.end(), p) != end.end())) return false;
      return true;
    });
  };
  return labelled;
}

LabelledNet net_of(const Model& model, const UnfoldedNet& unfolded) {
  LabelledNet labelled{unfolded.net, {}, [over = unfolded.over](Marking marking) { return marking.test(over); }};
  for (const UnfoldedStep& step : unfolded.steps) {
    const bool seen = step.kind == UnfoldedStep::Kind::activity && model.activities[step.activity].performer != Performer::engine;
    labelled.labels.push_back(seen ? std::optional(model.activities[step.activity].id) : std::nullopt);
  }
  return labelled;
}

bool is_sound(const UnfoldedNet& unfolded) {
  const StateSpace space(unfolded.net, StateSpace::Look::all, kMost);
  REQUIRE(space.is_complete());
  for (std::uint32_t t = 0; t < unfolded.steps.size(); ++t)
    if (unfolded.steps[t].kind == UnfoldedStep::Kind::activity && !space.was_fired(t)) return false;
  return !space.contact() && !space.circle() && space.hopeless([&](Marking m) { return m.test(unfolded.over); }).empty();
}

enum class Fate { refused, sound, unsound };

/// Imports a net, and holds the model against it.
Fate compare(const SourceText& source) {
  Loaded<std::string> imported = import_pnml(source);
  if (!imported) return Fate::refused;
  const std::string text = imported.value_or_throw();
  INFO(source.text);
  INFO(text);
  auto loaded = load_model(text, "imported.yaml");
  CHECK(lines_of(loaded.diagnostics()) == Lines{});
  const auto model = loaded.value_or_throw();
  Diagnostics found;
  const auto net = pnml::read(std::make_shared<const SourceText>(source), found);
  REQUIRE(net);
  const UnfoldedNet unfolded = unfold(*compile(model));
  CHECK(unfolded.left_out.empty());
  CHECK(difference(net_of(*net, *model), net_of(*model, unfolded), kMost) == "");
  const bool sound = imported.diagnostics().empty();
  CHECK(is_sound(unfolded) == sound);
  return sound ? Fate::sound : Fate::unsound;
}

/// Grows a net from one transition by rules that keep it sound; with `faults`, then moves an arc or two.
PnmlText random_net(std::mt19937& random, std::size_t growth, std::size_t faults) {
  const auto below = [&](std::size_t n) { return random() % n; };
  PnmlText net{{"i*", "o"}, {"t0"}, {"i > t0", "t0 > o"}, {}};
  const auto place = [&] {
    net.places.push_back("p" + std::to_string(net.places.size()));
    return net.places.back();
  };
  std::vector<std::string> names{"t0"};
  const auto transition = [&] {
    names.push_back("t" + std::to_string(names.size()));
    return names.back();
  };
  const auto move = [&](const std::string& from, const std::string& to, bool source) {
    for (std::string& arc : net.arcs) {
      const std::size_t at = arc.find(" > ");
      if (source && arc.substr(0, at) == from) arc = to + arc.substr(at);
    }
  };
  for (std::size_t i = 0; i < growth; ++i) {
    const std::string t = names[below(names.size())];
    switch (below(4)) {
      case 0: {  // something after it
        const std::string p = place();
        const std::string u = transition();
        move(t, u, true);
        net.arcs.insert(net.arcs.end(), {t + " > " + p, p + " > " + u});
        break;
      }
      case 1: {  // another instead of it
        const std::string u = transition();
        for (const std::string& arc : std::vector(net.arcs)) {
          if (arc.starts_with(t + " > ")) net.arcs.push_back(u + arc.substr(t.size()));
          if (arc.ends_with(" > " + t)) net.arcs.push_back(arc.substr(0, arc.size() - t.size()) + u);
        }
        break;
      }
      case 2: {  // two side by side after it, joined
        const std::string join = transition();
        move(t, join, true);
        for (int branch = 0; branch < 2; ++branch) {
          const std::string before = place();
          const std::string u = transition();
          const std::string after = place();
          net.arcs.insert(net.arcs.end(), {t + " > " + before, before + " > " + u, u + " > " + after, after + " > " + join});
        }
        break;
      }
      default: {  // a way back to a place after it
        const std::string p = place();
        const std::string u = transition();
        const std::string again = transition();
        move(t, u, true);
        net.arcs.insert(net.arcs.end(), {t + " > " + p, p + " > " + u, p + " > " + again, again + " > " + p});
      }
    }
  }
  for (std::size_t i = 0; i < faults; ++i) {
    std::string& arc = net.arcs[below(net.arcs.size())];
    const std::size_t at = arc.find(" > ");
    std::string other = net.places[below(net.places.size())];
    if (other.ends_with('*')) other.pop_back();
    const bool from_transition = arc.front() == 't';
    const std::string moved = from_transition ? arc.substr(0, at + 3) + other : other + arc.substr(at);
    if (std::find(net.arcs.begin(), net.arcs.end(), moved) == net.arcs.end()) arc = moved;
  }
  net.finals = {{"o"}};
  net.transitions.clear();
  for (const std::string& name : names) net.transitions.push_back(name + (below(3) == 0 ? "~" : ""));
  return net;
}

}  // namespace

TEST_CASE("a net becomes rows between its transitions") {
  const PnmlText net{{"new*", "a", "b", "a_done", "b_done", "decided", "done"},
                     {"register", "assess", "price", "decide", "again", "close"},
                     {"new > register", "register > a", "register > b", "a > assess", "b > price", "assess > a_done",
                      "price > b_done", "a_done > decide", "b_done > decide", "decide > decided", "decided > again", "again > a",
                      "again > b", "decided > close", "close > done"},
                     {}};
  CHECK(import_pnml(net.source(), {.process = "approval", .limits = {}}).value_or_throw() ==
        R"(# Made from a net by `itsmflow import`. Who does what isn't in a net: put your own roles in place of `performer`.
itsmflow: 1
process: approval
title: "net"
version: 1.0.0

roles:
  performer: Performer

activities:
  register: {role: performer}
  assess: {role: performer}
  price: {role: performer}
  decide: {role: performer}
  again: {role: performer}
  close: {role: performer}

transitions:
  - start -> register
  - register -> assess & price
  - assess & price -> decide
  - decide -> again
  - decide -> close
  - again -> assess & price
  - close -> end
)");
}

TEST_CASE("a choice after a fork, and a join of what can come from several, get an activity of the engine") {
  const PnmlText net{{"new*", "a", "b", "c", "done"},
                     {"fork", "left", "right", "straight", "join"},
                     {"new > fork", "fork > a", "fork > b", "a > left", "a > right", "left > c", "right > c", "b > straight",
                      "straight > d", "c > join", "d > join", "join > done"},
                     {}};
  PnmlText whole = net;
  whole.places.insert(whole.places.begin() + 4, "d");
  const std::string text = import_pnml(whole.source()).value_or_throw();
  CHECK(text.substr(text.find("activities:")) == R"(activities:
  fork: {role: performer}
  at_a: {by: engine}  # the place a
  straight: {role: performer}
  left: {role: performer}
  right: {role: performer}
  join: {role: performer}
  at_c: {by: engine}  # the place c

transitions:
  - start -> fork
  - fork -> at_a & straight
  - at_a -> left
  - at_a -> right
  - at_c & straight -> join
  - left -> at_c
  - right -> at_c
  - join -> end
)");
  CHECK(compare(whole.source()) == Fate::sound);
}

TEST_CASE("what happens unseen is done by the engine, unless somebody could do something else instead") {
  const PnmlText net{{"new*", "a", "b", "done"},
                     {"open", "skip~", "work", "finish~"},
                     {"new > open", "open > a", "a > skip", "skip > b", "a > work", "work > b", "b > finish", "finish > done"},
                     {}};
  const std::string text = import_pnml(net.source()).value_or_throw();
  CHECK(text.find("  skip: {role: performer}  # silent in the net; here somebody says so\n") != std::string::npos);
  CHECK(text.find("  finish: {by: engine}\n") != std::string::npos);
  CHECK(compare(net.source()) == Fate::sound);
}

TEST_CASE("names become ids, and stay as titles") {
  const std::string text = R"(<pnml><net id="n"><name><text>Request: "laptop"</text></name>
<place id="p"><initialMarking><text>1</text></initialMarking></place><place id="q"/><place id="r"/><place id="s"/><place id="o"/>
<transition id="t1"><name><text>Check it (twice)</text></name></transition><transition id="t2"><name><text>check it twice</text></name></transition>
<transition id="t3"><name><text>end</text></name></transition><transition id="t4"><name><text>検査 #1 \ done</text></name></transition>
<arc source="p" target="t1"/><arc source="t1" target="q"/><arc source="q" target="t2"/><arc source="t2" target="r"/>
<arc source="r" target="t3"/><arc source="t3" target="s"/><arc source="s" target="t4"/><arc source="t4" target="o"/></net></pnml>)";
  const std::string model = import_pnml({"n.pnml", text}).value_or_throw();
  CHECK(model.find("process: request-laptop\ntitle: \"Request: \\\"laptop\\\"\"\n") != std::string::npos);
  CHECK(model.find("  check_it_twice: {title: \"Check it (twice)\", role: performer}\n") != std::string::npos);
  CHECK(model.find("  check_it_twice_2: {title: check it twice, role: performer}\n") != std::string::npos);
  CHECK(model.find("  do_end: {title: \"end\", role: performer}\n") != std::string::npos);
  CHECK(model.find("{title: \"検査 #1 \\\\ done\", role: performer}\n") != std::string::npos);
  const auto loaded = load_model(model).value_or_throw();
  CHECK(loaded->wording.title == "Request: \"laptop\"");
  CHECK(loaded->activities[3].wording.title == "検査 #1 \\ done");
}

TEST_CASE("a process is named by whoever imports, or after the net, or after its file") {
  const PnmlText net{{"i*", "o"}, {"t"}, {"i > t", "t > o"}, {}};
  const auto process_of = [](const SourceText& source, const std::string& name) {
    return load_model(import_pnml(source, {.process = name, .limits = {}}).value_or_throw()).value_or_throw()->process;
  };
  CHECK(process_of(net.source(), "normal-change") == "normal-change");
  CHECK(process_of(net.source(), "") == "net");
  std::string unnamed = net.text();
  unnamed.replace(unnamed.find("id=\"net\""), 8, "id=\"12\"");
  CHECK(process_of({"some/Normal Change.pnml", unnamed}, "") == "normal-change");
  CHECK(process_of({"7.pnml", unnamed}, "") == "imported-process");
  CHECK_THROWS_AS(import_pnml(net.source(), {.process = "Normal Change", .limits = {}}), UsageError);
}

TEST_CASE("what no row can say is refused with the place") {
  const auto refusal = [](const PnmlText& net) { return lines_of(import_pnml(net.source()).diagnostics()); };
  CHECK(refusal({{"home*", "away"}, {"go", "come"}, {"home > go", "go > away", "away > come", "come > home"}, {{"home"}}}) ==
        Lines{"3:12 error not-expressible: a case may end in the place 'home', and may also go on from it; no row can say both"});
  CHECK(refusal({{"i*", "lost", "o"}, {"t", "u"}, {"i > t", "t > o", "i > u", "u > lost"}, {{"o"}}}) ==
        Lines{"4:12 warning deadlock: a case can get stuck with a token in 'lost'",
              "4:12 error not-expressible: no arc leads on from the place 'lost', and no case ends there; a model can't keep a "
              "token for "
              "nobody"});
  CHECK(refusal({{"i*", "never", "o"}, {"t", "u"}, {"i > t", "t > o", "never > u", "u > o"}, {}}) ==
        Lines{"4:12 error not-expressible: no token ever comes to the place 'never'",
              "7:17 warning dead-activity: the transition 'u' can never fire"});
  CHECK(refusal({{"i*", "a", "b", "o"}, {"t", "u", "v"}, {"i > t", "t > a", "t > b", "a > u", "b > v", "u > o", "v > o"}, {}}) ==
        Lines{"5:12 error leftover-work: a case can reach its end while 'b' still has a token"});
  CHECK(refusal({{"i*", "a", "b"}, {"t", "u"}, {"i > t", "t > a", "t > b", "i > u", "u > a"}, {{"a", "b"}}}) ==
        Lines{"4:12 error not-expressible: here a case is over in a model, which ends when all its branches have, and is stuck in "
              "the net"});
}

TEST_CASE("a net that gets stuck becomes a model that gets stuck in the same way, with a warning") {
  const PnmlText net{{"new*", "a", "b", "done"},
                     {"take_a", "take_b", "join"},
                     {"new > take_a", "new > take_b", "take_a > a", "take_b > b", "a > join", "b > join", "join > done"},
                     {}};
  CHECK(compare(net.source()) == Fate::unsound);
}

TEST_CASE("several places with a token at first are a fork of the start") {
  const PnmlText net{{"a*", "b*", "c", "d", "o"},
                     {"t", "u", "v", "join"},
                     {"a > t", "t > c", "a > v", "v > c", "b > u", "u > d", "c > join", "d > join", "join > o"},
                     {}};
  CHECK(compare(net.source()) == Fate::sound);
}

TEST_CASE("branches may end each by itself") {
  const PnmlText net{
      {"i*", "a", "b", "x", "y"}, {"t", "u", "v"}, {"i > t", "t > a", "t > b", "a > u", "b > v", "u > x", "v > y"}, {{"x", "y"}}};
  CHECK(compare(net.source()) == Fate::sound);
}

TEST_CASE("joins that compete for their tokens, and a token that is only looked at, come over") {
  CHECK(compare(PnmlText{
            {"i*", "p", "q", "a", "b", "o"},
            {"fork", "x", "y", "join_x", "join_y"},
            {"i > fork", "fork > p", "fork > q", "p > x", "x > a", "q > y", "y > b", "a > join_x", "b > join_x", "a > join_y",
             "b > join_y", "join_x > o", "join_y > o"},
            {}}.source()) == Fate::sound);
  CHECK(compare(PnmlText{
            {"i*", "p", "key", "q", "o"},
            {"open", "use", "close"},
            {"i > open", "open > p", "open > key", "p > use", "key > use", "use > key", "use > q", "q > close", "key > close",
             "close > o"},
            {}}.source()) == Fate::sound);
}

TEST_CASE("a circle that nobody sees doesn't keep people from what is beside it") {
  const PnmlText net{{"i*", "a", "b", "c", "d", "never", "o"},
                     {"fork", "round~", "back~", "work", "join"},
                     {"i > fork", "fork > a", "fork > c", "a > round", "round > b", "b > back", "back > a", "c > work", "work > d",
                      "d > join", "never > join", "join > o", "join > never"},
                     {{"o"}}};
  CHECK(compare(net.source()) == Fate::unsound);
}

TEST_CASE("random nets that can be imported behave in the model as in the net") {
  std::mt19937 random(15909);
  std::size_t fates[3] = {};
  for (int round = 0; round < 2000; ++round) {
    INFO("round " << round);
    const PnmlText net = random_net(random, 1 + random() % 9, random() % 4);
    ++fates[static_cast<std::size_t>(compare(net.source()))];
  }
  CHECK(fates[0] > 20);
  CHECK(fates[1] > 100);
  CHECK(fates[2] > 20);
}

TEST_CASE("nets that were discovered in event logs become models that behave as they do") {
  for (const std::string& net : discovered_nets()) {
    std::ifstream file(net);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    CHECK(compare({net, text}) == Fate::sound);
  }
}
