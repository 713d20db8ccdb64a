#include "base/digest.hpp"
#include "catch.hpp"
#include "draw/broken.hpp"
#include "draw/graphviz.hpp"

#include <itsmflow/draw.hpp>
#include <itsmflow/model.hpp>

#include <memory>
#include <regex>
#include <string>
#include <string_view>

using namespace itsmflow;
using Catch::Matchers::Contains;

namespace {

/// None where graphviz isn't installed, which is told.
std::optional<std::string> svg_of(const std::shared_ptr<const Model>& model) {
  auto svg = draw_svg(*model, found_in(model));
  if (!svg) WARN("skipped: graphviz is not installed");
  return svg;
}
std::optional<std::string> page_of(const std::shared_ptr<const Model>& model) {
  auto page = draw_html(*model, found_in(model));
  if (!page) WARN("skipped: graphviz is not installed");
  return page;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t begin = text.find(before) + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

/// Throws what Python says of it if it isn't.
void require_well_formed(const std::string& xml) {
  const std::string program = "import sys, xml.dom.minidom; xml.dom.minidom.parseString(sys.stdin.buffer.read())";
  REQUIRE_NOTHROW(itsmflow::drawing::run_filter({"python3", "-c", program}, xml));
}

/// Every element that has to be closed is, in the right order.
void require_balanced(const std::string& html) {
  const std::string program = R"(
import sys
from html.parser import HTMLParser
class Check(HTMLParser):
    open = []
    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "input", "br", "link", "img"): self.open.append(tag)
    def handle_startendtag(self, tag, attributes): pass
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag: sys.exit("%s closed at %s" % (tag, self.getpos()))
check = Check()
check.feed(sys.stdin.buffer.read().decode())
if check.open: sys.exit("never closed: %s" % check.open)
)";
  REQUIRE_NOTHROW(itsmflow::drawing::run_filter({"python3", "-c", program}, html));
}

const std::string kNasty = R"("a \"q' </title></svg><script>alert(1)</script> & --> ]]> <!-- x")";

std::shared_ptr<const Model> nasty() {
  return load_model("itsmflow: 1\nprocess: one\nversion: 1.0.0\ncase: thing\ntitle: " + kNasty + "\nwhy: " + kNasty +
                    "\nroles: {clerk: {title: " + kNasty +
                    "}}\nobjects:\n  thing: {states: [new, left, done], final: [done], title: " + kNasty +
                    "}\nactivities:\n  finish: {role: clerk, moves: {thing: new -> done}, title: " + kNasty +
                    "}\n  leave: {role: clerk, moves: {thing: new -> left}, title: " + kNasty + "}\n")
      .value_or_throw();
}

std::shared_ptr<const Model> large() {
  std::string activities;
  std::string rows = "  - start -> a0\n";
  for (int i = 0; i < 200; ++i) {
    const std::string number = std::to_string(i);
    const std::string title =
        i % 2 == 0 ? "تقييم التغيير رقم " + number : "Donaudampfschifffahrtsgesellschaftskapitänsmütze" + number;
    activities += "  a" + number + ": {role: clerk, title: \"" + title + "\"}\n";
    rows += "  - a" + number + " -> " + (i == 199 ? "end" : "a" + std::to_string(i + 1)) + "\n";
  }
  return load_model(
             "itsmflow: 1\nprocess: large\nversion: 1.0.0\ncase: thing\ntitle: عملية كبيرة\nroles: {clerk: {title: موظف}}\n"
             "objects: {thing: {fields: {name: string}}}\nactivities:\n" +
             activities + "transitions:\n" + rows)
      .value_or_throw();
}

}  // namespace

TEST_CASE("an SVG picture with findings is well-formed, needs nothing from elsewhere and has other colours on a dark screen") {
  for (const std::string name : {"known-error-unknown", "branch-never-begun", "missing-data-strands", "test-again-and-again"}) {
    INFO(name);
    const auto svg = svg_of(broken(name));
    if (!svg) return;
    require_well_formed(*svg);
    CHECK(count(*svg, "http") == 3);  // names of namespaces and the document type
    CHECK_THAT(*svg, !Contains("href=") && !Contains("@import") && !Contains("url(h") && !Contains("<script"));
    CHECK_THAT(*svg, Contains("@media screen and (prefers-color-scheme: dark)"));
  }
}

TEST_CASE("shapes and arrows of an SVG picture say in words what they are and what was found") {
  const auto svg = svg_of(broken("nobody-comes-back"));
  if (!svg) return;

  CHECK_THAT(*svg, Contains("<title>accept; step 1: accept</title>"));
  CHECK_THAT(*svg, Contains("<title>incident.escalated; ✗ the case goes on, but can never be over</title>"));
  CHECK_THAT(*svg, Contains("<title>Accept → assigned; the way of a case can go on and on, and never be over: nothing leads on "
                            "from &#39;escalated&#39;</title>"));
  CHECK_FALSE(std::regex_search(*svg, std::regex("<title>(n[0-9]|cluster|G<)")));  // graphviz' own names
}

TEST_CASE("a page shows picture and findings without its script, which alone shows what needs it") {
  const auto page = page_of(broken("nobody-comes-back"));
  if (!page) return;
  require_balanced(*page);

  CHECK(count(*page, "<svg ") == 1);
  CHECK_THAT(*page, Contains("Findings (1)") && Contains("a case can go on and on, and never be over"));
  CHECK_THAT(*page, Contains("nobody-comes-back.yaml:15:29</bdi> <span class=\"rule\">livelock</span>"));
  CHECK_THAT(*page, Contains("nothing leads on from &#39;escalated&#39;"));
  const std::string steps = between(*page, "<ol class=\"steps\">", "</ol>");
  CHECK(std::regex_search(
      steps,
      std::regex(">1</b> <bdi>accept</bdi></a>[\\s\\S]*>2</b> <bdi>escalate</bdi></a>[\\s\\S]*>✗</b> <bdi>the case goes on, but")));
  CHECK(count(*page, "class=\"tools\" role=\"group\" aria-label=\"Zoom\" hidden") == 1);
  CHECK(count(*page, "class=\"search\" role=\"search\" hidden") == 1);
  CHECK(count(*page, "<button type=\"button\" class=\"show\" aria-pressed=\"false\" hidden>") == 1);
  CHECK_THAT(*page, Contains("<summary>Activities (5)</summary>") && Contains("<summary>States (5)</summary>") &&
                        Contains("<summary>Roles (3)</summary>"));
}

TEST_CASE("the links of a page lead to shapes of its picture that are there") {
  const auto page = page_of(broken("nobody-comes-back"));
  if (!page) return;

  std::size_t links = 0;
  const std::regex link("href=\"([^\"]*)\"");
  for (auto it = std::sregex_iterator(page->begin(), page->end(), link); it != std::sregex_iterator(); ++it, ++links) {
    const std::string target = (*it)[1].str();
    INFO(target);
    REQUIRE(target.starts_with("#"));
    CHECK(count(*page, "id=\"" + target.substr(1) + "\"") == 1);
  }
  CHECK(links == 3 + 5 + 5 + 3);  // steps with the end; activities, states and roles, each of which is in the picture
}

TEST_CASE("a page fetches nothing, and its policy lets just its own script run") {
  const auto page = page_of(broken("unforeseen-risk"));
  if (!page) return;

  CHECK_THAT(*page, !Contains("src=") && !Contains("<link") && !Contains("@import") && !Contains("fetch("));
  CHECK(count(*page, "http") == 3);  // two names of namespaces, and http-equiv
  CHECK(count(*page, "<script>") == 1);
  CHECK_THAT(*page, Contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" +
                             sha256_base64(between(*page, "<script>", "</script>")) + "'"));
}

TEST_CASE("titles with quotes, tags, scripts and comments do nothing in a page or an SVG picture") {
  const auto model = nasty();
  const auto page = page_of(model);
  if (!page) return;
  require_balanced(*page);
  CHECK(count(*page, "<script") == 1);
  CHECK(count(*page, "</script") == 1);
  CHECK(count(*page, "</svg>") == 1);
  CHECK(count(*page, "</title></svg>") == 0);
  CHECK_THAT(*page, Contains("<h1 dir=\"auto\">a &quot;q&#39; &lt;/title&gt;&lt;/svg&gt;&lt;script&gt;alert(1)"));

  const std::string svg = svg_of(model).value();
  require_well_formed(svg);
  CHECK_THAT(svg, !Contains("<script"));
}

TEST_CASE("a page of 200 activities with long titles and titles from right to left has each of them, in its own direction") {
  const auto model = large();
  const auto page = page_of(model);
  if (!page) return;
  require_balanced(*page);

  CHECK_THAT(*page, Contains("<h1 dir=\"auto\">عملية كبيرة</h1>") && Contains("<summary>Activities (200)</summary>"));
  for (const Activity& activity : model->activities) {
    INFO(activity.id);
    CHECK(count(*page, "<bdi>" + activity.wording.title + "</bdi></a> <span class=\"note\"><bdi>موظف</bdi></span>") == 1);
  }
  CHECK_THAT(*page, Contains("unicode-bidi: plaintext"));
}

TEST_CASE("a page without findings says that none are shown") {
  const auto page = draw_html(*broken("nobody-comes-back"));
  if (!page) {
    WARN("skipped: graphviz is not installed");
    return;
  }
  CHECK_THAT(*page, Contains("None are shown.") && !Contains("class=\"finding"));
}
