// A story as one page of HTML that needs nothing else.

#include <itsmflow/value.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "base/harmless.hpp"
#include "story/html_style.hpp"
#include "story/moments.hpp"
#include "story/page.hpp"

namespace itsmflow::story {
namespace {

/// Nothing but the style that stands in the page is read or run, whatever else might ever come into it.
constexpr std::string_view kPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

std::string_view word(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "good";
    case Tone::bad:
      return "bad";
    case Tone::warning:
      return "warning";
    case Tone::plain:
      break;
  }
  return "plain";
}

std::string link_to_event(std::int64_t number) {
  return fmt::format("<a href=\"#e{0}\">{0}</a>", number);
}

class Html {
 public:
  explicit Html(const Story& story) : moments_(story.zone) {}

  std::string take() && { return std::move(out_); }

  void raw(std::string_view html) { out_ += html; }
  /// An element with a text in it.
  void element(std::string_view tag, std::string_view attributes, std::string_view text) {
    out_ += fmt::format("<{0}{1}{2}>{3}</{0}>\n", tag, attributes.empty() ? "" : " ", attributes, in_html(text));
  }

  void add(const Facts& facts) {
    out_ += "<dl>\n";
    for (const Fact& fact : facts.facts) add_pair(fact.label, fact.value);
    out_ += "</dl>\n";
  }

  void add(const Remarks& remarks) {
    out_ += fmt::format("<ul class=\"remarks {}\">\n", word(remarks.tone));
    for (const Remark& remark : remarks.remarks) {
      std::vector<std::string> links;
      for (const std::int64_t event : remark.events) links.push_back(link_to_event(event));
      const std::string shown = links.empty() ? "" : fmt::format(" <span class=\"shown\">({})</span>", fmt::join(links, ", "));
      out_ += fmt::format("<li>{}{}</li>\n", in_html(remark.text), shown);
    }
    out_ += "</ul>\n";
  }

  /// Rows that say the same in their first cell are a group with one heading.
  void add(const Grid& grid) {
    out_ += fmt::format("<div class=\"scroll\" role=\"region\" aria-label=\"Table: {}\" tabindex=\"0\">\n<table>\n<thead><tr>",
                        in_html(heading_));
    for (const std::string& head : grid.head) out_ += fmt::format("<th scope=\"col\">{}</th>", in_html(head));
    out_ += "</tr></thead>\n";
    for (std::size_t first = 0; first < grid.rows.size();) {
      std::size_t after = first + 1;
      while (after < grid.rows.size() && grid.rows[after].cells.front().empty()) ++after;
      add_group(grid, first, after);
      first = after;
    }
    out_ += "</table>\n</div>\n";
  }

  void add(const Quote& quote) {
    out_ += fmt::format("<figure><figcaption>{}</figcaption><blockquote>{}</blockquote></figure>\n", in_html(quote.label),
                        in_html(quote.text));
  }

  void add(const TimeLine& line) {
    std::string day;
    bool in_list = false;
    const auto end_list = [&] {
      if (in_list) out_ += "</ol>\n";
      in_list = false;
    };
    for (const StoryEntry* entry : line.entries) {
      const std::string today = moments_.day(entry->at);
      if (entry->pause || today != day) end_list();
      if (entry->pause) element("p", "class=\"pause\"", later_by(*entry->pause));
      if (today != day) element("h3", "", today);
      if (!in_list) out_ += "<ol class=\"events\">\n";
      in_list = true;
      day = today;
      add(*entry);
    }
    end_list();
  }

  void add(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) std::visit([&](const auto& one) { add(one); }, block);
  }

  void add(const Section& section) {
    heading_ = section.heading;
    out_ += fmt::format("<section id=\"{0}\" aria-labelledby=\"h-{0}\">\n", section.anchor);
    element("h2", fmt::format("id=\"h-{}\"", section.anchor), section.heading);
    if (!section.lead.empty()) element("p", "class=\"lead\"", section.lead);
    add(section.blocks);
    for (const Part& part : section.parts) {
      out_ += fmt::format("<article id=\"{0}\" class=\"{1}\" aria-labelledby=\"h-{0}\">\n", part.anchor, word(part.tone));
      element("h3", fmt::format("id=\"h-{}\"", part.anchor), part.heading);
      add(part.blocks);
      out_ += "</article>\n";
    }
    out_ += "</section>\n";
  }

 private:
  void add_pair(std::string_view label, std::string_view value) {
    out_ += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", in_html(label), in_html(value));
  }

  void add_group(const Grid& grid, std::size_t first, std::size_t after) {
    const auto begin = grid.rows.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = grid.rows.begin() + static_cast<std::ptrdiff_t>(after);
    const auto unders = std::count_if(begin, end, [](const GridRow& row) { return !row.under.empty(); });
    out_ += fmt::format("<tbody>\n<tr><th scope=\"rowgroup\" rowspan=\"{}\">{}</th>", end - begin + unders,
                        in_html(begin->cells.front()));
    for (auto row = begin; row != end; ++row) {
      if (row != begin) out_ += "<tr>";
      for (std::size_t column = 1; column < row->cells.size(); ++column)
        out_ += fmt::format("<td data-label=\"{}\">{}</td>", in_html(grid.head[column]), in_html(row->cells[column]));
      out_ += "</tr>\n";
      if (row->under.empty()) continue;
      out_ += fmt::format("<tr><td class=\"under\" colspan=\"{}\">{}</td></tr>\n", row->cells.size() - 1, in_html(row->under));
    }
    out_ += "</tbody>\n";
  }

  void add(const StoryEntry& entry) {
    out_ += fmt::format("<li id=\"e{0}\" class=\"{1}\"><div class=\"when\"><time datetime=\"{2}\">{3}</time> ", entry.number,
                        word(tone_of(entry)), to_string(entry.at), moments_.time(entry.at));
    out_ += fmt::format("<span class=\"number\">event {}</span></div>\n<div>", entry.number);
    const std::string more =
        entry.deviation == 0 ? "" : fmt::format(" <a class=\"shown\" href=\"#d{0}\">see deviation {0}</a>", entry.deviation);
    out_ += fmt::format("<p>{}{}</p>\n", in_html(entry.text), more);
    if (!entry.note.empty()) element("blockquote", "", entry.note);
    add_details(entry);
    out_ += "</div></li>\n";
  }

  void add_details(const StoryEntry& entry) {
    if (!entry.data.empty()) {
      out_ += "<dl>\n";
      for (const StoryData& data : entry.data) add_pair(label_of(data), value_of(data));
      out_ += "</dl>\n";
    }
    if (entry.moves.empty()) return;
    out_ += "<ul class=\"moves\">\n";
    for (const StoryMove& move : entry.moves) element("li", "", move_of(move));
    out_ += "</ul>\n";
  }

  Moments moments_;
  std::string heading_;  ///< of the section
  std::string out_;
};

void add_head(Html& html, const Page& page) {
  html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
  html.raw(fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", kPolicy));
  html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  html.element("title", "", page.title);
  html.raw("<style>");
  html.raw(kStyle);
  html.raw("</style>\n</head>\n");
}

void add_top(Html& html, const Page& page) {
  html.raw("<header>\n");
  html.element("h1", "", page.title);
  if (!page.subtitle.empty()) html.element("p", "class=\"why\"", page.subtitle);
  html.raw("<ul class=\"badges\">\n");
  for (const Fact& badge : page.badges) {
    html.raw(fmt::format("<li class=\"{}\">{}: <b>{}</b></li>\n", word(badge.tone), in_html(badge.label), in_html(badge.value)));
  }
  html.raw("</ul>\n");
  html.add(page.about);
  html.raw("<div class=\"summary\">\n");
  for (const std::string& sentence : page.summary) html.element("p", "", sentence);
  html.raw("</div>\n<nav aria-label=\"Sections\"><ul>\n");
  for (const Section& section : page.sections) {
    html.raw(fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.anchor, in_html(section.heading)));
  }
  html.raw("</ul></nav>\n</header>\n");
}

}  // namespace

std::string as_html(const Page& page, const Story& story) {
  Html html(story);
  add_head(html, page);
  html.raw("<body>\n");
  add_top(html, page);
  html.raw("<main>\n");
  for (const Section& section : page.sections) html.add(section);
  html.raw("</main>\n<footer>\n");
  html.element("p", "", page.footer);
  html.raw("</footer>\n</body>\n</html>\n");
  return std::move(html).take();
}

}  // namespace itsmflow::story
