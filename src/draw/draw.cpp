#include <itsmflow/draw.hpp>

#include "draw/html.hpp"
#include "draw/picture.hpp"
#include "draw/svg.hpp"

namespace itsmflow {

std::string draw(const Model& model, DrawFormat format, const DrawOverlay& overlay) {
  const drawing::Picture picture = drawing::picture_of(model, overlay);
  return format == DrawFormat::mermaid ? drawing::to_mermaid(model, picture) : drawing::to_dot(model, picture);
}

std::optional<std::string> draw_svg(const Model& model, const DrawOverlay& overlay) {
  return drawing::to_svg(model, drawing::picture_of(model, overlay));
}

std::optional<std::string> draw_html(const Model& model, const DrawOverlay& overlay) {
  return drawing::to_html(model, drawing::picture_of(model, overlay));
}

}  // namespace itsmflow
