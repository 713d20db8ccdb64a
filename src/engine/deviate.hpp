#pragma once

#include "engine/impl.hpp"
#include "semantics/deviations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// What can be known of the world when a case is thought ahead.
struct Outlook {
  const Directory& directory;
  const Library& library;
  Timestamp now;
  std::size_t limit = 0;  ///< of states to look at
};

/// The same for one case; both must outlive it.
Surroundings surroundings_of(const Outlook& outlook, const OpenCase& at);

/// What stands in the way of a step that a person wants to take, and how it might be taken all the same.
struct WantedStep {
  Attempt attempt;  ///< perform or end; `given` is set
  std::string answer{};
  std::vector<Obstacle> obstacles{};
};

/// Decides a step that has obstacles and comes with a motive. Throws NotFound and UsageError for what is no motive of the model, or
/// isn't one clear wish. `why_not`: receives why a deviation was not accepted.
Decision decide_deviation(const Outlook& outlook, const OpenCase& at, const WantedStep& wanted, const Motive& motive,
                          std::string& why_not);

/// Throws as above, where the motive isn't needed at all.
void check_motive(const Model& model, const Motive& motive);

/// … of a motive that is only asked about, whose name may be left out.
void check_wish(const Model& model, const Motive& wish);

/// How a refused step could be taken by the same person with a motive: with any of the model's, or only as `wish` has it.
/// `why_not`: receives why a wish comes to nothing; null: nobody asks.
std::vector<DeviationOption> deviation_options(const Outlook& outlook, const OpenCase& at, const WantedStep& wanted,
                                               const std::optional<Motive>& wish = std::nullopt, std::string* why_not = nullptr);
/// Others to whom the model permits to take it so.
std::vector<std::string> others_who_could_deviate(const Outlook& outlook, const OpenCase& at, const WantedStep& wanted,
                                                  const std::optional<Motive>& wish = std::nullopt);

}  // namespace itsmflow
