#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/model.hpp>

#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

enum class DrawFormat { dot, mermaid };

/// Plain values to draw over a model: where a case stands.
struct DrawOverlay {
  std::vector<std::string> states;      ///< "rfc.drafted": marked
  std::vector<std::string> activities;  ///< offered now: marked
};

/// Draws a process: the states of its objects and the activities that move them, the rows between activities, roles as colours
/// or lanes. The text is complete and escaped, whatever the titles hold.
ITSMFLOW_EXPORT std::string draw(const Model& model, DrawFormat format, const DrawOverlay& overlay = {});

/// Runs graphviz' `dot` to make an SVG picture; no value where it isn't installed. Throws Error if it fails.
ITSMFLOW_EXPORT std::optional<std::string> draw_svg(const Model& model, const DrawOverlay& overlay = {});

}  // namespace itsmflow
