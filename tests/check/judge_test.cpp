#include <itsmflow/check.hpp>
#include <itsmflow/model.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "console.hpp"
#include "report/marked.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;

namespace {

Diagnostic found(std::string rule, Severity severity, Span span, std::string message = "it is so") {
  Diagnostic one;
  one.rule = std::move(rule);
  one.severity = severity;
  one.message = std::move(message);
  one.span = std::move(span);
  return one;
}

/// A text, and what is found in it.
struct Bench {
  explicit Bench(std::string written) : text(std::move(written)) { input.texts.push_back(text.span("").source); }

  Bench& loading(const std::string& rule, Severity severity, const std::string& part) {
    input.loading.push_back(found(rule, severity, text.span(part)));
    return *this;
  }
  Bench& further(const std::string& rule, const std::string& part, Severity severity = Severity::error) {
    input.further.push_back(found(rule, severity, text.span(part)));
    return *this;
  }

  /// "rule:line", in order.
  std::vector<std::string> judged(const CheckSettings& settings = {}) const {
    std::vector<std::string> all;
    for (const Diagnostic& one : judge(input, settings).findings) all.push_back(one.rule + ":" + std::to_string(one.span.line));
    return all;
  }

  Marked text;
  Found input;
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a loose start is not told beside what comes of it") {
  Bench bench("start: 1\nwaits: 2\n");
  bench.loading("loose-start", Severity::warning, "start").further("leftover-work", "waits");
  CHECK(bench.judged() == Words{"loose-start:1", "leftover-work:2"});  // which has another cause
  bench.input.further[0].trace.push_back({bench.text.span("waits"), "the case is over"});
  CHECK(bench.judged() == Words{"loose-start:1", "leftover-work:2"});
  bench.input.further[0].related.push_back({bench.text.span("start"), "and no row leads here"});
  CHECK(bench.judged() == Words{"leftover-work:2"});
  bench.input.further[0] = found("leftover-work", Severity::error, bench.text.span("start"));
  bench.input.further[0].trace.push_back({bench.text.span("waits"), "the case is over"});
  CHECK(bench.judged() == Words{"leftover-work:1"});
  CheckSettings settings;
  settings.without = {"leftover-work"};
  CHECK(bench.judged(settings) == Words{"loose-start:1"});
}

TEST_CASE("an allowance holds for its own line, or alone in a line for the next one") {
  CHECK(Bench("a: 1 # itsmflow: allow deadlock, because it is a draft\n").further("deadlock", "a").judged().empty());
  CHECK(Bench("# itsmflow: allow deadlock, because it is a draft\na: 1\n").further("deadlock", "a:").judged().empty());
  CHECK(Bench("#itsmflow:allow deadlock because it is a draft\r\na: 1\r\n").further("deadlock", "a:").judged().empty());
  CHECK(Bench("a: 1 # itsmflow: allow deadlock, because it is a draft\nb: 2\n").further("deadlock", "b:").judged() ==
        Words{"unused-allow:1", "deadlock:2"});
  CHECK(Bench("# itsmflow: allow deadlock, because it is a draft\n\na: 1\n").further("deadlock", "a:").judged() ==
        Words{"unused-allow:1", "deadlock:3"});
}

TEST_CASE("allowances stand one above the other, and each allows one rule") {
  Bench bench(
      "# itsmflow: allow deadlock, because it is a draft\n# for now\n# itsmflow: allow livelock, because it is a draft\na: 1\n");
  bench.further("deadlock", "a: 1").further("livelock", "a: 1");
  CHECK(bench.judged().empty());
  bench.further("leftover-work", "a: 1");
  CHECK(bench.judged() == Words{"leftover-work:4"});
  const Reported reported = judge(bench.input, {});
  CHECK(reported.allowed == 2);
}

TEST_CASE("a hash in quotes or in a block of text begins no comment") {
  const std::string allow = "# itsmflow: allow deadlock, because it is a draft";
  CHECK(Bench("a: \"x " + allow + "\"\n").further("deadlock", "a").judged() == Words{"deadlock:1"});
  CHECK(Bench("a: 'x " + allow + "'\n").further("deadlock", "a").judged() == Words{"deadlock:1"});
  CHECK(Bench("a: |\n  " + allow + "\n  b\n").further("deadlock", "b\n").judged() == Words{"deadlock:3"});
  CHECK(Bench("a: >-\n  " + allow + "\nb: 1\n").further("deadlock", "b:").judged() == Words{"deadlock:3"});
  CHECK(Bench("a: x#y " + allow + "\n").further("deadlock", "a").judged().empty());
  CHECK(Bench("a: |  " + allow + "\n  text\n").further("deadlock", "a").judged().empty());
}

TEST_CASE("an allowance that isn't whole allows nothing and says what it lacks") {
  const auto said = [](const std::string& comment) {
    Bench bench("a: 1 " + comment + "\n");
    return bench.further("deadlock", "a").judged();
  };
  CHECK(said("# itsmflow: allow deadlock") == Words{"deadlock:1", "allow-without-reason:1"});
  CHECK(said("# itsmflow: allow deadlock, because") == Words{"deadlock:1", "allow-without-reason:1"});
  CHECK(said("# itsmflow: allow deadlock, because \xE2\x80\xA6") == Words{"deadlock:1", "allow-without-reason:1"});
  CHECK(said("# itsmflow: allow deadlock, it is a draft") == Words{"deadlock:1", "allow-without-reason:1"});
  CHECK(said("# itsmflow: allow deadlock, livelock, because it is a draft") == Words{"deadlock:1", "bad-allow:1"});
  CHECK(said("# itsmflow: allow") == Words{"deadlock:1", "bad-allow:1"});
  CHECK(said("# itsmflow: ignore deadlock") == Words{"deadlock:1", "bad-allow:1"});
  CHECK(said("# itsmflow: alow deadlock, because it is a draft") == Words{"deadlock:1", "bad-allow:1"});
  CHECK(said("# itsmflow allow deadlock, because it is a draft") == Words{"deadlock:1", "bad-allow:1"});
  CHECK(said("# Itsmflow: allow deadlock, because it is a draft") == Words{"deadlock:1", "bad-allow:1"});
  CHECK(said("# itsmflow: allow deadlok, because it is a draft") == Words{"deadlock:1", "unknown-rule:1"});
  CHECK(said("# itsmflow: allow behaviour, because it is a draft") == Words{"deadlock:1", "unknown-rule:1"});
}

TEST_CASE("other comments about the program are no allowances") {
  for (const std::string comment : {"# itsmflow: 1", "# itsmflow", "# itsmflow allows that", "# see itsmflow: allow deadlock",
                                    "# allow deadlock", "# itsmflow-team: allow deadlock"}) {
    CAPTURE(comment);
    CHECK(Bench("a: 1 " + comment + "\n").judged().empty());
  }
}

TEST_CASE("an error of loading can't be allowed, and the finding says so") {
  Bench bench("a: 1 # itsmflow: allow unknown-state, because we like it so\n");
  bench.loading("unknown-state", Severity::error, "a");
  const Reported reported = judge(bench.input, {});
  REQUIRE(reported.findings.size() == 1);
  REQUIRE(reported.findings[0].related.size() == 1);
  CHECK(reported.findings[0].related[0].message == "this allows nothing: with such an error the model can't be loaded");
  CHECK(reported.allowed == 0);
}

TEST_CASE("an allowance holds in a file that nobody asked about, and nothing more is said of that file") {
  const Marked base("a: 1 # itsmflow: allow deadlock, because it is a draft\nb: 2 # itsmflow: allow livelock\nc: 3\n", "base.yaml");
  Bench bench("d: 4\n");
  bench.input.further.push_back(found("deadlock", Severity::error, base.span("a")));
  CHECK(bench.judged().empty());
  bench.input.further.push_back(found("deadlock", Severity::error, base.span("c:")));
  CHECK(bench.judged() == Words{"deadlock:3"});
}

TEST_CASE("a warning of loading can be allowed") {
  CHECK(Bench("a: 1 # itsmflow: allow unused-role, because it comes later\n")
            .loading("unused-role", Severity::warning, "a")
            .judged()
            .empty());
}

TEST_CASE("nothing is said of unused allowances where not everything was looked for") {
  const std::string text = "a: 1 # itsmflow: allow deadlock, because it is a draft\nb: 2\n";
  CHECK(Bench(text).judged() == Words{"unused-allow:1"});
  CHECK(Bench(text).loading("unknown-state", Severity::error, "b:").judged() == Words{"unknown-state:2"});
  CheckSettings without;
  without.without = {"behaviour"};
  CHECK(Bench(text).judged(without).empty());
  Bench undecided(text);
  undecided.input.undecided = {"deadlock"};
  CHECK(undecided.judged().empty());
}

TEST_CASE("presets, only and without choose among what is found, but for errors of loading") {
  Bench bench("a: 1\nb: 2\nc: 3\nd: 4\n");
  bench.loading("unknown-state", Severity::error, "a").loading("no-difference", Severity::warning, "b");
  bench.further("deadlock", "c").further("line-left-out", "d", Severity::note);
  CheckSettings settings;
  CHECK(bench.judged(settings) == Words{"unknown-state:1", "no-difference:2", "deadlock:3"});
  settings.preset = RulePreset::recommended;
  CHECK(bench.judged(settings) == Words{"unknown-state:1", "no-difference:2", "deadlock:3", "line-left-out:4"});
  settings.without = {"adapting"};
  CHECK(bench.judged(settings) == Words{"unknown-state:1", "deadlock:3"});
  settings.without = {"names", "deadlock", "unknown-state"};
  CHECK(bench.judged(settings) == Words{"unknown-state:1", "no-difference:2", "line-left-out:4"});
  settings = {};
  settings.only = {"adapting"};
  CHECK(bench.judged(settings) == Words{"unknown-state:1", "no-difference:2", "line-left-out:4"});
  settings.only = {"deadlock"};
  CHECK(bench.judged(settings) == Words{"unknown-state:1", "deadlock:3"});
}

TEST_CASE("a baseline knows findings by file, rule and message, as often as it says") {
  const TempFolder folder;
  const std::string path = (folder.path() / "known.json").string();
  const std::string model = (folder.path() / "m.yaml").string();
  const auto three = [&](const std::string& text) {
    const Marked marked(text, model);
    Found input;
    input.texts = {marked.span("").source};
    for (const char* part : {"a", "b", "c"})
      input.further.push_back(found("deadlock", Severity::error, marked.span(part), "stuck"));
    return input;
  };
  Found before = three("a: 1\nb: 2\nc: 3\n");
  before.further.pop_back();
  console::write(path, make_baseline(before, {}, path));
  const Baseline baseline = read_baseline(path).value_or_throw();
  REQUIRE(baseline.entries.size() == 1);
  CHECK(baseline.entries[0].file == "m.yaml");
  CHECK(baseline.entries[0].count == 2);

  const Reported more = judge(three("# moved\n\na: 1\nb: 2\nc: 3\n"), {}, baseline);
  CHECK(more.known == 2);
  REQUIRE(more.findings.size() == 1);
  CHECK(more.findings[0].span.line == 5);

  Found fewer = three("a: 1\nb: 2\nc: 3\n");
  fewer.further.resize(1);
  const Reported less = judge(fewer, {}, baseline);
  REQUIRE(less.findings.size() == 1);
  CHECK(less.findings[0].rule == "unused-baseline");
  CHECK(less.findings[0].help == "write `\"count\": 1`, or write the baseline again with --write-baseline");
}

TEST_CASE("a baseline holds any message, and is the same whatever the order of what was found") {
  const TempFolder folder;
  const std::string path = (folder.path() / "known.json").string();
  const Marked text("a: 1\nb: 2\n", (folder.path() / "m \"x\" \xC3\xA9.yaml").string());
  Found input;
  input.texts = {text.span("").source};
  input.further = {found("deadlock", Severity::error, text.span("b"), "tab\tquote\" back\\slash \xF0\x9F\x98\x80 #no: comment"),
                   found("deadlock", Severity::error, text.span("a"), "line\nbreak")};
  const std::string once = make_baseline(input, {}, path);
  std::swap(input.further[0], input.further[1]);
  CHECK(make_baseline(input, {}, path) == once);
  console::write(path, once);
  const Reported reported = judge(input, {}, read_baseline(path).value_or_throw());
  CHECK(reported.findings.empty());
  CHECK(reported.known == 2);
}
