#pragma once

#include <itsmflow/model.hpp>

namespace itsmflow::python {

/// Models, and what was found in them that is no error.
struct LoadedLibrary {
  Library library;
  Diagnostics findings;
};

}  // namespace itsmflow::python
