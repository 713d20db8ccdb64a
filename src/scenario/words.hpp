#pragma once

#include "lang/keys.hpp"
#include "scenario/script.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::scenario {

/// The keys of a scenario file.
extern const lang::Construct kScenario;

/// One key of a step, beside the objects whose fields it gives.
struct StepKey {
  std::string_view name;
  bool required = false;
  std::string_view example;
};

/// A word that begins a step.
struct StepWord {
  std::string_view word;
  Verb verb = Verb::perform;
  std::span<const StepKey> keys;
  bool takes_data = false;
};

/// Null where it is none of them: an activity, or a mistake.
const StepWord* find_step_word(std::string_view word) noexcept;
/// What `ACTIVITY: {…}` may hold: as `do`, without naming the activity again.
const StepWord& short_form() noexcept;
std::vector<std::string> step_words();

/// The names of all obstacles, in their order.
std::vector<std::string> obstacle_words();
std::optional<Obstacle::Kind> find_obstacle(std::string_view word) noexcept;

}  // namespace itsmflow::scenario
