#pragma once

// The slow twin: one case of an abstract model, run as docs/semantics.md says and in its words. Written from that page and not from
// the engine; the numbers are its rules.

#include "course.hpp"
#include "flow.hpp"
#include "guard.hpp"

#include <itsmflow/engine.hpp>

#include <functional>
#include <tuple>

namespace itsmflow::oracle {

using Kind = Obstacle::Kind;
using Kinds = std::set<Kind>;  ///< in the order of section 3

/// 1.4: what one person has in hand of one activity.
struct Held {
  WorkStatus status = WorkStatus::claimed;
  bool begun = false;      ///< also while it is suspended or handed over
  bool suspended = false;  ///< also while it is handed over
  std::string holder;      ///< from the hand-over on: whoever it was handed to
  std::string giver{};
  Places input{};  ///< what it took when it was begun
  int since = 0;   ///< the later it was taken in hand, the higher
};

/// 2.14: a region that runs. Branches are named by their targets.
struct Run {
  std::set<std::string> begun{};
  std::set<std::string> ended{};
  bool taken = false;  ///< its join
};

/// 1.5: an activity of several items, once it was opened.
struct UnderWay {
  Places input{};
  std::vector<std::string> items{};                                   ///< fixed; of votes those who have cast one
  std::map<std::string, std::pair<std::string, std::string>> done{};  ///< by item: the answer and the person
  int since = 0;
};

/// Work is named by its activity, or by "activity item".
using Piece = std::string;
std::string activity_of(const Piece& piece);
std::string item_of(const Piece& piece);

/// 6.10: of a result with `after`.
struct Timer {
  std::int64_t at = 0;  ///< seconds since the case began
  bool due = false;
};

/// 1.1.
struct Configuration {
  std::map<std::string, std::string> states{};  ///< of the objects that have any
  Places tokens{};
  Course::Endings endings{};  ///< 3.17
  Data given{};
  std::map<Piece, Held> work{};
  std::map<std::string, UnderWay> under_way{};
  std::set<std::tuple<std::string, std::string, std::string>> parts{};  ///< person, activity, result ("*": handed over)
  CaseStatus status = CaseStatus::open;
  std::map<std::size_t, Run> runs{};                              ///< by the row of the join
  std::map<std::pair<std::string, std::string>, Timer> timers{};  ///< by activity and result
  int hands = 0;                                                  ///< how often work was taken in hand
};

/// What is asked of an activity: 3.1.
struct Question {
  enum class About { perform, begin, claim, end, offer, offer_in_hand };  ///< in hand: whether it rests is another matter
  About about = About::perform;
  std::string person;  ///< empty: the engine
  Piece activity;
  std::optional<std::string> result{};  ///< none: to begin or to claim
  Data data{};
};

/// What happened, as far as the twin tells: an event's type, its activity and its result.
struct Happened {
  EventType type;
  std::string activity{};
  std::string result{};
  auto operator<=>(const Happened&) const = default;
};

struct Outcome {
  bool error = false;  ///< of the caller (3.13), or a circle (6.1): nothing has changed
  Kinds obstacles{};
  std::vector<Happened> events{};
};

struct Offered {
  Piece activity;
  WorkStatus status = WorkStatus::offered;
  std::vector<std::string> results{};
};

/// Rules of the page that the twin can be told to get wrong, to see that somebody would notice.
enum class Blunder {
  none,
  defaults_are_given,       ///< against 1.3
  any_holds_finals,         ///< against 2.2
  choices_stay_open,        ///< against 2.6
  room_without_limit,       ///< against 2.11
  errors_are_not_absorbed,  ///< against 3.7
  no_part_by_handing_over,  ///< against 3.11
  input_is_lost,            ///< against 4.8
  sets_before_data,         ///< against 4.3
  last_guard_first,         ///< against 6.4
  engine_before_rows,       ///< against 6.1
};

class Twin {
 public:
  static constexpr int kMostEvents = 60;  ///< 6.1: the bound

  explicit Twin(const Model& model, Blunder blunder = Blunder::none)
      : model_(model), flow_(model), course_(model), blunder_(blunder) {}

  Outcome start(const std::string& person, const Data& data);
  Outcome perform(const std::string& person, const std::string& activity, const std::string& result, const Data& data);
  Outcome end(const std::string& person, const std::string& activity, const std::string& result, const Data& data);
  Outcome begin(const std::string& person, const std::string& activity);
  Outcome claim(const std::string& person, const std::string& activity);
  Outcome hand_over(const std::string& person, const std::string& activity, const std::string& to);
  Outcome suspend(const std::string& person, const std::string& activity);
  Outcome resume(const std::string& person, const std::string& activity);
  Outcome withdraw(const std::string& person, const std::string& activity);
  Outcome set(const std::string& person, const std::string& activity, const Data& data);
  Outcome cancel(const std::string& person);
  /// 4.13.
  Outcome due();
  /// Time goes by, in seconds.
  void wait(std::int64_t seconds) { clock_ += seconds; }

  /// 3.1; nothing changes.
  Kinds obstacles(const Question& question) const;
  /// 3.12 and what the person has in hand.
  std::vector<Offered> offers(const std::string& person) const;
  /// What can be asked of an activity: itself, or each of its items.
  std::vector<Piece> all_pieces(const Activity& activity, const std::string& person) const;
  std::vector<std::string> answers(const Activity& activity) const;
  /// 3.13: what a step takes, and whether it must be given: "o.f" or "o.f!".
  std::set<std::string> fields(const std::string& activity, const std::string& result) const;
  /// The activities that the marking allows, and what is in hand.
  std::map<Piece, Held> work() const;
  /// Filled fields, defaults included.
  Data data() const;

  /// 3.21.
  std::vector<std::string> rules() const { return course_.standing(now_.endings, now_.status == CaseStatus::over); }
  const Configuration& now() const { return now_; }

 private:
  // Section 3: twin_obstacles.cpp.
  Kinds people_obstacles(const Question& question) const;
  bool taken(const Question& question) const;
  Kinds state_obstacles(const Activity& activity, const Result& result) const;
  Kinds state_obstacles(const Activity& activity, const std::optional<std::string>& result) const;
  bool ends_case(const Activity& activity, const Result& result) const;
  bool breaks_rules(const Activity& activity, const std::optional<std::string>& result, bool begun) const;
  bool stranded_at_the_end(const Activity& activity, const Result& result) const;
  bool guards_hold(const Activity& activity, const Result* result, const Question& question, bool beginning) const;
  Kinds data_obstacles(const Activity& activity, const Result& result, const Question& question) const;
  std::map<std::string, std::set<std::string>> right_states(const Activity& activity, const Result& result) const;
  std::set<std::string> states_of(const States& states, const std::string& object, const std::string& target) const;
  bool ends_case(const Move& move) const;
  bool leads_to(const std::string& object, const std::set<std::string>& right, const Activity& asked) const;
  bool fits(const Activity& activity, const Result& result) const;
  bool fits_some_result(const Activity& activity) const;
  bool is_reached(const std::string& activity) const;
  std::optional<Places> input_of(const std::string& activity) const;
  Places gives(const std::string& activity, const std::string& result) const;
  bool has_room(const Places& places, const Places& taken, const std::string& ending, const std::set<std::string>& gone = {}) const;
  std::set<std::string> takes(const Activity& activity, const Result* result) const;
  bool accepts(const std::string& activity, const std::string* result, const Data& data) const;
  Sight sight(const Data& data, const std::string& actor) const {
    return {model_, now_.states, data, actor, blunder_ != Blunder::errors_are_not_absorbed};
  }
  Data with(const Data& data) const;

  // Activities of several items: twin_items.cpp.
  Kinds item_obstacles(const Question& question) const;
  std::vector<std::string> items_now(const Activity& activity) const;
  const std::vector<std::string>& item_roles(const Activity& activity, const std::string& item) const;
  std::set<std::string> item_takes(const Activity& activity, const std::string& item, bool required_only) const;
  std::vector<ItemSeen> items_seen(const Activity& activity) const;
  bool is_complete(const Activity& activity) const;
  std::string decided(const Activity& activity) const;
  void open(const Activity& activity);
  Outcome perform_item(const Question& question, const std::string& answer);
  bool completes();
  void drop_under_way(const std::string& activity);

  // Section 4: twin_steps.cpp.
  Outcome step(const Kinds& obstacles, const std::function<void()>& change);
  void finish(const Activity& activity, const Result& result, const std::string& person, const Data& data);
  std::set<std::string> cancelled_activities(const Activity& activity, const Result& result) const;
  std::vector<std::string> cancel_work(const Activity& activity, const Result& result);
  void happened(EventType type, const std::string& activity = "", const std::string& result = "");
  const Held* held_by(const std::string& person, const std::string& activity) const;
  Kinds not_in_hand(const std::string& person, const std::string& activity, const std::set<WorkStatus>& ways) const;

  // Section 6: twin_agenda.cpp.
  void settle();
  bool by_itself();
  bool case_ends();
  bool is_still_to_do(const Activity& activity, const std::string& item) const;
  bool withdraws();
  bool decides();
  bool decides_row(std::size_t row);
  bool takes_join(std::size_t row);
  bool engine_acts();
  bool timer_ends();
  bool timers_change();
  bool ends_by_itself(const Activity& activity, const Result& result);

  // Regions (2.12 to 2.15): twin_regions.cpp.
  bool decides_fork(std::size_t row);
  bool takes_region_join(std::size_t row);
  void end_branches();
  void forget_cancelled_branches();
  void drop_work(const std::string& activity);
  std::vector<Piece> in_hand() const;
  std::vector<std::string> opened() const;

  const Model& model_;
  Flow flow_;
  Course course_;
  Blunder blunder_;
  Configuration now_{};
  std::int64_t clock_ = 0;
  std::vector<Happened> events_{};
};

}  // namespace itsmflow::oracle
