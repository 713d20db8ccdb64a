#include "verify/alike.hpp"

#include "semantics/items.hpp"
#include "verify/loops.hpp"

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
  if (net.reads.actor || are_read(activity.effects.required) || are_read(activity.effects.asked)) return std::nullopt;
  const auto& results = activity.results;
  if (!asks_no_more_than_answers(net, activity.effects) ||
      !std::all_of(results.begin(), results.end(), [&](const Result& one) { return asks_no_more_than_answers(net, one.effects); }))
    return std::nullopt;
  const std::size_t counted =
      activity.items->done == Items::Done::all ? answers_of(activity).size() : static_cast<std::size_t>(activity.items->number);
  return counted < kMostAlike ? std::optional(counted + 1) : std::nullopt;
}

}  // namespace itsmflow
