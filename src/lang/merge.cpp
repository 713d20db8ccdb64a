#include "lang/merge.hpp"

#include "lang/scalars.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::string_view kBecause = "because";
constexpr std::string_view kRemove = "remove";
constexpr std::string_view kAdd = "add";

const Construct* construct_called(std::string_view name) {
  for (const Construct* one : constructs()) {
    if (!name.empty() && one->name == name) return one;
  }
  return nullptr;
}

const Key* key_of(const Construct* construct, std::string_view name) {
  return construct == nullptr ? nullptr : construct->find(name);
}

/// `because: TEXT`; an id that happens to be `because` has a mapping behind it.
const Node* reason_of(const Node& mapping) {
  const Node* reason = mapping.find(kBecause);
  return reason != nullptr && is_text(*reason) ? reason : nullptr;
}

/// `remove: [a, b]`, `remove: a`; an id `remove` has a mapping behind it.
const Node* removal_of(const Node& mapping) {
  const Node* removal = mapping.find(kRemove);
  return removal != nullptr && (removal->kind == Node::Kind::sequence || is_text(*removal)) ? removal : nullptr;
}

std::vector<const Node*> items_of(const Node& node) {
  if (node.kind == Node::Kind::sequence) return node.items;
  if (is_nothing(node)) return {};
  return {&node};
}

/// "success" of `success: GUARD`, in lists whose items have names; null where it has none.
const Node* name_of(const Node& item, const Merger::Place& place) {
  const bool named = place.key != nullptr && (place.key->shape == Shape::named || place.key->shape == Shape::list_or_mapping);
  return named && item.kind == Node::Kind::mapping && item.entries.size() == 1 ? item.entries.front().key : nullptr;
}

std::vector<std::string> keys_of(const Node& mapping) {
  std::vector<std::string> keys;
  for (const Node::Entry& entry : mapping.entries) keys.push_back(entry.key->text);
  return keys;
}

}  // namespace

Merger::Merger(Tree& tree, Findings& findings, Reasons reasons, std::string base_name)
    : tree_(tree), findings_(findings), reasons_(reasons), base_name_(std::move(base_name)) {}

Node& Merger::make(Node::Kind kind, const Span& span) {
  Node& node = tree_.document.nodes.emplace_back();
  node.kind = kind;
  node.span = span;
  return node;
}

const Node* Merger::make_text(std::string text, const Span& span) {
  Node& node = make(Node::Kind::scalar, span);
  // As if in quotes: what stands at the place is not this text, so its looks say nothing.
  node.style = Node::Style::double_quoted;
  node.text = std::move(text);
  return &node;
}

Merger::Place Merger::inner(const Place& place, const Node& key, const Node& value) const {
  Place in;
  in.path = place.path.empty() ? key.text : place.path + '.' + key.text;
  in.because = place.because;
  in.span = origin(key).span;
  if (place.construct == nullptr) {
    // An entry of a mapping from ids to constructs is one of these.
    const Construct* each = place.key == nullptr ? nullptr : construct_called(place.key->of);
    if (each != nullptr && each->ids != Ids::none) in.construct = each;
  } else {
    in.key = key_of(place.construct, key.text);
    const Construct* of = in.key == nullptr ? nullptr : construct_called(in.key->of);
    const bool is_one = of != nullptr && of->ids == Ids::none;
    if (is_one && (in.key->shape == Shape::mapping || in.key->shape == Shape::list_or_mapping)) in.construct = of;
  }
  if (value.kind == Node::Kind::mapping) {
    if (const Node* reason = reason_of(value)) in.because = reason;
  }
  return in;
}

bool Merger::has_edits(const Node& alias) {
  const Node& node = origin(alias);
  if (node.kind != Node::Kind::mapping && node.kind != Node::Kind::sequence) return false;
  if (const auto known = has_edits_.find(&node); known != has_edits_.end()) return known->second;
  bool found = std::ranges::any_of(node.items, [&](const Node* item) { return has_edits(*item); });
  for (const Node::Entry& entry : node.entries) {
    const std::string& key = entry.key->text;
    found = found || key == kBecause || key == kRemove || key == kAdd || has_edits(*entry.value);
  }
  has_edits_[&node] = found;
  return found;
}

bool Merger::require_reason(const Place& place, std::string_view what) {
  if (reasons_ == Reasons::optional || place.because != nullptr) return true;
  findings_
      .error("missing-because", place.span,
             quoted(place.path) + " " + std::string(what) + " " + quoted(base_name_) + ", and nothing says why")
      .help("add `because: TEXT` beside it, or to what it is a part of; at the top of the file it is said for all");
  return false;
}

void Merger::note(const Node& value, const Place& place, std::string_view what) {
  if (require_reason(place, what) && place.because != nullptr) tree_.differences.because[&value] = place.because->text;
}

/// What was said of a piece before it was changed again.
void Merger::carry(const Node* from, const Node& to) {
  if (from == nullptr) return;
  if (const auto why = tree_.differences.because.find(from); why != tree_.differences.because.end()) {
    const std::string text = why->second;
    tree_.differences.because[&to] = text;
  }
  if (const auto removed = tree_.differences.removed.find(from); removed != tree_.differences.removed.end()) {
    const std::vector<Removal> all = removed->second;
    tree_.differences.removed[&to] = all;
  }
}

void Merger::take_out(const Node& made, std::string what, const Span& span, const Place& place) {
  tree_.differences.removed[&made].push_back(
      {std::move(what), span, place.because == nullptr ? std::string() : place.because->text});
}

void Merger::report_same(const Node& over, const Place& place) {
  if (reasons_ == Reasons::optional) return;
  findings_.warning("no-difference", origin(over).span, quoted(place.path) + " is the same in " + quoted(base_name_) + " already")
      .help("take it out");
}

bool Merger::is_list_edit(const Node& over, const Node* base, const Place& place) const {
  if (over.kind != Node::Kind::mapping) return false;
  const bool words = std::ranges::all_of(over.entries, [](const Node::Entry& entry) {
    return entry.key->text == kAdd || entry.key->text == kRemove || entry.key->text == kBecause;
  });
  if (!words || (over.find(kAdd) == nullptr && over.find(kRemove) == nullptr)) return false;
  const Shape shape = place.key == nullptr ? Shape::any : place.key->shape;
  if (base == nullptr || is_nothing(*base)) {
    return shape == Shape::list || shape == Shape::words || shape == Shape::named || shape == Shape::list_or_mapping;
  }
  if (base->kind == Node::Kind::sequence) return true;
  return is_text(*base) && shape == Shape::words;
}

const Node* Merger::merge(const Node* base, const Node& over, const Place& place) {
  if (is_judged(over)) return &over;
  if (base != nullptr && is_nothing(over)) return base;
  if (is_list_edit(over, base, place)) return edit_list(base, over, place);
  if (over.kind == Node::Kind::mapping) {
    if (base != nullptr && base->kind != Node::Kind::mapping) base = long_form(*base, place);
    return merge_mapping(base, over, place);
  }
  if (over.kind == Node::Kind::sequence) return copy_list(over, place);
  return &over;
}

/// What a short form stands for; null where it stands for nothing that could be merged.
const Node* Merger::long_form(const Node& base, const Place& place) {
  const bool has_short = place.construct != nullptr && !place.construct->short_key.empty();
  if (!has_short || is_nothing(base) || is_judged(base)) return nullptr;
  Node& mapping = make(Node::Kind::mapping, base.span);
  const auto add = [&](std::string_view key, const Node* value) {
    mapping.entries.push_back({make_text(std::string(key), base.span), value, false});
  };
  if (base.kind == Node::Kind::sequence && place.construct->find(place.construct->short_key)->shape == Shape::named) {
    add(place.construct->short_key, &base);
  } else if (base.kind == Node::Kind::sequence) {
    if (place.construct->find("values") == nullptr) return nullptr;
    add(place.construct->short_key, make_text("enum", base.span));
    add("values", &base);
  } else {
    add(place.construct->short_key, &base);
  }
  return &mapping;
}

const Node* Merger::copy_list(const Node& list, const Place& place) {
  if (!has_edits(list)) return &list;
  Node& made = make(Node::Kind::sequence, list.span);
  for (const Node* item : list.items) {
    Place at = place;
    at.key = nullptr;
    at.span = origin(*item).span;
    if (item->kind == Node::Kind::mapping) {
      if (const Node* reason = reason_of(*item)) at.because = reason;
    }
    const Node* copy = merge(nullptr, *item, at);
    if (at.because != place.because) note(*copy, at, "differs from");
    made.items.push_back(copy);
  }
  return &made;
}

const Node* Merger::merge_mapping(const Node* base, const Node& over, Place place) {
  if (base == nullptr && !has_edits(over)) return &over;
  if (const Node* reason = reason_of(over)) place.because = reason;
  Node& made = make(Node::Kind::mapping, base == nullptr ? over.span : base->span);
  carry(base, made);
  const Node* removal = removal_of(over);
  if (base != nullptr) made.entries = base->entries;
  if (removal != nullptr) {
    for (const Node* item : items_of(*removal)) {
      const auto gone = std::ranges::find_if(made.entries, [&](const Node::Entry& entry) { return entry.key->text == item->text; });
      if (!is_text(*item) || gone == made.entries.end()) {
        Finding finding = findings_.error("bad-edit", origin(*item).span,
                                          quoted(in_one_line(*item)) + " cannot be removed: it is not in " +
                                              (place.path.empty() ? quoted(base_name_) : quoted(place.path)));
        if (base != nullptr) finding.suggest(item->text, keys_of(*base));
        continue;
      }
      Place at = place;
      at.path += (at.path.empty() ? "" : ".") + item->text;
      at.span = origin(*item).span;
      if (!require_reason(at, "is taken out of")) continue;
      take_out(made, item->text, at.span, place);
      made.entries.erase(gone);
    }
  }
  for (const Node::Entry& entry : over.entries) {
    const Node& key = *entry.key;
    const bool edits = (key.text == kBecause && reason_of(over) != nullptr) || (key.text == kRemove && removal != nullptr);
    if (edits) continue;
    const auto under = std::ranges::find_if(made.entries, [&](const Node::Entry& one) { return one.key->text == key.text; });
    if (removal != nullptr && std::ranges::any_of(items_of(*removal), [&](const Node* item) { return item->text == key.text; })) {
      findings_.error("bad-edit", origin(key).span, quoted(key.text) + " is removed and given in one place")
          .related(origin(*removal).span, "removed here")
          .help("keep one of the two");
    }
    const Place at = inner(place, key, *entry.value);
    if (under == made.entries.end()) {
      const Node* value = merge(nullptr, *entry.value, at);
      if (base != nullptr) note(*value, at, "is not in");
      if (base == nullptr && at.because != place.because) note(*value, at, "is not in");
      made.entries.push_back({entry.key, value, false});
      continue;
    }
    const Node* old = under->value;
    const Node* value = merge(old, *entry.value, at);
    tree_.differences.touched[{origin(*under->key).span.source.get(), origin(*under->key).span.begin}] = origin(key).span;
    const bool went_in = value->kind == Node::Kind::mapping && (old->kind == Node::Kind::mapping || value != entry.value);
    const bool edited = is_list_edit(*entry.value, old, at);
    under->value = value;
    if (went_in || edited || value == old) continue;
    if (same_content(*old, *value)) {
      report_same(*entry.value, at);
    } else if (!is_judged(*value)) {
      note(*value, at, "differs from");
    }
  }
  return &made;
}

const Node* Merger::edit_list(const Node* base, const Node& edit, Place place) {
  if (const Node* reason = reason_of(edit)) place.because = reason;
  Node& made = make(Node::Kind::sequence, base == nullptr || is_nothing(*base) ? edit.span : base->span);
  carry(base, made);
  if (base != nullptr) made.items = items_of(*base);
  require_reason(place, "differs from");
  Place item_place = place;
  item_place.key = nullptr;
  if (const Node* removal = edit.find(kRemove)) {
    for (const Node* item : items_of(*removal)) {
      const auto gone = std::ranges::find_if(made.items, [&](const Node* one) {
        const Node* name = is_text(*item) ? name_of(*one, place) : nullptr;
        return matches(*item, *one) || (name != nullptr && name->text == item->text);
      });
      if (gone == made.items.end()) {
        Finding finding = findings_.error("bad-edit", origin(*item).span,
                                          quoted(in_one_line(*item)) + " cannot be removed: it is not in " + quoted(place.path));
        std::vector<std::string> there;
        for (const Node* one : made.items) {
          const Node* name = is_text(*item) ? name_of(*one, place) : nullptr;
          there.push_back(name != nullptr ? name->text : in_one_line(*one));
        }
        if (base != nullptr) finding.related(origin(*base).span, "this is what is there");
        finding.suggest(in_one_line(*item), there);
        continue;
      }
      take_out(made, in_one_line(**gone), origin(*item).span, place);
      made.items.erase(gone);
    }
  }
  if (const Node* addition = edit.find(kAdd)) {
    for (const Node* item : items_of(*addition)) {
      const auto there = std::ranges::find_if(made.items, [&](const Node* one) { return same_content(*item, *one); });
      if (there != made.items.end()) {
        findings_
            .error("bad-edit", origin(*item).span,
                   quoted(in_one_line(*item)) + " cannot be added: it is in " + quoted(place.path) + " already")
            .related(origin(**there).span, "it stands here")
            .help("take it out");
        continue;
      }
      Place at = item_place;
      if (item->kind == Node::Kind::mapping) {
        if (const Node* reason = reason_of(*item)) at.because = reason;
      }
      const Node* value = merge(nullptr, *item, at);
      if (at.because != nullptr) tree_.differences.because[value] = at.because->text;
      made.items.push_back(value);
    }
  }
  return &made;
}

void Merger::merge_sections(Node& root, const Node& base, const Node& over, const std::vector<std::string_view>& skip) {
  const auto skipped = [&](const Node& key) { return std::ranges::find(skip, std::string_view(key.text)) != skip.end(); };
  Node& under = make(Node::Kind::mapping, base.span);
  for (const Node::Entry& entry : base.entries) {
    if (!skipped(*entry.key)) under.entries.push_back(entry);
  }
  Node& changes = make(Node::Kind::mapping, over.span);
  for (const Node::Entry& entry : over.entries) {
    if (!skipped(*entry.key)) changes.entries.push_back(entry);
  }
  Place place;
  place.construct = &kModel;
  place.because = reason_of(over);
  place.span = over.span;
  const Node* made = merge_mapping(&under, changes, place);
  for (const Node::Entry& entry : made->entries) root.entries.push_back(entry);
  carry(&base, root);
  if (const auto removed = tree_.differences.removed.find(made); removed != tree_.differences.removed.end()) {
    const std::vector<Removal> more = removed->second;
    std::vector<Removal>& all = tree_.differences.removed[&root];
    all.insert(all.end(), more.begin(), more.end());
  }
}

}  // namespace itsmflow::lang
