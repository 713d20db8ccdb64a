#pragma once

#include "engine/impl.hpp"

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// Runs a command's events and everything that follows by itself, in the case and in those it is linked with, until all wait for
/// somebody; then writes it as one step of each. A flat queue, so that no chain of cases is too deep.
class Agenda {
 public:
  Agenda(const Engine::Impl& engine, Store::Transaction& transaction, PersonBook& people, Timestamp now)
      : engine_(engine), transaction_(transaction), people_(people), now_(now) {}

  /// Obstacles where something that would follow can't be done: nothing is to be written then. Throws ModelError for a circle.
  std::vector<Obstacle> run(std::unique_ptr<OpenCase> at, std::vector<NetEvent> events);

  /// The step of the case that the command was for; none: the store has a newer revision of one of the cases.
  std::optional<Step> write(const Command& command);

  /// Of the cases that were written, once that is committed: for the next step.
  void keep_states() && noexcept;

  /// Rows of a case's outbox that its step takes away.
  void remove_from_outbox(CaseId id, std::vector<std::string> keys);

 private:
  /// Somebody who is to be told of an event.
  struct Telling {
    std::size_t event = 0;
    std::string to;
    EventType what = EventType::withdrawn;
    std::string note;
    std::string by{};  ///< whose doing the note tells; the person is kept by key
  };
  /// A case that the step changes.
  struct Touched {
    explicit Touched(std::unique_ptr<OpenCase> case_) : taken(std::move(case_)), at(*taken) {}

    std::unique_ptr<OpenCase> taken;
    OpenCase& at;
    std::vector<TimerRow> timers_before;
    std::vector<NetEvent> events;
    std::vector<Telling> tellings;
    std::vector<OutboxRow> calls;
    std::vector<std::string> outbox_removed;
  };
  /// What is to be done in a case once those before it wait for somebody; decided only then, because they may change it.
  struct Task {
    Touched* touched = nullptr;
    std::function<std::vector<NetEvent>()> events;
  };

  /// … in one case.
  void run(Touched& touched, std::vector<NetEvent> events);
  Touched& touch(std::unique_ptr<OpenCase> at);
  Touched* find(CaseId id);
  Touched& open(CaseId id);

  void happen(Touched& touched, NetEvent&& event);
  /// The last of its events, which is there already.
  void last_happens(Touched& touched);
  /// Whether the one that begins a case waits for its end.
  enum class Tie { waits, detached };
  CaseId begin_case(Touched& parent, const std::string& process, const std::vector<PassedField>& with, Tie tie);
  void link(Touched& touched, const StartedProcess& started);
  void tell_parent(Touched& touched);
  std::vector<NetEvent> come_back(const Touched& parent, const Touched& child) const;
  std::vector<NetEvent> stop(const Touched& child, CaseId parent) const;
  void leave_open(Touched& touched, const NetEvent& event, const std::vector<UnderWay>& before);

  void call_service(Touched& touched, const NetEvent& event);
  void collect_tellings(Touched& touched, const NetEvent& event);
  void tell_of_deviation(Touched& touched, const NetEvent& event);
  std::string loop_message(const Touched& touched) const;

  OutboxRow notification(const Touched& touched, const Telling& telling, const EventRecord& record);
  std::optional<std::vector<Event>> write(Touched& touched, const std::string& key);

  const Engine::Impl& engine_;
  Store::Transaction& transaction_;
  PersonBook& people_;
  Timestamp now_;
  std::string actor_;
  std::list<Touched> touched_;  ///< the first is the one the command is for; addresses stay good
  std::list<Task> tasks_;
  std::size_t event_count_ = 0;
  std::vector<std::pair<CaseId, std::vector<std::string>>> outbox_done_;
};

/// The rows by which a case shows in worklists.
std::vector<OfferRow> offer_rows(const Net& net, const CaseState& state, PersonBook& people);

/// The rows by which it wakes up.
std::vector<TimerRow> timer_rows(const Net& net, const CaseState& state);

/// The key of a call of a service in the outbox, and the kind of its row.
std::string call_key(CaseId id, std::uint32_t call);
std::string call_kind(const std::string& service);

}  // namespace itsmflow
