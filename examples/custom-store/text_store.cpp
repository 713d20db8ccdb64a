#include "text_store.hpp"

#include <itsmflow/error.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "text_line.hpp"

using itsmflow::CaseId;
using itsmflow::CaseQuery;
using itsmflow::CaseRecord;
using itsmflow::CaseStatus;
using itsmflow::Digest;
using itsmflow::EventRecord;
using itsmflow::OfferQuery;
using itsmflow::OfferRow;
using itsmflow::OutboxRow;
using itsmflow::PersonKey;
using itsmflow::StepRecord;
using itsmflow::Store;
using itsmflow::StoredModel;
using itsmflow::StoreError;
using itsmflow::TimerRow;
using itsmflow::Timestamp;

namespace {

void write_step(std::string& text, const StepRecord& step) {
  const CaseRecord& after = step.after;
  LineWriter(text, "step") << after.id.value << after.model_digest << after.process << static_cast<std::int64_t>(after.status)
                           << step.expected_revision << after.revision << after.started << after.changed << after.head << step.head
                           << after.snapshot;
  for (const EventRecord& e : step.events) {
    LineWriter(text, "event") << e.number << e.step << e.type << e.at << e.actor << e.content << e.texts << e.key << e.digest;
  }
  for (const OfferRow& row : step.offers_set) LineWriter(text, "offer") << row.activity << row.item << row.role << row.holder;
  for (const OfferRow& row : step.offers_removed)
    LineWriter(text, "no-offer") << row.activity << row.item << row.role << row.holder;
  for (const TimerRow& row : step.timers_set) LineWriter(text, "timer") << row.name << row.due;
  for (const std::string& name : step.timers_removed) LineWriter(text, "no-timer") << name;
  for (const OutboxRow& row : step.outbox) LineWriter(text, "outbox") << row.key << row.kind << row.body << row.at;
  for (const std::string& key : step.outbox_removed) LineWriter(text, "no-outbox") << key;
  LineWriter(text, "done");
}

/// Reads one line of a step; false: the step is whole.
bool read_step(LineReader& line, StepRecord& step) {
  const CaseId id = step.after.id;
  if (line.word() == "step") {
    CaseRecord& after = step.after;
    std::int64_t status = 0;
    line >> after.id.value >> after.model_digest >> after.process >> status >> step.expected_revision >> after.revision >>
        after.started >> after.changed >> after.head >> step.head >> after.snapshot;
    after.status = static_cast<CaseStatus>(status);
  } else if (line.word() == "event") {
    EventRecord& e = step.events.emplace_back();
    e.case_id = id;
    line >> e.number >> e.step >> e.type >> e.at >> e.actor >> e.content >> e.texts >> e.key >> e.digest;
  } else if (line.word() == "offer" || line.word() == "no-offer") {
    OfferRow& row = (line.word() == "offer" ? step.offers_set : step.offers_removed).emplace_back();
    row.case_id = id;
    line >> row.activity >> row.item >> row.role >> row.holder;
  } else if (line.word() == "timer") {
    TimerRow& row = step.timers_set.emplace_back();
    row.case_id = id;
    line >> row.name >> row.due;
  } else if (line.word() == "no-timer") {
    line >> step.timers_removed.emplace_back();
  } else if (line.word() == "outbox") {
    OutboxRow& row = step.outbox.emplace_back();
    row.case_id = id;
    line >> row.key >> row.kind >> row.body >> row.at;
  } else if (line.word() == "no-outbox") {
    line >> step.outbox_removed.emplace_back();
  }
  return line.word() != "done";
}

/// Plays the lines of one transaction.
void play_lines(std::string_view lines, Store::Transaction& into) {
  StepRecord step;
  while (!lines.empty()) {
    LineReader line(lines.substr(0, lines.find('\n')));
    lines.remove_prefix(lines.find('\n') + 1);
    if (line.word() == "model") {
      StoredModel model;
      line >> model.process >> model.version >> model.digest >> model.name >> model.source;
      into.put_model(model);
    } else if (line.word() == "person") {
      std::string id;
      line >> id;
      into.intern_person(id);
    } else if (line.word() == "lease") {  // of so many rows: the memory gives the same ones as then
      std::string kind;
      Timestamp now, until;
      std::int64_t count = 0;
      line >> kind >> now >> until >> count;
      into.lease_outbox(kind, now, until, static_cast<std::size_t>(count));
    } else if (line.word() == "release") {
      std::int64_t id = 0;
      Timestamp until;
      line >> id >> until;
      into.release_outbox(id, until);
    } else if (line.word() == "told") {
      std::int64_t id = 0;
      line >> id;
      into.remove_from_outbox(id);
    } else if (!read_step(line, step)) {
      into.write(std::exchange(step, StepRecord()));
    }
  }
}

}  // namespace

/// Asks and changes the memory, and notes the changes for the file.
class TextTransaction final : public Store::Transaction {
 public:
  TextTransaction(TextStore& store, Store::Access access) : store_(store), inner_(store.memory_.begin(access)) {}

  void put_model(const StoredModel& m) override {
    const bool known = inner_->model(m.digest).has_value();
    inner_->put_model(m);
    if (!known) LineWriter(lines_, "model") << m.process << m.version << m.digest << m.name << m.source;
  }
  PersonKey intern_person(std::string_view id) override {
    const bool known = inner_->find_person(id).has_value();
    const PersonKey key = inner_->intern_person(id);
    if (!known) LineWriter(lines_, "person") << id;
    return key;
  }
  Store::Written write(const StepRecord& step) override {
    const Store::Written written = inner_->write(step);
    if (written == Store::Written::done) write_step(lines_, step);
    return written;
  }
  std::vector<OutboxRow> lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit) override {
    std::vector<OutboxRow> rows = inner_->lease_outbox(kind, now, until, limit);
    if (!rows.empty()) LineWriter(lines_, "lease") << kind << now << until << static_cast<std::int64_t>(rows.size());
    return rows;
  }
  void release_outbox(std::int64_t id, Timestamp until) override {
    inner_->release_outbox(id, until);
    LineWriter(lines_, "release") << id << until;
  }
  void remove_from_outbox(std::int64_t id) override {
    inner_->remove_from_outbox(id);
    LineWriter(lines_, "told") << id;
  }
  void commit() override {
    if (!lines_.empty()) store_.append(lines_);  // where it throws, the memory is undone
    lines_.clear();
    inner_->commit();
  }

  std::optional<StoredModel> model(std::string_view digest) override { return inner_->model(digest); }
  std::optional<PersonKey> find_person(std::string_view id) override { return inner_->find_person(id); }
  std::optional<std::string> person(PersonKey key) override { return inner_->person(key); }
  CaseId new_case_id() override { return inner_->new_case_id(); }
  std::optional<CaseRecord> load(CaseId id) override { return inner_->load(id); }
  Digest head() override { return inner_->head(); }
  std::vector<EventRecord> events(CaseId id, std::int64_t from, std::size_t limit) override {
    return inner_->events(id, from, limit);
  }
  std::vector<EventRecord> events_after(std::int64_t position, std::size_t limit) override {
    return inner_->events_after(position, limit);
  }
  std::optional<EventRecord> event_by_key(std::string_view key) override { return inner_->event_by_key(key); }
  std::vector<OfferRow> offers(const OfferQuery& query) override { return inner_->offers(query); }
  std::vector<OfferRow> offers_of(CaseId id) override { return inner_->offers_of(id); }
  std::vector<CaseRecord> cases(const CaseQuery& query) override { return inner_->cases(query); }
  std::vector<TimerRow> due_timers(Timestamp until, std::size_t limit) override { return inner_->due_timers(until, limit); }
  std::optional<Timestamp> next_timer() override { return inner_->next_timer(); }
  std::vector<OutboxRow> outbox(std::string_view kind, std::size_t limit) override { return inner_->outbox(kind, limit); }

 private:
  TextStore& store_;
  std::unique_ptr<Store::Transaction> inner_;
  std::string lines_;
};

TextStore::TextStore(std::string path) : path_(std::move(path)), file_(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
  if (file_ < 0) fail("opened");
  try {
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) throw StoreError(StoreError::Kind::busy, path_ + " is used by another process.");
    play();
  } catch (...) {
    ::close(file_);
    throw;
  }
}

TextStore::~TextStore() {
  ::close(file_);
}

void TextStore::play() {
  std::string text;
  char buffer[65'536];
  for (ssize_t count = 0; (count = ::read(file_, buffer, sizeof buffer)) != 0;) {
    if (count < 0) fail("read");
    text.append(buffer, static_cast<std::size_t>(count));
  }
  const std::string_view all(text);
  for (std::size_t begin = 0, at = 0; at < all.size();) {
    const std::size_t end = all.find('\n', at);
    if (end == std::string_view::npos) break;
    if (all.substr(at, 7) == "commit\t") {
      const std::string_view lines = all.substr(begin, at - begin);
      if (all.substr(at + 7, end - at - 7) != std::to_string(checksum(lines))) {
        // The last transaction may be torn by a crash; one that others follow was changed afterwards.
        if (all.find("\ncommit\t", end) == std::string_view::npos) break;
        throw StoreError(StoreError::Kind::corrupt,
                         path_ + " was changed at byte " + std::to_string(begin) + "; restore a backup.");
      }
      const auto transaction = memory_.begin(Access::write);
      play_lines(lines, *transaction);
      transaction->commit();
      begin = end + 1;
      size_ = static_cast<std::int64_t>(begin);
    }
    at = end + 1;
  }
  if (::ftruncate(file_, size_) != 0) fail("cut back to its last whole transaction");
}

void TextStore::append(const std::string& lines) {
  const std::string text = lines + "commit\t" + std::to_string(checksum(lines)) + "\n";
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = ::pwrite(file_, text.data() + done, text.size() - done, size_ + static_cast<std::int64_t>(done));
    if (count < 0) {
      const int error = errno;
      (void)!::ftruncate(file_, size_);  // if not even that works, the next transaction overwrites it
      errno = error;
      fail("written");
    }
    done += static_cast<std::size_t>(count);
  }
  if (::fdatasync(file_) != 0) {
    const int error = errno;
    (void)!::ftruncate(file_, size_);
    errno = error;
    fail("synced");
  }
  size_ += static_cast<std::int64_t>(text.size());
}

void TextStore::fail(const char* doing) const {
  const auto kind = errno == ENOSPC || errno == EFBIG ? StoreError::Kind::full
                    : file_ < 0                       ? StoreError::Kind::cannot_open
                                                      : StoreError::Kind::io;
  throw StoreError(kind, path_ + " could not be " + doing + ": " + std::strerror(errno) + ".");
}

std::unique_ptr<Store::Transaction> TextStore::begin(Access access) {
  return std::make_unique<TextTransaction>(*this, access);
}
