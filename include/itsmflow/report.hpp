#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/export.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// One list of diagnostics, several renderings. Each shows the diagnostics in the order given; the same list gives the same bytes.
enum class ReportFormat {
  full,     ///< for people: the place, the line, what is marked in it, what to do; and a last line that counts
  concise,  ///< "file:line:column: error: message [rule]", a line each
  json,     ///< for programs: one object, described at render()
  github,   ///< commands of a GitHub workflow, that show at the lines of a change
  sarif,    ///< SARIF 2.1.0 (OASIS, 2020), which code hosts and editors read
  junit,    ///< XML as JUnit writes it, which shows findings among the tests of a build
};

/// Its name as it is written on a command line: "full", "concise", "json", "github", "sarif", "junit".
ITSMFLOW_EXPORT std::string_view to_string(ReportFormat format) noexcept;
/// The format of such a name.
ITSMFLOW_EXPORT std::optional<ReportFormat> parse_report_format(std::string_view name) noexcept;

/// How findings are rendered.
struct ReportStyle {
  bool colour = false;      ///< ANSI colours, in `full` and `concise`
  std::size_t width = 120;  ///< `full` and `junit` show so many columns of a line, those around what is marked

  /// The names of all files that were looked at, so that `junit` and `sarif` can tell of those without findings too.
  std::vector<std::string> files = {};
  std::string fix_hint{};  ///< what `full` says behind the help of a finding that has only safe fixes: a command that makes them
  Severity failing = Severity::error;  ///< in `junit`, findings from here on are tests that fail, and others are tests that pass
};

/// Renders diagnostics as text in UTF-8 that ends with a line feed; it is empty for none in `concise` and `github`.
///
/// Except in `json`, what comes from files is printed so that it can't steer a terminal: control characters, characters that
/// reorder text, and broken UTF-8 are shown as visible signs. (In `sarif` that goes for messages, not for what a fix puts in.)
///
/// `json` is {"findings": [FINDING…], "errors": 1, "warnings": 0, "notes": 0}. A FINDING has "rule", "severity" ("error", "warning",
/// "note"), "message", "label", "help", "place", "related": [{"message", "place"}…], "trace" (in the same form, see Diagnostic::Step)
/// and "fixes": [{"replacement", "safety" ("safe", "unsafe"), "place"}…]. A place is null or {"file", "line", "column", "end_line",
/// "end_column", "begin", "end"}: lines and columns (in code points) from 1, begin and end in bytes from 0, each end exclusive. Keys
/// may be added; none changes its meaning.
///
/// `sarif` is a log of one run. A file is named by its path, relative as it was given, or by a URI of the scheme `file`. A trace is a
/// code flow. The partial fingerprint "finding/v1" of a finding stays the same when its lines move.
///
/// `junit` has a suite for each file and in it a test for each finding; a test called "no findings" passes where there is none. Names
/// of tests have no lines in them, so that a host knows a finding again when it has moved.
ITSMFLOW_EXPORT std::string render(const Diagnostics& diagnostics, ReportFormat format, const ReportStyle& style = {});

/// "no findings", "1 error", "2 errors, 1 warning": the last line of `full`, without its end.
ITSMFLOW_EXPORT std::string summary(const Diagnostics& diagnostics);

}  // namespace itsmflow
