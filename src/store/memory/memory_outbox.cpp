#include <limits>
#include <utility>

#include "store/memory/memory_state.hpp"
#include "store/micros.hpp"
#include "store/step_check.hpp"

namespace itsmflow {

void MemoryState::index(const OutboxRow& row) {
  outbox_keys_.emplace(row.key, row.id);
  outbox_by_kind_[row.kind].insert(row.id);
}

void MemoryState::unindex(const OutboxRow& row) {
  outbox_keys_.erase(row.key);
  const auto of_kind = outbox_by_kind_.find(row.kind);
  of_kind->second.erase(row.id);
  if (of_kind->second.empty()) outbox_by_kind_.erase(of_kind);
}

void MemoryState::add_to_outbox(const OutboxRow& row) {
  const std::int64_t id = ++last_outbox_;
  OutboxRow& added = outbox_[id] = row;
  added.id = id;
  added.at = to_the_microsecond(row.at);
  added.leased_until.reset();
  index(added);
  undo_.push_back(DropOutbox{id});
}

std::vector<std::int64_t> MemoryState::outbox_ids(std::string_view kind, const std::optional<Timestamp>& free_at,
                                                  std::size_t limit) const {
  const std::int64_t now = free_at ? to_micros(*free_at) : std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> found;
  const auto goes_on = [&](const OutboxRow& row) {
    if (found.size() >= limit || row.id > committed_outbox_) return false;
    if (!row.leased_until || to_micros(*row.leased_until) <= now) found.push_back(row.id);
    return true;
  };
  if (kind.empty()) {
    for (const auto& [id, row] : outbox_) {
      if (!goes_on(row)) break;
    }
    return found;
  }
  const auto of_kind = outbox_by_kind_.find(kind);
  if (of_kind == outbox_by_kind_.end()) return found;
  for (const std::int64_t id : of_kind->second) {
    if (!goes_on(outbox_.find(id)->second)) break;
  }
  return found;
}

std::vector<OutboxRow> MemoryState::outbox(std::string_view kind, std::size_t limit) const {
  std::vector<OutboxRow> rows;
  for (const std::int64_t id : outbox_ids(kind, std::nullopt, limit)) rows.push_back(outbox_.find(id)->second);
  return rows;
}

std::vector<OutboxRow> MemoryState::lease_outbox(std::string_view kind, Timestamp now, Timestamp until, std::size_t limit) {
  check_lease(now, until);
  const std::vector<std::int64_t> ids = outbox_ids(kind, now, limit);
  undo_.reserve(undo_.size() + ids.size());
  std::vector<OutboxRow> rows;
  for (const std::int64_t id : ids) {
    OutboxRow& row = outbox_.find(id)->second;
    set_lease(row, to_the_microsecond(until));
    rows.push_back(row);
  }
  return rows;
}

void MemoryState::release_outbox(std::int64_t id, Timestamp until) {
  const auto found = outbox_.find(id);
  if (found == outbox_.end() || found->second.leased_until != to_the_microsecond(until)) return;
  undo_.reserve(undo_.size() + 1);
  set_lease(found->second, std::nullopt);
}

void MemoryState::set_lease(OutboxRow& row, const std::optional<Timestamp>& until) {
  undo_.push_back(RestoreLease{row.id, std::exchange(row.leased_until, until)});
}

void MemoryState::remove_from_outbox(std::int64_t id) {
  const auto found = outbox_.find(id);
  if (found == outbox_.end()) return;
  undo_.reserve(undo_.size() + 1);
  unindex(found->second);
  undo_.push_back(RestoreOutbox{std::move(found->second)});
  outbox_.erase(found);
}

void MemoryState::remove_from_outbox(std::string_view key, CaseId owner) {
  const auto found = outbox_keys_.find(key);
  if (found != outbox_keys_.end() && outbox_.find(found->second)->second.case_id == owner) remove_from_outbox(found->second);
}

}  // namespace itsmflow
