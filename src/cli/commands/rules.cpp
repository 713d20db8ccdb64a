#include <fmt/format.h>
#include <itsmflow/rules.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/rule_pages.hpp"
#include "cli/terminal.hpp"

namespace itsmflow::cli {
namespace {

using Json = nlohmann::ordered_json;

void print_family(Terminal& terminal, RuleFamily family) {
  Table table("  ");
  for (const CheckRule& rule : check_rules()) {
    if (rule.family != family) continue;
    const bool to_come = find_rule_page(rule.id) == nullptr;
    table.row({std::string(rule.id), std::string(word_of(rule.severity)),
               fmt::format("{}{}", rule.summary, to_come ? " (not looked for yet)" : "")});
  }
  if (table.empty()) return;
  if (family != rule_families().front()) terminal.line();
  terminal.line(fmt::format("{}: {}", paint(Style::strong, to_string(family)), about(family)));
  terminal.print(table.text());
}

Json rule_json(const CheckRule& rule) {
  Json presets = Json::array();
  for (const RulePreset preset : rule_presets()) {
    if (has_rule(preset, rule)) presets.push_back(to_string(preset));
  }
  return {{"id", rule.id},
          {"family", to_string(rule.family)},
          {"severity", word_of(rule.severity)},
          {"summary", rule.summary},
          {"presets", std::move(presets)}};
}

Exit list(Context& context) {
  if (context.json) {
    Json rules = Json::array();
    for (const CheckRule& rule : check_rules()) rules.push_back(rule_json(rule));
    context.terminal.json(rules);
    return Exit::ok;
  }
  for (const RuleFamily family : rule_families()) print_family(context.terminal, family);
  return Exit::ok;
}

}  // namespace

void add_rules(CLI::App& root, Context& context) {
  CLI::App* command = add_command(root,
                                  {"rules",
                                   "Models",
                                   "Lists the rules that models and scenarios are checked by.",
                                   "By family, each with the severity of its findings; `itsmflow explain RULE` explains one.",
                                   {"itsmflow rules", "itsmflow rules --json"}},
                                  context, [&context] { return list(context); });
  add_json(*command, context);
}

}  // namespace itsmflow::cli
