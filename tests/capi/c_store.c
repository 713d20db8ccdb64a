/* Tables of rows as <itsmflow/store.h> has them. Texts are kept until the store ends, so that a table is copied without them: a transaction that
   writes keeps the tables as they were, and puts them back if it isn't committed. */
#define _POSIX_C_SOURCE 200809L
#include "c_store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct table {
  char* rows;
  size_t count, room, row_size;
} table;

enum { kModels, kPeople, kCases, kEvents, kOffers, kTimers, kOutbox, kTables };

typedef struct person {
  itsmflow_text id;
  int erased;
} person; /* its key is its place, from 1 */

typedef struct state {
  table tables[kTables];
  int64_t last_case, last_outbox;
  itsmflow_digest head;
} state;

typedef struct kept_text {
  struct kept_text* next;
  char bytes[];
} kept_text;

typedef struct store {
  pthread_mutex_t mutex; /* of whoever has a transaction */
  state now;
  kept_text* texts;
} store;

typedef struct transaction {
  store* in;
  int writes, committed;
  state before; /* of one that writes */
} transaction;

/* ---- Tables and texts ---- */

static void* row_at(const table* t, size_t index) {
  return t->rows + index * t->row_size;
}

static void* insert(table* t, size_t index, const void* row) {
  if (t->count == t->room) {
    const size_t room = t->room == 0 ? 16 : 2 * t->room;
    char* rows = realloc(t->rows, room * t->row_size);
    if (rows == NULL) return NULL;
    t->rows = rows;
    t->room = room;
  }
  char* at = t->rows + index * t->row_size;
  memmove(at + t->row_size, at, (t->count - index) * t->row_size);
  memcpy(at, row, t->row_size);
  ++t->count;
  return at;
}

static void take_out(table* t, size_t index) {
  --t->count;
  memmove(row_at(t, index), row_at(t, index + 1), (t->count - index) * t->row_size);
}

static void drop(state* s) {
  for (size_t i = 0; i < kTables; ++i) free(s->tables[i].rows);
}

static int copy_state(const state* from, state* to) {
  *to = *from;
  for (size_t i = 0; i < kTables; ++i) to->tables[i].rows = NULL;
  for (size_t i = 0; i < kTables; ++i) {
    const table* t = &from->tables[i];
    to->tables[i].room = t->count;
    if (t->count == 0) continue;
    to->tables[i].rows = malloc(t->count * t->row_size);
    if (to->tables[i].rows == NULL) return 0;
    memcpy(to->tables[i].rows, t->rows, t->count * t->row_size);
  }
  return 1;
}

/* Makes a text last; 0: there is no memory. */
static int keep(store* s, itsmflow_text* text) {
  kept_text* kept = malloc(sizeof *kept + text->size + 1);
  if (kept == NULL) return 0;
  if (text->size > 0) memcpy(kept->bytes, text->data, text->size);
  kept->bytes[text->size] = '\0';
  kept->next = s->texts;
  s->texts = kept;
  text->data = kept->bytes;
  return 1;
}

static int compare(itsmflow_text a, itsmflow_text b) {
  const size_t shorter = a.size < b.size ? a.size : b.size;
  const int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);
  return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static int same(itsmflow_text a, itsmflow_text b) {
  return compare(a, b) == 0;
}

static int compare_times(itsmflow_time a, itsmflow_time b) {
  if (a.seconds != b.seconds) return a.seconds < b.seconds ? -1 : 1;
  return (a.nanos > b.nanos) - (a.nanos < b.nanos);
}

static int compare_numbers(int64_t a, int64_t b) {
  return (a > b) - (a < b);
}

static table* of(void* tx, size_t which) {
  return &((transaction*)tx)->in->now.tables[which];
}

static itsmflow_status refuse(itsmflow_rows* rows, const char* why) {
  itsmflow_rows_failure(rows, itsmflow_str(why));
  return ITSMFLOW_MISUSE;
}

static int only_reads(void* tx) {
  return !((transaction*)tx)->writes;
}

static itsmflow_status refuse_to_write(itsmflow_rows* rows) {
  return refuse(rows, "this transaction only reads");
}

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

static itsmflow_model_row* find_model(void* tx, itsmflow_text digest) {
  table* t = of(tx, kModels);
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_model_row* model = row_at(t, i);
    if (same(model->digest, digest)) return model;
  }
  return NULL;
}

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

static person* person_of(void* tx, int64_t key) {
  table* t = of(tx, kPeople);
  return key < 1 || key > (int64_t)t->count ? NULL : row_at(t, (size_t)key - 1);
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

static itsmflow_case_row* find_case(void* tx, int64_t id) {
  table* t = of(tx, kCases);
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_case_row* row = row_at(t, i);
    if (row->case_id == id) return row;
  }
  return NULL;
}

static itsmflow_event_row* find_event(void* tx, int64_t id, int64_t number) {
  table* t = of(tx, kEvents);
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_event_row* row = row_at(t, i);
    if (row->case_id == id && row->number == number) return row;
  }
  return NULL;
}

static itsmflow_event_row* find_key(void* tx, itsmflow_text key) {
  table* t = of(tx, kEvents);
  if (key.size == 0) return NULL;
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_event_row* row = row_at(t, i);
    if (same(row->key, key)) return row;
  }
  return NULL;
}

static itsmflow_status new_case_id(void* tx, itsmflow_rows* rows) {
  if (only_reads(tx)) return refuse_to_write(rows);
  return itsmflow_rows_number(rows, ++((transaction*)tx)->in->now.last_case);
}

static itsmflow_status load(void* tx, int64_t id, itsmflow_rows* rows) {
  const itsmflow_case_row* found = find_case(tx, id);
  return found == NULL ? ITSMFLOW_OK : itsmflow_rows_case(rows, found);
}

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

/* Moments are kept to the microsecond. */
static itsmflow_time kept_time(itsmflow_time time) {
  time.nanos -= time.nanos % 1000;
  return time;
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

static itsmflow_status write_step(void* tx, const itsmflow_step_row* step, int32_t* conflict, itsmflow_rows* rows) {
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

itsmflow_status c_store_create(itsmflow_call* call, itsmflow_store** out) {
  static const itsmflow_store_functions functions = {.size = sizeof functions,
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
  const itsmflow_status status = itsmflow_store_create_custom(call, &functions, s, out);
  if (status != ITSMFLOW_OK) destroy(s);
  return status;
}
