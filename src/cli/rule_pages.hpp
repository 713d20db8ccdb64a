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

/// All pages: every rule has one.
std::span<const RulePage> rule_pages() noexcept;

/// The page of a rule that there is.
const RulePage& page_of(std::string_view rule) noexcept;

/// A family for a terminal: what it is about, and each of its rules in a line.
std::string family_text(RuleFamily family);

/// A page for a terminal: its paragraphs in lines of at most 80 columns, what is shown in it indented.
std::string page_text(const CheckRule& rule, std::string_view markdown);

}  // namespace itsmflow::cli
