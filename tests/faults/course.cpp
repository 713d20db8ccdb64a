#include "faults/course.hpp"

#include <algorithm>
#include <deque>
#include <random>
#include <stdexcept>
#include <utility>

using namespace itsmflow;

namespace {

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

/// An action before it has its place in the course, which is its key too.
struct Draft {
  std::string name;
  Action::Kind kind = Action::Kind::one_step;
  std::function<void(Program&, const std::string& key)> run;
  std::int64_t wait = 0;  ///< seconds before it
};
using Script = std::deque<Draft>;

void must(const Step& step) {
  if (step) return;
  std::string words = "a step of the course is refused:";
  for (const Obstacle& obstacle : step.obstacles()) words += " " + obstacle.message();
  throw std::logic_error(words);
}

/// One case's commands.
class Change {
 public:
  Change(std::string name, int ticket, std::string story) : name_(std::move(name)) {
    add("start", [name = name_, ticket, story = std::move(story)](Program& program, const std::string& key) {
      const Step step = program.engine().start("change", "ann", {{"rfc.ticket", ticket}, {"rfc.story", story}}, {.key = key});
      must(step);
      program.world().cases[name] = step.case_id();
    });
  }

  Change& does(const std::string& activity, const std::string& person, Work work = {}) {
    return command(activity + " by " + person, [=](Engine& engine, CaseId id, const std::string& key) {
      Work keyed = work;
      keyed.command.key = key;
      return engine.perform(id, activity, person, keyed);
    });
  }
  Change& begins(const std::string& activity, const std::string& person, const std::string& item = {}) {
    return command("begin " + activity, [=](Engine& engine, CaseId id, const std::string& key) {
      return engine.begin(id, activity, person, {.key = key, .item = item});
    });
  }
  Change& hands_over(const std::string& activity, const std::string& from, const std::string& to) {
    command("hand over " + activity, [=](Engine& engine, CaseId id, const std::string& key) {
      return engine.hand_over(id, activity, from, to, {}, {.key = key});
    });
    return command("accept " + activity,
                   [=](Engine& engine, CaseId id, const std::string& key) { return engine.claim(id, activity, to, {.key = key}); });
  }
  Change& suspends(const std::string& activity, const std::string& person) {
    command("suspend " + activity, [=](Engine& engine, CaseId id, const std::string& key) {
      return engine.suspend(id, activity, person, "asking around", {.key = key});
    });
    return command("resume " + activity, [=](Engine& engine, CaseId id, const std::string& key) {
      return engine.resume(id, activity, person, {.key = key});
    });
  }
  Change& is_cancelled() {
    return command("cancel", [=](Engine& engine, CaseId id, const std::string& key) {
      return engine.cancel(id, "ann", "nobody needs it", {.key = key});
    });
  }
  Change& deviation_is_confirmed() {
    return command("confirm", [=](Engine& engine, CaseId id, const std::string& key) {
      return engine.confirm(id, 1, "bob", "it was urgent", {.key = key});
    });
  }
  Change& gets_message(int ticket) {
    return command("a message", [=](Engine& engine, CaseId id, const std::string& key) {
      return engine.send(id, "vendor_reply", {{"ticket", ticket}}, {.key = key});
    });
  }
  Change& hears_of_ticket(int ticket) {
    add("a message to whom it concerns", [=](Program& program, const std::string& key) {
      for (const Step& step : program.engine().send("vendor_reply", {{"ticket", ticket}}, {.key = key})) must(step);
    });
    return *this;
  }
  /// The end of the case that it runs, which goes on with this one in the same step.
  Change& task_is_done(std::string found) {
    add("the task", [name = name_, found = std::move(found)](Program& program, const std::string& key) {
      World& world = program.world();
      if (!world.cases.contains(name + " task")) {
        for (const WaitView& wait : program.engine().show(world.cases.at(name)).waits)
          if (wait.activity == "build") world.cases[name + " task"] = wait.other;
      }
      must(program.engine().perform(world.cases.at(name + " task"), "do_it", "max",
                                    {.data = {{"task.found", found}}, .command = {.key = key}}));
    });
    return *this;
  }
  Change& is_assessed() {
    does("assess", "sue", {.result = "agree", .data = {{"rfc.view", "looks good"}}, .command = {.item = "security"}});
    return does("assess", "cap", {.result = "agree", .command = {.item = "capacity"}});
  }
  Change& is_voted(const std::string& result) {
    return does("vote", "bob", {.result = result}).does("vote", "bea", {.result = result});
  }
  Change& what_is_due(std::int64_t wait = 0) {
    script_.push_back({"due", Action::Kind::several, [](Program& program, const std::string&) { program.engine().due(); }, wait});
    return *this;
  }

  Script take() { return std::move(script_); }

 private:
  void add(const std::string& what, std::function<void(Program&, const std::string&)> run) {
    script_.push_back({name_ + ": " + what, Action::Kind::one_step, std::move(run), 0});
  }
  Change& command(const std::string& what, std::function<Step(Engine&, CaseId, const std::string&)> run) {
    add(what, [name = name_, run = std::move(run)](Program& program, const std::string& key) {
      must(run(program.engine(), program.world().cases.at(name), key));
    });
    return *this;
  }

  std::string name_;
  Script script_;
};

Draft simple(std::string name, std::function<void(Program&)> run, std::int64_t wait = 0) {
  return {std::move(name), Action::Kind::several, [run = std::move(run)](Program& program, const std::string&) { run(program); },
          wait};
}

Draft start_up() {
  return simple("start up", [](Program& program) { program.start_up(); });
}
Draft restart() {
  return simple("restart", [](Program& program) {
    program.shut_down();
    program.start_up();
  });
}
Draft deliver(std::int64_t wait = 0) {
  return simple(
      "deliver", [](Program& program) { program.deliver(); }, wait);
}
Draft due(std::int64_t wait = 0) {
  return simple(
      "due", [](Program& program) { program.engine().due(); }, wait);
}
Draft checkpoint() {
  return simple("checkpoint", [](Program& program) { program.checkpoint(); });
}

/// It is told of too early, its check is passed over, and its end comes by itself.
Script hurried(int ticket, std::size_t most, std::mt19937_64& random) {
  const auto words = [&] { return std::string(1 + random() % most, 'w'); };
  Change change("hurried", ticket, words());
  change.gets_message(ticket).is_assessed().is_voted("approved").task_is_done(words());
  change.does("release", "mia", {.motive = Motive{"late", "no time"}});
  if (random() % 2 == 0) change.deviation_is_confirmed();  // else it is late
  return change.take();
}

Script called_off(int ticket) {
  return Change("called off", ticket, "a mistake").begins("assess", "cap", "capacity").is_cancelled().take();
}

std::vector<Script> scripts(Length length, std::mt19937_64& random) {
  const int fails_once = 1;
  if (length == Length::brief) return {hurried(fails_once, 300, random), called_off(2)};
  const auto words = [&](std::size_t most) { return std::string(1 + random() % most, 'w'); };
  std::vector<Script> all{hurried(2, 2'000, random), called_off(3)};
  all.push_back(Change("made", fails_once, words(9'000))
                    .is_assessed()
                    .is_voted("approved")
                    .task_is_done(words(2'000))
                    .begins("check", "tom")
                    .suspends("check", "tom")
                    .hands_over("check", "tom", "tea")
                    .does("check", "tea", {.data = {{"rfc.steps", 3}}})
                    .does("release", "mia")
                    .what_is_due()
                    .what_is_due(kHour)  // the service is called again
                    .hears_of_ticket(fails_once)
                    .does("close", "mia", {.result = "confirmed"})
                    .take());
  if (random() % 2 == 0)
    all.push_back(Change("given up", 4, words(100)).is_assessed().is_voted("approved").is_cancelled().take());
  else
    all.push_back(Change("refused", 4, words(100)).is_assessed().is_voted("rejected").take());
  return all;
}

}  // namespace

std::vector<Action> course(std::uint64_t seed, Length length) {
  std::mt19937_64 random(seed);
  std::vector<Draft> drafts{start_up()};
  std::vector<Script> open = scripts(length, random);
  while (!open.empty()) {
    Script& next = open[random() % open.size()];
    drafts.push_back(std::move(next.front()));
    next.pop_front();
    std::erase_if(open, [](const Script& script) { return script.empty(); });
    switch (random() % 12) {
      case 0:
        drafts.push_back(due());
        break;
      case 1:
      case 2:
        drafts.push_back(deliver());
        break;
      case 3:
        if (length == Length::brief) break;
        drafts.push_back(restart());
        break;
      case 4:
        if (length == Length::brief) break;
        drafts.push_back(checkpoint());
        break;
      default:
        break;
    }
  }
  // Whatever the seed has: the log written ahead is begun anew once, and the file is closed and opened with something in it.
  for (Draft draft : {checkpoint(), due(), restart(), due(kHour), due(2 * kDay), due(4 * kDay), deliver()})
    drafts.push_back(std::move(draft));

  std::vector<Action> actions;
  Timestamp at = parse_timestamp("2014-03-03T08:00:00Z").value();
  for (Draft& draft : drafts) {
    at.seconds += kMinute + draft.wait;
    const std::string key = "action " + std::to_string(actions.size());
    actions.push_back({draft.name, draft.kind, [run = std::move(draft.run), key](Program& program) { run(program, key); }, at});
  }
  return actions;
}
