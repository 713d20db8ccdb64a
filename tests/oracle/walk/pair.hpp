#pragma once

// The engine and the twin side by side on one case of one model.

#include "coverage.hpp"

#include "../twin/twin.hpp"

#include <itsmflow/memory_store.hpp>

#include <memory>

namespace itsmflow::oracle {

/// Something that is done in both, or only asked.
struct Doing {
  enum class What { look, explain, start, perform, begin, end, claim, hand_over, suspend, resume, withdraw, set, cancel };
  What what = What::look;
  std::string person{};
  Piece activity{};
  std::string result{};
  Data data{};
  std::string to{};
  std::int64_t wait = 0;  ///< seconds that go by before it
  bool stale = false;     ///< decided on an older revision of the case
};
std::string to_string(const Doing& doing);

class Pair {
 public:
  /// No value where the loader refuses the model; `refusal` then says why.
  static std::unique_ptr<Pair> make(const Model& model, Blunder blunder, Coverage& coverage, std::string& refusal);

  /// Does it in both. What they disagree about, in words; empty: they agree.
  std::string does(const Doing& doing);
  /// Compares everything that can be seen and asked of the case as it stands.
  std::string look();

  /// Compares only what is shown of the case: enough after a refusal, which changes nothing.
  std::string glance();

  /// What the engine finds wrong with its own events.
  std::string verify() const;

  bool started() const { return case_.value != 0; }
  /// The last step did something.
  bool changed() const { return changed_; }
  const Twin& twin() const { return twin_; }

 private:
  Pair(const Model& model, std::shared_ptr<const itsmflow::Model> loaded, Blunder blunder, Coverage& coverage);

  std::string compare_step(const Doing& doing);
  std::string compare_offers(const std::string& person);
  std::string compare_explanation(const Doing& doing);
  std::string compare_view();
  bool is_vote(const std::string& activity) const;
  std::string item_for_engine(const Piece& piece) const;
  std::string engine_does(const Doing& doing);
  std::string twin_does(const Doing& doing);

  const Model& model_;
  Coverage& coverage_;
  Twin twin_;
  Directory people_;
  MemoryStore store_;
  Timestamp began_ = parse_timestamp("2014-03-03T08:00:00Z").value();
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
  CaseId case_{};
  bool changed_ = false;
};

}  // namespace itsmflow::oracle
