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
  std::int64_t time() const { return clock_; }
  /// What somebody else says of completions (9.13): it counts where the own search gives up, or where his gave up; or nobody looks.
  enum class Told { nothing, completes, strands, gave_up, nobody_looks };
  void tell(Told told) { told_ = told; }

  /// All cases as they stand, and the time.
  struct Moment {
    std::vector<Configuration> cases{};
    std::int64_t clock = 0;
    std::size_t happened = 0;
  };
  Moment moment() const;
  void back_to(const Moment& moment);

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
  /// What can't be overridden, or isn't permitted (9.6).
  struct Blocked {};
  /// An error of the caller that shows only while a deviating step is done (9.6, 9.8, 9.10).
  struct Wrong {};
  friend class Completion;

  /// As long as it is there, nothing happens but in one case: others aren't begun, stopped or told, as where a way is only looked for.
  class Alone {
   public:
    explicit Alone(World& world) : world_(world), before_(world.alone_) { world_.alone_ = true; }
    ~Alone() { world_.alone_ = before_; }
    Alone(const Alone&) = delete;
    Alone& operator=(const Alone&) = delete;

   private:
    World& world_;
    bool before_;
  };

  Outcome step(Twin& twin, const Kinds& obstacles, const std::function<void()>& change);
  /// A step that deviates: refused where no completion would be left (9.13).
  Outcome deviating_step(Twin& twin, const Kinds& overridden, const std::function<void()>& change);
  void acts(const Twin& twin, const std::string& person) { acting_ = {&twin, person}; }
  /// Who takes the step, if it is one of this case.
  std::string actor_of(const Twin& twin) const { return acting_.first == &twin ? acting_.second : ""; }
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
  std::pair<const Twin*, std::string> acting_{};
  bool alone_ = false;
  Told told_ = Told::nothing;
  Blunder blunder_;
};

}  // namespace itsmflow::oracle
