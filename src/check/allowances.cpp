#include "check/allowances.hpp"

#include "check/allow_comment.hpp"
#include "source/finding.hpp"
#include "source/node.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace itsmflow::check {
namespace {

constexpr std::string_view kName = "itsmflow";

/// Reading a text for its comments takes as long as loading it; most have none that matters.
bool may_allow(const SourceText& text) {
  for (std::size_t hash = text.text.find('#'); hash != std::string::npos; hash = text.text.find('#', hash + 1)) {
    std::size_t at = hash + 1;
    while (at < text.text.size() && (text.text[at] == ' ' || text.text[at] == '\t')) ++at;
    const auto same = [](char one, char other) { return one == other || one == other - 'a' + 'A'; };
    if (std::ranges::equal(std::string_view(text.text).substr(at, kName.size()), kName, same)) return true;
  }
  return false;
}

/// Where what stands before a comment in its line ends: behind the line break where there is nothing.
std::size_t end_before(const std::string& text, std::size_t hash) {
  while (hash > 0 && (text[hash - 1] == ' ' || text[hash - 1] == '\t')) --hash;
  return hash;
}

bool is_alone(const Span& comment) {
  const std::string& text = comment.source->text;
  const std::size_t before = end_before(text, comment.begin);
  return before == 0 || text[before - 1] == '\n' || text[before - 1] == '\r' || (before == 3 && text.starts_with("\xEF\xBB\xBF"));
}

/// The comment with its blanks, and with its line where nothing else is in it.
Span all_of(const Span& comment) {
  const std::string& text = comment.source->text;
  std::size_t end = comment.end;
  if (is_alone(comment) && end < text.size()) end += text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n' ? 2 : 1;
  return source::make_span(comment.source, end_before(text, comment.begin), end);
}

bool is_same(const std::shared_ptr<const SourceText>& left, const std::shared_ptr<const SourceText>& right) {
  return left == right || (left->name == right->name && left->text == right->text);
}

}  // namespace

Allowances::Allowances(const Texts& texts, const Texts& others) {
  for (const auto& text : texts) {
    if (may_allow(*text)) read(text, Judged::yes);
  }
  for (const auto& text : others) {
    if (may_allow(*text)) read(text, Judged::no);
  }
}

void Allowances::read(const std::shared_ptr<const SourceText>& text, Judged judged) {
  const source::Document document = source::parse(text);
  std::set<std::uint32_t> alone;
  for (const source::Comment& comment : document.comments) {
    if (is_alone(comment.span)) alone.insert(comment.span.line);
  }
  for (const source::Comment& comment : document.comments) {
    AllowComment said = read_allow_comment(comment);
    if (said.fault && judged == Judged::yes) faults_.push_back(std::move(*said.fault));
    if (said.rule.empty()) continue;
    std::uint32_t line = comment.span.line;
    while (alone.contains(line)) ++line;
    allowances_.push_back({std::move(said.rule), comment.span, line, false, judged == Judged::yes});
  }
}

const Allowance* Allowances::use_for(const Diagnostic& finding) {
  if (!finding.span) return nullptr;
  const auto found = std::ranges::find_if(allowances_, [&](const Allowance& one) {
    return one.rule == finding.rule && one.line == finding.span.line && is_same(one.span.source, finding.span.source);
  });
  if (found == allowances_.end()) return nullptr;
  found->used = true;
  return &*found;
}

Diagnostics Allowances::unused(const std::function<bool(const std::string&)>& looked_for) const {
  Diagnostics found;
  for (const Allowance& one : allowances_) {
    if (one.used || !one.judged || !looked_for(one.rule)) continue;
    Diagnostic finding = source::finding("unused-allow", "nothing needs this: the rule '" + one.rule + "' is not broken here",
                                         one.span, "delete the comment");
    finding.severity = Severity::warning;
    finding.fixes.push_back({all_of(one.span), ""});
    found.push_back(std::move(finding));
  }
  return found;
}

}  // namespace itsmflow::check
