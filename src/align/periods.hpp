#pragma once

#include <itsmflow/deviation_report.hpp>

#include <string>

namespace itsmflow {

/// The month, quarter or year in UTC that a moment is in: "2020-03", "2020-Q1", "2020". They sort in the order of time.
std::string period_of(Timestamp time, PeriodLength length);

}  // namespace itsmflow
