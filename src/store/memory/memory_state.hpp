#pragma once

#include <itsmflow/store.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace itsmflow {

/// Lets a string_view look up a string without making one.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

/// Words of which there are few, such as names of activities and roles: each is kept once, for all cases that have it, and for good.
class Words {
 public:
  const std::string& keep(std::string_view word) {
    const auto known = words_.find(word);
    return known == words_.end() ? *words_.emplace(word).first : *known;
  }
  /// `likely`: one that was kept and may be the same, or null.
  const std::string& keep(std::string_view word, const std::string* likely) {
    return likely && *likely == word ? *likely : keep(word);
  }
  /// Null: nothing has it.
  const std::string* find(std::string_view word) const {
    const auto known = words_.find(word);
    return known == words_.end() ? nullptr : &*known;
  }

 private:
  std::unordered_set<std::string, TextHash, std::equal_to<>> words_;
};

/// An OfferRow as it is kept: without its case, which has it.
struct MemoryOffer {
  const std::string* activity;
  const std::string* role;
  PersonKey holder;  ///< 0, which is nobody's key: none
  std::string item;
};

/// A CaseRecord as it is kept: without its number, by which it is found.
struct MemoryRow {
  const std::string* model_digest = nullptr;
  const std::string* process = nullptr;
  CaseStatus status = CaseStatus::open;
  std::int64_t revision = 0;
  std::int64_t started = 0;  ///< in microseconds, as `changed`
  std::int64_t changed = 0;
  std::string snapshot;
  Digest head{};
};

/// A case with everything that is its own.
struct MemoryCase {
  MemoryRow row;
  std::vector<std::size_t> events;  ///< index of each in the log
  std::vector<MemoryOffer> offers;  ///< by activity, item, role
  std::vector<TimerRow> timers;     ///< by name
};

// As they were given to the store.
CaseRecord record_of(CaseId id, const MemoryCase& owner);
OfferRow row_of(CaseId id, const MemoryOffer& offer);
std::vector<OfferRow> rows_of(CaseId id, const std::vector<MemoryOffer>& offers);

// What tells the offers of one case apart, and their order.
inline auto offer_key(const OfferRow& row) {
  return std::tie(row.activity, row.item, row.role);
}
inline auto offer_key(const MemoryOffer& offer) {
  return std::tie(*offer.activity, offer.item, *offer.role);
}

/// How often something was committed; and how often something that no step changes, such as a person's name.
struct MemoryVersion {
  std::uint64_t commits = 0;
  std::uint64_t rewritings = 0;

  bool operator==(const MemoryVersion&) const = default;
};

/// Everything a MemoryStore holds, and the one transaction's list of how to undo what it changed. No locks: see MemoryStore.
///
/// What is const may be called by several threads at once while nobody changes anything, new_case_id() and version() at any time.
/// `write`, `put_model` and so on do what Store::Transaction says; `forget_undo` makes their changes last, `undo` takes them back.
class MemoryState {
 public:
  void put_model(const StoredModel& model);
  const StoredModel* model(std::string_view digest) const;

  PersonKey intern_person(std::string_view id);
  std::optional<PersonKey> find_person(std::string_view id) const;
  std::optional<std::string> person(PersonKey key) const;
  void erase_person(PersonKey key);
  void replace_texts(CaseId id, std::int64_t number, std::string_view texts);

  CaseId new_case_id();
  const MemoryCase* find(CaseId id) const;
  Store::Written write(const StepRecord& step);
  void rewrite(const DerivedRecord& derived);
  std::int64_t rewrite_head();

  const Digest& head() const { return head_; }
  std::vector<EventRecord> events(CaseId id, std::int64_t from_number, std::size_t limit) const;
  std::vector<EventRecord> events_after(std::int64_t position, std::size_t limit) const;
  std::optional<EventRecord> event_by_key(std::string_view key) const;
  bool has_event_of(std::string_view key) const { return events_by_key_.find(key) != events_by_key_.end(); }

  std::vector<OfferRow> offers(const OfferQuery& query) const;
  std::vector<CaseRecord> cases(const CaseQuery& query) const;
  std::vector<TimerRow> due_timers(Timestamp until, std::size_t limit) const;
  std::optional<Timestamp> next_timer() const;

  std::vector<OutboxRow> outbox(std::string_view kind, std::size_t limit) const;
  std::vector<OutboxRow> lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit);
  void release_outbox(std::int64_t id, Timestamp until);
  void remove_from_outbox(std::int64_t id);

  MemoryVersion version() const noexcept { return {commits_.load(), rewritings_.load()}; }
  void forget_undo() noexcept;
  void undo() noexcept;

 private:
  // How to take back one change. The list is undone from its end, so each finds what it left behind.
  struct DropModel {
    std::string digest;
  };
  struct DropPerson {};
  struct RestorePerson {
    PersonKey key;
    std::string id;
  };
  struct RestoreTexts {
    std::size_t index;
    std::string before;
  };
  struct DropCase {
    CaseId id;
  };
  struct RestoreCase {
    CaseId id;
    MemoryRow before;
  };
  struct DropEvent {};
  struct RestoreHead {
    Digest before;
  };
  struct RestoreOffer {
    CaseId id;
    MemoryOffer before;
  };
  struct DropOffer {
    CaseId id;
    MemoryOffer added;
  };
  struct RestoreTimer {
    TimerRow before;
  };
  struct DropTimer {
    TimerRow added;
  };
  struct RestoreOutbox {
    OutboxRow before;
  };
  struct DropOutbox {
    std::int64_t id;
  };
  struct RestoreLease {
    std::int64_t id;
    std::optional<Timestamp> before;
  };
  using Undo = std::variant<DropModel, DropPerson, RestorePerson, RestoreTexts, DropCase, RestoreCase, DropEvent, RestoreHead,
                            RestoreOffer, DropOffer, RestoreTimer, DropTimer, RestoreOutbox, DropOutbox, RestoreLease>;
  /// By how many offers of a case somebody or some role is concerned, per case.
  using Concerned = std::map<std::int64_t, std::size_t>;

  /// `before`: null, a new case.
  void check(const StepRecord& step, const MemoryCase* before) const;
  void check_person(const std::optional<PersonKey>& key, const char* what) const;
  void append(MemoryCase& owner, const EventRecord& event);
  void keep_row(MemoryCase& owner, const CaseRecord& record);
  void set_offer(MemoryCase& owner, const OfferRow& row);
  void remove_offer(MemoryCase& owner, const OfferRow& row);
  void remove_offer(CaseId id, std::vector<MemoryOffer>& offers, std::vector<MemoryOffer>::iterator at);
  void set_timer(MemoryCase& owner, const TimerRow& row);
  void remove_timer(MemoryCase& owner, std::string_view name);
  void clear_offers(CaseId id, MemoryCase& owner);
  void add_to_outbox(const OutboxRow& row);
  void remove_from_outbox(std::string_view key, CaseId owner);
  void set_lease(OutboxRow& row, const std::optional<Timestamp>& until);
  /// Committed rows of a kind (empty: any), oldest first; with a moment only those that nobody has leased then.
  std::vector<std::int64_t> outbox_ids(std::string_view kind, const std::optional<Timestamp>& free_at, std::size_t limit) const;
  void index(const OutboxRow& row);
  void unindex(const OutboxRow& row);
  void index(CaseId id, const MemoryOffer& offer);
  void unindex(CaseId id, const MemoryOffer& offer);
  MemoryCase& existing(CaseId id);

  void take_back(DropModel& change);
  void take_back(DropPerson& change);
  void take_back(RestorePerson& change);
  void take_back(RestoreTexts& change);
  void take_back(DropCase& change);
  void take_back(RestoreCase& change);
  void take_back(DropEvent& change);
  void take_back(RestoreHead& change);
  void take_back(RestoreOffer& change);
  void take_back(DropOffer& change);
  void take_back(RestoreTimer& change);
  void take_back(DropTimer& change);
  void take_back(RestoreOutbox& change);
  void take_back(DropOutbox& change);
  void take_back(RestoreLease& change);

  std::unordered_map<std::string, StoredModel, TextHash, std::equal_to<>> models_;
  std::vector<std::optional<std::string>> people_;  ///< key 1 is the first; none: erased
  std::unordered_map<std::string, PersonKey, TextHash, std::equal_to<>> keys_of_people_;
  std::atomic<std::int64_t> last_case_ = 0;
  std::atomic<std::uint64_t> commits_ = 0;
  std::atomic<std::uint64_t> rewritings_ = 0;
  Words words_;
  std::unordered_map<CaseId, MemoryCase> cases_;
  std::vector<CaseId> cases_in_order_;  ///< ascending; a new one nearly always goes to the end
  std::deque<EventRecord> log_;         ///< position 1 is the first
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> events_by_key_;
  Digest head_{};
  std::unordered_map<const std::string*, Concerned> cases_by_role_;  ///< by the kept word
  std::unordered_map<PersonKey, Concerned> cases_by_holder_;
  std::set<std::pair<std::int64_t, std::pair<std::int64_t, std::string>>> timers_by_due_;  ///< microseconds, case, name
  std::int64_t last_outbox_ = 0;
  std::map<std::int64_t, OutboxRow> outbox_;
  std::unordered_map<std::string, std::int64_t, TextHash, std::equal_to<>> outbox_keys_;
  std::unordered_map<std::string, std::set<std::int64_t>, TextHash, std::equal_to<>> outbox_by_kind_;

  std::vector<Undo> undo_;
  std::int64_t committed_outbox_ = 0;  ///< the last row that is committed
};

}  // namespace itsmflow
