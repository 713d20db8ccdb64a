#pragma once

// The slow twin: one case of an abstract model, run as docs/semantics.md says and in its words. Written from that page and not from
// the engine; the numbers are its rules.

#include "configuration.hpp"
#include "guard.hpp"

#include <functional>

namespace itsmflow::oracle {

using Kind = Obstacle::Kind;
using Kinds = std::set<Kind>;  ///< in the order of section 3

/// What is asked of an activity: 3.1.
struct Question {
  enum class About { perform, begin, claim, end, offer, offer_in_hand };  ///< in hand: whether it rests is another matter
  About about = About::perform;
  std::string person;  ///< empty: the engine
  Piece activity;
  std::optional<std::string> result{};  ///< none: to begin or to claim
  Data data{};
  std::optional<Data> message{};  ///< what a message says (5.3)
  bool of_new = false;            ///< about an element that is to be added (3.15)
};

struct Outcome {
  bool error = false;  ///< of the caller (3.13), or a circle (6.1): nothing has changed
  Kinds obstacles{};
  bool circle = false;  ///< the error is one (6.1)
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
  timers_run_on,            ///< against 6.10
  messages_for_anybody,     ///< against 6.7
  services_never_give_up,   ///< against 6.8
  cases_never_stop,         ///< against 6.8: `on_cancel: stop`
  numbers_are_lost,         ///< against 4.14: `into`
  gone_ones_are_there,      ///< against 1.6
  parts_in_any_element,     ///< against 3.15
  all_is_any,               ///< against 2.20
  never_is_nothing,         ///< against 9.2: `never`
  no_line_wears_out,        ///< against 9.2: `at_most`
  stopped_goes_on,          ///< against 9.15
  rules_stay_on,            ///< against 9.5
  passed_over_by_nobody,    ///< against 9.9: the part
  passing_over_counts,      ///< against 9.9: rules about the course
  passing_over_is_silent,   ///< against 9.9: `sets`
  extra_moves,              ///< against 9.10
  again_stays_here,         ///< against 9.11
  again_goes_forward,       ///< against 9.11
  nothing_is_assumed,       ///< against 9.12
  assumed_for_good,         ///< against 9.12
  nothing_strands,          ///< against 9.13
  own_ones_confirmed,       ///< against 9.15
  first_guard_wins,         ///< against 10.2
};

class World;

/// What is passed over, in order (9.7).
using Passed = std::vector<Source>;

/// Other activities come first, as far as they are in the way (9.6).
bool stands_in_order(const Kinds& found);
/// The fields that some guard or computed field reads (9.10).
std::set<std::string> fields_read(const Model& model);

/// Who may start a case, and cancel one (4.9).
bool may_start(const Model& model, const std::string& person);

/// A process as its cases read it.
struct Process {
  explicit Process(const Model& of) : model(of), flow(of), course(of) {}
  const Model& model;
  Flow flow;
  Course course;
};

class Twin {
 public:
  Twin(const Process& process, World& world, std::size_t number, Blunder blunder)
      : model_(process.model), flow_(process.flow), course_(process.course), world_(world), number_(number), blunder_(blunder) {}

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
  /// 4.11; 4.12: a result, or that it failed; 4.13.
  Outcome send(const std::string& name, const Data& values);
  Outcome answer(const std::string& activity, const std::optional<std::string>& result, const Data& data);
  Outcome due();

  /// 9.3: to perform, or to end, with a motive.
  Outcome deviate(Question::About about, const std::string& person, const std::string& activity, const std::string& result,
                  const Data& data, const Motive& motive);
  /// 9.15; 10.3.
  Outcome confirm(const std::string& person, std::int64_t deviation) {
    return say(person, deviation, ConfirmationStatus::confirmed);
  }
  Outcome disapprove(const std::string& person, std::int64_t deviation) {
    return say(person, deviation, ConfirmationStatus::disapproved);
  }
  Outcome judge(const std::string& person, const std::string& outcome);

  /// 3.1, of doing it at once; nothing changes.
  Outcome explain(const std::string& person, const std::string& activity, const std::string& result, const Data& data) const;
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
  /// … and, for the handler of a service, the elements as a list.
  Data told() const;
  /// 1.6: the elements that are there, with their filled fields.
  std::vector<ElementSeen> elements(bool in_hand_too) const;
  /// Activities that wait for a message, and its name.
  std::vector<std::pair<std::string, std::string>> awaited_messages() const;

  /// 3.21.
  std::vector<std::string> rules() const { return course_.standing(now_.endings, now_.off, now_.status == CaseStatus::over); }
  /// 10.1; empty while the case is open, and where the model has none.
  std::string outcome() const;
  /// What a search for a completion can't tell apart.
  std::string key() const;
  const Configuration& now() const { return now_; }
  const Model& model() const { return model_; }
  std::size_t number() const { return number_; }

 private:
  friend class World;
  friend class Completion;

  // Section 3: twin_obstacles.cpp.
  Kinds people_obstacles(const Question& question) const;
  bool is_of_elements(const Rule& rule) const;
  bool taken(const Question& question) const;
  Kinds state_obstacles(const Activity& activity, const Result& result, const std::string& item) const;
  Kinds state_obstacles(const Activity& activity, const std::optional<std::string>& result, const std::string& item) const;
  bool ends_case(const Activity& activity, const Result& result) const;
  bool breaks_rules(const Activity& activity, const std::optional<std::string>& result, bool begun) const;
  bool stranded_at_the_end(const Activity& activity, const Result& result, const Question& question) const;
  bool guards_hold(const Activity& activity, const Result* result, const Question& question, bool beginning) const;
  Kinds data_obstacles(const Activity& activity, const Result& result, const Question& question) const;
  Kinds computing_obstacles(const Activity& activity, const Result& result, const Question& question) const;
  bool is_missing(const std::string& path, const Data& data) const;
  std::map<std::string, std::set<std::string>> right_states(const Activity& activity, const Result& result) const;
  std::set<std::string> states_of(const States& states, const std::string& object, const std::string& target) const;
  bool ends_case(const Move& move) const;
  bool leads_to(const std::string& object, const std::set<std::string>& right, const Activity& asked,
                const std::string& item) const;
  bool fits(const Activity& activity, const Result& result, const std::string& item = "") const;
  bool fits_some_result(const Activity& activity, const std::string& item = "") const;
  bool is_reached(const std::string& activity) const;
  std::optional<Places> input_of(const std::string& activity) const;
  Places gives(const std::string& activity, const std::string& result) const;
  bool has_room(const Places& places, const Places& taken, const std::string& ending, const std::set<std::string>& gone = {}) const;
  std::set<std::string> takes(const Activity& activity, const Result* result) const;
  bool accepts(const std::string& activity, const std::string* result, const Data& data) const;
  Sight sight(const Data& data, const std::string& actor, const std::optional<Data>& message = {},
              const std::string& item = "") const;
  Data with(const Data& data, const std::string& item = "") const;

  // Objects with `many`: twin_elements.cpp. An item is the number of an element, or empty.
  const Element* element(const std::string& item) const;
  bool is_there(const Element& element) const;
  std::string state_of(const std::string& object, const std::string& item) const;
  Data given(const std::string& item) const;
  void write(const std::string& path, const Value& value, const std::string& item);
  bool asks_in_vain(const Activity& activity, const Result& result) const;
  bool comes_from_none(const Activity& activity) const;
  std::string next_number() const { return std::to_string(now_.elements.size() + 1); }
  std::optional<Question> about_which(Question question) const;
  std::vector<Piece> in_hand_of(const Activity& activity, const std::string& person) const;
  bool is_known(const Piece& piece) const;
  void forget_if_gone(const Piece& piece);
  void add_element(const Question& question);
  std::vector<Piece> pieces_to_offer(const Activity& activity) const;

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
  void do_item(const Question& question);
  bool completes();
  void drop_under_way(const std::string& activity);

  // Section 4: twin_steps.cpp.
  Outcome step(const Kinds& obstacles, const std::function<void()>& change);
  Outcome end_as(const Question& asked);
  Outcome with_work(const std::string& person, const std::string& activity, const std::set<WorkStatus>& ways,
                    const std::function<void(const Piece&)>& change);
  void move_to(const std::string& object, const std::string& state, const std::string& item);
  void finish(const Piece& piece, const Result& result, const std::string& person, const Data& data,
              const std::optional<Data>& message = {});
  void compute(const Set& set, const Sight& sight, const std::string& item);
  void let_go(const Piece& piece);
  void start_others(const Effects& effects);
  void take_input(const std::string& activity);
  std::set<std::string> cancelled_activities(const Activity& activity, const Result& result) const;
  std::vector<std::string> cancel_work(const Activity& activity, const Result& result);
  void happened(EventType type, const std::string& activity = "", const std::string& result = "", const std::string& about = "");
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
  std::vector<std::pair<std::string, std::string>> timers() const;
  bool timer_ends();
  bool timers_change();
  bool ends_by_itself(const Activity& activity, const Result& result, const std::optional<Data>& message = {});
  bool ends_somehow(const Activity& activity, const std::optional<Data>& message = {});

  // What comes from outside (6.7, 6.8): twin_outside.cpp.
  bool waits_for(const std::string& message) const;
  bool is_about(const Activity& activity, const Message& message) const;
  bool takes_message();
  bool goes_on_outside();
  bool goes_on_outside(const Activity& activity);
  void fail_call(const Activity& activity);
  bool waits_for_answer(const std::string& activity) const;
  void begin_with(std::size_t parent, const Data& data, const std::string& person);
  void end_under_way(const std::string& activity);
  void come_back(std::size_t other, const Twin& ended);
  void stop();
  void give_up();
  bool has_timer_due() const;

  // Regions (2.12 to 2.15): twin_regions.cpp.
  bool decides_fork(std::size_t row);
  bool takes_region_join(std::size_t row);
  void end_branches();
  void forget_cancelled_branches();
  void drop_work(const std::string& activity);
  std::vector<Piece> in_hand() const;
  std::vector<std::string> opened() const;

  // Section 9: twin_deviations.cpp, twin_order.cpp and twin_story.cpp.
  bool is_beyond(const Question& question, const Kinds& found) const;
  std::optional<std::size_t> permits(DeviationKind what, const Piece& piece, const std::string& person,
                                     const std::string& motive) const;
  bool is_taken_on_the_way(const std::string& path, const Value& value) const;
  bool is_about(const Line& line, const Activity& activity) const;
  bool is_permitted_to(const Line& line, const Piece& piece, const std::string& person) const;
  bool is_stopped() const;
  bool deviates(DeviationKind what, const Source& about, const std::string& item, const std::string& person, const Motive& motive);
  void override_all(const Question& question, const Motive& motive, const Kinds& found);
  void switch_off(const Activity& activity, const std::optional<std::string>& result, bool ends);
  void do_in_spite(const Question& question, const Motive& motive);
  void do_in_order(Question question, const Motive& motive);
  std::vector<Passed> shortest_ways(const Question& question, const Motive& motive);
  bool pass_over(const Activity& activity, const Result& result, const Question& question, const Motive& motive, Data& rest);
  void between();
  void record(const Question& question, const Motive& motive);
  DeviationKind meaning(const Question& question, const Motive& motive) const;
  Before marking() const;
  void go_back(const std::string& activity);
  bool becomes_late(const Deviated& deviation) const;
  void note_late_ones();
  Outcome say(const std::string& person, std::int64_t deviation, ConfirmationStatus what);
  bool may_be_confirmed(const Deviated& deviation) const;
  bool may_confirm(const std::string& person, const Deviated& deviation) const;
  bool may_judge(const std::string& person) const;
  std::optional<std::string> found_outcome() const;
  bool become_due(const std::pair<std::string, std::string>& timer);

  const Model& model_;
  const Flow& flow_;
  const Course& course_;
  World& world_;
  std::size_t number_;
  Blunder blunder_;
  Configuration now_{};
};

}  // namespace itsmflow::oracle
