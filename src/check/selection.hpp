#pragma once

#include <itsmflow/check.hpp>

namespace itsmflow::check {

/// As wants(), whatever the preset.
bool is_chosen(const CheckSettings& settings, const CheckRule& rule) noexcept;

}  // namespace itsmflow::check
