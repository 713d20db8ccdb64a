#pragma once

#include "semantics/choices.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {

/// Something that may happen next in a case without anybody's deviating: a step of a person, time, or the world outside.
struct CaseMove {
  enum class Kind { act, message, time };
  std::string person;  ///< empty: nobody's
  std::string words;   ///< "report", "check.approved", "gives 'report' back", "wait for 'triage.late'"
  std::vector<NetEvent> events;
  Timestamp at;
  Kind kind = Kind::act;  ///< act: of people, services and other cases
};
/// "bo: report", "wait for 'triage.late'".
std::string to_string(const CaseMove& move);

/// What may happen next, as docs/semantics.md, 9.13, has it for completions: people do activities from begin to end, or end, give back or
/// resume what they have in hand, and give any data; time passes; answers and messages come; cases that run come back.
class Moves {
 public:
  Moves(const Net& net, const Surroundings& surroundings, const std::vector<std::string>& known_people, std::size_t most_tries)
      : net_(net), surroundings_(surroundings), known_people_(known_people), most_tries_(most_tries) {}

  /// People, services and other cases may give lists with so many items; without it one item at most.
  void let_lists_have(ListLengths lengths) { lengths_ = std::move(lengths); }

  /// Of these fields no other values are tried.
  void let_fields_be(StandingFor known) { known_values_ = std::move(known); }

  /// So many ways to do something were tried, in all states, that no more are.
  bool is_weary() const { return tries_ >= most_tries_; }
  /// There were more ways to fill in data than were tried.
  bool has_left_out() const { return left_out_; }

  /// Calls `emit` for each; it returns false where it wants no more.
  void from(const CaseState& state, Timestamp now, const std::function<bool(CaseMove)>& emit);

  /// Messages that may be meant for an activity that waits for one: one for each combination of values that can make a difference.
  std::vector<Message> messages_for(const CaseState& state, std::uint32_t activity);

  /// Why no person does anything as the case stands: what is in the way of those activities that the states and rows let be done, in words.
  struct Kept {
    std::uint32_t activity = 0;
    std::string why;
    std::vector<std::uint32_t> rules{};  ///< of the model, that are in the way; none: it is something else
  };
  std::vector<Kept> what_keeps(const CaseState& state);

 private:
  struct Work;
  void do_activity(const CaseState& state, Timestamp now, std::uint32_t activity);
  void do_one(const Work& work);
  void do_by(const Work& work, const std::string& person, const std::vector<std::string>& held);
  void go_on_with(const Work& work, const WorkItem& item);
  void let_time_pass(const CaseState& state, Timestamp now);
  void answer_services(const CaseState& state, Timestamp now);
  void end_others(const CaseState& state, Timestamp now);
  void send_messages(const CaseState& state, Timestamp now);
  bool emit(CaseMove move);
  std::vector<Writes> fillings(const CaseState& state, const std::vector<FieldRef>& required, const std::vector<FieldRef>& asked,
                               const std::string& person);

  std::vector<std::string> candidates(const CaseState& state, std::uint32_t activity, std::string_view item);
  const std::vector<std::string>* roles_of(const std::string& person);
  const std::vector<std::string>& holders_of(const std::string& role);

  const Net& net_;
  const Surroundings& surroundings_;
  const std::vector<std::string>& known_people_;                          ///< beside those that the directory names
  std::map<std::string, std::optional<std::vector<std::string>>> roles_;  ///< asked of the directory once
  std::map<std::string, std::vector<std::string>> holders_;
  ListLengths lengths_;
  StandingFor known_values_;
  std::size_t most_tries_;
  std::size_t tries_ = 0;  ///< how many ways to do something were tried so far
  const std::function<bool(CaseMove)>* emit_ = nullptr;
  bool wants_more_ = true;
  bool left_out_ = false;
};

}  // namespace itsmflow
