#pragma once

#include "draw/picture.hpp"

#include <vector>

namespace itsmflow::drawing {

/// A step of a trace: the shapes it is done in, and the place that it names, which may be one result of an activity.
struct TrailStep {
  std::vector<std::size_t> shapes;
  Span place;
};

/// The arrows by which a case goes along the steps, from its start to the last step and on to `ends`, as far as arrows show it. Each
/// shape is come to from the latest step before it, a join from all of them.
std::vector<std::size_t> arrows_along(const Picture& picture, const std::vector<TrailStep>& steps,
                                      const std::vector<std::size_t>& ends);

}  // namespace itsmflow::drawing
