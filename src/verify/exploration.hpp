#pragma once

#include "semantics/deviations.hpp"
#include "semantics/moves.hpp"
#include "verify/early_messages.hpp"
#include "verify/proof.hpp"
#include "verify/variables.hpp"
#include "verify/ways_over.hpp"

#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace itsmflow {

/// When those timers are due that run at the same time.
enum class Times {
  by_the_clock,  ///< one after the other, if people do everything at once: one possibility of many
  in_any_order,  ///< any of them first, or some at once, whatever the model says of how long they take: more than there may be
};

/// How many timers run that aren't due yet.
std::size_t running_timers(const CaseState& state);

/// With the event a case of another process begins, and something is passed to it.
bool passes_data(const Model& model, const NetEvent& event);

/// All that cases of a model can do, found by doing it, as the engine would: slow, but there is nothing in a model that it can't follow.
/// Where there is no end of what could be done (elements of objects, items of lists), it looks at few and says so.
class Exploration {
 public:
  /// Looks at no more than `most` states; `tell` hears now and then at how many so far. With deviations only those are troubles after which
  /// a case gets stuck or lost, or the engine goes on for ever, and nothing else that happens then counts.
  Exploration(const Net& net, std::size_t most, TellStates tell = {}, Deviating deviating = Deviating::no,
              Times times = Times::by_the_clock);

  Exploration(const Exploration&) = delete;  // its parts look at its net
  Exploration& operator=(const Exploration&) = delete;

  Proof proof();
  /// Of proof() with Times::in_any_order: timers ran at the same time, and it isn't so that nothing goes wrong whichever comes first. Then what
  /// was found may be of an order that can't be.
  bool hangs_on_order() const { return several_ && !is_fine_in_any_order(); }

 private:
  /// What happens in a node: a move, and messages that came before it while nobody waited for them.
  struct Step {
    CaseMove move;
    std::uint32_t order = 0;             ///< which of the node's `orders`; 0: none
    std::optional<WayStep> deviation{};  ///< the move is one
    std::vector<Message> early{};
  };
  /// By object: which element each has been before, where they were put in order; empty: they weren't.
  using Order = std::vector<std::vector<std::uint32_t>>;
  struct Node {
    CaseState state;
    Timestamp now;
    std::uint32_t parent = 0;
    Step step{};               ///< from the parent
    bool deviated = false;     ///< it is reached only by a deviation
    bool supposed = false;     ///< it is reached only if another process takes what is passed to it
    std::uint32_t length = 0;  ///< of the way there
    std::uint32_t early = 0;   ///< messages on it that come before anybody waits for them
    std::uint32_t orders = 0;  ///< several timers run: in so many ways they may be due next; 0: no more than one runs
    bool is_expanded = false;
    Order order{};
  };
  struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t order = 0;  ///< as of a step
    bool is_early = false;    ///< only if messages came early
  };
  /// A deviation, and where it leads.
  struct Deviated {
    std::uint32_t from = 0;
    std::uint32_t to = 0;                 ///< kNone: the engine never stops
    std::vector<WayStep> steps{};         ///< the deviation is the last
    std::vector<std::uint32_t> circle{};  ///< of activities, where the engine never stops
  };
  /// What one person who has all roles may want to do in spite of what stands in the way.
  struct Wish {
    std::uint32_t activity = 0;
    std::uint32_t result = 0;
    Writes given{};
    std::optional<DeviationKind> as{};  ///< none: nothing stands in the way that is about the order of work
    std::vector<NamedPassing> passing{};
  };
  /// Which edges count: nobody can be relied upon to send a message before it is waited for.
  enum class Ways { sure, any };

  void start();
  void expand_all();
  void find_lengths_of_lists();
  void find_motives();
  void find_values(const Variables& variables);
  void expand(std::uint32_t from);
  void let_fail(std::uint32_t from);
  /// As it is, and with every message before it that may come early and then is taken.
  void follow(std::uint32_t from, Step step);
  void follow_one(std::uint32_t from, Step step);
  void fail(std::uint32_t from, Step step, const std::vector<NetEvent>& happened, bool supposed);
  void add(Node node);
  bool leaves_messages(std::uint32_t from, const Step& step, const CaseState& next);
  void deviate_everywhere();
  void override_from(std::uint32_t from);
  void do_extra_from(std::uint32_t from);
  void do_again_from(std::uint32_t from);
  void skip_from(std::uint32_t from, std::uint32_t motive);
  bool skip_to(std::uint32_t from, const WayOver& over, const Passed& done, std::uint32_t motive);
  bool try_out(std::uint32_t from, const Wish& wish, const std::vector<std::uint32_t>& motives);
  WayStep step_of(const CaseState& state, const DeviationPlan& plan, const Wish& wish) const;
  bool is_weary() const;
  void note(Deviated deviated);
  bool is_too_much(std::uint32_t from, const CaseState& next);
  bool is_like_another(const CaseState& state, const CaseMove& move) const;
  void forget_unread(CaseState& state) const;
  Order order_alike(CaseState& state) const;
  void note_time(std::uint32_t from);
  void let_some_come_first(std::uint32_t from);
  bool is_fine_in_any_order() const;
  void say(const std::string& what);
  /// Something would be reached a second time while it still waits: the engine holds it up then.
  void find_contact(std::uint32_t from);
  bool would_end(const CaseState& state, Timestamp now, std::uint32_t activity, std::uint32_t result);
  void find_troubles(Proof& proof);
  class WaysToStop;
  void find_strandings(Proof& proof);
  void add_stranding(Proof& proof, const Deviated& deviated, const WaysToStop& ways);
  std::vector<Standing> standings_after(std::uint32_t node);
  /// By node: more may come of it than was followed, or it may not be reached at all.
  std::vector<bool> left_open() const;
  void find_leftover(Proof& proof);
  std::vector<bool> leading_to(const std::function<bool(std::uint32_t)>& is_wanted, Ways ways) const;
  bool is_over(std::uint32_t node) const { return nodes_[node].state.status == CaseStatus::over; }
  void find_what_hangs_on_early_messages();
  Standing standing(std::uint32_t node);
  std::vector<WayStep> way_to(std::uint32_t node) const;
  void add_steps(std::vector<WayStep>& way, const Step& step) const;
  WayStep step_of(const CaseMove& move) const;

  const Net net_;  ///< with what counts here
  std::size_t most_;
  TellStates tell_;
  Deviating deviating_;
  Times times_;
  Directory people_;
  Surroundings surroundings_;
  std::vector<std::string> nobody_;
  Moves moves_;
  EarlyMessages early_;
  TriedValues values_;
  std::vector<bool> alike_;                         ///< by activity: its items are
  std::vector<std::optional<std::size_t>> enough_;  ///< by object: so many elements
  std::vector<Node> nodes_;
  using Place = std::tuple<bool, std::uint32_t, std::uint32_t, std::uint32_t>;  ///< supposed, length, early, node
  std::priority_queue<Place, std::vector<Place>, std::greater<>> open_;
  std::vector<std::uint32_t> in_order_;  ///< nodes, those with the best ways first
  std::vector<Edge> edges_;
  std::map<std::size_t, std::vector<WayStep>> steps_on_;  ///< by edge, of those that come after a deviation
  std::vector<Deviated> deviated_;                        ///< those with the shortest ways first
  std::vector<std::uint32_t> motives_;                    ///< of those that permit the same one
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::size_t>> noted_;  ///< of `deviated_`, what tells it apart
  std::size_t tried_ = 0;                                                                 ///< deviations
  std::set<std::string> returns_;  ///< what was done again, and where the case came back to
  bool keeps_returns_ = false;     ///< it counts where a case stood before it did something
  std::vector<bool> goes_on_;      ///< by node
  std::vector<bool> is_whole_;     ///< by node: whatever is tried there was followed
  std::unordered_map<std::string, std::uint32_t> known_;
  std::vector<std::string> why_not_;
  std::vector<std::vector<bool>> happens_;
  std::vector<bool> taken_;
  struct Circle {
    std::uint32_t from = 0;  ///< node
    Step step;
    std::vector<std::uint32_t> activities;
    bool supposed = false;  ///< as of a node
  };
  std::optional<Circle> circle_;  ///< that was found first
  struct Contact {
    std::uint32_t from = 0;       ///< node
    std::optional<WayStep> step;  ///< none: a row is decided
    std::uint32_t place = 0;
  };
  std::optional<Contact> contact_;  ///< that was found first
  bool full_ = false;
  bool several_ = false;  ///< timers ran at the same time
};

}  // namespace itsmflow
