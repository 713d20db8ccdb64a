#include "model/items.hpp"

namespace itsmflow {

std::vector<std::string> answer_ids(const Activity& activity) {
  if (!activity.items) return {};
  if (activity.items->kind != Items::Kind::votes) return activity.items->answers;
  return {activity.results.at(activity.items->votes.in_favour).id, activity.results.at(activity.items->votes.against).id};
}

}  // namespace itsmflow
