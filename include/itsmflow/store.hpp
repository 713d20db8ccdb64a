#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/ids.hpp>
#include <itsmflow/value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// The persistence interface. An author of a store implements Store and Store::Transaction and links
// itsmflow::store_conformance to find out whether it keeps its promises; docs/store.md explains both.
//
// Moments are kept to the microsecond: what is below is dropped.

/// BLAKE2b-256 (RFC 7693).
using Digest = std::array<std::uint8_t, 32>;

/// A person in events and snapshots: a number that means nothing without the table of people, so that a person can be erased.
using PersonKey = std::int64_t;

/// Whether a case goes on, came to its end, or was given up.
enum class CaseStatus { open, over, cancelled };

/// "open", "over", "cancelled".
ITSMFLOW_EXPORT std::string_view to_string(CaseStatus status) noexcept;

/// The status that to_string() calls so; none if there isn't one.
ITSMFLOW_EXPORT std::optional<CaseStatus> parse_case_status(std::string_view word) noexcept;

/// A version of a model that at least one case uses, with its full source.
struct StoredModel {
  std::string process;
  std::string version;
  std::string digest;  ///< of the source, in hex; identifies it
  std::string name;    ///< the name of the source text
  std::string source;
};

/// A case as it stands: the fold of its events.
struct CaseRecord {
  CaseId id;
  std::string model_digest;
  std::string process;
  CaseStatus status = CaseStatus::open;
  std::int64_t revision = 0;  ///< the number of its last event
  Timestamp started;
  Timestamp changed;     ///< time of its last event
  std::string snapshot;  ///< UTF-8 JSON; stores don't look into it
  Digest head{};         ///< digest of its last event
};

/// One event. What `digest` covers is fixed in docs/store.md; `texts` is left out of it so that it can be erased.
struct EventRecord {
  CaseId case_id;
  std::int64_t number = 0;  ///< in its case, from 1, without gaps
  std::int64_t step = 0;    ///< the number of the first event of the step it belongs to
  std::int64_t position =
      0;  ///< over all cases, ascending from 1 in the order of commits, without gaps but for LogPart; given by the store
  std::string type;
  Timestamp at;
  std::optional<PersonKey> actor;
  std::string content;  ///< UTF-8 JSON
  std::string texts;    ///< UTF-8 JSON, or empty: free text and its salts
  std::string key;      ///< the idempotency key of the command; empty: none. Unique over the store where not empty
  Digest digest{};
};

/// Something that a person who has a role may see as work: what the marking of a case allows.
struct OfferRow {
  CaseId case_id;
  std::string activity;
  std::string role;                 ///< empty: anybody
  std::optional<PersonKey> holder;  ///< who has claimed or begun it
  std::string item = {};            ///< which item of an activity of several; empty: the activity is one piece of work

  bool operator==(const OfferRow&) const = default;
};

/// A moment at which something is due in a case.
struct TimerRow {
  CaseId case_id;
  std::string name;  ///< unique in its case
  Timestamp due;
};

/// Something that is to be told to the outside, or done there, once its step is committed.
struct OutboxRow {
  std::int64_t id = 0;  ///< given by the store, ascending
  CaseId case_id;
  std::string key;   ///< the same at every delivery; unique among what waits
  std::string kind;  ///< who is to do something about it: "notify", …
  std::string body;  ///< UTF-8 JSON
  Timestamp at;
  std::optional<Timestamp> leased_until =
      {};  ///< until when somebody has it in hand, maybe past; given by the store, none in a step
};

/// Everything one step writes. A store writes all of it or nothing. What is removed goes before what is set or added; to remove what
/// is not there is no error.
struct StepRecord {
  CaseRecord after;                    ///< the new row of the case
  std::int64_t expected_revision = 0;  ///< what the row must have before; 0: the case must not exist yet
  std::vector<EventRecord> events;     ///< at least one; in order
  std::vector<OfferRow> offers_set;    ///< added, or the holder changed; (case, activity, item, role) is the key
  std::vector<OfferRow> offers_removed;
  std::vector<TimerRow> timers_set;  ///< added, or moved; (case, name) is the key
  std::vector<std::string> timers_removed;
  std::vector<OutboxRow> outbox;
  std::vector<std::string> outbox_removed;  ///< keys of rows of this case that are no longer to be done
  Digest head{};                            ///< over all cases, after this step
};

/// What follows from the events of one case: everything a store keeps of it that can be told from them.
struct DerivedRecord {
  CaseRecord record;
  std::vector<OfferRow> offers;
  std::vector<TimerRow> timers;
};

/// Which offers are asked for.
struct OfferQuery {
  std::vector<std::string> roles;   ///< offers of these roles, or of nobody's, that nobody else holds …
  std::optional<PersonKey> holder;  ///< … and everything this person holds, whatever the role
  CaseId after{0};                  ///< only cases above it
  std::size_t limit = 1000;         ///< of rows: no further case is begun once there are as many; one case is never split
};

/// Positions whose events are in another file, and the head over all cases after the last of them.
struct EventsElsewhere {
  std::int64_t first = 0;
  std::int64_t last = 0;
  Digest head{};
};

/// Which part of the log of all cases a store has.
struct LogPart {
  bool takes_steps = true;  ///< false: an archive, in which nothing happens any more
  std::vector<EventsElsewhere>
      elsewhere;  ///< ascending; no two of them touch. Every other position up to the last has its event here
};

/// Which cases are asked for.
struct CaseQuery {
  std::string process;  ///< empty: any
  std::optional<CaseStatus> status;
  CaseId after{0};
  std::size_t limit = 1000;
};

/// Keeps cases, their events and what follows from them. Safe to call from several threads.
///
/// Every function throws StoreError when the world fails, and UsageError when what is asked contradicts itself or what is stored;
/// what was committed before stays. A store that has moved a case elsewhere throws NotFound where somebody looks for it.
class ITSMFLOW_EXPORT Store {
 public:
  /// What a transaction may do.
  enum class Access { read, write };
  /// What came of writing a step.
  enum class Written { done, conflict };

  /// A consistent view (what was committed when it began, and its own changes) and, with Access::write, a set of changes that come
  /// to be together. Used by one thread, which has no other transaction of this store open.
  /// Without commit() the destructor undoes everything; after one of its functions threw, nothing else is left to do. Two write
  /// transactions never both commit a step that was decided on the same revision of a case: one waits, or its write() answers
  /// `conflict`. Until its first change, or until it reads of more than one case or asks for the head, a write transaction may see
  /// what others commit meanwhile, if its write() answers `conflict` wherever something that it read before has changed. A store may
  /// let several write transactions share one commit: what one has read is certain once its own commit() has returned, also where it
  /// wrote nothing.
  class ITSMFLOW_EXPORT Transaction {
   public:
    virtual ~Transaction();

    /// Keeps a model's source unless one of that digest is there.
    virtual void put_model(const StoredModel& model) = 0;
    /// The model of a digest; none if it was never put.
    virtual std::optional<StoredModel> model(std::string_view digest) = 0;

    /// The key of a person, a new one if needed. A key is never used for another person.
    virtual PersonKey intern_person(std::string_view id) = 0;
    /// The key of a person; none if there is nobody of that id.
    virtual std::optional<PersonKey> find_person(std::string_view id) = 0;
    /// The id of a person; none if erased or never there.
    virtual std::optional<std::string> person(PersonKey key) = 0;
    /// The person has no id any more; the key stays taken. Nothing where there is none. What is left of the id in the medium is
    /// overwritten as far as the store can. Where it isn't overridden: UsageError, the store can't.
    virtual void erase_person(PersonKey key);

    /// A number for a case that is about to be written. Numbers of cases never repeat; there may be gaps.
    virtual CaseId new_case_id() = 0;
    /// A case as it stands; none if there is none of that number.
    virtual std::optional<CaseRecord> load(CaseId id) = 0;
    /// Writes a step. `conflict`: the revision isn't the expected one, nothing was written.
    /// The model and the persons it names were put and interned before, its events are numbered from the expected revision on, and
    /// its keys are new: UsageError otherwise. A case that isn't open has no offers: what is left of them goes. Its
    /// timers stay until they are removed: something may be due after the end.
    virtual Written write(const StepRecord& step) = 0;

    /// The head over all cases; all zero while there is no event.
    virtual Digest head() = 0;
    /// Where it isn't overridden: the whole log is here.
    virtual LogPart log_part();
    /// Events of one case in order, from a number on.
    virtual std::vector<EventRecord> events(CaseId id, std::int64_t from_number, std::size_t limit) = 0;
    /// Events of all cases in the order of commits, after a position.
    virtual std::vector<EventRecord> events_after(std::int64_t position, std::size_t limit) = 0;
    /// Other texts for an event, which its digest doesn't cover, so that some can be erased. UsageError where there is no such event,
    /// and where it isn't overridden.
    virtual void replace_texts(CaseId id, std::int64_t number, std::string_view texts);
    /// The event that carries an idempotency key.
    virtual std::optional<EventRecord> event_by_key(std::string_view key) = 0;

    /// Open cases' offers, ascending by case, activity, item, role.
    virtual std::vector<OfferRow> offers(const OfferQuery& query) = 0;
    /// All offers of one case, ascending by activity, item, role.
    virtual std::vector<OfferRow> offers_of(CaseId id) = 0;
    /// Cases ascending by id.
    virtual std::vector<CaseRecord> cases(const CaseQuery& query) = 0;
    /// Timers due at or before a moment, earliest first, those of one moment by case and name.
    virtual std::vector<TimerRow> due_timers(Timestamp until, std::size_t limit) = 0;
    /// When the earliest timer is due; none if there is no timer.
    virtual std::optional<Timestamp> next_timer() = 0;

    /// What waits to be told or done, of one kind (empty: any), oldest first, leased or not; only what is committed for good: not what
    /// this transaction wrote itself, and nothing at all in an outer transaction that may be undone.
    virtual std::vector<OutboxRow> outbox(std::string_view kind, std::size_t limit) = 0;
    /// Of what outbox() tells the oldest rows that nobody has leased, or whose lease ended at or before `now`: they are leased until
    /// `until` (UsageError if that is not after `now`), and nobody else gets them before. As anything else a lease is certain, and
    /// seen by others, once this transaction's commit() has returned: only then may the work begin.
    virtual std::vector<OutboxRow> lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit) = 0;
    /// Gives a lease back before it ends. Nothing where the row is gone, or the lease isn't this one any more: `until` tells it from
    /// any that somebody got after it had ended.
    virtual void release_outbox(std::int64_t id, Timestamp until) = 0;
    /// What is done goes, leased or not. Nothing where the row is gone.
    virtual void remove_from_outbox(std::int64_t id) = 0;

    /// Makes the changes last, as far as the store's durability promises. At most once; nothing but the destructor after it.
    virtual void commit() = 0;

    // Mending what follows from the events, where something other than steps has changed it. A store that can't, or in which that
    // can't happen, overrides none of the three: UsageError.

    /// Writes anew what follows from the events of a case, whatever is there of it, even if its row is missing: the row, all of its
    /// offers, all of its timers. UsageError if they don't belong together, if the revision isn't the number of its last event, and
    /// where the model or a holder isn't there. Events, texts and the outbox stay as they are.
    virtual void rewrite(const DerivedRecord& derived);
    /// Writes anew the heads over all cases that don't follow from the digests of the events. Gives how many there were.
    virtual std::int64_t rewrite_heads();
    /// Offers and timers go of which the case has neither a row nor an event. Gives how many there were.
    virtual std::int64_t remove_strays();
  };

  virtual ~Store();
  /// Begins a transaction. The store must outlive it.
  virtual std::unique_ptr<Transaction> begin(Access access) = 0;
};

}  // namespace itsmflow
