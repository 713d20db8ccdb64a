#pragma once

#include <itsmflow/report.hpp>

#include <string>
#include <string_view>

namespace itsmflow::report {

// One rendering a file. What each gives stands in the public header.
std::string render_full(const Diagnostics& diagnostics, const ReportStyle& style);
std::string render_concise(const Diagnostics& diagnostics, const ReportStyle& style);
std::string render_json(const Diagnostics& diagnostics);
std::string render_github(const Diagnostics& diagnostics);
std::string render_sarif(const Diagnostics& diagnostics, const ReportStyle& style);
std::string render_junit(const Diagnostics& diagnostics, const ReportStyle& style);

/// "register → assess (rfc.risk = "medium") → ✗ no activity is possible", not yet safe to print.
std::string way(const std::vector<Diagnostic::Step>& trace);

/// "file:line:column: error: message [rule]", safe to print, with colours if asked for.
std::string headline(const Diagnostic& diagnostic, bool colour);

/// One diagnostic as `full` shows it, from its headline to its help.
std::string in_full(const Diagnostic& diagnostic, const ReportStyle& style);

}  // namespace itsmflow::report
