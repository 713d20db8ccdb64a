#pragma once

#include "require.hpp"

#include <itsmflow/check.hpp>
#include <itsmflow/diagnostic.hpp>
#include <itsmflow/report.hpp>

#include <memory>
#include <string>

// What must be true of all findings, whatever text they are about.

namespace itsmflow::fuzz {

inline std::string told(const Diagnostics& findings) {
  return render(findings, ReportFormat::concise);
}

inline void require_place(const Span& span) {
  if (!span) return;
  require(span.begin <= span.end && span.end <= span.source->text.size(), "a finding stands in its text");
  require(span.line >= 1 && span.column >= 1 && span.end_line >= span.line, "the lines of a finding are in order");
}

/// They stand in their texts, have words, and can be printed in every way.
inline void require_readable(const Diagnostics& findings) {
  for (const Diagnostic& finding : findings) {
    require(!finding.rule.empty() && !finding.message.empty(), "a finding has words");
    require_place(finding.span);
    for (const auto& related : finding.related) require_place(related.span);
    for (const auto& step : finding.trace) require_place(step.span);
    for (const auto& fix : finding.fixes) require_place(fix.span);
  }
  for (const ReportFormat format : {ReportFormat::full, ReportFormat::concise, ReportFormat::json, ReportFormat::github,
                                    ReportFormat::sarif, ReportFormat::junit})
    require(!render(findings, format).empty() || findings.empty(), "findings are printed");
}

}  // namespace itsmflow::fuzz
