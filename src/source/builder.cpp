#include "source/builder.hpp"

#include <fmt/format.h>
#include <yaml-cpp/mark.h>

#include <algorithm>

namespace itsmflow::source {

namespace {

constexpr std::size_t kBytesOfOneValue = 32;  // a copied text counts as values by its length

bool is_null_word(std::string_view word) {
  return word == "~" || word == "null" || word == "Null" || word == "NULL";
}

bool is_anchor_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.' ||
           static_cast<unsigned char>(c) >= 0x80;
  }) && name.find("->") == std::string_view::npos;
}

/// Words that go on after something, so that what YAML took for an anchor was meant as text: "-> c", "== 1".
bool goes_on(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view{"=<>+/?&|)~^*%;"}.find(text[0]) != std::string_view::npos) return true;
  return text[0] == '-' && (text.size() == 1 || text[1] == '>' || text[1] == ' ');
}

}  // namespace

Builder::Builder(Document& document, std::string_view text, const std::vector<Mask>& masks)
    : document_(document), masks_(masks), cursor_(text) {
  if (text.starts_with("\xEF\xBB\xBF")) shift_ = 3;
  cursor_.move_to(shift_);
}

std::vector<Builder::Open> Builder::open() const {
  std::vector<Open> out;
  for (const Frame& frame : frames_) {
    out.push_back({frame.node->span.begin, frame.flow && frame.bracket, frame.node->kind == Node::Kind::mapping, frame.column});
  }
  return out;
}

void Builder::refuse_here() {
  throw Fault{finding("syntax", "this cannot be read as YAML", span(cursor_.at(), cursor_.at() + 1),
                      "put texts with special characters in double quotes; give every key a line of its own"),
              false,
              {}};
}

/// Goes over what stands between the node read last and the next: comments, `-`, `:`, `,`, `?`, and the document's begin.
void Builder::go_to_child() {
  cursor_.skip_gap();
  if (frames_.empty()) {
    while (cursor_.take_directive()) cursor_.skip_gap();
    cursor_.take_document_mark("---");
    return;
  }
  Frame& frame = frames_.back();
  const bool mapping = frame.node->kind == Node::Kind::mapping;
  if (frame.flow && frame.bracket && !frame.value_next && frame.children > 0) {
    if (!cursor_.take(',')) refuse_here();
    cursor_.skip_gap();
    cursor_.take_indicator('?');
    return;
  }
  if (!mapping) {
    if (!frame.flow && !cursor_.take_indicator('-')) refuse_here();
    if (frame.flow) cursor_.take_indicator('?');
    return;
  }
  if (!frame.value_next) {
    cursor_.take_indicator('?');
    return;
  }
  if (cursor_.take(':') || frame.flow) return;
  report(finding("syntax", "a ':' is missing here", frame.key->span, "write `key: value`"));
}

void Builder::require_mark(const YAML::Mark& mark) {
  if (mark.pos < 0 || static_cast<std::size_t>(mark.pos) + shift_ != cursor_.at()) refuse_here();
}

Builder::Properties Builder::take_properties(std::size_t at_most) {
  Properties out;
  out.begin = out.end = cursor_.at();
  for (std::size_t i = 0; i < at_most; ++i) {
    const char c = cursor_.peek();
    if (c != '&' && c != '!') break;
    (c == '&' ? out.anchor : out.tag) = cursor_.take_property();
    out.end = cursor_.at();
    cursor_.skip_blanks();
  }
  return out;
}

void Builder::check_properties(const Properties& properties, const std::string& tag, Node& node) {
  if (!properties.tag.empty()) {
    node.tag = tag;
    if (!is_core_tag(tag)) {
      const bool text = node.kind == Node::Kind::scalar;
      const std::size_t end = text ? std::max<std::size_t>(properties.end, node.span.end) : properties.end;
      report(unexpected_tag(document_.source, properties.tag, properties.begin, end));
      if (!text) {
        document_.diagnostics.back().help = "delete it; nothing in itsmflow is tagged";
        document_.diagnostics.back().fixes.clear();
      }
      node.faulty = true;
      if (text) take_as_written(node, properties.begin, end);
      return;
    }
  }
  if (!properties.anchor.empty()) check_anchor(properties, node);
}

void Builder::check_anchor(const Properties& properties, Node& node) {
  const bool plain = node.kind == Node::Kind::null || (node.kind == Node::Kind::scalar && node.style == Node::Style::plain);
  const bool odd_name = !is_anchor_name(properties.anchor.substr(1));
  const bool nothing = node.kind == Node::Kind::null && node.text.empty();
  if (!odd_name && !(plain && (nothing || goes_on(node.text)))) return;
  const std::size_t end = plain ? std::max<std::size_t>(properties.end, node.span.end) : properties.end;
  Diagnostic found = bad_anchor(document_.source, properties.anchor, properties.begin, end);
  if (plain) {
    node.kind = Node::Kind::scalar;
    take_as_written(node, properties.begin, end);
  } else {
    found.help = "an anchor's name has letters, digits, '_', '-' and '.' only";
    found.fixes.clear();
  }
  node.faulty = true;
  report(std::move(found));
}

void Builder::take_as_written(Node& node, std::size_t begin, std::size_t end) {
  node.style = Node::Style::plain;
  node.text = document_.source->text.substr(begin, end - begin);
  node.offsets.clear();
  node.span = span(begin, end);
}

void Builder::mark_masked(Node& node) {
  for (const Mask& mask : masks_) {
    if (mask.end <= node.span.begin || mask.begin >= node.span.end) continue;
    node.faulty = true;
    if (mask.whole_value && node.kind == Node::Kind::scalar) take_as_written(node, mask.begin, mask.end);
  }
}

Node& Builder::new_node(Node::Kind kind) {
  Node& node = document_.nodes.emplace_back();
  node.kind = kind;
  node.span = span(cursor_.at(), cursor_.at());
  count(1, node);
  last_alias_ = last_scalar_ = std::string::npos;
  return node;
}

void Builder::report(Diagnostic diagnostic) {
  document_.diagnostics.push_back(std::move(diagnostic));
  if (document_.diagnostics.size() < kMaxFindings) return;
  const Span last = document_.diagnostics.back().span;
  throw Fault{
      finding("too-many-findings", fmt::format("{} places are wrong up to here; the rest of the text was not read", kMaxFindings),
              last, "mend these first"),
      false,
      {}};
}

void Builder::count(std::size_t nodes, const Node& at) {
  count_ += nodes;
  if (count_ <= kMaxNodes) return;
  throw Fault{finding("too-large", fmt::format("with its aliases written out the text has more than {} values", kMaxNodes), at.span,
                      "use fewer aliases of aliases"),
              false,
              {}};
}

/// Reads the scalar at the cursor.
void Builder::fill_scalar(Node& node) {
  const std::string_view text = cursor_.text();
  const std::size_t begin = cursor_.at();
  const Frame* frame = frames_.empty() ? nullptr : &frames_.back();
  const bool in_flow = frame != nullptr && frame->flow;
  const char c = cursor_.peek();
  ScannedScalar scalar;
  if (c == '"' || c == '\'') {
    scalar = scan_quoted(text, begin);
  } else if (!in_flow && (c == '|' || c == '>')) {
    scalar = scan_block(text, begin, frame == nullptr ? -1 : static_cast<int>(frame->column));
    cursor_.move_to(scalar.header_end);
    cursor_.skip_blanks();
    cursor_.skip_comment();
  } else {
    scalar = scan_plain(text, begin, in_flow, frame == nullptr ? 0 : frame->column + 1);
  }
  cursor_.move_to(std::max(begin, scalar.end));
  node.style = scalar.style;
  last_scalar_ = begin;
  node.span = span(begin, scalar.end);
  check_scalar(node, scalar);
  node.text = std::move(scalar.text);
  const std::size_t content = begin + (c == '"' || c == '\'' ? 1 : 0);
  const bool in_step = !scalar.offsets.empty() && scalar.offsets[0] == content &&
                       scalar.offsets.back() == content + node.text.size() && node.style != Node::Style::literal &&
                       node.style != Node::Style::folded;
  if (!in_step) node.offsets = std::move(scalar.offsets);
}

void Builder::check_scalar(Node& node, const ScannedScalar& scalar) {
  if (!scalar.closed) {
    throw Fault{finding("syntax", "this quote is never closed", span(node.span.begin, node.span.begin + 1),
                        fmt::format("add the closing {} where the text ends", cursor_.text()[node.span.begin]), "opened here"),
                false,
                {}};
  }
  const std::size_t nul = scalar.text.find('\0');
  if (nul == std::string::npos) return;
  const std::size_t at = scalar.offsets[nul];
  report(finding("control-character", "no text may contain the character NUL", span(at, at + escape_length(cursor_.text(), at)),
                 "delete it, or write \\\\ for a backslash"));
  node.faulty = true;
}

/// Whether at the cursor there is a `null` or `~` that is meant, and not nothing at all before something else.
bool Builder::written_null(const YAML::Mark& mark) {
  const std::size_t before = cursor_.at();
  cursor_.skip_gap();
  const std::size_t here = cursor_.at();
  if (static_cast<std::size_t>(std::max(mark.pos, 0)) + shift_ == here) {
    const bool in_flow = !frames_.empty() && frames_.back().flow;
    const ScannedScalar word = scan_plain(cursor_.text(), here, in_flow, frames_.empty() ? 0 : frames_.back().column + 1);
    cursor_.move_to(word.end);
    cursor_.skip_blanks();
    const bool is_key = cursor_.peek() == ':';
    const bool expects_key = !frames_.empty() && frames_.back().node->kind == Node::Kind::mapping && !frames_.back().value_next;
    cursor_.move_to(here);
    if (is_null_word(word.text) && (!is_key || expects_key)) return true;
  }
  cursor_.move_to(before);  // comments passed twice are counted once: see take_comments()
  return false;
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  go_to_child();
  Properties properties;
  properties.begin = properties.end = cursor_.at();
  if (anchor != 0) {
    cursor_.skip_gap();
    require_mark(mark);
    properties = take_properties(1);
  }
  Node& node = new_node(Node::Kind::null);
  YAML::Mark word = mark;
  if (anchor != 0) word.pos = static_cast<int>(cursor_.at() - shift_);
  if (written_null(word)) {
    fill_scalar(node);
  } else {
    if (anchor != 0) cursor_.move_to(properties.end);
    node.span = span(cursor_.at(), cursor_.at());
  }
  if (anchor != 0) {
    check_properties(properties, "", node);
    anchors_[anchor] = {&node, 1, true, {}};
  }
  attach(node);
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) {
  go_to_child();
  cursor_.skip_gap();
  require_mark(mark);
  const Properties properties = take_properties(2);
  Node& node = new_node(Node::Kind::scalar);
  const std::size_t behind = cursor_.at();
  const bool has_properties = properties.end > properties.begin;
  if (has_properties) cursor_.skip_gap();
  const bool quoted = !cursor_.at_end() && std::string_view{"\"'|>"}.find(cursor_.peek()) != std::string_view::npos;
  if (has_properties && value.empty() && !(quoted && cursor_.at() == behind)) {
    cursor_.move_to(properties.end);  // a tag, and nothing that it belongs to
    node.span = span(properties.end, properties.end);
  } else {
    fill_scalar(node);
  }
  check_properties(properties, tag, node);
  mark_masked(node);
  if (anchor != 0) anchors_[anchor] = {&node, 1 + node.text.size() / kBytesOfOneValue, true, {}};
  attach(node);
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  go_to_child();
  cursor_.skip_gap();
  require_mark(mark);
  const std::size_t begin = cursor_.at();
  const std::string name{cursor_.take_property()};
  Node& node = new_node(Node::Kind::null);
  node.span = span(begin, cursor_.at());
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) refuse_here();
  const Anchor& target = found->second;
  if (!target.complete) {
    Diagnostic cycle = finding("alias-cycle", fmt::format("'{}' stands for a text that it is itself a part of", clip(name)),
                               node.span, "write out what is meant here");
    if (!target.written.empty()) {
      const auto at = static_cast<std::size_t>(target.written.data() - cursor_.text().data());
      cycle.related.push_back({span(at, at + target.written.size()), "it stands for what begins here"});
    }
    report(std::move(cycle));
    node.faulty = true;
  } else {
    count(target.weight - 1, node);
    node.kind = target.node->kind;
    node.style = target.node->style;
    node.tag = target.node->tag;
    node.text = target.node->text;
    node.items = target.node->items;
    node.entries = target.node->entries;
    node.faulty = target.node->faulty;
    node.anchored = target.node;
  }
  last_alias_ = begin;
  attach(node);
}

}  // namespace itsmflow::source
