#include "verify/unfold.hpp"

#include "expr/parser.hpp"
#include "model/fields.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace itsmflow {
namespace {

using List = Variables::List;

void add_once(List& list, std::uint32_t one) {
  if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
}

/// What must hold, or not hold, for a transition.
struct Condition {
  const Expression* expression = nullptr;
  bool holds = true;
};

/// It may have no value even if all is filled that it reads, as a division. Sums that are too large are left aside.
bool can_fail(const Expression& expression) {
  using expr::Node;
  const std::optional<expr::Ast> tree = expr::parse(expression.text()).ast;
  return !tree || std::any_of(tree->nodes.begin(), tree->nodes.end(), [](const Node& node) {
    if (node.kind == Node::Kind::op)
      return node.op == expr::Op::divide || node.op == expr::Op::modulo || node.op == expr::Op::index;
    return node.kind != Node::Kind::literal && node.kind != Node::Kind::ident && node.kind != Node::Kind::select;
  });
}

constexpr std::size_t kMostTransitions = 100'000;
constexpr std::size_t kMostWays = 1'500;  ///< of values of what one step reads and brings

class Unfolder {
 public:
  Unfolder(const Net& net, Deviating deviating)
      : net_(net),
        model_(*net.model),
        deviating_(deviating),
        shared_(std::make_shared<const Variables>(net)),
        variables_(*shared_),
        engine_acts_(std::any_of(model_.activities.begin(), model_.activities.end(),
                                 [](const Activity& activity) { return activity.performer == Performer::engine; })) {}

  UnfoldedNet run() {
    add_places();
    add_start();
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) add_activity(a);
    for (std::uint32_t s = 0; s < net_.silents.size(); ++s) add_silent(s);
    add_choices();
    if (!ends_by_object()) add_over();
    tell_left_out();
    unfolded_.variables = shared_;
    return std::move(unfolded_);
  }

 private:
  using Kind = UnfoldedStep::Kind;

  /// In which order things happen by themselves (docs/semantics.md, section 6); a value that somebody gave is chosen first, where something
  /// that happens by itself reads it.
  enum class Order : std::uint32_t { choice, fork_goes_on, over, row, engine };
  static std::uint32_t urgency(Order order, std::uint32_t number = 0) {
    constexpr std::uint32_t kMost = 1U << 24U;
    return static_cast<std::uint32_t>(order) * kMost + std::min(number, kMost - 1);
  }

  PetriNet& petri() { return unfolded_.net; }
  std::uint32_t place() { return static_cast<std::uint32_t>(petri().places++); }
  std::uint32_t place_of(std::uint32_t v, std::uint32_t value) const { return unfolded_.first_value[v] + value; }
  bool is_field(std::uint32_t v) const { return variables_[v].kind == Variable::Kind::field; }
  List members(const Bits& bits) const {
    List found;
    for (std::uint32_t i = 0; i < net_.places.size(); ++i)
      if (bits.test(i)) found.push_back(i);
    return found;
  }

  void add_places() {
    petri().places = net_.places.size();
    open_value_.assign(variables_.size(), 0);
    for (std::uint32_t v = 0; v < variables_.size(); ++v) {
      const Variable& variable = variables_[v];
      unfolded_.first_value.push_back(variable.kind == Variable::Kind::state ? net_.state_place(variable.object, 0)
                                                                             : static_cast<std::uint32_t>(petri().places));
      if (variable.kind == Variable::Kind::state) petri().initial.push_back(place_of(v, 0));
      if (variable.kind != Variable::Kind::field) continue;
      petri().places += variable.values.size();
      open_value_[v] = place();
      petri().initial.push_back(place_of(v, Variables::kNone));
      petri().memories.push_back({{}, open_value_[v]});
      for (std::uint32_t value = 0; value < variable.values.size(); ++value)
        petri().memories.back().values.push_back(place_of(v, value));
    }
    unfolded_.running = place();
    unfolded_.over = place();
    for (std::size_t i = 0; i < net_.regions.size(); ++i) {
      idle_.push_back(place());
      petri().initial.push_back(idle_.back());
    }
    const List tokens = ends_by_object() ? preferred() : members(net_.tokens);
    for (const std::uint32_t token : tokens) {
      if (!empty_.emplace(token, static_cast<std::uint32_t>(petri().places)).second) continue;
      petri().opposites.emplace_back(token, place());
      petri().initial.push_back(petri().opposites.back().second);
    }
    if (deviating_ == Deviating::no) return;
    may_deviate_ = place();
    petri().initial.push_back(may_deviate_);
  }

  /// The tokens that an activity takes rather than others.
  List preferred() const {
    List found;
    for (const Net::ActivityNode& node : net_.activities)
      for (std::size_t i = 0; i + 1 < node.inputs.size(); ++i)
        for (const std::uint32_t p : members(node.inputs[i])) add_once(found, p);
    return found;
  }

  bool ends_by_object() const { return model_.case_object && !model_.objects[*model_.case_object].final_states.empty(); }

  /// Every transition, with the bookkeeping of places that say that others are empty.
  void add(PetriNet::Transition transition, UnfoldedStep step) {
    const List put = transition.put;
    for (const List& removed : {transition.take, transition.clear})
      for (const std::uint32_t p : removed)
        if (const auto empty = empty_.find(p); empty != empty_.end()) {
          add_once(transition.clear, empty->second);
          if (std::find(put.begin(), put.end(), p) == put.end()) add_once(transition.put, empty->second);
        }
    for (const std::uint32_t p : put)
      if (const auto empty = empty_.find(p); empty != empty_.end()) add_once(transition.clear, empty->second);
    if (petri().transitions.size() >= kMostTransitions) return say_left_out("more ways to fill in data than are tried");
    petri().transitions.push_back(std::move(transition));
    unfolded_.steps.push_back(std::move(step));
  }

  /// Gives a field a new value, whatever it had.
  void write(PetriNet::Transition& transition, std::uint32_t v, std::uint32_t to) const {
    for (std::uint32_t value = 0; value < variables_[v].values.size(); ++value) add_once(transition.clear, place_of(v, value));
    add_once(transition.clear, open_value_[v]);
    add_once(transition.put, to);
  }

  /// … with fields that may be given, taken back or left alone: each and all of them, and none.
  void add_with_optional(const PetriNet::Transition& transition, const UnfoldedStep& step, const List& optional) {
    constexpr std::size_t kMostInAllWays = 4;
    std::vector<List> choices{{}};
    if (optional.size() <= kMostInAllWays) {
      for (const std::uint32_t v : optional)
        for (std::size_t i = choices.size(); i > 0; --i) {
          choices.push_back(choices[i - 1]);
          choices.back().push_back(v);
        }
    } else {
      say_left_out("fields that may be given or not, in all combinations");
      for (const std::uint32_t v : optional) choices.push_back({v});
    }
    for (const List& chosen : choices)
      for (std::uint32_t back = 0; back < 1U << chosen.size(); ++back) {
        PetriNet::Transition with = transition;
        for (std::size_t i = 0; i < chosen.size(); ++i)
          write(with, chosen[i], (back >> i & 1U) != 0 ? place_of(chosen[i], Variables::kNone) : open_value_[chosen[i]]);
        add(std::move(with), step);
      }
  }

  /// What is given at the start is chosen when it matters.
  void add_start() {
    const std::uint32_t start = place();
    petri().initial.push_back(start);
    PetriNet::Transition transition;
    transition.take = {start};
    transition.put = {unfolded_.running};
    for (const std::uint32_t p : members(net_.initial))
      if (net_.places[p].kind != Net::Place::Kind::state) transition.put.push_back(p);
    List optional;
    for (const FieldRef& ref : model_.start.required)
      if (const auto v = variables_.of_slot(ref.slot)) write(transition, *v, open_value_[*v]);
    for (const FieldRef& ref : model_.start.asked)
      if (const auto v = variables_.of_slot(ref.slot)) add_once(optional, *v);
    add_with_optional(transition, {.kind = Kind::start}, optional);
  }

  // -- activities --

  struct Ending {
    std::uint32_t activity = 0;
    std::uint32_t result = 0;
    std::map<std::uint32_t, List> allowed;  ///< by variable
    std::vector<Condition> conditions;
    std::map<std::uint32_t, std::uint32_t> moves;  ///< by variable of an object: where to, a place
    List given;                                    ///< fields that the step brings
    List optional;                                 ///< … or may bring
    std::vector<const SetField*> sets;
    bool impossible = false;
    std::optional<std::uint32_t> line{};  ///< it is a deviation
    List without{};
  };

  static void restrict(Ending& ending, std::uint32_t v, const List& values) {
    const auto [at, fresh] = ending.allowed.try_emplace(v, values);
    if (!fresh)
      std::erase_if(at->second, [&](std::uint32_t one) { return std::find(values.begin(), values.end(), one) == values.end(); });
    ending.impossible = ending.impossible || at->second.empty();
  }

  List states_of(std::uint32_t object, const Bits& places) const {
    List found;
    for (std::uint32_t s = 0; s < model_.objects[object].states.size(); ++s)
      if (places.test(net_.state_place(object, s))) found.push_back(s);
    return found;
  }

  bool is_patient(const Activity& activity, const Result& result) const {
    return activity.performer != Performer::engine || result.after;
  }

  void take_in(Ending& ending, const Effects& effects, bool brings) const {
    if (effects.when) ending.conditions.push_back({&effects.when->expression});
    for (const FieldRef& ref : effects.required) {
      const auto v = variables_.of_slot(ref.slot);
      if (v && brings) add_once(ending.given, *v);
      if (v && !brings) restrict(ending, *v, variables_.given_values(*v));
    }
    for (const FieldRef& ref : effects.asked)
      if (const auto v = variables_.of_slot(ref.slot); v && brings) add_once(ending.optional, *v);
    for (const SetField& set : effects.sets) ending.sets.push_back(&set);
  }

  void add_activity(std::uint32_t a) {
    const Activity& activity = model_.activities[a];
    if (activity.about) return;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      const Result& result = activity.results[r];
      if (is_emergency_exit(activity, r)) {
        if (activity.performer == Performer::engine) say_left_out("what the engine gives up by itself");
        continue;
      }
      Ending ending;
      ending.activity = a;
      ending.result = r;
      const bool by_others = activity.performer == Performer::people || activity.performer == Performer::service;
      take_in(ending, activity.effects, by_others && !result.after);
      take_in(ending, result.effects, by_others && !result.after);
      for (const ReturnedField& returned : activity.process.returns)
        if (const auto v = variables_.of_slot(returned.target.slot)) add_once(ending.optional, *v);
      take_in_states(ending, net_.activities[a].results[r]);
      const bool by_one_person = activity.performer == Performer::people && !result.after && !activity.items;
      restrict(ending, variables_.actor(), by_one_person ? variables_.given_values(variables_.actor()) : List{Variables::kNone});
      if (ending.impossible) continue;
      if (result.after && engine_acts_ && may_wait(ending)) say_left_out("a time that has come before its result is possible");
      if (deviating_ == Deviating::permitted) add_deviations(ending);
      add_ending(ending);
    }
  }

  std::optional<std::uint32_t> line_for(DeviationKind what, std::uint32_t activity) const {
    const std::vector<Allowance>& lines = model_.deviations.lines;
    for (std::uint32_t l = 0; l < lines.size(); ++l)
      if (lines[l].what == what && std::binary_search(lines[l].activities.begin(), lines[l].activities.end(), activity)) return l;
    return std::nullopt;
  }

  /// The same, without one of the fields that it requires, as long as nobody has given that; and although the guard doesn't hold.
  void add_deviations(const Ending& ending) {
    if (model_.activities[ending.activity].performer != Performer::people) return;
    if (const auto line = line_for(DeviationKind::missing_data, ending.activity))
      for (const std::uint32_t v : ending.given) {
        Ending without = ending;
        without.line = line;
        without.without = {variables_[v].slot};
        std::erase(without.given, v);
        restrict(without, v, {Variables::kNone});
        if (!without.impossible) add_ending(without);
      }
    const auto line = line_for(DeviationKind::override_guard, ending.activity);
    if (!line || ending.conditions.empty()) return;
    Ending unguarded = ending;
    unguarded.line = line;
    unguarded.conditions.clear();
    add_ending(unguarded);
  }

  void take_in_states(Ending& ending, const Net::ResultNode& node) const {
    for (const Net::Shift& shift : node.shifts)
      if (const auto v = variables_.of_object(shift.object)) {
        restrict(ending, *v, states_of(shift.object, shift.from));
        ending.moves[*v] = shift.to;
      }
    for (const Net::Look& look : node.looks)
      if (const auto v = variables_.of_object(look.object); v && look.of == Need::Of::one)
        restrict(ending, *v, states_of(look.object, look.states));
  }

  /// Tokens and states aren't all that must be there.
  bool may_wait(const Ending& ending) const {
    const Activity& activity = model_.activities[ending.activity];
    return !ending.conditions.empty() || !ending.sets.empty() || ends_the_case(ending) || !activity.effects.required.empty() ||
           !activity.results[ending.result].effects.required.empty();
  }

  bool ends_the_case(const Ending& ending) const {
    if (!ends_by_object()) return false;
    const ObjectType& object = model_.objects[*model_.case_object];
    const auto v = variables_.of_object(*model_.case_object);
    const auto moved = ending.moves.find(v.value_or(Variables::kAny));
    if (moved == ending.moves.end()) return false;
    const std::uint32_t state = moved->second - place_of(*v, 0);
    return std::find(object.final_states.begin(), object.final_states.end(), state) != object.final_states.end();
  }

  /// Every other object that has final states must rest when the case ends. docs/semantics.md, 3.6.
  void leave_nothing_unfinished(Ending& ending) const {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      const ObjectType& object = model_.objects[o];
      const auto v = variables_.of_object(o);
      if (!v || o == model_.case_object || object.final_states.empty()) continue;
      if (const auto moved = ending.moves.find(*v); moved != ending.moves.end()) {
        ending.impossible = ending.impossible || !rests(object, moved->second - place_of(*v, 0));
        continue;
      }
      restrict(ending, *v, resting(object));
    }
  }

  static List resting(const ObjectType& object) {
    List found;
    for (std::uint32_t s = 0; s < object.states.size(); ++s)
      if (rests(object, s)) found.push_back(s);
    return found;
  }

  static bool has(const List& list, std::uint32_t one) { return std::find(list.begin(), list.end(), one) != list.end(); }

  void add_ending(Ending ending) {
    const bool ends = ends_the_case(ending);
    if (ends) leave_nothing_unfinished(ending);
    if (ending.impossible) return;
    // What conditions and computed values read has a value; what else is given is chosen when it matters.
    std::map<std::uint32_t, List> in_play = ending.allowed;
    const auto involve = [&](const Expression& expression) {
      for (const std::uint32_t v : variables_.read_by(expression).value_or(List{}))
        in_play.try_emplace(v, has(ending.given, v) ? variables_.given_values(v) : variables_.all_values(v));
    };
    for (const Condition& condition : ending.conditions) involve(*condition.expression);
    for (const SetField* set : ending.sets) involve(set->value);
    std::erase_if(ending.optional, [&](std::uint32_t v) { return has(ending.given, v); });
    std::size_t ways = 1;
    for (const auto& [v, values] : in_play)
      ways = std::min(kMostWays + 1, ways * std::max<std::size_t>(values.size(), 1) * (has(ending.optional, v) ? 2 : 1));
    if (ways > kMostWays) return say_left_out("more ways to fill in data than are tried");
    variables_.for_each({in_play.begin(), in_play.end()}, [&](const Assignment& assignment) {
      if (!all_hold(ending.conditions, assignment) || !can_be_computed(ending, assignment)) return;
      // A field that may be given has the value already, or gets it.
      List choosable;
      for (const std::uint32_t v : ending.optional)
        if (in_play.count(v) > 0) choosable.push_back(v);
      for (std::uint32_t chosen = 0; chosen < 1U << choosable.size(); ++chosen) {
        List given = ending.given;
        for (std::size_t i = 0; i < choosable.size(); ++i)
          if ((chosen >> i & 1U) != 0) given.push_back(choosable[i]);
        add_ending_with(ending, ends, assignment, given);
      }
    });
  }

  bool all_hold(const std::vector<Condition>& conditions, const Assignment& assignment) const {
    return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
      return !variables_.read_by(*condition.expression) || variables_.holds(*condition.expression, assignment) == condition.holds;
    });
  }

  /// In the written order, each seeing those before it; what can't be told may be computed.
  bool can_be_computed(const Ending& ending, Assignment assignment) const {
    for (const SetField* set : ending.sets) {
      const bool is_known = variables_.read_by(set->value).has_value() && is_set(set->value, assignment);
      if (is_known && !variables_.can_be_computed(*set, assignment)) return false;
      const auto v = variables_.of_slot(set->target.slot);
      if (v) assignment[*v] = is_known ? variables_.computed(*set, assignment).value_or(Variables::kAny) : Variables::kAny;
    }
    return true;
  }

  /// Whatever is given: nothing that it is computed from can be missing, and the field takes whatever comes of it.
  bool is_surely_computed(const Ending& ending, const SetField& set) const {
    const Field& target = model_.field(set.target);
    const bool takes_all =
        (target.type == FieldType::integer || target.type == FieldType::number || target.type == FieldType::boolean ||
         target.type == FieldType::string || target.type == FieldType::text) &&
        !target.min && !target.max;
    const Activity& activity = model_.activities[ending.activity];
    const std::vector<std::uint32_t>& slots = set.value.slots();
    return takes_all && !can_fail(set.value) && std::all_of(slots.begin(), slots.end(), [&](std::uint32_t slot) {
             return (slot < net_.defaults.size() && !net_.defaults[slot].is_null()) || has_slot(activity.effects.required, slot) ||
                    has_slot(activity.results[ending.result].effects.required, slot);
           });
  }

  bool is_set(const Expression& expression, const Assignment& assignment) const {
    const List reads = variables_.read_by(expression).value_or(List{});
    return std::all_of(reads.begin(), reads.end(), [&](std::uint32_t v) { return assignment[v] != Variables::kAny; });
  }

  /// What becomes of a variable in one step.
  struct Change {
    std::optional<std::uint32_t> from;  ///< place; none: whatever it was
    std::optional<std::uint32_t> to;    ///< place; none: it stays
  };

  void add_ending_with(const Ending& ending, bool ends, Assignment assignment, const List& given) {
    std::map<std::uint32_t, Change> changes;
    UnfoldedStep step{.kind = Kind::activity, .activity = ending.activity, .result = ending.result};
    step.line = ending.line;
    step.without = ending.without;
    List optional;
    for (std::uint32_t v = 0; v < variables_.size(); ++v) {
      if (v == variables_.actor()) continue;
      const bool in_play = assignment[v] != Variables::kAny;
      if (const auto moved = ending.moves.find(v); moved != ending.moves.end()) {
        changes[v] = {place_of(v, assignment[v]), moved->second};
      } else if (has(given, v)) {
        changes[v].to = in_play ? place_of(v, assignment[v]) : open_value_[v];
        if (in_play) step.given.emplace_back(v, assignment[v]);
      } else if (in_play) {
        changes[v].from = place_of(v, assignment[v]);
      } else if (has(ending.optional, v)) {
        optional.push_back(v);
      }
    }
    for (const SetField* set : ending.sets) {
      if (!variables_.of_slot(set->target.slot)) {
        if (!variables_.read_by(set->value) && !is_surely_computed(ending, *set))
          say_left_out("values that are computed from too much");
        continue;
      }
      const std::uint32_t v = *variables_.of_slot(set->target.slot);
      const bool is_known = variables_.read_by(set->value).has_value() && is_set(set->value, assignment);
      const auto value = is_known ? variables_.computed(*set, assignment) : std::nullopt;
      if (!value) say_left_out("values that are computed from too much");
      changes[v].to = value ? place_of(v, *value) : open_value_[v];
      assignment[v] = value.value_or(Variables::kAny);
      std::erase(optional, v);
    }
    PetriNet::Transition transition;
    (ends ? transition.take : transition.read).push_back(unfolded_.running);
    if (ends) transition.put.push_back(unfolded_.over);
    if (ending.line) transition.take.push_back(may_deviate_);
    for (const auto& [v, change] : changes) {
      if (change.from && change.to) {
        transition.take.push_back(*change.from);
        transition.put.push_back(*change.to);
      } else if (change.from) {
        transition.read.push_back(*change.from);
      } else {
        write(transition, v, *change.to);
      }
    }
    const Activity& activity = model_.activities[ending.activity];
    if (!is_patient(activity, activity.results[ending.result]))
      transition.urgency = urgency(Order::engine, ending.activity * 256 + ending.result);
    add_tokens(ending, transition, step, optional);
  }

  /// Tokens that an activity takes, and places that are marked where those that it would take rather aren't all there.
  struct Input {
    List take;
    List others;
  };
  std::vector<Input> inputs_of(const Net::ActivityNode& node) const {
    std::vector<Input> found;
    if (node.free) found.emplace_back();
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      const List take = members(node.inputs[i]);
      std::vector<List> ways{{}};
      for (std::size_t j = 0; j < i; ++j) {
        std::vector<List> longer;
        for (const std::uint32_t missing : members(node.inputs[j]))
          if (!has(take, missing))
            for (const List& way : ways) {
              longer.push_back(way);
              add_once(longer.back(), empty_.at(missing));
            }
        ways = std::move(longer);
      }
      for (List& way : ways) found.push_back({take, std::move(way)});
    }
    return found;
  }

  void add_tokens(const Ending& ending, const PetriNet::Transition& transition, const UnfoldedStep& step, const List& optional) {
    const Net::ActivityNode& node = net_.activities[ending.activity];
    const Net::ResultNode& result = node.results[ending.result];
    for (const auto& [input, others] : inputs_of(node)) {
      PetriNet::Transition with = transition;
      with.take.insert(with.take.end(), input.begin(), input.end());
      with.read.insert(with.read.end(), others.begin(), others.end());
      for (const std::uint32_t p : members(result.clears))
        if (!has(with.take, p)) add_once(with.clear, p);
      for (const std::uint32_t p : members(result.produce)) with.put.push_back(p);
      add_with_optional(with, step, optional);
    }
  }

  // -- rows, forks and joins --

  void add_silent(std::uint32_t s) {
    switch (net_.silents[s].kind) {
      case Net::Silent::Kind::row:
        return add_row(s);
      case Net::Silent::Kind::fork:
        return add_fork(s);
      case Net::Silent::Kind::join:
        return add_region_join(s);
    }
  }

  PetriNet::Transition route(const List& take, const List& put, std::uint32_t urgency) const {
    PetriNet::Transition transition;
    transition.take = take;
    transition.read = {unfolded_.running};
    transition.put = put;
    transition.urgency = urgency;
    return transition;
  }

  /// Adds one transition for each way in which the conditions hold.
  void add_where(const PetriNet::Transition& transition, const UnfoldedStep& step, const std::vector<Condition>& conditions) {
    std::map<std::uint32_t, List> in_play{{variables_.actor(), {Variables::kNone}}};
    for (const Condition& condition : conditions)
      for (const std::uint32_t v : variables_.read_by(*condition.expression).value_or(List{})) {
        in_play.try_emplace(v, variables_.all_values(v));
        if (is_field(v)) add_once(read_by_rows_, v);
      }
    std::size_t ways = 1;
    for (const auto& [v, values] : in_play) ways = std::min(kMostWays + 1, ways * std::max<std::size_t>(values.size(), 1));
    if (ways > kMostWays) return say_left_out("more values of what one choice reads than are looked at");
    variables_.for_each({in_play.begin(), in_play.end()}, [&](const Assignment& assignment) {
      if (!all_hold(conditions, assignment)) return;
      PetriNet::Transition with = transition;
      for (const auto& [v, values] : in_play)
        if (v != variables_.actor()) with.read.push_back(place_of(v, assignment[v]));
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
    const Row& row = model_.rows[silent.row];
    PetriNet::Transition transition = route(members(silent.from), members(silent.produce), urgency(Order::row, s));
    if (const auto region = region_begun_by(silent)) transition.take.push_back(idle_[*region]);
    std::vector<Condition> conditions;
    if (row.sources.size() == 1)
      for (const std::uint32_t earlier : net_.places[members(silent.from).front()].rows) {
        if (earlier == silent.row) break;
        if (model_.rows[earlier].decision == Row::Decision::guard)
          conditions.push_back({&model_.rows[earlier].guard.expression, false});
      }
    if (row.decision == Row::Decision::guard) conditions.push_back({&row.guard.expression});
    add_where(transition, {.kind = Kind::route, .silent = s}, conditions);
  }

  /// Branch after branch is begun or passed over, the one that is taken `otherwise` last. Where none would be begun the fork waits.
  void add_fork(std::uint32_t s) {
    const Net::Silent& silent = net_.silents[s];
    const Row& row = model_.rows[silent.row];
    const UnfoldedStep step{.kind = Kind::route, .silent = s};
    List order;
    std::vector<Condition> none_holds;
    bool one_is_sure = false;
    for (const bool last : {false, true})
      for (std::uint32_t b = 0; b < row.branches.size(); ++b) {
        const Branch& branch = row.branches[b];
        if ((branch.choice == Branch::Choice::otherwise) != last) continue;
        order.push_back(b);
        one_is_sure = one_is_sure || branch.choice != Branch::Choice::guard;
        if (branch.choice == Branch::Choice::guard) none_holds.push_back({&branch.guard.expression, false});
      }
    PetriNet::Transition first = route(members(silent.from), members(silent.produce), urgency(Order::row, s));
    if (const auto region = region_begun_by(silent)) first.take.push_back(idle_[*region]);
    std::uint32_t none = place();  // no branch was begun so far
    std::uint32_t some = place();
    first.put.push_back(none);
    if (one_is_sure)
      add_where(first, step, {});
    else
      for (Condition& condition : none_holds) {  // whichever is the first that holds
        condition.holds = true;
        add_where(first, step, {none_holds.begin(), none_holds.begin() + (&condition - none_holds.data()) + 1});
        condition.holds = false;
      }
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Branch& branch = row.branches[order[i]];
      const List begun = members(silent.branches[order[i]].produce);
      const List passed = as_if_done(members(silent.branches[order[i]].passed));
      const bool last = i + 1 == order.size();
      const std::uint32_t next_none = last ? 0 : place();
      const std::uint32_t next_some = last ? 0 : place();
      const auto go = [&](std::uint32_t from, const List& gives, bool any, const std::vector<Condition>& conditions) {
        PetriNet::Transition transition = route({from}, gives, urgency(Order::fork_goes_on));
        if (!last) transition.put.push_back(any ? next_some : next_none);
        add_where(transition, step, conditions);
      };
      if (branch.choice == Branch::Choice::guard) {
        go(none, begun, true, {{&branch.guard.expression}});
        go(some, begun, true, {{&branch.guard.expression}});
        go(none, passed, false, {{&branch.guard.expression, false}});
        go(some, passed, true, {{&branch.guard.expression, false}});
      } else {
        const bool otherwise = branch.choice == Branch::Choice::otherwise;
        go(none, begun, true, {});
        go(some, otherwise ? passed : begun, true, {});
      }
      none = next_none;
      some = next_some;
    }
  }

  /// A join doesn't ask whether a branch was done or passed over.
  List as_if_done(List places) const {
    for (std::uint32_t& place : places)
      for (const Net::Region& region : net_.regions)
        for (const Net::Region::Branch& branch : region.branches)
          if (place == branch.passed) place = branch.arrived;
    return places;
  }

  void add_region_join(std::uint32_t s) {
    const Net::Silent& silent = net_.silents[s];
    const Net::Region& region = net_.regions[silent.region];
    if (region.wait_for != 0) say_left_out("joins that wait for some of their branches");
    List all{region.running};
    for (const Net::Region::Branch& branch : region.branches) all.push_back(branch.arrived);
    List put = members(silent.produce);
    put.push_back(idle_[silent.region]);
    add(route(all, put, urgency(Order::row, s)), {.kind = Kind::route, .silent = s});
  }

  /// A value that was given is chosen: any of those that can make a difference. At once, if something reads it that happens by itself.
  void add_choices() {
    for (const std::uint32_t v : read_by_engine()) add_once(read_by_rows_, v);
    for (std::uint32_t v = 0; v < variables_.size(); ++v) {
      if (!is_field(v)) continue;
      const bool at_once = has(read_by_rows_, v);
      for (const std::uint32_t value : variables_.given_values(v)) add_choice(v, value, at_once);
    }
  }

  void add_choice(std::uint32_t v, std::uint32_t value, bool at_once) {
    PetriNet::Transition transition;
    transition.take = {open_value_[v]};
    transition.put = {place_of(v, value)};
    if (at_once)
      transition.urgency = urgency(Order::choice, v);
    else
      transition.read = {unfolded_.running};
    add(std::move(transition), {.kind = Kind::choice, .given = {{v, value}}});
  }

  List read_by_engine() const {
    List found;
    const auto look = [&](const Effects& effects) {
      for (const FieldRef& ref : effects.required)
        if (const auto v = variables_.of_slot(ref.slot)) add_once(found, *v);
      if (effects.when)
        for (const std::uint32_t v : variables_.read_by(effects.when->expression).value_or(List{})) add_once(found, v);
      for (const SetField& set : effects.sets)
        for (const std::uint32_t v : variables_.read_by(set.value).value_or(List{})) add_once(found, v);
    };
    for (const Activity& activity : model_.activities) {
      if (activity.performer != Performer::engine) continue;
      look(activity.effects);
      for (const Result& result : activity.results) look(result.effects);
    }
    return found;
  }

  /// 6.2: no token is left, and every object that has final states rests.
  void add_over() {
    if (model_.rows.empty()) return;
    PetriNet::Transition transition;
    transition.take = {unfolded_.running};
    transition.put = {unfolded_.over};
    transition.urgency = urgency(Order::over);
    for (const auto& [token, empty] : empty_) transition.read.push_back(empty);
    std::map<std::uint32_t, List> in_play;
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
      if (const auto v = variables_.of_object(o); v && !model_.objects[o].final_states.empty())
        in_play.emplace(*v, resting(model_.objects[o]));
    variables_.for_each({in_play.begin(), in_play.end()}, [&](const Assignment& assignment) {
      PetriNet::Transition with = transition;
      for (const auto& [v, values] : in_play) with.read.push_back(place_of(v, assignment[v]));
      add(std::move(with), {.kind = Kind::over});
    });
  }

  void say_left_out(const std::string& what) {
    std::vector<std::string>& words = unfolded_.left_out;
    if (std::find(words.begin(), words.end(), what) == words.end()) words.push_back(what);
  }

  void tell_left_out() {
    if (!net_.rules.empty()) say_left_out("rules about the course of cases");
    std::ptrdiff_t timed = 0;
    for (const Activity& activity : model_.activities) {
      if (activity.items) say_left_out("work of several people on one activity");
      timed += std::count_if(activity.results.begin(), activity.results.end(),
                             [](const Result& result) { return result.after.has_value(); });
      if (timed > 1) say_left_out("which of several times comes first");
      if (!activity.effects.derived.empty() || std::any_of(activity.results.begin(), activity.results.end(),
                                                           [](const Result& one) { return !one.effects.derived.empty(); }))
        say_left_out("computed fields that are required");
      if (activity.performer == Performer::service) say_left_out("what services do");
      if (activity.performer == Performer::message) say_left_out("messages");
      if (activity.performer == Performer::process) say_left_out("cases of other processes");
    }
    for (const ObjectType& object : model_.objects)
      if (object.many) say_left_out("objects of which a case has several");
    for (const Expression* expression : guards())
      if (!variables_.read_by(*expression)) say_left_out(fmt::format("what the guard `{}` reads", expression->text()));
    const bool cancels = std::any_of(net_.activities.begin(), net_.activities.end(), [](const Net::ActivityNode& node) {
      return std::any_of(node.results.begin(), node.results.end(), [](const Net::ResultNode& one) { return !one.clears.empty(); });
    });
    if (cancels && !net_.regions.empty()) say_left_out("branches that are cancelled");
  }

  std::vector<const Expression*> guards() const {
    std::vector<const Expression*> found;
    const auto look = [&](const Effects& effects) {
      if (effects.when) found.push_back(&effects.when->expression);
    };
    for (const Activity& activity : model_.activities) {
      look(activity.effects);
      for (const Result& result : activity.results) look(result.effects);
    }
    for (const Row& row : model_.rows) {
      if (row.decision == Row::Decision::guard) found.push_back(&row.guard.expression);
      for (const Branch& branch : row.branches)
        if (branch.choice == Branch::Choice::guard) found.push_back(&branch.guard.expression);
    }
    return found;
  }

  const Net& net_;
  const Model& model_;
  Deviating deviating_;
  std::uint32_t may_deviate_ = 0;  ///< place: no deviation has been made yet
  std::shared_ptr<const Variables> shared_;
  const Variables& variables_;
  UnfoldedNet unfolded_;
  List open_value_;                               ///< by variable of a field: the place of a value that is given and not chosen yet
  List idle_;                                     ///< by region
  std::map<std::uint32_t, std::uint32_t> empty_;  ///< by token's place: the one that is marked while it isn't
  List read_by_rows_;
  bool engine_acts_ = false;  ///< some activity is the engine's
};

}  // namespace

UnfoldedNet unfold(const Net& net, Deviating deviating) {
  return Unfolder(net, deviating).run();
}

}  // namespace itsmflow
