/* Steps, what stands in their way, deviations, and what can be asked. */
#include <stdio.h>
#include <string.h>

#include "check.h"

static void a_refused_step_is_a_result_with_all_its_obstacles(void) {
  world w;
  itsmflow_step* step;
  itsmflow_text json;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_perform(w.call, w.engine, id, itsmflow_str("mend"), itsmflow_str("anna"), NULL, &step) == ITSMFLOW_OK);
  CHECK_TEXT(itsmflow_call_error(w.call), "");
  CHECK(!itsmflow_step_is_done(step));
  CHECK(itsmflow_step_case_id(step) == id);
  CHECK(itsmflow_step_revision(step) == 1);
  CHECK(itsmflow_step_obstacle_count(step) == 4);
  CHECK_TEXT(itsmflow_step_obstacle_kind(step, 0), "not_reached");
  CHECK_TEXT(itsmflow_step_obstacle_kind(step, 1), "wrong_state");
  CHECK_HAS(itsmflow_step_obstacle_message(step, 1), "'mend' needs 'ordered'");
  CHECK_TEXT(itsmflow_step_obstacle_kind(step, 2), "missing_data");
  CHECK_TEXT(itsmflow_step_obstacle_kind(step, 3), "wrong_role");
  CHECK_TEXT(itsmflow_step_obstacle_kind(step, 4), "");
  CHECK_TEXT(itsmflow_step_obstacle_message(step, 4), "");
  CHECK(itsmflow_step_json(w.call, step, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"done\":false,\"case\":1,\"revision\":1,\"events\":[],\"obstacles\":[{\"kind\":\"not_reached\"");
  CHECK_HAS(json, "\"remedies\":[\"ticket.price\"]");
  itsmflow_step_destroy(step);
  CHECK(itsmflow_perform(w.call, w.engine, id, itsmflow_str("mand"), itsmflow_str("bo"), NULL, &step) == ITSMFLOW_NOT_FOUND);
  CHECK(step == NULL);
  CHECK_HAS(itsmflow_call_error(w.call), "mend"); /* what was meant */
  end_world(&w);
}

static void a_step_has_its_events_and_the_case_shows_them(void) {
  itsmflow_work work = {.size = sizeof work};
  world w;
  itsmflow_step* step;
  itsmflow_text json;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  work.key = itsmflow_str("mail-1");
  for (int i = 0; i < 2; ++i) { /* the second time it is the first result again */
    CHECK(itsmflow_perform(w.call, w.engine, id, itsmflow_str("sort"), itsmflow_str("bo"), &work, &step) == ITSMFLOW_OK);
    CHECK(itsmflow_step_is_done(step));
    CHECK(itsmflow_step_obstacle_count(step) == 0);
    CHECK(itsmflow_step_json(w.call, step, &json) == ITSMFLOW_OK);
    CHECK_HAS(json,
              "\"type\":\"done\",\"at\":\"2014-03-03T08:00:00Z\",\"actor\":\"bo\",\"role\":\"technician\",\"activity\":\"sort\"");
    itsmflow_step_destroy(step);
  }
  CHECK(itsmflow_events(w.call, w.engine, id, 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"events\":[{\"case\":1,\"number\":1,");
  CHECK_HAS(json, "\"data\":{\"ticket.device\":\"phone\"}");
  CHECK_HAS(json, "\"number\":3,");
  CHECK(!has(json, "\"number\":4,"));
  CHECK(itsmflow_events(w.call, w.engine, id, 2, 1, 0, &json) == ITSMFLOW_OK);
  CHECK(!has(json, "\"number\":1,") && has(json, "\"number\":2,") && !has(json, "\"number\":3,"));
  CHECK(itsmflow_show(w.call, w.engine, id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"case\":1,\"process\":\"repair\",\"version\":\"1.0.0\",\"status\":\"open\",\"revision\":3,");
  CHECK(itsmflow_model_of(w.call, w.engine, id, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"process\":\"repair\",\"version\":\"1.0.0\",");
  CHECK(itsmflow_model_of(w.call, w.engine, 99, &json) == ITSMFLOW_NOT_FOUND);
  end_world(&w);
}

static void work_is_claimed_begun_handed_over_and_given_back(void) {
  const itsmflow_text sort = itsmflow_str("sort"), bo = itsmflow_str("bo");
  world w;
  itsmflow_step* step;
  itsmflow_text json;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_claim(w.call, w.engine, id, sort, bo, NULL, &step) == ITSMFLOW_OK && itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_begin(w.call, w.engine, id, sort, bo, NULL, &step) == ITSMFLOW_OK && itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_suspend(w.call, w.engine, id, sort, bo, itsmflow_str("lunch"), NULL, &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_offers_in(w.call, w.engine, bo, id, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"status\":\"suspended\"");
  CHECK_HAS(json, "\"note\":\"lunch\"");
  CHECK(itsmflow_resume(w.call, w.engine, id, sort, bo, NULL, &step) == ITSMFLOW_OK && itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_hand_over(w.call, w.engine, id, sort, bo, itsmflow_str("anna"), itsmflow_str(""), NULL, &step) == ITSMFLOW_OK);
  CHECK_TEXT(itsmflow_step_obstacle_kind(step, 0), "wrong_role"); /* anna doesn't sort */
  itsmflow_step_destroy(step);
  CHECK(itsmflow_set(w.call, w.engine, id, sort, bo, itsmflow_str("{\"ticket.price\": 3}"), NULL, &step) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_end(w.call, w.engine, id, sort, bo, NULL, &step) == ITSMFLOW_OK && itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_cancel(w.call, w.engine, id, itsmflow_str("anna"), itsmflow_str("found another"), NULL, &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"status\": \"cancelled\"}"), &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"case\":1,");
  end_world(&w);
}

static itsmflow_status send_a_screen(void* context, const itsmflow_service_call* wanted, itsmflow_reply* reply) {
  (void)context;
  (void)wanted;
  return itsmflow_reply_result(reply, itsmflow_str("sent"), itsmflow_str("{\"ticket.part\": \"screen\"}"));
}

static void a_deviation_is_offered_made_confirmed_and_counted(void) {
  itsmflow_work work = {.size = sizeof work};
  const itsmflow_text mend = itsmflow_str("mend"), bo = itsmflow_str("bo"), anna = itsmflow_str("anna");
  world w;
  itsmflow_step* step;
  itsmflow_text json;
  size_t done;
  make_world(&w);
  const int64_t id = sort_repair(&w, "phone");
  CHECK(itsmflow_on_service(w.call, w.engine, itsmflow_str("shop"), send_a_screen, NULL) == ITSMFLOW_OK);
  CHECK(itsmflow_due(w.call, w.engine, NULL, &done) == ITSMFLOW_OK && done == 1);
  CHECK(itsmflow_explain(w.call, w.engine, id, mend, bo, NULL, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "\"may\":false");
  CHECK_HAS(json, "\"deviations\":[{\"kinds\":[\"missing_data\"],\"motives\":[\"hurry\"]");
  work.motive = itsmflow_str("haste");
  CHECK(itsmflow_perform(w.call, w.engine, id, mend, bo, &work, &step) == ITSMFLOW_NOT_FOUND);
  work.motive = itsmflow_str("hurry");
  work.as_kind = itsmflow_str("missing_data");
  CHECK(itsmflow_perform(w.call, w.engine, id, mend, bo, &work, &step) == ITSMFLOW_MISUSE); /* it isn't about the order of work */
  work.as_kind = itsmflow_str("");
  work.because = itsmflow_str("the till is closed");
  CHECK(itsmflow_perform(w.call, w.engine, id, mend, bo, &work, &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_verdicts_for(w.call, w.engine, anna, 0, 0, &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"verdicts\":[{\"case\":1,\"process\":\"repair\",\"deviation\":{\"number\":1,\"kind\":\"missing_data\"");
  CHECK_HAS(json, "\"because\":\"the till is closed\"");
  CHECK(itsmflow_disapprove(w.call, w.engine, id, 2, anna, itsmflow_str(""), NULL, &step) == ITSMFLOW_NOT_FOUND);
  CHECK(itsmflow_confirm(w.call, w.engine, id, 1, bo, itsmflow_str(""), NULL, &step) == ITSMFLOW_OK);
  CHECK(!itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_confirm(w.call, w.engine, id, 1, anna, itsmflow_str("so be it"), NULL, &step) == ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step));
  itsmflow_step_destroy(step);
  CHECK(itsmflow_judge(w.call, w.engine, id, itsmflow_str("good"), anna, itsmflow_str(""), NULL, &step) == ITSMFLOW_NOT_FOUND);
  CHECK(itsmflow_report_deviations(w.call, w.engine, itsmflow_str("repair"), &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"reports\":[{\"process\":\"repair\",\"cases\":1,");
  CHECK_HAS(json, "\"deviations\":1,");
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"complies\": true}"), &json) == ITSMFLOW_OK);
  CHECK_TEXT(json, "{\"cases\":[]}");
  CHECK(itsmflow_verify_log(w.call, w.engine, itsmflow_str(""), &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"clean\":true,");
  CHECK_HAS(json, "\"expected_head_found\":null,");
  end_world(&w);
}

static void a_worklist_comes_in_pages(void) {
  world w;
  itsmflow_text json;
  make_world(&w);
  start_repair(&w, "phone");
  start_repair(&w, "screen");
  CHECK(itsmflow_offers_for(w.call, w.engine, itsmflow_str("bo"), 0, 1, 0, &json) == ITSMFLOW_OK);
  CHECK(has(json, "\"case\":1,") && !has(json, "\"case\":2,"));
  CHECK_HAS(json, "\"activity\":\"sort\"");
  CHECK(itsmflow_offers_for(w.call, w.engine, itsmflow_str("bo"), 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK(!has(json, "\"case\":1,") && has(json, "\"case\":2,"));
  CHECK(itsmflow_offers_for(w.call, w.engine, itsmflow_str("zoe"), 0, 0, 0, &json) == ITSMFLOW_NOT_FOUND);
  end_world(&w);
}

static void cases_are_found_by_what_they_hold(void) {
  world w;
  itsmflow_text json;
  make_world(&w);
  start_repair(&w, "phone");
  start_repair(&w, "screen");
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"field\": \"ticket.device\", \"value\": \"screen\"}"), &json) ==
        ITSMFLOW_OK);
  CHECK(!has(json, "\"case\":1,") && has(json, "\"case\":2,"));
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"after\": 1, \"limit\": 5}"), &json) == ITSMFLOW_OK);
  CHECK(!has(json, "\"case\":1,") && has(json, "\"case\":2,"));
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"state\": \"open\"}"), &json) == ITSMFLOW_MISUSE);
  CHECK_HAS(itsmflow_call_error(w.call), "status");
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"status\": \"ajar\"}"), &json) == ITSMFLOW_MISUSE);
  CHECK_HAS(itsmflow_call_error(w.call), "\"cancelled\"");
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"limit\": -1}"), &json) == ITSMFLOW_MISUSE);
  CHECK(itsmflow_cases(w.call, w.engine, itsmflow_str("{\"complies\": 1}"), &json) == ITSMFLOW_MISUSE);
  end_world(&w);
}

static void data_are_one_json_object_without_a_name_twice(void) {
  static const char* const wrong[] = {"[]", "{", "{\"ticket.device\": \"a\", \"ticket.device\": \"b\"}", "{\"ticket.device\": 1}",
                                      "\xff"};
  world w;
  itsmflow_step* step;
  char deep[601], data[700];
  make_world(&w);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
    const itsmflow_status status =
        itsmflow_start(w.call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"), itsmflow_str(wrong[i]), NULL, &step);
    CHECK(status == ITSMFLOW_MISUSE);
    CHECK(step == NULL);
  }
  memset(deep, '[', 300);
  memset(deep + 300, ']', 300);
  deep[600] = '\0';
  snprintf(data, sizeof data, "{\"ticket.device\": %s}", deep);
  CHECK(itsmflow_start(w.call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"), itsmflow_str(data), NULL, &step) ==
        ITSMFLOW_MISUSE);
  CHECK_HAS(itsmflow_call_error(w.call), "ticket.device is nested too deeply");
  CHECK(itsmflow_start(w.call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"),
                       itsmflow_str("{\"ticket.device\": [{\"a\": {\"b\": 1, \"c\": [{}, []], \"b\": 2}}]}"), NULL,
                       &step) == ITSMFLOW_MISUSE);
  CHECK_TEXT(itsmflow_call_error(w.call), "ticket.device.a.b is given twice; keep one of the two");
  CHECK(itsmflow_start(w.call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"),
                       itsmflow_str("{\"ticket.device\": \"a\", \"ticket.part\": \"b\", \"ticket.device\": \"c\"}"), NULL,
                       &step) == ITSMFLOW_MISUSE);
  CHECK_TEXT(itsmflow_call_error(w.call), "ticket.device is given twice; keep one of the two");
  CHECK(itsmflow_start(w.call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"), itsmflow_str("[{}]"), NULL, &step) ==
        ITSMFLOW_MISUSE);
  CHECK_HAS(itsmflow_call_error(w.call), "no JSON object");
  CHECK(itsmflow_start(w.call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"), itsmflow_str("{} {}"), NULL, &step) ==
        ITSMFLOW_MISUSE);
  CHECK_HAS(itsmflow_call_error(w.call), "not JSON");
  CHECK(itsmflow_start(w.call, w.engine, itsmflow_str("repair"), itsmflow_str("anna"),
                       itsmflow_str("{\"ticket.device\": \"a\\u0000b\"}"), NULL,
                       &step) == ITSMFLOW_OK); /* lengths count, not zero bytes */
  itsmflow_step_destroy(step);
  end_world(&w);
}

static void a_person_is_taken_out(void) {
  world w;
  itsmflow_text json;
  make_world(&w);
  const int64_t id = start_repair(&w, "phone");
  CHECK(itsmflow_erase_person(w.call, w.engine, itsmflow_str("anna"), &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"erased\":true,\"stand_in\":\"erased-");
  CHECK(itsmflow_events(w.call, w.engine, id, 1, 0, 0, &json) == ITSMFLOW_OK);
  CHECK(!has(json, "\"anna\""));
  CHECK(itsmflow_rebuild(w.call, w.engine, &json) != ITSMFLOW_NOT_FOUND); /* a store in memory may say that it can't */
  end_world(&w);
}

void test_steps(void) {
  a_refused_step_is_a_result_with_all_its_obstacles();
  a_step_has_its_events_and_the_case_shows_them();
  work_is_claimed_begun_handed_over_and_given_back();
  a_deviation_is_offered_made_confirmed_and_counted();
  a_worklist_comes_in_pages();
  cases_are_found_by_what_they_hold();
  data_are_one_json_object_without_a_name_twice();
  a_person_is_taken_out();
}
