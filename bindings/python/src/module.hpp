// What each file adds to the module, in the order in which it has to be there.
#pragma once

#include <pybind11/pybind11.h>

namespace itsmflow::python {

namespace py = pybind11;

void add_words(py::module_& module);
void add_errors(py::module_& module);
void add_diagnostics(py::module_& module);
void add_outline(py::module_& module);
void add_models(py::module_& module);
void add_people(py::module_& module);
void add_stores(py::module_& module);
void add_steps(py::module_& module);
void add_views(py::module_& module);
void add_engine(py::module_& module);
void add_reports(py::module_& module);

}  // namespace itsmflow::python
