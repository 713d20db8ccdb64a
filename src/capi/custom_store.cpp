#include <memory>
#include <utility>

#include "capi/rows.hpp"

using namespace itsmflow::capi;

namespace {

namespace flow = itsmflow;

/// The one row that was found, if any; a store that gives several has misunderstood.
template <class Row>
std::optional<Row> at_most_one(std::vector<Row>& rows, const char* who) {
  if (rows.size() > 1) throw flow::StoreError(flow::StoreError::Kind::io, std::string(who) + " of the store gave more than one");
  return rows.empty() ? std::nullopt : std::optional<Row>(std::move(rows.front()));
}

template <class Row>
Row exactly_one(std::vector<Row>& rows, const char* who) {
  std::optional<Row> row = at_most_one(rows, who);
  if (!row) throw flow::StoreError(flow::StoreError::Kind::io, std::string(who) + " of the store gave nothing");
  return *std::move(row);
}

/// Persons and cases have numbers from 1 on; 0 stands for none.
std::int64_t from_one(std::int64_t number, const char* who) {
  if (number > 0) return number;
  throw flow::StoreError(flow::StoreError::Kind::io,
                         std::string(who) + " of the store gave " + std::to_string(number) + "; numbers begin with 1");
}

class CustomTransaction final : public flow::Store::Transaction {
 public:
  CustomTransaction(const itsmflow_store_functions& functions, void* tx) : functions_(functions), tx_(tx) {}
  ~CustomTransaction() override { functions_.end(tx_); }
  CustomTransaction(const CustomTransaction&) = delete;
  CustomTransaction& operator=(const CustomTransaction&) = delete;

  void put_model(const flow::StoredModel& model) override {
    const itsmflow_model_row row = out(model);
    ask(functions_.put_model, "put_model", &row);
  }
  std::optional<flow::StoredModel> model(std::string_view digest) override {
    return at_most_one(ask(functions_.model, "model", Text(digest).get()).models, "model");
  }

  flow::PersonKey intern_person(std::string_view id) override {
    return from_one(exactly_one(ask(functions_.intern_person, "intern_person", Text(id).get()).numbers, "intern_person"),
                    "intern_person");
  }
  std::optional<flow::PersonKey> find_person(std::string_view id) override {
    const std::optional<flow::PersonKey> key =
        at_most_one(ask(functions_.find_person, "find_person", Text(id).get()).numbers, "find_person");
    if (key) from_one(*key, "find_person");
    return key;
  }
  std::optional<std::string> person(flow::PersonKey key) override {
    return at_most_one(ask(functions_.person, "person", key).texts, "person");
  }
  void erase_person(flow::PersonKey key) override {
    if (functions_.erase_person == nullptr) return Transaction::erase_person(key);
    ask(functions_.erase_person, "erase_person", key);
  }

  flow::CaseId new_case_id() override {
    return {from_one(exactly_one(ask(functions_.new_case_id, "new_case_id").numbers, "new_case_id"), "new_case_id")};
  }
  std::optional<flow::CaseRecord> load(flow::CaseId id) override {
    return at_most_one(ask(functions_.load, "load", id.value).cases, "load");
  }
  flow::Store::Written write(const flow::StepRecord& step) override {
    const StepForC row(step);
    std::int32_t conflict = 0;
    ask(functions_.write, "write", row.get(), &conflict);
    return conflict != 0 ? flow::Store::Written::conflict : flow::Store::Written::done;
  }

  flow::Digest head() override { return at_most_one(ask(functions_.head, "head").digests, "head").value_or(flow::Digest{}); }
  std::vector<flow::EventRecord> events(flow::CaseId id, std::int64_t from_number, std::size_t limit) override {
    return std::move(ask(functions_.events, "events", id.value, from_number, limit).events);
  }
  std::vector<flow::EventRecord> events_after(std::int64_t position, std::size_t limit) override {
    return std::move(ask(functions_.events_after, "events_after", position, limit).events);
  }
  void replace_texts(flow::CaseId id, std::int64_t number, std::string_view texts) override {
    if (functions_.replace_texts == nullptr) return Transaction::replace_texts(id, number, texts);
    ask(functions_.replace_texts, "replace_texts", id.value, number, Text(texts).get());
  }
  std::optional<flow::EventRecord> event_by_key(std::string_view key) override {
    return at_most_one(ask(functions_.event_by_key, "event_by_key", Text(key).get()).events, "event_by_key");
  }

  std::vector<flow::OfferRow> offers(const flow::OfferQuery& query) override {
    const std::vector<itsmflow_text> roles = out(query.roles);
    itsmflow_offer_query wanted{};
    wanted.size = sizeof wanted;
    wanted.roles = roles.data();
    wanted.role_count = roles.size();
    wanted.holder = query.holder.value_or(0);
    wanted.after = query.after.value;
    wanted.limit = query.limit;
    return std::move(ask(functions_.offers, "offers", &wanted).offers);
  }
  std::vector<flow::OfferRow> offers_of(flow::CaseId id) override {
    return std::move(ask(functions_.offers_of, "offers_of", id.value).offers);
  }
  std::vector<flow::CaseRecord> cases(const flow::CaseQuery& query) override {
    itsmflow_case_query wanted{};
    wanted.size = sizeof wanted;
    wanted.process = out(query.process);
    wanted.status = query.status ? number_of(*query.status) : -1;
    wanted.after = query.after.value;
    wanted.limit = query.limit;
    return std::move(ask(functions_.cases, "cases", &wanted).cases);
  }
  std::vector<flow::TimerRow> due_timers(flow::Timestamp until, std::size_t limit) override {
    return std::move(ask(functions_.due_timers, "due_timers", out(until), limit).timers);
  }
  std::optional<flow::Timestamp> next_timer() override {
    return at_most_one(ask(functions_.next_timer, "next_timer").times, "next_timer");
  }

  std::vector<flow::OutboxRow> outbox(std::string_view kind, std::size_t limit) override {
    return std::move(ask(functions_.outbox, "outbox", Text(kind).get(), limit).outbox);
  }
  std::vector<flow::OutboxRow> lease_outbox(std::string_view kind, flow::Timestamp now, flow::Timestamp until,
                                            std::size_t limit) override {
    return std::move(ask(functions_.lease_outbox, "lease_outbox", Text(kind).get(), out(now), out(until), limit).outbox);
  }
  void release_outbox(std::int64_t id, flow::Timestamp until) override {
    ask(functions_.release_outbox, "release_outbox", id, out(until));
  }
  void remove_from_outbox(std::int64_t id) override { ask(functions_.remove_from_outbox, "remove_from_outbox", id); }

  void commit() override { ask(functions_.commit, "commit"); }

 private:
  /// A text that ends with a zero byte, which a string_view needn't.
  class Text {
   public:
    explicit Text(std::string_view of) : text_(of) {}
    itsmflow_text get() const noexcept { return out(text_); }

   private:
    std::string text_;
  };

  static std::int32_t number_of(flow::CaseStatus status) noexcept {
    flow::CaseRecord record;
    record.status = status;
    return out(record).status;
  }

  /// What a function has found. The next one finds anew.
  template <class Function, class... Arguments>
  itsmflow_rows& ask(Function function, const char* who, Arguments... arguments) {
    rows_ = itsmflow_rows();
    const itsmflow_status status = function(tx_, arguments..., &rows_);
    throw_if_failed(rows_.status(status), who, rows_.why());
    return rows_;
  }

  const itsmflow_store_functions& functions_;
  void* tx_;
  itsmflow_rows rows_;
};

class CustomStore final : public flow::Store {
 public:
  CustomStore(const itsmflow_store_functions& functions, void* context) : functions_(functions), context_(context) {}
  void take_context() noexcept { context_.take(functions_.destroy); }

  std::unique_ptr<Transaction> begin(Access access) override {
    itsmflow_rows rows;
    void* tx = nullptr;
    const itsmflow_status status = functions_.begin(context_.get(), access == Access::write ? 1 : 0, &tx, &rows);
    throw_if_failed(status, "begin", rows.why());
    try {
      return std::make_unique<CustomTransaction>(functions_, tx);
    } catch (...) {
      functions_.end(tx);
      throw;
    }
  }

 private:
  itsmflow_store_functions functions_;
  Context context_;
};

/// The first function that a store can't do without and hasn't; null where it has all.
const char* what_is_missing(const itsmflow_store_functions& f) noexcept {
  const std::pair<const char*, bool> needed[] = {
      {"begin", f.begin != nullptr},
      {"end", f.end != nullptr},
      {"commit", f.commit != nullptr},
      {"put_model", f.put_model != nullptr},
      {"model", f.model != nullptr},
      {"intern_person", f.intern_person != nullptr},
      {"find_person", f.find_person != nullptr},
      {"person", f.person != nullptr},
      {"new_case_id", f.new_case_id != nullptr},
      {"load", f.load != nullptr},
      {"write", f.write != nullptr},
      {"head", f.head != nullptr},
      {"events", f.events != nullptr},
      {"events_after", f.events_after != nullptr},
      {"event_by_key", f.event_by_key != nullptr},
      {"offers", f.offers != nullptr},
      {"offers_of", f.offers_of != nullptr},
      {"cases", f.cases != nullptr},
      {"due_timers", f.due_timers != nullptr},
      {"next_timer", f.next_timer != nullptr},
      {"outbox", f.outbox != nullptr},
      {"lease_outbox", f.lease_outbox != nullptr},
      {"release_outbox", f.release_outbox != nullptr},
      {"remove_from_outbox", f.remove_from_outbox != nullptr},
  };
  for (const auto& [name, is_there] : needed)
    if (!is_there) return name;
  return nullptr;
}

}  // namespace

itsmflow_status itsmflow_store_create_custom(itsmflow_call* call, const itsmflow_store_functions* functions, void* context,
                                             itsmflow_store** store) {
  return run_for_handle(call, store, [&] {
    const itsmflow_store_functions given = in(functions);
    if (const char* missing = what_is_missing(given))
      throw flow::UsageError(std::string("a store has no function `") + missing +
                             "`; only erase_person, replace_texts and destroy may be null");
    const auto custom = std::make_shared<CustomStore>(given, context);
    auto handle = std::make_unique<itsmflow_store>(custom);
    custom->take_context();
    return handle;
  });
}
