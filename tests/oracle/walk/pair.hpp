#pragma once

// The engine and the twin side by side on one case of one model.

#include "coverage.hpp"
#include "doing.hpp"

#include <itsmflow/memory_store.hpp>

#include <memory>

namespace itsmflow::oracle {

class Pair {
 public:
  /// No value where the loader refuses the model; `refusal` then says why.
  static std::unique_ptr<Pair> make(const Model& model, Blunder blunder, Coverage& coverage, std::string& refusal);

  /// Does it in both. What they disagree about, in words; empty: they agree.
  std::string does(const Doing& doing);
  /// Compares everything that can be seen and asked of the cases as they stand; where nothing happened since, what is shown.
  std::string look();

  /// Compares only what is shown of the case: enough after a refusal, which changes nothing.
  std::string glance();

  /// What the engine finds wrong with its own events.
  std::string verify() const;

  bool started() const { return world_.size() > 0; }
  /// The last step did something.
  bool changed() const { return changed_; }
  const World& world() const { return world_; }
  /// To be looked ahead in, and to be as it was afterwards.
  World& world() { return world_; }

 private:
  using Loaded = std::vector<std::shared_ptr<const itsmflow::Model>>;
  Pair(const Model& model, Loaded loaded, Blunder blunder, Coverage& coverage);

  std::string compare_step(const Doing& doing);
  std::string compare_events();
  void count_element(const Doing& doing);
  std::string compare_offers(const Twin& twin, const std::string& person);
  std::string compare_explanation(const Doing& doing);
  std::string compare_view(const Twin& twin);
  std::string engine_view(const Twin& twin);
  std::string twin_view(const Twin& twin) const;
  std::string story_of(const CaseView& view);
  std::string engine_cases();
  std::string compare_cases();
  std::string look_at(const Twin& twin);
  Step engine_step(const Doing& doing);
  std::string engine_does(const Doing& doing);
  std::string engine_comes_to(const Step& step);
  std::string twin_does(const Doing& doing);
  std::string twin_comes_to(const Outcome& outcome);
  CaseId id_of(std::size_t number) const { return ids_.at(number - 1); }
  std::size_t number_of(CaseId id) const;
  Data renumbered(Data data, const Model& model) const;
  std::string calls_of_engine();
  std::string calls_of_twin();

  const Model& model_;
  Coverage& coverage_;
  World world_;
  Directory people_;
  MemoryStore store_;
  Timestamp began_ = parse_timestamp("2014-03-03T08:00:00Z").value();
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Engine> asked_;     ///< on the same cases: it looks for no completions
  std::vector<CaseId> ids_{};         ///< in the engine, by the number in the twin
  std::vector<std::int64_t> seen_{};  ///< by case: how many of its events were compared
  std::vector<ServiceCall> calls_{};  ///< what handlers were asked since the last look
  bool changed_ = false;
  std::string error_{};                      ///< the engine's last one
  World::Told told_ = World::Told::nothing;  ///< what the engine said of completions
};

}  // namespace itsmflow::oracle
