#include <fmt/format.h>

#include <algorithm>

#include "cli/rule_pages.hpp"
#include "cli/terminal.hpp"

namespace itsmflow::cli {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::string_view kFence = "```";
constexpr std::string_view kIndent = "    ";

/// A paragraph as it is read: the text of a link without its address, and no stars around what is stressed. What stands between
/// backticks stays, with them.
std::string spoken(std::string_view paragraph) {
  std::string text;
  bool code = false;
  for (std::size_t i = 0; i < paragraph.size(); ++i) {
    const char c = paragraph[i];
    if (c == '`') code = !code;
    if (!code && c == '*') continue;
    if (!code && c == '[') continue;
    if (!code && c == ']' && paragraph.substr(i + 1, 1) == "(") {
      i = std::min(paragraph.find(')', i), paragraph.size() - 1);
      continue;
    }
    text += c;
  }
  return text;
}

std::string wrapped(std::string_view text) {
  std::string lines, line;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (!line.empty() && width_of(line) + 1 + width_of(word) > kColumns) {
      lines += line + "\n";
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
    begin = end + 1;
  }
  return lines + line + "\n";
}

/// Markdown as far as the pages use it: a title, paragraphs and blocks.
class PageWriter {
 public:
  void line(std::string_view line) {
    if (line.starts_with(kFence)) {
      fence(line.substr(kFence.size()));
    } else if (inside_) {
      text_ += line.empty() ? "\n" : fmt::format("{}{}\n", kIndent, line);
    } else if (line.empty()) {
      end_paragraph();
    } else if (!line.starts_with("# ")) {
      if (!paragraph_.empty()) paragraph_ += ' ';
      paragraph_ += line;
    }
  }

  std::string take() {
    end_paragraph();
    return std::move(text_);
  }

 private:
  void fence(std::string_view info) {
    constexpr std::string_view kFile = "yaml file=";
    inside_ = !inside_;
    if (!inside_) return;
    if (info.starts_with(kFile)) text_ += fmt::format("\n{}:\n", info.substr(kFile.size()));
    text_ += "\n";
  }

  void end_paragraph() {
    if (paragraph_.empty()) return;
    text_ += "\n";
    if (paragraph_ == "Wrong:") {
      text_ += paint(Style::bad, paragraph_) + "\n";
    } else if (paragraph_ == "Right:") {
      text_ += paint(Style::good, paragraph_) + "\n";
    } else {
      text_ += wrapped(spoken(paragraph_));
    }
    paragraph_.clear();
  }

  std::string text_;
  std::string paragraph_;
  bool inside_ = false;
};

}  // namespace

const RulePage& page_of(std::string_view rule) noexcept {
  return *std::ranges::find(rule_pages(), rule, &RulePage::rule);
}

std::string family_text(RuleFamily family) {
  Table table("  ");
  for (const CheckRule& rule : check_rules()) {
    if (rule.family == family) table.row({std::string(rule.id), std::string(to_string(rule.severity)), std::string(rule.summary)});
  }
  const std::string rules = table.empty() ? "  There is none so far.\n" : table.text();
  return fmt::format("{}: {}\n{}", paint(Style::strong, to_string(family)), about(family), rules);
}

std::string page_text(const CheckRule& rule, std::string_view markdown) {
  PageWriter writer;
  for (std::size_t at = 0; at < markdown.size();) {
    const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
    writer.line(markdown.substr(at, end - at));
    at = end + 1;
  }
  const std::string title =
      fmt::format("{} ({}, {})\n", paint(Style::strong, rule.id), to_string(rule.family), to_string(rule.severity));
  return title + writer.take();
}

}  // namespace itsmflow::cli
