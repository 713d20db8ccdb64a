/* Where cases are kept. */
#include <string.h>

#include "check.h"

static void a_file_keeps_cases_beyond_the_engine(void) {
  itsmflow_sqlite_options options = {.size = sizeof options};
  char file[100];
  world w;
  itsmflow_store* store;
  itsmflow_text json;
  strcpy(file, fresh_file());
  memset(&w, 0, sizeof w);
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &w.call) == ITSMFLOW_OK);
  options.open = ITSMFLOW_OPEN_EXISTING;
  CHECK(itsmflow_store_open_sqlite(w.call, itsmflow_str(file), &options, &store) == ITSMFLOW_CANNOT_OPEN);
  options.open = ITSMFLOW_OPEN_CREATE;
  options.durability = ITSMFLOW_DURABILITY_NORMAL;
  CHECK(itsmflow_store_open_sqlite(w.call, itsmflow_str(file), &options, &store) == ITSMFLOW_OK);
  make_world_on(&w, store);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_store_backup(w.call, store, itsmflow_str(file)) == ITSMFLOW_CANNOT_OPEN); /* there is one of that name */
  CHECK(itsmflow_store_backup(w.call, store, itsmflow_str(fresh_file())) == ITSMFLOW_OK);
  end_world(&w);

  memset(&w, 0, sizeof w);
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &w.call) == ITSMFLOW_OK);
  options.open = ITSMFLOW_OPEN_READ_ONLY;
  CHECK(itsmflow_store_open_sqlite(w.call, itsmflow_str(file), &options, &store) == ITSMFLOW_OK);
  make_world_on(&w, store);
  CHECK(itsmflow_show(w.call, w.engine, id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"ticket.device\":\"phone\"");
  itsmflow_step* step;
  CHECK(itsmflow_perform(w.call, w.engine, id, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) == ITSMFLOW_READ_ONLY);
  end_world(&w);
}

static void options_that_there_are_none_of_are_misuse(void) {
  itsmflow_sqlite_options options = {.size = sizeof options};
  itsmflow_call* call;
  itsmflow_store* store;
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &call) == ITSMFLOW_OK);
  options.durability = 3;
  CHECK(itsmflow_store_open_sqlite(call, itsmflow_str("x"), &options, &store) == ITSMFLOW_MISUSE);
  options.durability = 0;
  options.open = -1;
  CHECK(itsmflow_store_open_sqlite(call, itsmflow_str("x"), &options, &store) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_store_open_sqlite(call, itsmflow_str("/no/such/folder/x"), NULL, &store) == ITSMFLOW_CANNOT_OPEN);
  CHECK(store == NULL);
  itsmflow_call_destroy(call);
}

void test_stores(void) {
  a_file_keeps_cases_beyond_the_engine();
  options_that_there_are_none_of_are_misuse();
}
