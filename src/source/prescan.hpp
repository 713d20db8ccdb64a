#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "source/finding.hpp"
#include "source/node.hpp"

namespace itsmflow::source {

/// What the parsers may be given: as long as the source byte for byte, valid UTF-8, without control characters.
struct CleanText {
  std::string text;
  std::vector<Mask> masks;  ///< what was replaced
  bool usable = true;       ///< false: too large or not a text at all; a diagnostic says why
};

/// Diagnoses what is no text (`too-large`, `not-utf8`, `control-character`) and puts '_' in its place, so that the rest can be read.
CleanText clean(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics);

/// The same text with question marks inside words put out of sight: yaml-cpp refuses `{title: Ready?}`, which is good YAML.
std::string hide_question_marks(std::string text);

}  // namespace itsmflow::source
