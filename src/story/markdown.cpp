// A story as Markdown: CommonMark, with tables as GitHub has them.

#include <fmt/format.h>

#include "story/markdown_text.hpp"
#include "story/moments.hpp"
#include "story/page.hpp"

namespace itsmflow::story {
namespace {

class Markdown {
 public:
  explicit Markdown(const Story& story) : moments_(story.zone) {}

  std::string take() && { return std::move(out_); }

  void heading(std::string_view marks, std::string_view text) { paragraph(fmt::format("{} {}", marks, in_markdown(text))); }
  /// What is Markdown already.
  void paragraph(std::string_view markdown) {
    if (!out_.empty()) out_ += '\n';
    out_ += markdown;
    out_ += '\n';
  }

  void add(const Facts& facts) {
    out_ += '\n';
    for (const Fact& fact : facts.facts) out_ += fmt::format("- {}: {}\n", in_markdown(fact.label), in_markdown(fact.value));
  }

  void add(const Remarks& remarks) {
    out_ += '\n';
    for (const Remark& remark : remarks.remarks) {
      const std::string shown = remark.events.empty() ? "" : fmt::format(" ({})", fmt::join(remark.events, ", "));
      out_ += fmt::format("- {}{}\n", in_markdown(remark.text), shown);
    }
  }

  void add(const Grid& grid) {
    out_ += '\n';
    add_row(grid.head);
    out_ += '|';
    for (std::size_t i = 0; i < grid.head.size(); ++i) out_ += " --- |";
    out_ += '\n';
    for (const GridRow& row : grid.rows) {
      std::vector<std::string> cells = row.cells;
      if (!row.under.empty()) cells.front() += "\n" + row.under;
      add_row(cells);
    }
  }

  void add(const Quote& quote) {
    paragraph(in_markdown(quote.label) + ":");
    paragraph("> " + in_markdown(quote.text));
  }

  void add(const TimeLine& line) {
    std::string day;
    bool in_list = false;
    for (const StoryEntry* entry : line.entries) {
      if (entry->pause) paragraph("*" + later_by(*entry->pause) + "*");
      const std::string today = moments_.day(entry->at);
      if (today != day) heading("###", today);
      in_list = in_list && today == day && !entry->pause;
      if (!in_list) out_ += '\n';
      in_list = true;
      day = today;
      add(*entry);
    }
  }

  void add(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) std::visit([&](const auto& one) { add(one); }, block);
  }

 private:
  void add_row(const std::vector<std::string>& cells) {
    out_ += '|';
    for (const std::string& cell : cells) out_ += fmt::format(" {} |", in_markdown(cell));
    out_ += '\n';
  }

  void add(const StoryEntry& entry) {
    out_ += fmt::format("- **{}** {} {}\n", entry.number, moments_.time(entry.at), in_markdown(entry.text));
    if (!entry.note.empty()) out_ += fmt::format("  - “{}”\n", in_markdown(entry.note));
    for (const StoryData& data : entry.data)
      out_ += fmt::format("  - {}: {}\n", in_markdown(label_of(data)), in_markdown(value_of(data)));
    for (const StoryMove& move : entry.moves) out_ += fmt::format("  - {}\n", in_markdown(move_of(move)));
  }

  Moments moments_;
  std::string out_;
};

void add_section(Markdown& markdown, const Section& section) {
  markdown.heading("##", section.heading);
  if (!section.lead.empty()) markdown.paragraph(in_markdown(section.lead));
  markdown.add(section.blocks);
  for (const Part& part : section.parts) {
    markdown.heading("###", part.heading);
    markdown.add(part.blocks);
  }
}

}  // namespace

std::string as_markdown(const Page& page, const Story& story) {
  Markdown markdown(story);
  markdown.heading("#", page.title);
  if (!page.subtitle.empty()) markdown.paragraph(in_markdown(page.subtitle));
  markdown.add(page.about);
  for (const std::string& sentence : page.summary) markdown.paragraph(in_markdown(sentence));
  for (const Section& section : page.sections) add_section(markdown, section);
  markdown.paragraph(in_markdown(page.footer));
  return std::move(markdown).take();
}

}  // namespace itsmflow::story
