#include <itsmflow/check.hpp>

#include <algorithm>

#include "base/text_distance.hpp"
#include "check/selection.hpp"

namespace itsmflow {
namespace {

bool names(const std::vector<std::string>& words, const CheckRule& rule) noexcept {
  return std::ranges::any_of(words, [&](const std::string& word) { return word == rule.id || word == to_string(rule.family); });
}

}  // namespace

bool check::is_chosen(const CheckSettings& settings, const CheckRule& rule) noexcept {
  if (names(settings.without, rule)) return false;
  return settings.only.empty() || names(settings.only, rule);
}

bool wants(const CheckSettings& settings, const CheckRule& rule) noexcept {
  if (!check::is_chosen(settings, rule)) return false;
  return !settings.only.empty() || has_rule(settings.preset.value_or(RulePreset::correctness), rule);
}

bool names_rules(std::string_view word) noexcept {
  return find_check_rule(word) != nullptr || parse_rule_family(word).has_value();
}

std::optional<std::string> nearest_rule(std::string_view word) {
  std::vector<std::string> all;
  for (const RuleFamily family : rule_families()) all.emplace_back(to_string(family));
  for (const CheckRule& rule : check_rules()) all.emplace_back(rule.id);
  return closest(word, all);
}

}  // namespace itsmflow
