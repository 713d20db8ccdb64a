#pragma once

#include "faults/program.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// One thing that a program does. It can be done again after it failed: commands carry a key.
struct Action {
  enum class Kind {
    one_step,  ///< it changes everything it is to change, or nothing
    several,   ///< it takes several steps, each of which is there or not
  };
  std::string name;
  Kind kind = Kind::one_step;
  std::function<void(Program&)> run;
  itsmflow::Timestamp at;
};

enum class Length {
  brief,  ///< two changes: one that is deviated from, runs another case and is ended by time, and one that is called off
  full,   ///< and two more: one with everything that people do with work in hand, and one given up or refused
};

/// A varied run: changes that are made, deviated from, given up, refused and left to time, their steps mixed as the seed has it; with what is due,
/// what is to be told, restarts and checkpoints in between. It ends with all cases over and nothing left to tell.
std::vector<Action> course(std::uint64_t seed, Length length);
