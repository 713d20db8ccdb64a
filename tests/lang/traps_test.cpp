// Models that are well formed, and hardly mean what they say.

#include "../catch.hpp"

#include <itsmflow/model.hpp>

using namespace itsmflow;

namespace {

/// "rule place" of each finding.
std::vector<std::string> said(const std::string& text) {
  std::vector<std::string> found;
  const auto loaded = load_model(text);
  for (const Diagnostic& one : loaded.diagnostics())
    found.push_back(one.rule + " " + one.span.source->text.substr(one.span.begin, one.span.end - one.span.begin));
  return found;
}

std::string release(const std::string& build, const std::string& rest = "") {
  return "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: release\nroles: {r: {}}\nobjects:\n  release: {states: [planned, built], "
         "final: "
         "[built]}\n  task: {many: true, states: [none, open, done, gone], final: [done, gone], fields: {hours: {type: int, "
         "default: 1}}}\n"
         "activities:\n  add: {role: r, moves: {task: none -> open}, asks: [task.hours]}\n  finish: {role: r, moves: {task: open "
         "-> done}}\n"
         "  drop: {role: r, moves: {task: open -> gone}}\n  build: {role: r, moves: {release: planned -> built}, " +
         build + "}\n" + rest;
}

std::string question(const std::string& late, const std::string& rest = "") {
  return "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: q\nroles: {r: {}}\nobjects:\n  q: {states: [new, done], final: [done], "
         "fields: "
         "{late: bool}}\nactivities:\n  answer:\n    role: r\n    results:\n      given: {moves: {q: new -> done}}\n      late: "
         "{after: 5 "
         "days" +
         late + "}\n  other: {role: r, needs: {q: new}, asks: [q.late]}\n" + rest;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("where a whole case moves on with one of several objects, all was forgotten") {
  CHECK(said(release("needs: {task: done | gone}")) == Words{"all-forgotten done | gone"});
  CHECK(load_model(release("needs: {task: done | gone}")).diagnostics()[0].help ==
        "write `task: all done | gone`, or `task: any done | gone` if one is enough");
  CHECK(said(release("needs: {task: all done | gone}")).empty());
  CHECK(said(release("needs: {task: any done | gone}")).empty());
}

TEST_CASE("an activity that wants something of the one object is about it") {
  CHECK(said(release("needs: {task: done}, asks: [task.hours]")).empty());
  CHECK(said(release("needs: {task: done}, when: task.hours > 8")).empty());
  CHECK(said(release("needs: {task: done}, sets: {task.hours: 0}")).empty());
  CHECK(said(release("needs: {task: done}", "rules: [{four_eyes: [finish, build]}]\n")).empty());
}

TEST_CASE("a time after which nothing follows is for nothing") {
  CHECK(said(question(", needs: {q: new}")) == Words{"escalation-to-nobody late"});
  CHECK(said(question(", moves: {q: new -> done}")).empty());
  CHECK(said(question(", needs: {q: new}, sets: {q.late: true}")).empty());
  CHECK(said(question(", needs: {q: new}, cancels: other")).empty());
  CHECK(said(question(", needs: {q: new}", "transitions: [answer.late -> other, other -> end]\n")).empty());
}

TEST_CASE("a time after which nothing follows may be there for a rule, but only for one that minds it") {
  const auto with_rule = [](const std::string& rule) { return said(question(", needs: {q: new}", "rules: [{" + rule + "}]\n")); };
  const Words idle{"escalation-to-nobody late"};
  CHECK(with_rule("absence: answer.late, times: 3").empty());
  CHECK(with_rule("response: [answer, other]").empty());
  CHECK(with_rule("response: [answer.given, other]") == idle);
  CHECK(with_rule("precedence: [other, answer.given]") == idle);
  CHECK(with_rule("existence: other") == idle);
  // These mind what they don't name.
  CHECK(with_rule("chain_response: [other, answer.given]").empty());
  CHECK(with_rule("init: other").empty());
  CHECK(with_rule("last: answer.given").empty());
}
