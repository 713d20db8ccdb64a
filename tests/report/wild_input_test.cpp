#include <itsmflow/report.hpp>

#include <nlohmann/json.hpp>
#include <random>

#include "catch.hpp"
#include "report/document.hpp"
#include "report/marked.hpp"

using namespace itsmflow;

namespace {

/// Bytes with a liking for what is hard: line ends, tabs, parts of characters, wide and combining ones.
std::string wild_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      "a",         " ",    "\t",   "\n",       "\r",   "\r\n", "\x1b",         std::string(1, '\0'), "障",
      "e\xCC\x81", "\xE2", "\x80", "\xF0\x9F", "\xFF", "🙂",   "\xEF\xBB\xBF", "\xE2\x80\xAE"};
  std::string text;
  const std::size_t pieces = random() % 60;
  for (std::size_t i = 0; i < pieces; ++i) text += kPieces[random() % kPieces.size()];
  return text;
}

Span wild_span(const std::shared_ptr<const SourceText>& source, std::mt19937& random) {
  Span span;
  span.source = source;
  span.begin = static_cast<std::uint32_t>(random() % (source->text.size() + 1));
  span.end = span.begin + static_cast<std::uint32_t>(random() % (source->text.size() + 1 - span.begin));
  span.line = 1 + static_cast<std::uint32_t>(random() % 3);
  span.column = 1;
  span.end_line = span.line + static_cast<std::uint32_t>(random() % 3);
  span.end_column = 1 + static_cast<std::uint32_t>(random() % 5);
  return span;
}

bool is_printable_utf8(const std::string& text) {
  for (const char c : text) {
    if ((c != '\n' && static_cast<unsigned char>(c) < 0x20) || c == 0x7F) return false;
  }
  try {
    (void)nlohmann::json(text).dump();  // throws where it isn't UTF-8
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

}  // namespace

TEST_CASE("whatever a text holds and wherever a mark stands in it, what is shown can be printed") {
  std::mt19937 random(20140303);
  for (int round = 0; round < 3'000; ++round) {
    const auto source = std::make_shared<SourceText>(SourceText{"wild.yaml", wild_text(random)});
    Diagnostic diagnostic = finding(wild_span(source, random), wild_text(random), wild_text(random));
    diagnostic.message = wild_text(random);
    diagnostic.related.push_back({wild_span(source, random), wild_text(random)});
    const ReportStyle style{.width = 1 + random() % 60};
    INFO("round " << round << ": " << nlohmann::json(source->text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
    for (const ReportFormat format : {ReportFormat::full, ReportFormat::concise, ReportFormat::github, ReportFormat::junit}) {
      REQUIRE(is_printable_utf8(render({diagnostic}, format, style)));
    }
    const std::string full = render({diagnostic}, ReportFormat::full, style);
    REQUIRE((source->text.empty() || full.find('^') != std::string::npos));
  }
}

TEST_CASE("whatever a text holds, sarif is SARIF and junit is XML") {
  std::mt19937 random(20140304);
  std::vector<std::string> logs;
  Diagnostics all;
  for (int round = 0; round < 100; ++round) {
    const auto source = std::make_shared<SourceText>(SourceText{"wild " + wild_text(random) + ".yaml", wild_text(random)});
    Diagnostic diagnostic = finding(wild_span(source, random), wild_text(random), wild_text(random));
    diagnostic.message = "wild " + wild_text(random) + "{[](";
    diagnostic.related.push_back({wild_span(source, random), "wild " + wild_text(random)});
    diagnostic.trace.push_back({wild_span(source, random), "wild " + wild_text(random)});
    diagnostic.fixes.push_back({wild_span(source, random), wild_text(random)});
    logs.push_back(render({diagnostic}, ReportFormat::sarif));
    all.push_back(diagnostic);
  }
  CHECK(wrong_with_sarif(logs).empty());
  std::size_t tests = 0;
  const nlohmann::json root = parsed_xml(render(all, ReportFormat::junit));
  for (const nlohmann::json& suite : root.at("children")) tests += suite.at("children").size();
  CHECK(tests == 100);
}
