#pragma once

#include <itsmflow/directory.hpp>
#include <itsmflow/model.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// Something that one person does: an activity, or one item of it; with one result, where a rule names it.
struct Doing {
  std::uint32_t activity = 0;  ///< RuleSubject::kStart: who starts the case
  std::optional<std::uint32_t> result{};
  auto operator<=>(const Doing&) const = default;
};

/// What one person does under some rules, and who could.
struct Duty {
  std::vector<Doing> doings;
  std::vector<std::string> people;
  std::optional<std::size_t> alike{};  ///< the vote before it in the same decision: it doesn't matter who casts which
  std::size_t more_alike = 0;          ///< how many votes come behind it
};

/// Who could do what, if some of the rules about people are kept and one case does everything that people do once. Of an activity of several
/// people that is: as many votes as decide; every part that is always there; one element. What can be decided by fewer (a veto, `done`) is
/// taken as done by so few.
class Staffing {
 public:
  static constexpr std::size_t kMostTries = 1'000'000;  ///< assignments of persons
  static constexpr std::uint32_t kMostVotes = 50;       ///< of one decision; where it takes more, so many of them are looked at

  Staffing(const Model& model, const Directory& people, const std::vector<const Rule*>& rules);

  /// By duty a person, so that no two that must differ are one; false: there is no such assignment.
  bool is_possible();
  /// There were too many to try; then it is called possible.
  bool gave_up() const { return tries_ > kMostTries; }
  const std::vector<Duty>& duties() const { return duties_; }
  /// After is_possible(), if it didn't give up: some without whom there may be no such assignment. Without anybody else there is one.
  std::set<std::string> used() const;

 private:
  using Roles = std::vector<std::uint32_t>;
  using Numbers = std::vector<std::size_t>;

  void add(const Doing& doing, const Roles& roles);
  void add_items(std::uint32_t activity);
  void add_votes(std::uint32_t activity, const Votes& votes);
  void add_result(const RuleSubject& subject);
  std::size_t merged(std::size_t duty) const;
  Numbers duties_of(const RuleSubject& subject) const;
  void merge(const Rule& rule);
  void part(const Rule& rule);
  bool choose(std::size_t at);

  const Model& model_;
  const Directory& people_;
  std::vector<Duty> duties_;  ///< those that were merged into others have nothing to do
  Numbers merged_into_;       ///< by duty
  std::set<std::pair<std::size_t, std::size_t>> differ_;
  Numbers order_;   ///< of those that have to differ from others: those with the fewest people first
  Numbers chosen_;  ///< by duty, 1 + a place in its people
  std::size_t tries_ = 0;
};

/// Whoever has one of these roles, sorted.
std::vector<std::string> people_with(const Model& model, const Directory& people, const std::vector<std::uint32_t>& roles);

}  // namespace itsmflow
