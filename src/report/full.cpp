#include <algorithm>
#include <string>

#include "report/colour.hpp"
#include "report/excerpt.hpp"
#include "report/formats.hpp"
#include "report/visible.hpp"

namespace itsmflow::report {
namespace {

struct Mark {
  char sign = '^';
  std::string_view words;
  std::string_view colour;
};

std::uint32_t last_line(const Span& span) {
  if (span.end_line <= span.line) return span.line;
  return span.end_column > 1 ? span.end_line : span.end_line - 1;
}

/// Writes one diagnostic: the headline, the marked lines behind a gutter, the notes.
class Writer {
 public:
  Writer(const Diagnostic& diagnostic, const ReportStyle& style) : diagnostic_(diagnostic), style_(style) {
    std::uint32_t largest = diagnostic.span ? last_line(diagnostic.span) : 0;
    for (const Diagnostic::Related& related : diagnostic.related) {
      if (related.span) largest = std::max(largest, last_line(related.span));
    }
    gutter_ = largest == 0 ? 0 : std::to_string(largest).size();
  }

  std::string write() {
    text_ = headline(diagnostic_, style_.colour) + '\n';
    const Span& primary = diagnostic_.span;
    const bool has_text = primary && !primary.source->text.empty();  // nothing can be shown of a text without anything
    if (has_text) add_marked(primary, {'^', diagnostic_.label, colour_of(diagnostic_.severity)}, primary);
    for (const Diagnostic::Related& related : diagnostic_.related) {
      if (related.span) add_marked(related.span, {'-', related.message, kBlue}, primary);
    }
    if (!has_text && !diagnostic_.label.empty()) add_note("note", diagnostic_.label);
    for (const Diagnostic::Related& related : diagnostic_.related) {
      if (!related.span) add_note("note", related.message);
    }
    if (!diagnostic_.trace.empty()) add_note("trace", way(diagnostic_.trace));
    add_help();
    return std::move(text_);
  }

 private:
  void add_line(std::string line) {
    while (line.ends_with(' ')) line.pop_back();
    text_ += line + '\n';
  }

  /// "41 |", "   |".
  std::string gutter(const std::string& number) const {
    return painted(std::string(gutter_ - std::min(gutter_, number.size()), ' ') + number + " |", kBlue, style_.colour);
  }

  void add_note(std::string_view kind, std::string_view words) {
    add_line(std::string(gutter_ + 1, ' ') + "= " + painted(std::string(kind) + ":", kBold, style_.colour) + " " + visible(words));
  }

  bool has_hint() const {
    const auto is_safe = [](const Diagnostic::Fix& fix) { return fix.safety == Diagnostic::Fix::Safety::safe; };
    return !style_.fix_hint.empty() && !diagnostic_.fixes.empty() && std::ranges::all_of(diagnostic_.fixes, is_safe);
  }

  void add_help() {
    if (has_hint() && diagnostic_.help.empty()) add_note("fix", style_.fix_hint);
    if (diagnostic_.help.empty()) return;
    add_note("help", diagnostic_.help + (has_hint() ? "  (" + style_.fix_hint + ")" : ""));
  }

  void add_source(std::uint32_t line, const Excerpt& shown) { add_line(gutter(std::to_string(line)) + ' ' + shown.text); }

  void add_underline(const Excerpt& shown, const Mark& mark, std::string_view words) {
    std::string marked(shown.mark_width, mark.sign);
    if (!words.empty()) marked += ' ' + visible(words);
    add_line(gutter("") + ' ' + std::string(shown.mark_begin, ' ') + painted(marked, mark.colour, style_.colour));
  }

  void add_marked(const Span& span, const Mark& mark, const Span& primary) {
    const bool many_lines = last_line(span) > span.line;
    const Excerpt first = excerpt(span.source->text, span.begin, span.end, style_.width);
    const bool elsewhere = !primary || span.source != primary.source;
    // A second mark in the line that was just shown needs no second copy of the line.
    const bool shown_already = !elsewhere && !many_lines && span.line == line_shown_ && first.text == text_shown_;
    if (!shown_already) {
      if (elsewhere && primary) add_line(std::string(gutter_ + 1, ' ') + "::: " + place(span));
      add_line(gutter(""));
      add_source(span.line, first);
    }
    add_underline(first, mark, many_lines ? std::string_view() : mark.words);
    line_shown_ = elsewhere ? 0 : span.line;
    text_shown_ = first.text;
    if (many_lines) add_last_line(span, mark);
  }

  void add_last_line(const Span& span, const Mark& mark) {
    const std::uint32_t line = last_line(span);
    if (line > span.line + 1) add_line(std::string(gutter_, ' ') + " \xE2\x80\xA6");
    const auto [begin, end] = last_line_of(span);
    const Excerpt last = excerpt(span.source->text, begin, end, style_.width);
    add_source(line, last);
    add_underline(last, mark, mark.words);
    line_shown_ = 0;
  }

  static std::string place(const Span& span) {
    return visible(span.source->name) + ':' + std::to_string(span.line) + ':' + std::to_string(span.column);
  }

  const Diagnostic& diagnostic_;
  const ReportStyle& style_;
  std::size_t gutter_ = 0;
  std::uint32_t line_shown_ = 0;  ///< 0: none that a further mark could stand under
  std::string text_shown_;        ///< what was shown of it
  std::string text_;
};

}  // namespace

std::string in_full(const Diagnostic& diagnostic, const ReportStyle& style) {
  return Writer(diagnostic, style).write();
}

std::string render_full(const Diagnostics& diagnostics, const ReportStyle& style) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += in_full(diagnostic, style) + '\n';
  return text + summary(diagnostics) + '\n';
}

}  // namespace itsmflow::report
