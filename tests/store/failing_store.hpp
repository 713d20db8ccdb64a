#pragma once

#include <itsmflow/error.hpp>
#include <itsmflow/store.hpp>

#include <atomic>
#include <string>
#include <type_traits>

#include "store/forwarding_store.hpp"

/// A store that fails on purpose at the n-th call that writes, counted over all transactions: begin(Access::write), put_model,
/// intern_person, erase_person, replace_texts, new_case_id, write, lease_outbox, release_outbox, remove_from_outbox, rewrite,
/// rewrite_heads, remove_strays, commit.
///
///     FailingStore store(inner);
///     store.fail_at(3);   // counts from now on; the third such call throws StoreError(io), the ones after it work
class FailingStore final : public itsmflow::Store {
 public:
  enum class How {
    once,         ///< what the call had to do is not done, and the ones after it work
    dies,         ///< nor is anything else, reading included, until revive(): as if the program had ended there
    answer_lost,  ///< it is done, and fails all the same; the ones after it work
  };

  explicit FailingStore(itsmflow::Store& inner) : inner_(inner) {}

  /// 0: never.
  void fail_at(int call, How how = How::once) {
    calls_ = 0;
    dead_ = false;
    how_ = how;
    fail_at_ = call;
  }
  /// Calls that write since fail_at(); so many there are to fail at.
  int calls() const { return calls_; }
  bool has_failed() const { return fail_at_ != 0 && calls_ >= fail_at_; }
  bool is_dead() const { return dead_; }
  void revive() { dead_ = false; }

  std::unique_ptr<Transaction> begin(Access access) override {
    const auto begun = [&] { return std::make_unique<FailingTransaction>(*this, inner_.begin(access)); };
    if (access == Access::write) return writing("begin", begun);
    return reading(begun);
  }

 private:
  class FailingTransaction final : public ForwardingTransaction {
   public:
    FailingTransaction(FailingStore& store, std::unique_ptr<itsmflow::Store::Transaction> inner)
        : ForwardingTransaction(std::move(inner)), store_(store) {}

    void put_model(const itsmflow::StoredModel& model) override {
      store_.writing("put_model", [&] { inner().put_model(model); });
    }
    itsmflow::PersonKey intern_person(std::string_view id) override {
      return store_.writing("intern_person", [&] { return inner().intern_person(id); });
    }
    void erase_person(itsmflow::PersonKey key) override {
      store_.writing("erase_person", [&] { inner().erase_person(key); });
    }
    void replace_texts(itsmflow::CaseId id, std::int64_t number, std::string_view texts) override {
      store_.writing("replace_texts", [&] { inner().replace_texts(id, number, texts); });
    }
    itsmflow::CaseId new_case_id() override {
      return store_.writing("new_case_id", [&] { return inner().new_case_id(); });
    }
    itsmflow::Store::Written write(const itsmflow::StepRecord& step) override {
      return store_.writing("write", [&] { return inner().write(step); });
    }
    std::vector<itsmflow::OutboxRow> lease_outbox(std::string_view kind, itsmflow::Timestamp now, itsmflow::Timestamp until,
                                                  std::size_t limit) override {
      return store_.writing("lease_outbox", [&] { return inner().lease_outbox(kind, now, until, limit); });
    }
    void release_outbox(std::int64_t id, itsmflow::Timestamp until) override {
      store_.writing("release_outbox", [&] { inner().release_outbox(id, until); });
    }
    void remove_from_outbox(std::int64_t id) override {
      store_.writing("remove_from_outbox", [&] { inner().remove_from_outbox(id); });
    }
    void rewrite(const itsmflow::DerivedRecord& derived) override {
      store_.writing("rewrite", [&] { inner().rewrite(derived); });
    }
    std::int64_t rewrite_heads() override {
      return store_.writing("rewrite_heads", [&] { return inner().rewrite_heads(); });
    }
    std::int64_t remove_strays() override {
      return store_.writing("remove_strays", [&] { return inner().remove_strays(); });
    }
    void commit() override {
      store_.writing("commit", [&] { inner().commit(); });
    }
    // Of what reads, only what a command begins with has to be refused by a dead store: the rest comes after it.
    std::optional<itsmflow::CaseRecord> load(itsmflow::CaseId id) override {
      return store_.reading([&] { return inner().load(id); });
    }
    std::optional<itsmflow::EventRecord> event_by_key(std::string_view key) override {
      return store_.reading([&] { return inner().event_by_key(key); });
    }

   private:
    FailingStore& store_;
  };

  /// Does what a call has to do, and counts it.
  template <class Work>
  std::invoke_result_t<Work> writing(const std::string& call, const Work& work) {
    if (dead_) fail(call);
    const bool fails = ++calls_ == fail_at_;
    if (fails && how_ == How::dies) dead_ = true;
    if (fails && how_ != How::answer_lost) fail(call);
    if (!fails) return work();
    work();
    fail(call);
  }
  template <class Work>
  std::invoke_result_t<Work> reading(const Work& work) {
    if (dead_) fail("reading");
    return work();
  }
  [[noreturn]] void fail(const std::string& call) const {
    throw itsmflow::StoreError(itsmflow::StoreError::Kind::io,
                               "The store fails on purpose at " + call + ", call " + std::to_string(calls_) + ".");
  }

  itsmflow::Store& inner_;
  std::atomic<int> calls_ = 0;
  std::atomic<int> fail_at_ = 0;
  std::atomic<How> how_ = How::once;
  std::atomic<bool> dead_ = false;
};
