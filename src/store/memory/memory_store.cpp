#include <itsmflow/error.hpp>
#include <itsmflow/memory_store.hpp>

#include "store/memory/memory_lock.hpp"
#include "store/memory/memory_state.hpp"

namespace itsmflow {

struct MemoryStore::Impl {
  MemoryState state;
  MemoryLock lock;
};

namespace {

/// Holds the lock from begin to end; the writer changes the state in place and undoes it where it does not commit.
class MemoryTransaction final : public Store::Transaction {
 public:
  MemoryTransaction(MemoryState& state, MemoryLock& lock, Store::Access access) : state_(state), lock_(lock), access_(access) {
    if (writes()) {
      lock_.lock_write();
    } else {
      lock_.lock_read();
    }
  }

  ~MemoryTransaction() override { end(); }
  MemoryTransaction(const MemoryTransaction&) = delete;
  MemoryTransaction& operator=(const MemoryTransaction&) = delete;

  void put_model(const StoredModel& model) override { writable().put_model(model); }

  std::optional<StoredModel> model(std::string_view digest) override {
    const StoredModel* found = open().model(digest);
    if (found == nullptr) return std::nullopt;
    return *found;
  }

  PersonKey intern_person(std::string_view id) override { return writable().intern_person(id); }
  std::optional<PersonKey> find_person(std::string_view id) override { return open().find_person(id); }
  std::optional<std::string> person(PersonKey key) override { return open().person(key); }
  void erase_person(PersonKey key) override { writable().erase_person(key); }
  void replace_texts(CaseId id, std::int64_t number, std::string_view texts) override {
    writable().replace_texts(id, number, texts);
  }
  CaseId new_case_id() override { return writable().new_case_id(); }

  std::optional<CaseRecord> load(CaseId id) override {
    const MemoryCase* found = open().find(id);
    if (found == nullptr) return std::nullopt;
    return record_of(id, *found);
  }

  Store::Written write(const StepRecord& step) override { return writable().write(step); }
  Digest head() override { return open().head(); }

  std::vector<EventRecord> events(CaseId id, std::int64_t from_number, std::size_t limit) override {
    return open().events(id, from_number, limit);
  }
  std::vector<EventRecord> events_after(std::int64_t position, std::size_t limit) override {
    return open().events_after(position, limit);
  }
  std::optional<EventRecord> event_by_key(std::string_view key) override { return open().event_by_key(key); }
  std::vector<OfferRow> offers(const OfferQuery& query) override { return open().offers(query); }

  std::vector<OfferRow> offers_of(CaseId id) override {
    const MemoryCase* found = open().find(id);
    return found == nullptr ? std::vector<OfferRow>() : rows_of(id, found->offers);
  }

  std::vector<CaseRecord> cases(const CaseQuery& query) override { return open().cases(query); }
  std::vector<TimerRow> due_timers(Timestamp until, std::size_t limit) override { return open().due_timers(until, limit); }
  std::optional<Timestamp> next_timer() override { return open().next_timer(); }

  std::vector<OutboxRow> outbox(std::string_view kind, std::size_t limit) override { return open().outbox(kind, limit); }
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
    open();
    if (writes()) state_.forget_undo();
    end();
  }

 private:
  bool writes() const { return access_ == Store::Access::write; }

  MemoryState& open() const {
    if (ended_) throw UsageError("This transaction has ended; begin another.");
    return state_;
  }

  MemoryState& writable() const {
    if (!writes()) throw UsageError("This transaction was begun for reading; begin one with Access::write.");
    return open();
  }

  /// Gives the store to others. Undoes what was not committed.
  void end() noexcept {
    if (ended_) return;
    ended_ = true;
    if (!writes()) {
      lock_.unlock_read();
      return;
    }
    state_.undo();
    lock_.unlock_write();
  }

  MemoryState& state_;
  MemoryLock& lock_;
  Store::Access access_;
  bool ended_ = false;
};

}  // namespace

MemoryStore::MemoryStore() : impl_(std::make_unique<Impl>()) {}
MemoryStore::~MemoryStore() = default;

std::unique_ptr<Store::Transaction> MemoryStore::begin(Access access) {
  return std::make_unique<MemoryTransaction>(impl_->state, impl_->lock, access);
}

}  // namespace itsmflow
