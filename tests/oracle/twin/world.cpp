#include "world.hpp"

#include "completion.hpp"

#include <algorithm>

namespace itsmflow::oracle {

World::World(const Model& model, Blunder blunder) : blunder_(blunder) {
  processes_.emplace_back(model);
  for (const Model& other : model.other) processes_.emplace_back(other);
}

void World::listen() {
  acting_ = {};
  for (Twin& twin : cases_) twin.now_.events.clear();
}

World::Moment World::moment() const {
  Moment moment{.clock = clock_, .happened = happened_};
  for (const Twin& each : cases_) moment.cases.push_back(each.now_);
  return moment;
}

void World::back_to(const Moment& moment) {
  while (cases_.size() > moment.cases.size()) cases_.pop_back();
  for (std::size_t i = 0; i < moment.cases.size(); ++i) cases_[i].now_ = moment.cases[i];
  clock_ = moment.clock;
  happened_ = moment.happened;
}

Twin& World::add(const Process& process) {
  return cases_.emplace_back(process, *this, cases_.size() + 1, blunder_);
}

/// A step whose obstacles are known: it changes nothing, or it and what follows by itself, in all cases, happen together (7.1).
Outcome World::step(Twin& twin, const Kinds& obstacles, const std::function<void()>& change) {
  if (!obstacles.empty()) return {.obstacles = obstacles};
  const Moment before = moment();
  happened_ = 0;
  turns_ = {{&twin, change}};
  try {
    while (!turns_.empty()) {
      const Turn turn = std::move(turns_.front());
      turns_.pop_front();
      turn.change();
      turn.twin->settle();
    }
  } catch (const Refused& refused) {
    back_to(before);
    return {.obstacles = refused.obstacles};
  } catch (const Circle&) {
    back_to(before);
    return {.error = true, .circle = true};
  } catch (const Wrong&) {
    back_to(before);
    return {.error = true};
  }
  return {};
}

Outcome World::deviating_step(Twin& twin, const Kinds& overridden, const std::function<void()>& change) {
  const Moment before = moment();
  const Outcome outcome = step(twin, {}, [&] {
    try {
      change();
    } catch (const Blocked&) {
      throw Refused{overridden};  // 9.6
    }
  });
  if (blunder_ == Blunder::nothing_strands || told_ == Told::nobody_looks) return outcome;
  const auto strands = [&]() -> Outcome {
    Kinds all = overridden;
    all.insert(Kind::would_strand);
    return {.obstacles = std::move(all)};
  };
  if (outcome.circle) return strands();
  if (outcome.error || !outcome.obstacles.empty()) return outcome;
  const Completion::Is is = told_ == Told::gave_up ? Completion::Is::none : Completion(*this, twin.number_).look();
  if (is == Completion::Is::found || (is == Completion::Is::unknown && told_ == Told::completes)) return outcome;
  back_to(before);
  return strands();
}

/// 4.1.
Outcome World::start(const std::string& person, const Data& data) {
  const Model& model = processes_.front().model;
  for (const auto& [path, value] : data)
    if (!std::count(model.start_required.begin(), model.start_required.end(), path) &&
        !std::count(model.start_asked.begin(), model.start_asked.end(), path))
      return {.error = true};
  Kinds found;
  for (const std::string& path : model.start_required)
    if (!data.count(path) || data.at(path).is_null()) found.insert(Kind::missing_data);
  if (!may_start(model, person)) found.insert(Kind::wrong_role);
  if (!found.empty()) return {.obstacles = found};
  Twin& twin = add(processes_.front());
  acts(twin, person);
  const Outcome outcome = step(twin, {}, [&] { twin.begin_with(0, data, person); });
  if (outcome.error || !outcome.obstacles.empty()) cases_.pop_back();
  return outcome;
}

constexpr std::size_t kNoCase = 1000;  ///< the number of one that only might have been begun

/// 4.14: what isn't filled isn't given; what can't be computed or kept, and what is required and lacks, refuses the whole step.
std::size_t World::begin(const Twin& parent, const std::vector<Set>& with) {
  const Process& process = processes_.back();
  Data data;
  Kinds found;
  for (const Set& each : with) {
    const Sight seen = parent.sight(parent.now_.given, "");
    const auto value = evaluate(each.value, seen);
    if (value && keeps(*process.model.field(each.field), *value))
      data[each.field] = *value;
    else if (value || !reads_unfilled(each.value, seen))
      found.insert(Kind::guard_false);
  }
  for (const std::string& path : process.model.start_required)
    if (found.empty() && !data.count(path)) found.insert(Kind::missing_data);
  if (!found.empty()) throw Refused{found};
  if (alone_) return kNoCase;
  Twin& twin = add(process);
  next(twin, [&twin, &parent, data] { twin.begin_with(parent.number_, data, ""); });
  return twin.number_;
}

void World::stop(std::size_t number) {
  if (alone_) return;
  Twin& twin = of(number);
  next(twin, [&twin] { twin.stop(); });
}

void World::ended(const Twin& twin) {
  if (twin.now_.parent == 0 || alone_) return;
  Twin& parent = of(twin.now_.parent);
  next(parent, [&parent, &twin] { parent.come_back(twin.number_, twin); });
}

std::vector<Outcome> World::send(const std::string& name, const Data& values) {
  std::vector<Twin*> meant;
  for (Twin& twin : cases_) {
    if (twin.now_.status != CaseStatus::open) continue;
    const auto& activities = twin.model_.activities;
    if (std::any_of(activities.begin(), activities.end(), [&](const Activity& each) {
          return twin.is_about(each, {name, values});
        }))
      meant.push_back(&twin);
  }
  std::vector<Outcome> outcomes;
  for (Twin* twin : meant) outcomes.push_back(twin->send(name, values));
  return outcomes;
}

/// Of each case all timers whose moment has come, in the order of their numbers, until none is left. What one case can't do keeps no
/// other waiting, and is tried the next time again.
Outcome World::due() {
  std::set<std::size_t> stuck;
  bool error = false;
  for (bool more = true; more;) {
    more = false;
    std::vector<Twin*> waiting;
    for (Twin& twin : cases_)
      if (twin.has_timer_due() && !stuck.count(twin.number_)) waiting.push_back(&twin);
    for (Twin* twin : waiting) {
      if (!twin->has_timer_due()) continue;
      more = true;
      const Outcome outcome = twin->due();
      error = error || outcome.error;
      if (outcome.error || !outcome.obstacles.empty()) stuck.insert(twin->number_);
    }
  }
  return {.error = error};
}

bool World::any_open() const {
  return std::any_of(cases_.begin(), cases_.end(), [](const Twin& each) { return each.now_.status == CaseStatus::open; });
}

std::vector<Call> World::calls() {
  std::vector<Call> found;
  for (Twin& twin : cases_) {
    if (twin.now_.status != CaseStatus::open) continue;
    for (auto& [activity, open] : twin.now_.under_way) {
      if (open.tries == 0 || open.asked) continue;
      open.asked = true;
      found.push_back({twin.number_, activity, open.tries, twin.told()});
    }
  }
  return found;
}

}  // namespace itsmflow::oracle
