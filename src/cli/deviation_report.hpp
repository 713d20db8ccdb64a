#pragma once

#include <itsmflow/deviation_report.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::cli {

constexpr std::string_view kNoCause =
    "association, not cause: hard cases are deviated in more often, and fail more often, whatever is done about them";

/// What the report says, for people who are no statisticians: a sentence, tables, and how to read them.
std::string deviations_text(const std::vector<DeviationReport>& reports, PeriodLength period);

/// The same for programs. docs/cli.md describes it.
nlohmann::ordered_json deviations_json(const std::vector<DeviationReport>& reports);

}  // namespace itsmflow::cli
