#pragma once

#include <itsmflow/draw.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

#include <memory>
#include <string>

#include "places.hpp"

namespace itsmflow {

/// A model of models/broken, each of which has one mistake.
inline std::shared_ptr<const Model> broken(const std::string& name) {
  std::string path = places::source() + "/models/broken/";
  path += name;
  path += ".yaml";
  return load_library(path).value_or_throw().models().front();
}

/// What is proved of a model, to be drawn.
inline DrawOverlay found_in(const std::shared_ptr<const Model>& model) {
  DrawOverlay overlay;
  overlay.findings = verify(model);
  return overlay;
}

}  // namespace itsmflow
