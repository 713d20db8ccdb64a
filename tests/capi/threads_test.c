/* One engine, several threads, each with a call object of its own. */
#include <pthread.h>

#include "check.h"

enum { kThreads = 4, kCases = 25 };

typedef struct worker {
  itsmflow_engine* engine;
  int64_t shared; /* a case that all of them want */
  int done, got_it, failed;
} worker;

static void* work(void* context) {
  worker* me = context;
  itsmflow_call* call;
  itsmflow_step* step;
  if (itsmflow_call_create(ITSMFLOW_C_ABI, &call) != ITSMFLOW_OK) return NULL;
  for (int i = 0; i < kCases; ++i) {
    int64_t id = 0;
    if (itsmflow_start(call, me->engine, itsmflow_str("repair"), itsmflow_str("anna"),
                       itsmflow_str("{\"ticket.device\": \"phone\"}"), NULL, &step) != ITSMFLOW_OK)
      ++me->failed;
    id = itsmflow_step_case_id(step);
    itsmflow_step_destroy(step);
    if (itsmflow_perform(call, me->engine, id, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) != ITSMFLOW_OK) ++me->failed;
    me->done += itsmflow_step_is_done(step);
    itsmflow_step_destroy(step);
  }
  if (itsmflow_perform(call, me->engine, me->shared, itsmflow_str("sort"), itsmflow_str("bo"), NULL, &step) != ITSMFLOW_OK)
    ++me->failed;
  me->got_it = itsmflow_step_is_done(step);
  itsmflow_step_destroy(step);
  itsmflow_call_destroy(call);
  return NULL;
}

void test_threads(void) {
  pthread_t threads[kThreads];
  worker workers[kThreads];
  itsmflow_text json;
  int got_it = 0;
  world w;
  make_world(&w);
  const int64_t shared = start_repair(&w, "phone");
  for (int i = 0; i < kThreads; ++i) {
    const worker fresh = {w.engine, shared, 0, 0, 0};
    workers[i] = fresh;
    CHECK(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
  }
  for (int i = 0; i < kThreads; ++i) {
    CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(workers[i].failed == 0);
    CHECK(workers[i].done == kCases);
    got_it += workers[i].got_it;
  }
  CHECK(got_it == 1);
  CHECK(itsmflow_verify_log(w.call, w.engine, itsmflow_str(""), &json) == ITSMFLOW_OK);
  CHECK_HAS(json, "{\"clean\":true,");
  CHECK_HAS(json, "\"cases\":101,"); /* 4 × 25, and the one that all wanted */
  end_world(&w);
}
