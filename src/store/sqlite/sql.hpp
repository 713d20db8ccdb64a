#pragma once

#include <cstddef>

namespace itsmflow {

/// Every statement that the store runs again and again; each connection prepares it once.
enum class Sql : std::size_t {
  take_view,
  begin_read,
  begin_write,
  savepoint,
  release,
  rollback_to,
  commit,
  rollback,
  insert_model,
  find_model,
  insert_person,
  find_person,
  person_by_key,
  last_case,
  load_case,
  insert_case,
  update_case,
  replace_case,
  put_case,
  insert_event,
  last_event,
  head,
  kept_heads,
  set_head,
  events_of_case,
  events_after,
  event_by_key,
  replace_texts,
  erase_person,
  set_offer,
  remove_offer,
  remove_offers,
  offers_of_case,
  offers_by_role,
  offers_by_holder,
  set_timer,
  remove_timer,
  remove_timers,
  due_timers,
  next_timer,
  all_cases,
  cases_by_process,
  cases_by_status,
  cases_by_both,
  insert_outbox,
  outbox,
  outbox_of_kind,
  free_outbox,
  free_outbox_of_kind,
  lease_outbox,
  release_outbox,
  remove_outbox,
  remove_outbox_key,
  count_  ///< how many there are
};

inline constexpr std::size_t kSqlCount = static_cast<std::size_t>(Sql::count_);

const char* sql_text(Sql sql) noexcept;

}  // namespace itsmflow
