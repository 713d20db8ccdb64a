#include "semantics/completion.hpp"

#include "model/ends.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/state_key.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

/// For each state of an object how many moves it is, by any activities, from one in which the object may be left; kFar: none is.
std::vector<std::uint32_t> distances(const Net& net, std::uint32_t object, std::uint32_t far, const std::vector<bool>& is_end) {
  const std::size_t count = net.model->objects[object].states.size();
  std::vector<std::uint32_t> distance(count, far);
  for (std::size_t s = 0; s < count; ++s)
    if (is_end[s]) distance[s] = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t a = 0; a < net.activities.size(); ++a)
      for (std::uint32_t r = 0; r < net.activities[a].results.size(); ++r) {
        if (is_emergency_exit(net.model->activities[a], r)) continue;
        for (const Net::Shift& shift : net.activities[a].results[r].shifts) {
          if (shift.object != object) continue;
          const std::uint32_t to = distance[shift.to - net.state_place(object, 0)];
          for (std::uint32_t s = 0; s < count && to != far; ++s) {
            if (!shift.from.test(net.state_place(object, s)) || distance[s] <= to + 1) continue;
            distance[s] = to + 1;
            changed = true;
          }
        }
      }
  }
  return distance;
}

class CompletionProblem {
 public:
  struct Node {
    CaseState state;
    Timestamp now;
  };
  using Edge = CaseMove;
  static constexpr std::uint32_t kFar = Search<CompletionProblem>::kFar;

  CompletionProblem(const Net& net, const Surroundings& surroundings, const std::vector<std::string>& known_people,
                    std::size_t most_tries)
      : net_(net), surroundings_(surroundings), moves_(net, surroundings, known_people, most_tries) {
    const Model& model = *net.model;
    for (std::uint32_t o = 0; o < model.objects.size(); ++o) {
      const ObjectType& object = model.objects[o];
      std::vector<bool> ends(object.states.size());
      for (std::uint32_t s = 0; s < object.states.size(); ++s)
        ends[s] = ending_object(model) == o ? is_final(object, s) : rests(object, s);
      distances_.push_back(distances(net, o, kFar, ends));
    }
    ends_by_object_ = ending_object(model).has_value();
  }

  std::string key(const Node& node) const { return state_key(net_, node.state, node.now); }
  bool is_weary() const { return moves_.is_weary(); }
  bool is_goal(const Node& node) const { return node.state.status == CaseStatus::over; }

  /// No way is shorter than it takes to bring the objects to where they may be left; it counts threefold, for any way will do.
  std::uint32_t estimate(const Node& node) const {
    constexpr std::uint32_t kHaste = 3;
    if (is_goal(node)) return 0;
    if (node.state.status != CaseStatus::open) return kFar;
    std::uint32_t sum = 1;
    for (std::uint32_t o = 0; o < distances_.size(); ++o) {
      const ObjectType& object = net_.model->objects[o];
      if (object.states.empty()) continue;
      if (!object.many) {
        const std::uint32_t distance = distances_[o][state_of(net_, node.state, o)];
        if (distance == kFar) return kFar;
        sum += distance;
        continue;
      }
      for (const Element& element : node.state.elements[o]) {
        if (distances_[o][element.state] == kFar) return kFar;
        sum += distances_[o][element.state];
      }
    }
    if (!ends_by_object_)
      for (std::size_t place = 0; place < net_.places.size(); ++place)
        if (net_.tokens.test(place) && node.state.marking.test(place)) ++sum;
    return kHaste * sum;
  }

  template <class Emit>
  void expand(const Node& node, const Emit& emit) {
    moves_.from(node.state, node.now, [&](CaseMove move) {
      std::optional<CaseState> next = after(net_, node.state, move.events, surroundings_, move.at, Exits::closed);
      if (!next || next->messages.size() > node.state.messages.size()) return true;  // a message that nothing takes leads nowhere
      const Timestamp at = move.at;
      return emit(Node{std::move(*next), at}, std::move(move), 1);
    });
  }

  std::vector<Moves::Kept> what_keeps(const Node& node) { return moves_.what_keeps(node.state); }

 private:
  const Net& net_;
  const Surroundings& surroundings_;
  Moves moves_;
  std::vector<std::vector<std::uint32_t>> distances_;  ///< by object and state
  bool ends_by_object_ = false;
};

/// Why nothing goes on from where the search came nearest to the end and something keeps people from going on.
std::vector<std::string> reasons(CompletionProblem& problem, const Search<CompletionProblem>& search) {
  constexpr std::size_t kMostNodes = 100;
  std::vector<std::string> found;
  for (const CompletionProblem::Node* node : search.nearest(kMostNodes)) {
    for (Moves::Kept& kept : problem.what_keeps(*node))
      if (std::find(found.begin(), found.end(), kept.why) == found.end()) found.push_back(std::move(kept.why));
    if (!found.empty()) break;
  }
  return found;
}

}  // namespace

Completion find_completion(const Net& net, const CaseState& state, const Surroundings& surroundings,
                           const std::vector<std::string>& known_people, std::size_t limit) {
  constexpr std::size_t kTriesForEach = 5;  // most ways to do something lead to states that are known, or to none
  CompletionProblem problem(net, surroundings, known_people, kTriesForEach * limit);
  Search<CompletionProblem> search(problem, limit);
  Completion completion;
  completion.found = search.run({state, surroundings.now});
  if (completion.found == SearchResult::yes)
    completion.moves = search.way();
  else
    completion.reasons = reasons(problem, search);
  return completion;
}

}  // namespace itsmflow
