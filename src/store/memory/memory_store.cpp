#include <itsmflow/error.hpp>
#include <itsmflow/memory_store.hpp>

#include <algorithm>
#include <shared_mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "store/memory/gate.hpp"
#include "store/memory/memory_lock.hpp"
#include "store/memory/memory_state.hpp"

namespace itsmflow {

struct MemoryStore::Impl {
  MemoryState state;
  MemoryLock lock;
  Gate gate;  ///< exclusive: the state changes; shared: somebody who may write looks at it before his first change
};

namespace {

/// Of a reader: holds the lock from begin to end. A writer decides beside others, and shuts them out from his first change to his end, or from when
/// he reads anything but single rows: then it is looked whether what he has read is still so. He changes the state in place and undoes it where he does not commit.
class MemoryTransaction final : public Store::Transaction {
 public:
  MemoryTransaction(MemoryState& state, MemoryLock& lock, Gate& gate, Store::Access access)
      : state_(state), lock_(lock), gate_(gate), looker_(gate), access_(access) {
    if (writes())
      lock_.enter();
    else
      lock_.lock_read();
  }

  ~MemoryTransaction() override { end(); }
  MemoryTransaction(const MemoryTransaction&) = delete;
  MemoryTransaction& operator=(const MemoryTransaction&) = delete;

  void put_model(const StoredModel& model) override {
    require_writing();
    if (!look([&](const MemoryState& state) { return state.model(model.digest) != nullptr; })) writable().put_model(model);
  }

  std::optional<StoredModel> model(std::string_view digest) override {
    return look([&](const MemoryState& state) {
      const StoredModel* found = state.model(digest);
      return found == nullptr ? std::nullopt : std::optional(*found);
    });
  }

  PersonKey intern_person(std::string_view id) override {
    require_writing();
    if (const auto known = find_person(id)) return *known;
    return writable().intern_person(id);
  }
  std::optional<PersonKey> find_person(std::string_view id) override {
    return look([&](const MemoryState& state) { return state.find_person(id); });
  }
  std::optional<std::string> person(PersonKey key) override {
    return look([&](const MemoryState& state) { return state.person(key); });
  }
  void erase_person(PersonKey key) override { writable().erase_person(key); }
  void replace_texts(CaseId id, std::int64_t number, std::string_view texts) override {
    writable().replace_texts(id, number, texts);
  }
  CaseId new_case_id() override {
    require_writing();
    return state_.new_case_id();
  }

  std::optional<CaseRecord> load(CaseId id) override {
    std::optional<CaseRecord> record = look([&](const MemoryState& state) {
      const MemoryCase* found = state.find(id);
      return found == nullptr ? std::nullopt : std::optional(record_of(id, *found));
    });
    if (is_deciding()) loaded_.emplace_back(id, record ? record->revision : 0);
    return record;
  }

  Store::Written write(const StepRecord& step) override {
    MemoryState& state = writable();
    return is_stale_ ? Store::Written::conflict : state.write(step);
  }
  Digest head() override { return whole().head(); }

  std::vector<EventRecord> events(CaseId id, std::int64_t from_number, std::size_t limit) override {
    return whole().events(id, from_number, limit);
  }
  std::vector<EventRecord> events_after(std::int64_t position, std::size_t limit) override {
    return whole().events_after(position, limit);
  }
  std::optional<EventRecord> event_by_key(std::string_view key) override {
    std::optional<EventRecord> event = look([&](const MemoryState& state) { return state.event_by_key(key); });
    if (!event && is_deciding()) missed_keys_.emplace_back(key);
    return event;
  }
  std::vector<OfferRow> offers(const OfferQuery& query) override { return whole().offers(query); }

  std::vector<OfferRow> offers_of(CaseId id) override {
    const MemoryCase* found = whole().find(id);
    return found == nullptr ? std::vector<OfferRow>() : rows_of(id, found->offers);
  }

  std::vector<CaseRecord> cases(const CaseQuery& query) override { return whole().cases(query); }
  std::vector<TimerRow> due_timers(Timestamp until, std::size_t limit) override { return whole().due_timers(until, limit); }
  std::optional<Timestamp> next_timer() override { return whole().next_timer(); }

  std::vector<OutboxRow> outbox(std::string_view kind, std::size_t limit) override { return whole().outbox(kind, limit); }
  std::vector<OutboxRow> lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit) override {
    return writable().lease_outbox(kind, now, until, limit);
  }
  void release_outbox(std::int64_t id, Timestamp until) override { writable().release_outbox(id, until); }
  void remove_from_outbox(std::int64_t id) override { writable().remove_from_outbox(id); }

  void rewrite(const DerivedRecord& derived) override { writable().rewrite(derived); }
  std::int64_t rewrite_heads() override { return writable().rewrite_head(); }
  std::int64_t remove_strays() override {
    writable();
    return 0;  // what belongs to a case is kept in it
  }

  void commit() override {
    require_open();
    if (is_alone_) state_.forget_undo();
    end();
  }

 private:
  bool writes() const { return access_ == Store::Access::write; }
  /// Others may change what it reads.
  bool is_deciding() const { return writes() && !is_alone_; }

  void require_open() const {
    if (ended_) throw UsageError("This transaction has ended; begin another.");
  }
  void require_writing() const {
    if (!writes()) throw UsageError("This transaction was begun for reading; begin one with Access::write.");
    require_open();
  }

  template <class Read>
  std::invoke_result_t<Read, const MemoryState&> look(const Read& read) {
    require_open();
    if (!is_deciding()) return read(state_);
    const std::shared_lock looking(looker_);
    if (!first_look_) first_look_ = state_.version();
    return read(state_);
  }

  /// For what is read of more than one case.
  MemoryState& whole() {
    require_open();
    if (is_deciding()) shut_others_out();
    return state_;
  }

  MemoryState& writable() {
    require_writing();
    if (is_deciding()) shut_others_out();
    return state_;
  }

  void shut_others_out() {
    lock_.lock_write();
    gate_.lock();
    is_alone_ = true;
    is_stale_ = first_look_ && state_.version() != *first_look_ && !is_as_it_was_read();
  }

  bool is_as_it_was_read() const {
    if (state_.version().rewritings != first_look_->rewritings) return false;
    const auto is_unchanged = [&](const auto& loaded) {
      const MemoryCase* now = state_.find(loaded.first);
      return (now == nullptr ? 0 : now->row.revision) == loaded.second;
    };
    return std::all_of(loaded_.begin(), loaded_.end(), is_unchanged) &&
           std::none_of(missed_keys_.begin(), missed_keys_.end(), [&](const std::string& key) { return state_.has_event_of(key); });
  }

  /// Gives the store to others. Undoes what was not committed.
  void end() noexcept {
    if (ended_) return;
    ended_ = true;
    if (!writes()) return lock_.unlock_read(begun_by_);
    if (!is_alone_) return lock_.leave(begun_by_);
    state_.undo();
    gate_.unlock();
    lock_.unlock_write(begun_by_);
  }

  MemoryState& state_;
  MemoryLock& lock_;
  Gate& gate_;
  Gate::Looker looker_;
  Store::Access access_;
  std::thread::id begun_by_ = std::this_thread::get_id();
  bool ended_ = false;
  bool is_alone_ = false;
  bool is_stale_ = false;
  std::optional<MemoryVersion> first_look_;              ///< while it decided
  std::vector<std::pair<CaseId, std::int64_t>> loaded_;  ///< … cases and their revisions, 0: it wasn't there
  std::vector<std::string> missed_keys_;                 ///< … and keys that no event had
};

}  // namespace

MemoryStore::MemoryStore() : impl_(std::make_unique<Impl>()) {}
MemoryStore::~MemoryStore() = default;

std::unique_ptr<Store::Transaction> MemoryStore::begin(Access access) {
  return std::make_unique<MemoryTransaction>(impl_->state, impl_->lock, impl_->gate, access);
}

}  // namespace itsmflow
