// What crosses the border as it is in the language on either side: values, moments, numbers of cases, words.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <itsmflow/itsmflow.hpp>

#include <string_view>

namespace itsmflow::python {

namespace py = pybind11;

/// `place` names the value where it can't be taken: "incident.priority".
Value in_value(py::handle object, std::string_view place);
/// None is no data.
Data in_data(py::handle object);
Timestamp in_moment(py::handle object);
Duration in_length(py::handle object);

py::object out(const Value& value);
py::object out(const Data& data);
py::object out(Timestamp moment);
py::object out(Duration length);

/// Makes ready what the above need of Python's datetime. Once, when the module is loaded.
void prepare_values();

}  // namespace itsmflow::python

namespace pybind11::detail {

template <>
struct type_caster<itsmflow::CaseId> {
  PYBIND11_TYPE_CASTER(itsmflow::CaseId, const_name("int"));
  bool load(handle source, bool convert) {
    make_caster<std::int64_t> number;
    if (!number.load(source, convert)) return false;
    value = itsmflow::CaseId{cast_op<std::int64_t>(number)};
    return true;
  }
  static handle cast(itsmflow::CaseId id, return_value_policy, handle) { return int_(id.value).release(); }
};

template <>
struct type_caster<itsmflow::Value> {
  PYBIND11_TYPE_CASTER(itsmflow::Value, const_name("Value"));
  bool load(handle source, bool) {
    value = itsmflow::python::in_value(source, "a value");
    return true;
  }
  static handle cast(const itsmflow::Value& given, return_value_policy, handle) { return itsmflow::python::out(given).release(); }
};

template <>
struct type_caster<itsmflow::Data> {
  PYBIND11_TYPE_CASTER(itsmflow::Data, const_name("Mapping[str, Value]"));
  bool load(handle source, bool) {
    value = itsmflow::python::in_data(source);
    return true;
  }
  static handle cast(const itsmflow::Data& given, return_value_policy, handle) { return itsmflow::python::out(given).release(); }
};

template <>
struct type_caster<itsmflow::Timestamp> {
  PYBIND11_TYPE_CASTER(itsmflow::Timestamp, const_name("datetime"));
  bool load(handle source, bool) {
    value = itsmflow::python::in_moment(source);
    return true;
  }
  static handle cast(itsmflow::Timestamp given, return_value_policy, handle) { return itsmflow::python::out(given).release(); }
};

template <>
struct type_caster<itsmflow::Duration> {
  PYBIND11_TYPE_CASTER(itsmflow::Duration, const_name("timedelta"));
  bool load(handle source, bool) {
    value = itsmflow::python::in_length(source);
    return true;
  }
  static handle cast(itsmflow::Duration given, return_value_policy, handle) { return itsmflow::python::out(given).release(); }
};

}  // namespace pybind11::detail
