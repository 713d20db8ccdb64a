// Inclusive forks, and joins that wait for the branches that were begun. docs/semantics.md, 2.12 to 2.15.

#include "bench.hpp"

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"ann", {"agent"}}, {"ben", {"agent"}}};

std::string process(const std::string& names, const std::string& rows) {
  std::string text =
      "itsmflow: 1\nprocess: flow\nversion: 1.0.0\ncase: rfc\nroles: {agent: Agent}\n"
      "objects: {rfc: {fields: {risk: [low, high], cost: int}}}\n"
      "start: {role: agent, asks: [rfc.risk, rfc.cost]}\nactivities:\n";
  std::string name;
  for (const char c : names + " ") {
    if (c != ' ')
      name += c;
    else {
      text += "  " + name + ": {role: agent, asks: [rfc.risk, rfc.cost]}\n";
      name.clear();
    }
  }
  return text + "transitions:\n" + rows;
}

const std::string kFork = R"(  - start -> a
  - fork: a
    to: {b: always, c: "rfc.risk == 'high'", d: "rfc.cost > 10"}
)";

struct Run {
  explicit Run(const std::string& text, const Data& data = {}) : bench(Bench::text(text, kPeople)) {
    const Step step = bench.engine().start("flow", "ann", data);
    require_done(step);
    id = step.case_id();
  }
  ~Run() { CHECK(bench.engine().verify_log().problems == Words{}); }

  void does(const std::string& activity) {
    INFO(activity);
    require_done(bench.engine().perform(id, activity, "ann"));
  }
  Words open() { return offered(bench.engine(), id, "ann"); }
  bool is_over() { return bench.engine().show(id).status == CaseStatus::over; }

  Bench bench;
  CaseId id;
};

}  // namespace

TEST_CASE("an inclusive fork begins each branch whose guard holds, and its join waits for those alone") {
  const std::string text = process("a b c d e", kFork + "  - join: [b, c, d]\n    to: e\n  - e -> end\n");
  {
    Run run(text);
    run.does("a");
    CHECK(run.open() == Words{"b"});
    run.does("b");
    CHECK(run.open() == Words{"e"});
    run.does("e");
    CHECK(run.is_over());
  }
  {
    Run run(text, {{"rfc.risk", "high"}});
    run.does("a");
    CHECK(run.open() == Words{"b", "c"});
    run.does("c");
    CHECK(run.open() == Words{"b"});
    CHECK(kinds(run.bench.engine().perform(run.id, "e", "ann")) == std::vector{Kind::not_reached});
    run.does("b");
    CHECK(run.open() == Words{"e"});
  }
  {
    Run run(text, {{"rfc.risk", "high"}, {"rfc.cost", 11}});
    run.does("a");
    CHECK(run.open() == Words{"b", "c", "d"});
  }
}

TEST_CASE("`otherwise` is begun where no other branch is; where there is none, the fork waits for data") {
  const std::string rows = R"(  - start -> a
  - fork: a
    to: {b: "rfc.cost > 10", c: "rfc.cost > 20", d: otherwise}
  - join: [b, c, d]
    to: end
)";
  {
    Run run(process("a b c d", rows), {{"rfc.cost", 1}});
    run.does("a");
    CHECK(run.open() == Words{"d"});
    run.does("d");
    CHECK(run.is_over());
  }
  std::string waiting = rows;
  waiting.replace(waiting.find(", d: otherwise"), 14, "");
  waiting.replace(waiting.find("b, c, d]"), 8, "b, c]");
  Run run(process("a b c d", waiting));
  run.does("a");
  CHECK(run.open() == Words{"d"});  // d is free here, and gives the data
  require_done(run.bench.engine().perform(run.id, "d", "ann", {.data = {{"rfc.cost", 11}}}));
  CHECK(run.open() == Words{"b", "d"});
}

TEST_CASE("a join that waits for one goes on at the first, and absorbs the others before its region runs again") {
  const std::string rows = R"(  - start -> a
  - a -> b & c
  - join: [b, c]
    to: d
    wait: 1
  - d.again -> a
  - d.done -> end
)";
  std::string text = process("a b c d", rows);
  text.replace(text.find("  d: {role: agent"), 17, "  d: {results: {again: {}, done: {}}, role: agent");
  Run run(text);
  run.does("a");
  CHECK(run.open() == Words{"b", "c"});
  run.does("b");
  CHECK(run.open() == Words{"c", "d"});
  require_done(run.bench.engine().perform(run.id, "d", "ann", {.result = "again"}));
  run.does("a");
  CHECK(run.open() == Words{"c"});  // the region still runs, so that its fork waits
  run.does("c");
  CHECK(run.open() == Words{"b", "c"});
  run.does("c");
  CHECK(run.open() == Words{"b", "d"});
}

TEST_CASE("regions nest, and a branch may be a row of activities or a loop") {
  const std::string rows = R"(  - start -> a
  - fork: a
    to: {b: always, c: "rfc.risk == 'high'"}
  - fork: b
    to: {d: always, e: "rfc.cost > 10"}
  - join: [d, e]
    to: f
  - join: [f, c]
    to: g
  - g -> end
)";
  Run run(process("a b c d e f g", rows), {{"rfc.risk", "high"}});
  run.does("a");
  CHECK(run.open() == Words{"b", "c"});
  run.does("b");
  run.does("c");
  CHECK(run.open() == Words{"d"});
  run.does("d");
  CHECK(run.open() == Words{"f"});
  run.does("f");
  CHECK(run.open() == Words{"g"});
  run.does("g");
  CHECK(run.is_over());
}

TEST_CASE("a region whose branches are in hand gives them back like any other token") {
  Run run(process("a b c d e", kFork + "  - join: [b, c, d]\n    to: e\n  - e -> end\n"));
  run.does("a");
  require_done(run.bench.engine().begin(run.id, "b", "ben"));
  CHECK(run.open().empty());
  require_done(run.bench.engine().withdraw(run.id, "b", "ben"));
  CHECK(run.open() == Words{"b"});
}

TEST_CASE("a join without a fork of its own is an error that says why") {
  const auto problem = [](const std::string& names, const std::string& rows) {
    const auto loaded = load_model(process(names, rows));
    std::string text;
    for (const Diagnostic& found : loaded.diagnostics()) text += found.rule + ": " + found.message + "\n";
    return text;
  };
  CHECK(problem("a b c d", "  - start -> a\n  - a -> b\n  - a -> c\n  - join: [b, c]\n    to: d\n  - d -> end\n") ==
        "unpaired-join: this join has no fork of its own: no fork leads to it\n");
  CHECK(problem("a b c d", "  - start -> a\n  - a -> b & c\n  - b -> c\n  - join: [b, c]\n    to: d\n  - d -> end\n") ==
        "unpaired-join: this join has no fork of its own: the branch 'b' of the fork comes to it in several ways\n");
  CHECK(problem("a b c d x", "  - start -> a\n  - a -> b & c & x\n  - x -> c\n  - join: [b, c]\n    to: d\n  - d -> end\n") ==
        "unpaired-join: this join has no fork of its own: two branches come together before it, at 'c'\n");
  CHECK(problem("a b c d x", "  - start -> a\n  - a -> b & c & x\n  - x -> end\n  - join: [b, c]\n    to: d\n  - d -> end\n") ==
        "unpaired-join: this join has no fork of its own: the branch 'x' of the fork doesn't come to it\n");
  CHECK(problem("a b c d x",
                "  - start -> a\n  - start -> x\n  - x -> b\n  - a -> b & c\n  - join: [b, c]\n    to: d\n  - d -> end\n") ==
        "unpaired-join: this join has no fork of its own: a row leads into the branch of 'b' from outside\n");
  CHECK(problem("a b c d x", "  - start -> a\n  - a -> b & c\n  - b -> x\n  - join: [b, c]\n    to: d\n  - d -> end\n") ==
        "unpaired-join: this join has no fork of its own: 'b' may go on another way\n");
}

TEST_CASE("a branch that lost its token counts as not begun, and those that go on are waited for") {
  std::string text = process("a b c d e x", "  - start -> a\n  - a -> b & c & d\n  - join: [b, c, d]\n    to: e\n  - e -> end\n");
  text.replace(text.find("  x: {role: agent"), 17, "  x: {cancels: c, role: agent");
  {
    Run run(text);
    run.does("a");
    run.does("b");
    run.does("x");
    CHECK(run.open() == Words{"d", "x"});
    run.does("d");
    CHECK(run.open() == Words{"e", "x"});
  }
  Run run(text);
  run.does("a");
  run.does("x");  // none has ended yet
  CHECK(run.open() == Words{"b", "d", "x"});
  run.does("d");
  CHECK(run.open() == Words{"b", "x"});
  run.does("b");
  CHECK(run.open() == Words{"e", "x"});
}

TEST_CASE("a token that waits before its region is in none of its branches") {
  std::string text = process("a b c e d x", R"(  - start -> a
  - a -> b & c
  - c -> e
  - join: [b, e]
    to: d
    wait: 1
  - d.again -> a
  - d.done -> end
)");
  text.replace(text.find("  d: {role: agent"), 17, "  d: {results: {again: {}, done: {}}, role: agent");
  text.replace(text.find("  x: {role: agent"), 17, "  x: {cancels: e, role: agent");
  Run run(text);
  run.does("a");
  run.does("b");
  run.does("c");
  require_done(run.bench.engine().perform(run.id, "d", "ann", {.result = "again"}));
  run.does("a");
  CHECK(run.open() == Words{"e", "x"});
  run.does("x");
  CHECK(run.open() == Words{"b", "c", "x"});
}
