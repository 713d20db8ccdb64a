#include "lang/row_text.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {
namespace {

constexpr std::string_view kArrow = "->";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Words, `&` and `->`, one after the other.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  RowWord next() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    const std::size_t begin = at_;
    if (at_ == text_.size()) return {{}, begin};
    if (text_.substr(at_).starts_with(kArrow)) {
      at_ += kArrow.size();
    } else if (text_[at_] == '&' || text_[at_] == ',' || text_[at_] == '|') {
      ++at_;
    } else {
      while (at_ < text_.size() && !ends_word()) ++at_;
    }
    return {text_.substr(begin, at_ - begin), begin};
  }

  std::size_t at() const noexcept { return at_; }

 private:
  bool ends_word() const {
    const char c = text_[at_];
    return is_blank(c) || c == '&' || c == ',' || c == '|' || text_.substr(at_).starts_with(kArrow);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_sign(std::string_view word) {
  return word == "&" || word == "," || word == "|" || word == kArrow;
}

RowFault missing(const RowWord& before, std::string_view what) {
  return {before.begin, before.end(), "an activity is missing " + std::string(what), "write `FROM -> TO`"};
}

/// Reads `a & b` and returns the word that ends it.
RowWord read_side(Scanner& scanner, std::vector<RowWord>& words, std::vector<RowFault>& faults, RowWord before) {
  while (true) {
    const RowWord word = scanner.next();
    if (word.text.empty() || is_sign(word.text)) {
      if (before.text.empty()) before = word;
      faults.push_back(missing(before, word.text.empty() || words.empty() ? "beside '" + std::string(before.text) + "'"
                                                                          : "after '" + std::string(before.text) + "'"));
      return word;
    }
    words.push_back(word);
    const RowWord sign = scanner.next();
    if (sign.text != "&") return sign;
    before = sign;
  }
}

RowFault unexpected(const RowWord& word, std::string_view text) {
  if (word.text == "|" || word.text == ",") {
    return {word.begin, word.end(), "'" + std::string(word.text) + "' does not fit into a row", "write a row for each way"};
  }
  return {word.begin, text.size(), "'" + std::string(word.text) + "' does not fit here",
          "after the last activity of a row stands nothing, `if GUARD` or `otherwise`"};
}

}  // namespace

std::optional<RowWord> other_arrow(std::string_view text) {
  const std::size_t guard = std::min(text.find(" if "), text.size());  // a guard has signs of its own
  for (const std::string_view arrow : {"-->", "==>", "=>", "\u2192", "\u21d2", "\u27f6"}) {
    const std::size_t at = text.substr(0, guard).find(arrow);
    if (at != std::string_view::npos) return RowWord{text.substr(at, arrow.size()), at};
  }
  return std::nullopt;
}

std::vector<RowFault> split_row(std::string_view text, RowText& row) {
  if (const auto other = other_arrow(text)) {
    return {{other->begin, other->end(), "'" + std::string(other->text) + "' is no arrow of a row", "write ->"}};
  }
  if (text.find(kArrow) == std::string_view::npos) {
    return {{0, text.size(), "a row needs '->' between where it comes from and where it leads", "write `FROM -> TO`"}};
  }
  std::vector<RowFault> faults;
  Scanner scanner(text);
  const RowWord arrow = read_side(scanner, row.sources, faults, {});
  if (!faults.empty()) return faults;
  if (arrow.text != kArrow) return {unexpected(arrow, text)};
  row.decision = read_side(scanner, row.targets, faults, arrow);
  if (!faults.empty() || row.decision.text.empty()) return faults;
  if (row.decision.text == "if") {
    row.guard = scanner.at();
    while (row.guard < text.size() && is_blank(text[row.guard])) ++row.guard;
    if (row.guard < text.size()) return faults;
    return {{row.decision.begin, row.decision.end(), "'if' stands without a guard", "write `if GUARD`, or take 'if' out"}};
  }
  if (row.decision.text != "otherwise") return {unexpected(row.decision, text)};
  const RowWord rest = scanner.next();
  if (!rest.text.empty())
    faults.push_back({rest.begin, text.size(), "nothing stands after 'otherwise'", "take it out, or write `if GUARD`"});
  return faults;
}

}  // namespace itsmflow::lang
