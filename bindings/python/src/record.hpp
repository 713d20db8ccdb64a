// Structures of the library that Python may read: their names in the order in which they are shown, repr and as_dict.
#pragma once

#include "words.hpp"

#include <string>
#include <utility>
#include <vector>

namespace itsmflow::python {

std::string shown(py::handle self);
py::dict as_dict(py::handle self);

template <class Type, class... Holder>
class Record {
 public:
  Record(py::handle scope, const char* name, const char* about) : type_(scope, name, about), name_(name) {}
  ~Record() { type_.attr("__match_args__") = py::tuple(names_); }
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  template <class Member>
  Record& has(const char* name, Member Type::*member, const char* about = "") {
    return add(name, [&] { type_.def_readonly(name, member, about); });
  }
  template <class Get>
  Record& gives(const char* name, Get get, const char* about = "") {
    return add(name, [&] { type_.def_property_readonly(name, get, about); });
  }
  py::class_<Type, Holder...>& type() { return type_; }

  /// What every record can do.
  Record& done() {
    type_.def("__repr__", [](py::handle self) { return shown(self); });
    type_.def(
        "as_dict", [](py::handle self) { return as_dict(self); },
        "All of it as a dict, with what it holds, for pandas; for json with `default=str`.");
    return *this;
  }

 private:
  template <class Define>
  Record& add(const char* name, const Define& define) {
    define();
    names_.append(name);
    return *this;
  }

  py::class_<Type, Holder...> type_;
  std::string name_;
  py::list names_;
};

}  // namespace itsmflow::python
