#include "catch.hpp"
#include "draw/broken.hpp"

#include <itsmflow/draw.hpp>
#include <itsmflow/model.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace itsmflow;
using Catch::Matchers::Contains;

namespace {

std::string drawn(const std::shared_ptr<const Model>& model, DrawFormat format = DrawFormat::dot) {
  return draw(*model, format, found_in(model));
}

std::string drawn(const Model& model, Diagnostic finding, DrawFormat format = DrawFormat::dot) {
  DrawOverlay overlay;
  overlay.findings.push_back(std::move(finding));
  return draw(model, format, overlay);
}

std::vector<std::string> lines_with(const std::string& text, const std::vector<std::string>& parts) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    bool has_all = true;
    for (const std::string& part : parts) has_all = has_all && line.find(part) != std::string::npos;
    if (has_all) found.push_back(line);
    at = end + 1;
  }
  return found;
}

std::string badge(const std::string& text) {
  return "<B>" + text + "</B></FONT></TD>";
}

/// Where two cases get stuck, each after a step of its own.
std::shared_ptr<const Model> stuck_twice() {
  return load_model(R"(itsmflow: 1
process: two
version: 1.0.0
case: order
roles: {clerk: Clerk}
objects: {order: {states: [new, left, right, done], final: [done]}}
activities:
  go_left: {role: clerk, moves: {order: new -> left}}
  go_right: {role: clerk, moves: {order: new -> right}}
  finish: {role: clerk, moves: {order: new -> done}}
)")
      .value_or_throw();
}

}  // namespace

TEST_CASE("an activity that no case comes to is grey, dashed and says so, and so are its state and the arrows to and from them") {
  const std::string dot = drawn(broken("known-error-unknown"));

  for (const std::string& line : lines_with(dot, {"<B>Publish as known error</B>"})) {
    INFO(line);
    CHECK_THAT(line, Contains("filled,dashed") && Contains("no case ever comes here") && Contains("fillcolor=\"#f4f5f6\""));
  }
  CHECK(lines_with(dot, {"<B>Publish as known error</B>"}).size() == 2);  // by row, and by state
  CHECK(lines_with(dot, {"<B>known_error</B>", "filled,dashed", "no case ever comes to"}).size() == 1);
  CHECK(lines_with(dot, {"tooltip=\"end; no case ever comes here\"", "filled,dashed"}).size() == 1);  // the end behind it
  CHECK(lines_with(dot, {" -> ", "style=dashed"}).size() == 4);  // to it and from it, in both pictures
  CHECK(lines_with(dot, {"filled,dashed"}).size() == 4);
  CHECK_THAT(dot, Contains("grey and dashed</B>") && Contains("no case ever comes there"));
}

TEST_CASE("a model without findings is drawn as it was, whatever might be found") {
  const std::string dot = draw(*broken("known-error-unknown"), DrawFormat::dot);

  CHECK_THAT(dot, !Contains("dashed") && !Contains("no case ever") && !Contains("trail"));
}

TEST_CASE("the steps of a trace are numbered in their order, and its end is marked where the case is then") {
  const std::string dot = drawn(broken("nobody-comes-back"));

  CHECK(lines_with(dot, {"<B>Accept</B>", badge("1"), "step 1: accept"}).size() == 1);
  CHECK(lines_with(dot, {"<B>Pass on to the second", badge("2"), "step 2: escalate"}).size() == 1);
  CHECK(lines_with(dot, {"<B>escalated</B>", badge("✗"), "✗ the case goes on, but can never be over"}).size() == 1);
  CHECK(lines_with(dot, {"</B></FONT></TD>"}).size() == 3);
  CHECK(lines_with(dot, {" -> ", "class=\"trail\""}).size() == 5);  // start, new, Accept, assigned, Pass on, escalated
}

TEST_CASE("an activity that is done twice in a trace has both numbers, and where the trace ends as well") {
  const std::string dot = drawn(broken("test-again-and-again"));

  CHECK(lines_with(dot, {"<B>Test</B>", badge("1"), badge("3")}).size() == 1);
  CHECK(lines_with(dot, {"<B>Mend</B>", badge("2"), badge("4"), badge("✗")}).size() == 1);
}

TEST_CASE("the way of a trace goes by the result it names, and not where the trace doesn't tell by which of two ways a case came") {
  const std::string dot = drawn(broken("branch-never-begun"));

  CHECK(lines_with(dot, {" -> ", ">passed<", "class=\"trail\""}).size() == 1);
  CHECK(lines_with(dot, {" -> ", ">failed<", "class=\"trail\""}).empty());
  CHECK(lines_with(dot, {" -> ", ">release.trains_users<", "class=\"trail\""}).empty());
  CHECK(lines_with(dot, {" -> ", ">otherwise<", "class=\"trail\""}).empty());
  CHECK(lines_with(dot, {"tooltip=\"waits for all; ✗ no activity is possible"}).size() == 1);
}

TEST_CASE("a trace that ends at a choice which leads nowhere is marked there") {
  const std::string dot = drawn(broken("unforeseen-risk"));

  CHECK(lines_with(dot, {"shape=diamond", badge("✗")}).size() == 1);
  CHECK(lines_with(dot, {"<B>Assess the risk</B>", badge("1")}).size() == 2);  // by row, and by state
}

TEST_CASE("of several traces each has a letter, and its own colour") {
  const std::string dot = drawn(stuck_twice());

  CHECK(lines_with(dot, {"<B>go_left</B>", badge("A1"), "#b42318"}).size() == 1);
  CHECK(lines_with(dot, {"<B>left</B>", badge("A✗"), "#b42318"}).size() == 1);
  CHECK(lines_with(dot, {"<B>go_right</B>", badge("B1"), "#0b5cad"}).size() == 1);
  CHECK(lines_with(dot, {"<B>right</B>", badge("B✗"), "#0b5cad"}).size() == 1);
  CHECK_THAT(dot, Contains("A1 … A✗</B>") && Contains("B1 … B✗</B>"));  // the legend
}

TEST_CASE("a result that no case ever has is grey at its arrow, and its activity says so without being grey") {
  const auto model = broken("branch-never-begun");
  const Activity& test = model->activities.at(*model->find_activity("test"));
  Diagnostic finding;
  finding.rule = "dead-result";
  finding.span = test.results.at(*test.find_result("failed")).span;
  finding.message = "'test' can never end with 'failed'";

  const std::string dot = drawn(*model, finding);

  CHECK(lines_with(dot, {" -> ", ">failed<", "style=dashed"}).size() == 1);
  CHECK(lines_with(dot, {" -> ", ">passed<", "style=dashed"}).empty());
  CHECK(lines_with(dot, {"<B>Test</B>", "can never end with"}).size() == 2);
  CHECK(lines_with(dot, {"<B>Test</B>", "dashed"}).empty());
}

TEST_CASE("a step of an activity that is but a line in a state is written at that line") {
  const auto model = broken("nobody-comes-back");
  Diagnostic finding;
  finding.rule = "livelock";
  finding.trace = {{model->activities.at(*model->find_activity("diagnose")).span, "diagnose"}, {{}, "it never ends"}};

  const std::string dot = drawn(*model, finding);

  CHECK(lines_with(dot, {"<B>escalated</B>", "· Diagnose [1]", "step 1: diagnose"}).size() == 1);
}

TEST_CASE("a finding that has no place in the picture is told below its title") {
  const auto model = broken("known-error-unknown");
  Diagnostic finding;
  finding.rule = "undecided";
  finding.message = "it isn't decided whether <every> case can be completed";

  CHECK_THAT(drawn(*model, finding), Contains("it isn't decided whether &#60;every&#62; case can be completed"));
  CHECK_THAT(drawn(*model, finding, DrawFormat::mermaid), Contains("legend[\"it isn't decided whether #60;every#62; case"));
}

TEST_CASE("Mermaid has the numbers in its boxes, and the ways and what is dead by classes and styles of links") {
  const std::string trace = drawn(broken("nobody-comes-back"), DrawFormat::mermaid);
  CHECK_THAT(trace, Contains("[\"(1)<br/>Accept<br/>") && Contains("[\"(2)<br/>Pass on to the second") &&
                        Contains("(\"(✗)<br/>escalated<br/>"));
  CHECK(lines_with(trace, {"  class n", " trail0"}).size() == 3);
  CHECK(lines_with(trace, {"  linkStyle ", "stroke-width:3px"}).size() == 5);

  const std::string dead = drawn(broken("known-error-unknown"), DrawFormat::mermaid);
  CHECK(lines_with(dead, {"  class n", " dead"}).size() == 4);
  CHECK(lines_with(dead, {"  linkStyle ", "stroke-dasharray"}).size() == 4);
  CHECK_THAT(dead, Contains("grey and dashed: no case ever comes there"));
}
