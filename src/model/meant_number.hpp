#pragma once

#include <itsmflow/model.hpp>

#include <string>
#include <string_view>

namespace itsmflow {

/// How a number is to be written that a field doesn't take as it stands: in quotes, or with the marks of other countries.
/// "write 2000.00" for `2.000,00`, "write 2000 without quotes" for `"2000"`; empty where it isn't known what was meant.
std::string how_to_write(const Field& field, std::string_view text);

}  // namespace itsmflow
