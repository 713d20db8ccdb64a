#pragma once

#include "draw/picture.hpp"

#include <string>
#include <vector>

namespace itsmflow::drawing {

/// Marks in a picture what findings are about: each at the smallest parts of the model's text that hold the place it names.
void mark_findings(Picture& picture, const Diagnostics& findings);

/// Empty where nothing is marked. At most a few lines; the last says how many more there are.
std::vector<LegendLine> legend_of(const Picture& picture);

/// What the mouse, or a person who listens, gets to know of a shape or an arrow: its hint and its marks.
std::string words_of(const Shape& shape);
std::string words_of(const Picture& picture, const Arrow& arrow);

}  // namespace itsmflow::drawing
