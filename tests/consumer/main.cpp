// A program as a user would write it, built in each way that the package can be
// used: it loads a model from text, starts a case in memory and does its one
// step.
#include <itsmflow/itsmflow.hpp>
#include <itsmflow/version.hpp>

#include <cstdio>
#include <cstdlib>

namespace flow = itsmflow;

namespace {

constexpr const char* kModel = R"(
itsmflow: 1
process: password-reset
version: 1.0.0
case: request
roles:
  desk: {title: Service desk}
objects:
  request:
    states: [new, done]
    final: [done]
    fields:
      person: string
start: {role: desk, requires: [request.person]}
activities:
  reset:
    role: desk
    moves: {request: new -> done}
)";

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::exit(1);
}

}  // namespace

int main() {
  require(flow::version() == ITSMFLOW_VERSION, "the library has the version of its headers");

  const flow::Library library{{flow::load_model(kModel).value_or_throw()}, {}};
  flow::Directory people{{"anna", {"desk"}, "Anna"}, {"bo", {}, "Bo"}};
  flow::MemoryStore store;
  flow::Engine engine{library, store, people};

  const flow::Step started = engine.start("password-reset", "anna", {{"request.person", "Cleo"}});
  require(bool{started}, "the service desk starts a case");
  require(!engine.perform(started.case_id(), "reset", "bo"), "who lacks the role is refused");
  require(bool{engine.perform(started.case_id(), "reset", "anna")}, "the service desk does the step");
  require(engine.show(started.case_id()).objects.at(0).state == "done", "the step moved the request");

  try {
    engine.perform(started.case_id(), "no-such-activity", "anna");
    require(false, "an unknown activity throws");
  } catch (const flow::NotFound& error) {  // caught across the library's border
    require(error.kind() == flow::NotFound::Kind::activity, "the error says what was not found");
  }
  std::puts("itsmflow " ITSMFLOW_VERSION " ran a case");
  return 0;
}
