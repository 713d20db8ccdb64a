#include "verify/unfold.hpp"

#include "semantics/obstacles.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace itsmflow {
namespace {

using List = std::vector<std::uint32_t>;
/// Values that a variable may have.
using Allowed = std::map<std::uint32_t, List>;

List members(const Bits& bits, std::size_t size) {
  List found;
  for (std::uint32_t i = 0; i < size; ++i)
    if (bits.test(i)) found.push_back(i);
  return found;
}

void add_once(List& list, std::uint32_t one) {
  if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
}

class Unfolder {
 public:
  explicit Unfolder(const Net& net) : net_(net), model_(*net.model), variables_(std::make_shared<const Variables>(net)) {}

  UnfoldedNet run() {
    add_places();
    add_start();
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) add_activity(a);
    for (std::uint32_t s = 0; s < net_.silents.size(); ++s) add_silent(s);
    add_choices();
    if (!ends_by_object()) add_over();
    tell_left_out();
    unfolded_.variables = variables_;
    unfolded_.tokens = net_.places.size();
    return std::move(unfolded_);
  }

 private:
  static constexpr std::uint32_t kNotGiven = 0;

  PetriNet& petri() { return unfolded_.net; }
  std::uint32_t place() { return static_cast<std::uint32_t>(petri().places++); }
  bool is_field(std::uint32_t v) const { return variables_->all()[v].kind == Variable::Kind::field; }
  std::uint32_t place_of(std::uint32_t v, std::uint32_t value) const { return unfolded_.first_value[v] + value; }

  void add_places() {
    petri().places = net_.places.size();
    const std::vector<Variable>& all = variables_->all();
    open_value_.assign(all.size(), 0);
    for (std::uint32_t v = 0; v < all.size(); ++v) {
      if (all[v].kind == Variable::Kind::state) {
        unfolded_.first_value.push_back(net_.state_place(all[v].object, 0));
        continue;
      }
      unfolded_.first_value.push_back(static_cast<std::uint32_t>(petri().places));
      petri().places += all[v].values.size();
      open_value_[v] = place();
      petri().initial.push_back(place_of(v, kNotGiven));
    }
    unfolded_.running = place();
    unfolded_.over = place();
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
      if (!model_.objects[o].many && !model_.objects[o].states.empty()) petri().initial.push_back(net_.state_place(o, 0));
    for (std::size_t i = 0; i < net_.regions.size(); ++i) {
      idle_.push_back(place());
      petri().initial.push_back(idle_.back());
      List& settled = settled_.emplace_back();
      for (std::size_t b = 0; b < net_.regions[i].branches.size(); ++b) settled.push_back(place());
    }
    if (!ends_by_object())
      for (const std::uint32_t token : members(net_.tokens, net_.places.size())) {
        empty_.emplace(token, place());
        if (!net_.initial.test(token)) petri().initial.push_back(empty_[token]);
      }
  }

  bool ends_by_object() const {
    return model_.case_object && !model_.objects[*model_.case_object].final_states.empty();
  }

  /// Every transition, with the bookkeeping of places that say that others are empty.
  void add(PetriNet::Transition transition, UnfoldedStep step) {
    const auto is_put = [&](std::uint32_t p) {
      return std::find(transition.put.begin(), transition.put.end(), p) != transition.put.end();
    };
    List removed = transition.take;
    removed.insert(removed.end(), transition.clear.begin(), transition.clear.end());
    const List put = transition.put;
    for (const std::uint32_t p : removed)
      if (const auto empty = empty_.find(p); empty != empty_.end() && !is_put(p)) {
        add_once(transition.clear, empty->second);
        add_once(transition.put, empty->second);
      }
    for (const std::uint32_t p : put)
      if (const auto empty = empty_.find(p); empty != empty_.end()) add_once(transition.clear, empty->second);
    petri().transitions.push_back(std::move(transition));
    unfolded_.steps.push_back(std::move(step));
  }

  /// What is given at the start is chosen when it matters.
  void add_start() {
    const std::uint32_t start = place();
    petri().initial.push_back(start);
    PetriNet::Transition transition;
    transition.take = {start};
    transition.put = {unfolded_.running};
    for (const std::uint32_t p : members(net_.initial, net_.places.size()))
      if (net_.places[p].kind != Net::Place::Kind::state) transition.put.push_back(p);
    List optional;
    for (const FieldRef& ref : model_.start.required)
      if (const auto v = variables_->of_slot(ref.slot)) write(transition, *v, open_value_[*v]);
    for (const FieldRef& ref : model_.start.asked)
      if (const auto v = variables_->of_slot(ref.slot)) optional.push_back(*v);
    add_with_optional(transition, {UnfoldedStep::Kind::route, 0, 0, kNone, {}}, optional);
  }

  /// … and fields that may be given or not: each, all and none of them.
  void add_with_optional(const PetriNet::Transition& transition, const UnfoldedStep& step, const List& optional) {
    constexpr std::size_t kMostByThemselves = 6;
    std::vector<List> choices{{}};
    if (optional.size() <= kMostByThemselves) {
      for (const std::uint32_t v : optional) {
        const std::size_t count = choices.size();
        for (std::size_t i = 0; i < count; ++i) {
          choices.push_back(choices[i]);
          choices.back().push_back(v);
        }
      }
    } else {
      for (const std::uint32_t v : optional) choices.push_back({v});
      choices.push_back(optional);
    }
    for (const List& chosen : choices) {
      PetriNet::Transition with = transition;
      for (const std::uint32_t v : chosen) write(with, v, open_value_[v]);
      add(std::move(with), step);
    }
  }

  void write(PetriNet::Transition& transition, std::uint32_t v, std::uint32_t to) {
    for (std::uint32_t value = 0; value < variables_->all()[v].values.size(); ++value)
      add_once(transition.clear, place_of(v, value));
    add_once(transition.clear, open_value_[v]);
    add_once(transition.put, to);
  }

  // -- activities --

  struct Ending {
    std::uint32_t activity = 0;
    std::uint32_t result = 0;
    Allowed allowed;
    std::vector<Condition> conditions;
    std::map<std::uint32_t, std::uint32_t> moves;  ///< variable of an object → place
    List given;                                    ///< fields that the step brings: variables
    List optional;
    std::vector<const SetField*> sets;
  };

  void restrict(Allowed& allowed, std::uint32_t v, const List& values) const {
    const auto [at, fresh] = allowed.try_emplace(v, values);
    if (!fresh) std::erase_if(at->second, [&](std::uint32_t value) { return std::find(values.begin(), values.end(), value) == values.end(); });
  }

  List state_numbers(std::uint32_t object, const Bits& states) const {
    List found;
    for (std::uint32_t s = 0; s < model_.objects[object].states.size(); ++s)
      if (states.test(net_.state_place(object, s))) found.push_back(s);
    return found;
  }

  bool brings_data(const Activity& activity) const { return activity.performer != Performer::engine; }

  void take_in(Ending& ending, const Effects& effects, bool brings) {
    if (effects.when) ending.conditions.push_back(variables_->condition(*effects.when));
    for (const FieldRef& ref : effects.required) {
      const auto v = variables_->of_slot(ref.slot);
      if (!v) continue;
      if (brings)
        add_once(ending.given, *v);
      else
        restrict(ending.allowed, *v, given_values(*v));
    }
    for (const FieldRef& ref : effects.asked)
      if (const auto v = variables_->of_slot(ref.slot); v && brings) add_once(ending.optional, *v);
    for (const SetField& set : effects.sets)
      if (variables_->of_slot(set.target.slot)) ending.sets.push_back(&set);
  }

  List given_values(std::uint32_t v) const {
    List values;
    for (std::uint32_t i = 1; i < variables_->all()[v].values.size(); ++i) values.push_back(i);
    return values;
  }
  List all_values(std::uint32_t v) const {
    List values;
    for (std::uint32_t i = 0; i < variables_->all()[v].values.size(); ++i) values.push_back(i);
    return values;
  }

  void add_activity(std::uint32_t a) {
    const Activity& activity = model_.activities[a];
    if (activity.about) return;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      if (is_emergency_exit(activity, r)) continue;
      const Net::ResultNode& node = net_.activities[a].results[r];
      Ending ending{a, r, {}, {}, {}, {}, {}, {}};
      const bool brings = brings_data(activity) && !activity.results[r].after;
      take_in(ending, activity.effects, brings);
      take_in(ending, activity.results[r].effects, brings);
      for (const FieldRef& ref : model_.activities[a].process.returns.empty() ? std::vector<FieldRef>{} : returned(activity))
        if (const auto v = variables_->of_slot(ref.slot)) add_once(ending.optional, *v);
      bool possible = true;
      for (const Net::Shift& shift : node.shifts) {
        const std::uint32_t v = variables_->of_object(shift.object);
        if (v == Variables::kAny) {
          possible = false;
          continue;
        }
        restrict(ending.allowed, v, state_numbers(shift.object, shift.from));
        ending.moves[v] = shift.to;
      }
      for (const Net::Look& look : node.looks)
        if (look.of == Need::Of::one && variables_->of_object(look.object) != Variables::kAny)
          restrict(ending.allowed, variables_->of_object(look.object), state_numbers(look.object, look.states));
      if (possible) add_ending(ending);
    }
  }

  std::vector<FieldRef> returned(const Activity& activity) const {
    std::vector<FieldRef> refs;
    for (const auto& one : activity.process.returns) refs.push_back(one.target);
    return refs;
  }

  bool ends_the_case(const Ending& ending) const {
    if (!ends_by_object()) return false;
    const std::uint32_t v = variables_->of_object(*model_.case_object);
    const auto moved = ending.moves.find(v);
    if (moved == ending.moves.end()) return false;
    const std::vector<std::uint32_t>& finals = model_.objects[*model_.case_object].final_states;
    return std::find(finals.begin(), finals.end(), moved->second - unfolded_.first_value[v]) != finals.end();
  }

  /// Objects that have final states must be in one of them, or in none, when the case ends. docs/semantics.md, 3.6.
  void leave_nothing_unfinished(Ending& ending) {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      const ObjectType& object = model_.objects[o];
      const std::uint32_t v = variables_->of_object(o);
      if (v == Variables::kAny || o == model_.case_object || object.final_states.empty()) continue;
      if (const auto moved = ending.moves.find(v); moved != ending.moves.end()) {
        if (!rests(object, moved->second - unfolded_.first_value[v])) restrict(ending.allowed, v, {});
        continue;
      }
      List resting;
      for (std::uint32_t s = 0; s < object.states.size(); ++s)
        if (rests(object, s)) resting.push_back(s);
      restrict(ending.allowed, v, resting);
    }
  }

  void add_ending(Ending& ending) {
    const bool ends = ends_the_case(ending);
    if (ends) leave_nothing_unfinished(ending);
    // What guards and computed values read has to have a value; the rest of what is given is chosen when it matters.
    Allowed in_play = ending.allowed;
    const auto involve = [&](std::uint32_t v) {
      const bool given = std::find(ending.given.begin(), ending.given.end(), v) != ending.given.end();
      if (in_play.count(v) == 0) in_play.emplace(v, given ? given_values(v) : all_values(v));
    };
    for (const Condition& condition : ending.conditions)
      for (const std::uint32_t v : condition.variables) involve(v);
    for (const SetField* set : ending.sets) {
      const auto reads = variables_->read_by(set->value);
      for (const std::uint32_t v : reads.value_or(List{})) involve(v);
    }
    List later;
    for (const std::uint32_t v : ending.given)
      if (in_play.count(v) == 0) later.push_back(v);
    List optional_in_play;
    List optional_later;
    for (const std::uint32_t v : ending.optional) {
      if (std::find(ending.given.begin(), ending.given.end(), v) != ending.given.end()) continue;
      (in_play.count(v) > 0 ? optional_in_play : optional_later).push_back(v);
    }
    const std::vector<std::pair<std::uint32_t, List>> allowed(in_play.begin(), in_play.end());
    variables_->for_each(allowed, [&](const Assignment& assignment) {
      for (const Condition& condition : ending.conditions)
        if (!condition.may_be_either && !condition.holds(assignment)) return;
      add_ending_with(ending, ends, assignment, in_play, optional_in_play, later, optional_later);
    });
  }

  void add_ending_with(const Ending& ending, bool ends, const Assignment& assignment, const Allowed& in_play,
                       const List& optional_in_play, const List& later, const List& optional_later) {
    // A field that may be given either has the value already, or gets it.
    std::vector<List> writes_of{{}};
    for (const std::uint32_t v : optional_in_play) {
      if (assignment[v] == kNotGiven) continue;
      const std::size_t count = writes_of.size();
      for (std::size_t i = 0; i < count; ++i) {
        writes_of.push_back(writes_of[i]);
        writes_of.back().push_back(v);
      }
    }
    for (const List& written : writes_of) {
      PetriNet::Transition transition;
      UnfoldedStep step{UnfoldedStep::Kind::activity, ending.activity, ending.result, kNone, {}};
      if (ends) {
        transition.take.push_back(unfolded_.running);
        transition.put.push_back(unfolded_.over);
      } else {
        transition.read.push_back(unfolded_.running);
      }
      for (const auto& [v, values] : in_play) {
        const std::uint32_t from = place_of(v, assignment[v]);
        if (const auto moved = ending.moves.find(v); moved != ending.moves.end()) {
          transition.take.push_back(from);
          transition.put.push_back(moved->second);
          continue;
        }
        const bool given = std::find(ending.given.begin(), ending.given.end(), v) != ending.given.end() ||
                           std::find(written.begin(), written.end(), v) != written.end();
        if (given) {
          step.given.emplace_back(v, assignment[v]);
          write(transition, v, from);
        } else {
          transition.read.push_back(from);
        }
      }
      for (const std::uint32_t v : later) write(transition, v, open_value_[v]);
      compute(transition, ending, assignment);
      add_tokens(ending, transition, step, optional_later);
    }
  }

  /// What `sets` writes; what can't be said is chosen when it matters.
  void compute(PetriNet::Transition& transition, const Ending& ending, Assignment assignment) {
    for (const SetField* set : ending.sets) {
      const std::uint32_t v = *variables_->of_slot(set->target.slot);
      const bool known = variables_->read_by(set->value).has_value();
      const auto value = known ? variables_->computed(*set, assignment) : std::nullopt;
      std::erase_if(transition.read, [&](std::uint32_t p) { return p >= place_of(v, 0) && p <= open_value_[v]; });
      if (assignment[v] != Variables::kAny) add_once(transition.take, place_of(v, assignment[v]));
      write(transition, v, value ? place_of(v, *value) : open_value_[v]);
      std::erase_if(transition.clear, [&](std::uint32_t p) {
        return std::find(transition.take.begin(), transition.take.end(), p) != transition.take.end();
      });
      std::erase_if(transition.put, [&](std::uint32_t p) {
        return p >= place_of(v, 0) && p <= open_value_[v] && p != (value ? place_of(v, *value) : open_value_[v]);
      });
      if (value) assignment[v] = *value;
    }
  }

  void add_tokens(const Ending& ending, const PetriNet::Transition& transition, const UnfoldedStep& step, const List& optional) {
    const Net::ActivityNode& node = net_.activities[ending.activity];
    const Net::ResultNode& result = node.results[ending.result];
    const List produce = members(result.produce, net_.places.size());
    const List clears = members(result.clears, net_.places.size());
    for (std::size_t i = 0; i < std::max<std::size_t>(node.inputs.size(), 1); ++i) {
      if (!node.free && node.inputs.empty()) return;
      PetriNet::Transition with = transition;
      if (!node.free)
        for (const std::uint32_t p : members(node.inputs[i], net_.places.size())) with.take.push_back(p);
      for (const std::uint32_t p : clears)
        if (std::find(with.take.begin(), with.take.end(), p) == with.take.end()) add_once(with.clear, p);
      for (const std::uint32_t p : produce) with.put.push_back(p);
      add_with_optional(with, step, optional);
    }
  }

  // -- rows, forks and joins --

  void add_silent(std::uint32_t s) {
    const Net::Silent& silent = net_.silents[s];
    switch (silent.kind) {
      case Net::Silent::Kind::row:
        return add_row(s);
      case Net::Silent::Kind::fork:
        return add_fork(s);
      case Net::Silent::Kind::join:
        return add_region_join(s);
    }
  }

  PetriNet::Transition route(const List& take, const List& put) {
    PetriNet::Transition transition;
    transition.take = take;
    transition.read = {unfolded_.running};
    transition.put = put;
    return transition;
  }

  /// Adds one transition for each way in which what must hold holds and what must not doesn't.
  void add_where(const PetriNet::Transition& transition, const UnfoldedStep& step, const std::vector<Condition>& hold,
                 const std::vector<Condition>& fail) {
    Allowed in_play;
    for (const std::vector<Condition>* conditions : {&hold, &fail})
      for (const Condition& condition : *conditions)
        for (const std::uint32_t v : condition.variables) in_play.emplace(v, all_values(v));
    const std::vector<std::pair<std::uint32_t, List>> allowed(in_play.begin(), in_play.end());
    variables_->for_each(allowed, [&](const Assignment& assignment) {
      for (const Condition& condition : hold)
        if (!condition.may_be_either && !condition.holds(assignment)) return;
      for (const Condition& condition : fail)
        if (!condition.may_be_either && condition.holds(assignment)) return;
      PetriNet::Transition with = transition;
      for (const auto& [v, values] : in_play) with.read.push_back(place_of(v, assignment[v]));
      add(std::move(with), step);
    });
  }

  std::optional<std::uint32_t> region_begun_by(const Net::Silent& silent) const {
    for (std::uint32_t i = 0; i < net_.regions.size(); ++i)
      if (silent.produce.test(net_.regions[i].running)) return i;
    return std::nullopt;
  }

  void add_row(std::uint32_t s) {
    const Net::Silent& silent = net_.silents[s];
    PetriNet::Transition transition = route(members(silent.from, net_.places.size()), members(silent.produce, net_.places.size()));
    if (const auto region = region_begun_by(silent)) transition.take.push_back(idle_[*region]);
    std::vector<Condition> hold;
    std::vector<Condition> fail;
    const Row& row = model_.rows[silent.row];
    if (row.sources.size() == 1) {
      const List from = members(silent.from, net_.places.size());
      for (const std::uint32_t earlier : net_.places[from.front()].rows) {
        if (earlier == silent.row) break;
        if (model_.rows[earlier].decision == Row::Decision::guard) fail.push_back(variables_->condition(model_.rows[earlier].guard));
      }
      if (row.decision == Row::Decision::guard) hold.push_back(variables_->condition(row.guard));
    }
    add_where(transition, {UnfoldedStep::Kind::route, 0, 0, s, {}}, hold, fail);
  }

  /// Branch after branch: each is begun or passed over; a branch `otherwise` is begun if none was.
  void add_fork(std::uint32_t s) {
    const Net::Silent& silent = net_.silents[s];
    const Row& row = model_.rows[silent.row];
    const UnfoldedStep step{UnfoldedStep::Kind::route, 0, 0, s, {}};
    const auto region = region_begun_by(silent);
    std::uint32_t none = place();  // so far no branch was begun
    std::uint32_t some = place();
    PetriNet::Transition first = route(members(silent.from, net_.places.size()), members(silent.produce, net_.places.size()));
    if (region) first.take.push_back(idle_[*region]);
    first.put.push_back(none);
    add(std::move(first), step);
    List order;
    for (std::uint32_t b = 0; b < row.branches.size(); ++b)
      if (row.branches[b].choice != Branch::Choice::otherwise) order.push_back(b);
    for (std::uint32_t b = 0; b < row.branches.size(); ++b)
      if (row.branches[b].choice == Branch::Choice::otherwise) order.push_back(b);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Branch& branch = row.branches[order[i]];
      const List begun = members(silent.branches[order[i]].produce, net_.places.size());
      const List passed = members(silent.branches[order[i]].passed, net_.places.size());
      const bool last = i + 1 == order.size();
      const std::uint32_t next_none = last ? UINT32_MAX : place();
      const std::uint32_t next_some = last ? UINT32_MAX : place();
      const auto go = [&](std::uint32_t from, const List& gives, bool any, bool holds) {
        PetriNet::Transition transition = route({from}, gives);
        if (!last) transition.put.push_back(any ? next_some : next_none);
        if (last && !any) return;  // no branch: the fork waits, which is told where it was decided
        std::vector<Condition> conditions;
        if (branch.choice == Branch::Choice::guard) conditions.push_back(variables_->condition(branch.guard));
        add_where(transition, step, holds ? conditions : std::vector<Condition>{}, holds ? std::vector<Condition>{} : conditions);
      };
      switch (branch.choice) {
        case Branch::Choice::always:
          go(none, begun, true, true);
          go(some, begun, true, true);
          break;
        case Branch::Choice::guard:
          go(none, begun, true, true);
          go(some, begun, true, true);
          go(none, passed, false, false);
          go(some, passed, true, false);
          break;
        case Branch::Choice::otherwise:
          go(none, begun, true, true);
          go(some, passed, true, true);
          break;
      }
      none = next_none;
      some = next_some;
    }
  }

  void add_region_join(std::uint32_t s) {
    const Net::Silent& silent = net_.silents[s];
    const Net::Region& region = net_.regions[silent.region];
    const UnfoldedStep step{UnfoldedStep::Kind::route, 0, 0, s, {}};
    if (region.wait_for != 0) say_left_out("joins that wait for some branches only");
    List all = settled_[silent.region];
    for (std::size_t b = 0; b < region.branches.size(); ++b) {
      add(route({region.branches[b].arrived}, {all[b]}), step);
      add(route({region.branches[b].passed}, {all[b]}), step);
    }
    all.push_back(region.running);
    List put = members(silent.produce, net_.places.size());
    put.push_back(idle_[silent.region]);
    add(route(all, put), step);
  }

  /// A value that was given is chosen: any of those that can make a difference.
  void add_choices() {
    for (std::uint32_t v = 0; v < variables_->all().size(); ++v) {
      if (!is_field(v)) continue;
      for (const std::uint32_t value : given_values(v)) {
        PetriNet::Transition transition = route({open_value_[v]}, {place_of(v, value)});
        add(std::move(transition), {UnfoldedStep::Kind::choice, 0, 0, kNone, {{v, value}}});
      }
    }
  }

  /// 6.2: no token is left, and every object that has final states rests.
  void add_over() {
    if (model_.rows.empty()) return;
    PetriNet::Transition transition;
    transition.take = {unfolded_.running};
    transition.put = {unfolded_.over};
    for (const auto& [token, empty] : empty_) transition.read.push_back(empty);
    Allowed in_play;
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      const std::uint32_t v = variables_->of_object(o);
      if (v == Variables::kAny || model_.objects[o].final_states.empty()) continue;
      List resting;
      for (std::uint32_t state = 0; state < model_.objects[o].states.size(); ++state)
        if (rests(model_.objects[o], state)) resting.push_back(state);
      in_play.emplace(v, resting);
    }
    const std::vector<std::pair<std::uint32_t, List>> allowed(in_play.begin(), in_play.end());
    variables_->for_each(allowed, [&](const Assignment& assignment) {
      PetriNet::Transition with = transition;
      for (const auto& [v, values] : in_play) with.read.push_back(place_of(v, assignment[v]));
      add(std::move(with), {UnfoldedStep::Kind::over, 0, 0, kNone, {}});
    });
  }

  void say_left_out(const std::string& what) {
    if (std::find(unfolded_.left_out.begin(), unfolded_.left_out.end(), what) == unfolded_.left_out.end())
      unfolded_.left_out.push_back(what);
  }

  void tell_left_out() {
    if (!net_.rules.empty()) say_left_out("rules about the course of cases");
    for (const ObjectType& object : model_.objects)
      if (object.many) say_left_out("objects of which a case has several");
    const bool cancels = std::any_of(net_.activities.begin(), net_.activities.end(), [](const Net::ActivityNode& node) {
      return std::any_of(node.results.begin(), node.results.end(), [](const Net::ResultNode& result) { return !result.clears.empty(); });
    });
    if (cancels && !net_.regions.empty()) say_left_out("branches that are cancelled");
  }

  const Net& net_;
  const Model& model_;
  std::shared_ptr<const Variables> variables_;
  UnfoldedNet unfolded_;
  List open_value_;                               ///< by variable of a field: the place of a value that is given and not chosen yet
  List idle_;                                     ///< by region
  std::vector<List> settled_;                     ///< by region and branch
  std::map<std::uint32_t, std::uint32_t> empty_;  ///< by token's place: the one that is marked while it isn't
};

}  // namespace

UnfoldedNet unfold(const Net& net) {
  return Unfolder(net).run();
}

}  // namespace itsmflow
