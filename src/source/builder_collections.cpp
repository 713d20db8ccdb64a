#include <fmt/format.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <optional>

#include "source/builder.hpp"

namespace itsmflow::source {

namespace {

constexpr std::size_t kManyKeys = 16;

bool is_merge_key(const Node& key) {
  return key.text == "<<" && key.style == Node::Style::plain && key.anchored == nullptr;
}

/// How many brackets a text opens more than it closes.
int open_brackets(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '(')) - static_cast<int>(std::count(text.begin(), text.end(), ')'));
}

bool is_plain(const Node& node) {
  return node.kind == Node::Kind::scalar && node.style == Node::Style::plain && node.anchored == nullptr && !node.faulty;
}

/// A word between commas, which YAML takes for a key with nothing behind it.
bool is_bare(const Node::Entry& entry) {
  return !entry.merged && is_plain(*entry.key) && entry.value->kind == Node::Kind::null && entry.value->text.empty();
}

/// A text that a comma cut into more pieces than these was no guard.
constexpr std::size_t kMostPieces = 64;

/// How many pieces in a row are one text that was cut within its own brackets: 1 where it is whole or can't be put together.
/// `opens(n)`: how many brackets the nth piece leaves open; none if it is no piece of a text.
template <class Opens>
std::size_t count_pieces(const Opens& opens) {
  int open = opens(0).value_or(0);
  std::size_t count = 1;
  for (; open > 0 && count < kMostPieces; ++count) {
    const std::optional<int> more = opens(count);
    if (!more) return 1;
    open += *more;
  }
  return open == 0 ? count : 1;
}

}  // namespace

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value style) {
  start(Node::Kind::sequence, mark, tag, anchor, style);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
  start(Node::Kind::mapping, mark, tag, anchor, style);
}

void Builder::OnSequenceEnd() {
  end_collection();
}

void Builder::OnMapEnd() {
  merge(frames_.back());
  end_collection();
}

void Builder::start(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) {
  go_to_child();
  cursor_.skip_gap();
  require_mark(mark);
  const bool tagged = tag != "?" && !tag.empty();
  const Properties properties = take_properties((anchor != 0 ? 1u : 0u) + (tagged ? 1u : 0u));
  cursor_.skip_gap();
  Node& node = new_node(kind);
  if (frames_.size() >= kMaxDepth) {
    throw Fault{finding("too-deep", fmt::format("this is nested more than {} levels deep", kMaxDepth),
                        span(cursor_.at(), cursor_.at() + 1), "make the text flatter"),
                false,
                {}};
  }
  if (tagged && style == YAML::EmitterStyle::Flow) refuse_tagged_text(properties, tag);
  check_properties(properties, tag, node);
  Frame frame;
  frame.node = &node;
  frame.flow = style == YAML::EmitterStyle::Flow || (!frames_.empty() && frames_.back().flow);
  frame.bracket = frame.flow && cursor_.peek() == (kind == Node::Kind::sequence ? '[' : '{');
  if (frame.flow && !frame.bracket && kind == Node::Kind::sequence) refuse_here();
  if (!frame.flow) frame.column = column_of(cursor_.text(), cursor_.at());
  frame.count_before = count_ - 1;
  frame.anchor = anchor;
  if (frame.bracket) cursor_.move_to(cursor_.at() + 1);
  if (anchor != 0) anchors_[anchor] = {&node, 0, false, properties.anchor};
  frames_.push_back(std::move(frame));
}

/// `!rfc.accounts[0]`: what looks like a tagged list is a text that begins with '!'.
void Builder::refuse_tagged_text(const Properties& properties, const std::string& tag) {
  if (properties.end != cursor_.at() || is_core_tag(tag)) return;
  const bool in_flow = !frames_.empty() && frames_.back().flow;
  const std::size_t end = value_end(cursor_.text(), properties.begin, in_flow);
  throw Fault{unexpected_tag(document_.source, properties.tag, properties.begin, end), true, {properties.begin, end, true}};
}

/// `{when: rfc.tags.all(t, t == 'x')}`: a comma ends a text that isn't in quotes, also within its own brackets.
void Builder::join_cut_texts(Node& mapping) {
  std::vector<Node::Entry>& entries = mapping.entries;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries.size();) {
    const Node& cut = *entries[i].value;
    const std::size_t pieces = count_pieces([&](std::size_t n) -> std::optional<int> {
      if (n == 0) return is_plain(cut) ? open_brackets(cut.text) : 0;
      return i + n < entries.size() && is_bare(entries[i + n]) ? std::optional(open_brackets(entries[i + n].key->text))
                                                               : std::nullopt;
    });
    entries[kept] = entries[i];
    if (pieces > 1) entries[kept].value = &join(cut, *entries[i + pieces - 1].key);
    ++kept;
    i += pieces;
  }
  entries.resize(kept);
}

/// The same in `[a -> b if rfc.tags.all(t, t == 'x')]`.
void Builder::join_cut_items(Node& list) {
  std::vector<const Node*>& items = list.items;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < items.size();) {
    const std::size_t pieces = count_pieces([&](std::size_t n) -> std::optional<int> {
      const bool plain = i + n < items.size() && is_plain(*items[i + n]);
      return plain ? std::optional(open_brackets(items[i + n]->text)) : std::nullopt;
    });
    items[kept++] = pieces > 1 ? &join(*items[i], *items[i + pieces - 1]) : items[i];
    i += pieces;
  }
  items.resize(kept);
}

const Node& Builder::join(const Node& first, const Node& last) {
  Node& whole = new_node(Node::Kind::scalar);
  take_as_written(whole, first.span.begin, last.span.end);
  whole.faulty = true;
  report(finding("syntax", "between brackets a text that isn't in quotes ends before ','", whole.span, how_to_quote(whole.text)));
  return whole;
}

void Builder::end_collection() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.bracket) {
    cursor_.skip_gap();
    if (cursor_.take(',')) cursor_.skip_gap();
    if (!cursor_.take(frame.node->kind == Node::Kind::sequence ? ']' : '}')) refuse_here();
  }
  frame.node->span = span(frame.node->span.begin, cursor_.at());
  if (frame.bracket) frame.node->kind == Node::Kind::mapping ? join_cut_texts(*frame.node) : join_cut_items(*frame.node);
  if (frame.anchor != 0) {
    Anchor& anchor = anchors_[frame.anchor];
    anchor.weight = count_ - frame.count_before;
    anchor.complete = true;
  }
  last_alias_ = last_scalar_ = std::string::npos;
  attach(*frame.node);
}

void Builder::attach(Node& node) {
  if (frames_.empty()) {
    document_.root = &node;
    return;
  }
  Frame& frame = frames_.back();
  ++frame.children;
  if (frame.node->kind == Node::Kind::sequence) {
    frame.node->items.push_back(&node);
    return;
  }
  if (!frame.value_next) {
    if (node.kind == Node::Kind::null) node.kind = Node::Kind::scalar;  // a key is a word, also if the word is "null"
    frame.key = &node;
    frame.value_next = true;
    return;
  }
  frame.value_next = false;
  add_entry(frame, *frame.key, node);
}

void Builder::add_entry(Frame& frame, const Node& key, Node& value) {
  if (key.kind != Node::Kind::scalar) {
    report(finding("complex-key", "a key must be one word or text, not a list or a mapping", key.span,
                   key.kind == Node::Kind::sequence ? "write each key on a line of its own"
                                                    : "if this was meant as text, put it in double quotes"));
    return;
  }
  if (key.text.empty() && key.style == Node::Style::plain && key.anchored == nullptr) {
    if (!key.faulty) {
      report(finding("syntax", "a key is missing before ':'", span(key.span.begin, key.span.begin + 1),
                     "write `key: value`, or put the text in double quotes"));
    }
    return;
  }
  if (const Node* first = known_key(frame, key)) {
    Diagnostic found = finding("duplicate-key", fmt::format("key '{}' is given twice", clip(key.text)), key.span,
                               "keep one of the two, or rename one", "given again");
    found.related.push_back({first->span, "first given here"});
    report(std::move(found));
    return;
  }
  if (is_merge_key(key)) {
    merges_[frame.node] = &value;
    frame.node->entries.push_back({&key, &value, false});  // taken out again by merge()
    return;
  }
  frame.node->entries.push_back({&key, &value, false});
}

/// The key of the same text that was given before; if there is none, this one is remembered.
const Node* Builder::known_key(Frame& frame, const Node& key) {
  std::vector<Node::Entry>& entries = frame.node->entries;
  if (entries.size() < kManyKeys) {
    const auto same = [&](const Node::Entry& entry) { return entry.key->text == key.text; };
    const auto found = std::find_if(entries.begin(), entries.end(), same);
    return found == entries.end() ? nullptr : found->key;
  }
  if (frame.keys.empty()) {
    for (const Node::Entry& entry : entries) frame.keys.emplace(entry.key->text, entry.key);
  }
  const auto [place, added] = frame.keys.emplace(key.text, &key);
  return added ? nullptr : place->second;
}

void Builder::merge(Frame& frame) {
  const auto found = merges_.find(frame.node);
  if (found == merges_.end()) return;
  const Node& value = *found->second;
  std::vector<Node::Entry>& entries = frame.node->entries;
  const auto merge_entry = [&](const Node::Entry& entry) { return entry.value == &value; };
  entries.erase(std::find_if(entries.begin(), entries.end(), merge_entry));
  merges_.erase(found);
  frame.keys.clear();
  if (value.kind == Node::Kind::sequence) {
    for (const Node* item : value.items) merge_from(frame, *item);
  } else {
    merge_from(frame, value);
  }
}

void Builder::merge_from(Frame& frame, const Node& from) {
  if (from.faulty && from.kind != Node::Kind::mapping) return;
  if (from.kind != Node::Kind::mapping) {
    report(finding("bad-merge", "the merge key '<<' takes a mapping or a list of mappings", from.span,
                   "give an alias of a mapping, such as `<<: *defaults`"));
    return;
  }
  count(from.entries.size(), from);
  for (const Node::Entry& entry : from.entries) {
    if (known_key(frame, *entry.key) == nullptr) frame.node->entries.push_back({entry.key, entry.value, true});
  }
}

void Builder::take_comments() {
  const std::string_view text = cursor_.text();
  std::vector<std::pair<std::size_t, std::size_t>> places = cursor_.comments();
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  for (const auto& [begin, end] : places) {
    std::size_t first = begin + 1;
    std::size_t last = end;
    while (first < last && is_blank(text[first])) ++first;
    while (last > first && is_blank(text[last - 1])) --last;
    document_.comments.push_back({document_.source->text.substr(first, last - first), span(begin, end)});
  }
}

void Builder::finish() {
  cursor_.skip_gap();
  bool ended = false;
  while (cursor_.take_document_mark("...")) {
    ended = true;
    cursor_.skip_gap();
  }
  if (!cursor_.at_end()) {
    const std::size_t at = cursor_.at();
    if (cursor_.take_document_mark("---") || ended) {
      report(finding("several-documents", "a second YAML document begins here; a file holds one",
                     span(at, std::max(at + 1, cursor_.at())), "move it to a file of its own"));
    } else {
      std::size_t end = at;
      while (end < cursor_.text().size() && !is_break(cursor_.text()[end])) ++end;
      report(finding("syntax", "this does not belong to what is above it", span(at, end),
                     "indent it like the first line of the text, and give every key a line of its own"));
    }
    document_.root = nullptr;
  }
  take_comments();
  if (document_.root != nullptr && document_.root->kind == Node::Kind::null) document_.root = nullptr;
}

}  // namespace itsmflow::source
