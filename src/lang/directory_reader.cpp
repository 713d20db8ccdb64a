#include "lang/mapping.hpp"
#include "lang/scalars.hpp"
#include "source/file.hpp"
#include "source/node.hpp"

#include <itsmflow/directory.hpp>

#include <optional>
#include <utility>

namespace itsmflow {
namespace lang {
namespace {

using source::Node;

std::vector<std::string> read_role_names(Context& context, const Node& node, const Owner& owner) {
  std::vector<std::string> roles;
  for (const Node* item : read_items(context, node, "the roles of " + owner.name)) roles.push_back(read_words(context, *item));
  return roles;
}

/// `anna: [assigner]`, or `anna: {name: Anna A., roles: [assigner]}`.
void read_person(Context& context, const Node::Entry& entry, std::vector<Directory::Person>& people) {
  Directory::Person person;
  person.id = read_words(context, *entry.key);
  const Owner owner{"person " + quoted(person.id), origin(*entry.key).span};
  const Node& node = *entry.value;
  if (node.kind == Node::Kind::sequence) {
    person.roles = read_role_names(context, node, owner);
  } else if (node.kind == Node::Kind::mapping) {
    const Mapping keys(context, node, kPerson, owner);
    if (const Node* name = keys.get("name")) person.name = read_words(context, *name);
    if (const Node* roles = keys.get("roles")) person.roles = read_role_names(context, *roles, owner);
  } else {
    report_shape(context, node, owner.name, "a list of roles", "write `" + person.id + ": [ROLE]`");
  }
  people.push_back(std::move(person));
}

Loaded<Directory> read_directory(const std::shared_ptr<const SourceText>& source) {
  source::Document document = source::parse(source);
  const Node* root = document.root;
  if (root == nullptr) {
    sort(document.diagnostics);
    return {std::nullopt, std::move(document.diagnostics)};
  }
  Context context(document);
  std::vector<Directory::Person> people;
  if (root->kind == Node::Kind::mapping) {
    const Span place = root->entries.empty() ? root->span : origin(*root->entries.front().key).span;
    const Mapping keys(context, *root, kDirectory, {"the directory", place});
    if (const Node* section = keys.get("people")) {
      for (const Node::Entry& entry : section->entries) read_person(context, entry, people);
    }
  } else {
    report_shape(context, *root, "the directory", "a mapping", "write `people: {PERSON: [ROLE]}`");
  }
  Diagnostics found = context.findings.take();
  if (has_errors(found)) return {std::nullopt, std::move(found)};
  return {Directory(std::move(people)), std::move(found)};
}

}  // namespace
}  // namespace lang

Loaded<Directory> load_directory(const std::string& path) {
  return lang::read_directory(source::read_file(path));
}

}  // namespace itsmflow
