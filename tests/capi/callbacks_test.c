/* Directories, clocks and permissions that the program has. */
#include <string.h>

#include "check.h"

typedef struct table {
  itsmflow_status status; /* what its functions give */
  int adds_nothing;       /* it tries to add what is no text */
  int ended;
} table;

static int is(itsmflow_text text, const char* word) {
  return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0 && text.data[text.size] == '\0';
}

static itsmflow_status roles_of(void* context, itsmflow_text person, itsmflow_reply* reply) {
  const table* t = context;
  if (t->status != ITSMFLOW_OK) {
    itsmflow_reply_failure(reply, itsmflow_str("the table is locked"));
    return t->status;
  }
  if (t->adds_nothing) {
    const itsmflow_text no_text = {NULL, 4};
    CHECK(itsmflow_reply_add(reply, no_text) == ITSMFLOW_MISUSE);
    return ITSMFLOW_OK;
  }
  if (is(person, "bo")) return itsmflow_reply_add(reply, itsmflow_str("technician"));
  if (!is(person, "anna")) return ITSMFLOW_NOT_FOUND;
  itsmflow_reply_add(reply, itsmflow_str("caller"));
  return itsmflow_reply_add(reply, itsmflow_str("technician"));
}

static itsmflow_status holders_of(void* context, itsmflow_text role, itsmflow_reply* reply) {
  (void)context;
  if (is(role, "technician")) return itsmflow_reply_add(reply, itsmflow_str("bo"));
  return ITSMFLOW_OK;
}

static void end_table(void* context) {
  ++((table*)context)->ended;
}

static void a_directory_is_asked_and_its_failures_come_through(void) {
  itsmflow_directory_functions functions = {
      .size = sizeof functions, .roles_of = roles_of, .holders_of = holders_of, .destroy = end_table};
  table t = {ITSMFLOW_OK, 0, 0};
  world w;
  itsmflow_directory* people;
  itsmflow_engine* engine;
  itsmflow_step* step;
  itsmflow_text json;
  make_world(&w);
  CHECK(itsmflow_directory_create_custom(w.call, &functions, &t, &people) == ITSMFLOW_OK);
  CHECK(itsmflow_engine_create(w.call, w.library, w.store, people, NULL, &engine) == ITSMFLOW_OK);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_offers_for(w.call, engine, itsmflow_str("anna"), 0, 0, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"role\":\"technician\"");
  CHECK(itsmflow_offers_for(w.call, engine, itsmflow_str("cleo"), 0, 0, 0, &json) == ITSMFLOW_NOT_FOUND);
  CHECK(itsmflow_explain(w.call, engine, id, itsmflow_str("mend"), itsmflow_str("bo"), NULL, &json) == ITSMFLOW_OK);
  t.adds_nothing = 1; /* what it gives isn't whole, whatever it returns */
  CHECK(itsmflow_perform(w.call, engine, id, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) == ITSMFLOW_MISUSE);
  CHECK_HAS(itsmflow_call_error(w.call), "`data` is null");
  t.adds_nothing = 0;
  t.status = ITSMFLOW_BUSY;
  CHECK(itsmflow_perform(w.call, engine, id, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) == ITSMFLOW_BUSY);
  CHECK_TEXT(itsmflow_call_error(w.call), "the table is locked");
  t.status = ITSMFLOW_NO_MEMORY;
  CHECK(itsmflow_perform(w.call, engine, id, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) == ITSMFLOW_NO_MEMORY);
  CHECK_TEXT(itsmflow_call_error(w.call), "the table is locked");
  t.status = 4711; /* a number of its own */
  CHECK(itsmflow_perform(w.call, engine, id, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) == ITSMFLOW_FAILED);
  CHECK_TEXT(itsmflow_call_error(w.call), "the table is locked");
  t.status = ITSMFLOW_OK;
  CHECK(itsmflow_perform(w.call, engine, id, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step)); /* nothing had been changed */
  itsmflow_step_destroy(step);
  itsmflow_directory_destroy(people);
  CHECK(t.ended == 0); /* the engine has it */
  itsmflow_engine_destroy(engine);
  CHECK(t.ended == 1);
  functions.roles_of = NULL;
  CHECK(itsmflow_directory_create_custom(w.call, &functions, &t, &people) == ITSMFLOW_MISUSE);
  CHECK(t.ended == 1);
  end_world(&w);
}

typedef struct guard {
  itsmflow_call* call; /* of the call that asks */
  itsmflow_engine* engine;
  itsmflow_status nested;
  int64_t seconds;
  int asked, ended;
} guard;

static itsmflow_status tell_time(void* context, itsmflow_time* out) {
  const guard* g = context;
  out->seconds = g->seconds;
  out->nanos = 0;
  return g->seconds == 0 ? ITSMFLOW_IO : ITSMFLOW_OK;
}

static int32_t authorize(void* context, const itsmflow_access* wanted) {
  guard* g = context;
  itsmflow_text json;
  ++g->asked;
  g->nested = itsmflow_show(g->call, g->engine, 1, 0, &json); /* with the call object that is in use */
  if (is(wanted->entry, "start")) return is(wanted->process, "repair") && is(wanted->actor, "anna") && wanted->case_id == 0;
  return wanted->size >= sizeof *wanted && is(wanted->entry, "show") && wanted->sensitive == 0;
}

static void end_guard(void* context) {
  ++((guard*)context)->ended;
}

static void clocks_and_permissions_come_from_the_program(void) {
  itsmflow_engine_options options = {.size = sizeof options};
  guard g = {NULL, NULL, ITSMFLOW_OK, 86400, 0, 0};
  world w;
  itsmflow_engine* engine;
  itsmflow_step* step;
  itsmflow_text json;
  make_world(&w);
  options.context = &g;
  options.now = tell_time;
  options.authorize = authorize;
  options.destroy = end_guard;
  options.lease_seconds = -1;
  CHECK(itsmflow_engine_create(w.call, w.library, w.store, w.people, &options, &engine) == ITSMFLOW_MISUSE);
  CHECK(g.ended == 0);
  options.lease_seconds = 60;
  CHECK(itsmflow_engine_create(w.call, w.library, w.store, w.people, &options, &engine) == ITSMFLOW_OK);
  g.call = w.call;
  g.engine = engine;
  CHECK(itsmflow_start(w.call, engine, itsmflow_str("repair"), itsmflow_str("anna"), itsmflow_str("{\"ticket.device\": \"tv\"}"),
                       NULL, &step) == ITSMFLOW_OK);
  CHECK(g.nested == ITSMFLOW_MISUSE);
  CHECK(g.asked == 1);
  CHECK(itsmflow_step_json(w.call, step, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"at\":\"1970-01-02T00:00:00Z\"");
  itsmflow_step_destroy(step);
  CHECK(itsmflow_show(w.call, engine, 1, 0, &json) == ITSMFLOW_OK);
  CHECK(itsmflow_show(w.call, engine, 1, 1, &json) == ITSMFLOW_NOT_AUTHORIZED);
  CHECK(itsmflow_cases(w.call, engine, itsmflow_str(""), &json) == ITSMFLOW_NOT_AUTHORIZED);
  CHECK_HAS(itsmflow_call_error(w.call), "cases");
  g.seconds = 0; /* the clock has stopped */
  CHECK(itsmflow_start(w.call, engine, itsmflow_str("repair"), itsmflow_str("anna"), itsmflow_str("{\"ticket.device\": \"tv\"}"),
                       NULL, &step) == ITSMFLOW_IO);
  g.seconds = INT64_MAX; /* no moment that there is */
  CHECK(itsmflow_start(w.call, engine, itsmflow_str("repair"), itsmflow_str("anna"), itsmflow_str("{\"ticket.device\": \"tv\"}"),
                       NULL, &step) == ITSMFLOW_MISUSE);
  itsmflow_engine_destroy(engine);
  CHECK(g.ended == 1);
  end_world(&w);
}

void test_callbacks(void) {
  a_directory_is_asked_and_its_failures_come_through();
  clocks_and_permissions_come_from_the_program();
}
