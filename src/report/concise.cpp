#include "report/colour.hpp"
#include "report/formats.hpp"
#include "report/visible.hpp"

namespace itsmflow::report {

std::string_view word(Severity severity) noexcept {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

std::string headline(const Diagnostic& diagnostic, bool colour) {
  std::string line;
  if (diagnostic.span) {
    const Span& span = diagnostic.span;
    line += visible(span.source->name) + ':' + std::to_string(span.line) + ':' + std::to_string(span.column) + ": ";
  }
  line += painted(word(diagnostic.severity), colour_of(diagnostic.severity), colour) + ": ";
  line += painted(visible(diagnostic.message), kBold, colour);
  return line + " [" + visible(diagnostic.rule) + "]";
}

std::string render_concise(const Diagnostics& diagnostics, const ReportStyle& style) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += headline(diagnostic, style.colour) + '\n';
  return text;
}

}  // namespace itsmflow::report
