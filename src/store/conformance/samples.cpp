#include "store/conformance/samples.hpp"

#include <stdexcept>

namespace itsmflow::conformance {
namespace {

constexpr const char* kModel = "5f0c3b1de2a44bb5a2c3a1f8a3f0c6d7e8f90123456789abcdef0123456789ab";
constexpr std::size_t kAll = 1'000'000;

std::string hex(const Digest& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

template <class Result, class Row, class Function>
std::vector<Result> mapped(const std::vector<Row>& rows, Function function) {
  std::vector<Result> results;
  results.reserve(rows.size());
  for (const Row& row : rows) results.push_back(function(row));
  return results;
}

std::string text_of(const std::optional<PersonKey>& key) {
  return key ? std::to_string(*key) : "nobody";
}

EventRecord sample_event(CaseId id, std::int64_t number, std::int64_t step) {
  EventRecord event;
  event.case_id = id;
  event.number = number;
  event.step = step;
  event.type = "done";
  event.at = {kNoon + number, 123'456'000};
  event.content = R"({"activity":"prepare"})";
  event.digest = sample_digest(id.value * 1'000 + number);
  return event;
}

}  // namespace

StoredModel sample_model() {
  return {"minor-change", "1", kModel, "minor-change.yaml", "process: minor-change\nversion: 1\n"};
}

Digest sample_digest(std::int64_t number) {
  Digest digest{};
  std::uint64_t state = static_cast<std::uint64_t>(number) * 0x9E37'79B9'7F4A'7C15u + 1;
  for (std::uint8_t& byte : digest) {
    state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    byte = static_cast<std::uint8_t>(state >> 56);
  }
  return digest;
}

StepRecord next_step(const CaseRecord& before, std::size_t events) {
  StepRecord step;
  step.after = before;
  step.expected_revision = before.revision;
  for (std::size_t i = 0; i < events; ++i) {
    step.events.push_back(sample_event(before.id, before.revision + static_cast<std::int64_t>(i) + 1, before.revision + 1));
  }
  const EventRecord& last = step.events.back();
  step.after.revision = last.number;
  step.after.changed = last.at;
  step.after.head = last.digest;
  step.after.snapshot = R"({"revision":)" + std::to_string(last.number) + "}";
  step.head = sample_digest(-(before.id.value * 1'000 + last.number));
  return step;
}

StepRecord first_step(CaseId id) {
  CaseRecord before;
  before.id = id;
  before.model_digest = kModel;
  before.process = "minor-change";
  StepRecord step = next_step(before);
  step.after.started = step.after.changed;
  return step;
}

CaseId add_case(Store& store, const Change& change) {
  const auto transaction = store.begin(Store::Access::write);
  transaction->put_model(sample_model());
  StepRecord step = first_step(transaction->new_case_id());
  if (change) change(step);
  if (transaction->write(step) != Store::Written::done) throw std::runtime_error("the first step of a new case got a conflict");
  transaction->commit();
  return step.after.id;
}

void add_step(Store& store, CaseId id, const Change& change) {
  const auto transaction = store.begin(Store::Access::write);
  StepRecord step = next_step(loaded(*transaction, id));
  if (change) change(step);
  if (transaction->write(step) != Store::Written::done) throw std::runtime_error("a step on the loaded revision got a conflict");
  transaction->commit();
}

std::optional<CaseRecord> load(Store& store, CaseId id) {
  return store.begin(Store::Access::read)->load(id);
}

CaseRecord loaded(Store::Transaction& transaction, CaseId id) {
  std::optional<CaseRecord> record = transaction.load(id);
  if (!record) throw std::runtime_error("case " + to_string(id) + " can't be loaded");
  return *std::move(record);
}

CaseRecord loaded(Store& store, CaseId id) {
  return loaded(*store.begin(Store::Access::read), id);
}

std::vector<EventRecord> events_of(Store& store, CaseId id) {
  return store.begin(Store::Access::read)->events(id, 1, kAll);
}

std::vector<EventRecord> all_events(Store& store) {
  return store.begin(Store::Access::read)->events_after(0, kAll);
}

Digest head_of(Store& store) {
  return store.begin(Store::Access::read)->head();
}

PersonKey intern(Store& store, const std::string& id) {
  const auto transaction = store.begin(Store::Access::write);
  const PersonKey key = transaction->intern_person(id);
  transaction->commit();
  return key;
}

std::string line(const OfferRow& row) {
  return to_string(row.case_id) + " " + row.activity + (row.item.empty() ? "" : "/" + row.item) + " " +
         (row.role.empty() ? "anybody" : row.role) + " " + text_of(row.holder);
}

std::string line(const EventRecord& event) {
  return to_string(event.case_id) + "/" + std::to_string(event.number) + " of step " + std::to_string(event.step) + " at " +
         std::to_string(event.position) + ": " + event.type + ", " + to_string(event.at) + ", by " + text_of(event.actor) +
         ", content " + event.content + ", texts " + event.texts + ", key " + event.key + ", digest " + hex(event.digest);
}

std::string line(const CaseRecord& record) {
  constexpr const char* kStatus[] = {"open", "over", "cancelled"};
  return to_string(record.id) + " " + record.process + " on " + record.model_digest + ", " +
         kStatus[static_cast<std::size_t>(record.status)] + ", revision " + std::to_string(record.revision) + ", " +
         to_string(record.started) + " to " + to_string(record.changed) + ", head " + hex(record.head) + ", snapshot " +
         record.snapshot;
}

std::vector<std::string> lines(const std::vector<OfferRow>& rows) {
  return mapped<std::string>(rows, [](const OfferRow& row) { return line(row); });
}

std::vector<std::string> lines(const std::vector<TimerRow>& rows) {
  return mapped<std::string>(
      rows, [](const TimerRow& row) { return to_string(row.case_id) + " " + row.name + " " + to_string(row.due); });
}

std::vector<std::string> lines(const std::vector<OutboxRow>& rows) {
  return mapped<std::string>(rows, [](const OutboxRow& row) {
    return to_string(row.case_id) + " " + row.key + " " + row.kind + " " + row.body + " " + to_string(row.at) +
           (row.leased_until ? " leased until " + to_string(*row.leased_until) : "");
  });
}

std::vector<std::int64_t> positions(const std::vector<EventRecord>& events) {
  return mapped<std::int64_t>(events, [](const EventRecord& event) { return event.position; });
}

std::vector<std::int64_t> numbers(const std::vector<EventRecord>& events) {
  return mapped<std::int64_t>(events, [](const EventRecord& event) { return event.number; });
}

}  // namespace itsmflow::conformance
