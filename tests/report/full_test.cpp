#include <itsmflow/report.hpp>

#include "catch.hpp"
#include "report/marked.hpp"

using namespace itsmflow;

namespace {

std::string full(const Diagnostic& diagnostic, const ReportStyle& style = {}) {
  return render({diagnostic}, ReportFormat::full, style);
}

}  // namespace

TEST_CASE("the marked words, where they are declared and what to write stand below each other") {
  const Marked text(
      "states: [new, assigned, tier2]\n\n\n\n\n\n\n\n"
      "escalate:\n"
      "  moves: {incident: assigned -> teir2}\n");
  Diagnostic diagnostic = finding(text.span("teir2"), "'incident' has the states new, assigned, tier2", "did you mean 'tier2'?");
  diagnostic.message = "activity 'escalate' moves incident to unknown state 'teir2'";
  diagnostic.related.push_back({text.span("states"), "declared here"});

  CHECK(full(diagnostic) ==
        "incident.yaml:10:33: error: activity 'escalate' moves incident to unknown state 'teir2' [unknown-state]\n"
        "   |\n"
        "10 |   moves: {incident: assigned -> teir2}\n"
        "   |                                 ^^^^^ 'incident' has the states new, assigned, tier2\n"
        "   |\n"
        " 1 | states: [new, assigned, tier2]\n"
        "   | ------ declared here\n"
        "   = help: did you mean 'tier2'?\n"
        "\n"
        "1 error\n");
}

TEST_CASE("the way to what is wrong stands in one line, and ends with a cross") {
  const Marked text("- assess -> cab\n");
  Diagnostic diagnostic = finding(text.span("assess"), "nothing follows", "add a row");
  diagnostic.trace = {{{}, "register"}, {text.span("assess"), "assess (rfc.risk = \"medium\")"}, {{}, "no activity is possible"}};
  CHECK(full(diagnostic) ==
        "incident.yaml:1:3: error: no such state [unknown-state]\n"
        "  |\n"
        "1 | - assess -> cab\n"
        "  |   ^^^^^^ nothing follows\n"
        "  = trace: register → assess (rfc.risk = \"medium\") → ✗ no activity is possible\n"
        "  = help: add a row\n"
        "\n"
        "1 error\n");
}

TEST_CASE("two marks in one line share it") {
  const Marked text("close: {role: a, role: b}\n");
  Diagnostic diagnostic = finding(text.span("role", "a, "));
  diagnostic.related.push_back({text.span("role"), "first given here"});
  CHECK(full(diagnostic) ==
        "incident.yaml:1:18: error: no such state [unknown-state]\n"
        "  |\n"
        "1 | close: {role: a, role: b}\n"
        "  |                  ^^^^\n"
        "  |         ---- first given here\n"
        "\n"
        "1 error\n");
}

TEST_CASE("a mark over several lines shows the first and the last") {
  const Marked text("a:\n  - one\n  - two\n  - three\nb: 1\n");
  CHECK(full(finding(text.span("- one\n  - two\n  - three"), "all of this")) ==
        "incident.yaml:2:3: error: no such state [unknown-state]\n"
        "  |\n"
        "2 |   - one\n"
        "  |   ^^^^^\n"
        "  …\n"
        "4 |   - three\n"
        "  |   ^^^^^^^ all of this\n"
        "\n"
        "1 error\n");
  CHECK(full(finding(text.span("- one\n  - two\n"), "two lines, with the end of the second")) ==
        "incident.yaml:2:3: error: no such state [unknown-state]\n"
        "  |\n"
        "2 |   - one\n"
        "  |   ^^^^^\n"
        "3 |   - two\n"
        "  |   ^^^^^ two lines, with the end of the second\n"
        "\n"
        "1 error\n");
}

TEST_CASE("of a text without anything nothing is shown, and what is said beside it is not lost") {
  CHECK(full(finding(Marked("").span(""))) == "incident.yaml:1:1: error: no such state [unknown-state]\n\n1 error\n");
  CHECK(full(finding(Marked("").span(""), "it is empty")) ==
        "incident.yaml:1:1: error: no such state [unknown-state]\n  = note: it is empty\n\n1 error\n");
}

TEST_CASE("a mark of no width has one caret, also at the end of a text") {
  const Marked text("role: \"a");
  Span end = text.span("");
  end.begin = end.end = 8;
  end.column = end.end_column = 9;
  CHECK(full(finding(end)) ==
        "incident.yaml:1:9: error: no such state [unknown-state]\n  |\n1 | role: \"a\n  |         ^\n\n1 error\n");
}

TEST_CASE("the caret stands under its character whatever stands before it") {
  CHECK(full(finding(Marked("\t- x: teir2\r\n").span("teir2"))) ==
        "incident.yaml:1:7: error: no such state [unknown-state]\n"
        "  |\n"
        "1 |     - x: teir2\n"
        "  |          ^^^^^\n\n1 error\n");
  CHECK(full(finding(Marked("{t: 障害, s: teir2}\n").span("teir2"))) ==
        "incident.yaml:1:12: error: no such state [unknown-state]\n"
        "  |\n"
        "1 | {t: 障害, s: teir2}\n"
        "  |              ^^^^^\n\n1 error\n");
  // "é" as "e" with an accent that takes no room of its own.
  CHECK(full(finding(Marked("{t: re\xCC\x81sume\xCC\x81, s: teir2}\n").span("teir2"))) ==
        "incident.yaml:1:18: error: no such state [unknown-state]\n"
        "  |\n"
        "1 | {t: re\xCC\x81sume\xCC\x81, s: teir2}\n"
        "  |                ^^^^^\n\n1 error\n");
  CHECK(full(finding(Marked("s: 障害\n").span("障害"))) ==
        "incident.yaml:1:4: error: no such state [unknown-state]\n  |\n1 | s: 障害\n  |    ^^^^\n\n1 error\n");
}

TEST_CASE("a byte order mark is neither shown nor counted") {
  Span span = Marked("\xEF\xBB\xBFitsmflow: 2\n").span("2");
  span.column -= 1;
  CHECK(full(finding(span)) ==
        "incident.yaml:1:11: error: no such state [unknown-state]\n  |\n1 | itsmflow: 2\n  |           ^\n\n1 error\n");
}

TEST_CASE("nothing in a file, a name or a message can steer the terminal") {
  const Marked text("title: \x1b[2J\x07 \xC2\x9B \xE2\x80\xAE teir2 \xFF\x7F\n", "a\x1b]0;b.yaml");
  Diagnostic diagnostic = finding(text.span("teir2"), "label \x1b[31m", "help\nforged line");
  diagnostic.message = "message \r\x1b[A";
  CHECK(full(diagnostic) ==
        "a␛]0;b.yaml:1:18: error: message ␍␛[A [unknown-state]\n"
        "  |\n"
        "1 | title: ␛[2J␇ <U+009B> <U+202E> teir2 �␡\n"
        "  |                                ^^^^^ label ␛[31m\n"
        "  = help: help␊forged line\n"
        "\n"
        "1 error\n");
  for (const ReportFormat format : {ReportFormat::full, ReportFormat::concise, ReportFormat::json, ReportFormat::github}) {
    CHECK(render({diagnostic}, format).find('\x1b') == std::string::npos);
  }
}

TEST_CASE("of a very long line the part around the mark is shown") {
  const std::string before(5'000, 'a'), after(5'000, 'b');
  const std::string shown = full(finding(Marked(before + " teir2 " + after).span("teir2"), "here"));
  CHECK(shown ==
        "incident.yaml:1:5002: error: no such state [unknown-state]\n"
        "  |\n"
        "1 | …" +
            std::string(39, 'a') + " teir2 " + std::string(74, 'b') + "…\n  |  " + std::string(40, ' ') +
            "^^^^^ here\n\n1 error\n");

  const std::string at_begin = full(finding(Marked("teir2 " + after).span("teir2")));
  CHECK(at_begin.find("1 | teir2 bbb") != std::string::npos);
  CHECK(at_begin.find("b…\n  | ^^^^^\n") != std::string::npos);

  const std::string at_end = full(finding(Marked(before + " teir2").span("teir2")));
  CHECK(at_end.find("1 | …aaa") != std::string::npos);
  CHECK(at_end.find("a teir2\n  |  " + std::string(115, ' ') + "^^^^^\n") != std::string::npos);

  const std::string all = full(finding(Marked(before).span(before)), {.width = 40});
  CHECK(all.find("1 | " + std::string(40, 'a') + "…\n  | " + std::string(40, '^') + "\n") != std::string::npos);
}

TEST_CASE("two marks in the same part of a long line share it") {
  const Marked text("close: {role: a, role: b, why: " + std::string(200, 'x') + "}\n");
  Diagnostic diagnostic = finding(text.span("role", "a, "));
  diagnostic.related.push_back({text.span("role"), "first given here"});
  const std::string shown = full(diagnostic);
  CHECK(shown.find("…\n  |                  ^^^^\n  |         ---- first given here\n\n") != std::string::npos);

  Diagnostic apart = finding(text.span("}"));
  apart.related.push_back({text.span("role"), "first given here"});
  const std::string twice = full(apart);
  CHECK(twice.find("x}\n") != std::string::npos);
  CHECK(twice.find("1 | close: {role: a, ") != std::string::npos);
}

TEST_CASE("a thousand findings in a line of megabytes are shown quickly and shortly") {
  const Marked text(std::string(4'000'000, 'x') + "teir2" + std::string(4'000'000, 'y'));
  const Diagnostics many(1'000, finding(text.span("teir2")));
  const std::string shown = render(many, ReportFormat::full);
  CHECK(shown.size() < 1'000'000);
  CHECK(shown.ends_with("\n\n1000 errors\n"));
}

TEST_CASE("what is related in another file names that file") {
  Diagnostic diagnostic = finding(Marked("role: x\n").span("x"));
  diagnostic.related.push_back({Marked("\n\nroles: {}\n", "base.yaml").span("roles"), "declared here"});
  diagnostic.related.push_back({Span{}, "people.yaml has no roles"});
  CHECK(full(diagnostic) ==
        "incident.yaml:1:7: error: no such state [unknown-state]\n"
        "  |\n"
        "1 | role: x\n"
        "  |       ^\n"
        "  ::: base.yaml:3:1\n"
        "  |\n"
        "3 | roles: {}\n"
        "  | ----- declared here\n"
        "  = note: people.yaml has no roles\n"
        "\n"
        "1 error\n");
}

TEST_CASE("a finding without a place is its message and its help") {
  CHECK(full(finding(Span{}, "", "write one")) == "error: no such state [unknown-state]\n = help: write one\n\n1 error\n");
}

TEST_CASE("what can be mended without asking says how, if a caller has a command for it") {
  const Marked text("a: teir2\n");
  Diagnostic diagnostic = finding(text.span("teir2"), "", "did you mean 'tier2'?");
  diagnostic.fixes.push_back({text.span("teir2"), "tier2", Diagnostic::Fix::Safety::safe});
  const auto help = [&](const ReportStyle& style) {
    const std::string shown = full(diagnostic, style);
    return shown.substr(shown.find("  = ") + 4, shown.find("\n\n") - shown.find("  = ") - 4);
  };
  CHECK(help({.fix_hint = "mend it"}) == "help: did you mean 'tier2'?  (mend it)");
  CHECK(help({}) == "help: did you mean 'tier2'?");
  diagnostic.fixes.push_back({text.span("a"), "b", Diagnostic::Fix::Safety::unsafe});
  CHECK(help({.fix_hint = "mend it"}) == "help: did you mean 'tier2'?");
  diagnostic.fixes.pop_back();
  diagnostic.help.clear();
  CHECK(help({.fix_hint = "mend it"}) == "fix: mend it");
}

TEST_CASE("colours change no character") {
  Diagnostic diagnostic = finding(Marked("a: teir2\n").span("teir2"), "label", "help");
  diagnostic.related.push_back({Marked("b\n", "other.yaml").span("b"), "declared here"});
  const std::string plain = full(diagnostic), coloured = full(diagnostic, {.colour = true});
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') {
      i = coloured.find('m', i);
    } else {
      stripped += coloured[i];
    }
  }
  CHECK(coloured != plain);
  CHECK(stripped == plain);
}

TEST_CASE("the last line counts what was found") {
  Diagnostic error = finding(Span{}), warning = error, note = error;
  warning.severity = Severity::warning;
  note.severity = Severity::note;
  CHECK(summary({}) == "no findings");
  CHECK(summary({error}) == "1 error");
  CHECK(summary({warning, error, warning}) == "1 error, 2 warnings");
  CHECK(summary({note, note, error, error, warning}) == "2 errors, 1 warning, 2 notes");
  CHECK(render({}, ReportFormat::full) == "no findings\n");
}
