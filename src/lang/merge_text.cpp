#include "lang/merge_text.hpp"

#include "lang/scalars.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

/// As wide as a list may be in one line.
constexpr std::size_t kWidth = 100;
/// As wide as a mapping may be in one line.
constexpr std::size_t kShortWidth = 84;
/// Comments begin here at the latest; longer lines push theirs out.
constexpr std::size_t kCommentColumn = 72;

struct Line {
  std::string text;
  Span span;            ///< where it comes from
  std::string because;  ///< where it differs, and says why
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether a text can stand without quotes and is read as itself.
bool is_plain(std::string_view text, bool flow) {
  if (text.empty() || text == "<<" || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  constexpr std::string_view kIndicators = "?:,[]{}#&*!|>'\"%@`=~";
  if (kIndicators.find(text.front()) != std::string_view::npos || text.starts_with("...")) return false;
  if (text.front() == '-' && (text.size() == 1 || !is_digit(text[1]))) return false;
  const bool broken = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (broken || text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) return false;
  for (const std::string_view other_break : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"}) {
    if (text.find(other_break) != std::string_view::npos) return false;
  }
  return !flow || text.find_first_of(",[]{}:") == std::string_view::npos;
}

std::string in_double_quotes(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += "\\x";
      quoted += kHex[byte / 16];
      quoted += kHex[byte % 16];
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string scalar(const Node& alias, bool flow) {
  const Node& node = origin(alias);
  if (node.kind == Node::Kind::null) return std::string(written(node));
  // Quotes say that a text that looks like a number is none; where it doesn't, they say nothing.
  const bool meant_as_text = node.style != Node::Style::plain || !node.tag.empty();
  const bool plain = is_plain(node.text, flow) && (!meant_as_text || taken_for(node.text).empty());
  return plain ? node.text : in_double_quotes(node.text);
}

/// Whether a text of several lines can stand as `|` or `|-`.
bool is_literal(const Node& node) {
  const std::string& text = node.text;
  if (node.kind != Node::Kind::scalar || text.find('\n') == std::string::npos) return false;
  if (text.front() == ' ' || text.front() == '\n' || text.ends_with("\n\n") || text.find_first_not_of("\n ") == std::string::npos) {
    return false;
  }
  return std::ranges::none_of(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; });
}

std::string flow(const Node& node) {
  std::string text;
  if (node.kind == Node::Kind::sequence) {
    for (const Node* item : node.items) text += (text.empty() ? "" : ", ") + flow(*item);
    return '[' + text + ']';
  }
  if (node.kind != Node::Kind::mapping) return scalar(node, true);
  for (const Node::Entry& entry : node.entries) {
    text += (text.empty() ? "" : ", ") + scalar(*entry.key, true) + ": " + flow(*entry.value);
  }
  return '{' + text + '}';
}

std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

class Writer {
 public:
  explicit Writer(const Tree& tree) : differences_(tree.differences) {}

  std::vector<Line> write(const Node& root) {
    mapping(root, 0, {});
    return std::move(lines_);
  }

 private:
  const std::string& reason(const Node& node) const {
    static const std::string none;
    const auto found = differences_.because.find(&node);
    return found == differences_.because.end() ? none : found->second;
  }

  bool is_edited(const Node& list) const {
    if (differences_.removed.contains(&list)) return true;
    const auto other = [&](const Node* item) {
      return item->span.source != list.items.front()->span.source || !reason(*item).empty();
    };
    return std::ranges::any_of(list.items, other);
  }

  /// Whether all of a mapping stands in one line of one file, as its author wrote it, and nothing is to be said of a part of it.
  bool is_short(const Node& node, const Span& first) const {
    if (differences_.removed.contains(&node)) return false;
    const auto here = [&](const Span& span) {
      return span.source == first.source && span.line == first.line && span.end_line == first.line;
    };
    if (std::ranges::any_of(node.items, [&](const Node* one) { return !here(one->span) || !is_bare(*one, first); })) return false;
    return std::ranges::all_of(node.entries, [&](const Node::Entry& entry) {
      return here(entry.key->span) && here(entry.value->span) && is_bare(*entry.value, first);
    });
  }

  bool is_bare(const Node& node, const Span& first) const {
    return reason(node).empty() && !is_nothing(node) && origin(node).text.find('\n') == std::string::npos && is_short(node, first);
  }

  void line(std::string text, const Span& span, std::string because = {}) {
    lines_.push_back({std::move(text), span, std::move(because)});
  }

  /// `first`: what stands before the first key, in place of its indentation: "- ".
  void mapping(const Node& node, std::size_t indent, std::string first, const std::string& because = {}) {
    const std::string blanks(indent, ' ');
    std::string why = because;
    for (const Node::Entry& entry : node.entries) {
      const std::string start = first.empty() ? blanks : first;
      value(start + scalar(*entry.key, false) + ':', origin(*entry.key).span, *entry.value, indent, why);
      first.clear();
      why.clear();
    }
    removals(node, blanks);
  }

  void removals(const Node& node, const std::string& blanks) {
    const auto removed = differences_.removed.find(&node);
    if (removed == differences_.removed.end()) return;
    for (const Removal& one : removed->second) line(blanks + "# without " + one_line(one.what), one.span, one.because);
  }

  void value(const std::string& start, const Span& key, const Node& alias, std::size_t indent, const std::string& outer) {
    const Node& node = origin(alias);
    const std::string& own = reason(alias);
    const std::string& because = own.empty() ? outer : own;
    if (node.kind == Node::Kind::mapping && !node.entries.empty() && is_short(alias, node.entries.front().key->span)) {
      std::string text = start + ' ' + flow(node);
      if (text.size() < kShortWidth) return line(std::move(text), node.entries.front().key->span, because);
    }
    if (node.kind == Node::Kind::mapping && !(node.entries.empty() && !differences_.removed.contains(&alias))) {
      line(start, key, because);
      if (node.entries.empty()) lines_.back().text += " {}";
      mapping(alias, indent + 2, {});
    } else if (node.kind == Node::Kind::mapping) {
      line(start + " {}", alias.span, because);
    } else if (node.kind == Node::Kind::sequence) {
      list(start, key, alias, indent, because);
    } else if (is_nothing(node)) {
      line(start, key, because);
    } else if (is_literal(node)) {
      literal(start + ' ', node, indent, because);
    } else {
      line(start + ' ' + scalar(node, false), node.span, because);
    }
  }

  void literal(const std::string& start, const Node& node, std::size_t indent, const std::string& because) {
    line(start + (node.text.ends_with('\n') ? "|" : "|-"), node.span, because);
    std::string_view rest = node.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      line(end == 0 ? std::string() : std::string(indent + 2, ' ') + std::string(rest.substr(0, end)), {});
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void list(const std::string& start, const Span& key, const Node& node, std::size_t indent, const std::string& because) {
    const bool simple = std::ranges::all_of(
        node.items, [](const Node* item) { return item->kind != Node::Kind::mapping && is_plain(origin(*item).text, true); });
    const std::string in_line = simple ? flow(node) : std::string();
    if (node.items.empty() && !differences_.removed.contains(&node)) return line(start + " []", node.span, because);
    if (simple && !is_edited(node) && start.size() + in_line.size() < kWidth) {
      return line(start + ' ' + in_line, node.span, because);
    }
    line(node.items.empty() ? start + " []" : start, key, because);
    const std::string blanks(indent + 2, ' ');
    for (const Node* item : node.items) this->item(*item, blanks, indent);
    removals(node, blanks);
  }

  void item(const Node& item, const std::string& blanks, std::size_t indent) {
    const Node& node = origin(item);
    if (node.kind == Node::Kind::mapping && !node.entries.empty()) {
      mapping(item, indent + 4, blanks + "- ", reason(item));
    } else if (is_literal(node)) {
      literal(blanks + "- ", node, indent + 2, reason(item));
    } else if (is_nothing(node)) {
      line(blanks + '-', item.span, reason(item));
    } else {
      const bool is_scalar = node.kind == Node::Kind::scalar || node.kind == Node::Kind::null;
      line(blanks + "- " + (is_scalar ? scalar(node, false) : flow(node)), item.span, reason(item));
    }
  }

  const Differences& differences_;
  std::vector<Line> lines_;
};

/// The file of each line in as few words as tell them apart.
std::map<const SourceText*, std::string> labels_of(const std::vector<Line>& lines) {
  std::map<const SourceText*, std::string> labels;
  std::map<std::string, int> count;
  for (const Line& line : lines) {
    if (line.span &&
        labels.emplace(line.span.source.get(), std::filesystem::path(line.span.source->name).filename().string()).second) {
      ++count[labels[line.span.source.get()]];
    }
  }
  for (auto& [source, label] : labels) {
    if (count[label] > 1) label = source->name;
  }
  return labels;
}

/// Columns of a UTF-8 text, about.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

}  // namespace

std::string canonical_text(const Tree& tree) {
  Tree bare;  // says nothing of differences: what is stored of a model does not depend on how it came about
  std::string text = "# " + one_line(tree.heading) + '\n';
  for (const Line& line : Writer(bare).write(*tree.document.root)) text += line.text + '\n';
  return text;
}

std::string annotated_text(const Tree& tree) {
  const std::vector<Line> lines = Writer(tree).write(*tree.document.root);
  const auto labels = labels_of(lines);
  std::size_t column = 0;
  for (const Line& line : lines) {
    if (line.span) column = std::max(column, std::min(width_of(line.text), kCommentColumn));
  }
  std::string text;
  std::string_view last;
  if (!tree.heading.empty()) text += "# " + one_line(tree.heading) + "\n\n";
  for (const Line& line : lines) {
    text += line.text;
    if (line.span) {
      const std::size_t width = width_of(line.text);
      text += std::string(column > width ? column - width + 2 : 2, ' ') + "# " + one_line(labels.at(line.span.source.get())) + ':' +
              std::to_string(line.span.line);
      if (!line.because.empty()) text += ": " + (line.because == last ? "as above" : one_line(line.because));
      if (!line.because.empty()) last = line.because;
    }
    text += '\n';
  }
  return text;
}

}  // namespace itsmflow::lang
