// Items of lists, and objects of which a case has many: where they are alike, a few stand for any number.

#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"

namespace itsmflow {
namespace {

using Lines = std::vector<std::string>;

/// "deadlock: MESSAGE | STEP | STEP", and of what is undecided what wasn't looked at.
Lines found_in(const std::string& text) {
  Lines lines;
  for (const Diagnostic& one : verify(load_model(text, "model.yaml").value_or_throw())) {
    std::string line = one.rule + ": " + (one.rule == "undecided" ? one.label : one.message);
    for (const Diagnostic::Step& step : one.trace) line += " | " + step.message;
    lines.push_back(line);
  }
  return lines;
}

/// A request with devices, of which each is installed. If that ends oddly, and it isn't urgent, nothing follows.
Lines found_with_items(const std::string& install) {
  return found_in(R"(itsmflow: 1
process: request
version: 1.0.0
case: request
roles: {desk: Service desk}
objects: {request: {fields: {devices: list of string, checked: bool, urgent: bool}}}
start: {role: desk, requires: [request.devices], asks: [request.urgent]}
activities:
  install:
    role: desk
    for_each: {device: request.devices}
)" + install + R"(
  close: {role: desk}
transitions:
  - start -> install
  - install.odd -> close if request.urgent
  - install.well -> close
  - close -> end
)");
}

bool is_told(const Lines& lines, const std::string& rule) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(rule + ": "); });
}

}  // namespace

TEST_CASE("items of a list about which nothing is asked are alike") {
  CHECK(found_in(R"(itsmflow: 1
process: recall
version: 1.0.0
case: recall
roles: {desk: Service desk}
objects: {recall: {fields: {devices: list of string, note: string}}}
start: {role: desk, requires: [recall.devices]}
activities:
  collect: {role: desk, for_each: {device: recall.devices}, requires: [recall.note], cancels: [drop]}
  drop: {role: desk, cancels: [collect]}
  close: {role: desk}
transitions:
  - start -> collect & drop
  - collect -> end
  - drop -> close
  - close -> end
)") == Lines{});
}

TEST_CASE("a dead end that needs three items of a list is found") {
  const Lines found = found_with_items(R"y(    answers: [red, green, blue]
    results:
      odd: {when: "items.exists(i, i.answer == 'red') && items.exists(i, i.answer == 'green') && items.exists(i, i.answer == 'blue')"}
      well: {}
)y");
  REQUIRE(found.size() == 2);
  CHECK(is_told(found, "deadlock"));
  CHECK_FALSE(is_told(found, "undecided"));
}

TEST_CASE("what asks for answers that exclude each other never happens, however many items there are") {
  const Lines found = found_with_items(R"y(    answers: [red, green]
    results:
      odd: {when: "size(items) > 0 && items.all(i, i.answer == 'red') && items.exists(i, i.answer == 'green')"}
      well: {}
)y");
  CHECK_FALSE(is_told(found, "deadlock"));
  CHECK_FALSE(is_told(found, "undecided"));
  CHECK(is_told(found, "dead-result"));
}

TEST_CASE("where items can't be told to be alike it is undecided") {
  SECTION("they are counted") {
    CHECK(is_told(found_with_items(R"y(    answers: [red, green]
    results:
      odd: {when: "size(items.filter(i, i.answer == 'red')) == 7"}
      well: {}
)y"),
                  "undecided"));
  }
  SECTION("it is asked what an item is about") {
    CHECK(is_told(found_with_items(R"y(    results:
      odd: {when: "items.exists(i, i.device == 'router')"}
      well: {}
)y"),
                  "undecided"));
  }
  SECTION("one of them is written into what something reads") {
    CHECK(is_told(found_with_items(R"y(    requires: [request.checked]
    results:
      odd: {when: "request.checked"}
      well: {}
)y"),
                  "undecided"));
  }
  SECTION("there are more answers than items are looked at") {
    CHECK(is_told(found_with_items(R"y(    answers: [a, b, c, d, e]
    results:
      odd: {when: "items.all(i, i.answer == 'a') && items.exists(i, i.answer == 'b')"}
      well: {}
)y"),
                  "undecided"));
  }
}

TEST_CASE("where some of the items are enough, one more stands for all that are left") {
  // An item is left only if there are more than two.
  const std::string some = R"y(    done: 2
    results:
      odd: {when: "items.exists(i, !i.done)"}
      well: {}
)y";
  const Lines found = found_with_items(some);
  CHECK(is_told(found, "deadlock"));
  CHECK_FALSE(is_told(found, "undecided"));
  CHECK_FALSE(is_told(found, "dead-result"));
}

namespace {

/// A release with tasks; `build` says when it can be built.
std::string tasks_model(const std::string& build, const std::string& more) {
  return R"(itsmflow: 1
process: release
version: 1.0.0
case: release
roles: {builder: Builder}
objects:
  release: {states: [planned, built, closed], final: [closed]}
  task: {many: true, states: [none, open, done, checked, dropped], final: [checked, dropped], fields: {title: string}}
start: {role: builder}
activities:
  add_task: {role: builder, moves: {task: none -> open}, needs: {release: planned}, requires: [task.title]}
  do_task: {role: builder, moves: {task: open -> done}}
  check_task: {role: builder, results: {good: {moves: {task: done -> checked}}, bad: {moves: {task: done -> open}}}}
  drop_task: {role: builder, moves: {task: open -> dropped}}
  build: {role: builder, moves: {release: planned -> built}, )" +
         build + "}\n  close: {role: builder, moves: {release: built -> closed}}\n" + more;
}

Lines found_with_tasks(const std::string& build, const std::string& more = "") {
  return found_in(tasks_model(build, more));
}

/// What is advised where it is undecided.
std::string help_with_tasks(const std::string& build, const std::string& more = "") {
  for (const Diagnostic& one : verify(load_model(tasks_model(build, more), "model.yaml").value_or_throw()))
    if (one.rule == "undecided") return one.help;
  return {};
}

}  // namespace

TEST_CASE("objects of a kind that go their own ways are alike, however many a case has") {
  CHECK(found_with_tasks("needs: {task: all checked | dropped}") == Lines{});
  CHECK(found_with_tasks("when: size(case.task) > 0") == Lines{});
  CHECK(found_with_tasks("when: \"size(case.task) > 0 && case.task.all(t, t.state == 'checked' || t.state == 'dropped')\"") ==
        Lines{});
}

TEST_CASE("a dead end that several objects of a kind make together is found") {
  // With one task dropped and another checked, neither can be changed any more.
  const Lines found =
      found_with_tasks("when: \"case.task.all(t, t.state == 'checked') || case.task.all(t, t.state == 'dropped')\"");
  CHECK(is_told(found, "undecided"));  // it isn't waited for all to be in some state
  const Lines stuck = found_with_tasks("needs: {task: all checked}");
  CHECK(is_told(stuck, "livelock"));  // a task that is dropped is never checked, but others can be added
  CHECK_FALSE(is_told(stuck, "undecided"));
}

TEST_CASE("a way with several objects of a kind calls each by its number") {
  const Lines found = found_in(R"(itsmflow: 1
process: release
version: 1.0.0
case: release
roles: {builder: Builder}
objects:
  release: {states: [planned, begun, closed], final: [closed]}
  task: {many: true, states: [none, late, soon, done], final: [late, done]}
start: {role: builder}
activities:
  add: {role: builder, moves: {task: none -> soon}, needs: {release: planned}}
  add_late: {role: builder, moves: {task: none -> late}, needs: {release: planned}}
  begin: {role: builder, moves: {release: planned -> begun}}
  finish: {role: builder, moves: {task: soon -> done}, needs: {release: begun}}
  close: {role: builder, moves: {release: begun -> closed}, needs: {task: all done}}
  close_later: {role: builder, moves: {release: begun -> closed}, needs: {task: all late}}
)");
  REQUIRE(found.size() == 1);
  CHECK(found[0].starts_with("deadlock: "));
  CHECK(
      found[0].ends_with(" | add 1 | add_late 2 | begin | finish 1 | no activity is possible, and release is 'begun', not final"));
}

TEST_CASE("where objects of a kind may matter to each other it is undecided") {
  const Lines undecided{"undecided: not looked at: more than 2 of 'task'"};
  SECTION("it is asked whether there is one in some state") {
    CHECK(found_with_tasks("needs: {task: any checked}") == undecided);
    CHECK(found_with_tasks("when: \"case.task.exists(t, t.state == 'checked')\"") == undecided);
    CHECK(found_with_tasks("when: \"size(case.task) > 0 && !case.task.all(t, t.state == 'checked')\"") == undecided);
  }
  SECTION("they are counted") {
    CHECK(is_told(found_with_tasks("when: size(case.task) != 3"), "undecided"));
  }
  SECTION("the engine does something as soon as all are ready") {
    CHECK(found_with_tasks("needs: {task: all checked | dropped}",
                           "  skip: {by: engine, moves: {release: built -> closed}, needs: {task: all dropped}}\n") == undecided);
  }
  SECTION("one of them can be done only if another is") {
    CHECK(found_with_tasks(
              "needs: {task: all checked | dropped}",
              "  drop_late: {role: builder, moves: {task: done -> dropped}, when: \"case.task.exists(t, t.state == 'open')\"}\n") ==
          undecided);
  }
  SECTION("they go away again") {
    CHECK(found_with_tasks("needs: {task: all checked | dropped}", "  forget: {role: builder, moves: {task: open -> none}}\n") ==
          undecided);
  }
}

TEST_CASE("where it is undecided how many objects matter it is said how far it is proved, and what is in the way") {
  CHECK(help_with_tasks("needs: {task: any checked}")
            .ends_with(" states with up to 2 of 'task' were looked at, and nothing is wrong in them; any number would be decided "
                       "if each went its own "
                       "way, but 'build' asks for them otherwise than by `needs: {task: all STATE}`; `itsmflow explain "
                       "undecided` says what can be "
                       "done"));
  CHECK(help_with_tasks("needs: {task: all checked | dropped}", "  forget: {role: builder, moves: {task: open -> none}}\n")
            .find("but 'forget' does more than bring one of them to a further state") != std::string::npos);
  CHECK(help_with_tasks("needs: {task: all checked | dropped}",
                        "  skip: {by: engine, moves: {release: built -> closed}, needs: {task: all dropped}}\n")
            .find("but 'skip' asks for them, and may happen by itself") != std::string::npos);
  CHECK(help_with_tasks("needs: {task: all checked | dropped}", "rules: [{absence: build, times: 3}]\n")
            .find("but there are rules about the course of cases") != std::string::npos);
}

namespace {

const std::string kRequestWithTasks = R"(itsmflow: 1
process: request
version: 1.0.0
case: request
roles: {clerk: Clerk}
objects:
  request: {states: [new, approved, closed], final: [closed]}
  task: {many: true, states: [none, finished], final: [finished]}
start: {role: clerk}
activities:
  approve: {role: clerk, moves: {request: new -> approved}, when: size(case.task) > 0}
  close: {role: clerk, moves: {request: approved -> closed}}
)";

}  // namespace

TEST_CASE("a rule that minds what it doesn't name minds work on elements too") {
  const std::string add = "  add: {role: clerk, moves: {task: none -> finished}, needs: {request: new | approved}}\nrules:\n";
  // After approve and add nobody may close any more: with one task that would not be seen.
  CHECK(is_told(found_in(kRequestWithTasks + add + "  - chain_precedence: [approve, close]\n"), "undecided"));
  // And here another add is what lets the case be closed.
  const Lines between = found_in(kRequestWithTasks + add + "  - not_chain_succession: [approve, close]\n");
  CHECK_FALSE(is_told(between, "livelock"));
  CHECK_FALSE(is_told(between, "deadlock"));
}

TEST_CASE("an element that comes where others are already comes") {
  CHECK(found_in(kRequestWithTasks + "  add: {role: clerk, moves: {task: none -> finished}, needs: {request: new}}\n" +
                 "  add_more: {role: clerk, moves: {task: none -> finished}, needs: {request: approved}}\n")
            .empty());
}

}  // namespace itsmflow
