#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/rules.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// What becomes of findings: which are wanted, which the author of a model has allowed, which are known already, and which can be mended
// without asking. An error with which a model can't be loaded is always reported: nothing here hides it.

/// What is looked for and what follows from it. Each part may be left open.
struct CheckSettings {
  std::optional<RulePreset> preset;     ///< none: correctness
  std::vector<std::string> only;        ///< ids of rules and names of families; empty: all that the preset has
  std::vector<std::string> without;     ///< the same; taken out
  std::optional<Severity> fail_on;      ///< the least that is a failure; none: error
  std::optional<std::string> baseline;  ///< path of a file; of settings that were read relative to the working directory
};

/// Whether findings of a rule are wanted. `only` also chooses rules that the preset doesn't have.
ITSMFLOW_EXPORT bool wants(const CheckSettings& settings, const CheckRule& rule) noexcept;

/// Whether a word is the id of a rule or the name of a family.
ITSMFLOW_EXPORT bool names_rules(std::string_view word) noexcept;

/// The rule or family that somebody who wrote `word` most likely meant; none if all are too far.
ITSMFLOW_EXPORT std::optional<std::string> nearest_rule(std::string_view word);

/// Reads a file of settings: a mapping with `preset`, `without`, `fail-on` and `baseline`, each of which may be missing.
/// Throws NotFound or StoreError if the file can't be read.
ITSMFLOW_EXPORT Loaded<CheckSettings> read_check_settings(const std::string& path);

/// Findings that are known and not to be reported. An entry has no line, so that it stays true when lines move.
struct Baseline {
  /// What is known: findings of one rule in one file that say the same.
  struct Entry {
    std::string file;  ///< relative to the baseline's folder
    std::string rule;
    std::string message;
    std::uint32_t count = 1;  ///< how many findings there are that differ in their place alone
    Span span;                ///< where the entry stands
  };
  std::string path;
  std::vector<Entry> entries;
};

/// Throws NotFound or StoreError if the file can't be read.
ITSMFLOW_EXPORT Loaded<Baseline> read_baseline(const std::string& path);

/// What was found, and in which texts.
struct Found {
  std::vector<std::shared_ptr<const SourceText>> texts;  ///< all that were looked at
  Diagnostics loading;                                   ///< by loading; the preset doesn't choose among these
  Diagnostics further;                                   ///< by looking at what was loaded
  std::vector<std::string> undecided;  ///< rules that were not looked for to the end: that nothing was found means nothing
};

/// What is left of what was found, to be shown.
struct Reported {
  Diagnostics findings;     ///< sorted; with those about allowances and the baseline themselves
  std::size_t allowed = 0;  ///< left out because of a comment
  std::size_t known = 0;    ///< left out because of the baseline
};

/// Takes out of what was found what isn't wanted, what is allowed, what is known, and a `loose-start` of which a finding with a trace tells
/// what comes of it.
///
/// A comment `# itsmflow: allow RULE, because REASON` allows the findings of one rule in its own line, or if it stands alone in a line, in
/// the next one that isn't such a comment too. Found are also: allowances that can't be read (`bad-allow`), that name no rule
/// (`unknown-rule`), give no reason (`allow-without-reason`) or that nothing needs (`unused-allow`), and entries of the baseline that
/// nothing matches (`unused-baseline`). The last two are looked for only where everything could be loaded.
ITSMFLOW_EXPORT Reported judge(Found found, const CheckSettings& settings, const Baseline& baseline = {});

/// The text of a baseline, to be written to `path`, with all that could be hidden by one. Sorted; the same findings give the same bytes.
ITSMFLOW_EXPORT std::string make_baseline(Found found, const CheckSettings& settings, const std::string& path);

/// A text with fixes applied.
struct Mended {
  std::string text;
  Diagnostics mended;  ///< whose fixes are in it
};

/// Makes the fixes of findings in one text. Of findings whose fixes overlap only the first is mended; all fixes of a finding are made, or
/// none. Findings with a fix that isn't safe are left, as are those with a fix in another text.
ITSMFLOW_EXPORT Mended apply_safe_fixes(const std::shared_ptr<const SourceText>& text, const Diagnostics& findings);

/// Whether all fixes of a finding are safe, and there are any.
ITSMFLOW_EXPORT bool can_be_mended(const Diagnostic& finding) noexcept;

}  // namespace itsmflow
