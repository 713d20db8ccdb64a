#pragma once

#include "draw/picture.hpp"

#include <optional>
#include <string>

namespace itsmflow::drawing {

/// A picture as SVG, or no value where graphviz isn't installed. Each shape, arrow and group has its words as its title instead of the
/// name that graphviz knows it by; on a dark screen it has other colours. Shapes have the ids n0, n1, …, arrows e0, e1, ….
std::optional<std::string> to_svg(const Model& model, const Picture& picture);

}  // namespace itsmflow::drawing
