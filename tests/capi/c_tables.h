#ifndef ITSMFLOW_TESTS_CAPI_C_TABLES_H
#define ITSMFLOW_TESTS_CAPI_C_TABLES_H

/* What the store in C keeps its rows in. Texts are kept until the store ends, so that a table is copied without them: a transaction that writes
   keeps the tables as they were, and puts them back if it isn't committed. */

#include <itsmflow/store.h>
#include <pthread.h>
#include <stddef.h>

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

/* ---- Tables ---- */

void* row_at(const table* t, size_t index);
/* Where the row is now; NULL: there is no memory. */
void* insert(table* t, size_t index, const void* row);
void take_out(table* t, size_t index);
void drop(state* s);
int copy_state(const state* from, state* to); /* 0: there is no memory */

/* ---- Texts and moments ---- */

int keep(store* s, itsmflow_text* text); /* makes it last; 0: there is no memory */
int compare(itsmflow_text a, itsmflow_text b);
int same(itsmflow_text a, itsmflow_text b);
int compare_times(itsmflow_time a, itsmflow_time b);
int compare_numbers(int64_t a, int64_t b);
itsmflow_time kept_time(itsmflow_time time); /* to the microsecond */

/* ---- What a transaction sees ---- */

table* of(void* tx, size_t which);
int only_reads(void* tx);
itsmflow_status refuse(itsmflow_rows* rows, const char* why);
itsmflow_status refuse_to_write(itsmflow_rows* rows);

/* NULL where there is none. */
itsmflow_model_row* find_model(void* tx, itsmflow_text digest);
person* person_of(void* tx, int64_t key);
itsmflow_case_row* find_case(void* tx, int64_t id);
itsmflow_event_row* find_event(void* tx, int64_t id, int64_t number);
itsmflow_event_row* find_key(void* tx, itsmflow_text key);

/* What `write` of a store does. */
itsmflow_status write_step(void* tx, const itsmflow_step_row* step, int32_t* conflict, itsmflow_rows* rows);

#endif
