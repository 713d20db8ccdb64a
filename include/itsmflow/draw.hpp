#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/model.hpp>

#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// The language that a picture is written in: that of graphviz, or Mermaid.
enum class DrawFormat { dot, mermaid };

/// Plain values to draw over a model: where a case stands, and what is wrong with it.
struct DrawOverlay {
  std::vector<std::string> states;      ///< "rfc.drafted": marked
  std::vector<std::string> activities;  ///< offered now: marked

  /// What was found in this very model, by verify() or otherwise; their spans say where in the picture they belong. What no case ever
  /// comes to is grey and dashed. The steps of a trace are numbered, its way is in colour, and where it ends stands "✗". Where several
  /// have a trace, each has a letter too. A finding without a place in the picture is told in words.
  Diagnostics findings = {};
};

/// Draws a process: the states of its objects and the activities that move them, the rows between activities, roles as colours
/// or lanes. The text is complete and escaped, whatever the titles hold. Thread-safe.
ITSMFLOW_EXPORT std::string draw(const Model& model, DrawFormat format, const DrawOverlay& overlay = {});

/// Runs graphviz' `dot` to make an SVG picture, which has other colours on a dark screen; no value where it isn't installed.
/// Throws Error if it fails.
ITSMFLOW_EXPORT std::optional<std::string> draw_svg(const Model& model, const DrawOverlay& overlay = {});

/// One page of HTML that needs nothing else: the same picture, to zoom into and to search in, and beside it the findings, each of which
/// shows its trace in the picture, and all parts. Without scripts picture and lists are there too. No value where graphviz isn't
/// installed. Throws Error if it fails.
ITSMFLOW_EXPORT std::optional<std::string> draw_html(const Model& model, const DrawOverlay& overlay = {});

}  // namespace itsmflow
