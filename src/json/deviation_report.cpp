#include <fmt/format.h>

#include <cmath>

#include "json/json.hpp"

namespace itsmflow {
namespace {

/// The last digits of a double are noise.
Json number(double value) {
  if (std::isinf(value)) return "infinite";  // JSON has no word for it
  return Json::parse(fmt::format("{:.9g}", value));
}

Json moment_or_null(const std::optional<Timestamp>& time) {
  return time ? Json(itsmflow::to_string(*time)) : Json(nullptr);
}

Json to_json(const CaseCounts& counts) {
  return {{"failed", counts.failed},
          {"succeeded", counts.succeeded},
          {"neither", counts.neither},
          {"undecided", counts.undecided},
          {"cancelled", counts.cancelled},
          {"open", counts.open},
          {"without_outcomes", counts.without_outcomes}};
}

Json to_json(const Association& association) {
  return {{"odds_ratio", number(association.odds_ratio)},
          {"low", number(association.low)},
          {"high", number(association.high)},
          {"p", number(association.p)},
          {"method", to_string(association.method)}};
}

void add_comparison(Json& json, const std::optional<Association>& association, const CaseCounts& deviating,
                    const CaseCounts& complying) {
  const std::string_view why = why_incomparable(deviating, complying);
  json["association"] = association ? to_json(*association) : Json(nullptr);
  json["incomparable"] = why.empty() ? Json(nullptr) : Json(why);
}

Json to_json(const DeviationGroup& group) {
  Json json = {{"name", group.name.empty() ? Json(nullptr) : Json(group.name)},
               {"deviations", group.deviations},
               {"deviating", to_json(group.deviating)},
               {"complying", to_json(group.complying)}};
  add_comparison(json, group.association, group.deviating, group.complying);
  json["adjusted_p"] = group.adjusted_p ? number(*group.adjusted_p) : Json(nullptr);
  return json;
}

Json to_json(const DeviationReport& report) {
  Json json = {{"process", report.process},
               {"cases", report.cases()},
               {"elsewhen", report.elsewhen},
               {"first_end", moment_or_null(report.first_end)},
               {"last_end", moment_or_null(report.last_end)},
               {"deviations", report.deviations},
               {"deviating", to_json(report.deviating)},
               {"complying", to_json(report.complying)}};
  add_comparison(json, report.association, report.deviating, report.complying);
  json["comparisons"] = report.comparisons;
  json["tables"] = Json::array();
  for (const DeviationGroups& table : report.tables) {
    Json groups = Json::array();
    for (const DeviationGroup& group : table.groups) groups.push_back(to_json(group));
    json["tables"].push_back({{"by", itsmflow::to_string(table.by)}, {"groups", groups}});
  }
  return json;
}

}  // namespace

Json deviations_json(const std::vector<DeviationReport>& reports) {
  Json list = Json::array();
  for (const DeviationReport& report : reports) list.push_back(to_json(report));
  return {{"reports", list}, {"confidence", 0.95}, {"note", kNoCause}};
}

}  // namespace itsmflow
