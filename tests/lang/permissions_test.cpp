// What `deviations` permits or protects though there is nothing to permit or to protect.

#include "../catch.hpp"

#include <itsmflow/model.hpp>

using namespace itsmflow;

namespace {

std::string with(const std::string& deviations, const std::string& rules = "") {
  return "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: rfc\nroles: {desk: {}, boss: {}}\nobjects:\n  rfc: {states: [new, seen, "
         "done], final: "
         "[done], fields: {cost: int, note: text, twice: {type: int, is: rfc.cost * 2}}}\nstart: {asks: [rfc.cost]}\nactivities:\n"
         "  ping: {by: engine, needs: {rfc: new}, when: rfc.cost > 5, sets: {rfc.note: '''x'''}}\n"
         "  plain: {role: desk}\n"
         "  guarded: {role: desk, results: {fine: {}, big: {when: rfc.cost > 3}}}\n"
         "  asking: {role: [desk, boss], results: {fine: {}, big: {requires: [rfc.twice]}}}\n"
         "  counting: {role: desk, sets: {rfc.note: string(rfc.cost)}}\n"
         "  look: {role: desk, moves: {rfc: new -> seen}}\n"
         "  vote: {votes: {of: boss, for: yes_so, against: no_so}, results: {yes_so: {}, no_so: {}}}\n"
         "  tell: {waits_for: {message: told}, needs: {rfc: new}}\n"
         "  close: {role: desk, moves: {rfc: seen -> done}}\n" +
         (rules.empty() ? "" : "rules:\n" + rules) + "deviations:\n  motives: {m: {class: cannot}}\n" + deviations;
}

/// "permits-nothing plain: it has no guard" of each.
std::vector<std::string> said_beside_faults(const std::string& deviations, const std::string& rules = "") {
  std::vector<std::string> found;
  const auto loaded = load_model(with(deviations, rules));
  for (const Diagnostic& one : loaded.diagnostics()) {
    if (one.rule == "permits-nothing" || one.rule == "never-covers-nothing")
      found.push_back(one.rule + " " + one.span.source->text.substr(one.span.begin, one.span.end - one.span.begin) + ": " +
                      one.label);
  }
  return found;
}

/// The same of a model without faults.
std::vector<std::string> said(const std::string& deviations, const std::string& rules = "") {
  const auto loaded = load_model(with(deviations, rules));
  for (const Diagnostic& one : loaded.diagnostics())
    if (one.severity == Severity::error) FAIL(to_string(one));
  return said_beside_faults(deviations, rules);
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("to do it against a guard is needed only where there is one, of the activity or of a result") {
  CHECK(said("  allow: [{what: override_guard, activities: [plain, guarded]}]\n") ==
        Words{"permits-nothing plain: it has no guard"});
}

TEST_CASE("data can be left out that are required, or that something is computed from") {
  CHECK(said("  allow: [{what: missing_data, activities: [plain, asking, counting]}]\n") ==
        Words{"permits-nothing plain: it requires no data"});
}

TEST_CASE("whoever has a role of an activity never does it without one") {
  CHECK(said("  allow: [{what: out_of_role, activities: [asking], by: [boss]}]\n") ==
        Words{"permits-nothing asking: whoever is named by 'by' has a role of it"});
  CHECK(said("  allow: [{what: out_of_role, activities: [plain], by: [boss, desk]}]\n").empty());
}

TEST_CASE("rules can be broken that there are") {
  const std::string people = "  allow: [{what: override_people, activities: [look, plain]}]\n";
  CHECK(said(people, "  - four_eyes: [look, close]\n") == Words{"permits-nothing plain: no 'four_eyes' or 'same_person' names it"});
  const std::string course = "  allow: [{what: override_rule, activities: plain}]\n";
  CHECK(said(course) == Words{"permits-nothing plain: there is no rule about the course of a case"});
  CHECK(said(course, "  - precedence: [look, close]\n").empty());
}

TEST_CASE("a line for all activities is found only where none needs it") {
  CHECK(said("  allow: [{what: override_guard}, {what: missing_data}]\n").empty());
  CHECK(said("  allow: [{what: override_people}]\n") ==
        Words{"permits-nothing what: override_people: of 'plain': no 'four_eyes' or 'same_person' names it"});
}

TEST_CASE("never protects what could be permitted, whether it is or not") {
  const std::string lines = "  allow: [{what: skip, activities: plain}]\n";
  CHECK(said(lines + "  never: [look, close, tell]\n").empty());
  CHECK(said(lines + "  never: [ping, vote]\n") ==
        Words{"never-covers-nothing ping: it is done by the engine", "never-covers-nothing vote: a vote can't be passed over"});
}

TEST_CASE("what another file permits may be for nothing in a model that adapts it") {
  const auto text = [](std::string name, std::string content) {
    return std::make_shared<const SourceText>(SourceText{std::move(name), std::move(content)});
  };
  const auto loaded = load_texts({text("p.yaml", with("  allow: [{what: override_guard, activities: guarded}]\n  never: close\n")),
                                  text("q.yaml",
                                       "itsmflow: 1\nprocess: q\nversion: 1.0.0\nadapts: p@1\nbecause: it is smaller\n"
                                       "activities:\n  guarded: {results: {big: {remove: [when]}}}\n")});
  for (const Diagnostic& one : loaded.diagnostics()) FAIL(to_string(one));
  CHECK(loaded);
}

TEST_CASE("a fault of one line hides nothing of another, whichever stands first") {
  const std::string fault = "{what: skip, activities: nothing}";
  const std::string needless = "{what: override_guard, activities: plain}";
  const Words wanted{"permits-nothing plain: it has no guard"};
  CHECK(said_beside_faults("  allow: [" + needless + ", " + fault + "]\n") == wanted);
  CHECK(said_beside_faults("  allow: [" + fault + ", " + needless + "]\n") == wanted);
}

TEST_CASE("what is needed is told only where all can be read that it depends on") {
  CHECK(said_beside_faults("  allow: [{what: out_of_role, activities: asking, by: [boss, nobody]}]\n").empty());
  CHECK(said_beside_faults("  allow: [{what: override_guard, activities: plain}]\n", "  - precedence: [look, nothing]\n").empty());
}
