// A picture as one page of HTML that needs nothing else.

#include "draw/html.hpp"

#include "base/digest.hpp"
#include "base/harmless.hpp"
#include "draw/palette.hpp"
#include "draw/svg.hpp"

#include <itsmflow/rules.hpp>

#include <fmt/format.h>

#include <utility>

namespace itsmflow::drawing {
namespace {

constexpr std::size_t kMostStepsOpen = 12;

/// Nothing is fetched; of scripts only the one that stands in the page is run, whatever else might ever come into it.
std::string policy() {
  return fmt::format("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
                     sha256_base64(kPageScript));
}

/// "n3 n7"
std::string ids(char kind, const std::vector<std::size_t>& numbers) {
  std::string out;
  for (const std::size_t number : numbers) out += fmt::format("{}{}{}", out.empty() ? "" : " ", kind, number);
  return out;
}

/// A link to shapes, or just the text where there are none. `inner` is HTML.
std::string link(const std::vector<std::size_t>& shapes, std::string_view inner) {
  if (shapes.empty()) return fmt::format("<span>{}</span>", inner);
  return fmt::format("<a href=\"#n{}\" data-shapes=\"{}\">{}</a>", shapes.front(), ids('n', shapes), inner);
}

/// A name in its own direction.
std::string isolated(std::string_view text) {
  return fmt::format("<bdi>{}</bdi>", in_html(text));
}

std::string badge(std::size_t remark, std::string_view text) {
  return fmt::format("<b class=\"badge trail{}\">{}</b> ", remark % kTrailColours, in_html(text));
}

std::string place_of(const Span& span) {
  return span ? fmt::format("{}:{}:{}", span.source->name, span.line, span.column) : std::string();
}

/// A long way is folded.
std::string steps_of(const Remark& remark, std::size_t index) {
  std::string out;
  for (const Remark::Step& step : remark.steps) {
    out += fmt::format("<li>{}</li>\n", link(step.shapes, badge(index, step.badge) + isolated(step.words)));
  }
  out = fmt::format("<ol class=\"steps\">\n{}</ol>\n", out);
  if (remark.steps.size() <= kMostStepsOpen) return out;
  return fmt::format("<details><summary>{} steps</summary>\n{}</details>\n", remark.steps.size() - 1, out);
}

std::string entry_of(const Picture& picture, std::size_t index) {
  const Remark& remark = picture.remarks[index];
  const Diagnostic& finding = remark.finding;
  std::vector<std::size_t> shapes = remark.shapes;
  std::vector<std::size_t> passed;
  std::string badges;
  for (const Remark::Step& step : remark.steps) {
    shapes.insert(shapes.end(), step.shapes.begin(), step.shapes.end());
    badges += (badges.empty() ? "" : " ") + step.badge;
  }
  for (const std::size_t arrow : remark.arrows) passed.insert(passed.end(), {picture.arrows[arrow].from, picture.arrows[arrow].to});
  std::string out = fmt::format(
      "<li class=\"finding {}\" data-shapes=\"{}\" data-ends=\"{}\" data-passed=\"{}\" data-arrows=\"{}\" data-badges=\"{}\" "
      "data-trail=\"{}\">\n",
      to_string(finding.severity), ids('n', shapes), ids('n', remark.shapes), ids('n', passed), ids('e', remark.arrows),
      in_html(badges), index % kTrailColours);
  const std::string sign = remark.letter.empty() ? std::string() : badge(index, remark.letter);
  out += fmt::format("<h3>{}<span class=\"severity\">{}</span> <span dir=\"auto\">{}</span></h3>\n", sign,
                     to_string(finding.severity), in_html(finding.message));
  out += fmt::format("<p class=\"where\"><bdi>{}</bdi> <span class=\"rule\">{}</span></p>\n", in_html(place_of(finding.span)),
                     in_html(finding.rule));
  if (!finding.label.empty()) out += fmt::format("<p dir=\"auto\">{}</p>\n", in_html(finding.label));
  for (const Diagnostic::Related& related : finding.related) {
    out += fmt::format("<p dir=\"auto\">{}: {}</p>\n", in_html(place_of(related.span)), in_html(related.message));
  }
  if (!remark.steps.empty()) out += steps_of(remark, index);
  if (!finding.help.empty()) out += fmt::format("<p class=\"help\" dir=\"auto\">Help: {}</p>\n", in_html(finding.help));
  if (!shapes.empty()) out += "<button type=\"button\" class=\"show\" aria-pressed=\"false\" hidden>Show in the picture</button>\n";
  return out + "</li>\n";
}

std::string findings_section(const Picture& picture) {
  std::string out = "<section aria-labelledby=\"h-findings\">\n";
  if (picture.remarks.empty()) return out + "<h2 id=\"h-findings\">Findings</h2>\n<p>None are shown.</p>\n</section>\n";
  out += fmt::format("<h2 id=\"h-findings\">Findings ({})</h2>\n<ul class=\"findings\">\n", picture.remarks.size());
  for (std::size_t i = 0; i < picture.remarks.size(); ++i) out += entry_of(picture, i);
  return out + "</ul>\n</section>\n";
}

std::string parts_section(const Model& model, const Picture& picture) {
  std::string out = "<section aria-labelledby=\"h-parts\" id=\"parts\">\n<h2 id=\"h-parts\">What is in it</h2>\n";
  for (const Parts& parts : parts_of(model, picture)) {
    if (parts.parts.empty()) continue;
    out += fmt::format("<details><summary>{} ({})</summary>\n<ul>\n", parts.heading, parts.parts.size());
    for (const Part& part : parts.parts) {
      out += fmt::format("<li>{} <span class=\"note\"><bdi>{}</bdi></span></li>\n", link(part.shapes, isolated(part.name)),
                         in_html(part.note));
    }
    out += "</ul></details>\n";
  }
  return out + "</section>\n";
}

/// The picture as it stands in a page: without what begins a file of XML.
std::string_view inner_svg(std::string_view svg) {
  const std::size_t begin = svg.find("<svg ");
  return begin == std::string_view::npos ? svg : svg.substr(begin);
}

constexpr std::string_view kTools = R"html(<div class="tools" role="group" aria-label="Zoom" hidden>
<button type="button" data-do="out" aria-label="Zoom out" title="Zoom out (-)">−</button>
<output id="percent" aria-live="polite" aria-label="Zoom">100 %</output>
<button type="button" data-do="in" aria-label="Zoom in" title="Zoom in (+)">+</button>
<button type="button" data-do="fit" title="Show all of it (0)">Fit</button>
<button type="button" data-do="full" title="Natural size (1)">100 %</button>
<button type="button" data-do="clear" title="Take the highlights away (Esc)">Clear</button>
</div>
)html";

constexpr std::string_view kSearch = R"html(<div class="search" role="search" hidden>
<label for="query">Search</label>
<input id="query" type="search" dir="auto" autocomplete="off" spellcheck="false" title="Go to the search (/)">
<button type="button" data-do="previous" aria-label="Previous hit" title="Previous hit (Shift+Enter)">↑</button>
<button type="button" data-do="next" aria-label="Next hit" title="Next hit (Enter)">↓</button>
<output id="hits" for="query" aria-live="polite"></output>
</div>
)html";

std::string head_of(const std::string& title) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", policy());
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += fmt::format("<title>{}</title>\n<style>\n{}{}</style>\n</head>\n", in_html(title), colour_variables(), kPageStyle);
  return out;
}

}  // namespace

std::optional<std::string> to_html(const Model& model, Picture picture) {
  const std::string title = std::exchange(picture.title, {});  // both stand beside the picture
  picture.legend.clear();
  const auto svg = to_svg(model, picture);
  if (!svg) return std::nullopt;
  std::string out = head_of(title);
  out += fmt::format("<body>\n<header>\n<h1 dir=\"auto\">{}</h1>\n", in_html(title));
  if (!model.wording.why.empty()) out += fmt::format("<p dir=\"auto\">{}</p>\n", in_html(model.wording.why));
  out += "</header>\n<main>\n";
  out += fmt::format(
      "<div class=\"stage\">\n{}<div id=\"view\" tabindex=\"0\" role=\"region\" aria-label=\"Picture\">\n{}</div>\n</div>\n",
      kTools, inner_svg(*svg));
  out += fmt::format("<aside aria-label=\"Beside the picture\">\n{}{}{}</aside>\n", kSearch, findings_section(picture),
                     parts_section(model, picture));
  out += fmt::format("</main>\n<footer><bdi>{}</bdi> {}</footer>\n<script>{}</script>\n</body>\n</html>\n", in_html(model.process),
                     in_html(model.version), kPageScript);
  return out;
}

}  // namespace itsmflow::drawing
