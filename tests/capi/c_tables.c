#include "c_tables.h"

#include <stdlib.h>
#include <string.h>

void* row_at(const table* t, size_t index) {
  return t->rows + index * t->row_size;
}

void* insert(table* t, size_t index, const void* row) {
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

void take_out(table* t, size_t index) {
  --t->count;
  memmove(row_at(t, index), row_at(t, index + 1), (t->count - index) * t->row_size);
}

void drop(state* s) {
  for (size_t i = 0; i < kTables; ++i) free(s->tables[i].rows);
}

int copy_state(const state* from, state* to) {
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

int keep(store* s, itsmflow_text* text) {
  kept_text* kept = malloc(sizeof *kept + text->size + 1);
  if (kept == NULL) return 0;
  if (text->size > 0) memcpy(kept->bytes, text->data, text->size);
  kept->bytes[text->size] = '\0';
  kept->next = s->texts;
  s->texts = kept;
  text->data = kept->bytes;
  return 1;
}

int compare(itsmflow_text a, itsmflow_text b) {
  const size_t shorter = a.size < b.size ? a.size : b.size;
  const int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);
  return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

int same(itsmflow_text a, itsmflow_text b) {
  return compare(a, b) == 0;
}

int compare_times(itsmflow_time a, itsmflow_time b) {
  if (a.seconds != b.seconds) return a.seconds < b.seconds ? -1 : 1;
  return (a.nanos > b.nanos) - (a.nanos < b.nanos);
}

int compare_numbers(int64_t a, int64_t b) {
  return (a > b) - (a < b);
}

table* of(void* tx, size_t which) {
  return &((transaction*)tx)->in->now.tables[which];
}

itsmflow_status refuse(itsmflow_rows* rows, const char* why) {
  itsmflow_rows_failure(rows, itsmflow_str(why));
  return ITSMFLOW_MISUSE;
}

int only_reads(void* tx) {
  return !((transaction*)tx)->writes;
}

itsmflow_status refuse_to_write(itsmflow_rows* rows) {
  return refuse(rows, "this transaction only reads");
}

itsmflow_model_row* find_model(void* tx, itsmflow_text digest) {
  table* t = of(tx, kModels);
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_model_row* model = row_at(t, i);
    if (same(model->digest, digest)) return model;
  }
  return NULL;
}

person* person_of(void* tx, int64_t key) {
  table* t = of(tx, kPeople);
  return key < 1 || key > (int64_t)t->count ? NULL : row_at(t, (size_t)key - 1);
}

itsmflow_case_row* find_case(void* tx, int64_t id) {
  table* t = of(tx, kCases);
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_case_row* row = row_at(t, i);
    if (row->case_id == id) return row;
  }
  return NULL;
}

itsmflow_event_row* find_event(void* tx, int64_t id, int64_t number) {
  table* t = of(tx, kEvents);
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_event_row* row = row_at(t, i);
    if (row->case_id == id && row->number == number) return row;
  }
  return NULL;
}

itsmflow_event_row* find_key(void* tx, itsmflow_text key) {
  table* t = of(tx, kEvents);
  if (key.size == 0) return NULL;
  for (size_t i = 0; i < t->count; ++i) {
    itsmflow_event_row* row = row_at(t, i);
    if (same(row->key, key)) return row;
  }
  return NULL;
}

itsmflow_time kept_time(itsmflow_time time) {
  time.nanos -= time.nanos % 1000;
  return time;
}
