#pragma once

#include <itsmflow/event.hpp>

#include <string>
#include <vector>

#include "story/telling.hpp"

namespace itsmflow::story {

/// An activity that was possible for some time, and then no more, and that nobody did.
struct Chance {
  std::string activity;
  const Event* from = nullptr;  ///< after which it was possible first
  const Event* to = nullptr;    ///< after which it was possible no more
};

/// Missed chances to do what doesn't bring the case on, such as a report on how far it has come or what users notice. Looked at are
/// activities that people do whenever the states of the objects allow it, without a guard or a rule about the course of the case, and that
/// leave the state of the case object alone: of these it is certain that they were possible. What neither moves an object nor takes data
/// leaves no gap where it isn't done.
std::vector<Chance> missed_chances(const Telling& telling);

}  // namespace itsmflow::story
