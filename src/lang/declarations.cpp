#include "lang/declarations.hpp"

#include "lang/findings.hpp"
#include "lang/keys.hpp"
#include "source/node.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::lang {
namespace {

using Safety = Diagnostic::Fix::Safety;

constexpr std::array<std::string_view, 9> kAboutNames{"bad-value",      "type-mismatch",  "unknown-activity",
                                                      "unknown-field",  "unknown-motive", "unknown-object",
                                                      "unknown-result", "unknown-role",   "unknown-state"};

bool is_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// What somebody wrote and what is declared: "assigned" and "asigned".
struct Pair {
  std::string written;
  std::string declared;
  auto operator<=>(const Pair&) const = default;
};

/// Of "rfc.impact" and "rfc.impcat" only what differs; empty where that is no single word.
Pair pair_of(const Diagnostic& finding) {
  if (std::ranges::find(kAboutNames, finding.rule) == kAboutNames.end() || finding.fixes.size() != 1) return {};
  const Diagnostic::Fix& fix = finding.fixes.front();
  Pair pair{fix.span.source->text.substr(fix.span.begin, fix.span.end - fix.span.begin), fix.replacement};
  const std::size_t dot = pair.declared.rfind('.');
  if (dot != std::string::npos && pair.written.starts_with(std::string_view(pair.declared).substr(0, dot + 1))) {
    pair.written.erase(0, dot + 1);
    pair.declared.erase(0, dot + 1);
  }
  std::erase_if(pair.written, [](char c) { return c == '"' || c == '\''; });
  const bool words = std::ranges::all_of(pair.written, is_part) && std::ranges::all_of(pair.declared, is_part);
  return words && !is_reserved(pair.declared) && pair.declared != "state" ? pair : Pair{};
}

/// Where a text says a word, and not only as a part of another.
std::vector<std::size_t> places_of(std::string_view word, std::string_view text) {
  std::vector<std::size_t> places;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) places.push_back(at);
  }
  return places;
}

void doubt(const Pair& pair, const std::vector<Diagnostic*>& uses) {
  const auto source = uses.front()->span.source;
  const std::vector<std::size_t> places = places_of(pair.declared, source->text);
  if (places.empty() || (places.size() > 1 && uses.size() < places.size())) return;
  const bool is_safe = std::ranges::all_of(uses, [](const Diagnostic* one) { return one->fixes.front().safety == Safety::safe; });
  const bool only_declared = places.size() == 1 && uses.size() > 1;
  for (Diagnostic* use : uses) {
    if (!only_declared) {
      use->fixes.front().safety = Safety::unsafe;
      continue;
    }
    const Span declared = source::make_span(source, places.front(), places.front() + pair.declared.size());
    use->help = quoted(pair.written) + " is said " + std::to_string(uses.size()) + " times, and " + quoted(pair.declared) +
                " only in line " + std::to_string(declared.line) + ": did you mean " + quoted(pair.written) + " there?";
    use->fixes = {{declared, pair.written, is_safe ? Safety::safe : Safety::unsafe}};
  }
}

}  // namespace

void doubt_declarations(Diagnostics& found) {
  std::map<Pair, std::vector<Diagnostic*>> pairs;
  for (Diagnostic& one : found) {
    Pair pair = pair_of(one);
    if (!pair.written.empty()) pairs[std::move(pair)].push_back(&one);
  }
  for (const auto& [pair, uses] : pairs) doubt(pair, uses);
}

}  // namespace itsmflow::lang
