#include "verify/findings.hpp"

#include "base/text_distance.hpp"
#include "model/fields.hpp"
#include "semantics/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

std::vector<std::string> quoted_all(std::vector<std::string> words) {
  for (std::string& word : words) word = fmt::format("'{}'", word);
  return words;
}

/// "…; somebody did 'make' on …": of a case that is only thought of nobody did anything, and at no moment.
std::string without_doer(const std::string& reason) {
  return reason.substr(0, reason.rfind("; somebody did "));
}

class Causes {
 public:
  Causes(const Net& net, const Standing& at) : net_(net), model_(*net.model), at_(at) {}

  std::vector<Cause> find() {
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

 private:
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
    const std::string from = name_of(source);
    const std::string values = values_of(guards);
    Cause cause{source.span, fmt::format("nothing follows '{}'{}", from, values.empty() ? "" : " when " + values), {}};
    const bool is_fork = !first.branches.empty();
    const std::string rest = is_fork ? "let one branch be `otherwise`" : fmt::format("add a last row `- {} -> … otherwise`", from);
    cause.help = only_value_.empty() || is_fork ? rest : fmt::format("add a row for {}, or {}", only_value_, rest.substr(4));
    found_.push_back(std::move(cause));
  }

  /// As the row writes it: "assess", "assess.go".
  std::string name_of(const RowSource& source) const {
    if (!source.activity) return "start";
    const std::string& id = model_.activities[*source.activity].id;
    if (!source.span) return id;
    const std::string written = source.span.source->text.substr(source.span.begin, source.span.end - source.span.begin);
    return written.starts_with(id + ".") ? written : id;
  }

  /// "rfc.risk is "medium" and rfc.cost isn't given".
  std::string values_of(const std::vector<const Expression*>& guards) {
    std::vector<std::string> words;
    only_value_.clear();
    for (const Expression* guard : guards)
      for (const std::uint32_t slot : guard->slots()) {
        const auto value = value_of(slot);
        if (!value || std::find(words.begin(), words.end(), value->first) != words.end()) continue;
        words.push_back(value->first);
        only_value_ = value->second;
      }
    if (words.size() != 1) only_value_.clear();
    return enumerate(words);
  }

  std::optional<std::pair<std::string, std::string>> value_of(std::uint32_t slot) const {
    if (slot >= model_.slot_count) {
      const std::uint32_t object = slot - model_.slot_count;
      if (object >= model_.objects.size()) return std::nullopt;
      const std::string state = state_of(object);
      return std::pair(fmt::format("{} is '{}'", model_.objects[object].id, state), std::string());
    }
    const std::string path = path_of_slot(model_, slot);
    if (model_.find_derived(slot)) return std::nullopt;
    const auto known = std::find_if(at_.data.begin(), at_.data.end(), [&](const auto& one) { return one.first == path; });
    if (known != at_.data.end())
      return std::pair(fmt::format("{} is {}", path, to_string(known->second)), to_string(known->second));
    const Value& initial = net_.defaults[slot];
    if (!initial.is_null()) return std::pair(fmt::format("{} is {}", path, to_string(initial)), to_string(initial));
    return std::pair(fmt::format("{} isn't given", path), std::string());
  }

  std::string state_of(std::uint32_t object) const {
    const ObjectType& declared = model_.objects[object];
    for (std::uint32_t s = 0; s < declared.states.size() && !declared.many; ++s)
      if (at_.marking.test(net_.state_place(object, s))) return declared.states[s];
    return {};
  }

  /// A join of which some ways have come and others haven't.
  void add_join(const Bits& from, std::uint32_t r) {
    std::vector<std::string> come;
    std::vector<std::string> missing;
    for (std::uint32_t p = 0; p < net_.places.size(); ++p)
      if (from.test(p)) (at_.marking.test(p) ? come : missing).push_back(giver_of(p));
    if (come.empty() || missing.empty()) return;
    const Row& row = model_.rows[r];
    add({row.span,
         fmt::format("{} {} come here, and {} can't come any more", enumerate(quoted_all(come)), come.size() == 1 ? "has" : "have",
                     enumerate(quoted_all(missing))),
         "let all of these ways be begun; or, if only some are, write the fork and the join as mappings (`fork:`, `join:`), so "
         "that the "
         "join waits for those that were begun"});
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

  std::uint32_t row_to(std::uint32_t activity, const Bits& input) const {
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
      const Row& row = model_.rows[r];
      const bool leads = std::find(row.targets.begin(), row.targets.end(), activity) != row.targets.end();
      if (!leads || row.sources.size() < 2) continue;
      for (std::uint32_t p = 0; p < net_.places.size(); ++p) {
        const std::vector<std::uint32_t>& rows = net_.places[p].rows;
        if (input.test(p) && std::find(rows.begin(), rows.end(), r) != rows.end()) return r;
      }
    }
    return static_cast<std::uint32_t>(model_.rows.size());
  }

  void add_activity(std::uint32_t a) {
    const Net::ActivityNode& node = net_.activities[a];
    for (const Bits& input : node.inputs) {
      bool all = true;
      bool any = false;
      for (std::uint32_t p = 0; p < net_.places.size(); ++p) {
        if (!input.test(p)) continue;
        all = all && at_.marking.test(p);
        any = any || at_.marking.test(p);
      }
      if (all) return add_waiting(a);
      const std::uint32_t row = any ? row_to(a, input) : 0;
      if (any && row < model_.rows.size()) add_join(input, row);
    }
  }

  /// An activity that is reached: why it can't be done.
  void add_waiting(std::uint32_t a) {
    const Activity& activity = model_.activities[a];
    std::vector<std::string> reasons;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      if (is_emergency_exit(activity, r)) continue;
      const std::string reason = why_not(a, r);
      if (!reason.empty() && std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
    }
    if (reasons.empty())
      for (const auto& [kept, why] : at_.kept)
        if (kept == a) reasons.push_back(without_doer(why));
    if (reasons.empty()) return;
    constexpr std::size_t kMost = 3;
    if (reasons.size() > kMost) reasons.resize(kMost);
    add({activity.span, fmt::format("a case comes here, and {}", fmt::join(reasons, "; ")),
         fmt::format("let '{}' be done as the case then stands, or lead another way on from here", activity.id)});
  }

  std::string why_not(std::uint32_t a, std::uint32_t r) const {
    const Activity& activity = model_.activities[a];
    const Result& result = activity.results[r];
    const std::string name = result.id.empty() ? fmt::format("'{}'", activity.id) : fmt::format("'{}.{}'", activity.id, result.id);
    const std::string only = name + " can be done only when ";
    const Net::ResultNode& node = net_.activities[a].results[r];
    for (const Net::Shift& shift : node.shifts)
      if (!fits(shift.object, shift.from)) return only + lacks(shift.object, shift.from);
    for (const Net::Look& look : node.looks)
      if (look.of == Need::Of::one && !fits(look.object, look.states)) return only + lacks(look.object, look.states);
    for (const Effects* effects : {&activity.effects, &result.effects}) {
      if (effects->when) {
        Causes other(net_, at_);
        const std::string values = other.values_of({&effects->when->expression});
        return fmt::format("{}`{}`{}", only, effects->when->expression.text(), values.empty() ? "" : ", but " + values);
      }
      for (const FieldRef& ref : effects->required) {
        const bool given =
            std::any_of(at_.data.begin(), at_.data.end(), [&](const auto& one) { return one.first == model_.path(ref); });
        const bool brings = activity.performer == Performer::people || activity.performer == Performer::service;
        if (!given && (!brings || result.after))
          return fmt::format("{}{} is given, but nobody has given it", only, model_.path(ref));
      }
    }
    return {};
  }

  bool fits(std::uint32_t object, const Bits& states) const {
    if (model_.objects[object].many) return true;
    return states.meets(at_.marking);
  }

  std::string lacks(std::uint32_t object, const Bits& states) const {
    const ObjectType& declared = model_.objects[object];
    std::vector<std::string> names;
    for (std::uint32_t s = 0; s < declared.states.size(); ++s)
      if (states.test(net_.state_place(object, s))) names.push_back(declared.states[s]);
    return fmt::format("{} is {}, but it is '{}'", declared.id, enumerate(quoted_all(names), "or"), state_of(object));
  }

  /// Nothing waits: it is a state that nothing leads out of.
  void add_states() {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
      if (const auto s = unfinished(o)) found_.push_back(at_state(o, *s));
  }

  Cause at_state(std::uint32_t o, std::uint32_t s) const {
    const ObjectType& object = model_.objects[o];
    const std::string& state = object.states[s];
    std::vector<std::string> blocked;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
      std::string why;
      for (std::uint32_t r = 0; r < model_.activities[a].results.size() && why.empty(); ++r)
        if (leads_on(a, r, o, s))
          why = net_.activities[a].free ? why_not(a, r) : fmt::format("no row leads to '{}' here", model_.activities[a].id);
      for (const auto& [kept, reason] : at_.kept)
        if (kept == a) why = without_doer(reason);
      if (!why.empty() && std::find(blocked.begin(), blocked.end(), why) == blocked.end()) blocked.push_back(why);
    }
    constexpr std::size_t kMost = 2;
    if (blocked.size() > kMost) blocked.resize(kMost);
    const std::string label = blocked.empty() ? fmt::format("nothing leads on from '{}'", state)
                                              : fmt::format("nothing leads on from '{}': {}", state, fmt::join(blocked, "; "));
    return {object.state_spans[s], label,
            fmt::format("let an activity move {} from '{}', or list '{}' under `final`", object.id, state, state)};
  }

  bool leads_on(std::uint32_t a, std::uint32_t r, std::uint32_t o, std::uint32_t s) const {
    const auto& shifts = net_.activities[a].results[r].shifts;
    return !is_emergency_exit(model_.activities[a], r) && std::any_of(shifts.begin(), shifts.end(), [&](const Net::Shift& shift) {
      return shift.object == o && shift.from.test(net_.state_place(o, s)) && shift.to != net_.state_place(o, s);
    });
  }

 public:
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

 private:
  /// The state of an object in which no case can be over.
  std::optional<std::uint32_t> unfinished(std::uint32_t o) const {
    const ObjectType& object = model_.objects[o];
    const std::string state = state_of(o);
    if (state.empty() || object.final_states.empty() || state == "none") return std::nullopt;
    const auto s = static_cast<std::uint32_t>(std::find(object.states.begin(), object.states.end(), state) - object.states.begin());
    const bool is_final = std::find(object.final_states.begin(), object.final_states.end(), s) != object.final_states.end();
    return is_final ? std::nullopt : std::optional(s);
  }

  void add(Cause cause) {
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const Cause& one) {
      return one.span.begin == cause.span.begin && one.span.source == cause.span.source && one.label == cause.label;
    });
    if (!known) found_.push_back(std::move(cause));
  }

  const Net& net_;
  const Model& model_;
  const Standing& at_;
  std::vector<Cause> found_;
  std::string only_value_;
};

}  // namespace

std::vector<Cause> causes(const Net& net, const Standing& at) {
  return Causes(net, at).find();
}

std::optional<Cause> dead_end(const Net& net, const Standing& at) {
  return Causes(net, at).dead_end();
}

}  // namespace itsmflow
