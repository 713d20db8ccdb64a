// Guards that no data make true, or all, and rows that those before them leave nothing to.

#include "../catch.hpp"

#include <itsmflow/expr.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace itsmflow;

namespace {

/// A model in which every row can be taken but for its guard, and every activity be reached without one.
std::string with_rows(const std::string& rows, const std::string& fields = "{risk: [low, high], cost: {type: int, min: 0}}",
                      const std::string& start = "{role: r, requires: [rfc.risk, rfc.cost]}") {
  return "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: rfc\nroles: {r: {}}\nobjects:\n  rfc: {states: [new, over], final: "
         "[over], fields: " +
         fields + "}\nstart: " + start +
         "\nactivities:\n  look: {role: r, results: {done: {}, to_a: {}, to_b: {}, to_c: {}}}\n  a: {role: r}\n  b: {role: r}\n  "
         "c: {role: r}\n"
         "  close: {role: r, moves: {rfc: new -> over}}\ntransitions:\n  - start -> look\n  - look.to_a -> a\n  - look.to_b -> b\n"
         "  - look.to_c -> c\n" +
         rows + "  - a -> close\n  - b -> close\n  - c -> close\n  - close -> end\n";
}

/// "line rule: label" of each finding about guards.
std::vector<std::string> said(const std::string& text) {
  auto loaded = load_model(text);
  for (const Diagnostic& one : loaded.diagnostics()) FAIL(to_string(one));
  std::vector<std::string> found;
  for (const Diagnostic& one : verify(loaded.value_or_throw())) {
    const std::string marked = one.span.source->text.substr(one.span.begin, one.span.end - one.span.begin);
    if (one.rule != "undecided" && one.rule != "deadlock") found.push_back(one.rule + " `" + marked + "`: " + one.label);
  }
  return found;
}

/// The same of one row's guard, with an `otherwise` behind it.
std::vector<std::string> said_of(const std::string& guard, const std::string& fields, const std::string& start) {
  return said(with_rows("  - look.done -> a if " + guard + "\n  - look.done -> b otherwise\n", fields, start));
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a guard is judged by what its field can hold") {
  const std::string fields = "{risk: [low, high], cost: {type: int, min: 0, max: 9}, urgent: bool}";
  const std::string start = "{role: r, requires: [rfc.risk, rfc.cost, rfc.urgent]}";
  CHECK(said_of("rfc.cost < 0", fields, start) ==
        Words{"never-true `rfc.cost < 0`: rfc.cost takes a whole number from 0 to 9, and none makes it true"});
  CHECK(said_of("rfc.cost <= 9", fields, start) ==
        Words{"always-true `rfc.cost <= 9`: rfc.cost takes a whole number from 0 to 9, and each makes it true"});
  CHECK(said_of("rfc.cost <= 8", fields, start).empty());
  CHECK(said_of("rfc.cost > 3 && rfc.cost < 4", fields, start).size() == 1);
  CHECK(said_of("rfc.cost > 3 && rfc.cost < 5", fields, start).empty());
  CHECK(said_of("rfc.urgent && !rfc.urgent", fields, start) ==
        Words{"never-true `rfc.urgent && !rfc.urgent`: rfc.urgent takes true or false, and none makes it true"});
  CHECK(
      said_of("rfc.urgent && rfc.risk == 'low' && !rfc.urgent", fields, start) ==
      Words{
          "never-true `rfc.urgent && rfc.risk == 'low' && !rfc.urgent`: no combination of rfc.risk and rfc.urgent makes it true"});
}

TEST_CASE("true written out is meant, and false isn't") {
  const std::string fields = "{cost: {type: int, min: 0}}";
  CHECK(said(with_rows("  - look.done -> a if true\n", fields, "{role: r, asks: [rfc.cost]}")).empty());
  CHECK(said_of("1 > 2", fields, "{role: r, asks: [rfc.cost]}") == Words{"never-true `1 > 2`: it reads nothing of the case"});
}

TEST_CASE("what may be empty makes a guard true once it is filled, and has() is no mistake") {
  const std::string fields = "{cost: {type: int, min: 0}}";
  const std::string may = "{role: r, asks: [rfc.cost]}";
  const std::string must = "{role: r, requires: [rfc.cost]}";
  const auto text = with_rows("  - look.done -> a if rfc.cost >= 0\n  - look.done -> b otherwise\n", fields, may);
  const Diagnostics found = verify(load_model(text).value_or_throw());
  REQUIRE(found.size() == 1);
  CHECK(found[0].message == "the guard of the row to 'a' is always true once what it reads is filled");
  CHECK(found[0].help == "write `has(rfc.cost)` if that is what is asked, or take the guard out");
  CHECK(found[0].related.empty());
  CHECK(said_of("has(rfc.cost)", fields, may).empty());
  CHECK(said_of("has(rfc.cost)", fields, must) ==
        Words{"always-true `has(rfc.cost)`: the start requires rfc.cost, so that it is always filled"});
  CHECK(said_of("!has(rfc.cost)", fields, must) ==
        Words{"never-true `!has(rfc.cost)`: the start requires rfc.cost, so that it is always filled"});
}

TEST_CASE("a guard is judged by what the model ever writes") {
  const std::string start = "{role: r}";
  CHECK(said_of("rfc.cost > 1", "{cost: int}", start) == Words{"never-true `rfc.cost > 1`: nothing ever gives rfc.cost a value"});
  CHECK(said_of("rfc.cost > 1", "{cost: {type: int, default: 5}}", start) ==
        Words{"always-true `rfc.cost > 1`: rfc.cost is always 5, its default: nothing ever writes it"});
  const std::string fields = "{cost: {type: int, default: 5}, dear: {type: bool, is: rfc.cost > 6}}";
  CHECK(said_of("rfc.dear", fields, start) ==
        Words{"never-true `rfc.dear`: rfc.cost is always 5, its default: nothing ever writes it"});
  CHECK(said_of("rfc.dear", fields, "{role: r, asks: [rfc.cost]}").empty());
}

TEST_CASE("a mark that is only ever set, and may not be set yet, is no mistake") {
  const std::string text =
      with_rows("  - look.done -> a if rfc.checked\n  - look.done -> b otherwise\n", "{checked: bool}", "{role: r}");
  const std::string marked = text.substr(0, text.find("  b: {role: r}")) + "  mark: {role: r, sets: {rfc.checked: true}}\n" +
                             text.substr(text.find("  b: {role: r}"));
  CHECK(said(marked).empty());
}

TEST_CASE("a row is decided by the engine, where nobody acts") {
  const std::string fields = "{owner: person}";
  const std::string start = "{role: r, requires: [rfc.owner]}";
  CHECK(said_of("actor.id == rfc.owner", fields, start) ==
        Words{"never-true `actor.id == rfc.owner`: nobody acts where the engine decides, and actor.id is empty"});
}

TEST_CASE("what is computed from what people give, and what can't be told, is left alone") {
  const std::string fields = "{cost: {type: int, min: 0}, hours: {type: number, min: 0}, name: string}";
  const std::string start = "{role: r, requires: [rfc.cost, rfc.hours, rfc.name]}";
  CHECK(said_of("rfc.cost * rfc.cost < 0", fields, start).empty());
  CHECK(said_of("size(rfc.name) < 0", fields, start).empty());
  CHECK(said_of("case.started.getFullYear() < 1900", fields, start).empty());
}

TEST_CASE("a guard that asks for a state in which it is never asked explains why nothing happens") {
  const Diagnostics found = verify(load_model("itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: rfc\nroles: {r: {}}\nobjects:\n"
                                              "  rfc: {states: [new, over], final: [over]}\nactivities:\n"
                                              "  note: {role: r, needs: {rfc: new}, when: rfc.state == 'over'}\n"
                                              "  redundant: {role: r, needs: {rfc: new}, when: rfc.state == 'new'}\n"
                                              "  close: {role: r, moves: {rfc: new -> over}}\n")
                                       .value_or_throw());
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "dead-activity");
  REQUIRE(found[0].related.size() == 1);
  CHECK(found[0].related[0].message == "never true: it is only asked while rfc is 'new'");
}

TEST_CASE("a guard that holds only in other states lets nothing happen, also where an activity may be done there") {
  // Who does it in another state by a deviation is asked for no guard, so that the guard is for nothing all the same.
  const Diagnostics found = verify(load_model("itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: rfc\nroles: {r: {}}\nobjects:\n"
                                              "  rfc: {states: [new, seen, over], final: [over]}\nactivities:\n"
                                              "  note: {role: r, needs: {rfc: new}, when: rfc.state == 'seen'}\n"
                                              "  look: {role: r, moves: {rfc: new -> seen}}\n"
                                              "  close: {role: r, moves: {rfc: seen -> over}}\n"
                                              "deviations:\n  motives: {m: {class: cannot}}\n"
                                              "  allow: [{what: extra, activities: note}, {what: again, activities: note}]\n")
                                       .value_or_throw());
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "never-true");
  CHECK(found[0].label == "it is only asked while rfc is 'new'");
}

TEST_CASE("rows that can hold at once are in order as long as each has something left") {
  CHECK(said(with_rows(
                 "  - look.done -> a if rfc.cost > 10\n  - look.done -> b if rfc.risk == 'high'\n  - look.done -> c otherwise\n"))
            .empty());
  CHECK(said(with_rows("  - look.done -> a if rfc.cost > 10\n  - look.done -> b if rfc.risk == 'high' && rfc.cost == 11\n"
                       "  - look.done -> c otherwise\n")) ==
        Words{"overlapping-choice `rfc.risk == 'high' && rfc.cost == 11`: whenever it holds, the row before it does"});
}

TEST_CASE("a row may lose everything to several others, and it is said when to which") {
  const Diagnostics found =
      verify(load_model(with_rows("  - look.done -> a if rfc.risk == 'high'\n  - look.done -> b if rfc.risk == 'low'\n"
                                  "  - look.done -> c if rfc.cost > 3\n"))
                 .value_or_throw());
  REQUIRE(found.size() == 1);
  CHECK(found[0].message == "the row to 'c' is never taken");
  CHECK(found[0].label == "whenever it holds, one of those before it does");
  REQUIRE(found[0].related.size() == 2);
  CHECK(found[0].related[0].message.starts_with("taken first, for example when rfc.cost is "));
  CHECK(found[0].related[0].message.ends_with(" and rfc.risk is \"high\""));
  CHECK(found[0].related[1].message.ends_with(" and rfc.risk is \"low\""));
}

TEST_CASE("an otherwise behind all values of what is always there is never taken; of what may be empty it is") {
  const std::string rows =
      "  - look.done -> a if rfc.risk == 'high'\n  - look.done -> b if rfc.risk == 'low'\n  - look.done -> c otherwise\n";
  CHECK(said(with_rows(rows)) == Words{"overlapping-choice `look.done -> c otherwise`: what comes before it always holds"});
  CHECK(said(with_rows(rows, "{risk: [low, high]}", "{role: r, asks: [rfc.risk]}")).empty());
}

TEST_CASE("rows behind one that always holds are named with it") {
  const Diagnostics found = verify(
      load_model(
          with_rows("  - look.done -> a if rfc.cost >= 0\n  - look.done -> b if rfc.cost > 5\n  - look.done -> c otherwise\n"))
          .value_or_throw());
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "always-true");
  REQUIRE(found[0].related.size() == 2);
  CHECK(found[0].related[0].message == "never taken");
  CHECK(found[0].related[0].span.line + 1 == found[0].related[1].span.line);
}

TEST_CASE("outcomes are tried in their order too") {
  const std::string text = with_rows("  - look.done -> a\n") +
                           "outcomes:\n  - success: rfc.cost < 10\n  - cheap: rfc.cost < 5\n  - failure: "
                           "rfc.cost >= 10\n";
  CHECK(said(text) == Words{"overlapping-choice `rfc.cost < 5`: whenever it holds, the outcome before it does"});
}

TEST_CASE("of an inclusive fork only an otherwise can have nothing left") {
  const auto model = [](const std::string& first, const std::string& second) {
    return "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: rfc\nroles: {r: {}}\nobjects:\n  rfc: {fields: {risk: [low, high], "
           "cost: int}}\n"
           "start: {role: r, requires: [rfc.risk, rfc.cost]}\nactivities:\n  look: {role: r}\n  a: {role: r}\n  b: {role: r}\n  c: "
           "{role: r}\n"
           "transitions:\n  - start -> look\n  - fork: look\n    to:\n      a: " +
           first + "\n      b: " + second + "\n      c: otherwise\n  - join: [a, b, c]\n    to: end\n";
  };
  CHECK(said(model("rfc.cost > 1", "rfc.cost > 5")).empty());
  const Diagnostics found = verify(load_model(model("rfc.risk == 'low'", "rfc.risk == 'high'")).value_or_throw());
  const auto lost = std::ranges::find(found, "dead-activity", &Diagnostic::rule);
  REQUIRE(lost != found.end());
  const auto why = std::ranges::find(found, "overlapping-choice", &Diagnostic::rule);
  REQUIRE(why != found.end());
  CHECK(why->message == "the branch to 'c' is never begun");
}

TEST_CASE("what another file guards may be decided already in a model that adapts it") {
  const auto text = [](std::string name, std::string content) {
    return std::make_shared<const SourceText>(SourceText{std::move(name), std::move(content)});
  };
  const std::string base = with_rows("  - look.done -> a if rfc.cost < 1000\n  - look.done -> b otherwise\n");
  const std::string small =
      "itsmflow: 1\nprocess: small\nversion: 1.0.0\nadapts: p@1\nbecause: it is small\nobjects:\n  rfc: {fields: "
      "{cost: {max: 10}}}\n";
  const auto loaded = load_texts({text("p.yaml", base), text("small.yaml", small)});
  for (const Diagnostic& one : loaded.diagnostics()) FAIL(to_string(one));
  Loaded<Library> copy = loaded;
  for (const auto& model : copy.value_or_throw().models()) {
    INFO(model->process);
    CHECK(verify(model).empty());
  }
  const std::string own = base.substr(0, base.find("min: 0")) + "min: 0, max: 10" + base.substr(base.find("min: 0") + 6);
  CHECK(said(own).size() == 1);
}

TEST_CASE("what no case comes to is told, unless a permitted deviation is about what keeps it from being done") {
  const auto found_in =
      [](const std::string& moves, const std::string& line) {
        std::string rules;
        for (const Diagnostic& one : verify(load_model(R"(itsmflow: 1
process: p
version: 1.0.0
case: rfc
roles: {r: {}}
objects:
  rfc: {states: [new, over], final: [over], fields: {cost: {type: int, min: 0, max: 5}}}
start: {role: r, requires: [rfc.cost]}
activities:
  look: {role: r, requires: [rfc.cost], )" + moves + R"(}
  close: {role: r, moves: {rfc: new -> over}}
deviations:
  motives: {late: {class: cannot, title: Late}}
  allow: [{)" + line + ", activities: [look]}]\n")
                                                .value_or_throw()))
          if (one.rule == "dead-activity") rules += one.message;
        return rules;
      };
  const std::string dead = "no case ever comes to 'look'";
  const std::string from_the_end = "moves: {rfc: over -> new}";
  const std::string guarded = "moves: {rfc: new -> over}, when: rfc.cost > 5";
  CHECK(found_in(from_the_end, "what: skip") == dead);
  CHECK(found_in(from_the_end, "what: missing_data") == dead);
  CHECK(found_in(from_the_end, "what: out_of_role, by: r") == dead);
  CHECK(found_in(from_the_end, "what: extra").empty());
  CHECK(found_in(from_the_end, "what: again").empty());
  CHECK(found_in(guarded, "what: missing_data").empty());
  CHECK(found_in(guarded, "what: override_guard").empty());
}

TEST_CASE("what isn't decided of a model that adapts another is told where it says which process it is") {
  const auto text = [](std::string name, std::string content) {
    return std::make_shared<const SourceText>(SourceText{std::move(name), std::move(content)});
  };
  const std::string base = with_rows("  - look.done -> a if rfc.cost < 1000\n  - look.done -> b otherwise\n");
  const std::string longer =
      "# The long way.\nitsmflow: 1\nprocess: longer\nversion: 1.0.0\nadapts: p@1\nbecause: it is looked at twice\n"
      "activities:\n  again: {role: r, because: one sees more}\ntransitions:\n  add: [a -> again, again -> close]\n  remove: [a -> "
      "close]\n";
  const auto loaded = load_texts({text("p.yaml", base), text("longer.yaml", longer)});
  for (const Diagnostic& one : loaded.diagnostics()) FAIL(to_string(one));
  Loaded<Library> copy = loaded;
  std::string places;
  for (const auto& model : copy.value_or_throw().models())
    for (const Diagnostic& one : verify(model, {.max_states = 1}))
      if (one.rule == "undecided") places += one.span.source->name + ":" + std::to_string(one.span.line) + " ";
  CHECK(places == "p.yaml:2 longer.yaml:3 ");
}

// -- against trying everything --

namespace {

/// A guard over an enum, a truth value and two whole numbers from 0 to 5.
class RandomGuard {
 public:
  explicit RandomGuard(std::uint32_t seed) : random_(seed) {}

  std::string make(int depth = 2) {
    if (depth == 0 || pick(4) == 0) return atom();
    const std::string left = make(depth - 1);
    const std::string right = make(depth - 1);
    switch (pick(4)) {
      case 0:
        return "(" + left + " && " + right + ")";
      case 1:
        return "(" + left + " || " + right + ")";
      case 2:
        return "!(" + left + ")";
      default:
        return "(" + left + " ? " + right + " : " + make(depth - 1) + ")";
    }
  }

 private:
  std::uint32_t pick(std::uint32_t count) { return static_cast<std::uint32_t>(random_() % count); }

  std::string atom() {
    static const std::vector<std::string> compare{"<", "<=", "==", "!=", ">", ">="};
    switch (pick(5)) {
      case 0:
        return std::string("o.e ") + (pick(2) ? "==" : "!=") + " '" + std::string(1, static_cast<char>('a' + pick(3))) + "'";
      case 1:
        return pick(2) ? "o.b" : "!o.b";
      case 2:
        return "o.n " + compare[pick(6)] + " o.m";
      default:
        return std::string(pick(2) ? "o.n " : "o.m ") + compare[pick(6)] + " " + std::to_string(pick(6));
    }
  }

  std::mt19937 random_;
};

/// All values of e, b, n and m, in the order of their slots.
class Values final : public ExprActivation {
 public:
  explicit Values(std::size_t number)
      : values_{Value(std::string(1, static_cast<char>('a' + number % 3))), Value((number / 3) % 2 == 0),
                Value(static_cast<std::int64_t>((number / 6) % 6)), Value(static_cast<std::int64_t>((number / 36) % 6))} {}
  static constexpr std::size_t kCount = 3 * 2 * 6 * 6;

  const Value& slot(std::uint32_t index) const override { return values_.at(index); }

 private:
  std::vector<Value> values_;
};

std::string tried(const Expression& expression) {
  std::size_t holds = 0;
  for (std::size_t i = 0; i < Values::kCount; ++i) holds += expression.holds(Values(i)) ? 1 : 0;
  return holds == 0 ? "never-true" : holds == Values::kCount ? "always-true" : "";
}

}  // namespace

namespace {

/// Rows from `look.done` to a, b and c, if these guards hold.
std::shared_ptr<const Model> with_guards(const std::vector<std::string>& guards) {
  std::string rows;
  for (std::size_t i = 0; i < guards.size(); ++i)
    rows += std::string("  - \"look.done -> ") + static_cast<char>('a' + i) + " if " + guards[i] + "\"\n";
  if (guards.size() == 1) rows += "  - look.done -> b otherwise\n";
  std::string text = with_rows(rows, "{e: [a, b, c], b: bool, n: {type: int, min: 0, max: 5}, m: {type: int, min: 0, max: 5}}",
                               "{role: r, requires: [o.e, o.b, o.n, o.m]}");
  for (std::size_t at = text.find("rfc"); at != std::string::npos; at = text.find("rfc", at)) text.replace(at, 3, "o");
  return load_model(text).value_or_throw();
}

constexpr std::size_t kFirstRow = 4;  ///< of those with guards

}  // namespace

TEST_CASE("of guards over few values the same is said as by trying all of them") {
  std::size_t decided = 0;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const std::string guard = RandomGuard(seed).make();
    INFO(guard);
    const auto model = with_guards({guard});
    std::string found;
    for (const Diagnostic& one : verify(model))
      if (one.rule == "never-true" || one.rule == "always-true") found = one.rule;
    const std::string expected = tried(model->rows[kFirstRow].guard.expression);
    CHECK(found == expected);
    decided += expected.empty() ? 0 : 1;
  }
  CHECK(decided >= 5);
}

TEST_CASE("of choices over few values the same rows are never taken as by trying all of them") {
  std::size_t lost = 0;
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    RandomGuard random(1000 + seed);
    const auto model = with_guards({random.make(1), random.make(1), random.make(1)});
    std::set<std::uint32_t> expected;
    for (std::size_t row = 1; row < 3; ++row) {
      bool can_hold = false;
      bool is_taken = false;
      for (std::size_t i = 0; i < Values::kCount; ++i) {
        const auto holds = [&](std::size_t one) { return model->rows[kFirstRow + one].guard.expression.holds(Values(i)); };
        can_hold = can_hold || holds(row);
        is_taken = is_taken || (holds(row) && !holds(0) && (row == 1 || !holds(1)));
      }
      if (can_hold && !is_taken) expected.insert(model->rows[kFirstRow + row].span.line);
    }
    std::set<std::uint32_t> found;
    for (const Diagnostic& one : verify(model)) {
      if (one.rule == "overlapping-choice") found.insert(one.span.line);
      for (const Diagnostic::Related& related : one.related)
        if (related.message == "never taken") found.insert(related.span.line);
    }
    INFO(seed);
    CHECK(found == expected);
    lost += expected.size();
  }
  CHECK(lost >= 10);
}
