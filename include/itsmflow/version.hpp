#pragma once

#include <itsmflow/export.hpp>

#include <string_view>

/// The version of these headers. The build and the packages take it from here.
#define ITSMFLOW_VERSION_MAJOR 0
#define ITSMFLOW_VERSION_MINOR 1
#define ITSMFLOW_VERSION_PATCH 0
#define ITSMFLOW_VERSION "0.1.0"

namespace itsmflow {

/// The version of the library that runs, as "major.minor.patch". It differs from ITSMFLOW_VERSION where a shared library was replaced.
ITSMFLOW_EXPORT std::string_view version() noexcept;

}  // namespace itsmflow
