#include "verify/alike.hpp"

#include "model/ends.hpp"
#include "semantics/items.hpp"
#include "semantics/simulation.hpp"
#include "verify/loops.hpp"
#include "verify/proof.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

bool reads(const Expression& expression, std::uint32_t slot) {
  return std::find(expression.slots().begin(), expression.slots().end(), slot) != expression.slots().end();
}

/// It asks of items only whether all or some of them are done, or have an answer.
bool asks_no_more_than_answers(const Net& net, const Expression& expression) {
  if (!reads(expression, extra_slot(*net.model, ExtraSlot::items))) return true;
  const Loops found = loops_over("items", expression);
  const auto is_about_answers = [](const Loop& loop) {
    return std::all_of(loop.members.begin(), loop.members.end(),
                       [](const std::string& member) { return member == "answer" || member == "done"; });
  };
  return !found.reads_otherwise && std::all_of(found.loops.begin(), found.loops.end(), is_about_answers);
}

bool asks_no_more_than_answers(const Net& net, const Effects& effects) {
  return (!effects.when || asks_no_more_than_answers(net, effects.when->expression)) &&
         std::all_of(effects.sets.begin(), effects.sets.end(),
                     [&](const SetField& set) { return asks_no_more_than_answers(net, set.value); });
}

}  // namespace

/// Where all items must be done, a case sees of them which answers there are, and whether any item is left. Of more items than answers one
/// is left until the last answer comes that counts: whatever many items do, these do as well, by answering only where the others give an
/// answer that there isn't yet, and the rest at the end; and the other way round many items do what these do, by giving answers again that
/// there are already. So it is with the first N of more than N items, of which always some are left.
/// Where an item writes what something reads it would matter how often.
std::optional<std::size_t> enough_items(const Net& net, std::uint32_t a) {
  const Activity& activity = net.model->activities[a];
  const auto is_read = [&](const FieldRef& ref) { return net.reads.slots[ref.slot]; };
  const auto are_read = [&](const std::vector<FieldRef>& refs) { return std::any_of(refs.begin(), refs.end(), is_read); };
  const bool is_computed = net.model->field(activity.items->list).is_derived();
  if (is_computed || net.reads.actor || are_read(activity.effects.required) || are_read(activity.effects.asked))
    return std::nullopt;
  const auto& results = activity.results;
  if (!asks_no_more_than_answers(net, activity.effects) ||
      !std::all_of(results.begin(), results.end(), [&](const Result& one) { return asks_no_more_than_answers(net, one.effects); }))
    return std::nullopt;
  const std::size_t counted =
      activity.items->done == Items::Done::all ? answers_of(activity).size() : static_cast<std::size_t>(activity.items->number);
  return counted < kMostAlike ? std::optional(counted + 1) : std::nullopt;
}

namespace {

/// Whether elements of an object go their own ways: whatever one of them does, nothing else notices it, but for people who wait until all
/// are in some state, or until there is one.
class Independence {
 public:
  Independence(const Net& net, std::uint32_t object) : net_(net), model_(*net.model), object_(object) {}

  /// What is in the way, in words; empty: nothing.
  std::string tie() const {
    if (net_.reads.actor) return "some guard asks who acts";
    if (!ending_object(model_)) return "the case is over by itself as soon as all of them rest";
    // Some rules mind whatever is done, named or not: `chain_response`, `init`, `last`, …
    if (std::any_of(model_.rules.begin(), model_.rules.end(), [](const Rule& rule) { return rule.is_about_course(); }))
      return "there are rules about the course of cases";
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      if (std::string found = model_.activities[a].about == object_ ? tie_of_their_own(a) : tie_of_another(a); !found.empty())
        return found;
    return is_read_nowhere_else() ? std::string() : "something else than an activity reads them";
  }

 private:
  std::string tie_of_their_own(std::uint32_t a) const {
    return is_their_own(a) ? std::string()
                           : fmt::format("'{}' does more than bring one of them to a further state", model_.activities[a].id);
  }
  std::string tie_of_another(std::uint32_t a) const {
    if (only_waits_for_them(a)) return {};
    const Activity& activity = model_.activities[a];
    if (!asks_for_them(a)) return fmt::format("'{}' may end the case by itself, whatever they come to", activity.id);
    const bool has_time =
        std::any_of(activity.results.begin(), activity.results.end(), [](const Result& one) { return one.after; });
    if (activity.performer != Performer::people || has_time)
      return fmt::format("'{}' asks for them, and may happen by itself", activity.id);
    return fmt::format("'{}' asks for them otherwise than by `needs: {{{}: all STATE}}`", activity.id, model_.objects[object_].id);
  }

  bool asks_for_them(std::uint32_t a) const {
    const Activity& activity = model_.activities[a];
    const auto reads_them = [&](const Effects& effects) {
      return (effects.when && reads(effects.when->expression)) ||
             std::any_of(effects.sets.begin(), effects.sets.end(), [&](const SetField& set) { return reads(set.value); });
    };
    const auto looks = [&](const Net::ResultNode& node) {
      return std::any_of(node.looks.begin(), node.looks.end(), [&](const Net::Look& look) { return look.object == object_; });
    };
    const auto& nodes = net_.activities[a].results;
    return reads_them(activity.effects) || std::any_of(nodes.begin(), nodes.end(), looks) ||
           std::any_of(activity.results.begin(), activity.results.end(),
                       [&](const Result& one) { return reads_them(one.effects); });
  }

  /// An activity about one of them.
  bool is_their_own(std::uint32_t a) const {
    const Activity& activity = model_.activities[a];
    if (cancels(activity.cancels) || !activity.starts.empty() || !activity.effects.sets.empty()) return false;
    if (!takes_only_their_fields(activity.effects) || reads_any(activity.effects)) return false;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      const Result& result = activity.results[r];
      if (cancels(result.cancels) || !result.starts.empty() || !result.effects.sets.empty()) return false;
      if (!takes_only_their_fields(result.effects) || reads_any(result.effects)) return false;
      const Net::ResultNode& node = net_.activities[a].results[r];
      if (node.produce.meets(net_.flow) || node.clears.meets(net_.flow)) return false;
      const auto stays_there = [&](const Net::Shift& shift) {
        return shift.object == object_ && shift.to != net_.state_place(object_, 0);
      };
      const auto is_one = [](const Net::Look& look) { return look.of == Need::Of::one; };
      if (!std::all_of(node.shifts.begin(), node.shifts.end(), stays_there) ||
          !std::all_of(node.looks.begin(), node.looks.end(), is_one))
        return false;
    }
    return true;
  }

  /// Any other activity. What is done by itself happens as soon as it can, and would come sooner if there were fewer of them.
  bool only_waits_for_them(std::uint32_t a) const {
    const Activity& activity = model_.activities[a];
    const bool by_people = activity.performer == Performer::people && !activity.items && !activity.about;
    bool is_prompt = !by_people;  // some result may come by itself
    for (const Result& result : activity.results) is_prompt = is_prompt || result.after.has_value();
    if (!waits_well(activity.effects, !is_prompt)) return false;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      const Result& result = activity.results[r];
      const bool by_itself = !by_people || result.after.has_value();
      if (!waits_well(result.effects, !by_itself)) return false;
      if (by_itself && !is_emergency_exit(activity, r) && may_end_case(net_, a, r)) return false;
      for (const Net::Look& look : net_.activities[a].results[r].looks)
        if (look.object == object_ && (by_itself || look.of != Need::Of::all)) return false;
    }
    return true;
  }

  bool waits_well(const Effects& effects, bool may_wait) const {
    const auto reads_them = [&](const SetField& set) { return reads(set.value); };
    if (std::any_of(effects.sets.begin(), effects.sets.end(), reads_them)) return false;
    if (!effects.when || !reads(effects.when->expression)) return true;
    if (!may_wait || reads_one(effects.when->expression)) return false;
    const Loops found = loops_over("case." + model_.objects[object_].id, effects.when->expression);
    const auto is_well = [](const Loop& loop) {
      return loop.is_condition && loop.kind != Loop::Kind::exists &&
             std::all_of(loop.members.begin(), loop.members.end(), [](const std::string& member) { return member == "state"; });
    };
    return !found.reads_otherwise && std::all_of(found.loops.begin(), found.loops.end(), is_well);
  }

  bool is_read_nowhere_else() const {
    const auto passes = [&](const std::vector<PassedField>& with) {
      return std::any_of(with.begin(), with.end(), [&](const PassedField& one) { return reads(one.value); });
    };
    const auto begins = [&](const std::vector<StartedProcess>& starts) {
      return std::any_of(starts.begin(), starts.end(), [&](const StartedProcess& one) { return passes(one.with); });
    };
    for (const Activity& activity : model_.activities) {
      if (passes(activity.process.with) || begins(activity.starts)) return false;
      for (const Result& result : activity.results)
        if (begins(result.starts)) return false;
      if (activity.message.about && reads(activity.message.about->expression)) return false;
      if (!activity.items) continue;
      for (const Part& part : activity.items->parts)
        if (part.when && reads(part.when->expression)) return false;
    }
    for (const Row& row : model_.rows) {
      if (row.decision == Row::Decision::guard && reads(row.guard.expression)) return false;
      for (const Branch& branch : row.branches)
        if (branch.choice == Branch::Choice::guard && reads(branch.guard.expression)) return false;
    }
    return std::none_of(model_.derived.begin(), model_.derived.end(), [&](const DerivedField& derived) {
      return derived.field.object == object_ ||
             std::any_of(derived.inputs.begin(), derived.inputs.end(), [&](std::uint32_t slot) { return is_theirs(slot); });
    });
  }

  static bool cancels(const Cancels& cancels) { return cancels.all || !cancels.activities.empty(); }

  bool takes_only_their_fields(const Effects& effects) const {
    const auto is_their_field = [&](const FieldRef& ref) { return ref.object == object_; };
    return effects.derived.empty() && std::all_of(effects.required.begin(), effects.required.end(), is_their_field) &&
           std::all_of(effects.asked.begin(), effects.asked.end(), is_their_field);
  }

  /// In an activity about one of them: its number or fields, or lists of elements. Its state may be read.
  bool reads_any(const Effects& effects) const {
    if (!effects.when) return false;
    const auto& slots = effects.when->expression.slots();
    return std::any_of(slots.begin(), slots.end(),
                       [&](std::uint32_t slot) { return is_of_one(slot) || slot >= elements_slot(model_, 0); });
  }

  bool reads(const Expression& expression) const {
    const auto& slots = expression.slots();
    return std::any_of(slots.begin(), slots.end(), [&](std::uint32_t slot) { return is_theirs(slot); });
  }
  bool reads_one(const Expression& expression) const {
    const auto& slots = expression.slots();
    return std::any_of(slots.begin(), slots.end(), [&](std::uint32_t slot) { return is_of_one(slot); });
  }

  bool is_theirs(std::uint32_t slot) const {
    return is_of_one(slot) || slot == elements_slot(model_, object_) || slot == state_slot(model_, object_);
  }
  bool is_of_one(std::uint32_t slot) const {
    if (slot == extra_slot(model_, ExtraSlot::element)) return true;
    const std::vector<Field>& fields = model_.objects[object_].fields;
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.slot == slot; });
  }

  const Net& net_;
  const Model& model_;
  std::uint32_t object_;
};

}  // namespace

/// One for each state that an element may be in, and one that comes or goes on. Elements that go their own ways can be left out of whatever
/// happened without changing what the others, and the case, did: waiting for all of them takes no longer with fewer; and the first one, which
/// never goes, is left where it is asked whether there is any. So from where a case can come to with many it can come to with one in each
/// state in which any of them is, the first among these; and whatever an element does there is done by one more. And from there it can be over
/// with many exactly if it can be with these: those in one state do the same.
std::optional<std::size_t> enough_elements(const Net& net, std::uint32_t object) {
  const std::size_t states = net.model->objects[object].states.size() - 1;  // without `none`
  return tie_of_elements(net, object).empty() ? std::optional(std::max<std::size_t>(states, 1) + 1) : std::nullopt;
}

std::string tie_of_elements(const Net& net, std::uint32_t object) {
  const std::size_t states = net.model->objects[object].states.size() - 1;
  if (states >= kMostAlike) return fmt::format("'{}' has more than {} states", net.model->objects[object].id, kMostAlike - 1);
  return Independence(net, object).tie();
}

std::string more_elements(const Net& net, std::uint32_t object) {
  return fmt::format("more than {} of '{}'", kMostElements, net.model->objects[object].id);
}

}  // namespace itsmflow
