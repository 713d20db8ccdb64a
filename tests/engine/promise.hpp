#pragma once

#include "insight.hpp"
#include "random_user.hpp"

#include <itsmflow/memory_store.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// What became of the cases of a random user who deviates wherever he may, until all of them are over.
struct Kept {
  std::size_t steps = 0;
  std::size_t deviations = 0;
  std::size_t named = 0;      ///< of these: what is passed over had to be named …
  std::size_t given = 0;      ///< … or fields of it had to be given
  std::size_t stranding = 0;  ///< refused because they would have stranded the case, as was said before
  std::size_t verdicts = 0;
  std::size_t outside = 0;                                  ///< answers of services, and messages
  std::size_t waits = 0;                                    ///< something was due
  std::size_t over = 0;                                     ///< cases, of which
  std::size_t driven = 0;                                   ///< … were brought to their end by completions alone
  std::set<std::pair<std::string, DeviationKind>> kinds{};  ///< what occurred, by process
  std::string broken{};                                     ///< how the promise was broken; empty: it was kept

  void add(const Kept& more);
};

/// Whoever deviates wherever the policy of his model permits it: his case can still be completed (docs/semantics.md, 9.13). A random user
/// starts cases, works and deviates in them, and then drives each to its end by completions as the engine finds them, by public commands.
class PromiseWalk {
 public:
  /// A line of a policy that a user likes best, so that nothing that is permitted is left out for long.
  struct Wish {
    const Model* model = nullptr;
    const Allowance* line = nullptr;
  };
  static std::vector<Wish> wishes_of(const Library& library);

  /// The library permits some deviation. With seeds that follow each other one wish after another is chosen.
  PromiseWalk(const Library& library, const Directory& people, std::uint32_t seed);

  /// So many steps, and then all cases to their ends.
  Kept go(int steps);
  /// What was done so far, a line a command.
  const std::vector<std::string>& done() const { return done_; }

 private:
  std::string person();
  std::vector<CaseId> open_cases();
  bool keeps() const { return kept_.broken.empty(); }
  bool has_wish() const { return kept_.kinds.count({wish_.model->process, wish_.line->what}) > 0; }
  void start(const Model& model);
  void step(CaseId id);
  std::pair<std::uint32_t, std::string> draw_deviation(const Model& model);
  void deviate(CaseId id);
  bool take(CaseId id, const std::string& activity, const std::string& actor, Work work, const DeviationOption& option);
  void check_refused(CaseId id, const Step& step, const DeviationOption& option, const Digest& head);
  void work(CaseId id);
  bool work_on(CaseId id, const std::string& actor, const Offer& offer);
  void judge(CaseId id);
  void hear(CaseId id);
  void let_time_pass();
  void follow_one(CaseId id);
  /// Mostly not: in a case that is over there is nothing left to deviate from.
  bool ends_now() { return user_.pick(25) == 0; }
  void to_the_end(CaseId id);
  bool follow(CaseId id, const CaseMove& move);
  void check(CaseId id, const std::string& when);
  bool tell(const std::string& words, const Step& step);
  void broken(const std::string& how);
  Work work_for(const Model& model, const Offer& offer);

  const Library& library_;
  const Directory& people_;
  RandomUser user_;
  ManualClock clock_{parse_timestamp("2014-03-03T08:00:00Z").value()};
  MemoryStore store_;
  EngineOptions options_;
  Engine engine_;
  Insight insight_;
  std::map<std::pair<std::int64_t, std::string>, int> times_done_;  ///< by case and activity
  std::string busy_;                                                ///< may be nobody
  Wish wish_;
  Kept kept_;
  std::vector<std::string> done_;
};

}  // namespace itsmflow
