#include <itsmflow/rules.hpp>

#include "report/colour.hpp"
#include "report/formats.hpp"
#include "report/visible.hpp"

namespace itsmflow::report {

std::string way(const std::vector<Diagnostic::Step>& trace) {
  constexpr std::string_view kArrow = " \xE2\x86\x92 ";
  constexpr std::string_view kCross = "\xE2\x9C\x97 ";
  std::string text;
  for (const Diagnostic::Step& step : trace) {
    if (!text.empty()) text += kArrow;
    if (&step == &trace.back()) text += kCross;
    text += step.message;
  }
  return text;
}

std::string headline(const Diagnostic& diagnostic, bool colour) {
  std::string line;
  if (diagnostic.span) {
    const Span& span = diagnostic.span;
    line += visible(span.source->name) + ':' + std::to_string(span.line) + ':' + std::to_string(span.column) + ": ";
  }
  line += painted(to_string(diagnostic.severity), colour_of(diagnostic.severity), colour) + ": ";
  line += painted(visible(diagnostic.message), kBold, colour);
  return line + " [" + visible(diagnostic.rule) + "]";
}

std::string render_concise(const Diagnostics& diagnostics, const ReportStyle& style) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += headline(diagnostic, style.colour) + '\n';
  return text;
}

}  // namespace itsmflow::report
