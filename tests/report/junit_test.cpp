#include <itsmflow/report.hpp>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/document.hpp"
#include "report/marked.hpp"

using namespace itsmflow;
using nlohmann::json;

namespace {

json suites_of(const Diagnostics& diagnostics, const ReportStyle& style = {}) {
  const json root = parsed_xml(render(diagnostics, ReportFormat::junit, style));
  CHECK(root.at("tag") == "testsuites");
  return root.at("children");
}

json only_test_of(const json& suites) {
  REQUIRE(suites.size() == 1);
  REQUIRE(suites.at(0).at("children").size() == 1);
  return suites.at(0).at("children").at(0);
}

}  // namespace

TEST_CASE("junit of files without findings is a test that passes for each of them") {
  ReportStyle style;
  style.files = {"./models/change.yaml", "models/incident.yaml"};
  CHECK(render({}, ReportFormat::junit, style) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"itsmflow\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
        "  <testsuite name=\"models/change.yaml\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
        "    <testcase classname=\"models/change\" name=\"no findings\" file=\"models/change.yaml\"/>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"models/incident.yaml\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
        "    <testcase classname=\"models/incident\" name=\"no findings\" file=\"models/incident.yaml\"/>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}

TEST_CASE("junit of nothing at all still has a test that passes") {
  const json test = only_test_of(suites_of({}));
  CHECK(test.at("attributes") == json{{"classname", "itsmflow"}, {"name", "no findings"}});
  CHECK(test.at("children").empty());
}

TEST_CASE("in junit a finding is a test that fails, in the suite of its file, with all that there is to say") {
  const Marked text("a: x\nmoves: teir2\n", "models/incident.yaml");
  ReportStyle style;
  style.files = {"models/change.yaml", "models/incident.yaml"};
  style.colour = true;
  CHECK(render({finding(text.span("teir2"), "there is tier2", "did you mean 'tier2'?")}, ReportFormat::junit, style) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"itsmflow\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\">\n"
        "  <testsuite name=\"models/change.yaml\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
        "    <testcase classname=\"models/change\" name=\"no findings\" file=\"models/change.yaml\"/>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"models/incident.yaml\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">\n"
        "    <testcase classname=\"models/incident\" name=\"no such state [unknown-state]\" file=\"models/incident.yaml\" "
        "line=\"2\">\n"
        "      <failure message=\"models/incident.yaml:2:8: error: no such state [unknown-state]\" type=\"unknown-state\">"
        "models/incident.yaml:2:8: error: no such state [unknown-state]\n"
        "  |\n"
        "2 | moves: teir2\n"
        "  |        ^^^^^ there is tier2\n"
        "  = help: did you mean 'tier2'?\n"
        "</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}

TEST_CASE("in junit a finding fails exactly where it would fail the check") {
  Diagnostic warning = finding(Span{});
  warning.severity = Severity::warning;
  const json passed = only_test_of(suites_of({warning}));
  REQUIRE(passed.at("children").size() == 1);
  CHECK(passed.at("children").at(0).at("tag") == "system-out");
  CHECK(passed.at("children").at(0).at("text") == "warning: no such state [unknown-state]\n");

  ReportStyle style;
  style.failing = Severity::warning;
  const json suites = suites_of({warning}, style);
  CHECK(suites.at(0).at("attributes").at("failures") == "1");
  CHECK(only_test_of(suites).at("children").at(0).at("tag") == "failure");
}

TEST_CASE("no two junit tests have one name, since hosts show only the first of them") {
  const Marked text("a: teir2\nb: teir2\nc: teir2\n", "incident.yaml");
  const Marked twin("a: teir2\n", "incident");  // the class of this file is that of the other
  const json suites = suites_of({finding(text.span("teir2")), finding(text.span("teir2", "b")), finding(text.span("teir2", "c")),
                                 finding(twin.span("teir2"))});
  std::vector<std::string> names;
  for (const json& suite : suites) {
    for (const json& test : suite.at("children")) {
      CHECK(test.at("attributes").at("classname") == "incident");
      names.push_back(test.at("attributes").at("name"));
    }
  }
  CHECK(names == std::vector<std::string>{"no such state [unknown-state]", "no such state [unknown-state] (2)",
                                          "no such state [unknown-state] (3)", "no such state [unknown-state] (4)"});
}

TEST_CASE("in junit quotes, ampersands, brackets and other letters are as they were, and control characters are signs") {
  const Marked text("a: \"x\" & <y> ]]> '\x1B' \xFF ä\n", "my models/a&b <1> \"q\" 'ö'.yaml");
  Diagnostic diagnostic = finding(text.span("<y>"), "what & <that>?\x01", "put \"z\"");
  diagnostic.message = "a \"quoted\" & <tagged> 'ö'\tname\nand \x1B[31m \xFF \xEF\xBF\xBE \xEF\xBF\xBF障";
  const json suites = suites_of({diagnostic});
  CHECK(suites.at(0).at("attributes").at("name") == "my models/a&b <1> \"q\" 'ö'.yaml");
  const json test = only_test_of(suites);
  const std::string message = "a \"quoted\" & <tagged> 'ö'    name␊and ␛[31m � � �障";
  CHECK(test.at("attributes").at("classname") == "my models/a&b <1> \"q\" 'ö'");
  CHECK(test.at("attributes").at("name") == message + " [unknown-state]");
  CHECK(test.at("attributes").at("file") == "my models/a&b <1> \"q\" 'ö'.yaml");
  const std::string headline = "my models/a&b <1> \"q\" 'ö'.yaml:1:10: error: " + message + " [unknown-state]";
  const json& failure = test.at("children").at(0);
  CHECK(failure.at("attributes").at("message") == headline);
  CHECK(failure.at("text") == headline +
                                  "\n  |\n"
                                  "1 | a: \"x\" & <y> ]]> '␛' � ä\n"
                                  "  |          ^^^ what & <that>?␁\n"
                                  "  = help: put \"z\"\n");
}
