#include "lang/merge.hpp"
#include "lang/scalars.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

Node::Entry* entry_of(Node& mapping, std::string_view key) {
  const auto found = std::ranges::find_if(mapping.entries, [&](const Node::Entry& entry) { return entry.key->text == key; });
  return found == mapping.entries.end() ? nullptr : &*found;
}

const Node* mapping_at(const Node& root, std::string_view section) {
  const Node* node = root.find(section);
  return node != nullptr && node->kind == Node::Kind::mapping && !is_judged(*node) ? node : nullptr;
}

/// Lays a model over one shared file.
class Use {
 public:
  Use(Tree& tree, Node& root, const Node& own, const SharedFile& shared, Findings& findings)
      : tree_(tree),
        root_(root),
        own_(own),
        shared_(shared),
        findings_(findings),
        merger_(tree, findings, Merger::Reasons::optional, shared.name) {}

  void apply() {
    take_all("vocabulary", [](const Node::Entry&) { return true; });
    take_all("roles", [](const Node::Entry&) { return true; });
    const Node* named = mapping_at(own_, "objects");
    take_all("objects", [&](const Node::Entry& entry) { return named != nullptr && named->find(entry.key->text) != nullptr; });
    const Node* objects = mapping_at(root_, "objects");
    take_all("tables", [&](const Node::Entry& entry) {
      const std::vector<std::string> needed = objects_of_table(*entry.value);
      return objects != nullptr && !needed.empty() &&
             std::ranges::all_of(needed, [&](const std::string& object) { return objects->find(object) != nullptr; });
    });
  }

 private:
  template <class Wanted>
  void take_all(std::string_view section, Wanted wanted) {
    const Node* from = mapping_at(shared_.root, section);
    if (from == nullptr) return;
    Node::Entry* there = entry_of(root_, section);
    if (there != nullptr && there->value->kind != Node::Kind::mapping && !is_nothing(*there->value)) return;  // said by the reader
    Node& made = merger_.make(Node::Kind::mapping, there == nullptr ? from->span : there->value->span);
    std::vector<Node::Entry> left = there == nullptr ? std::vector<Node::Entry>{} : there->value->entries;
    for (const Node::Entry& entry : from->entries) {
      if (!wanted(entry)) continue;
      const auto over = std::ranges::find_if(left, [&](const Node::Entry& one) { return one.key->text == entry.key->text; });
      if (over == left.end()) {
        made.entries.push_back(entry);
        continue;
      }
      if (!is_own(section, entry.key->text)) {
        if (tree_.bases.empty()) report_twice(*over->key, *entry.key);
        continue;
      }
      made.entries.push_back({over->key, merge(section, entry, *over->value), false});
      left.erase(over);
    }
    made.entries.insert(made.entries.end(), left.begin(), left.end());
    if (there != nullptr) {
      there->value = &made;
    } else if (!made.entries.empty()) {
      const auto key = std::ranges::find_if(shared_.root.entries, [&](const Node::Entry& one) { return one.key->text == section; });
      root_.entries.push_back({key->key, &made, false});
    }
  }

  const Node* merge(std::string_view section, const Node::Entry& shared, const Node& over) {
    Merger::Place place;
    place.path = std::string(section) + '.' + shared.key->text;
    place.span = origin(over).span;
    for (const Construct* construct : constructs()) {
      const Key* key = kShared.find(section);
      if (key != nullptr && !key->of.empty() && construct->name == key->of) place.construct = construct;
    }
    return merger_.merge(shared.value, over, place);
  }

  bool is_own(std::string_view section, std::string_view name) const {
    const Node* mapping = mapping_at(own_, section);
    return mapping != nullptr && mapping->find(name) != nullptr;
  }

  void report_twice(const Node& first, const Node& second) {
    findings_.error("duplicate-name", shared_.used, quoted(second.text) + " is in two of the shared files that are used")
        .related(origin(first).span, "here")
        .related(origin(second).span, "and here")
        .help("use one of the files, or give one of the two another name");
  }

  Tree& tree_;
  Node& root_;
  const Node& own_;
  const SharedFile& shared_;
  Findings& findings_;
  Merger merger_;
};

}  // namespace

std::vector<std::string> objects_of_table(const Node& table) {
  std::vector<std::string> objects;
  for (const std::string_view key : {"sets", "by"}) {
    const Node* paths = table.find(key);
    if (paths == nullptr) continue;
    const std::vector<const Node*> all = paths->kind == Node::Kind::sequence ? paths->items : std::vector<const Node*>{paths};
    for (const Node* path : all) objects.push_back(path->text.substr(0, path->text.find('.')));
  }
  return objects;
}

void use_shared(Tree& tree, Node& root, const Node& own, const SharedFile& shared, Findings& findings) {
  Use(tree, root, own, shared, findings).apply();
}

}  // namespace itsmflow::lang
