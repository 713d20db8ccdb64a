#pragma once

#include "net/net.hpp"

#include <itsmflow/diagnostic.hpp>

#include <cstddef>

namespace itsmflow {

/// Activities under `never` that every case does, and that a case can do without after one permitted deviation on another activity: over
/// a guard, without data, or against a rule about the course of a case. Only of models that are sound without
/// deviations. Says nothing where it isn't sure: of models that their net doesn't show wholly, and where `most` markings aren't enough.
Diagnostics findings_of_got_around(const Net& net, std::size_t most);

}  // namespace itsmflow
