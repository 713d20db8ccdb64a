#pragma once

#include <pybind11/pybind11.h>

#include <itsmflow/model.hpp>

#include <memory>

namespace itsmflow::python {

/// What a model says to people: its words, and what its fields take, each as an attribute.
void add_outline_of(pybind11::class_<Model, std::shared_ptr<Model>>& model);

}  // namespace itsmflow::python
