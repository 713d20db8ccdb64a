#include <itsmflow/story.hpp>

#include <sstream>

#include "catch.hpp"
#include "console.hpp"
#include "places.hpp"
#include "story/bench.hpp"

using namespace itsmflow;
using namespace story_bench;
using Catch::Matchers::Contains;

namespace {

/// Work was passed over, hours went by, and nobody has confirmed it.
Story hurried() {
  Log log;
  log.start(at(15));
  Event& skip = log.deviated(at(15, 10), DeviationKind::skip, "bob", "prepare");
  skip.role = "worker";
  skip.note = "It is\nraining in.";
  skip.overrode = {"job is 'new'; 'make' needs 'ready'"};
  Event& made = log.with_last(EventType::done, "bob", "make");
  made.role = "worker";
  made.data["job.proof"] =
      Value::Entries{{"place", "proof.pdf"}, {"digest", "sha256:1111111111111111111111111111111111111111111111111111111111111111"}};
  log.done(at(33, 30), "ann", "close", "boss", "bad");
  log.with_last(EventType::over);
  CaseView view = view_of(log);
  view.deviations = {confirmation(1, ConfirmationStatus::awaited)};
  view.outcome = "undecided";
  return tell_story(repair(), log.events, view);
}

const std::string kNasty = "<script>alert('1')</script> | \"q\" *b* _i_ [l](javascript:x) `c` \\ & \x1b[31m\u202E\u200F\xFF";

/// Something nasty wherever people and models can put something.
Story nasty() {
  Model model = repair();
  for (std::string* text :
       {&model.wording.title, &model.wording.why, &model.objects[0].wording.title, &model.objects[0].fields[0].wording.title,
        &model.activities[0].wording.title, &model.activities[0].wording.why, &model.roles[1].wording.title,
        &model.deviations.motives[0].wording.title, &model.activities[3].results[0].wording.title})
    *text = kNasty;
  model.process = kNasty;
  model.version = kNasty;
  Log log;
  Event& start = log.start(at(9), kNasty);
  start.data["job.what"] = Value(kNasty);
  start.data["job.proof"] = document_value(kNasty, "");
  Event& deviated = log.deviated(at(9), DeviationKind::skip, kNasty, "prepare");
  deviated.note = kNasty;
  deviated.overrode = {kNasty};
  log.about(EventType::disapproved, at(10), 1, kNasty).note = kNasty;
  Event& handed = log.add(EventType::handed_over, at(10), kNasty, "make");
  handed.person = kNasty;
  handed.note = kNasty;
  log.add(EventType::received, at(10)).message = kNasty;
  log.done(at(11), kNasty, "close", "boss", "good").item = kNasty;
  Event& judged = log.add(EventType::judged, at(12), kNasty);
  judged.outcome = "success";
  judged.note = kNasty;
  CaseView view = view_of(log);
  view.deviations = {confirmation(1, ConfirmationStatus::disapproved)};
  view.outcome = "success";
  view.judge = kNasty;
  view.assumed = {"job.state"};
  view.messages = {{.name = kNasty, .values = {}, .untaken = {}}};
  return tell_story(model, log.events, view);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

std::size_t characters(const std::string& line) {
  std::size_t count = 0;
  for (const char c : line) count += (c & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

std::string without_style(const std::string& html) {
  const std::size_t from = html.find("<style>");
  const std::size_t to = html.find("</style>");
  REQUIRE(to != std::string::npos);
  return html.substr(0, from + 7) + html.substr(to);
}

/// The lines that differ are easier to find in a list.
void check_lines(const std::string& text, const std::string& file) {
  const std::string expected = console::read(places::source() + "/tests/story/" + file);
  CHECK(console::lines_of(text) == console::lines_of(expected));
  CHECK(text.ends_with("\n"));
}

}  // namespace

TEST_CASE("a story is told as text") {
  check_lines(render(hurried(), StoryFormat::text), "hurried.txt");
}

TEST_CASE("a story is told as Markdown") {
  check_lines(render(hurried(), StoryFormat::markdown), "hurried.md");
}

TEST_CASE("a story is told as one page of HTML") {
  check_lines(without_style(render(hurried(), StoryFormat::html)), "hurried.html");
}

TEST_CASE("formats are known by their names") {
  CHECK(parse_story_format("text") == StoryFormat::text);
  CHECK(parse_story_format("markdown") == StoryFormat::markdown);
  CHECK(parse_story_format("html") == StoryFormat::html);
  CHECK_FALSE(parse_story_format("pdf"));
}

TEST_CASE("no line of text is longer than asked for, also of words without blanks") {
  const std::size_t width = GENERATE(40u, 64u, 100u);
  Log log = good_day();
  log.events[0].data["job.what"] = Value(std::string(300, 'x') + " ü " + std::string(200, 'y'));
  log.events[3].data["job.proof"] = Value(std::string(150, 'z'));
  const std::string text = render(tell_story(repair(), log.events, view_of(log)), StoryFormat::text, {.width = width});

  for (const std::string& line : console::lines_of(text)) {
    CAPTURE(line);
    CHECK(characters(line) <= width);
  }
}

TEST_CASE("in text nothing steers a terminal, whatever people and models say") {
  const std::string text = render(nasty(), StoryFormat::text, {.width = 400});

  CHECK(count(text, "\x1b") == 0);
  CHECK(count(text, "\u202E") == 0);
  CHECK(count(text, "\u200F") == 0);
  CHECK(count(text, "\xFF") == 0);
  CHECK_THAT(text, Contains("<script>alert('1')</script> | \"q\" *b* _i_ [l](javascript:x) `c` \\ & \\x1b[31m\\u202e\\u200f\\xff"));
}

TEST_CASE("in HTML nothing is markup that people or models wrote, and nothing is loaded or run") {
  const std::string page = render(nasty(), StoryFormat::html);
  const std::string html = without_style(page);

  CHECK(count(html, "<script") == 0);
  CHECK(count(html, "<b*") == 0);
  CHECK(count(html, "javascript:x\"") == 0);
  CHECK(count(html, "\x1b") == 0);
  CHECK(count(html, "\u202E") == 0);
  CHECK(count(html, "\xFF") == 0);
  CHECK_THAT(html, Contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; | &quot;q&quot;"));
  CHECK_THAT(html, Contains("default-src 'none'"));
  for (const char* loads :
       {"src=", "url(", "@import", "http-equiv=\"refresh\"", "<link", "<img", "<iframe", "onload", "href=\"http"}) {
    CAPTURE(loads);
    CHECK(count(page, loads) == 0);
  }
}

TEST_CASE("in Markdown nothing is markup that people or models wrote") {
  const std::string markdown = render(nasty(), StoryFormat::markdown);

  CHECK(count(markdown, "<script") == 0);
  CHECK(count(markdown, "\x1b") == 0);
  CHECK(count(markdown, "\u202E") == 0);
  CHECK_THAT(markdown,
             Contains(R"(&lt;script>alert('1')&lt;/script> \| "q" \*b\* \_i\_ \[l\](javascript:x) \`c\` \\ & \\x1b\[31m\\u202e)"));
  // Every row of a table has its four cells.
  for (const std::string& line : console::lines_of(markdown)) {
    if (!line.starts_with("|")) continue;
    CAPTURE(line);
    CHECK(count(line, "|") - count(line, "\\|") == 5);
  }
}

TEST_CASE("what would begin a list, a heading or code in Markdown is only text") {
  const auto [text, shown] = GENERATE(table<std::string, std::string>({
      {"# high", "\\# high"},
      {"- one", "\\- one"},
      {"+ one", "\\+ one"},
      {"> said", "\\> said"},
      {"1. one", "1\\. one"},
      {"12) one", "12\\) one"},
      {"=====", "\\====="},
      {"    code", "code"},
      {"two\nlines", "two<br>lines"},
      {"~~gone~~ $x$", "\\~\\~gone\\~\\~ \\$x\\$"},
      {"a &lt; b & c", "a &amp;lt; b & c"},
      {"job.hours_done", "job.hours_done"},
  }));
  Log log = good_day();
  log.events[2].note = text;
  log.events[2].type = EventType::suspended;

  CHECK_THAT(render(tell_story(repair(), log.events, view_of(log)), StoryFormat::markdown), Contains("  - “" + shown + "”\n"));
}
