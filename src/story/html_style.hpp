#pragma once

#include <string_view>

namespace itsmflow::story {

/// The style sheet of a story's page: light and dark, wide and narrow, on a screen and on paper.
extern const std::string_view kStyle;

}  // namespace itsmflow::story
