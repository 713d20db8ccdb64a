#include "verify/untried.hpp"

#include "model/fields.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/simulation.hpp"
#include "semantics/steps.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

class Untried {
 public:
  Untried(const Net& net, const CaseState& state, const Directory& people)
      : net_(net), model_(*net.model), state_(state), people_(people) {}

  bool any() const {
    for (std::uint32_t a = 0; a < net_.activities.size(); ++a)
      if (in(a)) return true;
    return false;
  }

 private:
  bool in(std::uint32_t a) const {
    const Activity& activity = model_.activities[a];
    switch (activity.performer) {
      case Performer::engine:
        return false;
      case Performer::message:
        return !net_.reads.messages_are_known && is_reached(net_, state_, a) && any_result_fits(net_, state_, a);
      case Performer::process: {
        const UnderWay* open = find_under_way(state_, a);
        return open && open->returned == kNone;
      }
      case Performer::service: {
        const UnderWay* open = find_under_way(state_, a);
        return open && waits_for_answer(state_, *open) && is_read(taken_fields(activity, std::nullopt));
      }
      case Performer::people:
        if (activity.about) return takes_values(activity);
        if (!is_reached(net_, state_, a) || !any_result_fits(net_, state_, a)) return false;
        return activity.items ? takes_values(activity) : may_end(a);
    }
    return true;
  }

  bool is_read(const std::vector<FieldRef>& fields) const {
    return std::any_of(fields.begin(), fields.end(), [&](const FieldRef& ref) { return net_.reads.slots[ref.slot]; });
  }

  /// Of one of several items, or about one of several objects: it isn't asked whether any of them could be done.
  bool takes_values(const Activity& activity) const {
    if (is_read(taken_fields(activity, std::nullopt))) return true;
    return activity.items && std::any_of(activity.items->parts.begin(), activity.items->parts.end(),
                                         [&](const Part& part) { return is_read(part.required) || is_read(part.asked); });
  }

  bool may_end(std::uint32_t a) const {
    const Activity& activity = model_.activities[a];
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      if (activity.results[r].after || is_emergency_exit(activity, r)) continue;
      const bool can_differ = net_.reads.actor || is_read(taken_fields(activity, r));
      if (can_differ && states_fit(net_, state_, a, r) && !is_kept(a, r)) return true;
    }
    return false;
  }

  /// Something stands in the way, whatever is given; of guards that read who acts that isn't asked.
  bool is_kept(std::uint32_t a, std::uint32_t r) const {
    if (net_.reads.actor) return false;
    const Directory::Person& person = people_.people().begin()->second;
    const Attempt offer{.what = Attempt::What::offer, .activity = a, .result = r, .actor = person.id, .held = person.roles};
    return !obstacles(net_, state_, offer, people_).empty();
  }

  const Net& net_;
  const Model& model_;
  const CaseState& state_;
  const Directory& people_;
};

}  // namespace

bool may_do_what_is_untried(const Net& net, const CaseState& state, const Directory& people) {
  return Untried(net, state, people).any();
}

}  // namespace itsmflow
