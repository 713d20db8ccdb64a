#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <queue>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace itsmflow {

/// What came of a search.
enum class SearchResult {
  yes,
  no,       ///< everything was looked at
  gave_up,  ///< there was more to look at than the limit
};

/// Looks for a cheapest way from a node to a goal: A* (Hart, Nilsson, Raphael, A formal basis for the heuristic determination of minimum
/// cost paths, 1968), with nodes of one priority in the order in which they were found, so that the same question always has the same
/// answer. Skips and completions are searched for with it.
///
/// `Problem` has a type Node and a type Edge, and
///   std::string key(const Node&)       nodes with one key are the same
///   bool is_goal(const Node&)
///   std::uint32_t estimate(const Node&)  of the cost to a goal; kFar: none can be reached. A way is a cheapest one if it never is too high
///   void expand(const Node&, emit)     calls emit(Node, Edge, std::uint32_t cost) for each neighbour; false: the search is given up
///   bool is_weary()                    it has tried so much that the search is given up
template <class Problem>
class Search {
 public:
  using Node = typename Problem::Node;
  using Edge = typename Problem::Edge;
  static constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();

  /// `limit`: how many nodes may be found.
  Search(Problem& problem, std::size_t limit) : problem_(problem), limit_(limit) {}

  SearchResult run(Node start) {
    add(std::move(start), kNoParent, std::nullopt, 0);
    while (!open_.empty()) {
      const std::size_t at = open_.top().visit;
      open_.pop();
      if (problem_.is_goal(visits_[at].node)) {
        goal_ = at;
        return SearchResult::yes;
      }
      const std::uint32_t cost = visits_[at].cost;
      const Node from = visits_[at].node;  // the vector may move
      problem_.expand(from, [&](Node node, Edge edge, std::uint32_t more) {
        if (visits_.size() >= limit_) return false;
        add(std::move(node), at, std::move(edge), cost + more);
        return true;
      });
      if (visits_.size() >= limit_ || problem_.is_weary()) return SearchResult::gave_up;
    }
    return SearchResult::no;
  }

  /// The way to the goal that was found.
  std::vector<Edge> way() const {
    std::vector<Edge> edges;
    for (std::size_t at = goal_; visits_[at].parent != kNoParent; at = visits_[at].parent) edges.push_back(*visits_[at].edge);
    return {edges.rbegin(), edges.rend()};
  }
  const Node& goal() const { return visits_[goal_].node; }

  /// All goals that are as cheap as the one that was found, in the order in which they were found. The estimate must be 0 throughout.
  std::vector<const Node*> goals() {
    std::vector<const Node*> found;
    for (const Visit& visit : visits_)
      if (visit.cost == visits_[goal_].cost && problem_.is_goal(visit.node)) found.push_back(&visit.node);
    return found;
  }

  /// Of the nodes that were found those with the lowest estimates, lowest first.
  std::vector<const Node*> nearest(std::size_t most) const {
    std::vector<const Visit*> visits;
    for (const Visit& visit : visits_) visits.push_back(&visit);
    std::stable_sort(visits.begin(), visits.end(),
                     [](const Visit* left, const Visit* right) { return left->estimate < right->estimate; });
    std::vector<const Node*> nodes;
    for (std::size_t i = 0; i < visits.size() && i < most; ++i) nodes.push_back(&visits[i]->node);
    return nodes;
  }

 private:
  static constexpr std::size_t kNoParent = std::numeric_limits<std::size_t>::max();
  struct Visit {
    Node node;
    std::size_t parent = kNoParent;
    std::optional<Edge> edge;
    std::uint32_t cost = 0;
    std::uint32_t estimate = 0;
  };
  struct Open {
    std::uint32_t priority = 0;
    std::size_t visit = 0;
    bool operator<(const Open& other) const {  // the queue gives the greatest first
      return priority != other.priority ? priority > other.priority : visit > other.visit;
    }
  };

  void add(Node node, std::size_t parent, std::optional<Edge> edge, std::uint32_t cost) {
    const std::uint32_t estimate = problem_.estimate(node);
    if (estimate == kFar && parent != kNoParent) return;
    if (!known_.insert(problem_.key(node)).second) return;
    visits_.push_back({std::move(node), parent, std::move(edge), cost, estimate});
    if (estimate != kFar) open_.push({cost + estimate, visits_.size() - 1});
  }

  Problem& problem_;
  std::size_t limit_;
  std::vector<Visit> visits_;
  std::priority_queue<Open> open_;
  std::unordered_set<std::string> known_;
  std::size_t goal_ = 0;
};

}  // namespace itsmflow
