#pragma once

#include "domain.hpp"
#include "world.hpp"

namespace itsmflow::oracle {

/// A step of a completion (9.13).
struct Act {
  enum class What { perform, withdraw, resume, due, answer, fail, send, come_back };
  What what = What::perform;
  std::string person{};
  Piece activity{};
  std::string result{};  ///< of `send` the message's name
  Data data{};
};

/// Whether a case could still be completed (9.13), found by trying: every person, every activity with every result and all data that can
/// matter; what is in hand ended, given back or resumed; timers, answers, messages and returns. Nothing is done to the case.
class Completion {
 public:
  enum class Is { found, none, unknown };  ///< unknown: the search gave up

  /// `limit`: so many steps are tried, or asked about.
  Completion(World& world, std::size_t number, std::size_t limit = 20'000);
  Is look();
  /// As `look`, but of what is found within the limit none is shorter.
  Is look_for_shortest();
  /// A completion is found by a few tries at random; nothing is said if it isn't.
  bool is_easily_found();
  /// All that can be reached from here by such steps, and by calls of services that fail.
  struct Reach {
    bool known = false;     ///< false: there is more than `most`, or something was left out
    bool hopeless = false;  ///< from somewhere no end can be reached
    std::size_t states = 0;
    std::vector<Act> way{};                                   ///< to the first such place
    std::set<std::pair<std::string, std::string>> happens{};  ///< activities, and results with which they ended
    std::set<std::string> left{};  ///< activities of somebody else than the engine that could be begun when the case was over
  };
  Reach reach(std::size_t most);
  /// How the case stands after a step of one (Twin::key); empty: it can't be taken.
  std::string key_after(const Act& act);
  /// Of one that was found, in order.
  const std::vector<Act>& way() const { return way_; }

 private:
  struct Node {
    World::Moment at;
    std::size_t from = 0;
    Act act{};
  };

  bool is_over() const { return twin_.now().status == CaseStatus::over; }
  Is looking(const std::function<Is()>& way);
  bool is_found_by(int dives);
  bool dive(unsigned& random);
  Is search();
  /// The steps that there are to be tried, with data still to be chosen.
  std::vector<Act> openings();
  bool may_be_possible(const Act& act);
  std::vector<Act> of_people();
  std::vector<std::string> people() const;
  bool is_one_too_many(const Piece& piece) const;
  void from_outside(std::vector<Act>& found) const;
  Brought choices(const Act& act);
  void note_what_happened(Reach& reach, std::size_t from) const;
  void note_what_is_left(Reach& reach) const;
  /// False: it isn't possible, or is none that counts; then nothing has changed.
  bool take(const Act& act);
  Outcome act_on(const Act& act);
  void come_back(const Act& act);
  std::vector<Act> way_to(const std::vector<Node>& nodes, std::size_t last) const;

  World& world_;
  Twin& twin_;
  Domain domain_;
  std::size_t limit_;
  std::size_t tried_ = 0;          ///< by the search
  std::size_t elements_;           ///< that there are at the start
  bool calls_fail_ = false;        ///< services needn't answer at all
  mutable bool left_out_ = false;  ///< something that might have been tried
  bool people_differ_ = false;     ///< also those with the same roles
  std::vector<Act> way_{};
};

}  // namespace itsmflow::oracle
