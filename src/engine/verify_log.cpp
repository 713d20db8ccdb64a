#include "base/digest.hpp"
#include "engine/impl.hpp"
#include "engine/replay.hpp"
#include "store/micros.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace itsmflow {
namespace {

constexpr std::size_t kPage = 1000;
/// A broken file is broken after so many problems; more would only hide the first.
constexpr std::size_t kMostProblems = 100;

bool same_offer(const OfferRow& a, const OfferRow& b) {
  return a.activity == b.activity && a.item == b.item && a.role == b.role && a.holder == b.holder;
}

/// What of a row isn't what the events come to.
std::vector<std::string_view> differences(const CaseRecord& row, const CaseRecord& derived) {
  std::vector<std::string_view> found;
  const auto compare = [&](bool same, std::string_view what) {
    if (!same) found.push_back(what);
  };
  compare(row.revision == derived.revision, "the revision");
  compare(row.head == derived.head, "the head");
  compare(row.status == derived.status, "the status");
  compare(row.model_digest == derived.model_digest, "the model");
  compare(row.process == derived.process, "the process");
  compare(row.started == derived.started, "the time of its start");
  compare(row.changed == derived.changed, "the time of its last change");
  compare(row.snapshot == derived.snapshot, "the snapshot");
  return found;
}

class Verifier {
 public:
  Verifier(Store::Transaction& transaction, const NetOf& net_of, std::string_view expected_head)
      : transaction_(transaction), net_of_(net_of), people_(transaction), expected_(expected_head) {}

  LogCheck run() && {
    if (const auto error = unreadable([&] { walk_all_events(); })) {
      all_events_read_ = false;
      event_problem(*error);
    }
    if (const auto error = unreadable([&] { read_timers(); })) {
      timers_read_ = false;
      problem(*error);
    }
    if (const auto error = unreadable([&] { walk_cases(); })) problem(*error);
    walk_cases_that_are_not_listed();
    for (const auto& [id, rows] : timers_)
      mendable_problem(
          fmt::format("{} of case {}, of which nothing else is there", rows.size() == 1 ? "a timer" : "timers", id.value));
    std::sort(check_.mendable.begin(), check_.mendable.end());
    return std::move(check_);
  }

 private:
  static constexpr Timestamp kEnd = from_micros(std::numeric_limits<std::int64_t>::max());

  void add(std::string text) {
    if (check_.report.problems.size() < kMostProblems) check_.report.problems.push_back(std::move(text));
  }
  /// Something is wrong with the events, or with what else nothing can be told from.
  void problem(std::string text) {
    if (check_.lost.size() < kMostProblems) check_.lost.push_back(text);
    add(std::move(text));
  }
  void mendable_problem(std::string text) {
    if (check_.report.problems.size() < kMostProblems) ++check_.report.mendable;
    add(std::move(text));
  }
  void event_problem(std::string text) {
    check_.events_fit = false;
    problem(std::move(text));
  }

  /// What can't be read doesn't keep the rest from being looked at: why it can't.
  template <class Walk>
  static std::optional<std::string> unreadable(const Walk& walk) {
    try {
      walk();
      return std::nullopt;
    } catch (const StoreError& error) {
      if (error.kind() != StoreError::Kind::corrupt) throw;
      return error.what();
    }
  }

  void walk_all_events() {
    LogReport& report = check_.report;
    Digest head{};
    std::int64_t position = 0;
    report.expected_head_found = expected_ == to_hex(head);
    for (auto page = transaction_.events_after(0, kPage); !page.empty(); page = transaction_.events_after(position, kPage)) {
      for (const EventRecord& event : page) {
        if (event.position != position + 1)
          event_problem(fmt::format("events are missing between positions {} and {}", position, event.position));
        position = event.position;
        head = chain_head(head, event.digest);
        ++report.events;
        ++events_of_[event.case_id];
        if (!expected_.empty() && to_hex(head) == expected_) report.expected_head_found = true;
      }
    }
    report.head = to_hex(head);
    Digest kept{};
    if (unreadable([&] { kept = transaction_.head(); }) || head != kept)
      mendable_problem("the head over all cases is not the one that the events come to");
    if (!expected_.empty() && !report.expected_head_found)
      event_problem(fmt::format("no event leads to the expected head {}: events were taken away or written anew", expected_));
  }

  void walk_cases() {
    CaseQuery query;
    query.limit = kPage;
    for (auto page = transaction_.cases(query); !page.empty(); page = transaction_.cases(query)) {
      query.after = page.back().id;
      for (const CaseRecord& record : page) walk_case(record.id, record);
    }
  }

  void read_timers() {
    for (TimerRow& row : transaction_.due_timers(kEnd, std::numeric_limits<std::size_t>::max()))
      timers_[row.case_id].push_back(std::move(row));
  }

  /// Those that have events, and whose row is missing, or kept the list from being read.
  void walk_cases_that_are_not_listed() {
    while (!events_of_.empty()) {
      const CaseId id = events_of_.begin()->first;
      std::optional<CaseRecord> record;
      const auto why_none = unreadable([&] { record = transaction_.load(id); });
      const auto error = unreadable([&] { walk_case(id, record, why_none.value_or("its row is missing")); });
      if (error) problem(fmt::format("case {}: {}", id.value, *error));
    }
  }

  void check_model(const std::string& digest) {
    if (!models_.insert(digest).second) return;
    const std::optional<StoredModel> stored = transaction_.model(digest);
    if (!stored || blake2b_hex(stored->source) != digest)
      problem(fmt::format("the stored model {} is not what its digest was made from", digest));
  }

  /// `why_none`: of a case whose row isn't given.
  void walk_case(CaseId id, const std::optional<CaseRecord>& record, std::string_view why_none = {}) {
    ++check_.report.cases;
    Replay replayed = replay(transaction_, people_, net_of_, id);
    const CaseRecord& derived = replayed.derived.record;
    const auto counted = events_of_.extract(id);
    const std::int64_t count = counted ? counted.mapped() : 0;
    if (all_events_read_ && replayed.problems.empty() && count != derived.revision)
      replayed.problems.push_back(
          fmt::format("case {}: it has {} events, and {} by their numbers", id.value, count, derived.revision));
    // A damaged revision alone looks different from events that aren't there any more.
    if (replayed.problems.empty() && record && record->revision > derived.revision && record->head != derived.head)
      replayed.problems.push_back(
          fmt::format("case {}: its row tells of {} events, and there are {}: the last ones are missing, or the row was changed",
                      id.value, record->revision, derived.revision));
    if (!derived.model_digest.empty()) check_model(derived.model_digest);
    const std::vector<std::string> differing = compare(record, why_none, replayed.derived);
    for (const std::string& text : replayed.problems) event_problem(text);
    if (!replayed.problems.empty()) {
      for (const std::string& text : differing) problem(text);
      return;
    }
    for (const std::string& text : differing) mendable_problem(text);
    if (!differing.empty()) check_.mendable.push_back(id);
  }

  std::vector<std::string> compare(const std::optional<CaseRecord>& record, std::string_view why_none, DerivedRecord& derived) {
    const CaseId id = derived.record.id;
    std::vector<std::string> found;
    if (!record) found.push_back(fmt::format("case {}: {}", id.value, why_none));
    if (record)
      for (const std::string_view what : differences(*record, derived.record))
        found.push_back(fmt::format("case {}: {} is not what its events come to", id.value, what));
    const std::vector<OfferRow> offers = transaction_.offers_of(id);
    if (!std::equal(offers.begin(), offers.end(), derived.offers.begin(), derived.offers.end(), same_offer))
      found.push_back(fmt::format("case {}: the offers are not what its events come to", id.value));
    if (!same_timers(timers_.extract(id), derived.timers) && timers_read_)
      found.push_back(fmt::format("case {}: the timers are not what its events come to", id.value));
    return found;
  }

  template <class Node>
  static bool same_timers(Node stored, std::vector<TimerRow>& derived) {
    std::vector<TimerRow> there = stored ? std::move(stored.mapped()) : std::vector<TimerRow>();
    const auto by_name = [](const TimerRow& a, const TimerRow& b) { return a.name < b.name; };
    std::sort(there.begin(), there.end(), by_name);
    std::sort(derived.begin(), derived.end(), by_name);
    return std::equal(there.begin(), there.end(), derived.begin(), derived.end(),
                      [](const TimerRow& a, const TimerRow& b) { return a.name == b.name && a.due == b.due; });
  }

  Store::Transaction& transaction_;
  const NetOf& net_of_;
  PersonBook people_;
  std::string_view expected_;
  LogCheck check_;
  std::map<CaseId, std::int64_t> events_of_;        ///< how many there are, of cases that weren't walked yet
  std::map<CaseId, std::vector<TimerRow>> timers_;  ///< of cases that weren't walked yet
  std::set<std::string> models_;                    ///< looked at
  bool all_events_read_ = true;
  bool timers_read_ = true;
};

}  // namespace

LogCheck check_log(Store::Transaction& transaction, const NetOf& net_of, std::string_view expected_head) {
  return Verifier(transaction, net_of, expected_head).run();
}

LogReport Engine::verify_log(std::string_view expected_head) const {
  impl_->authorize({.entry = EntryPoint::verify_log});
  const auto transaction = impl_->store.begin(Store::Access::read);
  const auto net_of = [this](Store::Transaction& in, const std::string& digest) { return impl_->net_of(in, digest); };
  return check_log(*transaction, net_of, expected_head).report;
}

}  // namespace itsmflow
