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
  /// Rules that were overridden (9.5), by their number in the model.
  using Off = std::set<std::size_t>;

  bool has_rules() const { return !rules_.empty(); }
  /// All rules are satisfied.
  bool is_satisfied(const Endings& endings, const Off& off) const { return unsatisfied(endings, off).empty(); }
  /// 3.17: some endings could follow after which all rules are satisfied.
  bool can_be_kept(const Endings& endings, const Off& off) const;
  /// 3.19.
  Off unsatisfied(const Endings& endings, const Off& off) const;
  /// 3.20, of rules that can't be kept: those that are broken or else, left out from the last on, those of which none can be left out.
  Off blamed(const Endings& endings, const Off& off) const;
  /// 3.21, of each rule in the written order that isn't off: "satisfied", "violated", "satisfied_for_now" or "pending".
  std::vector<std::string> standing(const Endings& endings, const Off& off, bool over) const;
  /// What the rules can't tell apart has the same number.
  std::size_t class_of(const Endings& endings) const;

 private:
  using Letters = std::vector<int>;     ///< endings by their number
  using Signature = std::vector<bool>;  ///< how the rules stand after each of some continuations: what can't tell two courses apart

  Letters letters_of(const Endings& endings) const;
  bool satisfied(std::size_t rule, const Letters& course) const;
  Signature signature(const Letters& course) const;
  std::size_t class_of(const Letters& course) const;
  std::size_t class_after(std::size_t before, int letter) const;
  std::vector<std::size_t> without(const Off& off) const;
  /// Rules are all satisfied after some continuation.
  bool kept_together(const std::vector<std::size_t>& rules, std::size_t from) const;
  /// The courses that can follow, one of each class, until `found` is true of one.
  template <class Found>
  bool any_continuation(std::size_t from, Found found) const;

  const Model& model_;
  std::vector<Source> alphabet_;                                 ///< one ending of each that the rules tell apart
  std::vector<std::size_t> rules_;                               ///< those about the course, by their number in the model
  std::map<std::size_t, std::vector<std::vector<bool>>> named_;  ///< by rule, place and letter: the rule's place names it
  // The same is asked of the same course again and again, and of courses that the rules don't tell apart.
  mutable std::vector<Letters> classes_;  ///< one course of each class
  mutable std::map<Signature, std::size_t> class_by_signature_;
  mutable std::map<std::pair<std::size_t, int>, std::size_t> class_after_;
  mutable std::map<std::pair<std::vector<std::size_t>, std::size_t>, bool> kept_;
  mutable std::map<std::pair<std::size_t, std::size_t>, std::string> standing_;  ///< by rule and class, of an open case
};

}  // namespace itsmflow::oracle
