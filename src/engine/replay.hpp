#pragma once

#include "engine/people.hpp"
#include "net/net.hpp"

#include <itsmflow/engine.hpp>
#include <itsmflow/store.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// The net of a model that the store has, by its digest.
using NetOf = std::function<std::shared_ptr<const Net>(Store::Transaction&, const std::string& digest)>;

/// What the events of one case come to.
struct Replay {
  DerivedRecord derived;
  std::vector<std::string> problems;  ///< of the events; empty, or what is derived is not certain
};

/// Folds all events of a case. What can't be read is a problem, not thrown.
Replay replay(Store::Transaction& transaction, PersonBook& people, const NetOf& net_of, CaseId id);

/// What `verify_log` found, and `rebuild` goes by.
struct LogCheck {
  LogReport report;
  std::vector<CaseId> mendable;   ///< cases whose events fit together, and whose row, offers or timers are not what they come to
  std::vector<std::string> lost;  ///< of the report's problems those that no rebuilding mends
  bool events_fit = true;         ///< every event is there, and was read, and is what it was
};

/// `parts`: the store itself first, then its archives.
LogCheck check_log(const std::vector<Store::Transaction*>& parts, const NetOf& net_of, std::string_view expected_head);

}  // namespace itsmflow
