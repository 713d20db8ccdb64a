#include <itsmflow/rules.hpp>

#include "report/formats.hpp"
#include "report/visible.hpp"

namespace itsmflow::report {
namespace {

std::string_view command(Severity severity) {
  return severity == Severity::note ? std::string_view("notice") : to_string(severity);
}

/// A line feed ends a command, so it may only come from us, as %0A.
std::string escaped_message(std::string_view text) {
  std::string result;
  for (const char c : visible(text)) {
    if (c == '%') {
      result += "%25";
    } else {
      result += c;
    }
  }
  return result;
}

std::string escaped_property(std::string_view text) {
  std::string result;
  for (const char c : escaped_message(text)) {
    if (c == ':') {
      result += "%3A";
    } else if (c == ',') {
      result += "%2C";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string render_github(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    text += "::" + std::string(command(diagnostic.severity)) + ' ';
    if (const Span& span = diagnostic.span) {
      text += "file=" + escaped_property(span.source->name) + ",line=" + std::to_string(span.line);
      text += ",col=" + std::to_string(span.column) + ",endLine=" + std::to_string(span.end_line);
      text += ",endColumn=" + std::to_string(span.end_column) + ',';
    }
    text += "title=" + escaped_property(diagnostic.rule) + "::" + escaped_message(diagnostic.message);
    if (!diagnostic.label.empty()) text += "%0A" + escaped_message(diagnostic.label);
    if (!diagnostic.trace.empty()) text += "%0Atrace: " + escaped_message(way(diagnostic.trace));
    if (!diagnostic.help.empty()) text += "%0Ahelp: " + escaped_message(diagnostic.help);
    text += '\n';
  }
  return text;
}

}  // namespace itsmflow::report
