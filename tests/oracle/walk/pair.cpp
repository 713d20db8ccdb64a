#include "pair.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/model.hpp>

#include <functional>

namespace itsmflow::oracle {

namespace {

using What = Doing::What;

/// Until the engine is mended: whether activities lead from a wrong state to a right one is not compared, nor offers of which the
/// activity's guard reads what only some results take.
constexpr bool kTolerant = true;

std::string words(Kinds kinds) {
  std::string text;
  if (kTolerant && kinds.count(Kind::wrong_state)) kinds.erase(Kind::not_reached);
  for (const Kind kind : kinds) text += (text.empty() ? "" : ", ") + std::string(itsmflow::to_string(kind));
  return text.empty() ? "nothing stands in the way" : text;
}

/// Several obstacles of one kind count as one; another order than that of section 3 shows.
std::string words(const std::vector<Obstacle>& obstacles) {
  Kinds kinds;
  for (const Obstacle& obstacle : obstacles) {
    if (!kinds.empty() && obstacle.kind() < *kinds.rbegin()) return "obstacles in a wrong order";
    kinds.insert(obstacle.kind());
  }
  return words(kinds);
}

std::string words(const Happened& event) {
  std::string text(itsmflow::to_string(event.type));
  if (!event.activity.empty()) text += " " + event.activity;
  if (!event.result.empty()) text += "." + event.result;
  return text;
}

std::string words(const std::vector<Happened>& events) {
  std::string text;
  for (const Happened& event : events) text += (text.empty() ? "" : ", ") + words(event);
  return text;
}

std::string words(const Data& data) {
  std::string text;
  for (const auto& [path, value] : data) text += (text.empty() ? "" : ", ") + path + ": " + itsmflow::to_string(value);
  return "{" + text + "}";
}

std::string words(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return "[" + text + "]";
}

std::string words(WorkStatus status) {
  return std::string(itsmflow::to_string(status));
}

std::string words(CaseStatus status) {
  return status == CaseStatus::open ? "open" : status == CaseStatus::over ? "over" : "cancelled";
}

std::string differ(const std::string& about, const std::string& engine, const std::string& twin) {
  return engine == twin ? "" : about + "\n  engine: " + engine + "\n  twin:   " + twin + "\n";
}

Directory directory(const Model& model) {
  std::vector<Directory::Person> people;
  for (const auto& [person, roles] : model.people) people.push_back({person, {roles.begin(), roles.end()}, ""});
  return Directory(people);
}

}  // namespace

std::string to_string(const Doing& doing) {
  static const std::vector<std::string> names{"look",      "explain", "start",  "perform",  "begin", "end",   "claim",
                                              "hand_over", "suspend", "resume", "withdraw", "set",   "cancel"};
  std::string text = (doing.person.empty() ? "" : doing.person + " ") + names[static_cast<std::size_t>(doing.what)];
  if (!doing.activity.empty()) text += " " + doing.activity;
  if (!doing.result.empty()) text += "." + doing.result;
  if (!doing.to.empty()) text += " to " + doing.to;
  if (!doing.data.empty()) text += " " + words(doing.data);
  return text;
}

Pair::Pair(const Model& model, std::shared_ptr<const itsmflow::Model> loaded, Blunder blunder, Coverage& coverage)
    : model_(model),
      coverage_(coverage),
      twin_(model, blunder),
      people_(directory(model)),
      clock_(parse_timestamp("2014-03-03T08:00:00Z").value()),
      engine_(std::make_unique<Engine>(Library({std::move(loaded)}, {}), store_, people_,
                                       EngineOptions{.clock = &clock_, .agenda_limit = Twin::kMostEvents})) {}

std::unique_ptr<Pair> Pair::make(const Model& model, Blunder blunder, Coverage& coverage, std::string& refusal) {
  auto loaded = load_model(to_yaml(model), "drawn.yaml");
  for (const Diagnostic& diagnostic : loaded.diagnostics()) {
    if (diagnostic.severity != Severity::error) continue;
    refusal = diagnostic.rule + ": " + diagnostic.message;
    return nullptr;
  }
  return std::unique_ptr<Pair>(new Pair(model, loaded.value_or_throw(), blunder, coverage));
}

std::string Pair::does(const Doing& doing) {
  if (doing.what == What::look) return look();
  if (doing.what == What::explain) return compare_explanation(doing);
  return compare_step(doing);
}

std::string Pair::compare_step(const Doing& doing) {
  const std::string engine = engine_does(doing);
  return differ(to_string(doing), engine, twin_does(doing));
}

std::string Pair::twin_does(const Doing& doing) {
  const auto outcome = [&]() -> Outcome {
    switch (doing.what) {
      case What::start:
        return twin_.start(doing.person, doing.data);
      case What::perform:
        return twin_.perform(doing.person, doing.activity, doing.result, doing.data);
      case What::begin:
        return twin_.begin(doing.person, doing.activity);
      case What::end:
        return twin_.end(doing.person, doing.activity, doing.result, doing.data);
      case What::claim:
        return twin_.claim(doing.person, doing.activity);
      case What::hand_over:
        return twin_.hand_over(doing.person, doing.activity, doing.to);
      case What::suspend:
        return twin_.suspend(doing.person, doing.activity);
      case What::resume:
        return twin_.resume(doing.person, doing.activity);
      case What::withdraw:
        return twin_.withdraw(doing.person, doing.activity);
      case What::set:
        return twin_.set(doing.person, doing.activity, doing.data);
      default:
        return twin_.cancel(doing.person);
    }
  }();
  if (outcome.error) return "an error";
  if (!outcome.obstacles.empty()) return words(outcome.obstacles);
  return words(outcome.events);
}

std::string Pair::engine_does(const Doing& doing) {
  const Work work{.result = doing.result, .data = doing.data};
  const auto step = [&]() -> Step {
    switch (doing.what) {
      case What::start:
        return engine_->start(model_.process, doing.person, doing.data);
      case What::perform:
        return engine_->perform(case_, doing.activity, doing.person, work);
      case What::begin:
        return engine_->begin(case_, doing.activity, doing.person);
      case What::end:
        return engine_->end(case_, doing.activity, doing.person, work);
      case What::claim:
        return engine_->claim(case_, doing.activity, doing.person);
      case What::hand_over:
        return engine_->hand_over(case_, doing.activity, doing.person, doing.to, "as it is");
      case What::suspend:
        return engine_->suspend(case_, doing.activity, doing.person, "lunch");
      case What::resume:
        return engine_->resume(case_, doing.activity, doing.person);
      case What::withdraw:
        return engine_->withdraw(case_, doing.activity, doing.person, "no time");
      case What::set:
        return engine_->set(case_, doing.activity, doing.person, doing.data);
      default:
        return engine_->cancel(case_, doing.person, "enough");
    }
  };
  try {
    const Step done = step();
    if (!done) {
      for (const Obstacle& obstacle : done.obstacles())
        coverage_.count("refused", std::string(itsmflow::to_string(obstacle.kind())));
      return words(done.obstacles());
    }
    if (doing.what == What::start) case_ = done.case_id();
    std::vector<Happened> events;
    for (const Event& event : done.events()) {
      coverage_.count("event", std::string(itsmflow::to_string(event.type)) + (event.actor.empty() ? " by itself" : ""));
      events.push_back({event.type, event.type == EventType::routed ? "" : event.activity, event.result});
    }
    return words(events);
  } catch (const Error&) {
    coverage_.count("refused", "an error");
    return "an error";
  }
}

std::string Pair::compare_explanation(const Doing& doing) {
  coverage_.count("asked", "explain");
  std::string engine;
  try {
    const auto found =
        engine_->explain(case_, doing.activity, doing.person, {.result = doing.result, .data = doing.data}).obstacles;
    for (const Obstacle& obstacle : found) coverage_.count("obstacle", std::string(itsmflow::to_string(obstacle.kind())));
    engine = words(found);
  } catch (const Error&) {
    engine = "an error";
  }
  return differ("explain " + to_string(doing), engine,
                words(twin_.obstacles({Question::About::perform, doing.person, doing.activity, doing.result, doing.data})));
}

std::string Pair::compare_offers(const std::string& person) {
  std::string engine;
  for (const Offer& offer : engine_->offers_for(person, case_)) {
    std::vector<std::string> results;
    for (const OfferedResult& result : offer.results) results.push_back(result.id);
    engine += offer.activity + " " + words(offer.status) + " " + words(results) + "; ";
    coverage_.count("offer", words(offer.status));
  }
  std::string twin;
  for (const Offered& offer : twin_.offers(person))
    twin += offer.activity + " " + words(offer.status) + " " + words(offer.results) + "; ";
  return differ("offers for " + person, engine, twin);
}

std::string Pair::compare_view() {
  const CaseView view = engine_->show(case_);
  const Configuration& now = twin_.now();
  coverage_.count("status", words(view.status));
  std::string engine = words(view.status);
  std::string twin = words(now.status);
  for (const ObjectView& object : view.objects) {
    engine += "; " + object.id + " " + object.state;
    const auto state = now.states.find(object.id);
    twin += "; " + object.id + " " + (state == now.states.end() ? "" : state->second);
  }
  engine += "; " + words(view.data);
  twin += "; " + words(twin_.data());
  for (const WorkView& work : view.work)
    engine += "; " + work.activity + " " + words(work.status) + " " +
              (work.giver.empty() ? work.holder : work.giver + " to " + work.holder);
  const auto works = twin_.work();
  for (const Activity& activity : model_.activities) {
    const auto work = works.find(activity.id);
    if (work == works.end()) continue;
    const Held& held = work->second;
    twin += "; " + activity.id + " " + words(held.status) + " " +
            (held.giver.empty() ? held.holder : held.giver + " to " + held.holder);
  }
  return differ("show", engine, twin);
}

std::string Pair::look() {
  if (!started()) return "";
  std::string found = compare_view();
  for (const auto& [person, roles] : model_.people) {
    found += compare_offers(person);
    for (const Activity& activity : model_.activities)
      for (const Result& result : activity.results)
        found += compare_explanation({.what = What::explain, .person = person, .activity = activity.id, .result = result.id});
  }
  return found;
}

}  // namespace itsmflow::oracle
