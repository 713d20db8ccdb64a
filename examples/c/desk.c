/* desk DATABASE MODEL...: people of the program's own, a service that fails at first, and a step that is done in spite of what stands in its way. */
#include <itsmflow/itsmflow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(itsmflow_status status, const itsmflow_call* call) {
  if (status == ITSMFLOW_OK) return;
  fprintf(stderr, "%s\n", itsmflow_call_error(call).data);
  exit(3);
}

static void finish(const char* what, itsmflow_step* step) {
  printf("%s: %s\n", what, itsmflow_step_is_done(step) ? "done" : "refused");
  for (size_t i = 0; i < itsmflow_step_obstacle_count(step); ++i) printf("  %s\n", itsmflow_step_obstacle_message(step, i).data);
  itsmflow_step_destroy(step);
}

/* Who has which role: in a program that may be a table, or a question to a server. */
static const struct {
  const char *id, *role;
} staff[] = {{"uma", "user"}, {"dana", "service_desk"}, {"ines", "incident_manager"}, {"max", "major_incident_coordinator"}};
enum { kStaff = sizeof staff / sizeof staff[0] };

static int is(itsmflow_text text, const char* word) {
  return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}

static itsmflow_status roles_of(void* context, itsmflow_text person, itsmflow_reply* reply) {
  (void)context;
  for (size_t i = 0; i < kStaff; ++i)
    if (is(person, staff[i].id)) return itsmflow_reply_add(reply, itsmflow_str(staff[i].role));
  return ITSMFLOW_NOT_FOUND;
}

static itsmflow_status holders_of(void* context, itsmflow_text role, itsmflow_reply* reply) {
  (void)context;
  for (size_t i = 0; i < kStaff; ++i)
    if (is(role, staff[i].role)) itsmflow_reply_add(reply, itsmflow_str(staff[i].id));
  return ITSMFLOW_OK;
}

/* The first time it can't be rung. The second time it rings, and what comes of that is told later. */
static itsmflow_status page(void* context, const itsmflow_service_call* wanted, itsmflow_reply* reply) {
  (void)context;
  printf("try %d: %s\n", (int)wanted->attempt, wanted->attempt == 1 ? "the line is busy" : "it rings");
  if (wanted->attempt > 1) return ITSMFLOW_OK;
  itsmflow_reply_failure(reply, itsmflow_str("the line is busy"));
  return ITSMFLOW_FAILED;
}

int main(int count, char** words) {
  enum { kMostModels = 20 };
  if (count < 3 || count > 2 + kMostModels) {
    fprintf(stderr, "desk DATABASE MODEL...\n");
    return 2;
  }
  itsmflow_call* call;
  if (itsmflow_call_create(ITSMFLOW_C_ABI, &call) != ITSMFLOW_OK) return 3;

  itsmflow_text models[kMostModels];
  for (int i = 2; i < count; ++i) models[i - 2] = itsmflow_str(words[i]);
  itsmflow_library* library;
  must(itsmflow_library_load(call, models, (size_t)count - 2, &library, NULL), call);

  const itsmflow_directory_functions functions = {.size = sizeof functions, .roles_of = roles_of, .holders_of = holders_of};
  itsmflow_directory* people;
  must(itsmflow_directory_create_custom(call, &functions, NULL, &people), call);

  itsmflow_store* store;
  must(itsmflow_store_open_sqlite(call, itsmflow_str(words[1]), NULL, &store), call);
  itsmflow_engine* engine;
  must(itsmflow_engine_create(call, library, store, people, NULL, &engine), call);
  must(itsmflow_on_service(call, engine, itsmflow_str("pager"), page, NULL), call);

  const itsmflow_text uma = itsmflow_str("uma"), dana = itsmflow_str("dana"), ines = itsmflow_str("ines");
  const itsmflow_text process = itsmflow_str("incident-on-call");
  itsmflow_step* step;
  itsmflow_text json;

  must(itsmflow_start(call, engine, process, uma, itsmflow_str("{\"incident.summary\": \"Nobody can log in\"}"), NULL, &step),
       call);
  const int64_t major = itsmflow_step_case_id(step);
  finish("uma starts", step);
  must(itsmflow_perform(call, engine, major, itsmflow_str("assign"), uma, NULL, &step), call);
  finish("uma assigns", step);
  const itsmflow_work assigned = {
      .size = sizeof assigned,
      .data = itsmflow_str(
          "{\"incident.impact\": \"department\", \"incident.urgency\": \"critical\", \"incident.group\": \"networks\"}")};
  must(itsmflow_perform(call, engine, major, itsmflow_str("assign"), dana, &assigned, &step), call);
  finish("dana assigns", step);
  must(itsmflow_perform(call, engine, major, itsmflow_str("declare_major"), dana, NULL, &step), call);
  finish("dana declares it major", step);

  /* The model tries again after five minutes. A program would sleep until then; here the moment is said. */
  size_t done;
  int32_t known;
  itsmflow_time next;
  must(itsmflow_due(call, engine, NULL, &done), call);
  must(itsmflow_next_due(call, engine, &known, &next), call);
  if (known) must(itsmflow_due(call, engine, &next, &done), call);

  /* What came of it, by the case and the activity: a result with its data, or in the place of the empty text why it failed. */
  must(itsmflow_answer(call, engine, major, itsmflow_str("page"), itsmflow_str("answered"),
                       itsmflow_str("{\"major.on_call\": \"max\"}"), itsmflow_str(""), NULL, &step),
       call);
  finish("max answers", step);

  must(itsmflow_show(call, engine, major, 0, &json), call);
  printf("case: %.73s...\n", json.data);
  must(itsmflow_events(call, engine, major, 1, 100, 0, &json), call);
  printf("events: %.41s...\n", json.data);
  must(itsmflow_explain(call, engine, major, itsmflow_str("coordinate"), dana, NULL, &json), call);
  printf("why not dana: %.66s...\n", json.data);

  /* On the phone there is no time to write the solution down. */
  must(itsmflow_start(call, engine, process, uma, itsmflow_str("{\"incident.summary\": \"The printer is silent\"}"), NULL, &step),
       call);
  const int64_t printer = itsmflow_step_case_id(step);
  finish("uma starts another", step);
  itsmflow_work resolved = {.size = sizeof resolved,
                            .data = itsmflow_str("{\"incident.service\": \"printing\", \"incident.code\": \"repaired\"}")};
  must(itsmflow_perform(call, engine, printer, itsmflow_str("resolve_at_once"), dana, &resolved, &step), call);
  must(itsmflow_step_json(call, step, &json), call);
  printf("%s\n", json.data); /* "deviations": how it can be done all the same */
  finish("dana resolves", step);
  resolved.motive = itsmflow_str("too_many_calls");
  resolved.because = itsmflow_str("forty calls wait");
  must(itsmflow_perform(call, engine, printer, itsmflow_str("resolve_at_once"), dana, &resolved, &step), call);
  finish("dana resolves, as a deviation", step);
  must(itsmflow_confirm(call, engine, printer, 1, ines, itsmflow_str("she wrote it down at five"), NULL, &step), call);
  finish("ines confirms", step);
  const itsmflow_work works = {.size = sizeof works, .result = itsmflow_str("works")};
  must(itsmflow_perform(call, engine, printer, itsmflow_str("confirm"), uma, &works, &step), call);
  finish("uma confirms that it works", step);
  must(itsmflow_report_deviations(call, engine, itsmflow_str(""), &json), call);
  printf("report: %.52s...\n", json.data);

  itsmflow_engine_destroy(engine);
  itsmflow_store_destroy(store);
  itsmflow_directory_destroy(people);
  itsmflow_library_destroy(library);
  itsmflow_call_destroy(call);
  return 0;
}
