#include <itsmflow/report.hpp>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/marked.hpp"

using namespace itsmflow;
using nlohmann::json;

TEST_CASE("formats are known by their names") {
  CHECK(parse_report_format("full") == ReportFormat::full);
  CHECK(parse_report_format("concise") == ReportFormat::concise);
  CHECK(parse_report_format("json") == ReportFormat::json);
  CHECK(parse_report_format("github") == ReportFormat::github);
  CHECK(parse_report_format("sarif") == ReportFormat::sarif);
  CHECK(parse_report_format("junit") == ReportFormat::junit);
  CHECK(parse_report_format("Full") == std::nullopt);
  CHECK(parse_report_format("") == std::nullopt);
}

TEST_CASE("concise is a line for each finding and nothing for none") {
  const Marked text("a: teir2\nb: x\n");
  Diagnostic warning = finding(text.span("x"), "label", "help");
  warning.severity = Severity::warning;
  CHECK(render({finding(text.span("teir2")), warning}, ReportFormat::concise) ==
        "incident.yaml:1:4: error: no such state [unknown-state]\n"
        "incident.yaml:2:4: warning: no such state [unknown-state]\n");
  CHECK(render({}, ReportFormat::concise).empty());
}

TEST_CASE("json holds everything that a diagnostic knows") {
  const Marked text("states: [ä]\nmoves: teir2\n");
  Diagnostic diagnostic = finding(text.span("teir2"), "a label", "a help");
  diagnostic.related.push_back({text.span("states"), "declared here"});
  diagnostic.trace = {{text.span("states"), "begin"}, {{}, "stuck"}};
  diagnostic.fixes.push_back({text.span("teir2"), "tier2", Diagnostic::Fix::Safety::unsafe});
  Diagnostic nowhere = finding(Span{});
  nowhere.severity = Severity::note;

  const json place = {{"file", "incident.yaml"}, {"line", 2},   {"column", 8}, {"end_line", 2},
                      {"end_column", 13},        {"begin", 20}, {"end", 25}};
  const json document = json::parse(render({diagnostic, nowhere}, ReportFormat::json));
  CHECK(document.at("errors") == 1);
  CHECK(document.at("warnings") == 0);
  CHECK(document.at("notes") == 1);
  REQUIRE(document.at("findings").size() == 2);
  const json& first = document.at("findings").at(0);
  CHECK(first.at("rule") == "unknown-state");
  CHECK(first.at("severity") == "error");
  CHECK(first.at("message") == "no such state");
  CHECK(first.at("label") == "a label");
  CHECK(first.at("help") == "a help");
  CHECK(first.at("place") == place);
  REQUIRE(first.at("related").size() == 1);
  CHECK(first.at("related").at(0).at("message") == "declared here");
  CHECK(first.at("related").at(0).at("place").at("line") == 1);
  CHECK(first.at("fixes") == json::array({{{"replacement", "tier2"}, {"safety", "unsafe"}, {"place", place}}}));
  const json& second = document.at("findings").at(1);
  CHECK(second.at("severity") == "note");
  CHECK(second.at("place").is_null());
  CHECK(first.at("trace").at(0).at("place").at("line") == 1);
  CHECK(first.at("trace").at(1) == json{{"message", "stuck"}, {"place", nullptr}});
  CHECK(second.at("related") == json::array());
}

TEST_CASE("json of no findings is an object all the same") {
  CHECK(json::parse(render({}, ReportFormat::json)) ==
        json{{"findings", json::array()}, {"errors", 0}, {"warnings", 0}, {"notes", 0}});
}

TEST_CASE("json of a message that is not UTF-8 is still JSON") {
  Diagnostic diagnostic = finding(Span{});
  diagnostic.message = "byte \xFF here";
  const json document = json::parse(render({diagnostic}, ReportFormat::json));
  CHECK(document.at("findings").at(0).at("message") == "byte � here");
}

TEST_CASE("a workflow command can be neither ended nor forged by what it quotes") {
  const Marked text("a: teir2\n", "models/a,b:c.yaml");
  Diagnostic diagnostic = finding(text.span("teir2"), "50% of\n::error::forged", "did you mean 'tier2'?");
  diagnostic.severity = Severity::warning;
  CHECK(render({diagnostic}, ReportFormat::github) ==
        "::warning file=models/a%2Cb%3Ac.yaml,line=1,col=4,endLine=1,endColumn=9,title=unknown-state::no such state"
        "%0A50%25 of␊::error::forged%0Ahelp: did you mean 'tier2'?\n");
  Diagnostic nowhere = finding(Span{});
  nowhere.severity = Severity::note;
  CHECK(render({nowhere}, ReportFormat::github) == "::notice title=unknown-state::no such state\n");
  CHECK(render({}, ReportFormat::github).empty());
}
