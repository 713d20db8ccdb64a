#include <itsmflow/draw.hpp>

#include "draw/graphviz.hpp"
#include "draw/picture.hpp"

namespace itsmflow {

std::string draw(const Model& model, DrawFormat format, const DrawOverlay& overlay) {
  const drawing::Picture picture = drawing::picture_of(model, overlay);
  return format == DrawFormat::mermaid ? drawing::to_mermaid(model, picture) : drawing::to_dot(model, picture);
}

std::optional<std::string> draw_svg(const Model& model, const DrawOverlay& overlay) {
  return drawing::run_filter({"dot", "-Tsvg"}, draw(model, DrawFormat::dot, overlay));
}

}  // namespace itsmflow
