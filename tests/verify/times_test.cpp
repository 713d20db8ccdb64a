// Models in which several times run at once: cases are followed step by step, and any of the times may come first.

#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"

namespace itsmflow {
namespace {

using Lines = std::vector<std::string>;

/// "deadlock: MESSAGE", and of what is undecided what wasn't looked at.
Lines found_in(const std::string& activities_and_rows, const std::string& states = "open, held, closed") {
  const std::string head =
      "itsmflow: 1\nprocess: ticket\nversion: 1.0.0\ncase: ticket\nroles: {desk: Service desk, manager: Manager}\n"
      "objects: {ticket: {states: [" +
      states + "], final: [closed]}}\n";
  Lines lines;
  for (const Diagnostic& one : verify(load_model(head + activities_and_rows, "model.yaml").value_or_throw()))
    lines.push_back(one.rule + ": " + (one.rule == "undecided" ? one.label : one.message));
  return lines;
}

const Lines kUndecided{"undecided: not looked at: which of several times comes first"};

}  // namespace

TEST_CASE("a case that can be over whichever of several times comes first is proved") {
  SECTION("two times of one activity") {
    CHECK(found_in(R"(
activities:
  answer:
    role: desk
    results: {answered: {}, late: {after: 4 hours}, forgotten: {after: 5 days}}
  take_over: {role: manager}
  apologise: {role: manager}
  close: {role: desk, moves: {ticket: open -> closed}}
transitions:
  - start -> answer
  - answer.answered -> close
  - answer.late -> take_over
  - answer.forgotten -> apologise
  - take_over -> close
  - apologise -> close
  - close -> end
)",
                   "open, closed") == Lines{});
  }
  SECTION("times of branches that are both under way, and of a service that is called again") {
    CHECK(found_in(R"(
activities:
  look: {role: desk}
  answer: {role: desk, results: {answered: {}, late: {after: 4 hours}}}
  mend: {role: desk, results: {mended: {}, late: {after: 2 days}}}
  scan: {service: scan, retry: {times: 2, wait: 10 minutes}, results: {done: {}, failed: {}}}
  close: {role: desk, moves: {ticket: open -> closed}}
transitions:
  - start -> look
  - look -> answer & mend & scan
  - answer & mend & scan -> close
  - close -> end
)",
                   "open, closed") == Lines{});
  }
  SECTION("a time that has come and is held up until a guard holds") {
    CHECK(found_in(R"(
activities:
  hold: {role: desk, moves: {ticket: open -> held}}
  answer: {role: desk, results: {answered: {}, late: {after: 4 hours, when: ticket.state == 'held'}}}
  mend: {role: desk, results: {mended: {}, late: {after: 2 days}}}
  close: {role: desk, moves: {ticket: held -> closed}}
transitions:
  - start -> answer & mend & hold
  - answer & mend & hold -> close
  - close -> end
)") == Lines{});
  }
}

TEST_CASE("an order of times that can't be is no finding, and no proof either") {
  // `soon` always comes before `late`: they begin to run together.
  CHECK(found_in(R"(
activities:
  answer: {role: desk, results: {answered: {}, soon: {after: 1 hour}, late: {after: 2 days}}}
  wait_for_nothing: {role: desk, moves: {ticket: held -> closed}}
  close: {role: desk, moves: {ticket: open -> closed}}
transitions:
  - start -> answer
  - answer.answered -> close
  - answer.soon -> close
  - answer.late -> wait_for_nothing
  - wait_for_nothing -> end
  - close -> end
)") == kUndecided);
}

TEST_CASE("a case that gets stuck after the time that comes first by the clock is told") {
  CHECK(found_in(R"(
activities:
  answer: {role: desk, results: {answered: {}, soon: {after: 1 hour}, late: {after: 2 days}}}
  wait_for_nothing: {role: desk, moves: {ticket: held -> closed}}
  close: {role: desk, moves: {ticket: open -> closed}}
transitions:
  - start -> answer
  - answer.answered -> close
  - answer.soon -> wait_for_nothing
  - answer.late -> close
  - wait_for_nothing -> end
  - close -> end
)") == Lines{kUndecided.front(),
             "deadlock: a case can get stuck: 'wait_for_nothing' can be done only when ticket is 'held', but it is 'open'"});
}

TEST_CASE("an end that is reached only if the right time comes first is no way out") {
  // `again` always comes first, for ever.
  CHECK(found_in(R"(
activities:
  watch: {role: desk, results: {again: {after: 1 day}, done: {after: 2 days}}}
  close: {role: desk, moves: {ticket: open -> closed}}
transitions:
  - start -> watch
  - watch.again -> watch
  - watch.done -> close
  - close -> end
)") == kUndecided);
}

TEST_CASE("times that are due at once may do what neither does alone") {
  // A case of which nothing was looked at for two days: `answer` ends, and `mend` as well, before the engine calls it off.
  CHECK(found_in(R"(
activities:
  answer: {role: desk, results: {answered: {}, late: {after: 1 day, moves: {ticket: open -> held}}}}
  mend: {role: desk, results: {mended: {}, slow: {after: 2 days}}}
  call_off: {by: engine, cancels: [mend]}
  explain: {role: manager}
  close: {role: desk, moves: {ticket: open | held -> closed}}
transitions:
  - start -> answer & mend
  - answer -> call_off
  - call_off -> close
  - mend.mended -> end
  - mend.slow -> explain if ticket.state == 'held'
  - mend.slow -> end otherwise
  - explain -> end
  - close -> end
)") == kUndecided);
}

TEST_CASE("a result that comes only in an order that can't be isn't called dead, and what never comes in any is") {
  CHECK(found_in(R"(
activities:
  answer:
    role: desk
    results:
      answered: {}
      soon: {after: 1 hour}
      late: {after: 2 days}
      never: {after: 3 days, needs: {ticket: held}}
  close: {role: desk, moves: {ticket: open | held -> closed}}
transitions:
  - start -> answer
  - answer -> close
  - close -> end
)") == Lines{"unreachable-state: no case ever brings ticket to 'held'", "dead-result: 'answer' can never end with 'never'"});
}

TEST_CASE("what a time requires may never have been given, or may have been taken back") {
  const std::string head =
      "itsmflow: 1\nprocess: request\nversion: 1.0.0\ncase: request\nroles: {clerk: Clerk}\nobjects:\n"
      "  request: {states: [new, filled, seen, closed], final: [closed], fields: {note: string, sure: bool}}\n"
      "start: {role: clerk}\nactivities:\n";
  const auto rules_in = [&](const std::string& activities) {
    Lines rules;
    for (const Diagnostic& one : verify(load_model(head + activities, "model.yaml").value_or_throw())) rules.push_back(one.rule);
    return rules;
  };
  // `edit` may take the note back, and then nothing ever ends `wait`. The message is what makes cases be followed step by step.
  const std::string taken_back = R"(
  fill: {role: clerk, moves: {request: new -> filled}, requires: [request.note]}
  edit: {role: clerk, moves: {request: filled -> seen}, asks: [request.note]}
  hear: {waits_for: {message: bell}, moves: {request: filled -> closed}}
  wait:
    service: robot
    results:
      answered: {when: request.sure, moves: {request: seen -> closed}}
      failed: {when: request.sure, moves: {request: seen -> closed}}
      late: {after: 1 day, requires: [request.note], moves: {request: seen -> closed}}
)";
  const Lines found = rules_in(taken_back);
  CHECK(std::find(found.begin(), found.end(), "deadlock") != found.end());
  // With it `late` can come, for `edit` may give it.
  CHECK(rules_in(R"(
  edit: {role: clerk, moves: {request: new -> filled}, asks: [request.note]}
  go_on: {role: clerk, moves: {request: filled -> seen}}
  wait:
    role: clerk
    results:
      given_up: {moves: {request: seen -> closed}}
      late: {after: 1 day, requires: [request.note], moves: {request: seen -> closed}}
  hear: {waits_for: {message: bell}, moves: {request: seen -> closed}}
)")
            .empty());
}

}  // namespace itsmflow
