// Items of lists, and objects of which a case has many: where they are alike, a few stand for any number.

#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

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

}  // namespace itsmflow
