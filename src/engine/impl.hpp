#pragma once

#include "engine/codec.hpp"
#include "engine/kept_states.hpp"
#include "engine/people.hpp"
#include "model/fields.hpp"
#include "semantics/items.hpp"
#include "semantics/people.hpp"
#include "semantics/state.hpp"

#include <itsmflow/engine.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace itsmflow {

/// What a command decided: why not, or the events it consists of, before those that follow by themselves.
using Decision = std::variant<std::vector<Obstacle>, std::vector<NetEvent>>;

/// What a command is, so that its repetition under the same key can be told from another command's.
struct CommandName {
  EventType type = EventType::started;
  std::string_view activity{};  ///< empty where there is none; of `started`: the process
  std::string_view actor{};     ///< empty: no person
  std::string_view result{};    ///< of `done`
  std::string_view person{};    ///< of `handed_over`: to whom
  std::string_view item{};      ///< of an activity of several items
  std::string_view message{};   ///< of `received`
  std::int64_t deviation = 0;   ///< of `confirmed` and `disapproved`
  std::string_view outcome{};   ///< of `judged`
};

/// What `decide` is given: the case, and the roles of the one who acts.
struct Situation {
  const OpenCase& at;
  const std::vector<std::string>& held;
};

class Engine::Impl {
 public:
  Impl(Library library, Store& store, const Directory& directory, EngineOptions options);

  /// Throws NotAuthorized unless the program lets this call through. First thing in every function of EntryPoint.
  void authorize(const AccessRequest& access) const {
    if (options.authorize) ask(access);
  }

  Step start(std::string_view process, std::string_view actor, const Data& data, const Command& command);

  /// Loads a case, lets `decide` look at it, writes what follows. Decides again where the store found a newer revision.
  Step step(CaseId id, const CommandName& name, const Command& command, const std::function<Decision(const Situation&)>& decide);

  OpenCase open(Store::Transaction& transaction, PersonBook& people, CaseId id) const;
  /// For a step: what is kept of the case is taken out, until keep() of what became of it.
  std::unique_ptr<OpenCase> take(Store::Transaction& transaction, PersonBook& people, CaseId id) const;
  OpenCase open(Store::Transaction& transaction, PersonBook& people, CaseRecord record) const;
  std::unique_ptr<OpenCase> new_case(Store::Transaction& transaction, const Model& model) const;
  std::shared_ptr<const Net> net_of(Store::Transaction& transaction, const std::string& digest) const;

  Timestamp now() const;
  std::vector<std::string> roles_of(std::string_view actor) const;
  /// None: the directory doesn't know the actor. Nobody acts under the stand-in of an erased person.
  std::optional<std::vector<std::string>> held_by(std::string_view actor) const;

  Library library;
  Store& store;
  const Directory& directory;
  EngineOptions options;

  /// A step that no person takes: of a message, a service, a timer.
  Step step_by_itself(CaseId id, const CommandName& name, const Command& command, std::optional<Timestamp> at_time,
                      const std::vector<std::string>& outbox_done, const std::function<Decision(const OpenCase&)>& decide);

  /// From begin to end, or to its end.
  Step do_activity(CaseId id, std::string_view activity, std::string_view actor, const Work& work, Attempt::What what);

  /// Gives a message to one case.
  Step send(CaseId to, std::string_view message, const Data& values, const Command& command);

  /// What a person has in hand in a case goes back. Gives the number of works.
  std::int64_t take_back(CaseId id, std::string_view person);

  class DueRun;
  /// The oldest row of a kind that nobody has in hand. `at`: none, the clock's.
  std::optional<OutboxRow> lease(const std::string& kind, std::optional<Timestamp> at) const;
  void remove_from_outbox(const OutboxRow& row) const;
  /// Filled fields of a case, and its process.
  Data data_of(CaseId id, std::string& process) const;

  std::map<std::string, ServiceHandler, std::less<>> services;
  mutable KeptStates kept_states;

 private:
  void ask(const AccessRequest& access) const;
  std::optional<Step> repeated(Store::Transaction& transaction, PersonBook& people, const CommandName& name, const Command& command,
                               CaseId id) const;
  /// The first or a further transaction in which the same command is decided.
  std::unique_ptr<Store::Transaction> begin_step(const Command& command, int tried) const;
  Step refusal(Store::Transaction& transaction, PersonBook&& people, std::unique_ptr<OpenCase> at,
               std::vector<Obstacle> obstacles) const;
  std::vector<Event> events_of_step(Store::Transaction& transaction, PersonBook& people, const Net& net,
                                    const EventRecord& first) const;
  /// Runs the agenda and writes what came of it. None: the store found a newer revision; decide again. `at_time`: none, the clock's.
  std::optional<Step> write(Store::Transaction& transaction, PersonBook& people, std::unique_ptr<OpenCase> at,
                            std::vector<NetEvent> events, const Command& command, std::optional<Timestamp> at_time = {},
                            std::vector<std::string> outbox_done = {}) const;

  mutable std::mutex nets_mutex_;
  mutable std::map<std::string, std::shared_ptr<const Net>, std::less<>> nets_;  ///< by digest, so that it can't go stale
};

/// The item that a command is about: empty for an activity that is one piece of work, the actor's own vote; if it names no element,
/// the one that he has in hand, or "new"; otherwise the one it names.
std::string item_of(const Net& net, const CaseState& state, std::uint32_t activity, std::string_view name, std::string_view actor);
/// The fields that an item takes.
std::vector<FieldRef> taken_by_item(const Activity& activity, std::string_view item);

// Names to numbers; each throws NotFound with what there is instead.
std::uint32_t activity_of(const Model& model, std::string_view name);
/// The result that a command names; UsageError if it must name one and doesn't.
std::uint32_t result_of(const Activity& activity, std::string_view name);

/// Data of a command as writes. UsageError for a field that `taken` doesn't have or a value it can't keep.
Writes writes_of(const Model& model, const Data& data, const std::vector<FieldRef>& taken, const std::string& taker);

const Model& model_to_start(const Library& library, std::string_view process);
Writes writes_at_start(const Model& model, const Data& data);
/// Why an actor may not start a case with these data.
std::vector<Obstacle> start_obstacles(const Model& model, const Writes& given, const std::string& role, std::string_view actor,
                                      const Directory& directory);
/// Why an actor is none who may start a case, or give one up, which takes the same role.
std::vector<Obstacle> starter_obstacles(const Model& model, const std::string& role, std::string_view actor,
                                        const Directory& directory);

/// With whom was probably meant, where the directory can list its people.
NotFound nobody_called(const Directory& directory, std::string_view actor);

void require_utf8(std::string_view text, std::string_view what);

}  // namespace itsmflow
