// Several threads that do anything at all, on cases that they share and on cases of their own: no step is lost, done twice or half done.

#include "amount.hpp"
#include "catch.hpp"
#include "temp_folder.hpp"
#include "threads/in_threads.hpp"

#include <itsmflow/itsmflow.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace itsmflow;

namespace {

/// It has no end but `close`, and goes round until then. Cases are not linked, so that a command changes the case it names and no other.
constexpr const char* kModel = R"(
itsmflow: 1
process: repair
version: 1.0.0
case: repair
roles: {agent: Agent, worker: Worker, lead: Lead}
objects:
  repair:
    states: [new, found, mended, tested, told, heard, closed]
    final: [closed]
    fields: {cost: int, words: string}
start: {role: agent}
activities:
  look: {role: worker, moves: {repair: new -> found}, asks: [repair.cost]}
  mend: {role: worker, moves: {repair: found -> mended}, asks: [repair.words]}
  test:
    role: worker
    results:
      passed: {moves: {repair: mended -> tested}}
      failed: {moves: {repair: mended -> new}}
  tell:
    service: bell
    retry: {times: 1, wait: 1 minute}
    results:
      told: {moves: {repair: tested -> told}}
      failed: {moves: {repair: tested -> told}}
  hear: {waits_for: {message: thanks}, moves: {repair: told -> heard}}
  close:
    role: lead
    results:
      again: {moves: {repair: heard -> new}}
      well: {moves: {repair: heard -> closed}}
      silent: {after: 1 hour, moves: {repair: heard -> new}}
rules:
  - four_eyes: [look, test]
deviations:
  motives: {hurry: {class: cannot, title: It has to be quick}}
  allow:
    - {what: skip, activities: [mend], by: worker, confirm: {by: lead, within: 1 hour}}
)";

/// Two of each role; and two who leave again and again, and are erased.
const Directory kPeople{{"ann", {"agent"}}, {"abe", {"agent"}}, {"wim", {"worker"}},          {"wil", {"worker", "lead"}},
                        {"lea", {"lead"}},  {"leo", {"lead"}},  {"eve", {"agent", "worker"}}, {"ed", {"worker", "lead"}}};
const std::vector<std::string> kStaying{"ann", "abe", "wim", "wil", "lea", "leo"};
const std::vector<std::string> kLeaving{"eve", "ed"};
const std::vector<std::string> kActivities{"look", "mend", "test", "close"};
const std::vector<std::string> kOfWork{"claim", "begin", "end", "suspend", "resume", "withdraw", "set", "hand over"};

constexpr int kThreads = 4;
constexpr std::size_t kShared = 3;
constexpr int kOwn = 3;  ///< of each thread
/// Longer than all the time that passes: whatever was leased is done by the one who leased it.
constexpr Duration kLease{1000LL * 86'400, 0};

class RunningClock final : public Clock {
 public:
  Timestamp now() const override { return {seconds_.load(std::memory_order_relaxed), 0}; }
  void pass(std::int64_t seconds) { seconds_.fetch_add(seconds, std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> seconds_ = 1'400'000'000;
};

using EventId = std::pair<std::int64_t, std::int64_t>;  // case and number

/// What one thread was told. Catch2's own checks are for one thread, so what is wrong is gathered too.
struct Told {
  std::vector<EventId> events;
  std::vector<std::string> notifications;  ///< by their keys
  std::size_t refused = 0;
  std::size_t due = 0;
  std::int64_t withdrawn = 0;  ///< by erasures
  bool all_erasures_ended = true;
  std::vector<std::string> wrong;
};

/// The service of the model: it fails at times, and at times leaves the answer for later.
class Bell {
 public:
  std::optional<ServiceReply> ring(const ServiceCall& call) {
    const std::lock_guard lock(mutex_);
    calls_.push_back(call.key);
    switch (calls_.size() % 4) {
      case 0:
      case 1:
        return std::nullopt;
      case 2:
        return ServiceReply{.failure = "nobody hears it"};
      default:
        return ServiceReply{.result = "told"};
    }
  }
  /// The keys of all calls.
  std::vector<std::string> calls() const { return calls_; }

 private:
  std::mutex mutex_;
  std::vector<std::string> calls_;
};

/// One thread, which draws what it does.
class Clerk {
 public:
  using Shared = std::array<std::atomic<std::int64_t>, kShared>;

  Clerk(Engine& engine, RunningClock& clock, Shared& shared, std::uint32_t seed)
      : engine_(engine), clock_(clock), shared_(shared), random_(seed), name_(std::to_string(seed)) {}

  Told work(std::uint64_t commands) {
    try {
      go_through_a_case();
      for (int i = 0; i < kOwn; ++i) own_.push_back(start());
    } catch (const std::exception& error) {
      told_.wrong.emplace_back(error.what());
      return std::move(told_);
    }
    for (std::uint64_t i = 0; i < commands; ++i) {
      clock_.pass(pick(60));
      try {
        do_something(i);
      } catch (const std::exception& error) {
        told_.wrong.emplace_back(error.what());
      }
    }
    return std::move(told_);
  }

 private:
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  template <class T>
  const T& one_of(const std::vector<T>& things) {
    return things[static_cast<std::size_t>(pick(static_cast<int>(things.size())))];
  }
  std::string somebody() { return one_of(pick(4) == 0 ? kLeaving : kStaying); }

  CaseId some_case() {
    if (pick(2) == 0) return one_of(own_);
    const std::int64_t id = shared_[static_cast<std::size_t>(pick(kShared))];
    return id == 0 ? own_.front() : CaseId{id};
  }

  void expect(bool holds, const char* what) {
    if (!holds) told_.wrong.emplace_back(what);
  }

  bool is_done(const Step& step) {
    if (!step) {
      ++told_.refused;
      return false;
    }
    expect(!step.events().empty() && step.events().back().number == step.revision(), "a step without its events");
    for (const Event& event : step.events()) told_.events.emplace_back(event.case_id.value, event.number);
    if (pick(4) == 0) expect(engine_.show(step.case_id()).revision >= step.revision(), "a step that returned can't be seen");
    return true;
  }

  /// On a case of its own every command is accepted, whatever the others do.
  void go_through_a_case() {
    const auto must = [&](const Step& step) {
      if (!is_done(step)) told_.wrong.push_back("on a case of one's own: " + step.obstacles().front().message());
    };
    const CaseId given_up = start();
    must(engine_.cancel(given_up, "abe", "nobody needs it"));
    const CaseId id = start();
    must(engine_.claim(id, "look", "wim"));
    must(engine_.hand_over(id, "look", "wim", "wil"));
    must(engine_.claim(id, "look", "wil"));
    must(engine_.withdraw(id, "look", "wil", "no time"));
    must(engine_.begin(id, "look", "wim"));
    must(engine_.suspend(id, "look", "wim", "lunch"));
    must(engine_.resume(id, "look", "wim"));
    must(engine_.set(id, "look", "wim", {{"repair.cost", 10}}));
    must(engine_.end(id, "look", "wim", {.data = {{"repair.cost", 20}}}));
    must(engine_.perform(id, "test", "wil", {.result = "passed", .motive = Motive{.name = "hurry"}}));
    expect(engine_.show(id).deviations.size() == 1, "a deviation that nobody sees");
    if (pick(2) == 0) is_done(engine_.confirm(id, 1, "lea"));  // unless another thread has found it and was quicker
  }

  CaseId start() {
    const Step step = engine_.start("repair", "ann");
    is_done(step);
    return step.case_id();
  }

  void do_something(std::uint64_t number) {
    const int what = pick(100);
    const CaseId id = some_case();
    if (what < 5)
      begin_another();
    else if (what < 18)
      act(id);
    else if (what < 30)
      deviate(id);
    else if (what < 63)
      act_on_work(id);
    else if (what < 66)
      with_key(id, "clerk " + name_ + " command " + std::to_string(number));
    else if (what < 80)
      outside(id);
    else if (what < 88)
      give_verdict(id);
    else if (what < 95)
      look(id);
    else if (what < 97)
      verify();
    else if (what < 99)
      erase();
    else
      is_done(engine_.cancel(id, "abe", "nobody needs it"));
  }

  /// One that all share takes the place of another, or one more of the thread's own.
  void begin_another() {
    const CaseId id = start();
    if (pick(2) == 0)
      shared_[static_cast<std::size_t>(pick(kShared))] = id.value;
    else
      own_[static_cast<std::size_t>(pick(kOwn))] = id;
  }

  struct Choice {
    std::string person;
    std::string activity;
    WorkStatus status = WorkStatus::offered;
  };
  /// Mostly something that the person may do.
  Choice choose(CaseId id) {
    for (int tried = 0; tried < 4; ++tried) {
      const std::string person = somebody();
      const std::vector<Offer> offers = engine_.offers_for(person, id);
      if (!offers.empty()) return {person, offers.front().activity, offers.front().status};
    }
    return {somebody(), one_of(kActivities)};
  }
  Work work_of(const std::string& activity) {
    if (activity == "test") return {.result = pick(3) == 0 ? "failed" : "passed"};
    if (activity == "close") return {.result = pick(4) == 0 ? "well" : "again"};
    if (activity == "look") return {.data = {{"repair.cost", pick(1000)}}};
    return {.data = {{"repair.words", "screw " + std::to_string(pick(1000))}}};
  }

  void act(CaseId id) {
    const Choice choice = choose(id);
    Work work = work_of(choice.activity);
    if (pick(8) == 0) work.command.expected_revision = engine_.show(id).revision;
    is_done(engine_.perform(id, choice.activity, choice.person, work));
  }

  /// What is broken is tested without having been mended.
  void deviate(CaseId id) {
    Work work = work_of("test");
    work.motive = Motive{.name = "hurry", .because = "they wait"};
    is_done(engine_.perform(id, "test", "wil", work));
  }

  void act_on_work(CaseId id) {
    const Choice choice = choose(id);
    act_on_work(id, choice.activity, choice.person, pick(8) == 0 ? one_of(kOfWork) : one_of(fitting(choice.status)));
  }

  static const std::vector<std::string>& fitting(WorkStatus status) {
    static const std::map<WorkStatus, std::vector<std::string>> kFitting{
        {WorkStatus::offered, {"claim", "begin"}},
        {WorkStatus::claimed, {"begin", "begin", "withdraw", "hand over"}},
        {WorkStatus::handed_over, {"claim"}},
        {WorkStatus::begun, {"end", "suspend", "hand over", "hand over", "set", "set"}},
        {WorkStatus::suspended, {"resume"}}};
    return kFitting.at(status);
  }

  void act_on_work(CaseId id, const std::string& activity, const std::string& person, const std::string& what) {
    const Work work = work_of(activity);
    if (what == "claim") is_done(engine_.claim(id, activity, person));
    if (what == "begin") is_done(engine_.begin(id, activity, person));
    if (what == "end") is_done(engine_.end(id, activity, person, work));
    if (what == "suspend") is_done(engine_.suspend(id, activity, person, "lunch"));
    if (what == "resume") is_done(engine_.resume(id, activity, person));
    if (what == "withdraw") is_done(engine_.withdraw(id, activity, person, "no time"));
    if (what == "set" && !work.data.empty()) is_done(engine_.set(id, activity, person, work.data));
    const std::string to = pick(2) == 0 ? "wil" : "ed";
    if (what == "hand over" && to != person) is_done(engine_.hand_over(id, activity, person, to));
  }

  /// The same command again gives the first result.
  void with_key(CaseId id, const std::string& key) {
    Choice choice = choose(id);
    if (std::find(kLeaving.begin(), kLeaving.end(), choice.person) != kLeaving.end())
      choice.person = "wil";  // or who did it may be erased
    Work work = work_of(choice.activity);
    work.command.key = key;
    const Step first = engine_.perform(id, choice.activity, choice.person, work);
    if (!is_done(first)) return;
    const Step again = engine_.perform(id, choice.activity, choice.person, work);
    expect(again && again.revision() == first.revision() && again.events().size() == first.events().size(),
           "a command was done twice");
  }

  void outside(CaseId id) {
    switch (pick(5)) {
      case 0:
        is_done(engine_.send(id, "thanks"));
        break;
      case 1:
      case 2:
        is_done(engine_.answer(id, "tell", {.result = "told"}));
        break;
      case 3:
        told_.due += engine_.due();
        break;
      default:
        engine_.deliver([&](const Notification& one) {
          told_.notifications.push_back(one.key);
          expect(engine_.show(one.case_id).revision > 0, "a notification of a case that isn't there");
        });
    }
  }

  void give_verdict(CaseId id) {
    const std::vector<VerdictOffer> verdicts = engine_.verdicts_for("leo");
    if (verdicts.empty()) return;
    const VerdictOffer& one = one_of(verdicts);
    const std::int64_t deviation = one.deviation.value().number;
    if (pick(2) == 0)
      is_done(engine_.confirm(one.case_id, deviation, "leo", "it was"));
    else
      is_done(engine_.disapprove(one.case_id, deviation, "lea", "it was not"));
    engine_.explain(id, "test", "wim", {.result = "passed"});
  }

  void look(CaseId id) {
    switch (pick(5)) {
      case 0:
        for (const Offer& offer : engine_.offers_for(somebody())) expect(offer.process == "repair", "an offer of nothing");
        break;
      case 1: {
        const std::vector<Event> events = engine_.events(id);
        for (std::size_t i = 0; i < events.size(); ++i)
          expect(events[i].number == static_cast<std::int64_t>(i) + 1, "a case's events have a gap");
        break;
      }
      case 2:
        for (const CaseView& view : engine_.cases({.status = CaseStatus::open})) expect(view.revision > 0, "a case without events");
        break;
      case 3:
        engine_.next_due();
        break;
      default:
        expect(engine_.show(id).id == id, "another case than the one asked for");
    }
  }

  /// What the log was once is a part of it for ever.
  void verify() {
    const LogReport report = engine_.verify_log(head_);
    for (const std::string& problem : report.problems) told_.wrong.push_back(problem);
    expect(head_.empty() || report.expected_head_found, "an earlier head isn't found");
    head_ = report.head;
  }

  void erase() {
    try {
      told_.withdrawn += engine_.erase_person(one_of(kLeaving)).withdrawn;
    } catch (const UsageError&) {  // others give the person work all the time; what went back until then isn't told
      told_.all_erasures_ended = false;
    }
  }

  Engine& engine_;
  RunningClock& clock_;
  Shared& shared_;
  std::mt19937 random_;
  std::string name_;
  std::vector<CaseId> own_;
  std::string head_;
  Told told_;
};

/// Which events nobody was told of, because the engine's own steps wrote them.
struct OwnSteps {
  std::size_t events = 0;
  std::size_t by_time = 0;     ///< moments that came
  std::int64_t withdrawn = 0;  ///< works that went back since somebody was erased
  std::size_t unexpected = 0;  ///< of a step that somebody should have been told of
};

OwnSteps own_steps(const std::vector<Event>& events, const std::set<EventId>& acknowledged) {
  OwnSteps own;
  for (const Event& event : events) {
    if (acknowledged.contains({event.case_id.value, event.number})) continue;
    ++own.events;
    if (event.type == EventType::timer_due || event.type == EventType::confirmation_late) ++own.by_time;
    if (event.type == EventType::withdrawn && event.note == "who had it in hand was erased") ++own.withdrawn;
    const Event& first = events[static_cast<std::size_t>(event.step) - 1];
    const std::array kByItself{EventType::timer_due, EventType::confirmation_late, EventType::done, EventType::call_failed,
                               EventType::withdrawn};
    if (!first.actor.empty() || std::find(kByItself.begin(), kByItself.end(), first.type) == kByItself.end()) ++own.unexpected;
  }
  return own;
}

/// How many of these are in there more than once.
template <class T>
std::size_t repeated(std::vector<T> things) {
  std::sort(things.begin(), things.end());
  std::size_t count = 0;
  for (std::size_t i = 1; i < things.size(); ++i) count += things[i] == things[i - 1];
  return count;
}

/// Adds up what the threads were told.
void add(Told& sum, const Told& one) {
  sum.events.insert(sum.events.end(), one.events.begin(), one.events.end());
  sum.notifications.insert(sum.notifications.end(), one.notifications.begin(), one.notifications.end());
  sum.refused += one.refused;
  sum.due += one.due;
  sum.withdrawn += one.withdrawn;
  sum.all_erasures_ended = sum.all_erasures_ended && one.all_erasures_ended;
  sum.wrong.insert(sum.wrong.end(), one.wrong.begin(), one.wrong.end());
}

std::vector<OutboxRow> outbox_of(Store& store) {
  return store.begin(Store::Access::read)->outbox("", 1'000'000);
}

/// Two engines on one store, as two programs have it, but for the file's locks.
void anything_at_once(Store& store, std::uint64_t commands) {
  const Library library({load_model(kModel).value_or_throw()}, {});
  RunningClock clock;
  Bell bell;
  std::vector<std::unique_ptr<Engine>> engines;
  for (int i = 0; i < 2; ++i) {
    engines.push_back(std::make_unique<Engine>(library, store, kPeople, EngineOptions{.clock = &clock, .lease = kLease}));
    engines.back()->on_service("bell", [&](const ServiceCall& call) { return bell.ring(call); });
  }
  Clerk::Shared shared{};
  std::array<Told, kThreads> by_thread;
  in_threads(kThreads, [&](int t) {
    const auto thread = static_cast<std::size_t>(t);
    by_thread[thread] = Clerk(*engines[thread % 2], clock, shared, static_cast<std::uint32_t>(t) + 1).work(commands);
  });
  Told told;
  for (const Told& one : by_thread) add(told, one);
  CHECK(told.wrong == std::vector<std::string>{});

  // Nothing is left in the outbox that is done: a call waits as long as its activity does.
  Engine& engine = *engines.front();
  for (const OutboxRow& row : outbox_of(store)) {
    const std::vector<WaitView> waits = engine.show(row.case_id).waits;
    CHECK((row.kind == "notify" ||
           std::any_of(waits.begin(), waits.end(), [](const WaitView& wait) { return wait.service == "bell"; })));
  }
  // A moment that comes may have another follow; the model's round trips through `silent` wait for messages.
  for (std::size_t more = 1; more > 0; told.due += more) {
    clock.pass(3'600);
    more = engine.due();
  }
  engine.deliver([&](const Notification& one) { told.notifications.push_back(one.key); });
  CHECK(outbox_of(store).empty());

  const LogReport report = engine.verify_log();
  CHECK(report.problems == std::vector<std::string>{});
  CHECK(repeated(told.events) == 0);
  CHECK(repeated(told.notifications) == 0);
  CHECK(repeated(bell.calls()) == 0);

  const std::set<EventId> acknowledged(told.events.begin(), told.events.end());
  OwnSteps own;
  std::size_t there = 0;
  for (const CaseView& view : engine.cases({.limit = 100'000})) {
    const std::vector<Event> events = engine.events(view.id);
    const OwnSteps here = own_steps(events, acknowledged);
    there += events.size();
    own.events += here.events;
    own.by_time += here.by_time;
    own.withdrawn += here.withdrawn;
    own.unexpected += here.unexpected;
  }
  CHECK(there == static_cast<std::size_t>(report.events));
  CHECK(there == acknowledged.size() + own.events);
  CHECK(own.unexpected == 0);
  CHECK(own.by_time + bell.calls().size() == told.due);
  CHECK((told.all_erasures_ended ? own.withdrawn == told.withdrawn : own.withdrawn >= told.withdrawn));

  // Otherwise the test says less than it seems to.
  CHECK(told.refused > 0);
  CHECK(told.notifications.size() > 0);
  CHECK(bell.calls().size() > 0);
  CHECK(own.by_time > 0);
}

/// Of each thread.
std::uint64_t commands() {
  return amount_of("ITSMFLOW_THREAD_COMMANDS", 500);
}

}  // namespace

TEST_CASE("whatever several threads do at once, each step that was told of is there once, in memory") {
  MemoryStore store;
  anything_at_once(store, commands());
}

TEST_CASE("whatever several threads do at once, each step that was told of is there once, in a file") {
  for (const auto durability : {SqliteStore::Durability::normal, SqliteStore::Durability::group}) {
    CAPTURE(static_cast<int>(durability));
    const TempFolder folder;
    SqliteStore store(folder.file("cases.db"), {.durability = durability, .busy_timeout_ms = 60'000});
    anything_at_once(store, commands());
  }
}
