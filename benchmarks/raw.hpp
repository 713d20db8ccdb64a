// SQLite alone that writes what the engine writes: the limit that stores on a file are held against.

#pragma once

#include "../tests/store/forwarding_store.hpp"
#include "database.hpp"
#include "request.hpp"

#include <itsmflow/itsmflow.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace raw {

namespace flow = itsmflow;

/// What the engine writes for some cases, step by step.
struct Recorded {
  std::vector<flow::StoredModel> models;
  std::vector<std::string> people;
  std::vector<flow::StepRecord> steps;
};

class Recorder final : public flow::Store {
 public:
  std::unique_ptr<Transaction> begin(Access access) override { return std::make_unique<Recording>(store_.begin(access), written_); }
  Recorded take() { return std::move(written_); }

 private:
  class Recording final : public ForwardingTransaction {
   public:
    Recording(std::unique_ptr<Transaction> inner, Recorded& written) : ForwardingTransaction(std::move(inner)), written_(written) {}
    void put_model(const flow::StoredModel& model) override {
      if (written_.models.empty()) written_.models.push_back(model);
      ForwardingTransaction::put_model(model);
    }
    flow::PersonKey intern_person(std::string_view id) override {
      const flow::PersonKey key = ForwardingTransaction::intern_person(id);
      if (static_cast<std::size_t>(key) > written_.people.size()) written_.people.emplace_back(id);
      return key;
    }
    flow::Store::Written write(const flow::StepRecord& step) override {
      written_.steps.push_back(step);
      return ForwardingTransaction::write(step);
    }

   private:
    Recorded& written_;
  };

  flow::MemoryStore store_;
  Recorded written_;
};

inline Recorded written_for(std::int64_t cases) {
  Recorder recorder;
  flow::Engine engine(request::library(), recorder, request::people());
  for (std::int64_t i = 0; i < cases; ++i) request::play_case(engine);
  return recorder.take();
}

/// Values for one statement, in order; done by the destructor's time.
class Row {
 public:
  Row(Database& database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  Row& add(std::int64_t value) {
    database_.must(sqlite3_bind_int64(statement_, ++bound_, value));
    return *this;
  }
  Row& add(std::string_view text) {
    database_.must(sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
  }
  Row& add(const flow::Digest& digest) {
    database_.must(sqlite3_bind_blob64(statement_, ++bound_, digest.data(), digest.size(), SQLITE_STATIC));
    return *this;
  }
  Row& null() {
    database_.must(sqlite3_bind_null(statement_, ++bound_));
    return *this;
  }
  void write() {
    database_.must(sqlite3_step(statement_));
    database_.must(sqlite3_reset(statement_));
  }

 private:
  Database& database_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

inline std::int64_t micros(flow::Timestamp at) {
  return at.seconds * 1'000'000 + at.nanos / 1'000;
}

/// SQLite alone: it reads nothing and decides nothing, and writes what it is given.
class Sqlite {
 public:
  explicit Sqlite(Database& database)
      : database_(database),
        insert_case_(database.prepare("INSERT INTO cases (id, model, process, status, revision, started, changed, head, snapshot) "
                                      "VALUES (?, 1, ?, 'open', ?, ?, ?, ?, ?)")),
        update_case_(database.prepare("UPDATE cases SET revision = ?2, changed = ?3, head = ?4, snapshot = ?5 WHERE id = ?1")),
        end_case_(database.prepare(
            "UPDATE cases SET revision = ?2, changed = ?3, head = ?4, snapshot = ?5, status = 'over' WHERE id = ?1")),
        insert_event_(
            database.prepare("INSERT INTO events (case_id, number, step, type, at, actor, content, texts, key, digest, head) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)")),
        set_offer_(database.prepare("INSERT INTO offers (case_id, activity, item, role, holder) VALUES (?, ?, ?, ?, NULL)")),
        remove_offer_(database.prepare("DELETE FROM offers WHERE case_id = ? AND activity = ? AND item = ? AND role = ?")),
        remove_offers_(database.prepare("DELETE FROM offers WHERE case_id = ?")) {}

  void write(const flow::StepRecord& step) {
    const flow::CaseRecord& after = step.after;
    const bool open = after.status == flow::CaseStatus::open;
    if (step.expected_revision == 0)
      Row(database_, insert_case_)
          .add(after.id.value)
          .add(after.process)
          .add(after.revision)
          .add(micros(after.started))
          .add(micros(after.changed))
          .add(after.head)
          .add(after.snapshot)
          .write();
    else
      Row(database_, open ? update_case_ : end_case_)
          .add(after.id.value)
          .add(after.revision)
          .add(micros(after.changed))
          .add(after.head)
          .add(after.snapshot)
          .write();
    for (const flow::EventRecord& event : step.events) write(event, &event == &step.events.back() ? &step.head : nullptr);
    if (open)
      for (const flow::OfferRow& offer : step.offers_removed)
        Row(database_, remove_offer_).add(offer.case_id.value).add(offer.activity).add(offer.item).add(offer.role).write();
    else
      Row(database_, remove_offers_).add(after.id.value).write();
    if (open)
      for (const flow::OfferRow& offer : step.offers_set)
        Row(database_, set_offer_).add(offer.case_id.value).add(offer.activity).add(offer.item).add(offer.role).write();
  }

 private:
  void write(const flow::EventRecord& event, const flow::Digest* head) {
    Row row(database_, insert_event_);
    row.add(event.case_id.value).add(event.number).add(event.step).add(event.type).add(micros(event.at));
    event.actor ? row.add(*event.actor) : row.null();
    row.add(event.content);
    event.texts.empty() ? row.null() : row.add(event.texts);
    row.add(event.digest);
    head ? row.add(*head) : row.null();
    row.write();
  }

  Database& database_;
  sqlite3_stmt* insert_case_;
  sqlite3_stmt* update_case_;
  sqlite3_stmt* end_case_;
  sqlite3_stmt* insert_event_;
  sqlite3_stmt* set_offer_;
  sqlite3_stmt* remove_offer_;
  sqlite3_stmt* remove_offers_;
};

/// The tables, and the model and the people, which both sides find there.
inline void make_tables(const std::string& file, const Recorded& written) {
  flow::SqliteStore store(file);
  const auto transaction = store.begin(flow::Store::Access::write);
  for (const flow::StoredModel& model : written.models) transaction->put_model(model);
  for (const std::string& person : written.people) transaction->intern_person(person);
  transaction->commit();
}

}  // namespace raw
