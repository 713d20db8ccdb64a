/* Loading and proving models, and what is found in them. */
#include <stdio.h>
#include <string.h>

#include "check.h"

static void a_wrong_model_is_told_as_data(void) {
  const itsmflow_text name = itsmflow_str("loan.yaml");
  const itsmflow_text text = itsmflow_str(
      "itsmflow: 1\nprocess: loan\nversion: 1.0.0\ncase: loan\nroles: {desk: Desk}\n"
      "objects: {loan: {states: [out, back], final: [back]}}\nstart: {role: desk}\n"
      "activities: {take: {role: dsk, moves: {loan: out -> back}}}\n");
  itsmflow_call* call;
  itsmflow_library* library;
  itsmflow_text found;
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &call) == ITSMFLOW_OK);
  CHECK(itsmflow_library_load_texts(call, &name, &text, 1, &library, &found) == ITSMFLOW_MODEL_WRONG);
  CHECK(library == NULL);
  CHECK_HAS(found, "\"rule\": \"unknown-role\"");
  CHECK_HAS(found, "\"file\": \"loan.yaml\"");
  CHECK_HAS(found, "\"line\": 8");
  CHECK_HAS(found, "\"errors\": 1");
  CHECK_HAS(itsmflow_call_error(call), "loan.yaml:8:");
  CHECK(itsmflow_library_load_texts(call, &name, &text, 1, &library, NULL) == ITSMFLOW_MODEL_WRONG);
  CHECK(itsmflow_library_load(call, &name, 1, &library, &found) == ITSMFLOW_NOT_FOUND); /* there is no such file */
  itsmflow_call_destroy(call);
}

static void models_are_loaded_from_a_folder_and_proved(void) {
  char folder[500], file[600];
  itsmflow_call* call;
  itsmflow_library* library;
  itsmflow_directory* people;
  itsmflow_text found, path;
  snprintf(folder, sizeof folder, "%s/examples/embed/models", source_folder);
  snprintf(file, sizeof file, "%s/people.yaml", folder);
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &call) == ITSMFLOW_OK);
  path = itsmflow_str(folder);
  CHECK(itsmflow_library_load(call, &path, 1, &library, &found) == ITSMFLOW_OK);
  CHECK_HAS(found, "\"errors\": 0");
  CHECK(itsmflow_directory_load(call, itsmflow_str(file), &people, &found) == ITSMFLOW_OK);
  CHECK(itsmflow_library_verify(call, library, itsmflow_str("loan"), people, &found) == ITSMFLOW_OK);
  CHECK_HAS(found, "\"errors\": 0");
  CHECK(itsmflow_library_verify(call, library, itsmflow_str("lone"), NULL, &found) == ITSMFLOW_NOT_FOUND);
  itsmflow_directory_destroy(people);
  CHECK(itsmflow_directory_create(call, itsmflow_str("{\"anna\": [\"borrower\"]}"), &people) == ITSMFLOW_OK);
  CHECK(itsmflow_library_verify(call, library, itsmflow_str(""), people, &found) == ITSMFLOW_OK);
  CHECK(!has(found, "\"errors\": 0")); /* nobody is at the desk */
  itsmflow_directory_destroy(people);
  itsmflow_library_destroy(library);
  itsmflow_call_destroy(call);
}

static void a_case_that_can_get_stuck_is_found_by_the_proof_alone(void) {
  const itsmflow_text name = itsmflow_str("loan.yaml");
  const itsmflow_text text = itsmflow_str(
      "itsmflow: 1\nprocess: loan\nversion: 1.0.0\ncase: loan\nroles: {desk: Desk}\n"
      "objects: {loan: {states: [out, back, broken], final: [back]}}\nstart: {role: desk}\n"
      "activities:\n  take: {role: desk, results: {whole: {moves: {loan: out -> back}}, "
      "broken: {moves: {loan: out -> broken}}}}\n");
  itsmflow_call* call;
  itsmflow_library* library;
  itsmflow_text found;
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &call) == ITSMFLOW_OK);
  CHECK(itsmflow_library_load_texts(call, &name, &text, 1, &library, &found) == ITSMFLOW_OK);
  CHECK_HAS(found, "\"errors\": 0");
  CHECK(itsmflow_library_verify(call, library, itsmflow_str(""), NULL, &found) == ITSMFLOW_OK);
  CHECK(!has(found, "\"errors\": 0"));
  CHECK_HAS(found, "\"trace\": [");
  itsmflow_library_destroy(library);
  itsmflow_call_destroy(call);
}

static void a_model_says_what_people_are_shown_and_asked_for(void) {
  const itsmflow_text name = itsmflow_str("loan.yaml");
  const itsmflow_text text = itsmflow_str(
      "itsmflow: 1\nprocess: loan\nversion: 1.0.0\ncase: loan\nroles: {desk: Desk}\n"
      "objects: {loan: {states: [out, back], final: [back], fields: {days: {type: int, min: 1, max: 30}}}}\n"
      "start: {role: desk, requires: [loan.days]}\nactivities: {take: {role: desk, moves: {loan: out -> back}}}\n");
  itsmflow_call* call;
  itsmflow_library* library;
  itsmflow_text json;
  CHECK(itsmflow_call_create(ITSMFLOW_C_ABI, &call) == ITSMFLOW_OK);
  CHECK(itsmflow_library_load_texts(call, &name, &text, 1, &library, NULL) == ITSMFLOW_OK);
  CHECK(itsmflow_outline(call, library, itsmflow_str("loan"), &json) == ITSMFLOW_OK);
  CHECK_TEXT(json,
             "{\"process\":\"loan\",\"version\":\"1.0.0\",\"title\":null,\"why\":null,"
             "\"roles\":[{\"role\":\"desk\",\"title\":\"Desk\",\"why\":null}],"
             "\"objects\":[{\"object\":\"loan\",\"title\":null,\"why\":null,\"states\":[\"out\",\"back\"],\"final\":[\"back\"],"
             "\"many\":false}],"
             "\"fields\":[{\"field\":\"loan.days\",\"title\":null,\"why\":null,\"type\":\"int\",\"choices\":[],"
             "\"takes\":\"a whole number from 1 to "
             "30\",\"initial\":null,\"optional\":false,\"derived\":false,\"sensitive\":false,\"members\":[]}],"
             "\"start\":{\"roles\":[\"desk\"],\"required\":[\"loan.days\"],\"asked\":[]},"
             "\"activities\":[{\"activity\":\"take\",\"title\":null,\"why\":null,\"roles\":[\"desk\"],\"service\":null,"
             "\"results\":[{\"result\":null,\"title\":null}],\"parts\":[],\"answers\":[]}],"
             "\"motives\":[],\"outcomes\":[]}");
  CHECK(itsmflow_outline(call, library, itsmflow_str("lone"), &json) == ITSMFLOW_NOT_FOUND);
  CHECK_HAS(itsmflow_call_error(call), "'lone'");
  itsmflow_library_destroy(library);
  itsmflow_call_destroy(call);
}

void test_models(void) {
  a_wrong_model_is_told_as_data();
  models_are_loaded_from_a_folder_and_proved();
  a_case_that_can_get_stuck_is_found_by_the_proof_alone();
  a_model_says_what_people_are_shown_and_asked_for();
}
