// Models that are loaded together and run or start each other fit each other.

#include "catch.hpp"
#include "temp_folder.hpp"

#include <itsmflow/model.hpp>

#include <fstream>
#include <string>

using namespace itsmflow;

namespace {

const std::string kTask = R"(itsmflow: 1
process: task
version: 1.0.0
case: task
roles: {agent: Agent}
objects:
  task:
    states: [new, done, dropped]
    final: [done, dropped]
    fields: {what: string, found: string}
start: {role: agent, requires: [task.what]}
activities:
  finish: {role: agent, moves: {task: new -> done}, requires: [task.found]}
  drop: {role: agent, moves: {task: new -> dropped}}
)";

std::string parent(const std::string& run, const std::string& results) {
  return R"(itsmflow: 1
process: change
version: 1.0.0
case: rfc
roles: {agent: Agent}
objects:
  rfc: {states: [new, over], final: [over], fields: {words: string}}
start: {role: agent, requires: [rfc.words]}
activities:
  work:
    runs: )" +
         run + "\n    moves: {rfc: new -> over}\n    results: " + results + "\n";
}

std::string found_in(const std::string& change, const std::string& task = kTask) {
  const TempFolder folder;
  std::ofstream(folder.path() / "change.yaml") << change;
  std::ofstream(folder.path() / "task.yaml") << task;
  std::string found;
  const auto loaded = load_library(folder.path().string());
  for (const Diagnostic& one : loaded.diagnostics()) found += one.rule + ": " + one.message + "\n";
  return found;
}

const std::string kResults = "{done: {}, dropped: {}, cancelled: {}}";

}  // namespace

TEST_CASE("a process that runs another one fits it") {
  CHECK(found_in(parent("{process: task, with: {task.what: rfc.words}, returns: {rfc.words: task.found}}", kResults)).empty());
}

TEST_CASE("what doesn't fit between two processes is found when they are loaded together") {
  CHECK(found_in(parent("{process: tusk, with: {task.what: rfc.words}}", kResults)) ==
        "unknown-process: activity 'work' runs unknown process 'tusk'\n");
  CHECK(found_in(parent("{process: task}", kResults)) ==
        "missing-key: 'runs' of activity 'work' lacks 'task.what', which a case of 'task' requires\n");
  CHECK(found_in(parent("{process: task, with: {task.what: rfc.words, task.wot: rfc.words}}", kResults)) ==
        "unknown-field: 'runs' of activity 'work' fills unknown field 'task.wot' of process 'task'\n");
  CHECK(found_in(parent("{process: task, with: {task.what: rfc.words}, returns: {rfc.words: task.fond}}", kResults)) ==
        "unknown-field: 'runs' of activity 'work' returns unknown field 'task.fond' of process 'task'\n");
  CHECK(found_in(parent("{process: task, with: {task.what: rfc.words}}", "{done: {}, cancelled: {}}")) ==
        "missing-result: a case of 'task' can end as 'dropped', which is no result of activity 'work'\n");
  CHECK(found_in(parent("{process: task, with: {task.what: rfc.words}}", "{done: {}, dropped: {}, droped: {}, cancelled: {}}")) ==
        "unknown-result: activity 'work' never ends with 'droped': no case of 'task' does\n");
}
