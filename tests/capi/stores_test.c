/* Where cases are kept. */
#include <stdio.h>
#include <string.h>

#include "c_store.h"
#include "check.h"

static void a_file_keeps_cases_beyond_the_engine(void) {
  itsmflow_sqlite_options options = {.size = sizeof options};
  char file[100];
  world w;
  itsmflow_store* store;
  itsmflow_text json;
  snprintf(file, sizeof file, "%s", fresh_file());
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

static itsmflow_status send_a_screen(void* context, const itsmflow_service_call* wanted, itsmflow_reply* reply) {
  (void)context;
  (void)wanted;
  return itsmflow_reply_result(reply, itsmflow_str("sent"), itsmflow_str("{\"ticket.part\": \"screen\"}"));
}

/* What tests/capi/store_test.cpp holds to every promise, in use. */
static void a_store_in_c_keeps_a_case_from_beginning_to_end(void) {
  itsmflow_work work = {.size = sizeof work};
  world w;
  itsmflow_store* store;
  itsmflow_step* step;
  itsmflow_text json;
  size_t done;
  memset(&w, 0, sizeof w);
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &w.call) == ITSMFLOW_OK);
  CHECK(c_store_create(w.call, NULL, &store) == ITSMFLOW_OK);
  make_world_on(&w, store);
  CHECK(itsmflow_on_service(w.call, w.engine, itsmflow_str("shop"), send_a_screen, NULL) == ITSMFLOW_OK);
  const int64_t id = sort_repair(&w, "phone");
  const int64_t other = start_repair(&w, "screen");
  CHECK(itsmflow_offers_for(w.call, w.engine, itsmflow_str("bo"), 0, 0, 0, &json) == ITSMFLOW_OK);
  CHECK(has(json, "\"case\":2,\"process\":\"repair\",\"activity\":\"sort\"") && !has(json, "\"case\":1,"));
  CHECK(itsmflow_due(w.call, w.engine, NULL, &done) == ITSMFLOW_OK && done == 1);
  CHECK(!does(&w, id, "mend", "bo")); /* without a price */
  work.data = itsmflow_str("{\"ticket.price\": 89.5}");
  work.key = itsmflow_str("mail-1");
  for (int i = 0; i < 2; ++i) {
    CHECK(itsmflow_perform(w.call, w.engine, id, itsmflow_str("mend"), itsmflow_str("bo"), &work, &step) == ITSMFLOW_OK);
    CHECK(itsmflow_step_is_done(step));
    itsmflow_step_destroy(step);
  }
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"status\": \"over\"}"), &json) == ITSMFLOW_OK);
  CHECK(has(json, "\"case\":1,") && !has(json, "\"case\":2,"));
  CHECK(itsmflow_erase_person(w.call, w.engine, itsmflow_str("anna"), &json) == ITSMFLOW_OK);
  CHECK(itsmflow_events(w.call, w.engine, other, 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK(!has(json, "\"anna\""));
  CHECK(itsmflow_verify_log(w.call, w.engine, itsmflow_str(""), &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"clean\":true,");
  CHECK_HAS(json, "\"cases\":2,");
  end_world(&w);
}

static itsmflow_status number_below_one(void* tx, itsmflow_rows* rows) {
  (void)tx;
  return itsmflow_rows_number(rows, -1);
}

static itsmflow_status person_below_one(void* tx, itsmflow_text id, itsmflow_rows* rows) {
  (void)id;
  return number_below_one(tx, rows);
}

static itsmflow_status offer_of_no_case(void* tx, const itsmflow_offer_query* query, itsmflow_rows* rows) {
  const itsmflow_offer_row row = {.size = sizeof row, .activity = itsmflow_str("sort")};
  (void)tx;
  (void)query;
  CHECK(itsmflow_rows_offer(rows, &row) == ITSMFLOW_MISUSE);
  return ITSMFLOW_OK;
}

static void with_wrong_cases(itsmflow_store_functions* functions) {
  functions->new_case_id = number_below_one;
  functions->offers = offer_of_no_case;
}

static void with_wrong_people(itsmflow_store_functions* functions) {
  functions->intern_person = person_below_one;
}

/* 0 stands for nobody and for no case, and what is below it for nothing. */
static void numbers_that_a_store_may_not_give_are_its_failure(void) {
  void (*const changes[])(itsmflow_store_functions*) = {with_wrong_cases, with_wrong_people};
  const char* const names[] = {"new_case_id", "intern_person"};
  for (int i = 0; i < 2; ++i) {
    world w;
    itsmflow_store* store;
    itsmflow_step* step;
    itsmflow_text json;
    memset(&w, 0, sizeof w);
    CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &w.call) == ITSMFLOW_OK);
    CHECK(c_store_create(w.call, changes[i], &store) == ITSMFLOW_OK);
    make_world_on(&w, store);
    CHECK(itsmflow_start(w.call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"),
                         itsmflow_str("{\"ticket.device\": \"phone\"}"), NULL, &step) == ITSMFLOW_IO);
    CHECK_HAS(itsmflow_call_error(w.call), names[i]);
    CHECK(step == NULL);
    if (i == 0) CHECK(itsmflow_offers_for(w.call, w.engine, itsmflow_str("bo"), 0, 0, 0, &json) == ITSMFLOW_MISUSE);
    end_world(&w);
  }
}

void test_stores(void) {
  a_store_in_c_keeps_a_case_from_beginning_to_end();
  a_file_keeps_cases_beyond_the_engine();
  options_that_there_are_none_of_are_misuse();
  numbers_that_a_store_may_not_give_are_its_failure();
}
