// Messages, services, time, people who are to be told; and the log.

#include "arguments.hpp"
#include "engine.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::python {
namespace {

using Text = std::string_view;

py::object send(PythonEngine& self, Text message, const Data& values, std::optional<CaseId> to, std::string key,
                std::optional<std::int64_t> expected) {
  const Command command = command_of(std::move(key), expected, "");
  if (to) return py::cast(self.run([&](Engine& engine) { return engine.send(*to, message, values, command); }));
  return py::cast(self.run([&](Engine& engine) { return engine.send(message, values, command); }));
}

/// The handler, or what takes it: a decorator.
py::object on_service(py::object self, const std::string& name, py::object handler) {
  if (handler.is_none())
    return py::cpp_function(
        [self, name](py::object decorated) {
          self.cast<PythonEngine&>().on_service(name, decorated);
          return decorated;
        },
        py::name("on_service"), py::arg("handler"));
  self.cast<PythonEngine&>().on_service(name, handler);
  return handler;
}

std::size_t deliver(PythonEngine& self, const py::function& tell, std::size_t limit) {
  return self.run([&](Engine& engine) {
    return engine.deliver(
        [&](const Notification& notification) {
          const py::gil_scoped_acquire gil;
          tell(notification);
        },
        limit);
  });
}

LogReport verify_log(const PythonEngine& self, Text expected_head, const std::vector<const ClosableSqliteStore*>& archives) {
  return self.run([&](const Engine& engine) {
    std::vector<std::shared_ptr<Store>> open;
    std::vector<Store*> stores;
    for (const ClosableSqliteStore* archive : archives) {
      if (archive == nullptr) throw UsageError("an archive is a SqliteStore, not None");
      open.push_back(archive->use());
      stores.push_back(open.back().get());
    }
    return engine.verify_log(expected_head, stores);
  });
}

}  // namespace

void add_outside(EngineClass& engine) {
  engine.def("send", &send,
             "Gives a message to a case, and gives its Step; or, without `to`, to every open case in which an activity waits for "
             "it, and gives\n"
             "their Steps.",
             py::arg("message"), py::arg("values") = py::none(), py::kw_only(), py::arg("to") = py::none(), py::arg("key") = "",
             py::arg("expected_revision") = py::none());
  engine.def(
      "answer",
      [](PythonEngine& self, CaseId id, Text activity, std::string result, Data data, std::string failure, std::string key,
         std::optional<std::int64_t> expected) {
        const ServiceReply reply{.result = std::move(result), .data = std::move(data), .failure = std::move(failure)};
        const Command command = command_of(std::move(key), expected, "");
        return self.run([&](Engine& runs) { return runs.answer(id, activity, reply, command); });
      },
      "Ends an activity that waits for a service, or tells that the service failed: for handlers that answer later, or are none.",
      py::arg("case_id"), py::arg("activity"), py::arg("result") = "", py::arg("data") = py::none(), py::kw_only(),
      py::arg("failure") = "", py::arg("key") = "", py::arg("expected_revision") = py::none());
  engine.def("on_service", &on_service,
             "Registers what does activities with `service: NAME`: a function of a ServiceCall that gives a ServiceReply, or None "
             "where the\n"
             "answer comes later, by answer(). Without a handler it is a decorator. What the function raises counts as failing, "
             "and is logged\n"
             "(logger \"itsmflow\"). Before the engine is used by several threads.",
             py::arg("name"), py::arg("handler") = py::none());
  engine.def("due", &PythonEngine::due,
             "Does what is due: timers whose moment has come, then calls of services that have a handler here. Gives the number of "
             "things done.",
             py::arg("now") = py::none());
  engine.def(
      "next_due", [](const PythonEngine& self) { return self.run([](const Engine& runs) { return runs.next_due(); }); },
      "When due() will have something to do; None: nothing is known that waits for time or a handler. May be past.");
  engine.def("deliver", &deliver,
             "Hands waiting notifications to a function, oldest first, each at least once. What it raises comes out, and leaves "
             "that one and\n"
             "the later ones waiting. Gives the number delivered.",
             py::arg("deliver"), py::kw_only(), py::arg("limit") = 1000);
  engine.def(
      "erase_person",
      [](PythonEngine& self, Text person) { return self.run([&](Engine& runs) { return runs.erase_person(person); }); },
      "Takes a person's name out of the store; a stand-in stands where it stood. What people wrote is left as it is.",
      py::arg("person"));
  engine.def("verify_log", &verify_log,
             "Reads all events and checks that everything fits together, and, if given, that a head that was kept elsewhere is "
             "among them.",
             py::arg("expected_head") = "", py::kw_only(), py::arg("archives") = py::tuple());
  engine.def(
      "rebuild", [](PythonEngine& self) { return self.run([](Engine& runs) { return runs.rebuild(); }); },
      "Writes anew what verify_log() finds to be otherwise than the events come to.");
}

}  // namespace itsmflow::python
