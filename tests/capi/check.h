#ifndef ITSMFLOW_TESTS_CAPI_CHECK_H
#define ITSMFLOW_TESTS_CAPI_CHECK_H

#include <itsmflow/itsmflow.h>
#include <stddef.h>

/* Says where a condition doesn't hold, and goes on. */
void check_at(int holds, const char* condition, const char* file, int line);
#define CHECK(condition) check_at((condition) != 0, #condition, __FILE__, __LINE__)

/* A text is, or has in it, the other. Says what it is where that isn't so. */
void check_text_at(itsmflow_text text, const char* wanted, int whole, const char* file, int line);
#define CHECK_TEXT(text, wanted) check_text_at(text, wanted, 1, __FILE__, __LINE__)
#define CHECK_HAS(text, wanted) check_text_at(text, wanted, 0, __FILE__, __LINE__)

int has(itsmflow_text text, const char* part);

/* What most tests start from: one model about repairs, anna who calls and bo who mends, a store in memory, and a clock that stands still. */
typedef struct world {
  itsmflow_call* call;
  itsmflow_library* library;
  itsmflow_directory* people;
  itsmflow_store* store;
  itsmflow_engine* engine;
  itsmflow_time now; /* what the clock says */
} world;

extern const char* const repair_model;
void make_world(world* w);
void make_world_on(world* w, itsmflow_store* store); /* which is the world's from then on */
void end_world(world* w);

/* Starts a case of a device, and sorts it. */
int64_t start_repair(world* w, const char* device);
int64_t sort_repair(world* w, const char* device);
/* Does an activity without data; 1: it was done. */
int does(world* w, int64_t id, const char* activity, const char* actor);

extern const char* source_folder;

/* A name for a file that isn't there yet, in a folder for the tests; the next call gives another one. */
const char* fresh_file(void);

/* One function for each file of tests. */
void test_calls(void);
void test_models(void);
void test_steps(void);
void test_callbacks(void);
void test_outside(void);
void test_stores(void);
void test_threads(void);

#endif
