#include "capi/rows.hpp"

#include <algorithm>
#include <iterator>

namespace itsmflow::capi {
namespace {

template <class Row>
Row sized() noexcept {
  Row row{};
  row.size = sizeof row;
  return row;
}

template <class Item>
auto each_out(const std::vector<Item>& items) {
  std::vector<decltype(out(items.front()))> rows;
  rows.reserve(items.size());
  for (const Item& item : items) rows.push_back(out(item));
  return rows;
}

Digest digest_of(const itsmflow_digest& digest) noexcept {
  Digest copy{};
  std::copy(std::begin(digest.bytes), std::end(digest.bytes), copy.begin());
  return copy;
}

std::optional<PersonKey> person(std::int64_t key) {
  if (key < 0) throw UsageError("the number of a person is below 0");
  return key == 0 ? std::nullopt : std::optional(key);
}

CaseId case_id(std::int64_t number) {
  if (number < 1) throw UsageError("the number of a case is below 1");
  return {number};
}

CaseStatus status_of(std::int32_t status) {
  switch (status) {
    case ITSMFLOW_CASE_OPEN:
      return CaseStatus::open;
    case ITSMFLOW_CASE_OVER:
      return CaseStatus::over;
    case ITSMFLOW_CASE_CANCELLED:
      return CaseStatus::cancelled;
    default:
      throw UsageError("the status of a case is none of ITSMFLOW_CASE_…");
  }
}

std::int32_t status_of(CaseStatus status) noexcept {
  switch (status) {
    case CaseStatus::open:
      return ITSMFLOW_CASE_OPEN;
    case CaseStatus::over:
      return ITSMFLOW_CASE_OVER;
    case CaseStatus::cancelled:
      return ITSMFLOW_CASE_CANCELLED;
  }
  return ITSMFLOW_CASE_OPEN;
}

template <class Row>
Row known(const Row* row) {
  if (row == nullptr) throw UsageError("a row is null");
  return in(row);
}

template <class Work>
itsmflow_status put(itsmflow_rows* rows, const Work& work) noexcept {
  return answer(rows, Kind::rows, work);
}

}  // namespace

itsmflow_digest out(const Digest& digest) noexcept {
  itsmflow_digest copy{};
  std::copy(digest.begin(), digest.end(), std::begin(copy.bytes));
  return copy;
}

itsmflow_model_row out(const StoredModel& model) noexcept {
  auto row = sized<itsmflow_model_row>();
  row.process = out(model.process);
  row.version = out(model.version);
  row.digest = out(model.digest);
  row.name = out(model.name);
  row.source = out(model.source);
  return row;
}

itsmflow_case_row out(const CaseRecord& record) noexcept {
  auto row = sized<itsmflow_case_row>();
  row.case_id = record.id.value;
  row.model_digest = out(record.model_digest);
  row.process = out(record.process);
  row.status = status_of(record.status);
  row.revision = record.revision;
  row.started = out(record.started);
  row.changed = out(record.changed);
  row.snapshot = out(record.snapshot);
  row.head = out(record.head);
  return row;
}

itsmflow_event_row out(const EventRecord& event) noexcept {
  auto row = sized<itsmflow_event_row>();
  row.case_id = event.case_id.value;
  row.number = event.number;
  row.step = event.step;
  row.position = event.position;
  row.type = out(event.type);
  row.at = out(event.at);
  row.actor = event.actor.value_or(0);
  row.content = out(event.content);
  row.texts = out(event.texts);
  row.key = out(event.key);
  row.digest = out(event.digest);
  return row;
}

itsmflow_offer_row out(const OfferRow& offer) noexcept {
  auto row = sized<itsmflow_offer_row>();
  row.case_id = offer.case_id.value;
  row.activity = out(offer.activity);
  row.role = out(offer.role);
  row.holder = offer.holder.value_or(0);
  row.item = out(offer.item);
  return row;
}

itsmflow_timer_row out(const TimerRow& timer) noexcept {
  auto row = sized<itsmflow_timer_row>();
  row.case_id = timer.case_id.value;
  row.name = out(timer.name);
  row.due = out(timer.due);
  return row;
}

itsmflow_outbox_row out(const OutboxRow& message) noexcept {
  auto row = sized<itsmflow_outbox_row>();
  row.id = message.id;
  row.case_id = message.case_id.value;
  row.key = out(message.key);
  row.kind = out(message.kind);
  row.body = out(message.body);
  row.at = out(message.at);
  row.has_lease = message.leased_until ? 1 : 0;
  if (message.leased_until) row.leased_until = out(*message.leased_until);
  return row;
}

std::vector<itsmflow_text> out(const std::vector<std::string>& texts) {
  return each_out(texts);
}

StepForC::StepForC(const StepRecord& step)
    : after_(out(step.after)),
      events_(each_out(step.events)),
      offers_set_(each_out(step.offers_set)),
      offers_removed_(each_out(step.offers_removed)),
      timers_set_(each_out(step.timers_set)),
      timers_removed_(out(step.timers_removed)),
      outbox_removed_(out(step.outbox_removed)),
      outbox_(each_out(step.outbox)) {
  step_.size = sizeof step_;
  step_.after = &after_;
  step_.expected_revision = step.expected_revision;
  step_.events = events_.data();
  step_.event_count = events_.size();
  step_.offers_set = offers_set_.data();
  step_.offer_set_count = offers_set_.size();
  step_.offers_removed = offers_removed_.data();
  step_.offer_removed_count = offers_removed_.size();
  step_.timers_set = timers_set_.data();
  step_.timer_set_count = timers_set_.size();
  step_.timers_removed = timers_removed_.data();
  step_.timer_removed_count = timers_removed_.size();
  step_.outbox = outbox_.data();
  step_.outbox_count = outbox_.size();
  step_.outbox_removed = outbox_removed_.data();
  step_.outbox_removed_count = outbox_removed_.size();
  step_.head = out(step.head);
}

}  // namespace itsmflow::capi

using namespace itsmflow::capi;

itsmflow_status itsmflow_rows_model(itsmflow_rows* rows, const itsmflow_model_row* row) {
  return put(rows, [&] {
    const itsmflow_model_row model = known(row);
    rows->models.push_back({copy(model.process), copy(model.version), copy(model.digest), copy(model.name), copy(model.source)});
  });
}

itsmflow_status itsmflow_rows_case(itsmflow_rows* rows, const itsmflow_case_row* row) {
  return put(rows, [&] {
    const itsmflow_case_row given = known(row);
    itsmflow::CaseRecord record;
    record.id = case_id(given.case_id);
    record.model_digest = copy(given.model_digest);
    record.process = copy(given.process);
    record.status = status_of(given.status);
    record.revision = given.revision;
    record.started = in(given.started);
    record.changed = in(given.changed);
    record.snapshot = copy(given.snapshot);
    record.head = digest_of(given.head);
    rows->cases.push_back(std::move(record));
  });
}

itsmflow_status itsmflow_rows_event(itsmflow_rows* rows, const itsmflow_event_row* row) {
  return put(rows, [&] {
    const itsmflow_event_row given = known(row);
    itsmflow::EventRecord event;
    event.case_id = case_id(given.case_id);
    event.number = given.number;
    event.step = given.step;
    event.position = given.position;
    event.type = copy(given.type);
    event.at = in(given.at);
    event.actor = person(given.actor);
    event.content = copy(given.content);
    event.texts = copy(given.texts);
    event.key = copy(given.key);
    event.digest = digest_of(given.digest);
    rows->events.push_back(std::move(event));
  });
}

itsmflow_status itsmflow_rows_offer(itsmflow_rows* rows, const itsmflow_offer_row* row) {
  return put(rows, [&] {
    const itsmflow_offer_row given = known(row);
    rows->offers.push_back(
        {case_id(given.case_id), copy(given.activity), copy(given.role), person(given.holder), copy(given.item)});
  });
}

itsmflow_status itsmflow_rows_timer(itsmflow_rows* rows, const itsmflow_timer_row* row) {
  return put(rows, [&] {
    const itsmflow_timer_row given = known(row);
    rows->timers.push_back({case_id(given.case_id), copy(given.name), in(given.due)});
  });
}

itsmflow_status itsmflow_rows_outbox(itsmflow_rows* rows, const itsmflow_outbox_row* row) {
  return put(rows, [&] {
    const itsmflow_outbox_row given = known(row);
    itsmflow::OutboxRow message;
    message.id = given.id;
    message.case_id = case_id(given.case_id);
    message.key = copy(given.key);
    message.kind = copy(given.kind);
    message.body = copy(given.body);
    message.at = in(given.at);
    if (given.has_lease != 0) message.leased_until = in(given.leased_until);
    rows->outbox.push_back(std::move(message));
  });
}

itsmflow_status itsmflow_rows_text(itsmflow_rows* rows, itsmflow_text text) {
  return put(rows, [&] { rows->texts.push_back(copy(text)); });
}

itsmflow_status itsmflow_rows_number(itsmflow_rows* rows, int64_t number) {
  return put(rows, [&] { rows->numbers.push_back(number); });
}

itsmflow_status itsmflow_rows_time(itsmflow_rows* rows, itsmflow_time time) {
  return put(rows, [&] { rows->times.push_back(in(time)); });
}

itsmflow_status itsmflow_rows_digest(itsmflow_rows* rows, const itsmflow_digest* digest) {
  return put(rows, [&] {
    if (digest == nullptr) throw itsmflow::UsageError("a digest is null");
    rows->digests.push_back(digest_of(*digest));
  });
}

itsmflow_status itsmflow_rows_failure(itsmflow_rows* rows, itsmflow_text why) {
  return put(rows, [&] { rows->failure = copy(why); });
}
