/* Call objects, handles, texts, structures: what every function does with them. */
#include <stdio.h>
#include <string.h>

#include "check.h"

static void a_program_of_another_interface_gets_no_call_object(void) {
  itsmflow_call* call = (itsmflow_call*)&call;
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI + 1, &call) == ITSMFLOW_WRONG_ABI);
  CHECK(call == NULL);
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, NULL) == ITSMFLOW_MISUSE);
  CHECK(strchr(itsmflow_version(), '.') != NULL);
}

static void an_error_stays_until_the_next_call(void) {
  world w;
  itsmflow_text json;
  make_world(&w);
  CHECK_TEXT(itsmflow_call_error(w.call), "");
  CHECK(itsmflow_show(w.call, w.engine, 77, 0, &json) == ITSMFLOW_NOT_FOUND);
  CHECK_HAS(itsmflow_call_error(w.call), "77");
  CHECK(json.size == 0);
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str(""), &json) == ITSMFLOW_OK);
  CHECK_TEXT(itsmflow_call_error(w.call), "");
  CHECK_TEXT(json, "{\"cases\":[]}");
  CHECK(json.data[json.size] == '\0');
  end_world(&w);
}

static void what_is_too_deep_is_refused(void) {
  enum { kLevels = 100000 };
  static char deep[kLevels + 16];
  const itsmflow_text text = {deep, (size_t)snprintf(deep, 16, "{\"status\":") + kLevels};
  world w;
  itsmflow_text json;
  itsmflow_directory* people;
  memset(deep + text.size - kLevels, '[', kLevels);
  make_world(&w);
  CHECK(itsmflow_cases(w.call, w.engine, text, &json) == ITSMFLOW_MISUSE);
  CHECK_HAS(itsmflow_call_error(w.call), "nested too deeply");
  CHECK(itsmflow_directory_create(w.call, text, &people) == ITSMFLOW_MISUSE);
  CHECK_HAS(itsmflow_call_error(w.call), "nested too deeply");
  end_world(&w);
}

static void the_words_of_an_error_can_be_given_on(void) {
  world w;
  itsmflow_text json;
  itsmflow_step* step;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_show(w.call, w.engine, 77, 0, &json) == ITSMFLOW_NOT_FOUND);
  CHECK(itsmflow_cancel(w.call, w.engine, id, itsmflow_str("anna"), itsmflow_call_error(w.call), NULL, &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_events(w.call, w.engine, id, 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "77");
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"limit\": 0}"), &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"case\":1,");
  end_world(&w);
}

/* Every function that takes a handle is given none, and one of another kind. */
static void null_and_the_wrong_kind_are_misuse(void) {
  const itsmflow_text none = {NULL, 0};
  world w;
  make_world(&w);
  itsmflow_call* call = w.call;
  itsmflow_step* step = NULL;
  itsmflow_text text;
  itsmflow_time time;
  itsmflow_library* library;
  itsmflow_directory* people;
  itsmflow_store* store;
  itsmflow_engine* engine;
  size_t count;
  int32_t known;
  itsmflow_engine* const wrong[] = {NULL, (itsmflow_engine*)(void*)w.library};
  for (size_t i = 0; i < 2; ++i) {
    itsmflow_engine* bad = wrong[i];
    CHECK(itsmflow_start(call, bad, none, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK_HAS(itsmflow_call_error(call), "engine");
    CHECK(itsmflow_perform(call, bad, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_begin(call, bad, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_end(call, bad, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_claim(call, bad, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_hand_over(call, bad, 1, none, none, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_suspend(call, bad, 1, none, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_resume(call, bad, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_withdraw(call, bad, 1, none, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_set(call, bad, 1, none, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_cancel(call, bad, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_confirm(call, bad, 1, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_disapprove(call, bad, 1, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_judge(call, bad, 1, none, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_send(call, bad, 1, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_send_to_all(call, bad, none, none, NULL, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_answer(call, bad, 1, none, none, none, none, NULL, &step) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_offers_for(call, bad, none, 0, 0, 0, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_offers_in(call, bad, none, 1, 0, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_verdicts_for(call, bad, none, 0, 0, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_explain(call, bad, 1, none, none, NULL, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_model_of(call, bad, 1, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_show(call, bad, 1, 0, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_cases(call, bad, none, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_events(call, bad, 1, 1, 0, 0, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_due(call, bad, NULL, &count) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_next_due(call, bad, &known, &time) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_on_service(call, bad, none, NULL, NULL) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_deliver(call, bad, NULL, NULL, 0, &count) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_report_deviations(call, bad, none, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_verify_log(call, bad, none, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_rebuild(call, bad, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_erase_person(call, bad, none, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_engine_create(call, (itsmflow_library*)(void*)(i == 0 ? NULL : w.store), w.store, w.people, NULL, &engine) ==
          ITSMFLOW_MISUSE);
    CHECK(itsmflow_engine_create(call, w.library, (itsmflow_store*)(void*)bad, w.people, NULL, &engine) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_engine_create(call, w.library, w.store, (itsmflow_directory*)(void*)bad, NULL, &engine) == ITSMFLOW_MISUSE);
    CHECK(engine == NULL);
    CHECK(itsmflow_outline(call, (itsmflow_library*)(void*)(i == 0 ? NULL : w.store), none, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_library_verify(call, (itsmflow_library*)(void*)(i == 0 ? NULL : w.store), none, NULL, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_store_backup(call, (itsmflow_store*)(void*)bad, itsmflow_str("x")) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_step_json(call, (itsmflow_step*)(void*)bad, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_step_is_done((itsmflow_step*)(void*)bad) == 0);
    CHECK(itsmflow_step_case_id((itsmflow_step*)(void*)bad) == 0);
    CHECK(itsmflow_step_revision((itsmflow_step*)(void*)bad) == 0);
    CHECK(itsmflow_step_obstacle_count((itsmflow_step*)(void*)bad) == 0);
    CHECK(itsmflow_step_obstacle_message((itsmflow_step*)(void*)bad, 0).size == 0);
    /* Without a call object, or with something else in its place, nothing is done and nothing can be said. */
    CHECK(itsmflow_show((itsmflow_call*)(void*)bad, w.engine, 1, 0, &text) == ITSMFLOW_MISUSE);
    CHECK(itsmflow_store_create_memory((itsmflow_call*)(void*)bad, &store) == ITSMFLOW_MISUSE);
    CHECK(store == NULL);
    CHECK_HAS(itsmflow_call_error((itsmflow_call*)(void*)bad), "no call object");
    /* To destroy nothing, or what is something else, does nothing. */
    itsmflow_call_destroy((itsmflow_call*)(void*)bad);
    itsmflow_engine_destroy((itsmflow_engine*)(void*)(i == 0 ? NULL : w.library));
    itsmflow_store_destroy((itsmflow_store*)(void*)bad);
    itsmflow_directory_destroy((itsmflow_directory*)(void*)bad);
    itsmflow_step_destroy((itsmflow_step*)(void*)bad);
    CHECK(itsmflow_reply_add((itsmflow_reply*)(void*)bad, none) == ITSMFLOW_MISUSE);
  }
  itsmflow_library_destroy(NULL);
  CHECK(step == NULL);
  /* No place for what comes out. */
  CHECK(itsmflow_start(call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"), none, NULL, NULL) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_cases(call, w.engine, none, NULL) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_library_load(call, NULL, 1, &library, NULL) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_library_load_texts(call, NULL, NULL, 1, &library, NULL) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_directory_load(call, itsmflow_str("there/is/none.yaml"), &people, NULL) == ITSMFLOW_NOT_FOUND);
  CHECK(itsmflow_directory_create(call, itsmflow_str("[1]"), &people) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_directory_create_custom(call, NULL, NULL, &people) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_store_borrow_sqlite(call, NULL, &store) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_store_backup(call, w.store, itsmflow_str("x")) == ITSMFLOW_MISUSE); /* it is in memory */
  CHECK(library == NULL && people == NULL && store == NULL);
  end_world(&w);
}

static void a_text_with_a_length_has_bytes(void) {
  const itsmflow_text broken = {NULL, 4};
  world w;
  itsmflow_step* step;
  make_world(&w);
  CHECK(itsmflow_start(w.call, w.engine, broken, broken, broken, NULL, &step) == ITSMFLOW_MISUSE);
  CHECK_TEXT(itsmflow_str(NULL), "");
  end_world(&w);
}

/* A program of a later version has a longer structure: what is known of it is taken, and what isn't must not be asked for. */
static void structures_may_be_shorter_or_longer(void) {
  struct longer {
    itsmflow_command command;
    int64_t later;
  } longer = {{sizeof longer, {NULL, 0}, 0, {NULL, 0}}, 0};
  itsmflow_command shorter = {offsetof(itsmflow_command, expected_revision), {"k", 1}, 99, {NULL, 0}};
  itsmflow_command unsized = {0, {NULL, 0}, 0, {NULL, 0}};
  itsmflow_command known = {sizeof known, {NULL, 0}, 99, {NULL, 0}};
  world w;
  itsmflow_step* step;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_claim(w.call, w.engine, id, itsmflow_str("sort"), itsmflow_str("bo"), &known, &step) == ITSMFLOW_OK);
  CHECK_TEXT(itsmflow_step_obstacle_kind(step, 0), "conflict");
  itsmflow_step_destroy(step);
  longer.later = 1;
  CHECK(itsmflow_claim(w.call, w.engine, id, itsmflow_str("sort"), itsmflow_str("bo"), &longer.command, &step) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_claim(w.call, w.engine, id, itsmflow_str("sort"), itsmflow_str("bo"), &unsized, &step) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_claim(w.call, w.engine, id, itsmflow_str("sort"), itsmflow_str("bo"), &shorter, &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step)); /* the revision lay behind its end */
  itsmflow_step_destroy(step);
  longer.later = 0;
  CHECK(itsmflow_withdraw(w.call, w.engine, id, itsmflow_str("sort"), itsmflow_str("bo"), itsmflow_str(""), &longer.command,
                          &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  end_world(&w);
}

static void handles_may_go_in_any_order(void) {
  world w;
  itsmflow_text json;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  itsmflow_library_destroy(w.library);
  itsmflow_directory_destroy(w.people);
  itsmflow_store_destroy(w.store);
  w.library = NULL;
  w.people = NULL;
  w.store = NULL;
  CHECK(does(&w, id, "sort", "bo"));
  CHECK(itsmflow_show(w.call, w.engine, id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"objects\":{\"ticket\":\"sorted\"}");
  end_world(&w);
}

void test_calls(void) {
  a_program_of_another_interface_gets_no_call_object();
  an_error_stays_until_the_next_call();
  what_is_too_deep_is_refused();
  the_words_of_an_error_can_be_given_on();
  null_and_the_wrong_kind_are_misuse();
  a_text_with_a_length_has_bytes();
  structures_may_be_shorter_or_longer();
  handles_may_go_in_any_order();
}
