#include "draw/trail.hpp"

#include "base/span.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace itsmflow::drawing {
namespace {

class Way {
 public:
  Way(const Picture& picture, const std::vector<TrailStep>& steps)
      : picture_(picture), steps_(steps), into_(picture.shapes.size()) {
    for (std::size_t i = 0; i < picture.arrows.size(); ++i) into_.at(picture.arrows[i].to).push_back(i);
  }

  /// The way to a shape that is come to after the first `done` steps.
  void lead_to(std::size_t shape, std::size_t done) {
    done_ = done;
    open_.clear();
    if (const auto way = best_to(shape)) taken_.insert(way->arrows.begin(), way->arrows.end());
  }

  std::vector<std::size_t> take() && { return {taken_.begin(), taken_.end()}; }

 private:
  struct Found {
    std::size_t step = 0;  ///< 0: the start; otherwise 1 + the index of the step it comes from
    std::vector<std::size_t> arrows;
  };

  /// The step that an arrow leaves from, if it leaves from one that is done and ended so that this arrow is taken.
  std::optional<std::size_t> step_before(const Arrow& arrow) const {
    for (std::size_t i = done_; i > 0; --i) {
      const TrailStep& step = steps_[i - 1];
      if (std::ranges::find(step.shapes, arrow.from) == step.shapes.end()) continue;
      if (is_taken(arrow, step.place)) return i;
    }
    if (picture_.shapes[arrow.from].kind == Shape::Kind::start) return 0;
    return std::nullopt;
  }

  bool is_taken(const Arrow& arrow, const Span& place) const {
    if (arrow.results.empty() || !place) return true;
    const bool names_activity = same(picture_.shapes[arrow.from].places.front(), place);
    return names_activity || std::ranges::any_of(arrow.results, [&](const Span& result) { return same(result, place); });
  }

  std::optional<Found> best_by(std::size_t index) {
    const Arrow& arrow = picture_.arrows[index];
    if (const auto step = step_before(arrow)) return Found{*step, {index}};
    const Shape& from = picture_.shapes[arrow.from];
    if (!from.is_gate() && !(from.is_state() && !picture_.shapes[arrow.to].is_state())) return std::nullopt;
    auto way = best_to(arrow.from);
    if (way) way->arrows.push_back(index);
    return way;
  }

  std::optional<Found> best_to(std::size_t shape) {
    if (!open_.insert(shape).second) return std::nullopt;
    const bool is_join = picture_.shapes[shape].kind == Shape::Kind::bar || picture_.shapes[shape].kind == Shape::Kind::several;
    std::optional<Found> best;
    for (const std::size_t index : into_[shape]) {
      auto way = best_by(index);
      if (!way) continue;
      if (!best || (!is_join && way->step > best->step)) {
        best = std::move(way);
      } else if (is_join) {
        best->step = std::max(way->step, best->step);
        best->arrows.insert(best->arrows.end(), way->arrows.begin(), way->arrows.end());
      } else if (way->step == best->step) {
        // The trace doesn't tell by which of them a case came: only what they share is sure.
        std::erase_if(best->arrows, [&](std::size_t arrow) { return std::ranges::find(way->arrows, arrow) == way->arrows.end(); });
      }
    }
    open_.erase(shape);
    return best;
  }

  const Picture& picture_;
  const std::vector<TrailStep>& steps_;
  std::vector<std::vector<std::size_t>> into_;  ///< arrows by the shape that they lead to
  std::size_t done_ = 0;
  std::set<std::size_t> open_;  ///< shapes being looked at: no way runs in circles
  std::set<std::size_t> taken_;
};

}  // namespace

std::vector<std::size_t> arrows_along(const Picture& picture, const std::vector<TrailStep>& steps,
                                      const std::vector<std::size_t>& ends) {
  Way way(picture, steps);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const std::size_t shape : steps[i].shapes) way.lead_to(shape, i);
  }
  for (const std::size_t shape : ends) way.lead_to(shape, steps.size());
  return std::move(way).take();
}

}  // namespace itsmflow::drawing
