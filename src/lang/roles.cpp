#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>

namespace itsmflow::lang {

using source::Node;

void read_roles(Context& context, const Mapping& model) {
  const Node* section = model.get("roles");
  if (section == nullptr) {
    context.roles.complete = !model.mentions("roles");
    return;
  }
  context.roles.key = model.key("roles")->span;
  for (const Node::Entry& entry : section->entries) {
    Role role;
    role.id = read_id(context, *entry.key, kRoleId);
    role.span = origin(*entry.key).span;
    role.practice = context.model.practice;
    const Owner owner{"role " + quoted(role.id), role.span};
    if (is_text(*entry.value)) {
      role.wording.title = read_words(context, *entry.value);
    } else if (is_construct(context, *entry.value, owner, role.id, kRole)) {
      const Mapping keys(context, *entry.value, kRole, owner);
      role.wording = read_wording(context, keys);
      if (const Node* practice = keys.get("practice"))
        role.practice = read_practice(context, *practice, owner.name, NoPractice::allowed);
    }
    if (context.roles.add(role.id, role.span)) context.model.roles.push_back(std::move(role));
  }
  context.role_used.assign(context.model.roles.size(), false);
}

namespace {

/// `agent, boss` and `agent | boss` are one text to YAML.
void suggest_list(Finding& finding, std::string_view written, std::string_view key) {
  std::string words;
  bool several = false;
  for (const char c : written) {
    const bool sign = c == ',' || c == '|' || c == '&' || c == '/';
    several = several || sign;
    words += sign ? ' ' : c;
  }
  if (!several) return;
  std::istringstream stream(words);
  std::string list;
  for (std::string word; stream >> word;) list += (list.empty() ? "" : ", ") + word;
  if (!list.empty()) finding.help("write `" + std::string(key) + ": [" + list + "]`");
}

}  // namespace

std::vector<std::uint32_t> read_role_refs(Context& context, const Node& node, const Owner& owner, std::string_view key) {
  std::vector<std::uint32_t> roles;
  const std::string whose = quoted(key) + " of " + owner.name;
  if (node.kind == Node::Kind::sequence && node.items.empty()) {
    report_empty(context, node, whose, "write `" + std::string(key) + ": ROLE`");
  }
  for (const Node* item : one_or_list(context, node, whose)) {
    const std::string name = read_words(context, *item);
    const Span& span = origin(*item).span;
    const auto role = context.roles.find(name);
    if (!role) {
      if (!context.roles.complete) continue;
      Finding finding = context.findings.error("unknown-role", span, owner.name + " names unknown role " + quoted(name));
      finding.label(context.roles.empty() ? "the model has no roles" : "the roles are " + listed(context.roles.words()));
      if (!finding.suggest(name, context.roles.words())) suggest_list(finding, name, key);
      continue;
    }
    context.role_used[*role] = true;
    if (std::ranges::find(roles, *role) == roles.end()) {
      roles.push_back(*role);
    } else {
      context.findings.error("duplicate-name", span, "role " + quoted(name) + " is listed twice in " + owner.name)
          .help("keep one of the two");
    }
  }
  return roles;
}

void read_start(Context& context, const Mapping& model) {
  const Node* section = model.get("start");
  if (section == nullptr) return;
  const Node& key = origin(*model.key("start"));
  const Mapping keys(context, *section, kStart, {"the start", key.span});
  Start& start = context.model.start;
  start.span = key.span;
  start.wording = read_wording(context, keys);
  if (const Node* role = keys.get("role")) start.roles = read_role_refs(context, *role, keys.owner());
  if (const Node* fields = keys.get("requires")) start.required = read_field_refs(context, *fields, keys.owner(), "requires");
  for (const FieldRef& ref : take_derived(context, start.required)) report_derived_written(context, ref, keys.owner(), "requires");
  if (const Node* fields = keys.get("asks")) start.asked = read_field_refs(context, *fields, keys.owner(), "asks for");
}

}  // namespace itsmflow::lang
