#include <itsmflow/rules.hpp>
#include <itsmflow/version.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/utf8.hpp"
#include "report/fingerprint.hpp"
#include "report/formats.hpp"
#include "report/path.hpp"
#include "report/visible.hpp"

// SARIF 2.1.0. The numbers are of the sections of the standard.

namespace itsmflow::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What would be a placeholder (3.11.5) or end the words of a link (3.11.6) is escaped, so that a text is shown as it is.
std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' || text[i] == '}') result += text[i];
    if (text.substr(i).starts_with("](")) result += '\\';
    result += text[i];
  }
  return result;
}

/// Lists in which nothing may stand twice.
void add_once(Json& list, Json item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(std::move(item));
}

Json message_of(std::string_view words) {
  return {{"text", escaped(visible(words))}};
}

std::string sentence(std::string_view words) {
  constexpr std::string_view kEnds = ".!?";
  std::string text = escaped(visible(words));
  if (!text.empty() && kEnds.find(text.back()) == std::string_view::npos) text += '.';
  return text;
}

/// The first sentence can stand alone, as 3.11.3 asks for.
std::string whole_message(const Diagnostic& diagnostic) {
  std::string text = sentence(diagnostic.message);
  if (!diagnostic.label.empty()) text += '\n' + sentence(diagnostic.label);
  for (const Diagnostic::Related& related : diagnostic.related) {
    if (!related.span) text += "\nnote: " + sentence(related.message);
  }
  if (!diagnostic.help.empty()) text += "\nhelp: " + sentence(diagnostic.help);
  return text;
}

Json text_region(const Span& span) {
  return {{"startLine", span.line}, {"startColumn", span.column}, {"endLine", span.end_line}, {"endColumn", span.end_column}};
}

Json artifact_location(const Span& span) {
  return {{"uri", uri_of(span.source->name)}};
}

Json physical_location(const Span& span) {
  Json region = text_region(span);
  region["byteOffset"] = span.begin;
  region["byteLength"] = span.end - span.begin;
  return {{"artifactLocation", artifact_location(span)}, {"region", std::move(region)}};
}

Json location(const Span& span, std::string_view words) {
  Json place = Json::object();
  if (span) place["physicalLocation"] = physical_location(span);
  if (!words.empty()) place["message"] = message_of(words);
  return place;
}

Json related_locations(const Diagnostic& diagnostic) {
  Json places = Json::array();
  for (const Diagnostic::Related& related : diagnostic.related) {
    if (related.span) add_once(places, location(related.span, related.message));
  }
  return places;
}

Json code_flow(const Diagnostic& diagnostic) {
  Json steps = Json::array();
  for (const Diagnostic::Step& step : diagnostic.trace) {
    steps.push_back({{"location", location(step.span ? step.span : diagnostic.span, step.message)}});
  }
  const Json thread = {{"locations", std::move(steps)}};
  return {{"threadFlows", Json::array({thread})}};
}

std::string described(const Diagnostic::Fix& fix) {
  const std::string quoted = "'" + fix.replacement + "'";
  const std::string does = fix.replacement.empty()          ? "take it out"
                           : fix.span.begin == fix.span.end ? "put in " + quoted
                                                            : "replace it with " + quoted;
  return fix.safety == Diagnostic::Fix::Safety::safe ? does : does + ", if the model still means what you want then";
}

Json fix_of(const Diagnostic::Fix& fix) {
  // A region in bytes would ask for content in bytes (3.57.2).
  Json replacement = {{"deletedRegion", text_region(fix.span)}};
  if (!fix.replacement.empty()) replacement["insertedContent"] = {{"text", fix.replacement}};
  const Json change = {{"artifactLocation", artifact_location(fix.span)}, {"replacements", Json::array({std::move(replacement)})}};
  return {{"description", {{"text", sentence(described(fix))}}},
          {"artifactChanges", Json::array({change})},
          {"properties", {{"safety", to_string(fix.safety)}}}};
}

Json fixes_of(const Diagnostic& diagnostic) {
  Json fixes = Json::array();
  for (const Diagnostic::Fix& fix : diagnostic.fixes) {
    // No fix rather than one that puts in other bytes than were meant.
    if (fix.span && is_utf8(fix.replacement)) add_once(fixes, fix_of(fix));
  }
  return fixes;
}

/// The rules that findings name, each once, in the order of their first finding.
class Rules {
 public:
  std::size_t index_of(const std::string& id) {
    const auto at = std::find(ids_.begin(), ids_.end(), id);
    const auto index = static_cast<std::size_t>(at - ids_.begin());
    if (at == ids_.end()) ids_.push_back(id);
    return index;
  }

  Json listed() const {
    Json rules = Json::array();
    for (const std::string& id : ids_) rules.push_back({{"id", id}});
    return rules;
  }

 private:
  std::vector<std::string> ids_;
};

Json result_of(const Diagnostic& diagnostic, Rules& rules, Fingerprints& fingerprints) {
  Json result = {{"ruleId", diagnostic.rule},
                 {"ruleIndex", rules.index_of(diagnostic.rule)},
                 {"level", std::string(to_string(diagnostic.severity))},
                 {"message", {{"text", whole_message(diagnostic)}}}};
  if (diagnostic.span) result["locations"] = Json::array({location(diagnostic.span, "")});
  if (Json places = related_locations(diagnostic); !places.empty()) result["relatedLocations"] = std::move(places);
  if (!diagnostic.trace.empty()) result["codeFlows"] = Json::array({code_flow(diagnostic)});
  if (Json fixes = fixes_of(diagnostic); !fixes.empty()) result["fixes"] = std::move(fixes);
  result["partialFingerprints"] = {{"finding/v1", fingerprints.of(diagnostic)}};
  return result;
}

Json artifacts_of(const std::vector<std::string>& files) {
  Json artifacts = Json::array();
  for (const std::string& file : files) {
    add_once(artifacts, {{"location", {{"uri", uri_of(file)}}}, {"roles", Json::array({"analysisTarget"})}});
  }
  return artifacts;
}

}  // namespace

std::string render_sarif(const Diagnostics& diagnostics, const ReportStyle& style) {
  Rules rules;
  Fingerprints fingerprints;
  Json results = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) results.push_back(result_of(diagnostic, rules, fingerprints));
  const std::string version(itsmflow::version());
  const Json driver = {{"name", "itsmflow"}, {"version", version}, {"semanticVersion", version}, {"rules", rules.listed()}};
  Json run = {{"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}};
  if (!style.files.empty()) run["artifacts"] = artifacts_of(style.files);
  run["results"] = std::move(results);
  const Json log = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  // Only the name of a rule could still be no UTF-8.
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace itsmflow::report
