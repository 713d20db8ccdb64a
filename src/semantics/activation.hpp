#pragma once

#include "semantics/state.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace itsmflow {

/// What a guard sees besides the case itself; each may be missing.
struct GuardContext {
  const Value* items = nullptr;
  const Value* message = nullptr;
};

/// What guards see of a case, with writes that are not in yet on top.
class StateActivation final : public ExprActivation {
 public:
  StateActivation(const Net& net, const CaseState& state, std::string_view actor, const Writes* writes = nullptr,
                  GuardContext context = {})
      : net_(net),
        state_(state),
        writes_(writes),
        context_(context),
        id_(state.id.value),
        element_(static_cast<std::int64_t>(state.focus.number)),
        started_(state.started),
        actor_(actor) {}

  const Value& slot(std::uint32_t index) const override;
  const ExprTrouble* trouble(std::uint32_t index) const override;

 private:
  /// What came of computing a derived field, or of collecting elements.
  struct Computed {
    std::uint32_t slot = 0;
    Value value;
    std::optional<ExprTrouble> trouble;  ///< if there is no value
  };
  const Computed& computed(const DerivedField& derived) const;
  void compute(const DerivedField& derived, Computed& result) const;
  /// `case.OBJECT`: the elements that are there, with what the writes make of the one in view.
  Value elements(std::uint32_t object) const;
  const Value& collected(std::uint32_t object, std::uint32_t index) const;

  const Net& net_;
  const CaseState& state_;
  const Writes* writes_;
  GuardContext context_;
  Value id_;
  Value element_;
  Value started_;
  Value actor_;
  mutable std::vector<std::unique_ptr<Computed>> computed_;  // each once, when it is first read
};

/// The element that a view shows, as guards see it in `case.OBJECT`: a map of id, state and what its fields hold.
Value value_of_element(const Net& net, const CaseState& view);

}  // namespace itsmflow
