#include <fmt/format.h>
#include <itsmflow/check.hpp>
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

std::vector<std::string> rules_and_families() {
  std::vector<std::string> words;
  for (const CheckRule& rule : check_rules()) words.emplace_back(rule.id);
  for (const RuleFamily family : rule_families()) words.emplace_back(to_string(family));
  return words;
}

/// Who remembers only a part of a rule's name gets those that have it.
std::string what_was_meant(const std::string& word) {
  if (const auto close = nearest_rule(word)) return fmt::format("did you mean '{}'?", *close);
  std::vector<std::string> with_it;
  for (const CheckRule& rule : check_rules()) {
    const std::string parts = fmt::format("-{}-", rule.id);
    if (parts.find(fmt::format("-{}-", word)) != std::string::npos) with_it.emplace_back(rule.id);
  }
  return with_it.empty() ? "`itsmflow rules` lists them" : fmt::format("did you mean {}?", listing(with_it, "or"));
}

/// Lets a shell complete the rules. An unknown one is no matter of the command line's form: the command says what was meant.
CLI::Validator completed_by(const std::vector<std::string>& words) {
  return CLI::Validator([](std::string&) { return std::string(); }, fmt::format("{{{}}}", fmt::join(words, ",")));
}

Exit explain(Context& context, const std::string& word) {
  if (const auto family = parse_rule_family(word)) {
    context.terminal.print(family_text(*family));
    return Exit::ok;
  }
  const CheckRule* rule = find_check_rule(word);
  if (rule == nullptr) {
    throw Failure(Exit::usage, "not_found", fmt::format("there is no rule '{}'; {}", visible(word), what_was_meant(word)));
  }
  context.terminal.print(page_text(*rule, page_of(rule->id).text));
  return Exit::ok;
}

}  // namespace

void add_explain(CLI::App& root, Context& context) {
  auto word = std::make_shared<std::string>();
  CLI::App* command =
      add_command(root,
                  {"explain",
                   "Models",
                   "Explains a rule: what it means, a model that breaks it, and one that doesn't.",
                   "The rule stands in brackets at the end of a finding; `itsmflow rules` lists them all. Of a family of rules it\n"
                   "shows what each of them means.",
                   {"itsmflow explain unknown-state", "itsmflow explain behaviour"}},
                  context, [word, &context] { return explain(context, *word); });
  command->add_option("RULE", *word, "the name of the rule, or of a family")
      ->required()
      ->type_name("RULE")
      ->check(completed_by(rules_and_families()));
}

}  // namespace itsmflow::cli
