#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/model.hpp>

namespace itsmflow {

/// Lines of `allow` whose deviations have to be confirmed, and among these people nobody can: nobody has the role, or only one has it who
/// may deviate himself.
Diagnostics findings_of_confirmers(const Model& model, const Directory& people);

}  // namespace itsmflow
