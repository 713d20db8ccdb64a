#pragma once

#include "verify/reasons.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace itsmflow {

/// Objects that are in a state in which no case can be over, as a case stands, and what leads on from there. All must outlive it.
class UnfinishedObjects {
 public:
  UnfinishedObjects(const Net& net, const Standing& at, const Reasons& reasons)
      : net_(net), model_(*net.model), words_(net, at), reasons_(reasons) {}

  /// That nothing leads on now from where the objects are.
  std::vector<Cause> causes() const;
  /// An object that nothing leads on from the state it is in, whatever else happens.
  std::optional<Cause> dead_end() const;
  /// The activity in the rows that would lead on from where one of them is.
  std::optional<std::uint32_t> next_activity() const;

 private:
  std::optional<std::uint32_t> state_of(std::uint32_t object) const;
  bool leads_on(std::uint32_t activity, std::uint32_t result, std::uint32_t object, std::uint32_t state) const;
  bool leads_on(std::uint32_t activity, std::uint32_t object, std::uint32_t state) const;
  Cause at_state(std::uint32_t object, std::uint32_t state) const;
  std::vector<Reason> blocked(std::uint32_t object, std::uint32_t state) const;
  std::string such_as(std::uint32_t object, std::uint32_t state) const;

  const Net& net_;
  const Model& model_;
  StandingWords words_;
  const Reasons& reasons_;
};

}  // namespace itsmflow
