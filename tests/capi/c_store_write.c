/* A step, looked at and written. */
#include "c_tables.h"

static int same_offer(const itsmflow_offer_row* a, const itsmflow_offer_row* b) {
  return a->case_id == b->case_id && same(a->activity, b->activity) && same(a->item, b->item) && same(a->role, b->role);
}

static void remove_offer(table* t, const itsmflow_offer_row* offer) {
  for (size_t i = t->count; i-- > 0;)
    if (same_offer(row_at(t, i), offer)) take_out(t, i);
}

static void remove_timer(table* t, int64_t id, itsmflow_text name) {
  for (size_t i = t->count; i-- > 0;) {
    const itsmflow_timer_row* timer = row_at(t, i);
    if (timer->case_id == id && same(timer->name, name)) take_out(t, i);
  }
}

static int is_taken_back(const itsmflow_step_row* step, const itsmflow_outbox_row* row) {
  if (row->case_id != step->after->case_id) return 0;
  for (size_t i = 0; i < step->outbox_removed_count; ++i)
    if (same(row->key, step->outbox_removed[i])) return 1;
  return 0;
}

static const char* what_is_wrong_with_rows(void* tx, const itsmflow_step_row* step) {
  const int64_t id = step->after->case_id;
  table* t = of(tx, kOutbox);
  for (size_t i = 0; i < step->offer_set_count; ++i) {
    if (step->offers_set[i].case_id != id) return "an offer is another case's";
    if (step->offers_set[i].holder != 0 && person_of(tx, step->offers_set[i].holder) == NULL) return "a holder was not interned";
  }
  for (size_t i = 0; i < step->offer_removed_count; ++i)
    if (step->offers_removed[i].case_id != id) return "an offer is another case's";
  for (size_t i = 0; i < step->timer_set_count; ++i)
    if (step->timers_set[i].case_id != id) return "a timer is another case's";
  for (size_t i = 0; i < step->outbox_count; ++i) {
    if (step->outbox[i].case_id != id) return "what is to be told is another case's";
    for (size_t j = 0; j < i; ++j)
      if (same(step->outbox[i].key, step->outbox[j].key)) return "a key of the outbox comes twice";
    for (size_t j = 0; j < t->count; ++j)
      if (same(step->outbox[i].key, ((itsmflow_outbox_row*)row_at(t, j))->key) && !is_taken_back(step, row_at(t, j)))
        return "a key waits in the outbox already";
  }
  return NULL;
}

static const char* what_is_wrong(void* tx, const itsmflow_step_row* step) {
  if (step->event_count == 0) return "a step has no event";
  if (step->after->revision != step->expected_revision + (int64_t)step->event_count)
    return "the revision isn't the last event's number";
  if (find_model(tx, step->after->model_digest) == NULL) return "a case is on a model that was not put";
  for (size_t i = 0; i < step->event_count; ++i) {
    const itsmflow_event_row* event = &step->events[i];
    if (event->case_id != step->after->case_id) return "an event is another case's";
    if (event->number != step->expected_revision + 1 + (int64_t)i) return "events are not numbered from the expected revision on";
    if (event->actor != 0 && person_of(tx, event->actor) == NULL) return "an actor was not interned";
    if (find_key(tx, event->key) != NULL) return "a key is there already";
    for (size_t j = 0; j < i; ++j)
      if (event->key.size > 0 && same(event->key, step->events[j].key)) return "a key comes twice";
  }
  return what_is_wrong_with_rows(tx, step);
}

static int write_events(void* tx, const itsmflow_step_row* step) {
  store* s = ((transaction*)tx)->in;
  table* t = of(tx, kEvents);
  for (size_t i = 0; i < step->event_count; ++i) {
    itsmflow_event_row row = step->events[i];
    row.position = (int64_t)t->count + 1;
    row.at = kept_time(row.at);
    if (!keep(s, &row.type) || !keep(s, &row.content) || !keep(s, &row.texts) || !keep(s, &row.key)) return 0;
    if (insert(t, t->count, &row) == NULL) return 0;
  }
  return 1;
}

static int write_offers(void* tx, const itsmflow_step_row* step) {
  store* s = ((transaction*)tx)->in;
  table* t = of(tx, kOffers);
  for (size_t i = 0; i < step->offer_removed_count; ++i) remove_offer(t, &step->offers_removed[i]);
  for (size_t i = 0; i < step->offer_set_count; ++i) {
    itsmflow_offer_row row = step->offers_set[i];
    remove_offer(t, &row);
    if (!keep(s, &row.activity) || !keep(s, &row.role) || !keep(s, &row.item) || insert(t, t->count, &row) == NULL) return 0;
  }
  if (step->after->status == ITSMFLOW_CASE_OPEN) return 1;
  for (size_t i = t->count; i-- > 0;)
    if (((itsmflow_offer_row*)row_at(t, i))->case_id == step->after->case_id) take_out(t, i);
  return 1;
}

static int write_timers(void* tx, const itsmflow_step_row* step) {
  store* s = ((transaction*)tx)->in;
  table* t = of(tx, kTimers);
  for (size_t i = 0; i < step->timer_removed_count; ++i) remove_timer(t, step->after->case_id, step->timers_removed[i]);
  for (size_t i = 0; i < step->timer_set_count; ++i) {
    itsmflow_timer_row row = step->timers_set[i];
    row.due = kept_time(row.due);
    remove_timer(t, row.case_id, row.name);
    if (!keep(s, &row.name) || insert(t, t->count, &row) == NULL) return 0;
  }
  return 1;
}

static int write_outbox(void* tx, const itsmflow_step_row* step) {
  store* s = ((transaction*)tx)->in;
  table* t = of(tx, kOutbox);
  for (size_t i = t->count; i-- > 0;)
    if (is_taken_back(step, row_at(t, i))) take_out(t, i);
  for (size_t i = 0; i < step->outbox_count; ++i) {
    itsmflow_outbox_row row = step->outbox[i];
    row.id = ++s->now.last_outbox;
    row.has_lease = 0;
    row.at = kept_time(row.at);
    if (!keep(s, &row.key) || !keep(s, &row.kind) || !keep(s, &row.body) || insert(t, t->count, &row) == NULL) return 0;
  }
  return 1;
}

static int write_case(void* tx, const itsmflow_step_row* step) {
  store* s = ((transaction*)tx)->in;
  table* t = of(tx, kCases);
  itsmflow_case_row row = *step->after;
  itsmflow_case_row* old = find_case(tx, row.case_id);
  row.started = kept_time(row.started);
  row.changed = kept_time(row.changed);
  if (!keep(s, &row.model_digest) || !keep(s, &row.process) || !keep(s, &row.snapshot)) return 0;
  s->now.head = step->head;
  if (old != NULL) {
    *old = row;
    return 1;
  }
  size_t at = t->count; /* ascending by id */
  while (at > 0 && ((itsmflow_case_row*)row_at(t, at - 1))->case_id > row.case_id) --at;
  return insert(t, at, &row) != NULL;
}

itsmflow_status write_step(void* tx, const itsmflow_step_row* step, int32_t* conflict, itsmflow_rows* rows) {
  const itsmflow_case_row* old = find_case(tx, step->after->case_id);
  const char* wrong;
  if (only_reads(tx)) return refuse_to_write(rows);
  if (step->expected_revision != (old == NULL ? 0 : old->revision)) {
    *conflict = 1;
    return ITSMFLOW_OK;
  }
  wrong = what_is_wrong(tx, step);
  if (wrong != NULL) return refuse(rows, wrong);
  return write_events(tx, step) && write_offers(tx, step) && write_timers(tx, step) && write_outbox(tx, step) &&
                 write_case(tx, step)
             ? ITSMFLOW_OK
             : ITSMFLOW_NO_MEMORY;
}
