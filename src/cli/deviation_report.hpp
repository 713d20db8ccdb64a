#pragma once

#include <itsmflow/deviation_report.hpp>

#include <string>
#include <vector>

namespace itsmflow::cli {

/// What the report says, for people who are no statisticians: a sentence, tables, and how to read them.
std::string deviations_text(const std::vector<DeviationReport>& reports, PeriodLength period);

}  // namespace itsmflow::cli
