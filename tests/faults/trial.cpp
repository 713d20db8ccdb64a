#include "faults/trial.hpp"

#include <algorithm>
#include <exception>

using namespace itsmflow;

void Trial::add(const std::vector<std::string>& problems) {
  for (const std::string& one : problems) problem(one);
}

Trial::Outcome Trial::attempt(const Action& action, Program& program, const Trouble& trouble) {
  try {
    if (!program.is_up() && action.name != "start up") program.start_up();
    action.run(program);
    return Outcome::done;
  } catch (const StoreError& error) {
    if (!trouble.is_down()) failures_.push_back(error);
  } catch (const std::exception& error) {
    problem(std::string("something else than a StoreError was thrown: ") + error.what());
  }
  return trouble.is_down() ? Outcome::down : Outcome::failed;
}

void Trial::go_on(const Place& place, std::size_t events) {
  const std::size_t from = reference_.resume(events);
  // What the last of the program's actions had in hand has to be free again, or its things are done in another order.
  std::size_t last = std::min(done_, reference_.actions.size() - 1);
  while (reference_.log_before(last) > events) --last;
  run(place, {}, from, {reference_.actions[last].at.seconds + Program::kLease.seconds + 1, 0});
}

void Trial::run(const Place& place, const Trouble& trouble, std::size_t from, Timestamp now) {
  Program program(world_, place);
  program.clock().set(now);
  for (std::size_t i = from; i < reference_.actions.size(); ++i) {
    const Action& action = reference_.actions[i];
    where_ = "action " + std::to_string(i) + " (" + action.name + ")";
    program.clock().set(std::max(program.clock().now(), action.at));
    Outcome outcome = attempt(action, program, trouble);
    if (outcome == Outcome::failed) {
      trouble.quietly([&] {
        if (!program.is_up()) return;
        const bool may_be_there = action.kind == Action::Kind::several || trouble.loses_answers;
        try {
          look_at(program.store(), reference_.log_before(i), may_be_there ? reference_.log_after[i] : reference_.log_before(i));
        } catch (const std::exception& error) {
          problem(std::string("after a failure the store can't even be read: ") + error.what());
        }
      });
      trouble.relieve();
      program.clock().advance({Program::kLease.seconds + 1, 0});
      outcome = attempt(action, program, trouble);
      if (outcome == Outcome::failed) problem(std::string("it fails again: ") + (failures_.empty() ? "" : failures_.back().what()));
    }
    if (outcome == Outcome::down || !problems_.empty()) return;
    done_ = i + 1;
  }
  where_ = "at the end";
  trouble.quietly([&] {
    try {
      if (!program.is_up()) program.start_up();  // where the end came after the last action
      look_at_end(program.store());
    } catch (const std::exception& error) {
      problem(std::string("it can't be read: ") + error.what());
    }
  });
}

void Trial::look_at(Store& store, std::size_t least, std::size_t most) {
  const Engine engine(fault_models(), store, fault_people());
  add(engine.verify_log().problems);
  add(reference_.compare(picture_of(store), least, most));
}

void Trial::look_at_end(Store& store) {
  const Engine engine(fault_models(), store, fault_people());
  add(engine.verify_log().problems);
  const Picture picture = picture_of(store);
  if (picture.log != reference_.end.log) problem("the log is another one than without failures");
  if (picture.work.find("outbox") != std::string::npos || picture.work.find("timer") != std::string::npos ||
      picture.work.find("offer") != std::string::npos)
    problem("there is work left:\n" + picture.work);
  add(compare(world_, reference_.world, repeats_));
}
