/* A store as <itsmflow/store.h> has it, with all its rows in tables in memory; one transaction at a time. */
#define _POSIX_C_SOURCE 200809L
#include "c_store.h"

#include <pthread.h>
#include <stdlib.h>

#include "c_tables.h"

/* ---- Transactions ---- */

static itsmflow_status begin(void* context, int32_t writes, void** out, itsmflow_rows* rows) {
  store* s = context;
  transaction* tx = calloc(1, sizeof *tx);
  (void)rows;
  if (tx == NULL) return ITSMFLOW_NO_MEMORY;
  tx->in = s;
  tx->writes = writes;
  pthread_mutex_lock(&s->mutex);
  if (writes && !copy_state(&s->now, &tx->before)) {
    drop(&tx->before);
    pthread_mutex_unlock(&s->mutex);
    free(tx);
    return ITSMFLOW_NO_MEMORY;
  }
  *out = tx;
  return ITSMFLOW_OK;
}

static void end(void* context) {
  transaction* tx = context;
  store* s = tx->in;
  if (tx->writes && tx->committed) drop(&tx->before);
  if (tx->writes && !tx->committed) {
    drop(&s->now);
    s->now = tx->before;
  }
  pthread_mutex_unlock(&s->mutex);
  free(tx);
}

static itsmflow_status commit(void* context, itsmflow_rows* rows) {
  transaction* tx = context;
  if (tx->committed) return refuse(rows, "it is committed already");
  tx->committed = 1;
  return ITSMFLOW_OK;
}

/* ---- Models and people ---- */

static itsmflow_status put_model(void* tx, const itsmflow_model_row* model, itsmflow_rows* rows) {
  itsmflow_model_row row = *model;
  store* s = ((transaction*)tx)->in;
  if (only_reads(tx)) return refuse_to_write(rows);
  if (find_model(tx, model->digest) != NULL) return ITSMFLOW_OK;
  const int kept =
      keep(s, &row.process) && keep(s, &row.version) && keep(s, &row.digest) && keep(s, &row.name) && keep(s, &row.source);
  return kept && insert(of(tx, kModels), of(tx, kModels)->count, &row) != NULL ? ITSMFLOW_OK : ITSMFLOW_NO_MEMORY;
}

static itsmflow_status model(void* tx, itsmflow_text digest, itsmflow_rows* rows) {
  const itsmflow_model_row* found = find_model(tx, digest);
  return found == NULL ? ITSMFLOW_OK : itsmflow_rows_model(rows, found);
}

static int64_t key_of(void* tx, itsmflow_text id) {
  table* t = of(tx, kPeople);
  for (size_t i = 0; i < t->count; ++i) {
    const person* p = row_at(t, i);
    if (!p->erased && same(p->id, id)) return (int64_t)i + 1;
  }
  return 0;
}

static itsmflow_status intern_person(void* tx, itsmflow_text id, itsmflow_rows* rows) {
  int64_t key = key_of(tx, id);
  if (only_reads(tx)) return refuse_to_write(rows);
  if (key == 0) {
    person fresh = {id, 0};
    table* t = of(tx, kPeople);
    if (!keep(((transaction*)tx)->in, &fresh.id) || insert(t, t->count, &fresh) == NULL) return ITSMFLOW_NO_MEMORY;
    key = (int64_t)t->count;
  }
  return itsmflow_rows_number(rows, key);
}

static itsmflow_status find_person(void* tx, itsmflow_text id, itsmflow_rows* rows) {
  const int64_t key = key_of(tx, id);
  return key == 0 ? ITSMFLOW_OK : itsmflow_rows_number(rows, key);
}

static itsmflow_status name_person(void* tx, int64_t key, itsmflow_rows* rows) {
  const person* p = person_of(tx, key);
  return p == NULL || p->erased ? ITSMFLOW_OK : itsmflow_rows_text(rows, p->id);
}

static itsmflow_status erase_person(void* tx, int64_t key, itsmflow_rows* rows) {
  person* p = person_of(tx, key);
  if (only_reads(tx)) return refuse_to_write(rows);
  if (p == NULL) return ITSMFLOW_OK;
  p->erased = 1;
  return ITSMFLOW_OK;
}

/* ---- Cases and events ---- */

static itsmflow_status new_case_id(void* tx, itsmflow_rows* rows) {
  if (only_reads(tx)) return refuse_to_write(rows);
  return itsmflow_rows_number(rows, ++((transaction*)tx)->in->now.last_case);
}

static itsmflow_status load(void* tx, int64_t id, itsmflow_rows* rows) {
  const itsmflow_case_row* found = find_case(tx, id);
  return found == NULL ? ITSMFLOW_OK : itsmflow_rows_case(rows, found);
}

static itsmflow_status head(void* tx, itsmflow_rows* rows) {
  return itsmflow_rows_digest(rows, &((transaction*)tx)->in->now.head);
}

static itsmflow_status events(void* tx, int64_t id, int64_t from_number, size_t limit, itsmflow_rows* rows) {
  table* t = of(tx, kEvents);
  for (size_t i = 0; i < t->count && limit > 0; ++i) { /* in the order of commits, in which each case's are in order too */
    const itsmflow_event_row* event = row_at(t, i);
    if (event->case_id != id || event->number < from_number) continue;
    if (itsmflow_rows_event(rows, event) != ITSMFLOW_OK) return ITSMFLOW_NO_MEMORY;
    --limit;
  }
  return ITSMFLOW_OK;
}

static itsmflow_status events_after(void* tx, int64_t position, size_t limit, itsmflow_rows* rows) {
  table* t = of(tx, kEvents);
  for (size_t i = position < 0 ? 0 : (size_t)position; i < t->count && limit > 0; ++i, --limit)
    if (itsmflow_rows_event(rows, row_at(t, i)) != ITSMFLOW_OK) return ITSMFLOW_NO_MEMORY;
  return ITSMFLOW_OK;
}

static itsmflow_status replace_texts(void* tx, int64_t id, int64_t number, itsmflow_text texts, itsmflow_rows* rows) {
  itsmflow_event_row* event = find_event(tx, id, number);
  if (only_reads(tx)) return refuse_to_write(rows);
  if (event == NULL) return refuse(rows, "there is no such event");
  if (!keep(((transaction*)tx)->in, &texts)) return ITSMFLOW_NO_MEMORY;
  event->texts = texts;
  return ITSMFLOW_OK;
}

static itsmflow_status event_by_key(void* tx, itsmflow_text key, itsmflow_rows* rows) {
  const itsmflow_event_row* event = find_key(tx, key);
  return event == NULL ? ITSMFLOW_OK : itsmflow_rows_event(rows, event);
}

/* ---- Offers, cases, timers ---- */

static int by_place(const void* left, const void* right) {
  const itsmflow_offer_row *a = left, *b = right;
  int order = compare_numbers(a->case_id, b->case_id);
  if (order == 0) order = compare(a->activity, b->activity);
  if (order == 0) order = compare(a->item, b->item);
  return order != 0 ? order : compare(a->role, b->role);
}

static int by_moment(const void* left, const void* right) {
  const itsmflow_timer_row *a = left, *b = right;
  int order = compare_times(a->due, b->due);
  if (order == 0) order = compare_numbers(a->case_id, b->case_id);
  return order != 0 ? order : compare(a->name, b->name);
}

static int is_wanted(const itsmflow_offer_row* offer, const itsmflow_offer_query* query) {
  if (offer->case_id <= query->after) return 0;
  if (offer->holder != 0) return offer->holder == query->holder;
  if (offer->role.size == 0) return 1;
  for (size_t i = 0; i < query->role_count; ++i)
    if (same(offer->role, query->roles[i])) return 1;
  return 0;
}

static itsmflow_status offers(void* tx, const itsmflow_offer_query* query, itsmflow_rows* rows) {
  table* t = of(tx, kOffers);
  size_t given = 0;
  int64_t last = 0;
  if (t->count > 0) qsort(t->rows, t->count, t->row_size, by_place);
  for (size_t i = 0; i < t->count; ++i) {
    const itsmflow_offer_row* offer = row_at(t, i);
    if (!is_wanted(offer, query)) continue;
    if (given >= query->limit && offer->case_id != last) break;
    if (itsmflow_rows_offer(rows, offer) != ITSMFLOW_OK) return ITSMFLOW_NO_MEMORY;
    last = offer->case_id;
    ++given;
  }
  return ITSMFLOW_OK;
}

static itsmflow_status offers_of(void* tx, int64_t id, itsmflow_rows* rows) {
  table* t = of(tx, kOffers);
  if (t->count > 0) qsort(t->rows, t->count, t->row_size, by_place);
  for (size_t i = 0; i < t->count; ++i) {
    const itsmflow_offer_row* offer = row_at(t, i);
    if (offer->case_id == id && itsmflow_rows_offer(rows, offer) != ITSMFLOW_OK) return ITSMFLOW_NO_MEMORY;
  }
  return ITSMFLOW_OK;
}

static itsmflow_status cases(void* tx, const itsmflow_case_query* query, itsmflow_rows* rows) {
  table* t = of(tx, kCases);
  size_t limit = query->limit;
  for (size_t i = 0; i < t->count && limit > 0; ++i) {
    const itsmflow_case_row* row = row_at(t, i);
    if (row->case_id <= query->after || (query->status >= 0 && row->status != query->status)) continue;
    if (query->process.size > 0 && !same(row->process, query->process)) continue;
    if (itsmflow_rows_case(rows, row) != ITSMFLOW_OK) return ITSMFLOW_NO_MEMORY;
    --limit;
  }
  return ITSMFLOW_OK;
}

static itsmflow_status due_timers(void* tx, itsmflow_time until, size_t limit, itsmflow_rows* rows) {
  table* t = of(tx, kTimers);
  if (t->count > 0) qsort(t->rows, t->count, t->row_size, by_moment);
  for (size_t i = 0; i < t->count && limit > 0; ++i, --limit) {
    const itsmflow_timer_row* timer = row_at(t, i);
    if (compare_times(timer->due, until) > 0) break;
    if (itsmflow_rows_timer(rows, timer) != ITSMFLOW_OK) return ITSMFLOW_NO_MEMORY;
  }
  return ITSMFLOW_OK;
}

static itsmflow_status next_timer(void* tx, itsmflow_rows* rows) {
  table* t = of(tx, kTimers);
  if (t->count == 0) return ITSMFLOW_OK;
  qsort(t->rows, t->count, t->row_size, by_moment);
  return itsmflow_rows_time(rows, ((itsmflow_timer_row*)row_at(t, 0))->due);
}

/* ---- What is to be told or done ---- */

/* What this transaction wrote itself isn't committed yet. */
static int waits(const transaction* tx, const itsmflow_outbox_row* row, itsmflow_text kind) {
  return (!tx->writes || row->id <= tx->before.last_outbox) && (kind.size == 0 || same(row->kind, kind));
}

static itsmflow_status outbox(void* tx, itsmflow_text kind, size_t limit, itsmflow_rows* rows) {
  table* t = of(tx, kOutbox);
  for (size_t i = 0; i < t->count && limit > 0; ++i) {
    const itsmflow_outbox_row* row = row_at(t, i);
    if (!waits(tx, row, kind)) continue;
    if (itsmflow_rows_outbox(rows, row) != ITSMFLOW_OK) return ITSMFLOW_NO_MEMORY;
    --limit;
  }
  return ITSMFLOW_OK;
}

static itsmflow_status lease_outbox(void* tx, itsmflow_text kind, itsmflow_time now, itsmflow_time until, size_t limit,
                                    itsmflow_rows* rows) {
  table* t = of(tx, kOutbox);
  if (only_reads(tx)) return refuse_to_write(rows);
  if (compare_times(until, now) <= 0) return refuse(rows, "a lease ends before it begins");
  for (size_t i = 0; i < t->count && limit > 0; ++i) {
    itsmflow_outbox_row* row = row_at(t, i);
    if (!waits(tx, row, kind) || (row->has_lease && compare_times(row->leased_until, now) > 0)) continue;
    row->has_lease = 1;
    row->leased_until = kept_time(until);
    if (itsmflow_rows_outbox(rows, row) != ITSMFLOW_OK) return ITSMFLOW_NO_MEMORY;
    --limit;
  }
  return ITSMFLOW_OK;
}

static itsmflow_status release_outbox(void* tx, int64_t id, itsmflow_time until, itsmflow_rows* rows) {
  table* t = of(tx, kOutbox);
  if (only_reads(tx)) return refuse_to_write(rows);
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_outbox_row* row = row_at(t, i);
    if (row->id == id && row->has_lease && compare_times(row->leased_until, kept_time(until)) == 0) row->has_lease = 0;
  }
  return ITSMFLOW_OK;
}

static itsmflow_status remove_from_outbox(void* tx, int64_t id, itsmflow_rows* rows) {
  table* t = of(tx, kOutbox);
  if (only_reads(tx)) return refuse_to_write(rows);
  for (size_t i = t->count; i-- > 0;)
    if (((itsmflow_outbox_row*)row_at(t, i))->id == id) take_out(t, i);
  return ITSMFLOW_OK;
}

static void destroy(void* context) {
  store* s = context;
  drop(&s->now);
  while (s->texts != NULL) {
    kept_text* next = s->texts->next;
    free(s->texts);
    s->texts = next;
  }
  pthread_mutex_destroy(&s->mutex);
  free(s);
}

itsmflow_status c_store_create(itsmflow_call* call, void (*change)(itsmflow_store_functions*), itsmflow_store** out) {
  itsmflow_store_functions functions = {.size = sizeof functions,
                                        .begin = begin,
                                        .end = end,
                                        .commit = commit,
                                        .put_model = put_model,
                                        .model = model,
                                        .intern_person = intern_person,
                                        .find_person = find_person,
                                        .person = name_person,
                                        .erase_person = erase_person,
                                        .new_case_id = new_case_id,
                                        .load = load,
                                        .write = write_step,
                                        .head = head,
                                        .events = events,
                                        .events_after = events_after,
                                        .replace_texts = replace_texts,
                                        .event_by_key = event_by_key,
                                        .offers = offers,
                                        .offers_of = offers_of,
                                        .cases = cases,
                                        .due_timers = due_timers,
                                        .next_timer = next_timer,
                                        .outbox = outbox,
                                        .lease_outbox = lease_outbox,
                                        .release_outbox = release_outbox,
                                        .remove_from_outbox = remove_from_outbox,
                                        .destroy = destroy};
  static const size_t sizes[kTables] = {sizeof(itsmflow_model_row), sizeof(person),
                                        sizeof(itsmflow_case_row),  sizeof(itsmflow_event_row),
                                        sizeof(itsmflow_offer_row), sizeof(itsmflow_timer_row),
                                        sizeof(itsmflow_outbox_row)};
  store* s = calloc(1, sizeof *s);
  if (s == NULL) return ITSMFLOW_NO_MEMORY;
  for (size_t i = 0; i < kTables; ++i) s->now.tables[i].row_size = sizes[i];
  pthread_mutex_init(&s->mutex, NULL);
  if (change != NULL) change(&functions);
  const itsmflow_status status = itsmflow_store_create_custom(call, &functions, s, out);
  if (status != ITSMFLOW_OK) destroy(s);
  return status;
}
