#include "base/span.hpp"
#include "base/text_distance.hpp"
#include "semantics/simulation.hpp"
#include "verify/findings.hpp"
#include "verify/standing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

/// "…; somebody did 'make' on …": of a case that is only thought of nobody did anything, and at no moment.
std::string without_doer(const std::string& reason) {
  return reason.substr(0, reason.rfind("; somebody did "));
}

/// Why an activity can't be done, or not end with a result.
struct Reason {
  std::string words;
  std::string help{};
  std::vector<Diagnostic::Related> related{};
  std::string fault{};  ///< as of a cause
  bool by_rule = false;
};

class Causes {
 public:
  Causes(const Net& net, const Standing& at, const std::vector<WayStep>& way)
      : net_(net), model_(*net.model), at_(at), words_(net, at) {
    if (!way.empty() && way.back().kind == WayStep::Kind::failure) failed_ = way.back().activity;
    for (const WayStep& step : way)
      if (step.kind == WayStep::Kind::activity || step.kind == WayStep::Kind::time) steps_.emplace_back(step.activity, step.result);
  }

  std::vector<Cause> find() {
    add_failure();
    add_loose_end();
    for (std::uint32_t p = 0; p < net_.places.size(); ++p)
      if (at_.marking.test(p) && net_.places[p].kind == Net::Place::Kind::decision) add_choice(p);
    for (const Net::Silent& silent : net_.silents)
      if (silent.kind != Net::Silent::Kind::join) add_join(silent.from, silent.row);
    for (std::uint32_t a = 0; a < net_.activities.size(); ++a) add_activity(a);
    if (found_.empty()) add_states();
    if (found_.empty())
      found_.push_back({model_.start.span, "nothing is left to do, and nothing ends the case", "lead a row to `end`"});
    return std::move(found_);
  }

  /// An object that nothing leads on from the state it is in, although that isn't final.
  std::optional<Cause> dead_end() const {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      const auto s = unfinished(o);
      bool leads = !s;
      for (std::uint32_t a = 0; a < model_.activities.size() && !leads; ++a)
        for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r) leads = leads || leads_on(a, r, o, *s);
      if (!leads) return at_state(o, *s);
    }
    return std::nullopt;
  }

  /// No activity ever brings the case's object to a state in which a case is over.
  std::optional<Cause> no_exit() const {
    if (!model_.case_object || model_.objects[*model_.case_object].final_states.empty()) return std::nullopt;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
        if (!is_emergency_exit(model_.activities[a], r) && may_end_case(net_, a, r)) return std::nullopt;
    const ObjectType& object = model_.objects[*model_.case_object];
    const std::uint32_t s = object.final_states.front();
    return Cause{object.state_spans[s], fmt::format("no activity moves {} to '{}'", object.id, object.states[s]),
                 fmt::format("let an activity move it there (`moves: {{{}: … -> {}}}`)", object.id, object.states[s])};
  }

  /// What would end the case, and only a guard is in the way of it. `when`: "", "later ".
  std::optional<Cause> closed_exit(std::string_view when) const {
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r) {
        if (is_emergency_exit(model_.activities[a], r) || !may_end_case(net_, a, r) || !is_reached(a)) continue;
        const auto& shifts = net_.activities[a].results[r].shifts;
        if (!std::all_of(shifts.begin(), shifts.end(), [&](const Net::Shift& one) { return fits(one.object, one.from); })) continue;
        for (const Effects* effects : {&model_.activities[a].effects, &model_.activities[a].results[r].effects})
          if (effects->when && words_.holds(effects->when->expression) == false)
            return closed_exit(fmt::format("'{}' would end it", model_.activities[a].id), *effects->when, when);
      }
    for (const Row& row : model_.rows)
      if (row.to_end && row.decision == Row::Decision::guard && words_.holds(row.guard.expression) == false)
        return closed_exit(fmt::format("a row leads from '{}' to the end", text_of(model_, row.sources.front())), row.guard, when);
    return std::nullopt;
  }

 private:
  // -- choices and joins --

  /// A choice of which no row is taken.
  void add_choice(std::uint32_t place) {
    const std::vector<std::uint32_t>& rows = net_.places[place].rows;
    if (rows.empty()) return;
    std::vector<const Expression*> guards;
    for (const std::uint32_t r : rows) {
      const Row& row = model_.rows[r];
      if (row.decision == Row::Decision::guard) guards.push_back(&row.guard.expression);
      for (const Branch& branch : row.branches)
        if (branch.choice == Branch::Choice::guard) guards.push_back(&branch.guard.expression);
    }
    if (guards.empty()) return;
    const Row& first = model_.rows[rows.front()];
    const RowSource& source = first.sources.front();
    const std::string from = text_of(model_, source);
    const std::string values = words_.values_of(guards);
    const std::string guard = words_.guard_of(guards);
    Cause cause{source.span, fmt::format("nothing follows '{}'{}", from, values.empty() ? "" : " when " + values), {}};
    const std::string last = fmt::format("a last row `- {} -> ACTIVITY otherwise`", from);
    if (!first.branches.empty())
      cause.help = "let one branch be `always`, or, if it is to be begun only where no other is, `otherwise`";
    else if (guard.empty())
      cause.help = "add " + last;
    else
      cause.help = fmt::format("add a row `- {} -> ACTIVITY if {}`, or {}", from, guard, last);
    cause.fault = guard.empty() ? "some values" : guard;
    found_.push_back(std::move(cause));
  }

  /// A call has failed for good, and its activity can't end so.
  void add_failure() {
    const auto result = failed_ ? model_.activities[*failed_].find_result("failed") : std::nullopt;
    auto reason = result ? why_not(*failed_, *result) : std::nullopt;
    if (!reason) return;
    add({model_.activities[*failed_].results[*result].span, std::move(reason->words), std::move(reason->help),
         std::move(reason->related)});
  }

  /// A step of the way after which a branch just ended, because no row says what follows.
  void add_loose_end() {
    if (model_.rows.empty()) return;
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
      const auto [a, r] = *step;
      const bool in_flow = !net_.activities[a].free || has_row_from(a, std::nullopt);
      if (!in_flow || has_row_from(a, r) || net_.activities[a].results[r].produce.meets(net_.tokens)) continue;
      const Result& result = model_.activities[a].results[r];
      const std::string name = name_of(a, r);
      add({result.id.empty() ? model_.activities[a].span : result.span, fmt::format("no row follows '{}'", name),
           fmt::format("add a row `- {} -> {}`", name, next_activity())});
      return;
    }
  }

  bool has_row_from(std::uint32_t activity, std::optional<std::uint32_t> result) const {
    return std::any_of(model_.rows.begin(), model_.rows.end(), [&](const Row& row) {
      return std::any_of(row.sources.begin(), row.sources.end(), [&](const RowSource& source) {
        return source.activity == activity &&
               (!result || std::find(source.results.begin(), source.results.end(), *result) != source.results.end());
      });
    });
  }

  /// The activity in the rows that would lead on from where the case's object is; ACTIVITY: there is no such.
  std::string next_activity() const {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      const auto s = unfinished(o);
      for (std::uint32_t a = 0; a < model_.activities.size() && s; ++a)
        for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
          if (!net_.activities[a].free && leads_on(a, r, o, *s)) return model_.activities[a].id;
    }
    return "ACTIVITY";
  }

  std::string name_of(std::uint32_t a, std::uint32_t r) const {
    const Activity& activity = model_.activities[a];
    return activity.results[r].id.empty() ? activity.id : fmt::format("{}.{}", activity.id, activity.results[r].id);
  }

  /// What else could be done about what waits in vain: "or let 'deploy.failed' lead to another activity".
  std::string or_elsewhere() const {
    if (failed_) return fmt::format("or change what '{}' asks for when it fails", model_.activities[*failed_].id);
    if (steps_.empty()) return "or lead another way on from the start";
    return fmt::format("or let '{}' lead to another activity", name_of(steps_.back().first, steps_.back().second));
  }

  /// A join of which some ways have come and others haven't.
  void add_join(const Bits& from, std::uint32_t r) {
    std::vector<std::string> come;
    std::vector<std::string> missing;
    for (std::uint32_t p = 0; p < net_.places.size(); ++p)
      if (from.test(p)) (at_.marking.test(p) ? come : missing).push_back(giver_of(p));
    if (come.empty() || missing.empty()) return;
    const Row& row = model_.rows[r];
    std::vector<std::string> sources;
    for (const RowSource& source : row.sources) sources.push_back(text_of(model_, source));
    add({row.span,
         fmt::format("{} {} come to a join, and {} can't come any more", enumerate(quoted(come)), come.size() == 1 ? "has" : "have",
                     enumerate(quoted(missing))),
         fmt::format(
             "let all of these ways be begun; or, if only some may be, write the rows that begin them as one, `- {{fork: FROM, "
             "to: {{ONE: always, OTHER: GUARD}}}}`, and this one as `- {{join: [{}], to: {}}}`, which waits for those that "
             "were begun",
             fmt::join(sources, ", "), row.targets.empty() ? "end" : model_.activities[row.targets.front()].id)});
  }

  std::string giver_of(std::uint32_t place) const {
    for (std::uint32_t a = 0; a < net_.activities.size(); ++a)
      for (const Net::ResultNode& result : net_.activities[a].results)
        if (result.produce.test(place)) return model_.activities[a].id;
    for (const Net::Silent& silent : net_.silents)
      if (silent.produce.test(place))
        if (const auto& from = model_.rows[silent.row].sources.front().activity) return model_.activities[*from].id;
    return "start";
  }

  /// The join that gives an activity this input: all of its places are of that row.
  std::optional<std::uint32_t> join_to(std::uint32_t activity, const Bits& input) const {
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
      const Row& row = model_.rows[r];
      const bool leads = std::find(row.targets.begin(), row.targets.end(), activity) != row.targets.end();
      if (!leads || row.sources.size() < 2) continue;
      bool all = true;
      for (std::uint32_t p = 0; p < net_.places.size() && all; ++p) {
        const std::vector<std::uint32_t>& rows = net_.places[p].rows;
        all = !input.test(p) || std::find(rows.begin(), rows.end(), r) != rows.end();
      }
      if (all) return r;
    }
    return std::nullopt;
  }

  // -- activities that are reached --

  bool is_reached(std::uint32_t a) const {
    const Net::ActivityNode& node = net_.activities[a];
    return node.free ||
           std::any_of(node.inputs.begin(), node.inputs.end(), [&](const Bits& input) { return at_.marking.contains(input); });
  }

  void add_activity(std::uint32_t a) {
    for (const Bits& input : net_.activities[a].inputs) {
      bool all = true;
      bool any = false;
      for (std::uint32_t p = 0; p < net_.places.size(); ++p) {
        if (!input.test(p)) continue;
        all = all && at_.marking.test(p);
        any = any || at_.marking.test(p);
      }
      if (all) return add_waiting(a);
      if (!any) continue;
      if (const auto row = join_to(a, input)) add_join(input, *row);
    }
  }

  void add_waiting(std::uint32_t a) {
    std::vector<Reason> reasons;
    for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
      if (!is_emergency_exit(model_.activities[a], r)) add_once(reasons, why_not(a, r));
    if (reasons.empty()) reasons = kept(a);
    if (reasons.empty()) return;
    Cause cause{model_.activities[a].span, {}, {}};
    constexpr std::size_t kMost = 3;
    cause.what = put_together(cause, reasons, kMost);
    if (cause.help.empty())
      cause.help =
          fmt::format("let '{}' be done as the case then stands, or lead another way on from here", model_.activities[a].id);
    add(std::move(cause));
  }

  static void add_once(std::vector<Reason>& reasons, std::optional<Reason> reason) {
    if (reason && std::none_of(reasons.begin(), reasons.end(), [&](const Reason& one) { return one.words == reason->words; }))
      reasons.push_back(std::move(*reason));
  }

  /// The reasons in one sentence; `cause` gets their places, and their help where they are of one mind.
  static std::string put_together(Cause& cause, const std::vector<Reason>& reasons, std::size_t most) {
    std::vector<std::string> words;
    for (const Reason& reason : reasons) {
      if (words.size() == most) break;
      words.push_back(reason.words);
      cause.fault += reason.fault.empty() ? reason.words : reason.fault;
      for (const Diagnostic::Related& related : reason.related)
        if (std::none_of(cause.related.begin(), cause.related.end(), [&](const auto& one) { return same(one.span, related.span); }))
          cause.related.push_back(related);
      const bool is_first = words.size() == 1;
      cause.help = is_first || cause.help == reason.help ? reason.help : std::string();
    }
    if (!reasons.empty() && std::all_of(reasons.begin(), reasons.end(), [](const Reason& one) { return one.by_rule; }))
      cause.help =
          cause.related.size() > 1 ? "take one of these rules out" : "let what the rule asks for be possible here, or take it out";
    return fmt::format("{}", fmt::join(words, "; "));
  }

  /// What the engine itself would say.
  std::vector<Reason> kept(std::uint32_t a) const {
    std::vector<Reason> reasons;
    for (const Moves::Kept& one : at_.kept) {
      if (one.activity != a) continue;
      Reason reason{without_doer(one.why)};
      reason.fault = model_.activities[a].id;
      for (const std::uint32_t rule : one.rules) reason.related.push_back({model_.rules[rule].span, "this rule is in the way"});
      reason.by_rule = !one.rules.empty();
      add_once(reasons, std::move(reason));
    }
    return reasons;
  }

  std::optional<Reason> why_not(std::uint32_t a, std::uint32_t r) const {
    const Activity& activity = model_.activities[a];
    const Result& result = activity.results[r];
    const std::string name = name_of(a, r);
    const std::string only = fmt::format("'{}' can be done only when ", name);
    const Net::ResultNode& node = net_.activities[a].results[r];
    for (const Net::Shift& shift : node.shifts) {
      if (fits(shift.object, shift.from)) continue;
      const std::string& target = model_.objects[shift.object].states[shift.to - net_.state_place(shift.object, 0)];
      return Reason{only + lacks(shift.object, shift.from),
                    fmt::format("let '{}' be done then as well (`moves: {{{}: {} -> {}}}`), {}", name,
                                model_.objects[shift.object].id, widened(shift.object, shift.from), target, or_elsewhere())};
    }
    for (const Net::Look& look : node.looks) {
      if (look.of != Need::Of::one || fits(look.object, look.states)) continue;
      return Reason{only + lacks(look.object, look.states),
                    fmt::format("let '{}' be done then as well (`needs: {{{}: {}}}`), {}", name, model_.objects[look.object].id,
                                widened(look.object, look.states), or_elsewhere())};
    }
    for (const Effects* effects : {&activity.effects, &result.effects}) {
      if (effects->when && words_.holds(effects->when->expression) != true) return closed_guard(only, *effects->when);
      for (const FieldRef& ref : effects->required) {
        const bool brings = activity.performer == Performer::people || activity.performer == Performer::service;
        if (words_.is_given(ref) || (brings && !result.after)) continue;
        const std::string path = model_.path(ref);
        return Reason{fmt::format("{}{} is given, but nobody has given it", only, path),
                      fmt::format("let an activity before it give {} (`requires: [{}]`)", path, path)};
      }
    }
    return std::nullopt;
  }

  Reason closed_guard(const std::string& only, const Guard& guard) const {
    const std::string values = words_.values_of({&guard.expression});
    Reason reason{fmt::format("{}`{}`{}", only, guard.expression.text(), values.empty() ? "" : ", but " + values)};
    reason.fault = only + std::string(guard.expression.text());
    const std::vector<std::string> never = words_.never_written(guard.expression);
    if (never.empty()) {
      reason.related.push_back({guard.span, "this doesn't hold then"});
      return reason;
    }
    reason.words += fmt::format(", and nothing ever sets {}", never.size() == 1 ? "it" : enumerate(never));
    reason.related.push_back({guard.span, "this never holds"});
    const std::string sets = words_.setting_of(guard.expression);
    const std::string who =
        steps_.empty() ? "an activity before it" : fmt::format("'{}'", model_.activities[steps_.back().first].id);
    reason.help = fmt::format("let {} set {}{}, or take the guard out", who, enumerate(never),
                              sets.empty() ? "" : fmt::format(" (`sets: {{{}}}`)", sets));
    return reason;
  }

  /// "new | assigned": the states, and the one that the object is in.
  std::string widened(std::uint32_t object, const Bits& states) const {
    const ObjectType& declared = model_.objects[object];
    std::vector<std::string> names;
    for (std::uint32_t s = 0; s < declared.states.size(); ++s)
      if (states.test(net_.state_place(object, s))) names.push_back(declared.states[s]);
    names.push_back(words_.state_of(object));
    return fmt::format("{}", fmt::join(names, " | "));
  }

  bool fits(std::uint32_t object, const Bits& states) const { return model_.objects[object].many || states.meets(at_.marking); }

  std::string lacks(std::uint32_t object, const Bits& states) const {
    const ObjectType& declared = model_.objects[object];
    std::vector<std::string> names;
    for (std::uint32_t s = 0; s < declared.states.size(); ++s)
      if (states.test(net_.state_place(object, s))) names.push_back(declared.states[s]);
    return fmt::format("{} is {}, but it is '{}'", declared.id, enumerate(quoted(names), "or"), words_.state_of(object));
  }

  // -- states --

  /// Nothing waits: it is a state that nothing leads out of.
  void add_states() {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
      if (const auto s = unfinished(o)) found_.push_back(at_state(o, *s));
  }

  Cause at_state(std::uint32_t o, std::uint32_t s) const {
    const ObjectType& object = model_.objects[o];
    const std::string& state = object.states[s];
    std::vector<Reason> blocked;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
      const std::vector<Reason> known = kept(a);
      for (const Reason& reason : known) add_once(blocked, reason);
      for (std::uint32_t r = 0; r < model_.activities[a].results.size() && known.empty(); ++r) {
        if (!leads_on(a, r, o, s)) continue;
        auto why =
            net_.activities[a].free ? why_not(a, r) : Reason{fmt::format("no row leads to '{}' here", model_.activities[a].id)};
        if (!why) continue;
        add_once(blocked, std::move(why));
        break;
      }
    }
    Cause cause{object.state_spans[s], {}, {}};
    constexpr std::size_t kMost = 2;
    const std::string reasons = put_together(cause, blocked, kMost);
    cause.what = fmt::format("nothing leads on from '{}'{}{}", state, reasons.empty() ? "" : ": ", reasons);
    if (cause.help.empty()) {
      const std::string or_final = s == 0 ? std::string() : fmt::format(", or list '{}' under `final`", state);
      cause.help = fmt::format("let an activity move {} from '{}'{}{}", object.id, state, such_as(o, s), or_final);
    }
    return cause;
  }

  /// An activity that leads further on, from a neighbouring state: ", such as 'resolve' (`moves: {…}`)".
  std::string such_as(std::uint32_t o, std::uint32_t s) const {
    const ObjectType& object = model_.objects[o];
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
        for (const Net::Shift& shift : net_.activities[a].results[r].shifts) {
          const std::uint32_t to = shift.to - net_.state_place(o, 0);
          const bool leads_from_here = shift.from.test(net_.state_place(o, s));
          if (shift.object != o || leads_from_here || to <= s || is_emergency_exit(model_.activities[a], r)) continue;
          return fmt::format(", such as '{}' (`moves: {{{}: {} -> {}}}`)", name_of(a, r), object.id, widened(o, shift.from),
                             object.states[to]);
        }
    return {};
  }

  bool leads_on(std::uint32_t a, std::uint32_t r, std::uint32_t o, std::uint32_t s) const {
    const auto& shifts = net_.activities[a].results[r].shifts;
    return !is_emergency_exit(model_.activities[a], r) && std::any_of(shifts.begin(), shifts.end(), [&](const Net::Shift& shift) {
      return shift.object == o && shift.from.test(net_.state_place(o, s)) && shift.to != net_.state_place(o, s);
    });
  }

  bool is_final(std::uint32_t o, std::uint32_t s) const {
    const std::vector<std::uint32_t>& final_states = model_.objects[o].final_states;
    return std::find(final_states.begin(), final_states.end(), s) != final_states.end();
  }

  /// The state of an object in which no case can be over.
  std::optional<std::uint32_t> unfinished(std::uint32_t o) const {
    const ObjectType& object = model_.objects[o];
    const std::string state = words_.state_of(o);
    if (state.empty() || object.final_states.empty() || state == "none") return std::nullopt;
    const auto s = static_cast<std::uint32_t>(std::find(object.states.begin(), object.states.end(), state) - object.states.begin());
    return is_final(o, s) ? std::nullopt : std::optional(s);
  }

  // -- what would end the case --

  Cause closed_exit(const std::string& which, const Guard& guard, std::string_view when) const {
    return {guard.span,
            fmt::format("{}, but only when `{}`, and {}{}", which, guard.expression.text(), when,
                        words_.values_of({&guard.expression})),
            "let the guard hold again at some time, or lead another way on to the end"};
  }

  void add(Cause cause) {
    const bool known = std::any_of(found_.begin(), found_.end(),
                                   [&](const Cause& one) { return same(one.span, cause.span) && one.what == cause.what; });
    if (!known) found_.push_back(std::move(cause));
  }

  const Net& net_;
  const Model& model_;
  const Standing& at_;
  StandingWords words_;
  std::optional<std::uint32_t> failed_;                         ///< the activity whose call failed last of all
  std::vector<std::pair<std::uint32_t, std::uint32_t>> steps_;  ///< of the way: activities, and their results
  std::vector<Cause> found_;
};

}  // namespace

std::vector<Cause> causes(const Net& net, const Trouble& stuck) {
  return Causes(net, stuck.at, stuck.way).find();
}

std::optional<Cause> why_never_over(const Net& net, const Trouble& lost) {
  const Causes here(net, lost.at, lost.way);
  if (auto cause = here.no_exit()) return cause;
  if (auto cause = here.closed_exit("")) return cause;
  for (const Standing& later : lost.later)
    if (auto cause = Causes(net, later, lost.way).closed_exit("later ")) return cause;
  return here.dead_end();
}

}  // namespace itsmflow
