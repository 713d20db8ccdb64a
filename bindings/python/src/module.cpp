#include "module.hpp"

#include "values.hpp"

#include <itsmflow/version.hpp>

#include <string>

PYBIND11_MODULE(_itsmflow, module) {
  using namespace itsmflow::python;
  prepare_values();
  module.doc() = "Service processes, proved and executed. Import itsmflow instead.";
  module.attr("__version__") = std::string(itsmflow::version());
  add_words(module);
  add_errors(module);
  add_diagnostics(module);
  add_outline(module);
  add_models(module);
  add_people(module);
  add_stores(module);
  add_steps(module);
  add_views(module);
  add_engine(module);
  add_reports(module);
}
