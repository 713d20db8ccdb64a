#pragma once

#include <itsmflow/store.hpp>

#include <memory>
#include <utility>

/// Hands every call on to another store's transaction. Tests derive from it and change what they are about.
class ForwardingTransaction : public itsmflow::Store::Transaction {
 public:
  explicit ForwardingTransaction(std::unique_ptr<itsmflow::Store::Transaction> inner) : inner_(std::move(inner)) {}

  void put_model(const itsmflow::StoredModel& model) override { inner_->put_model(model); }
  std::optional<itsmflow::StoredModel> model(std::string_view digest) override { return inner_->model(digest); }
  itsmflow::PersonKey intern_person(std::string_view id) override { return inner_->intern_person(id); }
  std::optional<itsmflow::PersonKey> find_person(std::string_view id) override { return inner_->find_person(id); }
  std::optional<std::string> person(itsmflow::PersonKey key) override { return inner_->person(key); }
  void erase_person(itsmflow::PersonKey key) override { inner_->erase_person(key); }
  void replace_texts(itsmflow::CaseId id, std::int64_t number, std::string_view texts) override {
    inner_->replace_texts(id, number, texts);
  }
  itsmflow::CaseId new_case_id() override { return inner_->new_case_id(); }
  std::optional<itsmflow::CaseRecord> load(itsmflow::CaseId id) override { return inner_->load(id); }
  itsmflow::Store::Written write(const itsmflow::StepRecord& step) override { return inner_->write(step); }
  itsmflow::Digest head() override { return inner_->head(); }
  itsmflow::LogPart log_part() override { return inner_->log_part(); }
  std::vector<itsmflow::EventRecord> events(itsmflow::CaseId id, std::int64_t from_number, std::size_t limit) override {
    return inner_->events(id, from_number, limit);
  }
  std::vector<itsmflow::EventRecord> events_after(std::int64_t position, std::size_t limit) override {
    return inner_->events_after(position, limit);
  }
  std::optional<itsmflow::EventRecord> event_by_key(std::string_view key) override { return inner_->event_by_key(key); }
  std::vector<itsmflow::OfferRow> offers(const itsmflow::OfferQuery& query) override { return inner_->offers(query); }
  std::vector<itsmflow::OfferRow> offers_of(itsmflow::CaseId id) override { return inner_->offers_of(id); }
  std::vector<itsmflow::CaseRecord> cases(const itsmflow::CaseQuery& query) override { return inner_->cases(query); }
  std::vector<itsmflow::TimerRow> due_timers(itsmflow::Timestamp until, std::size_t limit) override {
    return inner_->due_timers(until, limit);
  }
  std::optional<itsmflow::Timestamp> next_timer() override { return inner_->next_timer(); }
  std::vector<itsmflow::OutboxRow> outbox(std::string_view kind, std::size_t limit) override { return inner_->outbox(kind, limit); }
  std::vector<itsmflow::OutboxRow> lease_outbox(std::string_view kind, itsmflow::Timestamp now, itsmflow::Timestamp until,
                                                std::size_t limit) override {
    return inner_->lease_outbox(kind, now, until, limit);
  }
  void release_outbox(std::int64_t id, itsmflow::Timestamp until) override { inner_->release_outbox(id, until); }
  void remove_from_outbox(std::int64_t id) override { inner_->remove_from_outbox(id); }
  void rewrite(const itsmflow::DerivedRecord& derived) override { inner_->rewrite(derived); }
  std::int64_t rewrite_heads() override { return inner_->rewrite_heads(); }
  std::int64_t remove_strays() override { return inner_->remove_strays(); }
  void commit() override { inner_->commit(); }

 protected:
  itsmflow::Store::Transaction& inner() { return *inner_; }

 private:
  std::unique_ptr<itsmflow::Store::Transaction> inner_;
};
