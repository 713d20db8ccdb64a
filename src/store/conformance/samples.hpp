#pragma once

#include <itsmflow/store.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

// Made-up cases and steps for the checks. They are well formed, and otherwise mean nothing.
namespace itsmflow::conformance {

inline constexpr std::int64_t kNoon = 1'394'020'800;  ///< 2014-03-05T12:00:00Z

StoredModel sample_model();
Digest sample_digest(std::int64_t number);

/// The first step of a case: one event, no offers.
StepRecord first_step(CaseId id);
/// The step that follows on a record, with so many events.
StepRecord next_step(const CaseRecord& before, std::size_t events = 1);

using Change = std::function<void(StepRecord&)>;

/// A case that must be there, or the check fails: a broken store may have lost it.
CaseRecord loaded(Store::Transaction& transaction, CaseId id);
CaseRecord loaded(Store& store, CaseId id);

/// Commits a new case, its first step changed by the caller.
CaseId add_case(Store& store, const Change& change = {});
/// Commits the next step of a case, changed by the caller.
void add_step(Store& store, CaseId id, const Change& change = {});

/// Reads in a transaction of its own.
std::optional<CaseRecord> load(Store& store, CaseId id);
std::vector<EventRecord> events_of(Store& store, CaseId id);
std::vector<EventRecord> all_events(Store& store);
Digest head_of(Store& store);
PersonKey intern(Store& store, const std::string& id);

/// "3 implement operator by 2" and the like, for comparing.
std::string line(const OfferRow& row);
std::vector<std::string> lines(const std::vector<OfferRow>& rows);
std::vector<std::string> lines(const std::vector<TimerRow>& rows);
std::vector<std::string> lines(const std::vector<OutboxRow>& rows);
std::string line(const EventRecord& event);
std::string line(const CaseRecord& record);
std::vector<std::int64_t> positions(const std::vector<EventRecord>& events);
std::vector<std::int64_t> numbers(const std::vector<EventRecord>& events);

}  // namespace itsmflow::conformance
