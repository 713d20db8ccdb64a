// Which deviations can be permitted at all (9.4 to 9.11).

#include "model.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

bool is_vote(const Activity& activity) {
  return activity.items && activity.items->kind == Items::Kind::votes;
}

/// One person does it, and not to one element.
bool is_whole(const Model& model, const Activity& activity) {
  return activity.performer == Performer::people && !activity.items && !model.about(activity);
}

bool cancels(const Activity& activity) {
  return !activity.effects.cancels.empty() || std::any_of(activity.results.begin(), activity.results.end(),
                                                          [](const Result& each) { return !each.effects.cancels.empty(); });
}

}  // namespace

bool can_be_skipped(const Model& model, const Activity& activity, const Result& result) {
  if (activity.performer == Performer::engine || activity.performer == Performer::process) return false;
  if (is_vote(activity) || model.about(activity) || result.after > 0) return false;
  for (const Effects* effects : {&activity.effects, &result.effects}) {
    if (!effects->cancels.empty()) return false;
    for (const Move& move : effects->moves) {
      const auto& finals = model.object(move.object)->finals;
      if (std::count(finals.begin(), finals.end(), move.to) > 0) return false;
    }
  }
  return true;
}

bool can_be(DeviationKind what, const Model& model, const Activity& activity) {
  switch (what) {
    case DeviationKind::skip:
      return std::any_of(activity.results.begin(), activity.results.end(),
                         [&](const Result& each) { return can_be_skipped(model, activity, each); });
    case DeviationKind::extra:
      return is_whole(model, activity);
    case DeviationKind::again:
      return is_whole(model, activity) && !cancels(activity);
    default:
      return activity.performer == Performer::people && !is_vote(activity);
  }
}

}  // namespace itsmflow::oracle
