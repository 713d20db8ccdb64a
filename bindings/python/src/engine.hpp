// The engine with what Python gave it.
#pragma once

#include "stores.hpp"
#include "values.hpp"

#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace itsmflow::python {

/// An AccessRequest that may be kept.
struct Access {
  EntryPoint entry = EntryPoint::show;
  std::string actor;
  CaseId case_id;
  std::string process;
  bool sensitive = false;
};

/// Everything that an engine needs, kept as long as it. What is Python's is shown to the garbage collector: a handler may well name its
/// engine.
class PythonEngine {
 public:
  PythonEngine(py::object library, py::object store, py::object people, py::object clock, py::object authorize,
               EngineOptions options);

  /// Calls the engine without the GIL. The store stays open meanwhile.
  template <class Do>
  auto run(const Do& act) const {
    const py::gil_scoped_release free;
    const std::shared_ptr<Store> open = use();
    return act(*engine_);
  }
  std::shared_ptr<Store> use() const;

  void on_service(const std::string& name, py::object handler);
  std::size_t due(std::optional<Timestamp> now);
  py::object library() const { return library_; }
  const Engine& engine() const { return *engine_; }

  int visit_all(visitproc visit, void* arg) const;
  void clear();

 private:
  std::optional<ServiceReply> ask(const std::string& name, const ServiceCall& wanted) const;

  py::object library_;
  py::object store_;
  py::object people_;
  py::object clock_;
  py::object authorize_;
  py::dict handlers_;
  const ClosableStore* use_ = nullptr;
  std::unique_ptr<Clock> own_clock_;
  std::unique_ptr<Engine> engine_;
};

using EngineClass = py::class_<PythonEngine>;
void add_commands(EngineClass& engine);
void add_queries(py::module_& module, EngineClass& engine);
void add_outside(EngineClass& engine);

}  // namespace itsmflow::python
