#include "errors.hpp"

#include "module.hpp"

#include <exception>
#include <initializer_list>
#include <utility>

namespace itsmflow::python {
namespace {

/// They live as long as the program.
struct Types {
  PyObject* error = nullptr;
  PyObject* not_found = nullptr;
  PyObject* moved_to_archive = nullptr;
  PyObject* usage_error = nullptr;
  PyObject* model_error = nullptr;
  PyObject* store_error = nullptr;
  PyObject* not_authorized = nullptr;
};
Types& types() {
  static Types all;
  return all;
}

PyObject*& kept_cause() {
  thread_local PyObject* cause = nullptr;
  return cause;
}

using Attributes = std::initializer_list<std::pair<const char*, py::object>>;

void raise(PyObject* type, const std::exception& error, Attributes attributes = {}) {
  try {
    const py::object raised = py::reinterpret_borrow<py::object>(type)(error.what());
    for (const auto& [name, value] : attributes) raised.attr(name) = value;
    if (PyObject* cause = std::exchange(kept_cause(), nullptr); cause != nullptr && type == types().not_authorized)
      PyException_SetCause(raised.ptr(), cause);  // takes it over
    else
      Py_XDECREF(cause);
    PyErr_SetObject(type, raised.ptr());
  } catch (py::error_already_set& other) {
    other.restore();
  }
}

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const MovedToArchive& error) {
    raise(types().moved_to_archive, error,
          {{"kind", out_word(error.kind())}, {"name", py::str(error.name())}, {"case_id", py::int_(error.case_id().value)}});
  } catch (const NotFound& error) {
    raise(types().not_found, error, {{"kind", out_word(error.kind())}, {"name", py::str(error.name())}});
  } catch (const UsageError& error) {
    raise(types().usage_error, error);
  } catch (const FoundError& error) {
    raise(types().model_error, error, {{"diagnostics", py::cast(error.findings())}});
  } catch (const ModelError& error) {
    raise(types().model_error, error);
  } catch (const StoreError& error) {
    raise(types().store_error, error, {{"kind", out_word(error.kind())}});
  } catch (const NotAuthorized& error) {
    raise(types().not_authorized, error, {{"entry", out_word(error.entry())}, {"case_id", py::int_(error.case_id().value)}});
  } catch (const Error& error) {
    raise(types().error, error);
  }
}

PyObject* add_type(py::module_& module, const char* name, PyObject* base, const char* about, Attributes attributes = {}) {
  py::dict members;
  for (const auto& [member, value] : attributes) members[member] = value;
  PyObject* type = PyErr_NewExceptionWithDoc(("itsmflow." + std::string(name)).c_str(), about, base, members.ptr());
  if (type == nullptr) throw py::error_already_set();
  module.attr(name) = py::handle(type);
  return type;
}

}  // namespace

std::string words_of(const py::error_already_set& problem) {
  std::string name = py::str(problem.type().attr("__name__"));
  try {
    const std::string text = py::str(problem.value());
    return text.empty() ? name : name + ": " + text;
  } catch (const py::error_already_set&) {  // it can't say what it is
    return name;
  }
}

void keep_cause(const py::error_already_set& problem) {
  Py_XDECREF(kept_cause());
  kept_cause() = problem.value().inc_ref().ptr();
}

void add_errors(py::module_& module) {
  Types& all = types();
  all.error =
      add_type(module, "Error", PyExc_Exception,
               "The world failed (disk, database, file), or the program misuses the interface. Nothing was changed by the call.");
  all.not_found =
      add_type(module, "NotFound", all.error,
               "Something was named that doesn't exist: `name`, a `kind` of thing. The message says what there is instead.",
               {{"kind", py::str("")}, {"name", py::str("")}});
  all.moved_to_archive = add_type(module, "MovedToArchive", all.not_found,
                                  "The case, or the command with this key, was moved to an archive.", {{"case_id", py::int_(0)}});
  all.usage_error = add_type(module, "UsageError", all.error, "The call makes no sense as it is.");
  all.model_error = add_type(module, "ModelError", all.error,
                             "Models were asked for that have errors. `diagnostics` has all that was found in them.",
                             {{"diagnostics", py::tuple()}});
  all.store_error = add_type(module, "StoreError", all.error,
                             "The store couldn't do what it was asked: see `kind`. What was acknowledged before is still there.",
                             {{"kind", py::str("io")}});
  all.not_authorized = add_type(module, "NotAuthorized", all.error,
                                "The program's `authorize` didn't let the call through. Nothing was read or written.",
                                {{"entry", py::str("")}, {"case_id", py::int_(0)}});
  py::register_local_exception_translator(&translate);
}

}  // namespace itsmflow::python
