#include "engine.hpp"

#include "errors.hpp"
#include "models.hpp"
#include "module.hpp"
#include "people.hpp"

#include <stdexcept>
#include <utility>

namespace itsmflow::python {
namespace {

class CallableClock final : public Clock {
 public:
  explicit CallableClock(py::handle tell) : tell_(tell) {}
  Timestamp now() const override {
    const py::gil_scoped_acquire gil;
    return in_moment(tell_());
  }

 private:
  py::handle tell_;  // the engine keeps it
};

/// Whatever goes wrong is a refusal, and what was raised its cause.
bool may(py::handle authorize, const AccessRequest& wanted) {
  const py::gil_scoped_acquire gil;
  try {
    const py::object answer = authorize(Access{wanted.entry, std::string(wanted.actor), wanted.case_id, std::string(wanted.process),
                                               wanted.sensitive == Sensitive::shown});
    if (!PyBool_Check(answer.ptr())) {
      // What is merely something, a coroutine for one, must not let anybody through.
      PyErr_SetString(PyExc_TypeError, "authorize gives True or False");
      throw py::error_already_set();
    }
    return answer.ptr() == Py_True;
  } catch (const py::error_already_set& problem) {
    keep_cause(problem);
    throw std::runtime_error(words_of(problem));
  }
}

/// A handler that fails is counted; where it failed would be lost otherwise.
void log_failure(const std::string& service, const py::error_already_set& problem) {
  try {
    const py::object trace = problem.trace() ? problem.trace() : py::none();  // what isn't raised in Python has none
    const py::object logger = py::module_::import("logging").attr("getLogger")("itsmflow");
    logger.attr("warning")("the service %r failed", service,
                           py::arg("exc_info") = py::make_tuple(problem.type(), problem.value(), trace));
  } catch (py::error_already_set& other) {
    other.discard_as_unraisable("logging a service that failed");
  }
}

/// What is no Exception and came out of a handler: somebody wants the program to end. Of this thread.
std::exception_ptr& interruption() {
  thread_local std::exception_ptr raised;
  return raised;
}

void require_function(const py::object& given, const char* what) {
  if (!given.is_none() && PyCallable_Check(given.ptr()) == 0) throw py::type_error(std::string("`") + what + "` is a function");
}

}  // namespace

PythonEngine::PythonEngine(py::object library, py::object store, py::object people, py::object clock, py::object authorize,
                           EngineOptions options)
    : library_(std::move(library)),
      store_(std::move(store)),
      people_(std::move(people)),
      clock_(std::move(clock)),
      authorize_(std::move(authorize)),
      use_(&py::cast<const ClosableStore&>(store_)) {
  require_function(clock_, "clock");
  require_function(authorize_, "authorize");
  if (!clock_.is_none()) {
    own_clock_ = std::make_unique<CallableClock>(clock_);
    options.clock = own_clock_.get();
  }
  if (!authorize_.is_none())
    options.authorize = [ask = py::handle(authorize_)](const AccessRequest& wanted) { return may(ask, wanted); };
  engine_ = std::make_unique<Engine>(py::cast<const LoadedLibrary&>(library_).library, py::cast<ClosableStore&>(store_),
                                     py::cast<const Directory&>(people_), std::move(options));
}

std::shared_ptr<Store> PythonEngine::use() const {
  if (engine_ == nullptr) throw UsageError("the engine is being taken down");
  return use_->use();
}

void PythonEngine::on_service(const std::string& name, py::object handler) {
  if (PyCallable_Check(handler.ptr()) == 0) throw py::type_error("the handler of a service is a function of a ServiceCall");
  handlers_[py::str(name)] = std::move(handler);
  engine_->on_service(name, [this, name](const ServiceCall& wanted) { return ask(name, wanted); });
}

std::optional<ServiceReply> PythonEngine::ask(const std::string& name, const ServiceCall& wanted) const {
  const py::gil_scoped_acquire gil;
  try {
    const py::object answer = handlers_[py::str(name)](wanted);
    if (answer.is_none()) return std::nullopt;
    if (!py::isinstance<ServiceReply>(answer)) {
      PyErr_SetString(PyExc_TypeError, "a handler gives a ServiceReply, or None where the answer comes later");
      throw py::error_already_set();
    }
    return py::cast<ServiceReply>(answer);
  } catch (const py::error_already_set& problem) {
    if (problem.matches(PyExc_Exception))
      log_failure(name, problem);
    else
      interruption() = std::current_exception();
    throw std::runtime_error(words_of(problem));
  }
}

std::size_t PythonEngine::due(std::optional<Timestamp> now) {
  interruption() = nullptr;
  const std::size_t done = run([&](Engine& engine) { return engine.due(now); });
  if (interruption()) std::rethrow_exception(std::exchange(interruption(), nullptr));
  return done;
}

int PythonEngine::visit_all(visitproc visit, void* arg) const {
  Py_VISIT(library_.ptr());
  Py_VISIT(store_.ptr());
  Py_VISIT(people_.ptr());
  Py_VISIT(clock_.ptr());
  Py_VISIT(authorize_.ptr());
  Py_VISIT(handlers_.ptr());
  return 0;
}

void PythonEngine::clear() {
  engine_.reset();
  handlers_ = py::dict();
  authorize_ = py::none();
  clock_ = py::none();
  people_ = py::none();
}

namespace {

/// As an object that the garbage collector looks into.
void collect(PyHeapTypeObject* heap_type) {
  PyTypeObject* type = &heap_type->ht_type;
  type->tp_flags |= Py_TPFLAGS_HAVE_GC;
  type->tp_traverse = [](PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    if (!py::detail::is_holder_constructed(self)) return 0;
    return py::cast<const PythonEngine&>(py::handle(self)).visit_all(visit, arg);
  };
  type->tp_clear = [](PyObject* self) {
    if (py::detail::is_holder_constructed(self)) py::cast<PythonEngine&>(py::handle(self)).clear();
    return 0;
  };
}

}  // namespace

void add_engine(py::module_& module) {
  EngineClass engine(
      module, "Engine", py::custom_type_setup(&collect),
      "Runs cases: commands in, obstacles or events out, each step atomic and durable as the store promises.\n\n"
      "Safe to call from several threads, and starts none. Every command raises NotFound for an unknown case, actor, activity,\n"
      "result or field, UsageError for data that the step doesn't take, StoreError when the world fails, NotAuthorized where\n"
      "`authorize` refuses the call: nothing is changed then.\n\n"
      "With every command may come: `key`, an idempotency key: repeating a command with it gives the first result;\n"
      "`expected_revision`, to refuse with \"conflict\" if the case has moved on from it; `item`, which part or element.");
  engine.def(py::init([](const py::object& library, const py::object& store, const py::object& people, const py::object& clock,
                         const py::object& authorize, Duration lease, std::size_t agenda_limit, std::size_t search_limit) {
               if (!py::isinstance<LoadedLibrary>(library)) throw py::type_error("the library of an engine comes from load()");
               if (!py::isinstance<ClosableStore>(store))
                 throw py::type_error("the store of an engine is a MemoryStore or a SqliteStore");
               EngineOptions options;
               options.lease = lease;
               options.agenda_limit = agenda_limit;
               options.search_limit = search_limit;
               return std::make_unique<PythonEngine>(library, store, directory_of(people), clock, authorize, std::move(options));
             }),
             "`people`: a Directory, or a dict of roles by person. `clock`: gives the time, an aware datetime; None: the system's. "
             "`authorize`: is\n"
             "asked with an AccessRequest before every call that reads or writes cases, and gives True or False. `lease`: how long "
             "a service call\n"
             "is left to the process that took it.",
             py::arg("library"), py::arg("store"), py::arg("people"), py::kw_only(), py::arg("clock") = py::none(),
             py::arg("authorize") = py::none(), py::arg("lease") = EngineOptions().lease,
             py::arg("agenda_limit") = EngineOptions().agenda_limit, py::arg("search_limit") = EngineOptions().search_limit);
  engine.def_property_readonly("library", &PythonEngine::library);
  add_commands(engine);
  add_queries(module, engine);
  add_outside(engine);
}

}  // namespace itsmflow::python
