#pragma once

#include "faults/reference.hpp"

#include <functional>
#include <string>
#include <vector>

/// What makes things fail, as a trial needs to know it.
struct Trouble {
  std::function<bool()> is_down = [] { return false; };                                          ///< nothing works any more
  std::function<void()> relieve = [] {};                                                         ///< there is room again
  std::function<void(const std::function<void()>&)> quietly = [](const auto& look) { look(); };  ///< looks without being counted
  bool loses_answers = false;  ///< what failed may be there all the same
};

/// Goes through a course in which something fails, as a program would that tries again what failed, and finds out whether what is promised holds.
class Trial {
 public:
  /// `repeats`: so many notifications and calls may come once more than they should.
  Trial(const Reference& reference, World& world, std::size_t repeats = 1)
      : reference_(reference), world_(world), repeats_(repeats) {}

  /// Does the actions, each again once after it failed, until nothing works any more or until the end, where nothing may be
  /// missing in the store or in the world.
  void run(const Place& place, const Trouble& trouble) { run(place, trouble, 0, reference_.actions.front().at); }
  /// Goes on, in a new program, where a store of so many events was left by one that ended; until the end.
  void go_on(const Place& place, std::size_t events);
  /// What a store holds where nothing worked any more: `least` to `most` events.
  void look_at(itsmflow::Store& store, std::size_t least, std::size_t most);

  /// The actions that have returned: those below it.
  std::size_t done() const { return done_; }
  std::size_t failures() const { return failures_.size(); }
  const std::vector<itsmflow::StoreError>& errors() const { return failures_; }
  /// What doesn't hold, with where it was seen; empty: everything does.
  const std::string& problems() const { return problems_; }
  void problem(const std::string& what) { problems_ += where_ + ": " + what + "\n"; }

 private:
  enum class Outcome { done, failed, down };
  void run(const Place& place, const Trouble& trouble, std::size_t from, itsmflow::Timestamp now);
  Outcome attempt(const Action& action, Program& program, const Trouble& trouble);
  void look_at_end(itsmflow::Store& store);
  void add(const std::vector<std::string>& problems);

  const Reference& reference_;
  World& world_;
  std::size_t repeats_;
  std::size_t done_ = 0;
  std::vector<itsmflow::StoreError> failures_;
  std::string where_ = "at the beginning";
  std::string problems_;
};
