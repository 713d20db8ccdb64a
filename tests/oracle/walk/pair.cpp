#include "pair.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/model.hpp>

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using What = Doing::What;

std::string words(const Kinds& kinds) {
  std::string text;
  for (const Kind kind : kinds) text += (text.empty() ? "" : ", ") + std::string(itsmflow::to_string(kind));
  return text.empty() ? "nothing stands in the way" : text;
}

/// To begin, and of items, nobody names a result. Which activities would lead to a right state of some result the page doesn't say.
std::string without_ways(std::string kinds) {
  const std::string way = "not_reached, wrong_state";
  const std::size_t at = kinds.find(way);
  return at == std::string::npos ? kinds : kinds.replace(at, way.size(), "wrong_state");
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

/// A result of an offer with the fields that it takes.
std::string words(const std::string& result, const std::set<std::string>& fields) {
  return result + (fields.empty() ? "" : words(std::vector<std::string>(fields.begin(), fields.end())));
}

Piece piece(const std::string& activity, const std::string& item) {
  return item.empty() ? activity : activity + " " + item;
}

std::string sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += "; " + line;
  return text;
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
  if (doing.stale) text += " too late";
  if (!doing.data.empty()) text += " " + words(doing.data);
  return text;
}

Pair::Pair(const Model& model, std::shared_ptr<const itsmflow::Model> loaded, Blunder blunder, Coverage& coverage)
    : model_(model),
      coverage_(coverage),
      twin_(model, blunder),
      people_(directory(model)),
      clock_(began_),
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
  changed_ = false;
  clock_.advance({doing.wait, 0});
  twin_.wait(doing.wait);
  if (doing.what == What::explain) return compare_explanation(doing);
  return compare_step(doing);
}

std::string Pair::compare_step(const Doing& doing) {
  const std::string engine = engine_does(doing);
  return differ(to_string(doing), without_ways(engine), without_ways(twin_does(doing)));
}

std::string Pair::twin_does(const Doing& doing) {
  const auto outcome = [&]() -> Outcome {
    if (doing.stale) return {.obstacles = {twin_.now().status == CaseStatus::open ? Kind::conflict : Kind::case_over}};  // 3.4
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
  changed_ = true;
  return words(outcome.events);
}

std::string Pair::engine_does(const Doing& doing) {
  Command command{.expected_revision = doing.stale ? std::optional<std::int64_t>(engine_->show(case_).revision - 1) : std::nullopt};
  if (!doing.activity.empty()) command.item = item_for_engine(doing.activity);
  const Work work{.result = doing.result, .data = doing.data, .command = command};
  const std::string activity = activity_of(doing.activity);
  const auto step = [&]() -> Step {
    switch (doing.what) {
      case What::start:
        return engine_->start(model_.process, doing.person, doing.data);
      case What::perform:
        return engine_->perform(case_, activity, doing.person, work);
      case What::begin:
        return engine_->begin(case_, activity, doing.person, command);
      case What::end:
        return engine_->end(case_, activity, doing.person, work);
      case What::claim:
        return engine_->claim(case_, activity, doing.person, command);
      case What::hand_over:
        return engine_->hand_over(case_, activity, doing.person, doing.to, "as it is", command);
      case What::suspend:
        return engine_->suspend(case_, activity, doing.person, "lunch", command);
      case What::resume:
        return engine_->resume(case_, activity, doing.person, command);
      case What::withdraw:
        return engine_->withdraw(case_, activity, doing.person, "no time", command);
      case What::set:
        return engine_->set(case_, activity, doing.person, doing.data, command);
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
    const Work work{.result = doing.result, .data = doing.data, .command = {.item = item_for_engine(doing.activity)}};
    const auto found = engine_->explain(case_, activity_of(doing.activity), doing.person, work).obstacles;
    for (const Obstacle& obstacle : found) coverage_.count("obstacle", std::string(itsmflow::to_string(obstacle.kind())));
    engine = words(found);
  } catch (const Error&) {
    engine = "an error";
  }
  std::string twin = words(twin_.obstacles({Question::About::perform, doing.person, doing.activity, doing.result, doing.data}));
  if (!item_of(doing.activity).empty()) {
    engine = without_ways(engine);
    twin = without_ways(twin);
  }
  return differ("explain " + to_string(doing), engine, twin);
}

bool Pair::is_vote(const std::string& activity) const {
  const Activity& type = *model_.activity(activity);
  return type.items && type.items->kind == Items::Kind::votes;
}

/// A vote is always the actor's own: nobody names it to the engine.
std::string Pair::item_for_engine(const Piece& piece) const {
  return piece.empty() || is_vote(activity_of(piece)) ? "" : item_of(piece);
}

std::string Pair::compare_offers(const std::string& person) {
  std::string engine;
  for (const Offer& offer : engine_->offers_for(person, case_)) {
    std::vector<std::string> results;
    for (const OfferedResult& result : offer.results) {
      std::set<std::string> fields;
      for (const OfferedField& field : result.fields) fields.insert(field.required ? field.path + "!" : field.path);
      results.push_back(words(result.id, fields));
    }
    engine += piece(offer.activity, is_vote(offer.activity) ? person : offer.item) + " " + words(offer.status) + " " +
              words(results) + "; ";
    coverage_.count("offer", words(offer.status));
  }
  std::string twin;
  for (const Offered& offer : twin_.offers(person)) {
    std::vector<std::string> results;
    for (const std::string& result : offer.results) results.push_back(words(result, twin_.fields(offer.activity, result)));
    twin += offer.activity + " " + words(offer.status) + " " + words(results) + "; ";
  }
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
  std::vector<std::string> lines;
  for (const WorkView& work : view.work)
    lines.push_back(piece(work.activity, work.item) + " " + words(work.status) + " " +
                    (work.giver.empty() ? work.holder : work.giver + " to " + work.holder));
  for (const ItemView& item : view.items_done)
    lines.push_back(item.activity + " " + item.item + " done by " + item.person + " " + item.answer);
  for (const TimerView& timer : view.timers)
    lines.push_back(timer.activity + "." + timer.result + " due " + std::to_string(timer.due.seconds - began_.seconds));
  engine += sorted(lines);
  lines.clear();
  for (const auto& [name, held] : twin_.work())
    lines.push_back(name + " " + words(held.status) + " " + (held.giver.empty() ? held.holder : held.giver + " to " + held.holder));
  for (const auto& [activity, open] : now.under_way)
    for (const auto& [item, done] : open.done)
      lines.push_back(activity + " " + item + " done by " + done.second + " " + done.first);
  for (const auto& [name, timer] : now.timers) lines.push_back(name.first + "." + name.second + " due " + std::to_string(timer.at));
  twin += sorted(lines);
  for (const RuleView& rule : view.rules) {
    engine += "; " + std::string(itsmflow::to_string(rule.status));
    coverage_.count("rule", std::string(itsmflow::to_string(rule.status)));
  }
  for (const std::string& standing : twin_.rules()) twin += "; " + standing;
  return differ("show", engine, twin);
}

std::string Pair::verify() const {
  std::string text;
  for (const std::string& problem : engine_->verify_log().problems) text += "verify_log: " + problem + "\n";
  return text;
}

std::string Pair::glance() {
  return started() ? compare_view() : "";
}

std::string Pair::look() {
  if (!started()) return "";
  std::string found = compare_view();
  for (const auto& [person, roles] : model_.people) {
    found += compare_offers(person);
    for (const Activity& activity : model_.activities)
      for (const Piece& each : twin_.all_pieces(activity, person)) {
        std::vector<std::string> results;
        for (const Result& result : activity.results) results.push_back(result.id);
        if (activity.items) results = {twin_.answers(activity).front()};
        for (const std::string& result : results)
          found += compare_explanation({.what = What::explain, .person = person, .activity = each, .result = result});
      }
  }
  return found;
}

}  // namespace itsmflow::oracle
