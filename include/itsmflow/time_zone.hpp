#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// How far the clocks of a time zone are ahead of UTC at a moment. Zones are "UTC", those of the system's time zone database
/// ("Europe/Paris"), and fixed ones ("+01:00", "-08:00", "02:00"). No value where there is no such zone.
ITSMFLOW_EXPORT std::optional<Duration> utc_offset(const std::string& zone, Timestamp at);

/// The names that the system's time zone database has; empty where none is installed.
ITSMFLOW_EXPORT std::vector<std::string> time_zone_names();

}  // namespace itsmflow
