#include <itsmflow/report.hpp>
#include <itsmflow/version.hpp>

#include <nlohmann/json.hpp>
#include <set>

#include "catch.hpp"
#include "report/document.hpp"
#include "report/marked.hpp"

using namespace itsmflow;
using nlohmann::json;

namespace {

json run_of(const Diagnostics& diagnostics, const ReportStyle& style = {}) {
  const std::string text = render(diagnostics, ReportFormat::sarif, style);
  CHECK(wrong_with_sarif({text}).empty());
  return json::parse(text).at("runs").at(0);
}

json result_of(const Diagnostic& diagnostic) {
  const json results = run_of({diagnostic}).at("results");
  REQUIRE(results.size() == 1);
  return results.at(0);
}

std::string uri_of(const std::string& name) {
  const Marked text("a: teir2\n", name);
  return result_of(finding(text.span("teir2"))).at("locations").at(0).at("physicalLocation").at("artifactLocation").at("uri");
}

std::string message_of(const std::string& message) {
  Diagnostic diagnostic = finding(Span{});
  diagnostic.message = message;
  return result_of(diagnostic).at("message").at("text");
}

std::string fingerprint_of(const Diagnostic& diagnostic) {
  return result_of(diagnostic).at("partialFingerprints").at("finding/v1");
}

}  // namespace

TEST_CASE("sarif is one run of itsmflow, with an empty list of results where all is well") {
  const json log = json::parse(render({}, ReportFormat::sarif));
  CHECK(log.at("version") == "2.1.0");
  REQUIRE(log.at("runs").size() == 1);
  const json run = run_of({});
  CHECK(run.at("results") == json::array());
  const json& driver = run.at("tool").at("driver");
  CHECK(driver.at("name") == "itsmflow");
  CHECK(driver.at("version") == ITSMFLOW_VERSION);
  CHECK(driver.at("rules") == json::array());
  CHECK_FALSE(driver.contains("informationUri"));
  CHECK(run.at("columnKind") == "unicodeCodePoints");
}

TEST_CASE("a sarif result says what, how bad, where, and what to do, its first sentence alone what") {
  const Marked text("states: [ä]\nmoves: teir2\n");
  Diagnostic diagnostic = finding(text.span("teir2"), "there are new and old", "did you mean 'tier2'?");
  diagnostic.severity = Severity::warning;
  diagnostic.related.push_back({text.span("states"), "declared here"});
  diagnostic.related.push_back({Span{}, "seen while loading"});
  const json result = result_of(diagnostic);
  CHECK(result.at("ruleId") == "unknown-state");
  CHECK(result.at("level") == "warning");
  CHECK(result.at("message").at("text") ==
        "no such state.\nthere are new and old.\nnote: seen while loading.\nhelp: did you mean 'tier2'?");
  const json place = {
      {"artifactLocation", {{"uri", "incident.yaml"}}},
      {"region", {{"startLine", 2}, {"startColumn", 8}, {"endLine", 2}, {"endColumn", 13}, {"byteOffset", 20}, {"byteLength", 5}}}};
  CHECK(result.at("locations") == json::array({{{"physicalLocation", place}}}));
  REQUIRE(result.at("relatedLocations").size() == 1);
  const json& related = result.at("relatedLocations").at(0);
  CHECK(related.at("message").at("text") == "declared here");
  CHECK(related.at("physicalLocation").at("region").at("endColumn") == 7);
}

TEST_CASE("columns of sarif count code points, and bytes count bytes") {
  const Marked text("ä障🙂: teir2\n");
  const json region = result_of(finding(text.span("teir2"))).at("locations").at(0).at("physicalLocation").at("region");
  CHECK(region.at("startColumn") == 6);
  CHECK(region.at("endColumn") == 11);
  CHECK(region.at("byteOffset") == 11);
  CHECK(region.at("byteLength") == 5);
}

TEST_CASE("sarif levels are the severities") {
  for (const auto& [severity, level] :
       {std::pair{Severity::error, "error"}, {Severity::warning, "warning"}, {Severity::note, "note"}}) {
    Diagnostic diagnostic = finding(Span{});
    diagnostic.severity = severity;
    CHECK(result_of(diagnostic).at("level") == level);
  }
}

TEST_CASE("sarif lists each rule once, and results point into the list") {
  Diagnostic other = finding(Span{});
  other.rule = "deadlock";
  const json run = run_of({finding(Span{}), other, finding(Span{})});
  CHECK(run.at("tool").at("driver").at("rules") == json::array({{{"id", "unknown-state"}}, {{"id", "deadlock"}}}));
  std::vector<int> indices;
  for (const json& result : run.at("results")) indices.push_back(result.at("ruleIndex"));
  CHECK(indices == std::vector<int>{0, 1, 0});
}

TEST_CASE("a path in sarif is a URI whatever the file is called, relative as it was given") {
  CHECK(uri_of("models/incident.yaml") == "models/incident.yaml");
  CHECK(uri_of("./models//sub/../incident.yaml") == "models/incident.yaml");
  CHECK(uri_of("../incident.yaml") == "../incident.yaml");
  CHECK(uri_of("my models/a&b <1> \"x\" 100%.yaml") == "my%20models/a%26b%20%3C1%3E%20%22x%22%20100%25.yaml");
  CHECK(uri_of("änderung/障害.yaml") == "%C3%A4nderung/%E9%9A%9C%E5%AE%B3.yaml");
  CHECK(uri_of("c:d.yaml") == "c%3Ad.yaml");
  CHECK(uri_of("latin\xE4.yaml") == "latin%E4.yaml");
  CHECK(uri_of("/srv/models/a b.yaml") == "file:///srv/models/a%20b.yaml");
  CHECK(uri_of("<memory>") == "%3Cmemory%3E");
}

TEST_CASE("a sarif message is shown as it is: nothing in it is a placeholder, a link, or steers a terminal") {
  CHECK(message_of("write {incident: {0}}") == "write {{incident: {{0}}}}.");
  CHECK(message_of("[here](1) and [a, b]") == "[here\\](1) and [a, b].");
  CHECK(message_of("a \x1B[31m bell \a and\nline") == "a ␛[31m bell ␇ and␊line.");
  CHECK(message_of("byte \xFF here") == "byte � here.");
  CHECK(message_of("is \"x\" < 1 & y > 2?") == "is \"x\" < 1 & y > 2?");
}

TEST_CASE("a trace is a code flow in sarif, and a step without a place stands at that of the finding") {
  const Marked text("start: assess\nassess: cab\n");
  Diagnostic diagnostic = finding(text.span("cab"));
  diagnostic.trace = {{text.span("assess"), "assess (rfc.risk = {medium})"}, {Span{}, "no activity is possible"}};
  const json flows = result_of(diagnostic).at("codeFlows");
  REQUIRE(flows.size() == 1);
  REQUIRE(flows.at(0).at("threadFlows").size() == 1);
  const json& steps = flows.at(0).at("threadFlows").at(0).at("locations");
  REQUIRE(steps.size() == 2);
  CHECK(steps.at(0).at("location").at("message").at("text") == "assess (rfc.risk = {{medium}})");
  CHECK(steps.at(0).at("location").at("physicalLocation").at("region").at("startLine") == 1);
  CHECK(steps.at(1).at("location").at("message").at("text") == "no activity is possible");
  CHECK(steps.at(1).at("location").at("physicalLocation").at("region").at("startLine") == 2);
  diagnostic.span = {};
  const json nowhere = result_of(diagnostic).at("codeFlows").at(0).at("threadFlows").at(0).at("locations").at(1);
  CHECK(nowhere == json{{"location", {{"message", {{"text", "no activity is possible"}}}}}});
}

TEST_CASE("fixes in sarif are changes that stand each for itself, in lines and columns") {
  const Marked text("a: teir2\n", "my models/a.yaml");
  Diagnostic diagnostic = finding(text.span("teir2"));
  Span before = text.span("teir2");
  before.end = before.begin;
  before.end_column = before.column;
  diagnostic.fixes = {{text.span("teir2"), "{tier2}", Diagnostic::Fix::Safety::safe},
                      {text.span("a: "), "", Diagnostic::Fix::Safety::unsafe},
                      {before, "\"x\": ", Diagnostic::Fix::Safety::safe},
                      {text.span("teir2"), "\xFF", Diagnostic::Fix::Safety::safe}};
  const json fixes = result_of(diagnostic).at("fixes");
  REQUIRE(fixes.size() == 3);  // what isn't UTF-8 can't be put in
  const json change = {{"artifactLocation", {{"uri", "my%20models/a.yaml"}}},
                       {"replacements",
                        {{{"deletedRegion", {{"startLine", 1}, {"startColumn", 4}, {"endLine", 1}, {"endColumn", 9}}},
                          {"insertedContent", {{"text", "{tier2}"}}}}}}};
  CHECK(fixes.at(0).at("artifactChanges") == json::array({change}));
  CHECK(fixes.at(0).at("description").at("text") == "replace it with '{{tier2}}'.");
  CHECK(fixes.at(0).at("properties").at("safety") == "safe");
  CHECK_FALSE(fixes.at(1).at("artifactChanges").at(0).at("replacements").at(0).contains("insertedContent"));
  CHECK(fixes.at(1).at("properties").at("safety") == "unsafe");
  CHECK(fixes.at(2).at("artifactChanges").at(0).at("replacements").at(0).at("deletedRegion").at("endColumn") == 4);
  CHECK(fixes.at(2).at("description").at("text") == "put in '\"x\": '.");
}

TEST_CASE("a sarif finding keeps its fingerprint when its lines move, and no other has it") {
  const Marked text("states: [new]\nmoves: teir2\n");
  const Marked moved("# a comment\n\nstates: [new]\nother: x\nmoves:    teir2\n", "./incident.yaml");
  const Diagnostic diagnostic = finding(text.span("teir2"));
  const std::string fingerprint = fingerprint_of(diagnostic);
  CHECK(fingerprint.size() == 32);
  CHECK(fingerprint_of(finding(moved.span("teir2"), "another label", "another help")) == fingerprint);

  std::set<std::string> all{fingerprint};
  Diagnostic rule = diagnostic;
  rule.rule = "unknown-role";
  Diagnostic message = diagnostic;
  message.message = "no such role";
  const Marked elsewhere("states: [new]\nmoves: teir2\n", "change.yaml");
  for (const Diagnostic& other : {rule, message, finding(elsewhere.span("teir2")), finding(text.span("new")), finding(Span{})})
    all.insert(fingerprint_of(other));
  CHECK(all.size() == 6);
}

TEST_CASE("sarif findings that are alike in one file are told apart by their order") {
  const Marked text("a: teir2\nb: teir2\n");
  const Marked moved("# first\na: teir2\n# second\nb: teir2\n");
  const auto fingerprints = [](const Marked& from) {
    const json run = run_of({finding(from.span("teir2")), finding(from.span("teir2", "b"))});
    return std::pair{run.at("results").at(0).at("partialFingerprints").at("finding/v1").get<std::string>(),
                     run.at("results").at(1).at("partialFingerprints").at("finding/v1").get<std::string>()};
  };
  CHECK(fingerprints(text).first != fingerprints(text).second);
  CHECK(fingerprints(text) == fingerprints(moved));
}

TEST_CASE("what is said twice of a finding stands once in sarif") {
  const Marked text("a: teir2\n");
  Diagnostic diagnostic = finding(text.span("teir2"));
  diagnostic.related = {{text.span("a"), "declared here"}, {text.span("a"), "declared here"}, {text.span("a"), "used here"}};
  diagnostic.fixes = {{text.span("teir2"), "tier2", {}}, {text.span("teir2"), "tier2", {}}};
  const json result = result_of(diagnostic);
  CHECK(result.at("relatedLocations").size() == 2);
  CHECK(result.at("fixes").size() == 1);
}

TEST_CASE("sarif names the files that were looked at, clean ones too") {
  ReportStyle style;
  style.files = {"./models/a b.yaml", "models/incident.yaml"};
  CHECK(run_of({}, style).at("artifacts") ==
        json::array({{{"location", {{"uri", "models/a%20b.yaml"}}}, {"roles", {"analysisTarget"}}},
                     {{"location", {{"uri", "models/incident.yaml"}}}, {"roles", {"analysisTarget"}}}}));
}

TEST_CASE("the schema by which the tests judge sarif refuses what is none") {
  const auto refuses = [](const json& log) { return !wrong_with_sarif({log.dump()}).empty(); };
  const Marked text("a: teir2\n");
  const json good = json::parse(render({finding(text.span("teir2"))}, ReportFormat::sarif));
  REQUIRE_FALSE(refuses(good));
  const std::string result = "/runs/0/results/0";
  const auto with = [&](const std::string& where, const json& value) {
    json log = good;
    log[json::json_pointer(where)] = value;
    return log;
  };
  CHECK(refuses(with("/version", "2.0.0")));
  CHECK(refuses(with("/runs/0/columnKind", "bytes")));
  CHECK(refuses(with(result + "/level", "fatal")));
  CHECK(refuses(with(result + "/message/text", "a {placeholder}")));
  CHECK(refuses(with(result + "/message/text", "a [link](1)")));
  CHECK(refuses(with(result + "/nonsense", 1)));
  CHECK(refuses(with(result + "/locations/0/physicalLocation/region/startLine", 0)));
  CHECK(refuses(with(result + "/locations/0/physicalLocation/artifactLocation/uri", "a b.yaml")));
}
