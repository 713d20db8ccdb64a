#pragma once

#include <itsmflow/check.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::check {

/// `# itsmflow: allow RULE, because REASON`
struct Allowance {
  std::string rule;
  Span span;               ///< of the comment
  std::uint32_t line = 0;  ///< whose findings it allows
  bool used = false;
  bool judged = true;  ///< it is a finding if nothing needs it
};

/// The allowances that stand in some texts. Those of other texts in which something is found hold too: a model may adapt a file that
/// nobody asked about. Nothing is said about them.
class Allowances {
 public:
  using Texts = std::vector<std::shared_ptr<const SourceText>>;
  Allowances(const Texts& texts, const Texts& others);

  /// The allowance of a finding, which is used from now on; null where there is none.
  const Allowance* use_for(const Diagnostic& finding);

  /// What is wrong with them: those that can't be read.
  const Diagnostics& faults() const noexcept { return faults_; }

  /// A finding for each that wasn't used, of rules that were looked for.
  Diagnostics unused(const std::function<bool(const std::string&)>& looked_for) const;

 private:
  enum class Judged { yes, no };
  void read(const std::shared_ptr<const SourceText>& text, Judged judged);

  std::vector<Allowance> allowances_;
  Diagnostics faults_;
};

}  // namespace itsmflow::check
