#include "lang/mapping.hpp"
#include "scenario/reading.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace itsmflow::scenario {

using lang::listed;
using lang::origin;
using source::Node;

namespace {

/// Of all processes that take part.
std::vector<std::string> role_ids(const Reading& reading) {
  std::vector<std::shared_ptr<const Model>> models = linked_models(reading);
  models.insert(models.begin(), reading.script.model);
  std::vector<std::string> ids;
  for (const auto& model : models) {
    for (const Role& role : model->roles) {
      if (std::ranges::find(ids, role.id) == ids.end()) ids.push_back(role.id);
    }
  }
  return ids;
}

std::vector<std::string> read_roles(Reading& reading, const Node& node, const std::string& owner) {
  const std::vector<std::string> known = role_ids(reading);
  std::vector<std::string> roles;
  for (const Node* item : lang::one_or_list(reading.context, node, "the roles of " + owner)) {
    std::string role = lang::read_words(reading.context, *item);
    if (std::ranges::find(known, role) == known.end()) {
      lang::Finding finding =
          reading.findings().error("unknown-role", origin(*item).span, fmt::format("{} has unknown role '{}'", owner, role));
      finding.label("the roles are " + listed(known));
      finding.suggest(role, known);
      continue;
    }
    roles.push_back(std::move(role));
  }
  return roles;
}

Directory::Person read_one(Reading& reading, const Node::Entry& entry) {
  Directory::Person person;
  person.id = lang::read_words(reading.context, *entry.key);
  const std::string owner = fmt::format("person '{}'", person.id);
  const Node& value = *entry.value;
  if (value.kind == Node::Kind::mapping) {
    const lang::Mapping keys(reading.context, value, lang::kPerson, {owner, origin(*entry.key).span});
    if (const Node* name = keys.get("name")) person.name = lang::read_words(reading.context, *name);
    if (const Node* roles = keys.get("roles")) person.roles = read_roles(reading, *roles, owner);
  } else if (value.kind == Node::Kind::sequence || lang::is_text(value)) {
    person.roles = read_roles(reading, value, owner);
  } else if (!lang::is_judged(origin(value))) {
    lang::report_shape(reading.context, value, owner, "a list of roles", fmt::format("write `{}: [ROLE]`", person.id));
  }
  return person;
}

}  // namespace

void read_people(Reading& reading, const Node& node) {
  for (const Node::Entry& entry : node.entries) {
    Directory::Person person = read_one(reading, entry);
    if (reading.people.add(person.id, origin(*entry.key).span)) reading.script.people.push_back(std::move(person));
  }
}

std::string read_person(Reading& reading, const Node& node, const std::string& what) {
  if (!lang::is_text(node)) {
    lang::report_shape(reading.context, node, what + " a person, and this", "a single value", "write the id of a person");
    return {};
  }
  const std::string person = lang::read_words(reading.context, node);
  if (reading.people.find(person) || !reading.people.complete) return person;
  lang::Finding finding =
      reading.findings().error("unknown-person", origin(node).span, fmt::format("{} unknown person '{}'", what, person));
  finding.label(reading.people.empty() ? "the scenario has no people" : "the people are " + listed(reading.people.words()));
  finding.suggest(person, reading.people.words());
  return person;
}

}  // namespace itsmflow::scenario
