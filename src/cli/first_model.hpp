#pragma once

#include <string_view>

namespace itsmflow::cli {

enum class FirstModel { by_state, by_transition };

/// A commented model for somebody who writes the first one. It has no findings.
std::string_view first_model(FirstModel way);

}  // namespace itsmflow::cli
