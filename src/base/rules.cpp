#include <itsmflow/rules.hpp>

#include <algorithm>
#include <array>

#include "base/rule_catalogue.hpp"

namespace itsmflow {
namespace {

constexpr std::array kFamilies{RuleFamily::form,     RuleFamily::names,    RuleFamily::guards,     RuleFamily::behaviour,
                               RuleFamily::people,   RuleFamily::time,     RuleFamily::deviations, RuleFamily::adapting,
                               RuleFamily::practice, RuleFamily::scenarios};
constexpr std::array kPresets{RulePreset::correctness, RulePreset::recommended, RulePreset::all};

struct FamilyWords {
  std::string_view name;
  std::string_view about;
};

FamilyWords words_of(RuleFamily family) noexcept {
  switch (family) {
    case RuleFamily::form:
      return {"form", "the text, its keys and values"};
    case RuleFamily::names:
      return {"names", "what is named and not declared, or declared and not named"};
    case RuleFamily::guards:
      return {"guards", "conditions, tables and computed fields"};
    case RuleFamily::behaviour:
      return {"behaviour", "what cases can do, and whether they can end"};
    case RuleFamily::people:
      return {"people", "who does something"};
    case RuleFamily::time:
      return {"time", "lengths of time and moments"};
    case RuleFamily::deviations:
      return {"deviations", "what may be done otherwise"};
    case RuleFamily::adapting:
      return {"adapting", "models that adapt others, and shared files"};
    case RuleFamily::practice:
      return {"practice", "what is right and could be better"};
    case RuleFamily::scenarios:
      return {"scenarios", "how scenarios are written, and whether they hold"};
  }
  return {};
}

template <class Words>
auto parse(const Words& all, std::string_view word) noexcept -> std::optional<typename Words::value_type> {
  const auto found = std::ranges::find_if(all, [&](auto one) { return to_string(one) == word; });
  if (found == all.end()) return std::nullopt;
  return *found;
}

}  // namespace

std::span<const CheckRule> check_rules() noexcept {
  return rule_catalogue::kRules;
}

const CheckRule* find_check_rule(std::string_view id) noexcept {
  const auto found = std::ranges::lower_bound(rule_catalogue::kRules, id, {}, &CheckRule::id);
  return found != std::end(rule_catalogue::kRules) && found->id == id ? &*found : nullptr;
}

bool has_rule(RulePreset preset, const CheckRule& rule) noexcept {
  if (preset != RulePreset::correctness || rule.severity == Severity::error) return true;
  return rule.family != RuleFamily::adapting && rule.family != RuleFamily::practice;
}

std::span<const RuleFamily> rule_families() noexcept {
  return kFamilies;
}
std::span<const RulePreset> rule_presets() noexcept {
  return kPresets;
}

std::string_view to_string(RuleFamily family) noexcept {
  return words_of(family).name;
}
std::string_view about(RuleFamily family) noexcept {
  return words_of(family).about;
}

std::string_view to_string(RulePreset preset) noexcept {
  switch (preset) {
    case RulePreset::correctness:
      return "correctness";
    case RulePreset::recommended:
      return "recommended";
    case RulePreset::all:
      return "all";
  }
  return {};
}

std::string_view to_string(Severity severity) noexcept {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return {};
}

std::optional<RuleFamily> parse_rule_family(std::string_view word) noexcept {
  return parse(kFamilies, word);
}
std::optional<RulePreset> parse_rule_preset(std::string_view word) noexcept {
  return parse(kPresets, word);
}

}  // namespace itsmflow
