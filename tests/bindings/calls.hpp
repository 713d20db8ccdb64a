#pragma once

#include <itsmflow/ids.hpp>

#include "json/json.hpp"
#include "scenario/script.hpp"

namespace bindings {

/// A step of a scenario as a call: its name, and what it takes. What is empty is left out.
itsmflow::Json call_of(const itsmflow::scenario::Step& step, const std::string& process, itsmflow::CaseId in);

}  // namespace bindings
