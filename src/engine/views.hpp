#pragma once

#include "engine/impl.hpp"

#include <itsmflow/engine.hpp>

#include <string_view>
#include <vector>

namespace itsmflow {

/// Somebody who asks what he may do.
struct Asker {
  std::string_view actor;
  const std::vector<std::string>& held;
  const Directory& directory;
};

WorkStatus status_of(const WorkItem* item);

/// A case as it stands, without what was said of its deviations.
CaseView view_of(const OpenCase& at, Sensitive sensitive = Sensitive::withheld);
/// Adds that: it stands in the events alone.
void add_reasons(Store::Transaction& transaction, PersonBook& people, const OpenCase& at, std::vector<DeviationView>& deviations);

}  // namespace itsmflow
