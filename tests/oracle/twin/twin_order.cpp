// Another order than the model has: skip, extra and again (9.6 to 9.12).

#include "world.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using About = Question::About;
using Deviation = DeviationKind;

/// Of a name such as "transfer.understood".
Source named(const std::string& name) {
  const std::size_t dot = name.find('.');
  return dot == std::string::npos ? Source{name} : Source{name.substr(0, dot), name.substr(dot + 1)};
}

/// 9.7: it has one result, or the performer named this one.
bool is_chosen(const Activity& activity, const Result& result, const Motive& motive) {
  return activity.results.size() == 1 ||
         std::count(motive.skipping.begin(), motive.skipping.end(), activity.id + "." + result.id) > 0;
}

bool has(const Passed& passed, const std::string& activity) {
  return std::any_of(passed.begin(), passed.end(), [&](const Source& each) { return each.activity == activity; });
}

bool has_all_named(const Passed& passed, const Motive& motive) {
  return std::all_of(motive.skipping.begin(), motive.skipping.end(),
                     [&](const std::string& each) { return has(passed, named(each).activity); });
}

void collect(const std::optional<Expr>& expr, std::set<std::string>& found) {
  if (expr) found.merge(fields_of(*expr));
}

void collect(const Effects& effects, std::set<std::string>& found) {
  collect(effects.when, found);
  for (const Set& set : effects.sets) collect(set.value, found);
  for (const Start& start : effects.starts)
    for (const Set& set : start.with) collect(set.value, found);
}

}  // namespace

std::set<std::string> fields_read(const Model& model) {
  std::set<std::string> found;
  for (const Activity& activity : model.activities) {
    collect(activity.effects, found);
    collect(activity.waits_for.about, found);
    for (const Set& set : activity.runs.with) collect(set.value, found);
    for (const Result& result : activity.results) collect(result.effects, found);
    if (!activity.items) continue;
    if (!activity.items->list.empty()) found.insert(activity.items->list);
    for (const Part& part : activity.items->parts) collect(part.when, found);
  }
  for (const Row& row : model.rows) {
    collect(row.guard, found);
    for (const Branch& branch : row.branches) collect(branch.guard, found);
  }
  for (const End& end : model.outcomes.of) collect(end.when, found);
  return found;
}

/// 9.6: which of the three is meant.
Deviation Twin::meaning(const Question& question, const Motive& motive) const {
  if (motive.as) return *motive.as;
  if (!motive.skipping.empty()) return Deviation::skip;
  std::vector<Deviation> permitted;
  const bool skip = std::any_of(model_.activities.begin(), model_.activities.end(), [&](const Activity& other) {
    return other.id != question.activity && permits(Deviation::skip, other.id, question.person, motive.name);
  });
  if (skip) permitted.push_back(Deviation::skip);
  for (const Deviation each : {Deviation::extra, Deviation::again})
    if (permits(each, question.activity, question.person, motive.name)) permitted.push_back(each);
  if (permitted.empty()) throw World::Blocked{};
  if (permitted.size() > 1) throw World::Wrong{};
  return permitted.front();
}

/// 9.6.
void Twin::do_in_order(Question question, const Motive& motive) {
  const std::string activity = question.activity;
  const Deviation meant = meaning(question, motive);
  if (meant != Deviation::skip && !motive.skipping.empty()) throw World::Wrong{};
  if (meant == Deviation::extra) return record(question, motive);
  std::vector<Passed> ways;
  if (meant == Deviation::skip) {
    ways = shortest_ways(question, motive);
    if (ways.empty()) throw World::Blocked{};
    if (ways.size() > 1) throw World::Wrong{};
  } else {
    if (!now_.before.count(activity)) throw World::Blocked{};
    go_back(activity);
    if (!deviates(Deviation::again, {activity, *question.result}, "", question.person, motive)) throw World::Blocked{};
    question.about = About::perform;
  }
  for (const Source& each : ways.empty() ? Passed{} : ways.front()) {
    const Activity& type = *model_.activity(each.activity);
    pass_over(type, *type.result(each.result), question, motive, question.data);
    between();
  }
  do_in_spite(question, motive);
}

/// 9.7 and 9.8: of the ways that are shortest one for each choice of what is passed over, the first in the written order. Several: more
/// must be named.
std::vector<Passed> Twin::shortest_ways(const Question& question, const Motive& motive) {
  struct Node {
    Configuration now;
    Data rest;
    Passed passed;
  };
  const World::Alone alone(world_);
  const World::Moment before = world_.moment();
  const std::size_t happened = world_.happened_;
  std::vector<Node> level{{now_, question.data, {}}};
  std::map<std::set<Source>, Passed> found;
  std::set<std::pair<std::set<Source>, std::string>> known;
  const auto go_on = [&](const Node& node, const Activity& activity, const Result& result, std::vector<Node>& next) {
    now_ = node.now;
    world_.happened_ = happened;  // a way doesn't pay for those that were looked at before
    Node longer{{}, node.rest, node.passed};
    try {
      if (!pass_over(activity, result, question, motive, longer.rest)) return;
      between();
    } catch (const World::Refused&) {
      return;
    } catch (const World::Circle&) {
      return;
    }
    longer.passed.push_back({activity.id, result.id});
    const std::set<Source> which(longer.passed.begin(), longer.passed.end());
    if (!known.insert({which, key()}).second) return;
    Question then = question;
    then.data = longer.rest;
    longer.now = now_;
    if (stands_in_order(obstacles(then)) || !has_all_named(longer.passed, motive))
      next.push_back(longer);
    else
      found.emplace(which, longer.passed);
  };
  while (!level.empty() && found.empty()) {
    std::vector<Node> next;
    for (const Node& node : level)
      for (const Activity& activity : model_.activities) {
        if (activity.id == question.activity || has(node.passed, activity.id)) continue;
        for (const Result& result : activity.results)
          if (is_chosen(activity, result, motive)) go_on(node, activity, result, next);
      }
    level = std::move(next);
  }
  world_.back_to(before);
  std::vector<Passed> ways;
  for (const auto& [which, way] : found) ways.push_back(way);
  return ways;
}

/// 9.7 and 9.9. False: it can't be passed over, and what was done of it is to be forgotten.
bool Twin::pass_over(const Activity& activity, const Result& result, const Question& question, const Motive& motive, Data& rest) {
  const std::string& person = question.person;
  if (!can_be_skipped(model_, activity, result)) return false;
  Sight seen = sight(with(rest), person);
  seen.items = items_seen(activity);
  if (!holds(activity.effects.when, seen) || !holds(result.effects.when, seen)) return false;
  for (const Piece& piece : in_hand())
    if (activity_of(piece) == activity.id) drop_work(piece);
  if (now_.under_way.count(activity.id)) drop_under_way(activity.id);
  const auto input = input_of(activity.id);
  const Places given = gives(activity.id, result.id);
  if (!input || !has_room(given, *input, activity.id) || !state_obstacles(activity, result, "").empty()) return false;

  Data own = rest;
  std::erase_if(own, [&](const auto& brought) { return !takes(activity, &result).count(brought.first); });
  const Kinds computed = computing_obstacles(activity, result, {About::perform, person, activity.id, result.id, own});
  bool lacks = computed.count(Kind::missing_data) > 0;
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const std::string& path : effects->required) lacks = lacks || is_missing(path, with(rest));
  if (computed.count(Kind::guard_false)) return false;
  if (lacks && !deviates(Deviation::missing_data, {activity.id, result.id}, "", person, motive)) return false;
  if (!deviates(Deviation::skip, {activity.id, result.id}, "", person, motive)) return false;
  const std::size_t number = now_.deviations.size();

  for (const Place& place : *input) now_.tokens.erase(place);
  now_.tokens.insert(given.begin(), given.end());
  end_branches();
  std::erase_if(now_.timers, [&](const auto& timer) { return timer.first.first == activity.id; });  // as 6.10
  for (const std::string& path : takes(activity, &result))
    if (const auto brought = rest.find(path); brought != rest.end()) {
      write(path, brought->second, "");
      rest.erase(brought);
    }
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Set& set : effects->sets)
      if (blunder_ != Blunder::passing_over_is_silent) compute(set, sight(now_.given, person), "");
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Move& move : effects->moves) {
      move_to(move.object, move.to, "");
      if (blunder_ != Blunder::nothing_is_assumed) now_.assumed[move.object] = number;
    }
  if (blunder_ != Blunder::passed_over_by_nobody) now_.parts.insert({person, activity.id, result.id, ""});
  if (blunder_ == Blunder::passing_over_counts) now_.endings.push_back({activity.id, result.id});
  return true;
}

/// 9.9: what happens by itself before the next is passed over, or the step is done.
void Twin::between() {
  while (decides() || engine_acts()) {
  }
}

/// 9.10.
void Twin::record(const Question& question, const Motive& motive) {
  const Activity& activity = *model_.activity(question.activity);
  const Result& result = *activity.result(*question.result);
  const std::set<std::string> read = fields_read(model_);
  for (const auto& [path, value] : question.data)
    if (read.count(path) || !takes(activity, &result).count(path)) throw World::Wrong{};
  Kinds found = people_obstacles(question);
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const std::string& path : effects->required)
      if (!read.count(path) && is_missing(path, with(question.data))) found.insert(Kind::missing_data);
  Course::Endings endings = now_.endings;
  endings.push_back({activity.id, result.id});
  if (!course_.can_be_kept(endings, now_.off)) found.insert(Kind::rule);

  override_all(question, motive, found);
  if (found.count(Kind::rule)) switch_off(activity, result.id, false);
  if (!deviates(Deviation::extra, {activity.id, result.id}, "", question.person, motive)) throw World::Blocked{};
  for (const auto& [path, value] : question.data) write(path, value, "");
  now_.parts.insert({question.person, activity.id, result.id, ""});
  now_.endings = endings;
  if (blunder_ == Blunder::extra_moves)
    for (const Effects* effects : {&activity.effects, &result.effects})
      for (const Move& move : effects->moves) move_to(move.object, move.to, "");
}

Before Twin::marking() const {
  Before before{.states = now_.states, .tokens = now_.tokens, .runs = now_.runs, .assumed = now_.assumed};
  for (const auto& [activity, each] : now_.before) before.when = std::max(before.when, each.when + 1);
  for (const auto& [piece, held] : now_.work) before.tokens.insert(held.input.begin(), held.input.end());
  for (const auto& [activity, open] : now_.under_way) before.tokens.insert(open.input.begin(), open.input.end());
  return before;
}

/// 9.11 and 9.12.
void Twin::go_back(const std::string& activity) {
  const Before before = now_.before.at(activity);
  for (const Piece& piece : in_hand()) {
    now_.work.erase(piece);
    forget_if_gone(piece);
    happened(EventType::withdrawn, piece);
  }
  for (const std::string& each : opened()) {
    end_under_way(each);
    happened(EventType::withdrawn, each);
  }
  if (blunder_ == Blunder::again_stays_here) return;
  now_.states = before.states;
  now_.tokens = before.tokens;
  now_.runs = before.runs;
  now_.assumed = before.assumed;
  if (blunder_ != Blunder::again_goes_forward)
    std::erase_if(now_.before, [&](const auto& each) { return each.second.when >= before.when; });
  std::erase_if(now_.assumed,
                [&](const auto& each) { return now_.deviations[each.second - 1].said == ConfirmationStatus::confirmed; });
}

}  // namespace itsmflow::oracle
