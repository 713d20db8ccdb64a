/* repair MODELS DATABASE: takes one device through its repair. MODELS is a folder with models and a people.yaml; DATABASE is a file that
   the program `itsmflow` works on too. */
#include <itsmflow/itsmflow.h>
#include <stdio.h>
#include <stdlib.h>

/* What went wrong is told by the call object. */
static void must(itsmflow_status status, const itsmflow_call* call) {
  if (status == ITSMFLOW_OK) return;
  fprintf(stderr, "%s\n", itsmflow_call_error(call).data);
  exit(3);
}

/* A step that was refused is a result, and says why. */
static int64_t print_step(const char* what, itsmflow_step* step) {
  const int64_t id = itsmflow_step_case_id(step);
  printf("%s: %s\n", what, itsmflow_step_is_done(step) ? "done" : "refused");
  for (size_t i = 0; i < itsmflow_step_obstacle_count(step); ++i) printf("  %s\n", itsmflow_step_obstacle_message(step, i).data);
  itsmflow_step_destroy(step);
  return id;
}

/* The shop answers at once. One that takes its time would answer later, by itsmflow_answer(). */
static itsmflow_status shop(void* context, const itsmflow_service_call* wanted, itsmflow_reply* reply) {
  (void)context;
  printf("the shop is asked for what case %lld needs: %s\n", (long long)wanted->case_id, wanted->data.data);
  return itsmflow_reply_result(reply, itsmflow_str("sent"), itsmflow_str("{\"ticket.price\": 89.5}"));
}

int main(int count, char** words) {
  if (count != 3) {
    fprintf(stderr, "repair MODELS DATABASE\n");
    return 2;
  }

  itsmflow_call* call;
  if (itsmflow_call_create(ITSMFLOW_C_ABI, &call) != ITSMFLOW_OK) return 3;

  itsmflow_library* library;
  const itsmflow_text models = itsmflow_str(words[1]);
  must(itsmflow_library_load(call, &models, 1, &library, NULL), call); /* of a wrong model the words are all that was found in it */

  char file[1000];
  snprintf(file, sizeof file, "%s/people.yaml", words[1]);
  itsmflow_directory* people;
  must(itsmflow_directory_load(call, itsmflow_str(file), &people, NULL), call);

  itsmflow_store* store;
  must(itsmflow_store_open_sqlite(call, itsmflow_str(words[2]), NULL, &store), call);

  itsmflow_engine* engine;
  must(itsmflow_engine_create(call, library, store, people, NULL, &engine), call);
  must(itsmflow_on_service(call, engine, itsmflow_str("shop"), shop, NULL), call);

  const itsmflow_text anna = itsmflow_str("anna"), bo = itsmflow_str("bo");
  itsmflow_step* step;
  must(itsmflow_start(call, engine, itsmflow_str("repair"), anna, itsmflow_str("{\"ticket.device\": \"phone\"}"), NULL, &step),
       call);
  const int64_t id = print_step("anna starts", step);

  must(itsmflow_perform(call, engine, id, itsmflow_str("mend"), bo, NULL, &step), call);
  print_step("bo mends", step);

  const itsmflow_work work = {.size = sizeof work, .data = itsmflow_str("{\"ticket.part\": \"screen\"}")};
  must(itsmflow_perform(call, engine, id, itsmflow_str("examine"), bo, &work, &step), call);
  print_step("bo examines", step);

  size_t done;
  must(itsmflow_due(call, engine, NULL, &done), call); /* the service is called here, and nowhere else */

  itsmflow_text json;
  must(itsmflow_offers_in(call, engine, bo, id, 0, &json), call);
  printf("what bo may do: %s\n", json.data);

  must(itsmflow_perform(call, engine, id, itsmflow_str("mend"), bo, NULL, &step), call);
  print_step("bo mends", step);

  itsmflow_engine_destroy(engine);
  itsmflow_store_destroy(store);
  itsmflow_directory_destroy(people);
  itsmflow_library_destroy(library);
  itsmflow_call_destroy(call);
  return 0;
}
