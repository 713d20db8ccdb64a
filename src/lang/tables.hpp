#pragma once

#include "lang/context.hpp"
#include "lang/mapping.hpp"

namespace itsmflow::lang {

/// `tables`: fields that are decided by others. What a field's own `is` computes has been read.
void read_tables(Context& context, const Mapping& model);

}  // namespace itsmflow::lang
