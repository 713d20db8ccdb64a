// Messages that come before anybody waits for them, and are kept until somebody does.

#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

#include <string>
#include <vector>

#include "catch.hpp"

namespace itsmflow {
namespace {

using Lines = std::vector<std::string>;

/// "deadlock: MESSAGE | STEP | STEP", and of what is undecided what wasn't looked at.
Lines found_in(const std::string& activities_and_rows, const std::string& states = "new, sent, closed") {
  const std::string head =
      "itsmflow: 1\nprocess: order\nversion: 1.0.0\ncase: order\nroles: {buyer: Buyer}\n"
      "objects: {order: {states: [" +
      states +
      "], final: [closed], fields: {serial: string, price: int, note: text}}}\nstart: {role: buyer, requires: [order.serial]}\n";
  Lines lines;
  for (const Diagnostic& one : verify(load_model(head + activities_and_rows, "model.yaml").value_or_throw())) {
    std::string line = one.rule + ": " + (one.rule == "undecided" ? one.label : one.message);
    for (const Diagnostic::Step& step : one.trace) line += " | " + step.message;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("a case that waits for messages can be over whether they come early or not") {
  SECTION("by states") {
    CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear: {waits_for: {message: confirmation}, moves: {order: sent -> closed}}
)") == Lines{});
  }
  SECTION("by rows, with a time") {
    CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear: {waits_for: {message: confirmation}, results: {heard: {}, late: {after: 2 days}}}
  ask_again: {role: buyer}
  close: {role: buyer, moves: {order: sent -> closed}}
transitions:
  - start -> send
  - send -> hear
  - hear.heard -> close
  - hear.late -> ask_again
  - ask_again -> hear
  - close -> end
)") == Lines{});
  }
}

TEST_CASE("of two ways as long the one is told on which messages come when they are waited for") {
  CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear: {waits_for: {message: confirmation}, moves: {order: sent -> heard}}
  close: {role: buyer, moves: {order: sent -> closed}}
)",
                 "new, sent, heard, closed")
            .front()
            .find(" | send | the message 'confirmation' comes | ") != std::string::npos);
}

TEST_CASE("a dead end that is reached only if a message comes early is told, with the message") {
  // The engine prepares at once whatever is sent, unless the message is there already.
  CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear:
    waits_for: {message: confirmation}
    results:
      soon: {when: order.state == 'sent', moves: {order: sent -> early}}
      well: {moves: {order: prepared -> closed}}
  prepare: {by: engine, moves: {order: sent -> prepared}}
)",
                 "new, sent, prepared, early, closed") ==
        Lines{"deadlock: a case can get stuck: nothing leads on from 'early' | the message 'confirmation' comes | send | "
              "no activity is possible, and order is 'early', not final"});
}

TEST_CASE("messages that only together lead to a dead end are both told") {
  CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  first: {waits_for: {message: offer}, moves: {order: sent -> half}}
  second: {waits_for: {message: price}, moves: {order: half -> early}}
  prepare: {by: engine, moves: {order: sent | half -> prepared}}
  close: {role: buyer, moves: {order: prepared -> closed}}
)",
                 "new, sent, half, prepared, early, closed") ==
        Lines{"deadlock: a case can get stuck: nothing leads on from 'early' | the message 'offer' comes | the message 'price' "
              "comes | send | no activity is possible, and order is 'early', not final"});
}

TEST_CASE("a message that somebody waits for is taken, and none of its kind is kept") {
  const std::string rest = R"(
  send: {role: buyer, moves: {order: new -> sent}}
  trap: {waits_for: {message: bell}, moves: {order: sent -> early}}
  prepare: {by: engine, moves: {order: sent -> prepared}}
  close: {role: buyer, moves: {order: prepared -> closed}}
)";
  const std::string states = "new, sent, prepared, early, closed";
  const std::string hear = "  hear: {waits_for: {message: bell}, moves: {order: new -> closed}}";
  SECTION("where it is waited for before, what could be done with an early one can't happen") {
    CHECK(found_in("activities:\n" + hear + rest, states) == Lines{"dead-activity: no case ever comes to 'trap'"});
  }
  SECTION("where it isn't, it can") {
    const Lines found = found_in("activities:" + rest, states);
    REQUIRE(found.size() == 1);
    CHECK(found.front().starts_with("deadlock: a case can get stuck: nothing leads on from 'early' | the message 'bell' comes"));
  }
}

TEST_CASE("of activities that wait one after the other within a step, the first takes a message that came early") {
  // `later` waits only after `sooner` has been there in vain.
  CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  sooner: {waits_for: {message: bell}, moves: {order: sent -> good}}
  go_on: {by: engine, moves: {order: sent -> half}}
  later: {waits_for: {message: bell}, moves: {order: half -> early}}
  prepare: {by: engine, moves: {order: half -> good}}
  close: {role: buyer, moves: {order: good -> closed}}
)",
                 "new, sent, half, good, early, closed") == Lines{"dead-activity: no case ever comes to 'later'"});
}

TEST_CASE("an end that needs a message to come early is no way out, and no certain fault either") {
  CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear: {waits_for: {message: confirmation}, moves: {order: sent -> closed}}
  prepare: {by: engine, moves: {order: sent -> prepared}}
  take_back: {role: buyer, moves: {order: prepared -> new}}
)",
                 "new, sent, prepared, closed") ==
        Lines{"undecided: not looked at: whether messages come before anybody waits for them"});
}

TEST_CASE("a message that leads to where somebody still waits is found") {
  CHECK(found_in(R"(
activities:
  ask: {role: buyer}
  hear: {waits_for: {message: reply}}
  make: {role: buyer, moves: {order: new -> closed}}
transitions:
  - start -> ask & hear
  - ask -> make
  - hear -> make
  - make -> end
)",
                 "new, closed") == Lines{"multi-merge: 'make' can be waiting twice at once | ask | the message 'reply' comes | "
                                         "'make' is reached a second time"});
}

TEST_CASE("messages that are taken again and again within one step are looked at") {
  CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear: {waits_for: {message: news}, needs: {order: sent}}
  close: {role: buyer, moves: {order: sent -> closed}}
)") == Lines{});
}

TEST_CASE("numbers given again and again, while messages come, are of no more kinds than what they are compared with tells apart") {
  const std::string head =
      "itsmflow: 1\nprocess: outage\nversion: 1.0.0\ncase: incident\nroles: {agent: Agent}\nobjects:\n  incident: {states: [new, "
      "open, "
      "closed], final: [closed], fields: {users: int, hours: int}}\n";
  const std::string activities = R"(
activities:
  log: {role: agent, moves: {incident: new -> open}, requires: [incident.users]}
  hear: {waits_for: {message: customer_replied}, needs: {incident: open}}
  work: {role: agent, needs: {incident: open}, requires: [incident.users, incident.hours]}
  close: {role: agent, moves: {incident: open -> closed}}
)";
  const auto rows = [](const std::string& again, const std::string& enough) {
    return "transitions:\n  - start -> log\n  - log -> hear\n  - hear -> work\n  - work -> hear if " + again +
           "\n  - work -> close if " + enough + "\n  - close -> end\n";
  };
  const auto labels = [](const std::string& text) {
    Lines lines;
    for (const Diagnostic& one : verify(load_model(text, "model.yaml").value_or_throw()))
      lines.push_back(one.rule + ": " + one.label);
    return lines;
  };
  CHECK(labels(head + activities + rows("incident.users > 100", "incident.users <= 100")) == Lines{});
  CHECK(labels(head + activities + rows("incident.users > 100", "incident.users < 100")) == Lines{"deadlock: "});
  CHECK(labels(head + activities + rows("incident.users > incident.hours", "incident.users <= incident.hours")) ==
        Lines{"undecided: not looked at: fields that are compared with each other"});
}

TEST_CASE("a message that names its case can come where the case has what it names") {
  const std::string hear =
      "  hear: {waits_for: {message: reply, about: message.serial == order.serial}, moves: {order: sent -> closed}}\n";
  CHECK(found_in("activities:\n  send: {role: buyer, moves: {order: new -> sent}}\n" + hear) == Lines{});
  // Nothing is equal to what was taken back.
  const Lines lines = found_in("activities:\n  send: {role: buyer, asks: [order.serial], moves: {order: new -> sent}}\n" + hear);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().starts_with("deadlock: "));
  CHECK(found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear: {waits_for: {message: reply, about: message.order == case.id}, moves: {order: sent -> closed}}
)") == Lines{});
}

TEST_CASE("of what a message says each answer is tried that is written out, and another one") {
  const auto answered = [](const std::string& results, const std::string& states = "new, sent, full, closed") {
    return found_in(
        "activities:\n  send: {role: buyer, moves: {order: new -> sent}}\n  hear: {waits_for: {message: reply}, results: {" +
            results + "}}\n  close: {role: buyer, moves: {order: full -> closed}}\n",
        states);
  };
  const std::string good = "good: {when: message.answer == 'yes', moves: {order: sent -> full}}";
  CHECK(answered(good) == Lines{});
  CHECK(answered(good + ", bad: {when: \"message.answer in ['no', 'never']\", moves: {order: sent -> new}}") == Lines{});
  for (const char* const guard : {"message.answer == 'never'", "message.answer != 'yes'", "message.price > 100", "!message.full",
                                  "message.price > 1.5 && message.price < 1.75"}) {
    INFO(guard);
    const Lines lines =
        answered(good + ", bad: {when: \"" + guard + "\", moves: {order: sent -> lost}}", "new, sent, full, lost, closed");
    REQUIRE(lines.size() == 1);
    CHECK(lines.front().starts_with("deadlock: "));
  }
}

TEST_CASE("what a message brings into a field counts as if somebody gave it") {
  const auto priced = [](const std::string& guards) {
    return found_in(R"(
activities:
  send: {role: buyer, moves: {order: new -> sent}}
  hear: {waits_for: {message: reply}, sets: {order.price: message.price, order.note: message.note}}
  sign: {role: buyer}
  close: {role: buyer, moves: {order: sent -> closed}}
transitions:
  - start -> send
  - send -> hear
  - hear -> sign if order.price > 100
  - hear -> close )" +
                    guards + "\n  - sign -> close\n  - close -> end\n");
  };
  CHECK(priced("otherwise") == Lines{});
  CHECK(priced("if order.price <= 100") == Lines{});
  const Lines lines = priced("if order.price < 100");
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().starts_with("deadlock: "));
  CHECK(lines.front().find("order.price") != std::string::npos);
}

TEST_CASE("what a message brings is not decided where it is reckoned with or may be missing") {
  for (const char* const guard :
       {"has(message.price)", "message.price * 2 > 10", "message.price == message.old", "message.item.price > 5",
        "size(message) > 1", "message.name > 'm'", "!(message.serial == order.serial)"}) {
    INFO(guard);
    // Other values of the message, of which it is decided, aren't named.
    CHECK(found_in("activities:\n  send: {role: buyer, moves: {order: new -> sent}}\n  hear: {waits_for: {message: reply, about: "
                   "message.order == order.serial}, "
                   "results: {full: "
                   "{when: \"" +
                   std::string(guard) + "\", moves: {order: sent -> closed}}, empty: {moves: {order: sent -> new}}}}\n") ==
          Lines{"undecided: not looked at: what `" + std::string(guard) + "` makes of all values there could be"});
  }
}

}  // namespace itsmflow
