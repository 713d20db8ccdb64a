#include "base/digest.hpp"
#include "engine/impl.hpp"
#include "engine/log_walk.hpp"
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

/// Gathers what is wrong with a store or one of its archives.
class Problems {
 public:
  /// `where` stands before each; empty: it is the store itself, which alone can be mended.
  Problems(LogCheck& check, std::string where) : check_(check), where_(std::move(where)) {}

  /// Something is wrong with what else nothing can be told from.
  void add(const std::string& text) {
    if (check_.lost.size() < kMostProblems) check_.lost.push_back(where_ + text);
    tell(text);
  }
  void add_mendable(const std::string& text) {
    if (!where_.empty()) return add(text);
    if (check_.report.problems.size() < kMostProblems) ++check_.report.mendable;
    tell(text);
  }
  void add_of_events(const std::string& text) {
    check_.events_fit = false;
    add(text);
  }

 private:
  void tell(const std::string& text) {
    if (check_.report.problems.size() < kMostProblems) check_.report.problems.push_back(where_ + text);
  }

  LogCheck& check_;
  std::string where_;
};

/// What can't be read doesn't keep the rest from being looked at: why it can't.
template <class Walk>
std::optional<std::string> unreadable(const Walk& walk) {
  try {
    walk();
    return std::nullopt;
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::corrupt) throw;
    return error.what();
  }
}

/// Looks at the cases of a store, or of one of its archives.
class Verifier {
 public:
  using Counts = std::map<CaseId, std::int64_t>;

  /// `seen`: the cases that were counted. `events_of`: how many events each has; none: they could not all be read.
  Verifier(Store::Transaction& transaction, const NetOf& net_of, LogCheck& check, std::set<CaseId>& seen, Problems problems,
           std::optional<Counts> events_of)
      : transaction_(transaction),
        net_of_(net_of),
        people_(transaction),
        check_(check),
        seen_(seen),
        problems_(std::move(problems)),
        all_events_read_(events_of.has_value()),
        events_of_(std::move(events_of).value_or(Counts())) {}

  void run() {
    if (const auto error = unreadable([&] { read_timers(); })) {
      timers_read_ = false;
      problems_.add(*error);
    }
    if (const auto error = unreadable([&] { walk_cases(); })) problems_.add(*error);
    walk_cases_that_are_not_listed();
    for (const auto& [id, rows] : timers_)
      problems_.add_mendable(
          fmt::format("{} of case {}, of which nothing else is there", rows.size() == 1 ? "a timer" : "timers", id.value));
  }

 private:
  static constexpr Timestamp kEnd = from_micros(std::numeric_limits<std::int64_t>::max());

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
      if (error) problems_.add(fmt::format("case {}: {}", id.value, *error));
    }
  }

  void check_model(const std::string& digest) {
    if (!models_.insert(digest).second) return;
    const std::optional<StoredModel> stored = transaction_.model(digest);
    if (!stored || blake2b_hex(stored->source) != digest)
      problems_.add(fmt::format("the stored model {} is not what its digest was made from", digest));
  }

  /// `why_none`: of a case whose row isn't given.
  void walk_case(CaseId id, const std::optional<CaseRecord>& record, std::string_view why_none = {}) {
    if (seen_.insert(id).second) ++check_.report.cases;
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
    for (const std::string& text : replayed.problems) problems_.add_of_events(text);
    if (!replayed.problems.empty()) {
      for (const std::string& text : differing) problems_.add(text);
      return;
    }
    for (const std::string& text : differing) problems_.add_mendable(text);
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
    if (offers != derived.offers) found.push_back(fmt::format("case {}: the offers are not what its events come to", id.value));
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
  LogCheck& check_;
  std::set<CaseId>& seen_;
  Problems problems_;
  bool all_events_read_;
  Counts events_of_;                                ///< how many there are, of cases that weren't walked yet
  std::map<CaseId, std::vector<TimerRow>> timers_;  ///< of cases that weren't walked yet
  std::set<std::string> models_;                    ///< looked at
  bool timers_read_ = true;
};

}  // namespace

LogCheck check_log(const std::vector<Store::Transaction*>& parts, const NetOf& net_of, std::string_view expected_head) {
  LogCheck check;
  std::set<CaseId> seen;
  Problems of_all(check, "");
  LogWalk walk(parts, expected_head, check.report, [&](const std::string& text) { of_all.add_of_events(text); });
  const auto error = unreadable([&] { walk.run(); });
  if (error) of_all.add_of_events(*error);
  Digest kept{};
  if (unreadable([&] { kept = parts.front()->head(); }) || to_hex(kept) != check.report.head)
    of_all.add_mendable("the head over all cases is not the one that the events come to");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto events_of = error ? std::nullopt : std::optional(walk.events_of(i));
    Verifier(*parts[i], net_of, check, seen, Problems(check, LogWalk::name_of(i)), events_of).run();
  }
  std::sort(check.mendable.begin(), check.mendable.end());
  return check;
}

LogReport Engine::verify_log(std::string_view expected_head, const std::vector<Store*>& archives) const {
  impl_->authorize({.entry = EntryPoint::verify_log});
  const auto net_of = [this](Store::Transaction& in, const std::string& digest) { return impl_->net_of(in, digest); };
  // The archives last: what moves meanwhile is then in both, and not in neither.
  std::vector<std::unique_ptr<Store::Transaction>> transactions;
  transactions.push_back(impl_->store.begin(Store::Access::read));
  for (Store* archive : archives) transactions.push_back(archive->begin(Store::Access::read));
  std::vector<Store::Transaction*> parts;
  for (const auto& transaction : transactions) parts.push_back(transaction.get());
  return check_log(parts, net_of, expected_head).report;
}

}  // namespace itsmflow
