/* incident DATABASE PEOPLE MODEL...: takes a major incident to its coordinator. DATABASE is a file that the program `itsmflow` works on too. */
#include <itsmflow/itsmflow.h>
#include <stdio.h>
#include <stdlib.h>

/* What went wrong is told by the call object. */
static void must(itsmflow_status status, const itsmflow_call* call) {
  if (status == ITSMFLOW_OK) return;
  fprintf(stderr, "%s\n", itsmflow_call_error(call).data);
  exit(3);
}

/* Says what came of a step, and lets go of it. A step that was refused says why. */
static void finish(const char* what, itsmflow_step* step) {
  printf("%s: %s\n", what, itsmflow_step_is_done(step) ? "done" : "refused");
  for (size_t i = 0; i < itsmflow_step_obstacle_count(step); ++i) printf("  %s\n", itsmflow_step_obstacle_message(step, i).data);
  itsmflow_step_destroy(step);
}

/* The pager: somebody answers at once. Where that takes its time, nothing is replied, and the answer is given later, by itsmflow_answer(). */
static itsmflow_status page(void* context, const itsmflow_service_call* wanted, itsmflow_reply* reply) {
  const char* on_call = context;
  char data[200];
  printf("case %lld: the pager of %s rings\n", (long long)wanted->case_id, on_call);
  snprintf(data, sizeof data, "{\"major.on_call\": \"%s\"}", on_call);
  return itsmflow_reply_result(reply, itsmflow_str("answered"), itsmflow_str(data));
}

int main(int count, char** words) {
  enum { kMostModels = 20 };
  if (count < 4 || count > 3 + kMostModels) {
    fprintf(stderr, "incident DATABASE PEOPLE MODEL...\n");
    return 2;
  }

  itsmflow_call* call;
  if (itsmflow_call_create(ITSMFLOW_C_ABI, &call) != ITSMFLOW_OK) return 3;

  itsmflow_text models[kMostModels];
  const size_t model_count = (size_t)count - 3;
  for (size_t i = 0; i < model_count; ++i) models[i] = itsmflow_str(words[i + 3]);
  itsmflow_library* library;
  must(itsmflow_library_load(call, models, model_count, &library, NULL), call); /* of wrong models it is told all that was found */

  itsmflow_directory* people;
  must(itsmflow_directory_load(call, itsmflow_str(words[2]), &people, NULL), call);

  itsmflow_store* store;
  must(itsmflow_store_open_sqlite(call, itsmflow_str(words[1]), NULL, &store), call);

  itsmflow_engine* engine;
  must(itsmflow_engine_create(call, library, store, people, NULL, &engine), call);

  static char on_call[] = "max";
  must(itsmflow_on_service(call, engine, itsmflow_str("pager"), page, on_call), call);

  const itsmflow_text uma = itsmflow_str("uma"), dana = itsmflow_str("dana"), sam = itsmflow_str("sam"), max = itsmflow_str("max");
  itsmflow_step* step;

  /* NULL: nothing comes with the command that would need the structure. */
  must(itsmflow_start(call, engine, itsmflow_str("incident-on-call"), uma,
                      itsmflow_str("{\"incident.summary\": \"Nobody in the town hall can log in\"}"), NULL, &step),
       call);
  const int64_t id = itsmflow_step_case_id(step);
  finish("uma starts", step);

  must(itsmflow_perform(call, engine, id, itsmflow_str("resolve"), sam, NULL, &step), call);
  finish("sam resolves", step);

  const itsmflow_work assigned = {
      .size = sizeof assigned,
      .data = itsmflow_str(
          "{\"incident.impact\": \"department\", \"incident.urgency\": \"critical\", \"incident.group\": \"networks\"}")};
  must(itsmflow_perform(call, engine, id, itsmflow_str("assign"), dana, &assigned, &step), call);
  finish("dana assigns", step);

  must(itsmflow_perform(call, engine, id, itsmflow_str("declare_major"), dana, NULL, &step), call);
  finish("dana declares it major", step);

  /* Services are called here and nowhere else. A program that goes on running does this again and again: itsmflow_next_due() says when. */
  size_t done;
  must(itsmflow_due(call, engine, NULL, &done), call);

  itsmflow_text json;
  must(itsmflow_offers_in(call, engine, max, id, 0, &json), call);
  printf("max may do: %s\n", json.data);

  const itsmflow_work plan = {.size = sizeof plan, .data = itsmflow_str("{\"major.plan\": \"Sam looks at the switches\"}")};
  must(itsmflow_perform(call, engine, id, itsmflow_str("coordinate"), max, &plan, &step), call);
  finish("max coordinates", step);

  itsmflow_engine_destroy(engine);
  itsmflow_store_destroy(store);
  itsmflow_directory_destroy(people);
  itsmflow_library_destroy(library);
  itsmflow_call_destroy(call);
  return 0;
}
