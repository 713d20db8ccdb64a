#pragma once

#include <itsmflow/error.hpp>
#include <itsmflow/store.hpp>

#include <atomic>
#include <string>

#include "store/forwarding_store.hpp"

/// A store that fails on purpose at the n-th call that writes, counted over all transactions: begin(Access::write), put_model,
/// intern_person, new_case_id, write, lease_outbox, release_outbox, remove_from_outbox, commit. What the failing call had to do is not done.
///
///     FailingStore store(inner);
///     store.fail_at(3);   // counts from now on; the third such call throws StoreError(io), the ones after it work
class FailingStore final : public itsmflow::Store {
 public:
  explicit FailingStore(itsmflow::Store& inner) : inner_(inner) {}

  /// 0: never.
  void fail_at(int call) {
    calls_ = 0;
    fail_at_ = call;
  }
  /// Calls that write since fail_at(); so many there are to fail at.
  int calls() const { return calls_; }
  bool has_failed() const { return fail_at_ != 0 && calls_ >= fail_at_; }

  std::unique_ptr<Transaction> begin(Access access) override {
    if (access == Access::write) count("begin");
    return std::make_unique<FailingTransaction>(*this, inner_.begin(access));
  }

 private:
  class FailingTransaction final : public ForwardingTransaction {
   public:
    FailingTransaction(FailingStore& store, std::unique_ptr<itsmflow::Store::Transaction> inner)
        : ForwardingTransaction(std::move(inner)), store_(store) {}

    void put_model(const itsmflow::StoredModel& model) override {
      store_.count("put_model");
      ForwardingTransaction::put_model(model);
    }
    itsmflow::PersonKey intern_person(std::string_view id) override {
      store_.count("intern_person");
      return ForwardingTransaction::intern_person(id);
    }
    itsmflow::CaseId new_case_id() override {
      store_.count("new_case_id");
      return ForwardingTransaction::new_case_id();
    }
    itsmflow::Store::Written write(const itsmflow::StepRecord& step) override {
      store_.count("write");
      return ForwardingTransaction::write(step);
    }
    std::vector<itsmflow::OutboxRow> lease_outbox(std::string_view kind, itsmflow::Timestamp now, itsmflow::Timestamp until,
                                                  std::size_t limit) override {
      store_.count("lease_outbox");
      return ForwardingTransaction::lease_outbox(kind, now, until, limit);
    }
    void release_outbox(std::int64_t id, itsmflow::Timestamp until) override {
      store_.count("release_outbox");
      ForwardingTransaction::release_outbox(id, until);
    }
    void remove_from_outbox(std::int64_t id) override {
      store_.count("remove_from_outbox");
      ForwardingTransaction::remove_from_outbox(id);
    }
    void commit() override {
      store_.count("commit");
      ForwardingTransaction::commit();
    }

   private:
    FailingStore& store_;
  };

  void count(const std::string& call) {
    const int number = ++calls_;
    if (number != fail_at_) return;
    throw itsmflow::StoreError(itsmflow::StoreError::Kind::io,
                               "The store fails on purpose at " + call + ", call " + std::to_string(number) + ".");
  }

  itsmflow::Store& inner_;
  std::atomic<int> calls_ = 0;
  std::atomic<int> fail_at_ = 0;
};
