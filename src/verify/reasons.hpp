#pragma once

#include "verify/findings.hpp"
#include "verify/standing.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// What led to where a case stands.
struct Course {
  explicit Course(const std::vector<WayStep>& way);

  std::optional<std::uint32_t> failed;                             ///< the activity whose call failed last of all
  std::vector<std::pair<std::uint32_t, std::uint32_t>> endings{};  ///< activities, and their results
};

/// Why an activity can't be done, or not end with a result.
struct Reason {
  std::string words;
  std::string help{};
  std::vector<Diagnostic::Related> related{};
  std::string fault{};  ///< as of a cause
  bool by_rule = false;
};

void add_once(std::vector<Reason>& reasons, std::optional<Reason> reason);

/// So many reasons in one sentence; `cause` gets their places, and their help where they are of one mind.
std::string put_together(Cause& cause, const std::vector<Reason>& reasons, std::size_t most);

/// Of a case that stands somewhere. All must outlive it.
class Reasons {
 public:
  Reasons(const Net& net, const Standing& at, const Course& course)
      : net_(net), model_(*net.model), at_(at), course_(course), words_(net, at) {}

  /// What an activity needs to end so, and isn't there; tokens aren't looked at.
  std::optional<Reason> why_not(std::uint32_t activity, std::uint32_t result) const;
  /// What the engine itself would say.
  std::vector<Reason> kept(std::uint32_t activity) const;

  /// "new | assigned": the states, and the one that the object is in.
  std::string widened(std::uint32_t object, const Bits& states) const;

 private:
  bool fits(std::uint32_t object, const Bits& states) const { return model_.objects[object].many || states.meets(at_.marking); }
  std::vector<std::string> names_of(std::uint32_t object, const Bits& states) const;
  Reason wrong_state(const std::string& name, std::uint32_t object, const Bits& states, const std::string& instead) const;
  Reason closed_guard(const std::string& only, const Guard& guard) const;
  std::string or_elsewhere() const;

  const Net& net_;
  const Model& model_;
  const Standing& at_;
  const Course& course_;
  StandingWords words_;
};

}  // namespace itsmflow
