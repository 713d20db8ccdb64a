#include "words.hpp"

#include "lang/references.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/model.hpp>

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using What = Doing::What;

constexpr std::size_t kStates = 500;  // that the engine looks at; it says so where they weren't enough

Directory directory(const Model& model) {
  std::vector<Directory::Person> people;
  for (const auto& [person, roles] : model.people) people.push_back({person, {roles.begin(), roles.end()}, ""});
  return Directory(people);
}

/// As the twin tells it.
Happened happened(const Event& event) {
  switch (event.type) {
    case EventType::routed:
      return {event.type};
    case EventType::deviated:
      return {event.type, event.activity, event.result, std::string(itsmflow::to_string(event.kind))};
    case EventType::confirmed:
    case EventType::disapproved:
    case EventType::confirmation_late:
      return {.type = event.type, .about = std::to_string(event.deviation)};
    case EventType::judged:
      return {.type = event.type, .about = event.outcome};
    default:
      return {event.type, event.activity, event.result};
  }
}

}  // namespace

Pair::Pair(const Model& model, Loaded loaded, Blunder blunder, Coverage& coverage)
    : model_(model),
      coverage_(coverage),
      world_(model, blunder),
      people_(directory(model)),
      clock_(began_),
      engine_(
          std::make_unique<Engine>(Library(loaded, {}), store_, people_,
                                   EngineOptions{.clock = &clock_, .agenda_limit = World::kMostEvents, .search_limit = kStates})),
      asked_(std::make_unique<Engine>(Library(std::move(loaded), {}), store_, people_,
                                      EngineOptions{.clock = &clock_, .agenda_limit = World::kMostEvents, .search_limit = 1})) {
  std::vector<const Model*> processes{&model};
  for (const Model& other : model.other) processes.push_back(&other);
  for (const Model* process : processes)
    for (const Activity& activity : process->activities) {
      if (activity.performer != Performer::service) continue;
      engine_->on_service(activity.id, [this](const ServiceCall& call) {
        calls_.push_back(call);
        return std::nullopt;  // it answers later
      });
    }
}

std::unique_ptr<Pair> Pair::make(const Model& model, Blunder blunder, Coverage& coverage, std::string& refusal) {
  Loaded all;
  std::vector<std::string> processes;
  const auto read = [&](const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics) {
      const bool lacks = diagnostic.severity == Severity::error || diagnostic.rule == "unknown-process";
      if (lacks && refusal.empty()) refusal = diagnostic.rule + ": " + diagnostic.message;
    }
  };
  const auto load = [&](const Model& one) {
    auto loaded = load_model(to_yaml(one), one.process + ".yaml");
    read(loaded.diagnostics());
    if (refusal.empty()) all.push_back(loaded.value_or_throw());
    processes.push_back(one.process);
  };
  load(model);
  for (const Model& other : model.other) load(other);
  read(lang::find_broken_links(all, processes));
  if (!refusal.empty()) return nullptr;
  return std::unique_ptr<Pair>(new Pair(model, std::move(all), blunder, coverage));
}

std::string Pair::does(const Doing& doing) {
  if (doing.what == What::look) return look();
  changed_ = false;
  clock_.advance({doing.wait, 0});
  world_.wait(doing.wait);
  if (doing.what == What::explain) return compare_explanation(doing);
  return compare_step(doing);
}

/// 3.15: how a step says which element it is about.
void Pair::count_element(const Doing& doing) {
  if (doing.activity.empty() || doing.number > world_.size()) return;
  const Twin& twin = world_.of(doing.number);
  const std::string activity = activity_of(doing.activity);
  if (!twin.model().about(*twin.model().activity(activity))) return;
  const auto& work = twin.now().work;
  const auto mine = std::count_if(work.begin(), work.end(), [&](const auto& each) {
    return activity_of(each.first) == activity && each.second.holder == doing.person;
  });
  const std::string unnamed = mine == 0 ? "none, nothing in hand" : mine == 1 ? "none, one in hand" : "none, several in hand";
  coverage_.count("element", item_of(doing.activity).empty() ? unnamed : item_of(doing.activity) == "new" ? "new" : "its number");
}

std::string Pair::compare_step(const Doing& doing) {
  world_.listen();
  count_element(doing);
  told_ = World::Told::nothing;
  const std::string engine = engine_does(doing);
  world_.tell(told_);
  const std::string found = differ(to_string(doing), engine, twin_does(doing));
  if (!found.empty()) return found + (engine == "an error" ? "  " + error_ + "\n" : "");
  return compare_events();
}

/// What happened in each case since the last time.
std::string Pair::compare_events() {
  seen_.resize(world_.size());
  std::string found = compare_cases();
  for (std::size_t number = 1; number <= world_.size() && found.empty(); ++number) {
    std::vector<Happened> events;
    for (const Event& event : engine_->events(id_of(number), seen_[number - 1] + 1)) {
      coverage_.count("event", std::string(itsmflow::to_string(event.type)) + (event.actor.empty() ? " by itself" : ""));
      events.push_back(happened(event));
      if (event.type == EventType::deviated) coverage_.count("deviated", std::string(itsmflow::to_string(event.kind)));
    }
    seen_[number - 1] += static_cast<std::int64_t>(events.size());
    found += differ("events of case " + std::to_string(number), words(events), words(world_.of(number).now().events));
  }
  return found;
}

std::string Pair::twin_comes_to(const Outcome& outcome) {
  if (outcome.error) return "an error";
  if (!outcome.obstacles.empty()) return words(outcome.obstacles);
  changed_ = true;
  return "done";
}

std::string Pair::twin_does(const Doing& doing) {
  if (doing.what == What::start) return twin_comes_to(world_.start(doing.person, doing.data));
  if (doing.what == What::due) {
    const std::string came_to = twin_comes_to(world_.due());
    changed_ = true;
    return came_to + calls_of_twin();
  }
  if (doing.what == What::send_to_all) {
    std::string text;
    for (const Outcome& each : world_.send(doing.result, doing.data)) {
      text += twin_comes_to(each) + "; ";
      if (each.error) return "an error";  // … where it ended
    }
    return text.empty() ? "an error" : text;
  }
  return twin_comes_to(do_in_twin(world_, doing));
}

Step Pair::engine_step(const Doing& doing) {
  const CaseId id = doing.what == What::start ? CaseId{} : id_of(doing.number);
  Command command{.expected_revision = doing.stale ? std::optional<std::int64_t>(engine_->show(id).revision - 1) : std::nullopt};
  if (!doing.activity.empty()) command.item = item_for_engine(world_.of(doing.number).model(), doing.activity);
  const Work work{.result = doing.result, .data = doing.data, .motive = doing.motive, .command = command};
  const std::string activity = activity_of(doing.activity);
  switch (doing.what) {
    case What::start:
      return engine_->start(model_.process, doing.person, doing.data);
    case What::perform:
      return engine_->perform(id, activity, doing.person, work);
    case What::begin:
      return engine_->begin(id, activity, doing.person, command);
    case What::end:
      return engine_->end(id, activity, doing.person, work);
    case What::claim:
      return engine_->claim(id, activity, doing.person, command);
    case What::hand_over:
      return engine_->hand_over(id, activity, doing.person, doing.to, "as it is", command);
    case What::suspend:
      return engine_->suspend(id, activity, doing.person, "lunch", command);
    case What::resume:
      return engine_->resume(id, activity, doing.person, command);
    case What::withdraw:
      return engine_->withdraw(id, activity, doing.person, "no time", command);
    case What::set:
      return engine_->set(id, activity, doing.person, doing.data, command);
    case What::send:
      return engine_->send(id, doing.result, doing.data);
    case What::answer:
      if (doing.fails) return engine_->answer(id, activity, {.failure = "no route to host"});
      return engine_->answer(id, activity, {.result = doing.result, .data = doing.data});
    case What::confirm:
      return engine_->confirm(id, doing.deviation, doing.person, "as it should be", command);
    case What::disapprove:
      return engine_->disapprove(id, doing.deviation, doing.person, "not as it should be", command);
    case What::judge:
      return engine_->judge(id, doing.result, doing.person, "so it seems", command);
    default:
      return engine_->cancel(id, doing.person, "enough");
  }
}

std::string Pair::engine_comes_to(const Step& step) {
  told_ = World::Told::completes;
  if (step) return "done";
  for (const Obstacle& obstacle : step.obstacles()) {
    if (obstacle.kind() != Kind::would_strand) continue;
    const bool gave_up = obstacle.message().find("nobody has shown it") != std::string::npos;
    told_ = gave_up ? World::Told::gave_up : World::Told::strands;
  }
  for (const Obstacle& obstacle : step.obstacles()) coverage_.count("refused", std::string(itsmflow::to_string(obstacle.kind())));
  return words(step.obstacles());
}

std::string Pair::engine_does(const Doing& doing) {
  try {
    if (doing.what == What::send_to_all) {
      std::string text;
      for (const Step& each : engine_->send(doing.result, doing.data)) text += engine_comes_to(each) + "; ";
      return text;
    }
    if (doing.what != What::due) return engine_comes_to(engine_step(doing));
    std::string came_to = "done";
    try {
      engine_->due();
    } catch (const Error&) {
      came_to = "an error";
    }
    return came_to + calls_of_engine();
  } catch (const Error& error) {
    coverage_.count("refused", "an error");
    error_ = error.what();
    return "an error";
  }
}

std::string Pair::calls_of_engine() {
  engine_cases();  // some may be new
  std::vector<std::string> lines;
  for (const ServiceCall& call : calls_) {
    coverage_.count("asked", "service");
    const Model& model = call.process == model_.process ? model_ : model_.other.front();
    lines.push_back(std::to_string(number_of(call.case_id)) + " " + call.activity + " " + std::to_string(call.attempt) + " " +
                    words(renumbered(call.data, model)));
  }
  calls_.clear();
  return sorted(lines);
}

std::string Pair::calls_of_twin() {
  std::vector<std::string> lines;
  for (const Call& call : world_.calls())
    lines.push_back(std::to_string(call.number) + " " + call.activity + " " + std::to_string(call.attempt) + " " +
                    words(call.data));
  return sorted(lines);
}

}  // namespace itsmflow::oracle
