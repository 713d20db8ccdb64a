#pragma once

#include <itsmflow/deviation_report.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/outline.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// The shapes that `--json` prints and that the C interface gives. docs/cli.md and docs/c.md promise them: a key may be added, none is
// renamed or taken away.

using Json = nlohmann::ordered_json;

/// Null where there is none.
Json text_or_null(const std::string& text);

/// Moments and lengths of time as text; what isn't filled is null.
Json to_json(const Value& value);
Json to_json(const Data& data);
Json to_json(const Event& event);
Json to_json(const Obstacle& obstacle);
Json to_json(const Offer& offer);
Json to_json(const MessageView& message);
Json to_json(const CaseView& view);
Json to_json(const Explanation& explanation);
Json to_json(const DeviationOption& option);
Json to_json(const DeviationView& deviation);
Json to_json(const VerdictOffer& offer);
Json to_json(const Notification& notification);
/// Without what an engine has to be asked for.
Json to_json(const Step& step);
/// `expected_head`: what was asked for; empty: nothing.
Json to_json(const LogReport& report, std::string_view expected_head);
Json to_json(const RebuildReport& report);
Json to_json(const Erasure& erasure);
Json to_json(const ModelOutline& outline);

constexpr std::string_view kNoCause =
    "association, not cause: hard cases are deviated in more often, and fail more often, whatever is done about them";
Json deviations_json(const std::vector<DeviationReport>& reports);

template <class T>
Json to_json_list(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(to_json(item));
  return list;
}

}  // namespace itsmflow
