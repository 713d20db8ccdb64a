#pragma once

#include "semantics/completion.hpp"
#include "semantics/permissions.hpp"
#include "semantics/skips.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// A step that somebody wants to take in spite of its obstacles.
struct DeviatingStep {
  Attempt attempt;  ///< perform or end, with a result where it isn't about an item; `given` is set
  std::string answer{};
  std::uint32_t motive = 0;
  std::optional<DeviationKind> as{};  ///< skip, extra or again; none: whichever fits alone
  std::vector<NamedPassing> passing{};
};

/// What it comes to. Exactly one of the first three is there.
struct DeviationPlan {
  std::vector<NetEvent> events{};      ///< accepted, if a completion is found after them
  std::string why_not{};               ///< of a refusal: why the deviation isn't accepted, half a sentence
  std::vector<Obstacle> obstacles{};   ///< refused
  std::string misuse{};                ///< an error of the caller
  std::vector<std::string> choices{};  ///< words of which one must be named first, of misuse or where that would help
  std::vector<std::string> needs{};    ///< fields that would have to be given for a skip to be possible
  std::vector<DeviationKind> kinds{};  ///< of the events, each once
  std::vector<Passed> passed{};
};

/// What events are to be thought of, and how far.
struct Foresight {
  const Surroundings& surroundings;
  std::size_t limit = 0;  ///< of states
};

/// Decides a deviating step by section 9 of docs/semantics.md but for 9.13. `found`: what stands in its way, not empty.
DeviationPlan plan_deviation(const Net& net, const CaseState& state, const DeviatingStep& step, const std::vector<Obstacle>& found,
                             const Foresight& foresight);

/// 9.13: why the case could not be completed after these events; none: it could, or is over.
struct Prospect {
  std::vector<Obstacle> obstacles;   ///< would_strand
  std::vector<CaseMove> completion;  ///< otherwise, if it isn't over, a way on
};
Prospect look_ahead(const Net& net, const CaseState& state, const std::vector<NetEvent>& events, std::string_view actor,
                    const Foresight& foresight);

/// Order or states stand in the way; and the kinds of deviation of which one overrides that.
bool is_about_order(const Obstacle& obstacle);
inline constexpr std::array kAboutOrder{DeviationKind::skip, DeviationKind::extra, DeviationKind::again};

/// Fields that a step may bring when it deviates, beside those of its own activity.
std::vector<FieldRef> taken_on_the_way(const Model& model);

/// A state that an object came to by a skip that nobody has confirmed. docs/semantics.md, 9.12.
bool is_assumed(const CaseState& state, std::uint32_t object);

}  // namespace itsmflow
