#pragma once

#include "twin.hpp"

#include <deque>

namespace itsmflow::oracle {

/// A call that a service is to hear of.
struct Call {
  std::size_t number = 0;  ///< of the case
  std::string activity{};
  int attempt = 1;
  Data data{};
};

/// The cases of a process and of the other one that it runs and starts, numbered from 1, and what they do to each other.
class World {
 public:
  static constexpr std::size_t kMostEvents = 60;  ///< 6.1: the bound

  explicit World(const Model& model, Blunder blunder = Blunder::none);

  /// A new command is given: what happened is forgotten.
  void listen();

  /// 4.1.
  Outcome start(const std::string& person, const Data& data);
  /// 4.11, to all cases: what came of it in each that it is meant for; none: an error of the caller.
  std::vector<Outcome> send(const std::string& name, const Data& values);
  /// 4.13, in all cases.
  Outcome due();
  /// The calls that weren't made yet; from then on they were.
  std::vector<Call> calls();
  /// Time goes by, in seconds.
  void wait(std::int64_t seconds) { clock_ += seconds; }

  std::size_t size() const { return cases_.size(); }
  bool any_open() const;
  Twin& of(std::size_t number) { return cases_.at(number - 1); }
  const Twin& of(std::size_t number) const { return cases_.at(number - 1); }

 private:
  friend class Twin;

  /// What refuses a whole step although it was possible by itself (4.14).
  struct Refused {
    Kinds obstacles;
  };
  /// 6.1.
  struct Circle {};

  Outcome step(Twin& twin, const Kinds& obstacles, const std::function<void()>& change);
  void next(Twin& twin, std::function<void()> change) { turns_.push_back({&twin, std::move(change)}); }
  Twin& add(const Process& process);
  /// A case of the other process is started by one; its number.
  std::size_t begin(const Twin& parent, const std::vector<Set>& with);
  void stop(std::size_t number);
  /// A case is over, or was cancelled.
  void ended(const Twin& twin);

  /// What comes next in which case (6.1).
  struct Turn {
    Twin* twin;
    std::function<void()> change;
  };

  std::deque<Process> processes_{};  ///< the first, and the other
  std::deque<Twin> cases_{};
  std::deque<Turn> turns_{};
  std::int64_t clock_ = 0;
  std::size_t happened_ = 0;  ///< in this step, in all cases
  Blunder blunder_;
};

}  // namespace itsmflow::oracle
