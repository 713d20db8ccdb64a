#include "lang/mapping.hpp"
#include "lang/scalars.hpp"
#include "source/file.hpp"
#include "source/node.hpp"

#include <itsmflow/directory.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/model.hpp>

#include <algorithm>
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
  person.span = origin(*entry.key).span;
  const Owner owner{"person " + quoted(person.id), person.span};
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

/// Null: it doesn't matter which roles there are.
using Roles = const std::vector<std::string>*;

/// A role that no model has is no error, and only a note where it is like none of theirs: one file of people serves many models, and not all
/// of them may be here. `known` grows by what was told, so that each is told once.
void find_unknown_roles(Context& context, const Node& node, const std::string& person,
                        const std::vector<std::string>& roles_of_models, std::vector<std::string>& known) {
  const Node* roles = node.kind == Node::Kind::mapping ? node.find("roles") : &node;
  if (roles == nullptr || roles->kind != Node::Kind::sequence) return;
  for (const Node* item : roles->items) {
    if (item->kind != Node::Kind::scalar || std::ranges::find(known, item->text) != known.end()) continue;
    known.push_back(item->text);
    const std::string message = quoted(person) + " has the role " + quoted(item->text) + ", which none of the models has";
    if (const auto meant = context.findings.nearest(item->text, roles_of_models)) {
      context.findings.warning("unknown-role", origin(*item).span, message).help("did you mean " + quoted(*meant) + "?");
    } else {
      context.findings.note("unknown-role", origin(*item).span, message)
          .help("the models have the roles " + listed(roles_of_models));
    }
  }
}

/// What people name by mistake where the file of people should stand.
bool is_no_directory(Context& context, const Node& root) {
  const Node::Entry* first = root.entries.empty() ? nullptr : &root.entries.front();
  if (first == nullptr || root.find("people") != nullptr) return false;
  const bool is_model = root.find("itsmflow") != nullptr;
  if (!is_model && root.find("scenario") == nullptr) return false;
  context.findings
      .error("wrong-type", origin(*first->key).span,
             std::string("this is ") + (is_model ? "a model" : "a scenario") + ", not a file of people")
      .help("name a file that begins with `people: {PERSON: [ROLE]}`");
  return true;
}

Loaded<Directory> read_directory(const std::shared_ptr<const SourceText>& source, Roles roles) {
  source::Document document = source::parse(source);
  const Node* root = document.root;
  for (Diagnostic& one : document.diagnostics)
    if (one.rule == "empty-document") one.help = "write `people: {PERSON: [ROLE]}`";
  if (root == nullptr) {
    sort(document.diagnostics);
    return {std::nullopt, std::move(document.diagnostics)};
  }
  Context context(document);
  std::vector<Directory::Person> people;
  std::vector<std::string> known = roles != nullptr ? *roles : std::vector<std::string>{};
  if (root->kind == Node::Kind::mapping && is_no_directory(context, *root)) return {std::nullopt, context.findings.take()};
  if (root->kind == Node::Kind::mapping) {
    const Span place = root->entries.empty() ? root->span : origin(*root->entries.front().key).span;
    const Mapping keys(context, *root, kDirectory, {"the file of people", place});
    if (const Node* section = keys.get("people")) {
      for (const Node::Entry& entry : section->entries) {
        read_person(context, entry, people);
        if (roles != nullptr) find_unknown_roles(context, *entry.value, people.back().id, *roles, known);
      }
    }
  } else {
    report_shape(context, *root, "the file of people", "a mapping", "write `people: {PERSON: [ROLE]}`");
  }
  Diagnostics found = context.findings.take();
  if (has_errors(found)) return {std::nullopt, std::move(found)};
  return {Directory(std::move(people)), std::move(found)};
}

}  // namespace
}  // namespace lang

Loaded<Directory> load_directory(const std::string& path) {
  return lang::read_directory(source::read_file(path), nullptr);
}

Loaded<Directory> load_directory(const std::string& path, const std::vector<std::shared_ptr<const Model>>& models) {
  std::vector<std::string> roles;
  for (const auto& model : models)
    for (const Role& role : model->roles)
      if (std::ranges::find(roles, role.id) == roles.end()) roles.push_back(role.id);
  return lang::read_directory(source::read_file(path), &roles);
}

}  // namespace itsmflow
