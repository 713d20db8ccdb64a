// What changes cases.

#include "arguments.hpp"
#include "engine.hpp"

#include <string>
#include <string_view>

namespace itsmflow::python {
namespace {

using Text = std::string_view;  // of a str that the caller has in hand
using Key = std::string;
using Revision = std::optional<std::int64_t>;

/// A command of a case, an activity and an actor alone.
using Simple = Step (Engine::*)(CaseId, Text, Text, const Command&);

void add_simple(EngineClass& engine, const char* name, Simple what, const char* about) {
  engine.def(
      name,
      [what](PythonEngine& self, CaseId id, Text activity, Text actor, Key key, Revision expected, Key item) {
        const Command command = command_of(std::move(key), expected, std::move(item));
        return self.run([&](Engine& runs) { return (runs.*what)(id, activity, actor, command); });
      },
      about, py::arg("case_id"), py::arg("activity"), py::arg("actor"), py::kw_only(), ITSMFLOW_COMMAND_ARGUMENTS);
}

using WithWork = Step (Engine::*)(CaseId, Text, Text, const Work&);

void add_with_work(EngineClass& engine, const char* name, WithWork what, const char* about) {
  engine.def(
      name,
      [what](PythonEngine& self, CaseId id, Text activity, Text actor, Data data, std::string result,
             std::optional<std::string> motive, std::string because, std::optional<DeviationKind> as,
             std::vector<std::string> skipping, Key key, Revision expected, Key item) {
        const Work work{.result = std::move(result),
                        .data = std::move(data),
                        .motive = motive_of(std::move(motive), std::move(because), as, std::move(skipping)),
                        .command = command_of(std::move(key), expected, std::move(item))};
        return self.run([&](Engine& runs) { return (runs.*what)(id, activity, actor, work); });
      },
      about, py::arg("case_id"), py::arg("activity"), py::arg("actor"), py::arg("data") = py::none(), py::kw_only(),
      py::arg("result") = "", ITSMFLOW_MOTIVE_ARGUMENTS, ITSMFLOW_COMMAND_ARGUMENTS);
}

using OfDeviation = Step (Engine::*)(CaseId, std::int64_t, Text, Text, const Command&);

void add_of_deviation(EngineClass& engine, const char* name, OfDeviation what, const char* about) {
  engine.def(
      name,
      [what](PythonEngine& self, CaseId id, std::int64_t deviation, Text actor, Text because, Key key, Revision expected,
             Key item) {
        const Command command = command_of(std::move(key), expected, std::move(item));
        return self.run([&](Engine& runs) { return (runs.*what)(id, deviation, actor, because, command); });
      },
      about, py::arg("case_id"), py::arg("deviation"), py::arg("actor"), py::kw_only(), py::arg("because") = "",
      ITSMFLOW_COMMAND_ARGUMENTS);
}

using Noted = Step (Engine::*)(CaseId, Text, Text, Text, const Command&);

template <class... Default>
void add_noted(EngineClass& engine, const char* name, Noted what, const char* about, const Default&... note) {
  engine.def(
      name,
      [what](PythonEngine& self, CaseId id, Text activity, Text actor, Text words, Key key, Revision expected, Key item) {
        const Command command = command_of(std::move(key), expected, std::move(item));
        return self.run([&](Engine& runs) { return (runs.*what)(id, activity, actor, words, command); });
      },
      about, py::arg("case_id"), py::arg("activity"), py::arg("actor"), note..., py::kw_only(), ITSMFLOW_COMMAND_ARGUMENTS);
}

}  // namespace

void add_commands(EngineClass& engine) {
  engine.def(
      "start",
      [](PythonEngine& self, Text process, Text actor, const Data& data, Key key, Revision expected, Key item) {
        const Command command = command_of(std::move(key), expected, std::move(item));
        return self.run([&](Engine& runs) { return runs.start(process, actor, data, command); });
      },
      "Starts a case of a process, on the version that the library has.", py::arg("process"), py::arg("actor"),
      py::arg("data") = py::none(), py::kw_only(), ITSMFLOW_COMMAND_ARGUMENTS);
  add_with_work(
      engine, "perform", &Engine::perform,
      "Does an activity from begin to end, or ends it if the actor has begun it.\n\n"
      "With a motive in spite of its obstacles, where the model permits it and the case could still end. `because` says why, in\n"
      "words; `as_` is \"skip\", \"extra\" or \"again\"; `skipping` what is to be passed over: [\"transfer.understood\"].");
  add_simple(engine, "begin", &Engine::begin, "Takes an activity up. Its object moves at the end.");
  add_with_work(engine, "end", &Engine::end, "Ends an activity that the actor has begun; with a motive as perform().");
  add_simple(engine, "claim", &Engine::claim,
             "Reserves an activity, so that nobody else can begin it; also accepts one that was handed over.");
  engine.def(
      "hand_over",
      [](PythonEngine& self, CaseId id, Text activity, Text actor, Text to, Text confirm, Key key, Revision expected, Key item) {
        const Command command = command_of(std::move(key), expected, std::move(item));
        return self.run([&](Engine& runs) { return runs.hand_over(id, activity, actor, to, confirm, command); });
      },
      "Gives claimed or begun work to another person, who must claim it to accept. `confirm` is what the receiver confirms by "
      "doing so.",
      py::arg("case_id"), py::arg("activity"), py::arg("actor"), py::arg("to"), py::kw_only(), py::arg("confirm") = "",
      ITSMFLOW_COMMAND_ARGUMENTS);
  add_noted(engine, "suspend", &Engine::suspend, "Lets begun work rest, with a note of what is done so far.", py::arg("note"));
  add_simple(engine, "resume", &Engine::resume, "Goes on with work that rests.");
  add_noted(engine, "withdraw", &Engine::withdraw, "Gives claimed or begun work back, so that somebody else can do it.",
            py::arg("note") = "");
  engine.def(
      "set",
      [](PythonEngine& self, CaseId id, Text activity, Text actor, const Data& data, Key key, Revision expected, Key item) {
        const Command command = command_of(std::move(key), expected, std::move(item));
        return self.run([&](Engine& runs) { return runs.set(id, activity, actor, data, command); });
      },
      "Fills in fields that a begun activity requires or asks for.", py::arg("case_id"), py::arg("activity"), py::arg("actor"),
      py::arg("data"), py::kw_only(), ITSMFLOW_COMMAND_ARGUMENTS);
  engine.def(
      "cancel",
      [](PythonEngine& self, CaseId id, Text actor, Text why, Key key, Revision expected, Key item) {
        const Command command = command_of(std::move(key), expected, std::move(item));
        return self.run([&](Engine& runs) { return runs.cancel(id, actor, why, command); });
      },
      "Gives the whole case up; for those who may start one.", py::arg("case_id"), py::arg("actor"), py::arg("why"), py::kw_only(),
      ITSMFLOW_COMMAND_ARGUMENTS);
  add_of_deviation(engine, "confirm", &Engine::confirm, "Confirms a deviation by its number; also after the end of its case.");
  add_of_deviation(engine, "disapprove", &Engine::disapprove,
                   "Disapproves a deviation by its number; also after the end of its case.");
  engine.def(
      "judge",
      [](PythonEngine& self, CaseId id, Text outcome, Text actor, Text because, Key key, Revision expected, Key item) {
        const Command command = command_of(std::move(key), expected, std::move(item));
        return self.run([&](Engine& runs) { return runs.judge(id, outcome, actor, because, command); });
      },
      "Says how a case that isn't open any more turned out: one of the model's outcomes, or \"undecided\".", py::arg("case_id"),
      py::arg("outcome"), py::arg("actor"), py::kw_only(), py::arg("because") = "", ITSMFLOW_COMMAND_ARGUMENTS);
}

}  // namespace itsmflow::python
