#include "models.hpp"

#include "errors.hpp"
#include "module.hpp"
#include "outline.hpp"
#include "people.hpp"

#include <pybind11/stl/filesystem.h>

#include <itsmflow/verify.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow::python {
namespace {

using ModelHandle = std::shared_ptr<const Model>;

LoadedLibrary library_of(Loaded<Library> loaded) {
  Diagnostics findings = loaded.diagnostics();
  return {value_or_throw(std::move(loaded)), std::move(findings)};
}

LoadedLibrary load(const py::args& given) {
  std::vector<std::string> paths;
  for (py::handle path : given) {
    if (!py::isinstance<py::str>(path) && !py::isinstance<py::bytes>(path) && !py::hasattr(path, "__fspath__"))
      throw py::type_error("load takes paths, each an argument of its own, not " + std::string(py::repr(path)));
    paths.push_back(py::cast<std::filesystem::path>(path).string());
  }
  if (paths.empty()) throw UsageError("load takes the paths of models, or of folders with models");
  const py::gil_scoped_release free;
  return library_of(load_library(paths));
}

LoadedLibrary load_named(const std::vector<std::pair<std::string, std::string>>& given) {
  const py::gil_scoped_release free;
  std::vector<std::shared_ptr<const SourceText>> texts;
  for (const auto& [name, text] : given) texts.push_back(std::make_shared<const SourceText>(SourceText{name, text}));
  return library_of(itsmflow::load_texts(texts));
}

LoadedLibrary load_texts(const py::dict& given) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [name, text] : given) {
    if (!py::isinstance<py::str>(name) || !py::isinstance<py::str>(text))
      throw py::type_error("load_texts takes a dict of texts by name, {\"change.yaml\": \"itsmflow: 1 …\"}");
    texts.emplace_back(py::cast<std::string>(name), py::cast<std::string>(text));
  }
  return load_named(texts);
}

Diagnostics verify_models(const LoadedLibrary& models, const std::string& process, const py::object& given, bool deep,
                          std::optional<std::size_t> max_states) {
  const py::object people = given.is_none() ? given : directory_of(given);
  const Directory* directory = given.is_none() ? nullptr : &py::cast<const Directory&>(people);
  const py::gil_scoped_release free;
  if (!process.empty() && models.library.find(process) == nullptr)
    throw NotFound(NotFound::Kind::process, process, "there is no process '" + process + "' among the models");
  Diagnostics found;
  for (const ModelHandle& model : models.library.models()) {
    if (!process.empty() && model->process != process) continue;
    if (directory != nullptr)  // first: it refuses what isn't a list of people, and takes less time
      for (Diagnostic& one : verify_people(model, *directory)) found.push_back(std::move(one));
    for (Diagnostic& one : verify(model, {.max_states = max_states, .deep = deep})) found.push_back(std::move(one));
  }
  sort(found);
  return found;
}

}  // namespace

void add_models(py::module_& module) {
  // A model is never changed: nothing here does, and pybind11 has no holder for what is const.
  py::class_<Model, std::shared_ptr<Model>> model(module, "Model", "One version of a process. It doesn't change.");
  add_outline_of(model);
  model.def_readonly("process", &Model::process)
      .def_readonly("version", &Model::version)
      .def_property_readonly(
          "source", [](const Model& of) { return of.source->text; }, "The whole text of it.")
      .def_readonly("digest", &Model::digest, "Of the source: BLAKE2b-256, in hex.")
      .def("__repr__", [](const Model& of) { return "Model(process='" + of.process + "', version='" + of.version + "')"; });
  py::class_<LoadedLibrary>(module, "Library",
                            "The models that a program works with, one version of each process. It doesn't change.")
      .def_readonly("diagnostics", &LoadedLibrary::findings, "What was found by loading that is no error.")
      .def_property_readonly(
          "models",
          [](const LoadedLibrary& models) {
            py::dict all;
            for (const ModelHandle& model : models.library.models())
              all[py::str(model->process)] = py::cast(std::const_pointer_cast<Model>(model));
            return all;
          },
          "By process.")
      .def("__repr__", [](const LoadedLibrary& models) {
        std::string text;
        for (const ModelHandle& model : models.library.models()) text += (text.empty() ? "'" : ", '") + model->process + "'";
        return "Library(" + text + ")";
      });
  module.def(
      "load", &load,
      "Loads models: files, or folders of which every model is loaded. ModelError, with `diagnostics`, if any has an error.\n\n"
      "Loading doesn't prove: verify() does.");
  module.def("load_texts", &load_texts, "Loads models from texts, by the names that stand in diagnostics.", py::arg("texts"));
  module.def(
      "verify", &verify_models,
      "Proves that cases can always be completed, and finds what can't happen. With people: whether they can do the work.\n\n"
      "`deep` tries every permitted deviation too. Nothing is raised about what is found.",
      py::arg("library"), py::kw_only(), py::arg("process") = "", py::arg("people") = py::none(), py::arg("deep") = false,
      py::arg("max_states") = py::none());
}

}  // namespace itsmflow::python
