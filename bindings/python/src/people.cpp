#include "people.hpp"

#include "errors.hpp"
#include "module.hpp"

#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow::python {
namespace {

std::string text(py::handle given, const char* what) {
  if (!py::isinstance<py::str>(given)) throw py::type_error(std::string(what) + " are texts, not " + std::string(py::repr(given)));
  return py::cast<std::string>(given);
}

std::vector<std::string> texts(const py::object& given, const char* what) {
  if (py::isinstance<py::str>(given)) throw py::type_error(std::string(what) + " are a list of texts, not one text");
  if (!py::isinstance<py::iterable>(given))
    throw py::type_error(std::string(what) + " are a list of texts, not " + std::string(py::repr(given)));
  std::vector<std::string> list;
  for (py::handle one : given) list.push_back(text(one, what));
  return list;
}

/// A directory of Python's: the library asks it without the GIL.
class CustomDirectory final : public Directory, public py::trampoline_self_life_support {
 public:
  using Directory::Directory;

  std::optional<std::vector<std::string>> roles_of(std::string_view person) const override {
    const py::gil_scoped_acquire gil;
    const py::function own = py::get_override(static_cast<const Directory*>(this), "roles_of");
    if (!own) return Directory::roles_of(person);
    const py::object given = own(py::str(person.data(), person.size()));
    if (given.is_none()) return std::nullopt;
    return texts(given, "roles");
  }

  std::vector<std::string> holders_of(std::string_view role) const override {
    const py::gil_scoped_acquire gil;
    const py::function own = py::get_override(static_cast<const Directory*>(this), "holders_of");
    if (!own) return Directory::holders_of(role);
    return texts(own(py::str(role.data(), role.size())), "holders");
  }
};

/// {"anna": ["assigner"], "bo": {"name": "Bo Berg", "roles": ["operator"]}}, as a file has it.
std::vector<Directory::Person> in_people(const py::dict& given) {
  std::vector<Directory::Person> people;
  for (const auto& [id, about] : given) {
    Directory::Person person{.id = text(id, "the ids of people")};
    const auto more = py::reinterpret_borrow<py::object>(about);
    if (PyDict_Check(more.ptr())) {
      for (const auto& [key, value] : py::reinterpret_borrow<py::dict>(more)) {
        const std::string word = text(key, "what is said of a person");
        if (word == "roles")
          person.roles = texts(py::reinterpret_borrow<py::object>(value), "roles");
        else if (word == "name")
          person.name = text(value, "names of people");
        else
          throw UsageError("of the person '" + person.id + "' there are `name` and `roles`, and no `" + word + "`");
      }
    } else {
      person.roles = texts(more, "roles");
    }
    people.push_back(std::move(person));
  }
  return people;
}

}  // namespace

py::object directory_of(const py::object& given) {
  if (PyDict_Check(given.ptr())) return py::cast(Directory(in_people(given)));
  if (py::isinstance<Directory>(given)) return given;
  throw py::type_error("people are a Directory, or a dict of roles by person");
}

void add_people(py::module_& module) {
  Record<Directory::Person>(module, "Person", "Somebody of a directory.")
      .has("id", &Directory::Person::id)
      .has("roles", &Directory::Person::roles)
      .has("name", &Directory::Person::name)
      .done();
  py::class_<Directory, CustomDirectory, py::smart_holder>(
      module, "Directory",
      "Who there is, and which roles each of them has: {\"anna\": [\"assigner\"], \"bo\": {\"name\": \"Bo Berg\", \"roles\": "
      "[\"operator\"]}}.\n\n"
      "To put an LDAP server or a table behind it, derive from it and override roles_of; override holders_of as well if refusals "
      "are to name\n"
      "who could do it. Both are called from any thread that calls the engine, and must not call the engine. What they raise comes "
      "out of the\n"
      "engine; nothing is changed then.")
      .def(py::init([](const py::dict& people) { return new Directory(in_people(people)); },
                    [](const py::dict& people) { return new CustomDirectory(in_people(people)); }),
           py::arg("people") = py::dict())
      .def_static(
          "load",
          [](const std::filesystem::path& path) {
            const py::gil_scoped_release free;
            return value_or_throw(load_directory(path.string()));
          },
          "Reads a file `people: {anna: [assigner], …}`.", py::arg("path"))
      .def("roles_of", &Directory::roles_of, "The roles of a person; None if there is nobody of that id.", py::arg("person"))
      .def("holders_of", &Directory::holders_of, "The ids of the persons who have a role.", py::arg("role"))
      .def_property_readonly(
          "people",
          [](const Directory& directory) {
            py::dict people;
            for (const auto& [id, person] : directory.people()) people[py::str(id)] = py::cast(person);
            return people;
          },
          "The persons it was given, by id.");
}

}  // namespace itsmflow::python
