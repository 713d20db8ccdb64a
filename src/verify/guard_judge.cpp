#include "verify/guard_judge.hpp"

#include "base/text_distance.hpp"
#include "verify/lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace itsmflow {
namespace {

using Judgement = GuardJudge::Judgement;
using Of = PlacedGuard::Of;
using List = Variables::List;

constexpr std::size_t kMostQuestions = 65'536;  ///< whether one of the ways of a choice holds for some values

/// Outcomes and parts decide nothing that a proof looks at.
std::vector<const Expression*> beside_the_proof(const std::vector<PlacedGuard>& guards) {
  std::vector<const Expression*> found;
  for (const PlacedGuard& placed : guards)
    if (placed.of == Of::outcome || placed.of == Of::part) found.push_back(&placed.guard->expression);
  return found;
}

std::string what_is_guarded(Of of) {
  switch (of) {
    case Of::activity:
      return "the activity";
    case Of::result:
      return "the result";
    case Of::part:
      return "the part";
    case Of::row:
      return "the row";
    case Of::branch:
      return "the branch";
    case Of::outcome:
      return "the outcome";
  }
  return {};
}

}  // namespace

GuardJudge::GuardJudge(const Net& net, const std::vector<PlacedGuard>& guards)
    : net_(net), model_(*net.model), variables_(net, beside_the_proof(guards)), domains_(net, variables_) {}

const Field* GuardJudge::field_of(std::uint32_t v) const {
  const Variable& variable = variables_[v];
  return variable.kind == Variable::Kind::field ? &model_.objects[variable.object].fields[variable.field] : nullptr;
}

std::string GuardJudge::path_of(std::uint32_t v) const {
  const Variable& variable = variables_[v];
  if (variable.kind == Variable::Kind::actor) return "actor.id";
  const ObjectType& object = model_.objects[variable.object];
  return object.id + "." + (variable.kind == Variable::Kind::state ? std::string("state") : object.fields[variable.field].id);
}

// -- what a guard can see --

/// The states in which an activity can be done, or end with a result, so that its guard is asked at all.
List GuardJudge::states_of(const PlacedGuard& placed, std::uint32_t object) const {
  List found;
  const auto& results = net_.activities[placed.activity].results;
  for (std::uint32_t r = 0; r < results.size(); ++r) {
    if (placed.of == Of::result && r != placed.index) continue;
    for (std::uint32_t s = 0; s < model_.objects[object].states.size(); ++s) {
      const std::uint32_t place = net_.state_place(object, s);
      const bool shifts = std::all_of(results[r].shifts.begin(), results[r].shifts.end(),
                                      [&](const Net::Shift& shift) { return shift.object != object || shift.from.test(place); });
      const bool looks = std::all_of(results[r].looks.begin(), results[r].looks.end(), [&](const Net::Look& look) {
        return look.object != object || look.of != Need::Of::one || look.states.test(place);
      });
      if (shifts && looks && !has(found, s)) found.push_back(s);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

GuardJudge::Allowed GuardJudge::allowed_of(const PlacedGuard& placed, const List& reads) const {
  const bool by_state = placed.of == Of::activity || placed.of == Of::result;
  const auto of_actor = [&](std::uint32_t v) {
    if (!by_state) return List{Variables::kNone};
    const Activity& activity = model_.activities[placed.activity];
    if (activity.performer == Performer::engine) return List{Variables::kNone};
    const bool whole = placed.of == Of::activity || (!activity.items && !activity.results[placed.index].after);
    return activity.performer == Performer::people && whole ? variables_.given_values(v) : variables_.all_values(v);
  };
  Allowed allowed;
  for (const std::uint32_t v : reads) {
    switch (variables_[v].kind) {
      case Variable::Kind::actor:
        allowed.emplace_back(v, of_actor(v));
        break;
      case Variable::Kind::state:
        allowed.emplace_back(v, by_state ? states_of(placed, variables_[v].object) : variables_.all_values(v));
        break;
      case Variable::Kind::field:
        allowed.emplace_back(v, domains_.values(v));
        break;
    }
  }
  return allowed;
}

GuardJudge::Tally GuardJudge::tally(const Expression& expression, const Allowed& allowed) const {
  Tally tally;
  variables_.for_each(allowed, [&](const Assignment& assignment) {
    if (tally.holds && tally.fails) return;  // nothing more can be said
    const Expression::Outcome outcome = variables_.outcome(expression, assignment);
    const bool lacks = std::any_of(allowed.begin(), allowed.end(), [&](const auto& one) {
      const Field* field = field_of(one.first);
      return field && field->initial.is_null() && assignment[one.first] == Variables::kNone;
    });
    if (outcome.holds())
      tally.holds = true;
    else if (outcome.kind == Expression::Outcome::Kind::unfilled && lacks)
      tally.unfilled = true;
    else
      tally.fails = true;
  });
  return tally;
}

// -- what it comes to --

Judgement GuardJudge::judge(const PlacedGuard& placed) const {
  Judgement judgement;
  const Expression& expression = placed.guard->expression;
  const auto reads = variables_.read_by(expression);
  if (!reads || expression.text() == "true") return judgement;
  Allowed allowed = allowed_of(placed, *reads);
  const bool can_be_asked = std::none_of(allowed.begin(), allowed.end(), [](const auto& one) { return one.second.empty(); });
  if (!can_be_asked) return judgement;
  if (!tally(expression, allowed).holds) {
    judgement.verdict = Judgement::Verdict::never;
    explain(placed, allowed, judgement);
    return judgement;
  }
  // Refusals say what stands in the way in other states too, so that it isn't for nothing to ask there. That the guard can hold there lets
  // nothing happen: a deviation about the order of work asks for no guard, or asks where the states fit.
  for (auto& [v, values] : allowed)
    if (variables_[v].kind == Variable::Kind::state) values = variables_.all_values(v);
  const Tally all = tally(expression, allowed);
  if (all.fails) return judgement;
  judgement.verdict = Judgement::Verdict::always;
  judgement.when_filled = all.unfilled;
  judgement.by_what_is_set = std::any_of(reads->begin(), reads->end(), [&](std::uint32_t v) {
    return domains_.source(v) != Domains::Source::given && has(domains_.values(v), Variables::kNone);
  });
  explain(placed, allowed, judgement);
  return judgement;
}

/// The reason is what makes the difference: a limit without which it would come to something else. Else it is the types.
void GuardJudge::explain(const PlacedGuard& placed, const Allowed& allowed, Judgement& judgement) const {
  const Expression& expression = placed.guard->expression;
  const bool never = judgement.verdict == Judgement::Verdict::never;
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    Allowed wider = allowed;
    wider[i].second = variables_.all_values(allowed[i].first);
    const Tally tally = this->tally(expression, wider);
    if (never ? !tally.holds : !tally.fails) continue;
    judgement.why = why_limited(placed, allowed[i].first);
    judgement.help = help_for(placed, judgement.verdict, allowed[i].first);
    const bool by_nobody = field_of(allowed[i].first) && domains_.source(allowed[i].first) == Domains::Source::nobody;
    if (never && by_nobody) judgement.ungiven = path_of(allowed[i].first);
    return;
  }
  judgement.why = why_by_types(expression, allowed, never);
  judgement.help = help_by_types(placed, allowed, judgement);
}

std::string GuardJudge::why_by_types(const Expression& expression, const Allowed& allowed, bool never) const {
  if (allowed.empty()) return "it reads nothing of the case";
  std::vector<std::string> paths;
  std::vector<std::string> computed;
  for (const auto& one : allowed) paths.push_back(path_of(one.first));
  for (const std::uint32_t slot : expression.slots())
    if (const DerivedField* derived = model_.find_derived(slot)) computed.push_back(model_.path(derived->field));
  if (!computed.empty())
    return fmt::format("{} {} computed, and no value of {} {}", enumerate(computed), computed.size() == 1 ? "is" : "are",
                       enumerate(paths), never ? "makes it true" : "keeps it from being true");
  if (allowed.size() > 1) return fmt::format("{} combination of {} makes it true", never ? "no" : "every", enumerate(paths));
  const Field* field = field_of(allowed[0].first);
  if (!field) return fmt::format("{} value of {} makes it true", never ? "no" : "every", paths[0]);
  return fmt::format("{} takes {}, and {} makes it true", paths[0], describe_type(*field), never ? "none" : "each");
}

std::string GuardJudge::help_by_types(const PlacedGuard& placed, const Allowed& allowed, const Judgement& judgement) const {
  const bool never = judgement.verdict == Judgement::Verdict::never;
  const std::string& text = placed.guard->expression.text();
  const auto joins_by = [&](const char* sign) { return allowed.size() == 1 && text.find(sign) != std::string::npos; };
  std::vector<std::string> filled;
  for (const auto& [v, values] : allowed)
    if (const Field* field = field_of(v); field && field->initial.is_null() && has(values, Variables::kNone))
      filled.push_back("has(" + path_of(v) + ")");
  if (judgement.when_filled)
    return fmt::format("write `{}` if that is what is asked, or take the guard out", fmt::join(filled, " && "));
  if (never && joins_by("&&")) return fmt::format("write `||` if either will do, or take {} out", what_is_guarded(placed.of));
  if (!never && joins_by("||")) return "write `&&` if both must hold, or take the guard out";
  return help_for(placed, judgement.verdict, Variables::kAny);
}

std::string GuardJudge::why_limited(const PlacedGuard& placed, std::uint32_t v) const {
  const Variable& variable = variables_[v];
  const std::string path = path_of(v);
  if (variable.kind == Variable::Kind::actor) {
    const bool by_people =
        (placed.of == Of::activity || placed.of == Of::result) && model_.activities[placed.activity].performer == Performer::people;
    return by_people ? "whoever acts has an actor.id" : "nobody acts where the engine decides, and actor.id is empty";
  }
  if (variable.kind == Variable::Kind::state) {
    std::vector<std::string> states;
    for (const std::uint32_t s : states_of(placed, variable.object))
      states.push_back(fmt::format("'{}'", model_.objects[variable.object].states[s]));
    return fmt::format("it is only asked while {} is {}", model_.objects[variable.object].id, enumerate(states, "or"));
  }
  const Value& initial = field_of(v)->initial;
  if (domains_.source(v) == Domains::Source::given) return fmt::format("the start requires {}, so that it is always filled", path);
  if (domains_.source(v) == Domains::Source::nobody)
    return initial.is_null() ? fmt::format("nothing ever gives {} a value", path)
                             : fmt::format("{} is always {}, its default: nothing ever writes it", path, in_words(initial));
  std::vector<std::string> values;
  for (const std::uint32_t value : domains_.values(v))
    if (value != Variables::kNone) values.push_back(in_words(variable.values[value]));
  if (values.empty()) return fmt::format("what {} is set to can never be computed", path);
  const std::string before = initial.is_null() ? "" : fmt::format(", and before that it is {}", in_words(initial));
  return fmt::format("{} is only ever set to {}{}", path, enumerate(values, "or"), before);
}

std::string GuardJudge::help_for(const PlacedGuard& placed, Judgement::Verdict verdict, std::uint32_t limited) const {
  const bool is_limited = limited != Variables::kAny;
  const bool by_engine = placed.of != Of::activity && placed.of != Of::result;
  if (is_limited && variables_[limited].kind == Variable::Kind::actor && by_engine)
    return "ask who acts in the `when` of an activity that a person does";
  if (verdict == Judgement::Verdict::never) {
    if (is_limited && field_of(limited) && domains_.source(limited) != Domains::Source::given)
      return fmt::format("let an activity ask for it (`asks: [{}]`), or take {} out", path_of(limited), what_is_guarded(placed.of));
    return fmt::format("mend the guard, or take {} out", what_is_guarded(placed.of));
  }
  if (is_limited && field_of(limited) && domains_.source(limited) != Domains::Source::given)
    return fmt::format("let an activity ask for it (`asks: [{}]`), or take the guard out", path_of(limited));
  if (placed.of == Of::branch) return "write `always` in its place, or mend it";
  return "take the guard out, or mend it";
}

// -- ways of a choice --

std::optional<std::vector<GuardJudge::Loss>> GuardJudge::covered(const Guard* way, const std::vector<const Guard*>& earlier) const {
  List reads;
  const auto add = [&](const List& more) {
    for (const std::uint32_t v : more)
      if (!has(reads, v)) reads.push_back(v);
  };
  List of_way;
  if (way) {
    const auto read = variables_.read_by(way->expression);
    if (!read) return std::nullopt;
    add(of_way = *read);
  }
  std::vector<std::optional<List>> of_earlier;
  for (const Guard* guard : earlier)
    if (of_earlier.push_back(variables_.read_by(guard->expression)); of_earlier.back()) add(*of_earlier.back());
  const Allowed allowed = allowed_of({.of = Of::row, .guard = nullptr, .owner = {}}, reads);
  std::size_t combinations = 1;
  for (const auto& one : allowed)
    if (combinations *= std::max<std::size_t>(one.second.size(), 1); combinations * (earlier.size() + 1) > kMostQuestions)
      return std::nullopt;
  std::vector<Loss> losses;
  bool something_is_left = false;
  bool comes_about = false;
  variables_.for_each(allowed, [&](const Assignment& assignment) {
    if (something_is_left || (way && !variables_.holds(way->expression, assignment))) return;
    comes_about = true;
    std::size_t first = 0;
    while (first < earlier.size() && !(of_earlier[first] && variables_.holds(earlier[first]->expression, assignment))) ++first;
    something_is_left = first == earlier.size();
    if (something_is_left || std::any_of(losses.begin(), losses.end(), [&](const Loss& loss) { return loss.to == first; })) return;
    List seen = of_way;
    for (const std::uint32_t v : *of_earlier[first])
      if (!has(seen, v)) seen.push_back(v);
    losses.push_back({first, words_of(assignment, seen)});
  });
  if (something_is_left || !comes_about) return std::nullopt;
  std::sort(losses.begin(), losses.end(), [](const Loss& left, const Loss& right) { return left.to < right.to; });
  return losses;
}

std::string GuardJudge::words_of(const Assignment& assignment, const List& variables) const {
  std::vector<std::string> words;
  for (const std::uint32_t v : variables) {
    const Field* field = field_of(v);
    const Value& value = variables_[v].values[assignment[v]];
    const Value& seen = field && value.is_null() ? field->initial : value;
    words.push_back(seen.is_null() ? path_of(v) + " is not filled" : fmt::format("{} is {}", path_of(v), to_string(seen)));
  }
  return enumerate(words);
}

}  // namespace itsmflow
