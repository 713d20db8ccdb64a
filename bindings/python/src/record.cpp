#include "record.hpp"

namespace itsmflow::python {
namespace {

py::object plain(py::handle object) {
  if (py::hasattr(object, "as_dict")) return object.attr("as_dict")();
  if (!PyList_Check(object.ptr())) return py::reinterpret_borrow<py::object>(object);
  py::list list;
  for (py::handle element : object) list.append(plain(element));
  return list;
}

}  // namespace

std::string shown(py::handle self) {
  std::string text = py::str(py::type::of(self).attr("__name__"));
  text += "(";
  const char* between = "";
  for (py::handle name : self.attr("__match_args__")) {
    const py::object value = self.attr(name);
    if (value.is_none() || (py::isinstance<py::sequence>(value) && py::len(value) == 0)) continue;
    if (PyDict_Check(value.ptr()) && py::len(value) == 0) continue;
    text += between + std::string(py::str(name)) + "=" + std::string(py::repr(value));
    between = ", ";
  }
  return text + ")";
}

py::dict as_dict(py::handle self) {
  py::dict dict;
  for (py::handle name : self.attr("__match_args__")) dict[name] = plain(self.attr(name));
  return dict;
}

}  // namespace itsmflow::python
