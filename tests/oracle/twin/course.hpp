#pragma once

// Rules about the course of a case (3.17 to 3.21), read as their templates say over whole courses. No automata: whether a course can
// still be continued so that all rules are kept is found by trying.

#include "model.hpp"

namespace itsmflow::oracle {

class Course {
 public:
  explicit Course(const Model& model);

  /// The endings so far, of activities that people do.
  using Endings = std::vector<Source>;

  bool has_rules() const { return !rules_.empty(); }
  /// All rules are satisfied.
  bool is_satisfied(const Endings& endings) const;
  /// 3.17: some endings could follow after which all rules are satisfied.
  bool can_be_kept(const Endings& endings) const;
  /// 3.21, of each rule in the written order: "satisfied", "violated", "satisfied_for_now" or "pending".
  std::vector<std::string> standing(const Endings& endings, bool over) const;

 private:
  using Letters = std::vector<int>;     ///< endings by their number
  using Signature = std::vector<bool>;  ///< how the rules stand after each of some continuations: what can't tell two courses apart

  Letters letters_of(const Endings& endings) const;
  bool satisfied(const Rule& rule, const Letters& course) const;
  Signature signature(const std::vector<const Rule*>& rules, const Letters& course) const;
  /// The courses that can follow, one of each kind, until `found` is true of one.
  template <class Found>
  bool any_continuation(const std::vector<const Rule*>& rules, const Letters& course, Found found) const;

  std::vector<Source> alphabet_;  ///< one ending of each that the rules tell apart
  std::vector<const Rule*> rules_;
  std::map<const Rule*, std::vector<std::vector<bool>>> named_;  ///< by place and letter: the rule's place names it
  mutable std::map<Signature, bool> kept_;
  // The same is asked of the same course again and again.
  mutable std::map<Letters, bool> kept_after_;
  mutable std::map<Letters, std::vector<std::string>> standing_after_;
};

}  // namespace itsmflow::oracle
