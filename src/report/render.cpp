#include <itsmflow/report.hpp>
#include <itsmflow/rules.hpp>

#include <array>

#include "report/formats.hpp"

namespace itsmflow {
namespace {

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace

std::string_view to_string(ReportFormat format) noexcept {
  switch (format) {
    case ReportFormat::full:
      return "full";
    case ReportFormat::concise:
      return "concise";
    case ReportFormat::json:
      return "json";
    case ReportFormat::github:
      return "github";
    case ReportFormat::sarif:
      return "sarif";
    case ReportFormat::junit:
      return "junit";
  }
  return "";
}

std::optional<ReportFormat> parse_report_format(std::string_view name) noexcept {
  using enum ReportFormat;
  for (const ReportFormat format : {full, concise, json, github, sarif, junit}) {
    if (to_string(format) == name) return format;
  }
  return std::nullopt;
}

std::string render(const Diagnostics& diagnostics, ReportFormat format, const ReportStyle& style) {
  switch (format) {
    case ReportFormat::full:
      return report::render_full(diagnostics, style);
    case ReportFormat::concise:
      return report::render_concise(diagnostics, style);
    case ReportFormat::json:
      return report::render_json(diagnostics);
    case ReportFormat::github:
      return report::render_github(diagnostics);
    case ReportFormat::sarif:
      return report::render_sarif(diagnostics, style);
    case ReportFormat::junit:
      return report::render_junit(diagnostics, style);
  }
  return {};
}

std::string summary(const Diagnostics& diagnostics) {
  if (diagnostics.empty()) return "no findings";
  std::array<std::size_t, 3> counts{};
  for (const Diagnostic& diagnostic : diagnostics) ++counts.at(static_cast<std::size_t>(diagnostic.severity));
  std::string text;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const std::size_t count = counts.at(static_cast<std::size_t>(severity));
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += counted(count, to_string(severity));
  }
  return text;
}

}  // namespace itsmflow
