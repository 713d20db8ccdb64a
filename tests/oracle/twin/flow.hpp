#pragma once

#include "model.hpp"

namespace itsmflow::oracle {

/// Where a token waits: "to b" before an activity, "after a.r" for a choice, a join or a decision.
using Place = std::string;
using Places = std::set<Place>;

/// 2.13: a fork, the join that belongs to it, and what lies between.
struct Region {
  std::size_t fork = 0;  ///< rows
  std::size_t join = 0;
  std::map<std::string, std::set<std::string>> branches{};  ///< by target of the fork: its activities
  std::map<std::string, Source> ends{};                     ///< by target: the source of the join that ends the branch
};

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
  const std::vector<Region>& regions() const { return regions_; }
  /// The region that begins, or ends, with a row; null if none does.
  const Region* region_of(std::size_t row) const;
  /// The activities that a token in a place waits for.
  std::set<std::string> awaited(const Place& place) const;

 private:
  bool waits(const Source& source) const;
  Place place_of(const Source& source) const;
  void find_region(std::size_t join);
  std::set<std::string> branch(const std::string& target, std::size_t join) const;

  const Model& model_;
  std::set<std::string> targets_;
  std::map<Source, std::vector<std::size_t>> rows_;
  std::vector<Region> regions_;
};

}  // namespace itsmflow::oracle
