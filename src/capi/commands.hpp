#pragma once

#include <itsmflow/itsmflow.h>
#include <itsmflow/engine.hpp>

namespace itsmflow::capi {

/// What comes with a command, and with doing an activity; of null nothing.
Command command_of(const itsmflow_command* given);
Work work_of(const itsmflow_work* given);

}  // namespace itsmflow::capi
