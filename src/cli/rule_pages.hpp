#pragma once

#include <itsmflow/rules.hpp>

#include <span>
#include <string>
#include <string_view>

namespace itsmflow::cli {

/// A page of docs/rules/, in Markdown, as it was when the program was built.
struct RulePage {
  std::string_view rule;
  std::string_view text;
};

/// All pages. A rule without one is still to be built: nothing looks for it.
std::span<const RulePage> rule_pages() noexcept;

/// The page of a rule; null if it has none.
const RulePage* find_rule_page(std::string_view rule) noexcept;

/// "error", "warning", "note".
std::string_view word_of(Severity severity) noexcept;

/// A page for a terminal: its paragraphs in lines of at most 80 columns, what is shown in it indented.
std::string page_text(const CheckRule& rule, std::string_view markdown);

}  // namespace itsmflow::cli
