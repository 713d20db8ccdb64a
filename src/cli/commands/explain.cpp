#include <fmt/format.h>
#include <itsmflow/rules.hpp>

#include <memory>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/options.hpp"
#include "cli/rule_pages.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

std::vector<std::string> rule_ids() {
  std::vector<std::string> ids;
  for (const CheckRule& rule : check_rules()) ids.emplace_back(rule.id);
  return ids;
}

/// Lets a shell complete the rules. An unknown one is no matter of the command line's form: the command says what was meant.
CLI::Validator completed_by(const std::vector<std::string>& words) {
  return CLI::Validator([](std::string&) { return std::string(); }, fmt::format("{{{}}}", fmt::join(words, ",")));
}

Exit explain(Context& context, const std::string& word) {
  const CheckRule* rule = find_check_rule(word);
  if (rule == nullptr) {
    const auto close = nearest(word, rule_ids());
    const std::string help = close ? fmt::format("did you mean '{}'?", *close) : "`itsmflow rules` lists them";
    throw Failure(Exit::usage, "not_found", fmt::format("there is no rule '{}'; {}", visible(word), help));
  }
  if (const RulePage* page = find_rule_page(rule->id)) {
    context.terminal.print(page_text(*rule, page->text));
  } else {
    const std::string markdown = fmt::format("It means: {}.\n\nThis version of itsmflow doesn't look for it yet.\n", rule->summary);
    context.terminal.print(page_text(*rule, markdown));
  }
  return Exit::ok;
}

}  // namespace

void add_explain(CLI::App& root, Context& context) {
  auto word = std::make_shared<std::string>();
  CLI::App* command = add_command(root,
                                  {"explain",
                                   "Models",
                                   "Explains a rule: what it means, a model that breaks it, and one that doesn't.",
                                   "The rule stands in brackets at the end of a finding; `itsmflow rules` lists them all.",
                                   {"itsmflow explain unknown-state"}},
                                  context, [word, &context] { return explain(context, *word); });
  command->add_option("RULE", *word, "the name of the rule")->required()->type_name("RULE")->check(completed_by(rule_ids()));
}

}  // namespace itsmflow::cli
