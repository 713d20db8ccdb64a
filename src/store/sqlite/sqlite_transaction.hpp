#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/sqlite/scope.hpp"

namespace itsmflow {

/// A Store::Transaction over the tables, whatever its scope is.
class SqliteTransaction final : public Store::Transaction {
 public:
  explicit SqliteTransaction(std::unique_ptr<Scope> scope);
  ~SqliteTransaction() override;

  void put_model(const StoredModel& model) override;
  std::optional<StoredModel> model(std::string_view digest) override;
  PersonKey intern_person(std::string_view id) override;
  std::optional<PersonKey> find_person(std::string_view id) override;
  std::optional<std::string> person(PersonKey key) override;
  void erase_person(PersonKey key) override;
  void replace_texts(CaseId id, std::int64_t number, std::string_view texts) override;
  CaseId new_case_id() override;
  std::optional<CaseRecord> load(CaseId id) override;
  Store::Written write(const StepRecord& step) override;
  Digest head() override;
  LogPart log_part() override;
  std::vector<EventRecord> events(CaseId id, std::int64_t from_number, std::size_t limit) override;
  std::vector<EventRecord> events_after(std::int64_t position, std::size_t limit) override;
  std::optional<EventRecord> event_by_key(std::string_view key) override;
  std::vector<OfferRow> offers(const OfferQuery& query) override;
  std::vector<OfferRow> offers_of(CaseId id) override;
  std::vector<CaseRecord> cases(const CaseQuery& query) override;
  std::vector<TimerRow> due_timers(Timestamp until, std::size_t limit) override;
  std::optional<Timestamp> next_timer() override;
  std::vector<OutboxRow> outbox(std::string_view kind, std::size_t limit) override;
  std::vector<OutboxRow> lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit) override;
  void release_outbox(std::int64_t id, Timestamp until) override;
  void remove_from_outbox(std::int64_t id) override;
  void rewrite(const DerivedRecord& derived) override;
  std::int64_t rewrite_heads() override;
  std::int64_t remove_strays() override;
  void commit() override;

 private:
  /// The connection, while the transaction is open; UsageError after it.
  Connection& open() const;
  /// The same, and only for writing.
  Connection& writable() const;

  /// Runs a statement whose old bytes are overwritten, and has the write-ahead log emptied after the commit.
  void overwrite(const std::function<void(Connection&)>& run);
  bool write_case(Connection& connection, const StepRecord& step);
  void write_events(Connection& connection, const StepRecord& step);
  void write_work(Connection& connection, const StepRecord& step);
  void write_outbox(Connection& connection, const StepRecord& step);
  /// What outbox() tells of a kind and nobody has leased at a moment.
  std::vector<OutboxRow> free_outbox(std::string_view kind, Timestamp now, std::size_t limit);
  std::optional<std::int64_t> key_of_model(Connection& connection, std::string_view digest);
  void check_person(Connection& connection, const std::optional<PersonKey>& key) const;

  std::unique_ptr<Scope> scope_;
  std::int64_t last_case_ = 0;  ///< the highest number given by this transaction
  bool half_written_ = false;   ///< something began to write and threw
};

}  // namespace itsmflow
