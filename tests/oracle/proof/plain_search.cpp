#include "plain_search.hpp"

#include "../twin/domain.hpp"

#include "semantics/activation.hpp"
#include "semantics/automatic.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state.hpp"
#include "semantics/steps.hpp"
#include "verify/proof.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace itsmflow {

namespace {

constexpr std::size_t kMostByItself = 200;  // events after one step: more are a circle
constexpr std::size_t kMostChoices = 400;   // of data that one step brings
constexpr std::size_t kMostTries = 20;      // to do something, for each state that may be looked at

using List = std::vector<std::uint32_t>;

class Search {
 public:
  Search(const oracle::Model& drawn, const Net& net, std::size_t most)
      : net_(net), model_(*net.model), domain_(drawn), most_(most) {
    for (const oracle::Object& object : drawn.objects)
      for (const oracle::Field& field : object.fields) note_slot(object.id, field.id);
    for (const Role& role : model_.roles) roles_.push_back(role.id);
    people_ = {"zoe"};
    if (net.reads.actor) people_ = {"ann", "bob", "cleo", "zoe"};
    for (const Activity& activity : model_.activities) found_.happens.emplace_back(activity.results.size());
    found_.taken.resize(net.silents.size());
  }

  oracle::Everything run() {
    const CaseState before = empty_state(net_, CaseId{1});
    for (const Writes& given : ways_to_bring(before, model_.start.required, model_.start.asked)) {
      NetEvent started = event_of(EventType::started);
      started.writes = given;
      step(before, {started}, kStart);
    }
    for (std::uint32_t i = 0; i < states_.size() && !is_too_much(); ++i) expand(i);
    found_.known = !is_too_much() && all_brought_;
    found_.states = states_.size();
    judge();
    return std::move(found_);
  }

 private:
  static constexpr std::uint32_t kStart = UINT32_MAX;

  void note_slot(const std::string& object, const std::string& field) {
    for (const ObjectType& one : model_.objects)
      for (const Field& each : one.fields)
        if (one.id == object && each.id == field) path_[each.slot] = object + "." + field;
  }

  /// Each required field has a value then; others may be left alone, or taken back.
  std::vector<Writes> ways_to_bring(const CaseState& state, const std::vector<FieldRef>& required,
                                    const std::vector<FieldRef>& asked) {
    std::vector<Writes> ways{{}};
    std::set<std::uint32_t> slots;
    const auto add = [&](const FieldRef& ref, bool must) {
      if (!slots.insert(ref.slot).second) return;
      const bool is_given = !state.data[ref.slot].is_null();
      std::vector<Writes> longer;
      for (const Writes& way : ways) {
        if (!must || is_given) longer.push_back(way);
        for (const Value& value : domain_.of(path_.at(ref.slot))) {
          longer.push_back(way);
          longer.back().emplace_back(ref.slot, value);
        }
        if (must || !is_given) continue;
        longer.push_back(way);
        longer.back().emplace_back(ref.slot, Value());
      }
      all_brought_ = all_brought_ && longer.size() <= kMostChoices;
      if (longer.size() <= kMostChoices) ways = std::move(longer);
    };
    for (const FieldRef& ref : required) add(ref, true);
    for (const FieldRef& ref : asked) add(ref, false);
    return ways;
  }

  bool is_too_much() const { return states_.size() > most_ || tries_ > kMostTries * most_; }

  void expand(std::uint32_t from) {
    const CaseState state = states_[from];
    if (state.status != CaseStatus::open) return;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r) {
        if (is_emergency_exit(model_.activities[a], r)) continue;
        if (model_.activities[a].results[r].after)
          let_time_pass(state, from, a, r);
        else if (model_.activities[a].performer == Performer::people)
          perform(state, from, a, r);
      }
  }

  void perform(const CaseState& state, std::uint32_t from, std::uint32_t a, std::uint32_t r) {
    const Activity& activity = model_.activities[a];
    if (!is_reached(net_, state, a) || !states_fit(net_, state, a, r)) return;
    const bool has_room = has_room_after(net_, state, a, r, input_of(net_, state, a));
    std::vector<FieldRef> required = activity.effects.required;
    std::vector<FieldRef> asked = activity.effects.asked;
    const Effects& more = activity.results[r].effects;
    required.insert(required.end(), more.required.begin(), more.required.end());
    asked.insert(asked.end(), more.asked.begin(), more.asked.end());
    for (const Writes& given : ways_to_bring(state, required, asked))
      for (const std::string& person : people_) {
        ++tries_;
        Writes written;
        const Attempt attempt{
            .activity = a, .result = r, .actor = person, .held = roles_, .given = &given, .quiet = true, .written = &written};
        const std::vector<Obstacle> found = obstacles(net_, state, attempt, nobody_);
        found_.crowded = found_.crowded || (!has_room && found.size() == 1);
        if (found.empty()) step(state, doing(net_, state, attempt, written, "", ""), from);
      }
  }

  void let_time_pass(const CaseState& state, std::uint32_t from, std::uint32_t a, std::uint32_t r) {
    for (const Timer& timer : state.timers)
      if (timer.activity == a && timer.result == r && !timer.is_due) step(state, {event_of(EventType::timer_due, a, r)}, from);
  }

  /// The events, and all that follows by itself; nothing, if that would be an exit or has no end.
  void step(CaseState state, std::vector<NetEvent> events, std::uint32_t from) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> done;
    List routed;
    for (std::size_t count = 0; !events.empty(); events = next_automatic(net_, state)) {
      for (const NetEvent& event : events) {
        if (event.type == EventType::done && is_emergency_exit(model_.activities[event.activity], event.result)) return;
        apply(net_, state, event);
        if (event.type == EventType::done) done.emplace_back(event.activity, event.result);
        if (event.type == EventType::routed) routed.push_back(event.silent);
        if (++count <= kMostByItself) continue;
        found_.circle = true;
        return;
      }
      look_for_room(state);
    }
    for (const auto& [activity, result] : done) found_.happens[activity][result] = true;
    for (const std::uint32_t silent : routed) found_.taken[silent] = true;
    const auto [at, fresh] = known_.emplace(key(state), static_cast<std::uint32_t>(states_.size()));
    if (from != kStart) before_[at->second].insert(from);
    if (from != kStart && !done.empty()) goes_on_[from] = true;  // that time goes by leads nowhere by itself
    if (!fresh) return;
    states_.push_back(std::move(state));
    goes_on_.push_back(false);
    depth_.push_back(from == kStart ? 1 : depth_[from] + 1);
  }

  /// A row, or something the engine would do before anything else, that only waits for room.
  void look_for_room(const CaseState& state) {
    const std::vector<NetEvent> next = next_automatic(net_, state);
    if (state.status != CaseStatus::open || (!next.empty() && next.back().type == EventType::over)) return;
    const bool routes = !next.empty() && next.back().type == EventType::routed;
    for (std::uint32_t s = 0; s < net_.silents.size(); ++s) {
      const Net::Silent& silent = net_.silents[s];
      if (routes && s == next.back().silent) return;
      if (silent.kind == Net::Silent::Kind::row && state.marking.contains(silent.from) && is_chosen(state, silent) &&
          !has_room(net_, state, silent.from, silent.produce))
        found_.crowded = true;
    }
    const bool acts = !next.empty() && next.back().type == EventType::done;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r) {
        const bool by_time = model_.activities[a].results[r].after.has_value();
        if (acts && !by_time && next.back().activity == a && next.back().result == r) return;
        if ((by_time ? next.empty() : model_.activities[a].performer == Performer::engine) && waits_for_room(state, a, r))
          found_.crowded = true;
      }
  }

  bool waits_for_room(const CaseState& state, std::uint32_t a, std::uint32_t r) const {
    const Activity& activity = model_.activities[a];
    return !is_emergency_exit(activity, r) && is_reached(net_, state, a) && states_fit(net_, state, a, r) &&
           holds(state, activity.effects.when) && holds(state, activity.results[r].effects.when) &&
           missing_fields(net_, state, a, r, nullptr).empty() && left_unfinished(net_, state, a, r).empty() &&
           !has_room_after(net_, state, a, r, input_of(net_, state, a));
  }

  bool holds(const CaseState& state, const std::optional<Guard>& guard) const {
    return !guard || guard->expression.holds(StateActivation(net_, state, {}));
  }

  /// Its own guard holds, and that of no row before it for the same place.
  bool is_chosen(const CaseState& state, const Net::Silent& silent) const {
    const auto says_yes = [&](const Row& row) {
      return row.decision != Row::Decision::guard || row.guard.expression.holds(StateActivation(net_, state, {}));
    };
    const Row& row = model_.rows[silent.row];
    for (std::uint32_t p = 0; p < net_.places.size() && row.sources.size() == 1; ++p) {
      if (!silent.from.test(p)) continue;
      for (const std::uint32_t earlier : net_.places[p].rows) {
        if (earlier == silent.row) break;
        if (says_yes(model_.rows[earlier])) return false;
      }
    }
    return says_yes(row);
  }

  std::string key(const CaseState& state) const {
    std::string text = std::to_string(static_cast<int>(state.status));
    for (std::uint32_t p = 0; p < net_.places.size(); ++p) text += state.marking.test(p) ? 'x' : '.';
    for (const auto& [slot, path] : path_) text += ';' + to_string(state.data[slot]);
    for (const Timer& timer : state.timers)
      text += ";t" + std::to_string(timer.activity) + "." + std::to_string(timer.result) + (timer.is_due ? "due" : "");
    return text;
  }

  std::vector<bool> leading_to(const std::vector<bool>& wanted) const {
    std::vector<bool> leads = wanted;
    List open;
    for (std::uint32_t i = 0; i < leads.size(); ++i)
      if (leads[i]) open.push_back(i);
    while (!open.empty()) {
      const std::uint32_t i = open.back();
      open.pop_back();
      const auto at = before_.find(i);
      if (at == before_.end()) continue;
      for (const std::uint32_t from : at->second)
        if (!leads[from]) {
          leads[from] = true;
          open.push_back(from);
        }
    }
    return leads;
  }

  void judge() {
    std::vector<bool> over;
    std::vector<bool> end;
    for (std::uint32_t i = 0; i < states_.size(); ++i) {
      over.push_back(states_[i].status == CaseStatus::over);
      end.push_back(!goes_on_[i]);
      if (over[i])
        for (const std::uint32_t place : work_places(net_, states_[i].marking)) found_.left.insert(place);
      if (!end[i] || over[i]) continue;
      found_.steps = found_.stuck ? found_.steps : depth_[i];
      found_.stuck = true;
      std::vector<bool> marking;
      for (std::uint32_t p = 0; p < net_.places.size(); ++p) marking.push_back(states_[i].marking.test(p));
      found_.stuck_at.insert(std::move(marking));
    }
    const std::vector<bool> ends = leading_to(end);
    found_.lost = std::find(ends.begin(), ends.end(), false) != ends.end();
  }

  const Net& net_;
  const Model& model_;
  oracle::Domain domain_;
  std::size_t most_;
  std::map<std::uint32_t, std::string> path_;  ///< by slot
  std::vector<std::string> roles_;
  std::vector<std::string> people_;
  Directory nobody_{std::vector<Directory::Person>{}};
  std::vector<CaseState> states_;
  std::vector<bool> goes_on_;
  std::vector<std::size_t> depth_;
  std::map<std::string, std::uint32_t> known_;
  std::map<std::uint32_t, std::set<std::uint32_t>> before_;  ///< by state those from which one step leads there
  bool all_brought_ = true;
  std::size_t tries_ = 0;
  oracle::Everything found_;
};

}  // namespace

oracle::Everything oracle::go_everywhere(const oracle::Model& model, const Net& net, std::size_t most) {
  return Search(model, net, most).run();
}

}  // namespace itsmflow
