#pragma once

#include "model.hpp"

namespace itsmflow::oracle {

/// Where a token waits: "to b" before an activity, "after a.r" for a choice, a join or a decision.
using Place = std::string;
using Places = std::set<Place>;

/// What the rows of a model say, looked up by name (section 2 of the semantics).
class Flow {
 public:
  explicit Flow(const Model& model);

  bool has_rows() const { return !model_.rows.empty(); }
  /// 2.3: no row leads to it.
  bool is_free(const std::string& activity) const { return !targets_.count(activity); }
  /// 2.4: the source that an activity which ended with a result is; none if no row begins there.
  std::optional<Source> source_of(const std::string& activity, const std::string& result) const;
  /// The rows from a source, by their number.
  const std::vector<std::size_t>& rows_from(const Source& source) const;
  /// 2.5 to 2.10: where a source puts tokens when it ends.
  Places gives(const Source& source) const;
  /// 2.3: what an activity takes, in the order it is looked for.
  std::vector<Places> inputs(const std::string& activity) const;
  /// The places that a row takes its tokens from; empty where a row of that source hands its token straight to a target.
  Places waiting_for(std::size_t row) const;
  /// The places that a row gives tokens to: those before its targets.
  Places given_by(const std::vector<std::string>& targets) const;
  /// The activities that a token in a place waits for.
  std::set<std::string> awaited(const Place& place) const;

 private:
  bool waits(const Source& source) const;

  const Model& model_;
  std::set<std::string> targets_;
  std::map<Source, std::vector<std::size_t>> rows_;
};

}  // namespace itsmflow::oracle
