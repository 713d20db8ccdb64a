// A story as plain text.

#include <fmt/format.h>

#include <algorithm>

#include "base/harmless.hpp"
#include "story/columns.hpp"
#include "story/moments.hpp"
#include "story/page.hpp"

namespace itsmflow::story {
namespace {

constexpr std::size_t kNarrowest = 40;
constexpr std::size_t kNarrowestText = 16;  // behind what stands before it
constexpr std::size_t kIndent = 2;

class Text {
 public:
  Text(const Story& story, std::size_t width) : moments_(story.zone), width_(std::max(width, kNarrowest)) {}

  std::string take() && { return std::move(out_); }

  void blank() {
    if (!out_.empty()) out_ += '\n';
  }

  /// A text whose first line stands behind a mark, and whose others stand under it.
  void hanging(std::size_t indent, std::string_view mark, std::size_t mark_width, std::string_view text) {
    const std::size_t left = indent + mark_width;
    bool first = true;
    for (const std::string& line : wrapped(text, width_ - std::min(left, width_ - kNarrowestText))) {
      std::string whole = first ? std::string(indent, ' ') + std::string(mark) : std::string(left, ' ');
      first = false;
      whole += line;
      whole.erase(whole.find_last_not_of(' ') + 1);
      out_ += whole + "\n";
    }
  }
  void paragraph(std::size_t indent, std::string_view text) { hanging(indent, "", 0, text); }
  void heading(std::string_view text, char rule) {
    std::size_t longest = 0;
    for (const std::string& line : wrapped(text, width_)) longest = std::max(longest, length_of(line));
    paragraph(0, text);
    out_ += std::string(longest, rule) + "\n";
  }

  void add(const Facts& facts, std::size_t indent) {
    for (const Fact& fact : facts.facts) labelled(indent, fact.label, fact.value);
  }

  void add(const Remarks& remarks, std::size_t indent) {
    for (const Remark& remark : remarks.remarks) {
      const std::string shown = remark.events.empty() ? "" : fmt::format(" [{}]", fmt::join(remark.events, ", "));
      hanging(indent, "- ", 2, remark.text + shown);
    }
  }

  void add(const Grid& grid, std::size_t indent) {
    for (const std::string& line : in_columns(grid, width_ - indent)) out_ += std::string(indent, ' ') + line + "\n";
  }

  void add(const Quote& quote, std::size_t indent) { labelled(indent, quote.label, quote.text); }

  void add(const TimeLine& line, std::size_t indent) {
    std::string day;
    for (const StoryEntry* entry : line.entries) {
      if (entry->pause) out_ += std::string(indent + kIndent + kMark, ' ') + "… " + later_by(*entry->pause) + "\n";
      const std::string today = moments_.day(entry->at);
      if (today != day) {
        blank();
        paragraph(indent, today);
      }
      day = today;
      add(*entry, indent + kIndent);
    }
  }

  void add(const std::vector<Block>& blocks, std::size_t indent) {
    for (const Block& block : blocks) std::visit([&](const auto& one) { add(one, indent); }, block);
  }

 private:
  static constexpr std::size_t kMark = 15;  ///< "  12  14:00:00  " without the indent

  /// "Motive: It was urgent", with what has several lines under its label.
  void labelled(std::size_t indent, const std::string& label, const std::string& value) {
    if (value.find('\n') == std::string::npos) return hanging(indent, "", 0, label + ": " + value);
    paragraph(indent, label + ":");
    paragraph(indent + kIndent, value);
  }

  void add(const StoryEntry& entry, std::size_t indent) {
    const std::string mark = fmt::format("{:>3}  {}  ", entry.number, moments_.time(entry.at));
    hanging(indent, mark, mark.size(), entry.text);
    const std::size_t below = indent + kMark + kIndent;
    if (!entry.note.empty()) paragraph(below, "“" + entry.note + "”");
    for (const StoryData& data : entry.data) labelled(below, label_of(data), value_of(data));
    for (const StoryMove& move : entry.moves) paragraph(below, move_of(move));
  }

  Moments moments_;
  std::size_t width_;
  std::string out_;
};

void add_section(Text& text, const Section& section) {
  text.blank();
  text.heading(section.heading, '-');
  if (!section.lead.empty()) text.paragraph(kIndent, section.lead);
  text.add(section.blocks, kIndent);
  bool first = true;
  for (const Part& part : section.parts) {
    if (!first) text.blank();
    first = false;
    text.paragraph(kIndent, part.heading);
    text.add(part.blocks, 2 * kIndent);
  }
}

}  // namespace

std::string as_text(const Page& page, const Story& story, const StoryStyle& style) {
  Text text(story, style.width);
  text.heading(page.title, '=');
  if (!page.subtitle.empty()) text.paragraph(0, page.subtitle);
  if (!page.about.empty()) text.blank();
  text.add(page.about, 0);
  text.blank();
  for (const std::string& sentence : page.summary) text.paragraph(0, sentence);
  for (const Section& section : page.sections) add_section(text, section);
  text.blank();
  text.paragraph(0, page.footer);
  return std::move(text).take();
}

}  // namespace itsmflow::story
