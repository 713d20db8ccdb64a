#include <itsmflow/diagnostic.hpp>
#include <itsmflow/rules.hpp>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace itsmflow {
namespace {

std::string_view file_of(const Span& span) {
  return span.source ? std::string_view(span.source->name) : std::string_view();
}

}  // namespace

std::string_view to_string(Diagnostic::Fix::Safety safety) noexcept {
  return safety == Diagnostic::Fix::Safety::safe ? "safe" : "unsafe";
}

std::string to_string(const Diagnostic& diagnostic) {
  std::string line;
  if (diagnostic.span) {
    line += diagnostic.span.source->name;
    line += ':' + std::to_string(diagnostic.span.line) + ':' + std::to_string(diagnostic.span.column) + ": ";
  }
  line += to_string(diagnostic.severity);
  line += ": " + diagnostic.message + " [" + diagnostic.rule + "]";
  return line;
}

void sort(Diagnostics& diagnostics) {
  const auto key = [](const Diagnostic& d) {
    return std::tuple(file_of(d.span), d.span.begin, d.span.end, std::string_view(d.rule), std::string_view(d.message));
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& left, const Diagnostic& right) { return key(left) < key(right); });
}

bool has_errors(const Diagnostics& diagnostics) noexcept {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void throw_if_errors(const Diagnostics& diagnostics) {
  if (!has_errors(diagnostics)) return;
  std::string message;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::error) continue;
    if (!message.empty()) message += '\n';
    message += to_string(diagnostic);
    if (!diagnostic.help.empty()) message += "; " + diagnostic.help;
  }
  throw ModelError(message);
}

}  // namespace itsmflow
