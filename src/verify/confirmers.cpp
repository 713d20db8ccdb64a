#include "verify/confirmers.hpp"

#include "base/text_distance.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

namespace itsmflow {
namespace {

using People = std::set<std::string>;

void add_holders(const Model& model, const Directory& people, const std::vector<std::uint32_t>& roles, People& found) {
  for (const std::uint32_t role : roles)
    for (std::string& person : people.holders_of(model.roles[role].id)) found.insert(std::move(person));
}

/// Who may deviate under a line: those it names, or those with a role of the activity.
People deviators(const Model& model, const Directory& people, const Allowance& line) {
  People found;
  add_holders(model, people, line.roles, found);
  if (!line.roles.empty()) return found;
  for (const std::uint32_t activity : line.activities) {
    add_holders(model, people, model.activities[activity].roles, found);
    if (!model.activities[activity].items) continue;
    for (const itsmflow::Part& part : model.activities[activity].items->parts) add_holders(model, people, part.roles, found);
  }
  return found;
}

std::string words_of(const Model& model, const std::vector<std::uint32_t>& roles) {
  std::vector<std::string> names;
  for (const std::uint32_t role : roles) names.push_back(fmt::format("'{}'", model.roles[role].id));
  return fmt::format("the role{} {}", names.size() == 1 ? "" : "s", enumerate(names, "or"));
}

Diagnostic finding(const Span& span, std::string message, std::string label, std::string help) {
  Diagnostic found;
  found.rule = "nobody-confirms";
  found.severity = Severity::warning;
  found.message = std::move(message);
  found.span = span;
  found.label = std::move(label);
  found.help = std::move(help);
  return found;
}

}  // namespace

Diagnostics findings_of_confirmers(const Model& model, const Directory& people) {
  Diagnostics found;
  for (const Allowance& line : model.deviations.lines) {
    if (!line.confirm) continue;
    People confirmers;
    add_holders(model, people, line.confirm->roles, confirmers);
    const std::string roles = words_of(model, line.confirm->roles);
    if (confirmers.empty()) {
      found.push_back(finding(line.span, "nobody can confirm what this line of 'allow' permits", "nobody has " + roles,
                              "give the role to somebody, or let another role confirm it"));
      continue;
    }
    const std::string& only = *confirmers.begin();
    if (confirmers.size() > 1 || deviators(model, people, line).count(only) == 0) continue;
    found.push_back(finding(line.span, fmt::format("nobody can confirm what {} does under this line of 'allow'", only),
                            fmt::format("nobody else has {}, and nobody confirms his own deviation", roles),
                            "give the role to one more person, or let another role confirm it"));
  }
  return found;
}

}  // namespace itsmflow
