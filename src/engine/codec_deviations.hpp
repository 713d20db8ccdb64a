#pragma once

#include "engine/json_writer.hpp"
#include "engine/people.hpp"
#include "semantics/state.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace itsmflow {

// What a case's snapshot keeps of deviations and of its outcome; nothing where there are none.

void write_deviations(JsonWriter& out, const Net& net, const CaseState& state, PersonBook& people);
/// Throws std::out_of_range, std::bad_optional_access or nlohmann's exceptions for what does not fit the model.
void read_deviations(const nlohmann::ordered_json& snapshot, const Net& net, CaseState& state, PersonBook& people);

/// With which motive a deviation was permitted, and by which line, as events and snapshots name them; throws as above.
struct Permitted {
  std::uint32_t motive = 0;
  std::uint32_t line = 0;
};
Permitted read_permitted(const nlohmann::ordered_json& stored, const Deviations& declared);

/// No value: there is no kind of that name.
std::optional<DeviationKind> deviation_kind(std::string_view name);

}  // namespace itsmflow
