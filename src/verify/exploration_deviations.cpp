// Deviations that are permitted where a case stands. Whether one is, and what it does, the engine's own functions say.

#include "model/fields.hpp"
#include "semantics/deviations.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/state_key.hpp"
#include "verify/exploration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace itsmflow {
namespace {

constexpr std::size_t kMostStarts = 2'000;  ///< ways to fill in data of one activity that is done in spite of its obstacles
constexpr std::size_t kTriesForEach =
    10;  ///< so many deviations, and ways to where one is possible, are tried for each state that may be looked at
constexpr std::size_t kMostWaysOver = 200;   ///< ways to pass over activities from one state
constexpr std::size_t kSearchLimit = 4'000;  ///< of states between activities that are passed over: as an engine has it

bool permits(const Model& model, DeviationKind kind, std::uint32_t activity) {
  return std::any_of(model.deviations.lines.begin(), model.deviations.lines.end(), [&](const Allowance& line) {
    return line.what == kind && std::binary_search(line.activities.begin(), line.activities.end(), activity);
  });
}

/// A person ends it so, alone, and about the case as a whole.
bool is_one_persons(const Activity& activity, std::uint32_t result) {
  return activity.performer == Performer::people && !activity.items && !activity.about && !activity.results[result].after;
}

}  // namespace

/// Motives for which all lines permit the same are alike: one of each.
void Exploration::find_motives() {
  const Deviations& declared = net_.model->deviations;
  std::set<std::vector<bool>> known;
  for (std::uint32_t motive = 0; motive < declared.motives.size(); ++motive) {
    std::vector<bool> lines;
    for (const Allowance& line : declared.lines)
      lines.push_back(std::binary_search(line.motives.begin(), line.motives.end(), motive));
    if (known.insert(std::move(lines)).second) motives_.push_back(motive);
  }
  const auto is_again = [](const Allowance& line) { return line.what == DeviationKind::again; };
  keeps_returns_ = deviating_ == Deviating::from_order && std::any_of(declared.lines.begin(), declared.lines.end(), is_again);
}

bool Exploration::is_weary() const {
  return moves_.is_weary() || tried_ >= kTriesForEach * most_;
}

/// One deviation in a case: first all is followed that happens without.
void Exploration::deviate_everywhere() {
  const std::vector<std::uint32_t> nodes = in_order_;
  for (const std::uint32_t from : nodes) {
    if (full_ || is_weary()) break;
    if (from == 0 || nodes_[from].state.status != CaseStatus::open) continue;
    if (deviating_ == Deviating::overriding) {
      override_from(from);
      continue;
    }
    do_extra_from(from);
    do_again_from(from);
    for (const std::uint32_t motive : motives_) skip_from(from, motive);
  }
  if (tried_ >= kTriesForEach * most_) say(fmt::format("more than {} deviations", kTriesForEach * most_));
  expand_all();
}

void Exploration::override_from(std::uint32_t from) {
  const CaseState state = nodes_[from].state;  // the vector may move
  const Directory::Person& person = people_.people().begin()->second;
  for (std::uint32_t a = 0; a < net_.activities.size() && !full_; ++a) {
    const Activity& activity = net_.model->activities[a];
    if (!is_reached(net_, state, a)) continue;
    for (std::uint32_t r = 0; r < activity.results.size() && !full_; ++r) {
      if (!is_one_persons(activity, r) || is_emergency_exit(activity, r) || !states_fit(net_, state, a, r)) continue;
      Fillings fillings = ways_to_fill(net_, state, {}, taken_fields(activity, r), person.id, kMostStarts, values_.known);
      if (!fillings.all) say("more ways to fill in data of a deviation than are tried");
      add_longer_lists(fillings.ways, values_.lengths);
      for (Writes& given : fillings.ways) try_out(from, {a, r, std::move(given)}, motives_);
    }
  }
}

/// Nothing moves, and no value is written that anything reads: it counts only for rules about the course. The less is given the less can be
/// done afterwards.
void Exploration::do_extra_from(std::uint32_t from) {
  if (net_.rules.empty()) return;
  const CaseState state = nodes_[from].state;  // the vector may move
  const Directory::Person& person = people_.people().begin()->second;
  for (std::uint32_t a = 0; a < net_.activities.size() && !full_; ++a) {
    if (!permits(*net_.model, DeviationKind::extra, a)) continue;
    for (std::uint32_t r = 0; r < net_.activities[a].results.size() && !full_; ++r) {
      if (!is_one_persons(net_.model->activities[a], r)) continue;
      std::vector<Writes> tried;
      for (Writes& given : ways_to_fill_deviating(net_, state, {a, r}, person.id, {}, {}).ways) {
        std::erase_if(given, [&](const auto& write) { return net_.reads.slots_with_outcomes[write.first]; });
        if (std::find(tried.begin(), tried.end(), given) != tried.end()) continue;
        tried.push_back(given);
        try_out(from, {a, r, std::move(given), DeviationKind::extra}, motives_);
      }
    }
  }
}

void Exploration::do_again_from(std::uint32_t from) {
  const CaseState state = nodes_[from].state;  // the vector may move
  const Directory::Person& person = people_.people().begin()->second;
  for (const Before& before : state.before) {
    const std::uint32_t a = before.activity;
    const Activity& activity = net_.model->activities[a];
    CaseState returned = state;  // wherever the case comes back from, it stands so
    returned.marking = before.marking;
    returned.work.clear();
    returned.under_way.clear();
    const std::string key = state_key(net_, returned, nodes_[from].now);
    for (std::uint32_t r = 0; r < activity.results.size() && !full_; ++r) {
      const Attempt attempt{.what = Attempt::What::perform, .activity = a, .result = r, .actor = person.id, .held = person.roles};
      const std::string done = fmt::format("{}.{} {}", a, r, key);
      if (!is_one_persons(activity, r) || order_allows(net_, state, attempt) || returns_.count(done) > 0) continue;
      Fillings fillings = ways_to_fill_deviating(net_, state, {a, r}, person.id, {}, values_);
      if (!fillings.all) say("more ways to fill in data of a deviation than are tried");
      bool is_permitted = false;
      for (Writes& given : fillings.ways)
        is_permitted = try_out(from, {a, r, std::move(given), DeviationKind::again}, motives_) || is_permitted;
      if (is_permitted) returns_.insert(done);
    }
  }
}

/// To everything that can be done then, and couldn't before or where less is passed over.
void Exploration::skip_from(std::uint32_t from, std::uint32_t motive) {
  const CaseState state = nodes_[from].state;  // the vector may move
  const Directory::Person& person = people_.people().begin()->second;
  const WaysOver over =
      ways_over(net_, state, person, motive, {people_, nodes_[from].now, surroundings_.can_begin}, values_, kMostWaysOver);
  if (!over.all) say("more ways to pass over activities than are tried");
  tried_ += over.ways.size() - 1;
  std::map<Passed, std::vector<std::set<Passed>>> shorter;  // by what is done
  for (const WayOver& way : over.ways) {
    const std::set<Passed> passed = way.passed();
    for (std::uint32_t a = 0; a < net_.activities.size() && !full_; ++a) {
      const Activity& activity = net_.model->activities[a];
      if (std::any_of(passed.begin(), passed.end(), [&](const Passed& one) { return one.activity == a; })) continue;
      for (std::uint32_t r = 0; r < activity.results.size() && !full_; ++r) {
        const Attempt attempt{.what = Attempt::What::perform, .activity = a, .result = r, .actor = person.id, .held = person.roles};
        if (!is_one_persons(activity, r) || !order_allows(net_, way.way.state, attempt)) continue;
        std::vector<std::set<Passed>>& less = shorter[{a, r}];
        const auto is_more_than = [&](const std::set<Passed>& one) {
          return one.size() < passed.size() && std::includes(passed.begin(), passed.end(), one.begin(), one.end());
        };
        if (std::any_of(less.begin(), less.end(), is_more_than)) continue;
        const bool is_possible_anyhow = passed.empty();
        if (is_possible_anyhow || skip_to(from, way, {a, r}, motive)) less.push_back(passed);
      }
    }
  }
}

bool Exploration::skip_to(std::uint32_t from, const WayOver& over, const Passed& done, std::uint32_t motive) {
  const Directory::Person& person = people_.people().begin()->second;
  std::vector<NamedPassing> passing;
  for (const Passed& one : over.way.passed) passing.push_back({one.activity, one.result});
  Fillings fillings = ways_to_fill_deviating(net_, over.way.state, done, person.id, over.given, values_);
  if (!fillings.all) say("more ways to fill in data of a deviation than are tried");
  bool is_permitted = false;
  for (Writes& given : fillings.ways) {
    given.insert(given.begin(), over.given.begin(), over.given.end());
    const Wish wish{done.activity, done.result, std::move(given), DeviationKind::skip, passing};
    is_permitted = try_out(from, wish, {motive}) || is_permitted;
  }
  return is_permitted;
}

/// Whether it is permitted for some motive.
bool Exploration::try_out(std::uint32_t from, const Wish& wish, const std::vector<std::uint32_t>& motives) {
  if (full_ || is_weary()) return false;
  ++tried_;
  const CaseState state = nodes_[from].state;  // the vector may move
  const Directory::Person& person = people_.people().begin()->second;
  const Surroundings now{people_, nodes_[from].now, surroundings_.can_begin};
  const Attempt attempt{.what = Attempt::What::perform,
                        .activity = wish.activity,
                        .result = wish.result,
                        .actor = person.id,
                        .held = person.roles,
                        .given = &wish.given,
                        .quiet = true};
  const std::vector<Obstacle> found = obstacles(net_, state, attempt, people_);
  const bool about_order = std::any_of(found.begin(), found.end(), [](const Obstacle& one) { return is_about_order(one); });
  if (found.empty() || about_order != wish.as.has_value()) return false;
  bool is_permitted = false;
  for (const std::uint32_t motive : motives) {
    const DeviatingStep step{.attempt = attempt, .motive = motive, .as = wish.as, .passing = wish.passing};
    DeviationPlan plan = plan_deviation(net_, state, step, found, {now, kSearchLimit});
    if (plan.events.empty() || plan.kinds.empty() || full_) continue;
    is_permitted = true;
    WayStep deviation = step_of(state, plan, wish);
    follow(from, {{person.id, {}, std::move(plan.events), now.now}, 0, std::move(deviation)});
  }
  return is_permitted;
}

WayStep Exploration::step_of(const CaseState& state, const DeviationPlan& plan, const Wish& wish) const {
  WayStep step{WayStep::Kind::activity, wish.activity, wish.result};
  step.passed = plan.passed;
  const DeviationKind first = wish.as.value_or(plan.kinds.front());
  for (const NetEvent& event : plan.events)
    if (event.type == EventType::deviated && event.kind == first) step.line = event.line;
  for (const DeviationKind kind : plan.kinds)
    if (kind != first) step.also.push_back(kind);
  for (const auto& [slot, value] : wish.given)
    if (net_.reads.slots[slot]) step.given.emplace_back(path_of_slot(*net_.model, slot), value);
  if (std::find(plan.kinds.begin(), plan.kinds.end(), DeviationKind::missing_data) == plan.kinds.end()) return step;
  std::vector<Passed> done = plan.passed;
  done.push_back({wish.activity, wish.result});
  for (const Passed& one : done)
    for (const FieldRef& ref : missing_fields(net_, state, one.activity, one.result, &wish.given))
      if (const std::string path = net_.model->path(ref);
          std::find(step.without.begin(), step.without.end(), path) == step.without.end())
        step.without.push_back(path);
  return step;
}

/// Of deviations of one kind to one place the first is enough.
void Exploration::note(Deviated deviated) {
  const WayStep& step = deviated.steps.back();
  if (noted_.emplace(deviated.to, *step.line, deviates_on(step), step.also.size()).second) deviated_.push_back(std::move(deviated));
}

}  // namespace itsmflow
