#include "faults/program.hpp"
#include "places.hpp"

#include <stdexcept>
#include <utility>

using namespace itsmflow;

const Library& fault_models() {
  static const Library kModels = load_library(places::source() + "/tests/faults/models").value_or_throw();
  return kModels;
}

const Directory& fault_people() {
  static const Directory kPeople{{"ann", {"agent"}},  {"sue", {"security"}}, {"cap", {"capacity"}},
                                 {"bob", {"board"}},  {"bea", {"board"}},    {"tom", {"tester"}},
                                 {"tea", {"tester"}}, {"max", {"maker"}},    {"mia", {"manager"}}};
  return kPeople;
}

Program::Program(World& world, Place place)
    : world_(world), place_(std::move(place)), clock_(parse_timestamp("2014-03-03T08:00:00Z").value()) {}

void Program::start_up() {
  store_ = place_.open();
  engine_ = std::make_unique<Engine>(fault_models(), *store_, fault_people(), EngineOptions{.clock = &clock_, .lease = kLease});
  engine_->on_service("deployer", [this](const ServiceCall& call) -> std::optional<ServiceReply> {
    const Value ticket = call.data.at("rfc.ticket");
    world_.called[call.key].push_back(call.activity + " " + to_string(ticket) + " " + std::to_string(call.attempt));
    if (ticket == Value(1) && call.attempt == 1) return ServiceReply{.failure = "no route to host"};
    return ServiceReply{.result = "deployed", .data = {{"rfc.words", "deployed for " + to_string(ticket)}}};
  });
}

void Program::shut_down() {
  engine_.reset();
  store_.reset();
}

Engine& Program::engine() {
  if (!engine_) throw std::logic_error("the program isn't up");
  return *engine_;
}

Store& Program::store() {
  if (!store_) throw std::logic_error("the program isn't up");
  return *store_;
}

void Program::deliver() {
  engine().deliver([this](const Notification& one) {
    world_.told[one.key].push_back(one.kind + " " + one.to + " " + one.activity + " " + one.item + " " + one.note);
  });
}
