#include "store/memory/memory_state.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <iterator>

#include "store/chain.hpp"
#include "store/micros.hpp"
#include "store/step_check.hpp"

namespace itsmflow {
namespace {

/// Where an offer stands among those of its case, or would.
template <class Offer>
std::vector<MemoryOffer>::iterator place_of(std::vector<MemoryOffer>& offers, const Offer& offer) {
  return std::lower_bound(offers.begin(), offers.end(), offer,
                          [](const MemoryOffer& left, const Offer& right) { return offer_key(left) < offer_key(right); });
}

bool timer_before(const TimerRow& row, std::string_view name) {
  return row.name < name;
}

std::pair<std::int64_t, std::pair<std::int64_t, std::string>> due_key(const TimerRow& row) {
  return {to_micros(row.due), {row.case_id.value, row.name}};
}

bool is_removed(const StepRecord& step, const OutboxRow& row) {
  return row.case_id == step.after.id &&
         std::find(step.outbox_removed.begin(), step.outbox_removed.end(), row.key) != step.outbox_removed.end();
}

[[noreturn]] void refuse(CaseId id, const std::string& what) {
  throw UsageError("A step of case " + to_string(id) + " can't be written: " + what);
}

}  // namespace

CaseRecord record_of(CaseId id, const MemoryCase& owner) {
  const MemoryRow& row = owner.row;
  return {
      id,           *row.model_digest, *row.process, row.status, row.revision, from_micros(row.started), from_micros(row.changed),
      row.snapshot, row.head};
}

OfferRow row_of(CaseId id, const MemoryOffer& offer) {
  return {id, *offer.activity, *offer.role, offer.holder == 0 ? std::nullopt : std::optional(offer.holder), offer.item};
}

std::vector<OfferRow> rows_of(CaseId id, const std::vector<MemoryOffer>& offers) {
  std::vector<OfferRow> rows;
  for (const MemoryOffer& offer : offers) rows.push_back(row_of(id, offer));
  return rows;
}

void MemoryState::put_model(const StoredModel& model) {
  undo_.reserve(undo_.size() + 1);
  if (models_.emplace(model.digest, model).second) undo_.push_back(DropModel{model.digest});
}

const StoredModel* MemoryState::model(std::string_view digest) const {
  const auto found = models_.find(digest);
  return found == models_.end() ? nullptr : &found->second;
}

PersonKey MemoryState::intern_person(std::string_view id) {
  if (const auto known = find_person(id)) return *known;
  undo_.reserve(undo_.size() + 1);
  people_.emplace_back(id);
  const auto key = static_cast<PersonKey>(people_.size());
  keys_of_people_.emplace(id, key);
  undo_.push_back(DropPerson{});
  return key;
}

std::optional<PersonKey> MemoryState::find_person(std::string_view id) const {
  const auto found = keys_of_people_.find(id);
  if (found == keys_of_people_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> MemoryState::person(PersonKey key) const {
  if (key < 1 || key > static_cast<PersonKey>(people_.size())) return std::nullopt;
  return people_[static_cast<std::size_t>(key - 1)];
}

void MemoryState::erase_person(PersonKey key) {
  const std::optional<std::string> id = person(key);
  if (!id) return;
  undo_.reserve(undo_.size() + 1);
  undo_.push_back(RestorePerson{key, *id});
  ++rewritings_;
  keys_of_people_.erase(*id);
  people_[static_cast<std::size_t>(key - 1)].reset();
}

void MemoryState::replace_texts(CaseId id, std::int64_t number, std::string_view texts) {
  const MemoryCase* owner = find(id);
  if (owner == nullptr || number < 1 || number > static_cast<std::int64_t>(owner->events.size()))
    throw UsageError("Case " + to_string(id) + " has no event " + std::to_string(number) + ".");
  const std::size_t index = owner->events[static_cast<std::size_t>(number - 1)];
  undo_.reserve(undo_.size() + 1);
  undo_.push_back(RestoreTexts{index, std::exchange(log_[index].texts, std::string(texts))});
  ++rewritings_;
}

CaseId MemoryState::new_case_id() {
  return CaseId{++last_case_};  // not undone: a number is not given twice, and gaps are allowed
}

const MemoryCase* MemoryState::find(CaseId id) const {
  const auto found = cases_.find(id);
  return found == cases_.end() ? nullptr : &found->second;
}

void MemoryState::check_person(const std::optional<PersonKey>& key, const char* what) const {
  if (!key || (*key >= 1 && *key <= static_cast<PersonKey>(people_.size()))) return;
  throw UsageError("A step can't be written: there is no person of key " + std::to_string(*key) + ", who is its " + what + ".");
}

void MemoryState::check(const StepRecord& step, const MemoryCase* before) const {
  const bool is_known = before != nullptr && *before->row.model_digest == step.after.model_digest;
  if (!is_known && model(step.after.model_digest) == nullptr)
    refuse(step.after.id, "its model '" + step.after.model_digest + "' is not in the store.");
  std::set<std::string_view> keys;
  for (const EventRecord& event : step.events) {
    check_person(event.actor, "actor");
    if (event.key.empty()) continue;
    if (!keys.insert(event.key).second || events_by_key_.find(event.key) != events_by_key_.end()) {
      refuse(step.after.id, "the key '" + event.key + "' has been used before.");
    }
  }
  for (const OfferRow& offer : step.offers_set) check_person(offer.holder, "holder");
  keys.clear();
  for (const OutboxRow& row : step.outbox) {
    const auto waiting = outbox_keys_.find(row.key);
    const bool waits = waiting != outbox_keys_.end() && !is_removed(step, outbox_.find(waiting->second)->second);
    if (!keys.insert(row.key).second || waits) {
      refuse(step.after.id, "the outbox's key '" + row.key + "' has been used before.");
    }
  }
}

Store::Written MemoryState::write(const StepRecord& step) {
  check_step(step);
  const auto found = cases_.find(step.after.id);
  const std::int64_t revision = found == cases_.end() ? 0 : found->second.row.revision;
  if (revision != step.expected_revision) return Store::Written::conflict;
  check(step, found == cases_.end() ? nullptr : &found->second);

  const std::size_t changes = 3 + step.events.size() + step.offers_set.size() + step.offers_removed.size() +
                              step.timers_set.size() + step.timers_removed.size() + step.outbox.size() + step.outbox_removed.size();
  undo_.reserve(undo_.size() + changes);
  MemoryCase& owner = found == cases_.end() ? cases_[step.after.id] : found->second;
  if (found == cases_.end()) {
    cases_in_order_.insert(std::upper_bound(cases_in_order_.begin(), cases_in_order_.end(), step.after.id), step.after.id);
    for (auto last = last_case_.load();
         last < step.after.id.value && !last_case_.compare_exchange_weak(last, step.after.id.value);) {
    }
    undo_.push_back(DropCase{step.after.id});
  } else {
    undo_.push_back(RestoreCase{step.after.id, std::move(owner.row)});
  }
  keep_row(owner, step.after);
  undo_.push_back(RestoreHead{head_});
  head_ = step.head;

  for (const EventRecord& event : step.events) append(owner, event);
  for (const OfferRow& row : step.offers_removed) remove_offer(owner, row);
  for (const std::string& name : step.timers_removed) remove_timer(owner, name);
  for (const TimerRow& row : step.timers_set) set_timer(owner, row);
  if (step.after.status == CaseStatus::open)
    for (const OfferRow& row : step.offers_set) set_offer(owner, row);
  else
    clear_offers(step.after.id, owner);
  for (const std::string& key : step.outbox_removed) remove_from_outbox(key, step.after.id);
  for (const OutboxRow& row : step.outbox) add_to_outbox(row);
  return Store::Written::done;
}

void MemoryState::keep_row(MemoryCase& owner, const CaseRecord& record) {
  const std::string* digest = &words_.keep(record.model_digest, owner.row.model_digest);
  const std::string* process = &words_.keep(record.process, owner.row.process);
  owner.row = {digest,          process,    record.status, record.revision, to_micros(record.started), to_micros(record.changed),
               record.snapshot, record.head};
}

void MemoryState::rewrite(const DerivedRecord& derived) {
  check_derived(derived);
  const CaseRecord& record = derived.record;
  const auto refuse_anew = [&](const std::string& what) {
    throw UsageError("Case " + to_string(record.id) + " can't be written anew: " + what);
  };
  const auto found = cases_.find(record.id);
  if (found == cases_.end() || static_cast<std::int64_t>(found->second.events.size()) != record.revision)
    refuse_anew("its last event has another number.");
  if (model(record.model_digest) == nullptr) refuse_anew("its model '" + record.model_digest + "' is not in the store.");
  for (const OfferRow& row : derived.offers) check_person(row.holder, "holder");

  MemoryCase& owner = found->second;
  ++rewritings_;
  undo_.reserve(undo_.size() + 1 + owner.offers.size() + owner.timers.size() + derived.offers.size() + derived.timers.size());
  undo_.push_back(RestoreCase{record.id, std::move(owner.row)});
  keep_row(owner, record);
  clear_offers(record.id, owner);
  for (const OfferRow& row : derived.offers) set_offer(owner, row);
  while (!owner.timers.empty()) remove_timer(owner, std::string(owner.timers.back().name));
  for (const TimerRow& row : derived.timers) set_timer(owner, row);
}

/// There is only the newest.
std::int64_t MemoryState::rewrite_head() {
  Digest head{};
  for (const EventRecord& event : log_) head = chain_head(head, event.digest);
  if (head == head_) return 0;
  undo_.reserve(undo_.size() + 1);
  undo_.push_back(RestoreHead{std::exchange(head_, head)});
  return 1;
}

void MemoryState::append(MemoryCase& owner, const EventRecord& event) {
  const std::size_t index = log_.size();
  EventRecord& added = log_.emplace_back(event);
  added.position = static_cast<std::int64_t>(index + 1);
  added.at = to_the_microsecond(event.at);
  owner.events.push_back(index);
  if (!event.key.empty()) events_by_key_.emplace(event.key, index);
  undo_.push_back(DropEvent{});
}

void MemoryState::index(CaseId id, const MemoryOffer& offer) {
  ++cases_by_role_[offer.role][id.value];
  if (offer.holder != 0) ++cases_by_holder_[offer.holder][id.value];
}

void MemoryState::unindex(CaseId id, const MemoryOffer& offer) {
  const auto drop = [&](Concerned& concerned) {
    const auto at = concerned.find(id.value);
    if (--at->second == 0) concerned.erase(at);
  };
  drop(cases_by_role_.find(offer.role)->second);
  if (offer.holder != 0) drop(cases_by_holder_.find(offer.holder)->second);
}

void MemoryState::set_offer(MemoryCase& owner, const OfferRow& row) {
  MemoryOffer kept{&words_.keep(row.activity), &words_.keep(row.role), row.holder.value_or(0), row.item};
  const auto at = place_of(owner.offers, row);
  index(row.case_id, kept);
  if (at != owner.offers.end() && offer_key(*at) == offer_key(row)) {
    unindex(row.case_id, *at);
    undo_.push_back(RestoreOffer{row.case_id, std::exchange(*at, std::move(kept))});
  } else {
    owner.offers.insert(at, kept);
    undo_.push_back(DropOffer{row.case_id, std::move(kept)});
  }
}

void MemoryState::remove_offer(MemoryCase& owner, const OfferRow& row) {
  const auto at = place_of(owner.offers, row);
  if (at != owner.offers.end() && offer_key(*at) == offer_key(row)) remove_offer(row.case_id, owner.offers, at);
}

void MemoryState::remove_offer(CaseId id, std::vector<MemoryOffer>& offers, std::vector<MemoryOffer>::iterator at) {
  unindex(id, *at);
  undo_.push_back(RestoreOffer{id, std::move(*at)});
  offers.erase(at);
}

void MemoryState::set_timer(MemoryCase& owner, const TimerRow& row) {
  TimerRow kept = row;
  kept.due = to_the_microsecond(row.due);
  const auto at = std::lower_bound(owner.timers.begin(), owner.timers.end(), std::string_view(row.name), timer_before);
  timers_by_due_.insert(due_key(kept));
  if (at != owner.timers.end() && at->name == row.name) {
    if (at->due != kept.due) timers_by_due_.erase(due_key(*at));
    undo_.push_back(RestoreTimer{std::move(*at)});
    *at = std::move(kept);
  } else {
    undo_.push_back(DropTimer{kept});
    owner.timers.insert(at, std::move(kept));
  }
}

void MemoryState::remove_timer(MemoryCase& owner, std::string_view name) {
  const auto at = std::lower_bound(owner.timers.begin(), owner.timers.end(), name, timer_before);
  if (at == owner.timers.end() || at->name != name) return;
  timers_by_due_.erase(due_key(*at));
  undo_.push_back(RestoreTimer{std::move(*at)});
  owner.timers.erase(at);
}

void MemoryState::clear_offers(CaseId id, MemoryCase& owner) {
  undo_.reserve(undo_.size() + owner.offers.size());
  while (!owner.offers.empty()) remove_offer(id, owner.offers, std::prev(owner.offers.end()));
}

}  // namespace itsmflow
