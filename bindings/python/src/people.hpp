#pragma once

#include "record.hpp"

namespace itsmflow::python {

/// A Directory as it is, or one of a dict.
py::object directory_of(const py::object& given);

}  // namespace itsmflow::python
