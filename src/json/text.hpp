#pragma once

#include <itsmflow/deviation_report.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/outline.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// The same as json.hpp, as texts on one line: for those who needn't know what makes them. What is no UTF-8 becomes U+FFFD.

std::string json_text(const Data& data);
std::string json_text(const CaseView& view);
std::string json_text(const Explanation& explanation);
/// `expected_head`: what was asked for; empty: nothing.
std::string json_text(const LogReport& report, std::string_view expected_head);
std::string json_text(const RebuildReport& report);
std::string json_text(const Erasure& erasure);
std::string json_text(const ModelOutline& outline);
std::string json_text(const std::vector<DeviationReport>& reports);
/// {"key", "case", "kind", "to", "activity", "item", "note", "at", "deviation"}
std::string json_text(const Notification& notification);
/// {"done", "case", "revision", "events", "obstacles", "deviations", "why_not"}
std::string json_text(const Step& step);

// Of a list an object with one name: {"steps": […]}.
std::string json_text(const std::vector<Step>& steps);
std::string json_text(const std::vector<Offer>& offers);
std::string json_text(const std::vector<VerdictOffer>& verdicts);
std::string json_text(const std::vector<CaseView>& cases);
std::string json_text(const std::vector<Event>& events);

/// {"rfc.accounts": 40}; nothing of an empty text. UsageError where it isn't one JSON object.
Data read_data(std::string_view text);

/// Roles by person: {"anna": ["assigner"]}. UsageError where it isn't that.
std::vector<Directory::Person> read_people(std::string_view text);

/// An object with any of "process", "status", "field", "value", "outcome", "complies", "confirmation", "after", "limit" and "sensitive"; of an
/// empty text a filter that lets everything through. UsageError for any other name, and for a value that isn't one.
CaseFilter read_case_filter(std::string_view text);

}  // namespace itsmflow
