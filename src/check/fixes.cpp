#include <itsmflow/check.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace itsmflow {
namespace {

using Fix = Diagnostic::Fix;

/// Edits of one text that don't touch each other, by their begins.
class Edits {
 public:
  explicit Edits(const SourceText& text) : text_(text) {}

  /// Takes all of them, or none where one touches another that was taken.
  bool take(const std::vector<Fix>& fixes) {
    std::map<std::uint32_t, const Fix*> more = edits_;
    for (const Fix& fix : fixes) {
      if (!fits(more, fix)) return false;
      more.emplace(fix.span.begin, &fix);
    }
    edits_ = std::move(more);
    return true;
  }

  std::string apply() const {
    std::string result;
    std::size_t done = 0;
    for (const auto& [begin, fix] : edits_) {
      result.append(text_.text, done, begin - done);
      result += fix->replacement;
      done = fix->span.end;
    }
    return result.append(text_.text, done, std::string::npos);
  }

 private:
  bool fits(const std::map<std::uint32_t, const Fix*>& edits, const Fix& fix) const {
    if (fix.span.begin > fix.span.end || fix.span.end > text_.text.size()) return false;
    const auto after = edits.lower_bound(fix.span.begin);
    // Two insertions at one place have no order, so that they touch each other too.
    if (after != edits.end() && (after->first < fix.span.end || after->first == fix.span.begin)) return false;
    return after == edits.begin() || std::prev(after)->second->span.end <= fix.span.begin;
  }

  const SourceText& text_;
  std::map<std::uint32_t, const Fix*> edits_;
};

}  // namespace

bool can_be_mended(const Diagnostic& finding) noexcept {
  return !finding.fixes.empty() &&
         std::ranges::all_of(finding.fixes, [](const Fix& fix) { return fix.span && fix.safety == Fix::Safety::safe; });
}

Mended apply_safe_fixes(const std::shared_ptr<const SourceText>& text, const Diagnostics& findings) {
  Edits edits(*text);
  Mended mended;
  for (const Diagnostic& finding : findings) {
    const bool here =
        can_be_mended(finding) && std::ranges::all_of(finding.fixes, [&](const Fix& fix) { return fix.span.source == text; });
    if (here && edits.take(finding.fixes)) mended.mended.push_back(finding);
  }
  mended.text = edits.apply();
  return mended;
}

}  // namespace itsmflow
