#pragma once

#include "draw/picture.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::drawing {

/// A picture as a page of HTML, or no value where graphviz isn't installed.
std::optional<std::string> to_html(const Model& model, Picture picture);

/// Something that people look for in a picture.
struct Part {
  std::string name;
  std::string note;                 ///< who does it, where it belongs
  std::vector<std::size_t> shapes;  ///< where it is seen
};
struct Parts {
  std::string heading;
  std::vector<Part> parts;
};

/// All activities, states and roles that are in the picture, in the order of the model.
std::vector<Parts> parts_of(const Model& model, const Picture& picture);

extern const std::string_view kPageStyle;
/// What moves the page. It reads nothing but the page itself: what belongs together stands there in attributes `data-…`.
extern const std::string_view kPageScript;

}  // namespace itsmflow::drawing
