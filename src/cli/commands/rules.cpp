#include <fmt/format.h>
#include <itsmflow/rules.hpp>

#include <algorithm>
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

Json rule_json(const CheckRule& rule) {
  Json presets = Json::array();
  for (const RulePreset preset : rule_presets()) {
    if (has_rule(preset, rule)) presets.push_back(to_string(preset));
  }
  return {{"id", rule.id},
          {"family", to_string(rule.family)},
          {"severity", to_string(rule.severity)},
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
  bool is_first = true;
  for (const RuleFamily family : rule_families()) {
    const bool is_empty = std::ranges::none_of(check_rules(), [&](const CheckRule& rule) { return rule.family == family; });
    if (is_empty) continue;
    if (!is_first) context.terminal.line();
    context.terminal.print(family_text(family));
    is_first = false;
  }
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
