#pragma once

#include "semantics/state.hpp"

#include <string_view>

namespace itsmflow {

/// What guards see of a case, with writes that are not in yet on top.
class StateActivation final : public ExprActivation {
 public:
  StateActivation(const Net& net, const CaseState& state, std::string_view actor, const Writes* writes = nullptr)
      : net_(net), state_(state), writes_(writes), id_(state.id.value), started_(state.started), actor_(actor) {}

  const Value& slot(std::uint32_t index) const override;

 private:
  const Net& net_;
  const CaseState& state_;
  const Writes* writes_;
  Value id_;
  Value started_;
  Value actor_;
};

}  // namespace itsmflow
