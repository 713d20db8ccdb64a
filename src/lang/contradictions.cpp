#include "base/span.hpp"
#include "base/text_distance.hpp"
#include "lang/sections.hpp"
#include "model/rule_set.hpp"

#include <string>
#include <vector>

namespace itsmflow::lang {
namespace {

/// At the last of some rules, with the others beside it.
Finding at_last(Context& context, std::string_view rule, const std::vector<std::uint32_t>& rules, std::string message) {
  Finding finding = context.findings.error(rule, context.model.rules[rules.back()].span, std::move(message));
  for (std::size_t i = 0; i + 1 < rules.size(); ++i) finding.related(context.model.rules[rules[i]].span, "together with this rule");
  return finding;
}

}  // namespace

void find_contradictions(Context& context) {
  if (context.findings.has_errors()) return;  // rules and activities may be missing that could not be read
  const RuleSet rules(context.model);
  if (!rules.too_many().empty()) {
    at_last(context, "rules-too-large", rules.too_many(),
            rules.too_many().size() == 1 ? "this rule can't be judged: it has more than 200000 states"
                                         : "these rules can't be judged together: they have more than 200000 states")
        .help("take some of them out, or count less far with `times`");
    return;
  }
  const std::vector<std::uint32_t> contradiction = rules.contradiction();
  if (contradiction.empty()) return;
  if (contradiction.size() == 1) {
    at_last(context, "rules-contradict", contradiction, "no case can keep this rule").help("take it out, or change what it says");
    return;
  }
  std::vector<std::string> rules_in_code;
  for (const std::uint32_t rule : contradiction) rules_in_code.push_back(in_code(context.model.rules[rule].span));
  at_last(context, "rules-contradict", contradiction, "no case can keep these rules together")
      .help("take one of them out, " + enumerate(rules_in_code, "or") + ", or change what it says");
}

}  // namespace itsmflow::lang
