#include "nets.hpp"

#include "../catch.hpp"

using namespace itsmflow;
using Lines = std::vector<std::string>;

TEST_CASE("a choice that is joined as if both were taken gets stuck") {
  // Lines 3 to 6 are the places, 7 to 9 the transitions.
  const PnmlText net{{"new*", "a", "b", "done"},
                     {"take_a", "take_b", "join"},
                     {"new > take_a", "new > take_b", "take_a > a", "take_b > b", "a > join", "b > join", "join > done"},
                     {}};
  const Diagnostics found = check_pnml(net.source());
  CHECK(lines_of(found) == Lines{"4:12 error deadlock: a case can get stuck with a token in 'a'",
                                 "5:12 error deadlock: a case can get stuck with a token in 'b'",
                                 "9:17 error dead-activity: the transition 'join' can never fire"});
  CHECK(found[0].label == "'join' needs a token in 'b' too");
  CHECK(trace_of(found[0]) == Lines{"'take_a'", "only 'a' has a token, and no transition can fire"});
}

TEST_CASE("branches that merge without waiting put a second token") {
  const PnmlText net{
      {"new*", "a", "b", "c", "done"},
      {"fork", "do_a", "do_b", "close"},
      {"new > fork", "fork > a", "fork > b", "a > do_a", "b > do_b", "do_a > c", "do_b > c", "c > close", "close > done"},
      {}};
  const Diagnostics found = check_pnml(net.source());
  CHECK(lines_of(found) == Lines{"6:12 error multi-merge: the place 'c' can get a second token"});
  CHECK(trace_of(found[0]) == Lines{"'fork'", "'do_a'", "'do_b'", "'c' has a token already and gets a second one"});
}

TEST_CASE("an end that doesn't wait for all branches leaves work over") {
  const PnmlText net{{"new*", "a", "b", "done"},
                     {"fork", "do_a", "do_b"},
                     {"new > fork", "fork > a", "fork > b", "a > do_a", "do_a > done", "b > do_b", "do_b > done"},
                     {}};
  const Diagnostics found = check_pnml(net.source());
  CHECK(lines_of(found) == Lines{"5:12 error leftover-work: a case can reach its end while 'b' still has a token"});
  CHECK(trace_of(found[0]) == Lines{"'fork'", "'do_a'", "'done' has a token, and so has 'b'"});
  REQUIRE(found[0].related.size() == 1);
  CHECK(found[0].related[0].span.line == 6);
}

TEST_CASE("a circle without a way out is a livelock") {
  const PnmlText net{
      {"new*", "a", "b", "done"},
      {"finish", "lose_it", "ask", "answer"},
      {"new > finish", "finish > done", "new > lose_it", "lose_it > a", "a > ask", "ask > b", "b > answer", "answer > a"},
      {}};
  const Diagnostics found = check_pnml(net.source());
  CHECK(lines_of(found) ==
        Lines{"8:17 error livelock: after 'lose_it' a case can go on for ever, and no final marking can be reached"});
  CHECK(trace_of(found[0]) == Lines{"'lose_it'", "'a' has a token, and whatever follows, no final marking is reached"});
}

TEST_CASE("a token that vanishes is a case that comes to nothing") {
  const PnmlText net{{"new*", "done"}, {"close", "forget"}, {"new > close", "close > done", "new > forget"}, {}};
  CHECK(lines_of(check_pnml(net.source())) ==
        Lines{"6:17 error deadlock: after 'forget' no place may have a token any more, and no case ends so"});
}

TEST_CASE("a marking that isn't among the final ones is a deadlock although no arc leads on") {
  const PnmlText net{
      {"new*", "done", "lost"}, {"close", "lose"}, {"new > close", "close > done", "new > lose", "lose > lost"}, {{"done"}}};
  const Diagnostics found = check_pnml(net.source());
  CHECK(lines_of(found) == Lines{"5:12 error deadlock: a case can get stuck with a token in 'lost'"});
  CHECK(found[0].label == "no arc leads on from here");
}

TEST_CASE("several final markings are all good ends, and of several places only together") {
  const std::vector<std::string> arcs{"new > yes", "yes > agreed", "yes > told", "new > no", "no > refused"};
  const PnmlText net{{"new*", "agreed", "told", "refused"}, {"yes", "no"}, arcs, {{"agreed", "told"}, {"refused"}}};
  CHECK(check_pnml(net.source()).empty());
  const PnmlText one{{"new*", "agreed", "told", "refused"}, {"yes", "no"}, arcs, {{"agreed"}, {"refused"}}};
  CHECK(lines_of(check_pnml(one.source())) ==
        Lines{"5:12 error leftover-work: a case can reach its end while 'told' still has a token"});
}

TEST_CASE("names are used in messages, with the id where others have the same") {
  const std::string text =
      "<pnml><net id=\"n\"><place id=\"p\"><initialMarking><text>1</text></initialMarking></place><place id=\"q\"/>\n"
      "<transition id=\"t1\"><name><text>hand\n out</text></name></transition>\n<transition id=\"t2\"><name><text>hand "
      "out</text></name>"
      "</transition>\n<place id=\"r\"/><arc source=\"p\" target=\"t1\"/><arc source=\"t1\" target=\"q\"/>"
      "<arc source=\"r\" target=\"t2\"/><arc source=\"t2\" target=\"q\"/></net></pnml>";
  CHECK(lines_of(check_pnml({"n.pnml", text})) == Lines{"4:17 error dead-activity: the transition 'hand out' (t2) can never fire"});
}

TEST_CASE("more markings than the limit are undecided, a warning") {
  PnmlText net;
  for (const std::string i : {"0", "1", "2", "3", "4", "5", "6", "7"}) {
    net.places.insert(net.places.end(), {"a" + i + "*", "b" + i, "c" + i});
    net.transitions.insert(net.transitions.end(), {"left" + i, "right" + i, "on" + i});
    for (const std::string arc : {"a# > left#", "left# > c#", "a# > right#", "right# > b#", "b# > on#", "on# > c#"}) {
      std::string text = arc;
      for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#')) text.replace(at, 1, i);
      net.arcs.push_back(text);
    }
    if (net.finals.empty()) net.finals.emplace_back();
    net.finals[0].push_back("c" + i);
  }
  CHECK(check_pnml(net.source()).empty());
  const Lines lines = lines_of(check_pnml(net.source(), {.max_states = 5}));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] == "2:2 warning undecided: it isn't decided whether the net is sound: there are more than 5 markings");
}

TEST_CASE("nets that were discovered in event logs are sound, as those who discovered them say") {
  for (const std::string& net : discovered_nets()) {
    INFO(net);
    CHECK(lines_of(check_pnml_file(net)).empty());
  }
}
