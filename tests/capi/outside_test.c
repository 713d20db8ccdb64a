/* Services, time and what is to be told. */
#include <string.h>

#include "check.h"

typedef struct shop {
  int calls;
  int32_t attempt;
  itsmflow_text result; /* empty: it answers later */
  const char* failure;
  itsmflow_status status;
} shop;

static itsmflow_status serve(void* context, const itsmflow_service_call* wanted, itsmflow_reply* reply) {
  shop* s = context;
  ++s->calls;
  s->attempt = wanted->attempt;
  CHECK_TEXT(wanted->process, "repair");
  CHECK_TEXT(wanted->service, "shop");
  CHECK_TEXT(wanted->activity, "order");
  CHECK_TEXT(wanted->data, "{\"ticket.device\":\"phone\"}");
  CHECK(wanted->key.size > 0 && wanted->case_id == 1);
  itsmflow_reply_failure(reply, itsmflow_str(s->failure));
  if (s->result.size > 0) itsmflow_reply_result(reply, s->result, itsmflow_str("{\"ticket.part\": \"screen\"}"));
  return s->status;
}

static itsmflow_status serve_badly(void* context, const itsmflow_service_call* wanted, itsmflow_reply* reply) {
  const shop* s = context;
  CHECK(wanted->attempt > 0);
  CHECK(itsmflow_reply_result(reply, itsmflow_str("sent"), itsmflow_str("[")) == ITSMFLOW_MISUSE);
  if (s->result.size > 0)
    CHECK(itsmflow_reply_result(reply, s->result, itsmflow_str("{\"ticket.part\": \"screen\"}")) == ITSMFLOW_OK);
  return ITSMFLOW_OK;
}

static void an_answer_that_was_refused_is_a_failure_unless_a_right_one_follows(void) {
  shop s = {0, 0, {NULL, 0}, "", ITSMFLOW_OK};
  itsmflow_text json;
  size_t done;
  world w;
  make_world(&w);
  CHECK(itsmflow_on_service(w.call, w.engine, itsmflow_str("shop"), serve_badly, &s) == ITSMFLOW_OK);
  const int64_t id = sort_repair(&w, "phone");
  CHECK(itsmflow_due(w.call, w.engine, NULL, &done) == ITSMFLOW_OK && done == 1);
  CHECK(itsmflow_events(w.call, w.engine, id, 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"type\":\"call_failed\"");
  CHECK_HAS(json, "JSON");
  w.now.seconds += 60;
  s.result = itsmflow_str("sent");
  CHECK(itsmflow_due(w.call, w.engine, &w.now, &done) == ITSMFLOW_OK);
  CHECK(itsmflow_show(w.call, w.engine, id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"ticket\":\"ordered\"");
  end_world(&w);
}

static void a_service_answers_fails_or_answers_later(void) {
  shop s = {0, 0, {NULL, 0}, "closed", ITSMFLOW_OK};
  itsmflow_text json;
  itsmflow_time next;
  int32_t known;
  size_t done;
  itsmflow_step* step;
  world w;
  make_world(&w);
  CHECK(itsmflow_on_service(w.call, w.engine, itsmflow_str("shop"), NULL, NULL) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_on_service(w.call, w.engine, itsmflow_str("shop"), serve, &s) == ITSMFLOW_OK);
  CHECK(itsmflow_next_due(w.call, w.engine, &known, &next) == ITSMFLOW_OK && known == 0);
  const int64_t id = sort_repair(&w, "phone");
  CHECK(itsmflow_next_due(w.call, w.engine, &known, &next) == ITSMFLOW_OK && known == 1);
  CHECK(next.seconds <= w.now.seconds);
  CHECK(itsmflow_due(w.call, w.engine, NULL, &done) == ITSMFLOW_OK && done == 1);
  CHECK(s.calls == 1 && s.attempt == 1);
  CHECK(itsmflow_events(w.call, w.engine, id, 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"type\":\"call_failed\"");
  CHECK_HAS(json, "\"note\":\"closed\"");
  CHECK(itsmflow_next_due(w.call, w.engine, &known, &next) == ITSMFLOW_OK && known == 1);
  CHECK(next.seconds == w.now.seconds + 60); /* `retry` waits for a minute */
  w.now.seconds += 60;
  s.failure = "";
  CHECK(itsmflow_due(w.call, w.engine, &w.now, &done) == ITSMFLOW_OK);
  CHECK(s.calls == 2 && s.attempt == 2);
  CHECK(itsmflow_answer(w.call, w.engine, id, itsmflow_str("order"), itsmflow_str("sent"),
                        itsmflow_str("{\"ticket.part\": \"screen\"}"), itsmflow_str(""), NULL, &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_show(w.call, w.engine, id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"ticket\":\"ordered\"");
  next.nanos = -1;
  CHECK(itsmflow_due(w.call, w.engine, &next, &done) == ITSMFLOW_MISUSE);
  end_world(&w);
}

/* It looks at its case with a call object of its own; with the one that `due` is working with, it can't. */
static itsmflow_status look_at_case(void* context, const itsmflow_service_call* wanted, itsmflow_reply* reply) {
  const world* w = context;
  itsmflow_call* own;
  itsmflow_text json;
  CHECK(itsmflow_show(w->call, w->engine, wanted->case_id, 0, &json) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &own) == ITSMFLOW_OK);
  CHECK(itsmflow_show(own, w->engine, wanted->case_id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"ticket\":\"sorted\"");
  itsmflow_call_destroy(own);
  return itsmflow_reply_result(reply, itsmflow_str("sent"), itsmflow_str("{\"ticket.part\": \"screen\"}"));
}

static void a_service_may_call_the_engine(void) {
  size_t done;
  itsmflow_text json;
  world w;
  make_world(&w);
  CHECK(itsmflow_on_service(w.call, w.engine, itsmflow_str("shop"), look_at_case, &w) == ITSMFLOW_OK);
  const int64_t id = sort_repair(&w, "phone");
  CHECK(itsmflow_due(w.call, w.engine, NULL, &done) == ITSMFLOW_OK && done == 1);
  CHECK(itsmflow_show(w.call, w.engine, id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"ticket\":\"ordered\"");
  end_world(&w);
}

static void a_status_of_a_service_counts_as_failing(void) {
  shop s = {0, 0, {"sent", 4}, "", ITSMFLOW_IO};
  itsmflow_text json;
  size_t done;
  world w;
  make_world(&w);
  CHECK(itsmflow_on_service(w.call, w.engine, itsmflow_str("shop"), serve, &s) == ITSMFLOW_OK);
  const int64_t id = sort_repair(&w, "phone");
  CHECK(itsmflow_due(w.call, w.engine, NULL, &done) == ITSMFLOW_OK && done == 1);
  CHECK(itsmflow_events(w.call, w.engine, id, 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"type\":\"call_failed\"");
  CHECK_HAS(json, "'shop' failed with status 26");
  w.now.seconds += 60;
  s.status = ITSMFLOW_NO_MEMORY;
  s.failure = "no room for the order";
  CHECK(itsmflow_due(w.call, w.engine, NULL, &done) == ITSMFLOW_OK && s.calls == 2);
  CHECK(itsmflow_events(w.call, w.engine, id, 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"note\":\"no room for the order\"");
  end_world(&w);
}

static void messages_of_a_model_without_any_are_for_nobody(void) {
  itsmflow_step* step;
  itsmflow_text json;
  world w;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_send(w.call, w.engine, id, itsmflow_str("reply"), itsmflow_str("{}"), NULL, &step) == ITSMFLOW_NOT_FOUND);
  CHECK(itsmflow_send_to_all(w.call, w.engine, itsmflow_str("reply"), itsmflow_str(""), NULL, &json) == ITSMFLOW_NOT_FOUND);
  end_world(&w);
}

static const char* const waiting_model =
    "itsmflow: 1\nprocess: wait\nversion: 1.0.0\ncase: rfc\nroles: {agent: Agent}\n"
    "objects: {rfc: {states: [new, sent, done], final: [done], fields: {ticket: int, price: number}}}\n"
    "start: {role: agent, requires: [rfc.ticket]}\n"
    "activities:\n"
    "  ask: {role: agent, moves: {rfc: new -> sent}}\n"
    "  hear:\n"
    "    waits_for: {message: vendor_reply, about: message.ticket == rfc.ticket}\n"
    "    results: {answered: {moves: {rfc: sent -> done}, sets: {rfc.price: message.price}}}\n";

static void a_message_goes_to_all_that_it_is_about(void) {
  const itsmflow_text name = itsmflow_str("wait.yaml"), text = itsmflow_str(waiting_model);
  itsmflow_library* library;
  itsmflow_directory* people;
  itsmflow_engine* engine;
  itsmflow_step* step;
  itsmflow_text json;
  int64_t id;
  world w;
  make_world(&w);
  CHECK(itsmflow_library_load_texts(w.call, &name, &text, 1, &library, NULL) == ITSMFLOW_OK);
  CHECK(itsmflow_directory_create(w.call, itsmflow_str("{\"ann\": [\"agent\"]}"), &people) == ITSMFLOW_OK);
  CHECK(itsmflow_engine_create(w.call, library, w.store, people, NULL, &engine) == ITSMFLOW_OK);
  CHECK(itsmflow_start(w.call, engine, itsmflow_str("wait"), itsmflow_str("ann"), itsmflow_str("{\"rfc.ticket\": 7}"), NULL,
                       &step) == ITSMFLOW_OK);
  id = itsmflow_step_case_id(step);
  itsmflow_step_destroy(step);
  CHECK(itsmflow_perform(w.call, engine, id, itsmflow_str("ask"), itsmflow_str("ann"), NULL, &step) == ITSMFLOW_OK);
  itsmflow_step_destroy(step);
  CHECK(itsmflow_send_to_all(w.call, engine, itsmflow_str("vendor_reply"), itsmflow_str("{\"ticket\": 7, \"price\": 12.5}"), NULL,
                             &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"steps\":[{\"done\":true,\"case\":1,");
  CHECK(itsmflow_show(w.call, engine, id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"rfc.price\":12.5");
  CHECK(itsmflow_send(w.call, engine, id, itsmflow_str("vendor_reply"), itsmflow_str("{\"ticket\": 7}"), NULL, &step) ==
        ITSMFLOW_OK);
  CHECK_TEXT(itsmflow_step_obstacle_kind(step, 0), "case_over");
  itsmflow_step_destroy(step);
  itsmflow_engine_destroy(engine);
  itsmflow_directory_destroy(people);
  itsmflow_library_destroy(library);
  end_world(&w);
}

typedef struct post {
  int told;
  itsmflow_status status;
} post;

static itsmflow_status tell(void* context, itsmflow_text notification, itsmflow_reply* reply) {
  post* p = context;
  if (p->status != ITSMFLOW_OK) {
    itsmflow_reply_failure(reply, itsmflow_str("no paper"));
    return p->status;
  }
  ++p->told;
  CHECK_HAS(notification, "\"kind\":\"withdrawn\"");
  CHECK_HAS(notification, "\"to\":\"bo\"");
  return ITSMFLOW_OK;
}

static void what_is_to_be_told_is_told_until_it_is(void) {
  post p = {0, ITSMFLOW_IO};
  itsmflow_step* step;
  size_t told;
  world w;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_begin(w.call, w.engine, id, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) == ITSMFLOW_OK);
  itsmflow_step_destroy(step);
  CHECK(itsmflow_cancel(w.call, w.engine, id, itsmflow_str("anna"), itsmflow_str("never mind"), NULL, &step) == ITSMFLOW_OK);
  itsmflow_step_destroy(step);
  CHECK(itsmflow_deliver(w.call, w.engine, tell, &p, 0, &told) == ITSMFLOW_IO);
  CHECK_TEXT(itsmflow_call_error(w.call), "no paper");
  CHECK(told == 0);
  p.status = ITSMFLOW_OK;
  w.now.seconds += 3600; /* whoever failed may have left it leased */
  CHECK(itsmflow_deliver(w.call, w.engine, tell, &p, 0, &told) == ITSMFLOW_OK);
  CHECK(told == 1 && p.told == 1);
  CHECK(itsmflow_deliver(w.call, w.engine, tell, &p, 0, &told) == ITSMFLOW_OK);
  CHECK(told == 0);
  CHECK(itsmflow_deliver(w.call, w.engine, NULL, &p, 0, &told) == ITSMFLOW_MISUSE);
  end_world(&w);
}

void test_outside(void) {
  an_answer_that_was_refused_is_a_failure_unless_a_right_one_follows();
  a_service_answers_fails_or_answers_later();
  a_service_may_call_the_engine();
  a_status_of_a_service_counts_as_failing();
  messages_of_a_model_without_any_are_for_nobody();
  a_message_goes_to_all_that_it_is_about();
  what_is_to_be_told_is_told_until_it_is();
}
