#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/export.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace itsmflow {

/// What a rule of checking is about. (Rules over the activities of a case, such as four eyes, are `Rule` in <itsmflow/model.hpp>.)
enum class RuleFamily : std::uint8_t {
  form,        ///< the text, its keys and values
  names,       ///< what is named and not declared, or declared and not named
  guards,      ///< conditions, tables and computed fields
  behaviour,   ///< what cases can do, and whether they can end
  people,      ///< who does something
  time,        ///< lengths of time and moments
  deviations,  ///< what may be done otherwise
  adapting,    ///< models that adapt others, and shared files
  practice,    ///< what is right and could be better
  scenarios,   ///< scenarios: how they are written, and whether they hold
};

/// A choice of rules, each wider than the one before.
enum class RulePreset : std::uint8_t {
  correctness,  ///< all families but adapting and practice, and whatever is an error
  recommended,  ///< every family
  all,          ///< every rule, also those that come to be asked for by name only
};

/// What has to be known before it can be said whether a rule is broken.
enum class RuleBasis : std::uint8_t {
  text,         ///< what is written
  proof,        ///< what cases of a model can come to
  sound_model,  ///< … and that from there all of them can end
  people,       ///< who there is
};

/// One thing that is looked for. A rule's id is permanent: it stands in findings (Diagnostic::rule), in settings, and in programs that
/// read either.
struct CheckRule {
  std::string_view id;                   ///< kebab-case
  std::string_view summary;              ///< what is wrong, in a few words without a full stop
  Severity severity = Severity::error;   ///< of its findings; of the gravest where they differ
  RuleFamily family = RuleFamily::form;  ///< the only one it belongs to
  RuleBasis basis = RuleBasis::text;     ///< the most that any of its findings needs
};

/// Every rule, sorted by id. Lives as long as the program, as all texts here do.
ITSMFLOW_EXPORT std::span<const CheckRule> check_rules() noexcept;

/// The rule of that id; null if there is none.
ITSMFLOW_EXPORT const CheckRule* find_check_rule(std::string_view id) noexcept;

/// Whether a preset has a rule. Every preset has the rules that find errors: with one a model can't be loaded, or a case can go wrong.
ITSMFLOW_EXPORT bool has_rule(RulePreset preset, const CheckRule& rule) noexcept;

/// All families and presets, in the order above.
ITSMFLOW_EXPORT std::span<const RuleFamily> rule_families() noexcept;
ITSMFLOW_EXPORT std::span<const RulePreset> rule_presets() noexcept;

/// The word as it is written: "behaviour", "recommended", "warning".
ITSMFLOW_EXPORT std::string_view to_string(RuleFamily family) noexcept;
ITSMFLOW_EXPORT std::string_view to_string(RulePreset preset) noexcept;
ITSMFLOW_EXPORT std::string_view to_string(Severity severity) noexcept;

/// The family or preset of a word; none if there is none of that name.
ITSMFLOW_EXPORT std::optional<RuleFamily> parse_rule_family(std::string_view word) noexcept;
ITSMFLOW_EXPORT std::optional<RulePreset> parse_rule_preset(std::string_view word) noexcept;

/// What a family is about, in a few words: "what cases can do, and whether they can end".
ITSMFLOW_EXPORT std::string_view about(RuleFamily family) noexcept;

}  // namespace itsmflow
