#include "catch.hpp"
#include "draw/graphviz.hpp"
#include "draw/text.hpp"
#include "places.hpp"

#include <itsmflow/draw.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/model.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

using namespace itsmflow;
using Catch::Matchers::Contains;

namespace {

std::shared_ptr<const Model> shipped(const std::string& path) {
  return load_library(places::source() + "/models/" + path).value_or_throw().models().front();
}

std::shared_ptr<const Model> titled(const std::string& title) {
  return load_model(
             "itsmflow: 1\nprocess: one\nversion: 1.0.0\ncase: thing\ntitle: " + title + "\nroles: {clerk: {title: " + title +
             "}}\nobjects:\n  thing: {states: [new, done], final: [done], title: " + title +
             "}\nactivities:\n  finish: {role: clerk, moves: {thing: new -> done}, title: " + title + ", why: " + title + "}\n")
      .value_or_throw();
}

bool has_graphviz() {
  try {
    return drawing::run_filter({"dot", "-V"}, "").has_value();
  } catch (const Error&) {
    return true;
  }
}

/// As graphviz understood it: one node or edge a line, without our own formatting.
std::string canonical(const std::string& dot) {
  return drawing::run_filter({"dot", "-Tcanon"}, dot).value();
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

const std::string kNasty = R"("a \"quoted\" <b>bold</b> & co \\N \\\\ </text><script>alert(1)</script> %%{init: {}}%% #quot; `x`")";

}  // namespace

TEST_CASE("graphviz reads the drawing of every shipped model, with a node for each state and activity") {
  if (!has_graphviz()) {
    WARN("skipped: graphviz is not installed");
    return;
  }
  for (const std::string path : {"municipality/minor-change.yaml", "itil/incident.yaml", "itil/normal-change.yaml"}) {
    INFO(path);
    const auto model = shipped(path);
    const std::string dot = draw(*model, DrawFormat::dot);

    const std::string read = canonical(dot);

    for (const Activity& activity : model->activities) {
      INFO(activity.id);
      CHECK_THAT(read, Contains("tooltip=\"" + activity.id + ": ") || Contains("· " + activity.wording.title.substr(0, 10)));
    }
    for (const ObjectType& object : model->objects) {
      for (const std::string& state : object.states) CHECK_THAT(read, Contains("\"" + object.id + "." + state + "\""));
    }
  }
}

TEST_CASE("a drawing by transition shows forks, joins, choices with their guards, and the end") {
  const std::string dot = draw(*shipped("itil/normal-change.yaml"), DrawFormat::dot);

  CHECK(count(dot, "tooltip=\"all of these\"") == 2);
  CHECK(count(dot, "tooltip=\"waits for all\"") == 2);
  CHECK(count(dot, "tooltip=\"decided by the data\"") == 2);
  CHECK(count(dot, "tooltip=\"start\"") == 1);
  CHECK(count(dot, "tooltip=\"end\"") == 3);
  CHECK(count(dot, "<TD>otherwise</TD>") == 2);
  CHECK_THAT(dot, Contains("rfc.category in<BR/>[&#34;medium&#34;, &#34;major&#34;]"));
  CHECK_THAT(dot, Contains("At any time"));
}

TEST_CASE("a drawing by state frames each object and leaves out those without states") {
  const std::string dot = draw(*shipped("municipality/minor-change.yaml"), DrawFormat::dot);

  CHECK(count(dot, "subgraph cluster_") == 4);
  CHECK_THAT(dot, Contains("Request for change") && Contains("Need for change") && !Contains("IT change object</B>"));
  CHECK(dot.find("Request for change</B>") < dot.find("Need for change</B>"));
  CHECK_THAT(dot, Contains("rfc.accounts_done =="));
}

TEST_CASE("where a case stands is marked in the drawing") {
  const auto model = shipped("municipality/minor-change.yaml");
  const DrawOverlay overlay{{"rfc.drafted", "environment.current"}, {"transfer"}};

  for (const DrawFormat format : {DrawFormat::dot, DrawFormat::mermaid}) {
    const std::string_view mark = format == DrawFormat::dot ? "penwidth=3" : " marked\n";
    CHECK(count(draw(*model, format), mark) == 0);
    CHECK(count(draw(*model, format, overlay), mark) == 3);
  }
}

TEST_CASE("a title with quotes, markup, escapes and a script is shown as it is and does nothing") {
  const auto model = titled(kNasty);

  const std::string mermaid = draw(*model, DrawFormat::mermaid);
  CHECK_THAT(mermaid, !Contains("<script>") && !Contains("%%{") && !Contains("`") && !Contains("\\"));
  CHECK_THAT(mermaid, Contains("#60;script#62;"));

  if (!has_graphviz()) {
    WARN("skipped in part: graphviz is not installed");
    return;
  }
  const std::string svg = draw_svg(*model).value();
  CHECK_THAT(svg, !Contains("<script") && !Contains("</text><") && Contains("&lt;"));
  CHECK_THAT(svg, Contains("co \\\xE2\x81\xA0N"));  // not the name of the node, which graphviz would put there
}

TEST_CASE("a title in another script, or with nothing but blanks, makes a drawing too") {
  if (!has_graphviz()) {
    WARN("skipped: graphviz is not installed");
    return;
  }
  CHECK_THAT(draw_svg(*titled("تغيير صغير")).value(), Contains("تغيير") && Contains("صغير"));
  CHECK_THAT(draw_svg(*titled("\"\\u202E\\x07 \\x7f\"")).value(), Contains("</svg>") && !Contains("\x07"));
  CHECK_THAT(draw_svg(*titled("\"   \"")).value(), Contains("</svg>"));
}

TEST_CASE("what Mermaid would read as Markdown stays text") {
  CHECK(drawing::mermaid_text("1. Ask *her*") == "1#46; Ask #42;her#42;");
  CHECK(drawing::mermaid_text("- ask") == "#45; ask");
  CHECK(drawing::mermaid_text("12 accounts-done") == "12 accounts-done");
  CHECK(drawing::mermaid_text("").empty());
}

TEST_CASE("long words and long titles are broken into lines") {
  CHECK(drawing::wrap("Implement and ensure change", 12) == std::vector<std::string>{"Implement", "and ensure", "change"});
  CHECK(drawing::wrap("Donaudampfschifffahrt", 8) == std::vector<std::string>{"Donaudam", "pfschiff", "fahrt"});
  CHECK(drawing::wrap("Überprüfung_ohne_Leerzeichen_103", 24) == std::vector<std::string>{"Überprüfung_ohne_", "Leerzeichen_103"});
  CHECK(drawing::wrap("a_bcdefghij", 8) == std::vector<std::string>{"a_bcdefg", "hij"});  // too near the beginning
  CHECK(drawing::wrap("change.request.number is 1", 8) == std::vector<std::string>{"change.", "request.", "number", "is 1"});
  CHECK(drawing::wrap("éééé", 2) == std::vector<std::string>{"éé", "éé"});
  CHECK(drawing::wrap("", 8) == std::vector<std::string>{""});
  CHECK(drawing::wrap("a\tb\nc\xFF", 8) == std::vector<std::string>{"a b c\xEF\xBF\xBD"});
}

TEST_CASE("a picture has a background of its own, so that it reads the same on light and dark pages") {
  CHECK_THAT(draw(*shipped("itil/incident.yaml"), DrawFormat::dot), Contains("bgcolor=\"#ffffff\""));
}

TEST_CASE("a filter takes and gives more than a pipe holds without waiting for ever") {
  const std::string big(5'000'000, 'x');

  CHECK(drawing::run_filter({"cat"}, big) == big);
  CHECK(drawing::run_filter({"true"}, big) == "");
  CHECK(drawing::run_filter({"head", "-c", "10"}, big) == std::string(10, 'x'));
}

TEST_CASE("a filter that is not there gives nothing; one that fails throws what it said") {
  CHECK_FALSE(drawing::run_filter({"itsmflow-no-such-program"}, "x").has_value());
  CHECK_THROWS_WITH(drawing::run_filter({"sh", "-c", "echo what is wrong >&2; exit 7"}, ""),
                    Contains("ended with 7") && Contains("what is wrong"));
  CHECK_THROWS_WITH(drawing::run_filter({"sh", "-c", "kill -9 $$"}, ""), Contains("signal 9"));
}

TEST_CASE("what people don't do alone looks different and says what it waits for") {
  const auto library = load_library(places::source() + "/tests/scenario/outside").value_or_throw();
  const auto model = library.find("flow");
  const std::string dot = draw(*model, DrawFormat::dot);
  CHECK(count(dot, "shape=component") == 1);
  CHECK(count(dot, "shape=note") == 1);
  CHECK(count(dot, "shape=box3d") == 3);
  CHECK_THAT(dot, Contains("service deployer") && Contains("tried again once"));
  CHECK_THAT(dot, Contains("when the message") && Contains("vendor_reply") && Contains("as a case of task"));
  CHECK_THAT(dot, Contains("+ security: Security") && Contains("for each place of") && Contains("vote of Board"));
  CHECK_THAT(dot, Contains("late: by itself after 2 days"));
  const std::string mermaid = draw(*model, DrawFormat::mermaid);
  CHECK_THAT(mermaid, Contains("{{\"deploy<br/>service deployer") && Contains(">\"hear<br/>") && Contains("[[\"close<br/>"));
  CHECK_THAT(mermaid, Contains("[/\"assess<br/>") && Contains("late: by itself after 2 days"));
  if (has_graphviz()) CHECK_THAT(canonical(dot), Contains("shape=component"));
}

TEST_CASE("a fork of which some branches are taken, and the join that waits for them, are drawn as such") {
  const auto model = load_model(R"(itsmflow: 1
process: review
version: 1.0.0
roles: {clerk: Clerk}
case: paper
objects: {paper: {fields: {urgent: bool}}}
activities:
  read: {role: clerk, asks: [paper.urgent]}
  law: {role: clerk}
  money: {role: clerk, cancels: law}
  press: {role: clerk}
  decide: {role: clerk}
transitions:
  - start -> read
  - fork: read
    to: {law: "!paper.urgent", money: "paper.urgent", press: otherwise}
  - join: [law, money, press]
    to: decide
    wait: 2
  - decide -> end
)")
                         .value_or_throw();
  const std::string dot = draw(*model, DrawFormat::dot);
  CHECK(count(dot, "tooltip=\"each whose guard holds\"") == 1);
  CHECK(count(dot, "tooltip=\"goes on with the first 2 that are done\"") == 1);
  CHECK_THAT(dot, Contains(">!paper.urgent<") && Contains(">paper.urgent<") && Contains(">otherwise<") && Contains("cancels law"));
  const std::string mermaid = draw(*model, DrawFormat::mermaid);
  CHECK_THAT(mermaid, Contains("{\"○\"}") && Contains("{\"2\"}") && Contains("|\"paper.urgent\"|"));
}

TEST_CASE("an object of which a case has several is marked, and who asks over all of them says so") {
  const auto library = load_library(places::source() + "/tests/scenario/several").value_or_throw();
  const std::string dot = draw(*library.find("release"), DrawFormat::dot);
  CHECK_THAT(dot, Contains("task (several)"));
  CHECK_THAT(dot, Contains("while every task is"));
}
