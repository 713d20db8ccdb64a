/* test_capi_c SOURCE: runs the tests of the C interface; SOURCE is the project's folder. Ends with 1 where something didn't hold. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static int checks, failures;
const char* source_folder;

void check_at(int holds, const char* condition, const char* file, int line) {
  ++checks;
  if (holds) return;
  ++failures;
  fprintf(stderr, "%s:%d: doesn't hold: %s\n", file, line, condition);
}

int has(itsmflow_text text, const char* part) {
  const size_t size = strlen(part);
  for (size_t at = 0; at + size <= text.size; ++at)
    if (memcmp(text.data + at, part, size) == 0) return 1;
  return 0;
}

void check_text_at(itsmflow_text text, const char* wanted, int whole, const char* file, int line) {
  const int holds = whole ? text.size == strlen(wanted) && memcmp(text.data, wanted, text.size) == 0 : has(text, wanted);
  ++checks;
  if (holds) return;
  ++failures;
  fprintf(stderr, "%s:%d: '%.*s' %s '%s'\n", file, line, (int)text.size, text.data, whole ? "isn't" : "doesn't have", wanted);
}

const char* const repair_model =
    "itsmflow: 1\n"
    "process: repair\n"
    "version: 1.0.0\n"
    "case: ticket\n"
    "roles: {caller: Caller, technician: Technician}\n"
    "objects:\n"
    "  ticket:\n"
    "    states: [new, sorted, ordered, mended, lost]\n"
    "    final: [mended, lost]\n"
    "    fields: {device: string, price: number, part: string}\n"
    "start: {role: caller, requires: [ticket.device]}\n"
    "activities:\n"
    "  sort: {role: technician, moves: {ticket: new -> sorted}}\n"
    "  order:\n"
    "    service: shop\n"
    "    retry: {times: 1, wait: 1 minute}\n"
    "    results:\n"
    "      sent: {moves: {ticket: sorted -> ordered}, requires: [ticket.part]}\n"
    "      failed: {moves: {ticket: sorted -> lost}}\n"
    "  mend: {role: technician, moves: {ticket: ordered -> mended}, requires: [ticket.price]}\n"
    "deviations:\n"
    "  motives: {hurry: {class: will_not, title: No time}}\n"
    "  allow: [{what: missing_data, activities: [mend], by: technician, confirm: {by: caller, within: 1 day}}]\n"
    "outcomes: [{success: ticket.state == \"mended\"}, {failure: ticket.state == \"lost\"}]\n";

static itsmflow_status stand_still(void* context, itsmflow_time* out) {
  *out = ((world*)context)->now;
  return ITSMFLOW_OK;
}

void make_world_on(world* w, itsmflow_store* store) {
  const itsmflow_text name = itsmflow_str("repair.yaml"), text = itsmflow_str(repair_model);
  itsmflow_engine_options options = {.size = sizeof options};
  itsmflow_text findings;
  w->store = store;
  w->now.seconds = 1393833600; /* 2014-03-03T08:00:00Z */
  w->now.nanos = 0;
  options.context = w;
  options.now = stand_still;
  CHECK(itsmflow_library_load_texts(w->call, &name, &text, 1, &w->library, &findings) == ITSMFLOW_OK);
  CHECK_HAS(findings, "\"errors\": 0");
  CHECK(itsmflow_directory_create(w->call, itsmflow_str("{\"anna\": [\"caller\"], \"bo\": [\"technician\"]}"), &w->people) ==
        ITSMFLOW_OK);
  CHECK(itsmflow_engine_create(w->call, w->library, w->store, w->people, &options, &w->engine) == ITSMFLOW_OK);
}

void make_world(world* w) {
  itsmflow_store* store;
  memset(w, 0, sizeof *w);
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &w->call) == ITSMFLOW_OK);
  CHECK(itsmflow_store_create_memory(w->call, &store) == ITSMFLOW_OK);
  make_world_on(w, store);
}

void end_world(world* w) {
  itsmflow_engine_destroy(w->engine);
  itsmflow_store_destroy(w->store);
  itsmflow_directory_destroy(w->people);
  itsmflow_library_destroy(w->library);
  itsmflow_call_destroy(w->call);
}

int64_t start_repair(world* w, const char* device) {
  char data[100];
  itsmflow_step* step;
  int64_t id;
  snprintf(data, sizeof data, "{\"ticket.device\": \"%s\"}", device);
  CHECK(itsmflow_start(w->call, w->engine, itsmflow_str("repair"), itsmflow_str("anna"), itsmflow_str(data), NULL, &step) ==
        ITSMFLOW_OK);
  CHECK(itsmflow_step_is_done(step));
  id = itsmflow_step_case_id(step);
  itsmflow_step_destroy(step);
  return id;
}

int64_t sort_repair(world* w, const char* device) {
  const int64_t id = start_repair(w, device);
  CHECK(does(w, id, "sort", "bo"));
  return id;
}

int does(world* w, int64_t id, const char* activity, const char* actor) {
  itsmflow_step* step;
  int done;
  CHECK(itsmflow_perform(w->call, w->engine, id, itsmflow_str(activity), itsmflow_str(actor), NULL, &step) == ITSMFLOW_OK);
  done = itsmflow_step_is_done(step);
  itsmflow_step_destroy(step);
  return done;
}

static char folder[] = "/tmp/itsmflow-test-XXXXXX";
static int files;

const char* fresh_file(void) {
  static char name[100];
  snprintf(name, sizeof name, "%s/%d.db", folder, ++files);
  return name;
}

static void remove_files(void) {
  static const char* const ends[] = {"", "-wal", "-shm"};
  for (int i = 1; i <= files; ++i)
    for (size_t end = 0; end < sizeof ends / sizeof *ends; ++end) {
      char name[100];
      snprintf(name, sizeof name, "%s/%d.db%s", folder, i, ends[end]);
      unlink(name);
    }
  rmdir(folder);
}

int main(int count, char** words) {
  static void (*const tests[])(void) = {test_calls,   test_models, test_steps,  test_callbacks,
                                        test_outside, test_stores, test_threads};
  if (count != 2 || mkdtemp(folder) == NULL) return 2;
  source_folder = words[1];
  for (size_t i = 0; i < sizeof tests / sizeof *tests; ++i) tests[i]();
  remove_files();
  printf("%d checks, %d failures\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
