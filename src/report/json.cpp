#include <itsmflow/rules.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/formats.hpp"

namespace itsmflow::report {
namespace {

using Json = nlohmann::ordered_json;

Json place_of(const Span& span) {
  if (!span) return nullptr;
  return {{"file", span.source->name},     {"line", span.line},   {"column", span.column}, {"end_line", span.end_line},
          {"end_column", span.end_column}, {"begin", span.begin}, {"end", span.end}};
}

Json finding_of(const Diagnostic& diagnostic) {
  const auto listed = [](const auto& notes) {
    Json list = Json::array();
    for (const auto& note : notes) list.push_back({{"message", note.message}, {"place", place_of(note.span)}});
    return list;
  };
  Json fixes = Json::array();
  for (const Diagnostic::Fix& fix : diagnostic.fixes) {
    fixes.push_back({{"replacement", fix.replacement}, {"safety", to_string(fix.safety)}, {"place", place_of(fix.span)}});
  }
  return {{"rule", diagnostic.rule},
          {"severity", std::string(to_string(diagnostic.severity))},
          {"message", diagnostic.message},
          {"label", diagnostic.label},
          {"help", diagnostic.help},
          {"place", place_of(diagnostic.span)},
          {"related", listed(diagnostic.related)},
          {"trace", listed(diagnostic.trace)},
          {"fixes", std::move(fixes)}};
}

}  // namespace

std::string render_json(const Diagnostics& diagnostics) {
  Json findings = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) findings.push_back(finding_of(diagnostic));
  const auto count = [&](Severity severity) {
    return std::count_if(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& d) { return d.severity == severity; });
  };
  const Json document = {{"findings", std::move(findings)},
                         {"errors", count(Severity::error)},
                         {"warnings", count(Severity::warning)},
                         {"notes", count(Severity::note)}};
  // A file may be in any encoding: what is no UTF-8 becomes U+FFFD, rather than no report at all.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace itsmflow::report
