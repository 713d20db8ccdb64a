#ifndef ITSMFLOW_ITSMFLOW_H
#define ITSMFLOW_ITSMFLOW_H

/*
 * itsmflow for C, and for everything that can call C: loads models, proves them, runs cases. docs/c.md goes from nothing to a running
 * case. It says the same as the C++ headers, with the same words; a store of your own is in <itsmflow/store.h>.
 *
 * Handles. What is behind a pointer to an incomplete type is made by a function with `out` and ended by the `destroy` of its kind, which
 * takes null too. An engine keeps what it was made from: handles may be destroyed in any order. Where a function fails, `*out` is null.
 *
 * Failures. Each function gives ITSMFLOW_OK or what went wrong; itsmflow_call_error() says it in words. Nothing was changed then, but where
 * several things are done (itsmflow_due, itsmflow_deliver, itsmflow_send_to_all) some of them may be, and after ITSMFLOW_NO_MEMORY the step
 * may be: do it again with its `key`. A step that may not be done is no failure: itsmflow_step_is_done() is 0, and the step has the
 * obstacles. No exception leaves the library, and nothing here ends the program. A null handle, or one of another kind, is ITSMFLOW_MISUSE;
 * one that was destroyed can't be told from any other.
 *
 * Texts are UTF-8 with a length; those from the library also end with a zero byte that isn't counted. A text that a function gives by `out`
 * belongs to its call object and stays until that is used again; what belongs to a handle stays as long as the handle. The library copies
 * what it is given. Nobody frees what the other has allocated.
 *
 * JSON. What is deep is a JSON text, in the form that `itsmflow --json` prints: docs/c.md. Keys may be added; none changes its meaning. Data
 * are one JSON object of values by path: {"rfc.summary": "log-in script", "rfc.accounts": 40}. Moments are RFC 3339.
 *
 * Threads. A call object is for one thread at a time, and not to be used again by a callback while a function works with it. All other
 * handles may be used by several threads at once, as long as none of them destroys the handle. The library starts no thread.
 *
 * Callbacks get the `context` that was given with them, in the thread that called the library, and are called only while it does. What else
 * they get lasts until they return. They must not throw, nor jump out. Only those of services and notifications may call the engine, each
 * with a call object that isn't in use.
 *
 * Structures with a `size` may get more members at their end: set it to sizeof, and what isn't needed to zero: {.size = sizeof work}.
 */

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32) && !defined(ITSMFLOW_STATIC)
#if defined(ITSMFLOW_BUILDING)
#define ITSMFLOW_C_API __declspec(dllexport)
#else
#define ITSMFLOW_C_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define ITSMFLOW_C_API __attribute__((visibility("default")))
#else
#define ITSMFLOW_C_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Versions, texts, failures ---- */

/* The binary interface of these headers. A library serves all programs of its own number. What is added doesn't change it. */
#define ITSMFLOW_C_ABI 1

ITSMFLOW_C_API const char* itsmflow_version(void); /* of the library that runs: "0.1.0" */

/* A text of UTF-8. */
typedef struct itsmflow_text {
  const char* data; /* may be null where size is 0 */
  size_t size;      /* in bytes */
} itsmflow_text;

/* The text of a string that ends with a zero byte; an empty one of null. */
ITSMFLOW_C_API itsmflow_text itsmflow_str(const char* string);

typedef int32_t itsmflow_status; /* what a function comes to */
enum {
  ITSMFLOW_OK = 0,
  ITSMFLOW_MISUSE = 1,           /* the call makes no sense as it is */
  ITSMFLOW_NOT_FOUND = 2,        /* no such case, actor, process, activity, result, field, motive, deviation, outcome or file */
  ITSMFLOW_MODEL_WRONG = 3,      /* it has errors, which are among the diagnostics */
  ITSMFLOW_NOT_AUTHORIZED = 4,   /* the program's own `authorize` said no */
  ITSMFLOW_MOVED_TO_ARCHIVE = 5, /* the case is in another file now */
  ITSMFLOW_WRONG_ABI = 6,        /* the program was compiled for a library of another number */
  ITSMFLOW_NO_MEMORY = 7,        /* there isn't enough */
  ITSMFLOW_FAILED = 8,           /* anything else, such as a callback that gave a number of its own */
  ITSMFLOW_CANNOT_OPEN = 20,     /* the store: no such folder, no permission, not a database */
  ITSMFLOW_BUSY = 21,            /* another process or connection held it for longer than the limit */
  ITSMFLOW_FULL = 22,            /* no room on the device */
  ITSMFLOW_READ_ONLY = 23,       /* it may be read but not written */
  ITSMFLOW_NEWER_VERSION = 24,   /* written by a newer itsmflow than this one */
  ITSMFLOW_CORRUPT = 25,         /* its content contradicts itself */
  ITSMFLOW_IO = 26               /* any other failure to read or write */
};

typedef struct itsmflow_call itsmflow_call;           /* what functions work with: itsmflow_call_create() */
typedef struct itsmflow_library itsmflow_library;     /* models */
typedef struct itsmflow_directory itsmflow_directory; /* people and their roles */
typedef struct itsmflow_store itsmflow_store;         /* where cases are kept */
typedef struct itsmflow_engine itsmflow_engine;       /* runs cases */
typedef struct itsmflow_step itsmflow_step;           /* what came of a command */

/* A call object: what every function works with, one for each thread. `abi`: ITSMFLOW_C_ABI. */
ITSMFLOW_C_API itsmflow_status itsmflow_call_create(int32_t abi, itsmflow_call** out);
ITSMFLOW_C_API void itsmflow_call_destroy(itsmflow_call* call); /* and the texts that it gave */
/* What went wrong in the last function that worked with it; empty where nothing did. */
ITSMFLOW_C_API itsmflow_text itsmflow_call_error(const itsmflow_call* call);

/* A moment, as in <itsmflow/value.hpp>: since 1970-01-01T00:00:00Z, `nanos` in [0, 999999999]. */
typedef struct itsmflow_time {
  int64_t seconds;
  int32_t nanos;
} itsmflow_time;

/* ---- What callbacks answer ---- */

/* Where a callback puts its answer. Lives as long as the callback runs, and is for its thread. Of results and of failures the last one
   counts, and a failure for more than a result. Where a part is refused the callback has failed, whatever it gives, unless a result that is
   right follows. */
typedef struct itsmflow_reply itsmflow_reply;
/* One more text: a role, a person. */
ITSMFLOW_C_API itsmflow_status itsmflow_reply_add(itsmflow_reply* reply, itsmflow_text text);
/* What a service comes to: which result, empty only where the activity has one without a name, and data. */
ITSMFLOW_C_API itsmflow_status itsmflow_reply_result(itsmflow_reply* reply, itsmflow_text result, itsmflow_text data);
/* Why it failed, in words. Of a callback that gives a status the words for that. */
ITSMFLOW_C_API itsmflow_status itsmflow_reply_failure(itsmflow_reply* reply, itsmflow_text why);

/* ---- Models ---- */

/* Loads files, and all models below folders. *diagnostics (may be null): everything that was found, {"findings": […], "errors": 0,
   "warnings": 0, "notes": 0}, also with ITSMFLOW_MODEL_WRONG. Loading doesn't prove: itsmflow_library_verify() does. */
ITSMFLOW_C_API itsmflow_status itsmflow_library_load(itsmflow_call* call, const itsmflow_text* paths, size_t count,
                                                     itsmflow_library** out, itsmflow_text* diagnostics);
/* The same of texts; each has the name that its findings show. */
ITSMFLOW_C_API itsmflow_status itsmflow_library_load_texts(itsmflow_call* call, const itsmflow_text* names,
                                                           const itsmflow_text* texts, size_t count, itsmflow_library** out,
                                                           itsmflow_text* diagnostics);
ITSMFLOW_C_API void itsmflow_library_destroy(itsmflow_library* library); /* engines keep what they need of it */
/* Proves a process, or all (empty). Findings as above; that there are some is no failure. With a directory also whether its people can do
   the work; it must be one that knows all of them (loaded or of a list). May be null. */
ITSMFLOW_C_API itsmflow_status itsmflow_library_verify(itsmflow_call* call, const itsmflow_library* library, itsmflow_text process,
                                                       const itsmflow_directory* people, itsmflow_text* diagnostics);

/* A process, for programs that show it or ask people for data: {"roles": […], "fields": [{"field", "type", "takes", …}], …}: docs/c.md. */
ITSMFLOW_C_API itsmflow_status itsmflow_outline(itsmflow_call* call, const itsmflow_library* library, itsmflow_text process,
                                                itsmflow_text* json);

/* ---- People ---- */

/* Reads a file: `people: {anna: [assigner], bo: {name: Bo Berg, roles: [operator]}}`. */
ITSMFLOW_C_API itsmflow_status itsmflow_directory_load(itsmflow_call* call, itsmflow_text path, itsmflow_directory** out,
                                                       itsmflow_text* diagnostics);
/* Roles by person: {"anna": ["assigner"], "bo": ["operator"]}. */
ITSMFLOW_C_API itsmflow_status itsmflow_directory_create(itsmflow_call* call, itsmflow_text people, itsmflow_directory** out);

/* What a directory of your own answers by. */
typedef struct itsmflow_directory_functions {
  size_t size;
  /* Adds each role of a person to the reply. ITSMFLOW_NOT_FOUND: there is nobody of that id. */
  itsmflow_status (*roles_of)(void* context, itsmflow_text person, itsmflow_reply* reply);
  /* Adds each person who has a role, always in the same order. May be null: then refusals don't name who could do it. */
  itsmflow_status (*holders_of)(void* context, itsmflow_text role, itsmflow_reply* reply);
  /* Called once, when nothing needs the context any more. May be null. */
  void (*destroy)(void* context);
} itsmflow_directory_functions;
/* A directory over whatever you have. Its functions are called from several threads at a time if the engine is; they must not call the
   engine. What they fail with, the engine's function fails with. Where this fails itself, `destroy` is not called. */
ITSMFLOW_C_API itsmflow_status itsmflow_directory_create_custom(itsmflow_call* call, const itsmflow_directory_functions* functions,
                                                                void* context, itsmflow_directory** out);
ITSMFLOW_C_API void itsmflow_directory_destroy(itsmflow_directory* directory); /* engines keep what they need of it */

/* ---- Stores ---- */

/* Keeps everything in memory, as long as the handle or an engine on it lives. */
ITSMFLOW_C_API itsmflow_status itsmflow_store_create_memory(itsmflow_call* call, itsmflow_store** out);

/* Members of itsmflow_sqlite_options. */
enum { ITSMFLOW_DURABILITY_FULL = 0, ITSMFLOW_DURABILITY_NORMAL = 1, ITSMFLOW_DURABILITY_GROUP = 2 };
enum { ITSMFLOW_OPEN_CREATE = 0, ITSMFLOW_OPEN_EXISTING = 1, ITSMFLOW_OPEN_READ_ONLY = 2 };
/* How a file is opened. */
typedef struct itsmflow_sqlite_options {
  size_t size;
  int32_t
      durability; /* FULL: a step that returned survives a power cut. NORMAL: the end of the process alone. GROUP: as FULL, and steps of
                         several threads share a commit */
  int32_t open;            /* CREATE: made where there is none. EXISTING, READ_ONLY: it must be there */
  int64_t busy_timeout_ms; /* how long to wait for other writers before ITSMFLOW_BUSY; 0: 5000; negative: not at all */
} itsmflow_sqlite_options;
/* Everything in one SQLite file, which several threads and processes may use at a time. `options` may be null. */
ITSMFLOW_C_API itsmflow_status itsmflow_store_open_sqlite(itsmflow_call* call, itsmflow_text path,
                                                          const itsmflow_sqlite_options* options, itsmflow_store** out);
struct sqlite3;
/* Works on your own connection, for one thread at a time: a step is a savepoint in your transaction. The connection must outlive the store
   and every engine on it. */
ITSMFLOW_C_API itsmflow_status itsmflow_store_borrow_sqlite(itsmflow_call* call, struct sqlite3* connection, itsmflow_store** out);
/* Copies an SQLite store to a new file, while others go on working with it. */
ITSMFLOW_C_API itsmflow_status itsmflow_store_backup(itsmflow_call* call, const itsmflow_store* store, itsmflow_text to);
ITSMFLOW_C_API void itsmflow_store_destroy(itsmflow_store* store); /* it closes with the last engine on it */

/* ---- The engine ---- */

/* What somebody is about to do with an engine. */
typedef struct itsmflow_access {
  size_t size;
  itsmflow_text
      entry; /* the function without its prefix; of offers_in "offers_for", of send_to_all "send", of report_deviations "cases" */
  itsmflow_text actor;   /* empty: the call names nobody */
  int64_t case_id;       /* 0: over all cases, or one that is yet to come */
  itsmflow_text process; /* of `start`, and of `cases` that asks for one */
  int32_t sensitive;     /* 1: it is asked for what is sensitive, too */
} itsmflow_access;

/* What an engine is told when it is made; all of it may be zero. */
typedef struct itsmflow_engine_options {
  size_t size;
  void* context; /* of the functions below */
  /* What time it is. Null: the system's clock. */
  itsmflow_status (*now)(void* context, itsmflow_time* out);
  /* Whether a call may be made: 0 refuses it with ITSMFLOW_NOT_AUTHORIZED, before anything is read. Null: all may. Not to call the engine. */
  int32_t (*authorize)(void* context, const itsmflow_access* wanted);
  /* Called once, when nothing needs the context any more. May be null. */
  void (*destroy)(void* context);
  int64_t lease_seconds; /* how long a call of a service is left to the process that took it; 0: 300 */
} itsmflow_engine_options;

/* `options` may be null. Where this fails, `destroy` is not called. */
ITSMFLOW_C_API itsmflow_status itsmflow_engine_create(itsmflow_call* call, const itsmflow_library* library,
                                                      const itsmflow_store* store, const itsmflow_directory* directory,
                                                      const itsmflow_engine_options* options, itsmflow_engine** out);
ITSMFLOW_C_API void itsmflow_engine_destroy(itsmflow_engine* engine); /* cases stay in the store */

/* What may come with any command; all of it may be zero, and the pointer null. */
typedef struct itsmflow_command {
  size_t size;
  itsmflow_text key;         /* repeating a command with it gives the first result; empty: none */
  int64_t expected_revision; /* refuse with `conflict` if the case has moved on from it; 0: none */
  itsmflow_text item;        /* of an activity of several items, or about one element: which */
} itsmflow_command;

/* What comes with doing an activity. */
typedef struct itsmflow_work {
  size_t size;
  itsmflow_text result; /* which result it ends with; empty only where there are none */
  itsmflow_text data;   /* JSON; empty: none */
  itsmflow_text key;    /* these three as in itsmflow_command */
  int64_t expected_revision;
  itsmflow_text item;
  itsmflow_text motive;          /* do it in spite of its obstacles, for this motive of the model; empty: don't */
  itsmflow_text because;         /* why, in words */
  itsmflow_text as_kind;         /* a kind of deviation, "skip", "extra" or "again"; empty: the one that is possible */
  const itsmflow_text* skipping; /* what a skip passes over: "transfer.understood" */
  size_t skipping_count;
} itsmflow_work;

/* The steps, as in <itsmflow/engine.hpp>. Each gives what came of it: events, or obstacles and nothing changed. `command` and
   `work` may be null, and texts of data, notes and reasons empty: then nothing comes with it. */
ITSMFLOW_C_API itsmflow_status itsmflow_start(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text process,
                                              itsmflow_text actor, itsmflow_text data, const itsmflow_command* command,
                                              itsmflow_step** out);
/* From begin to end, or the end of what the actor has begun. */
ITSMFLOW_C_API itsmflow_status itsmflow_perform(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id,
                                                itsmflow_text activity, itsmflow_text actor, const itsmflow_work* work,
                                                itsmflow_step** out);
ITSMFLOW_C_API itsmflow_status itsmflow_begin(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                              itsmflow_text actor, const itsmflow_command* command,
                                              itsmflow_step** out); /* takes it in hand */
ITSMFLOW_C_API itsmflow_status itsmflow_end(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                            itsmflow_text actor, const itsmflow_work* work,
                                            itsmflow_step** out); /* ends what was begun */
/* Reserves an activity, or accepts one that was handed over. */
ITSMFLOW_C_API itsmflow_status itsmflow_claim(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                              itsmflow_text actor, const itsmflow_command* command, itsmflow_step** out);
/* Gives claimed or begun work to another person, who must have the role, and claim it to accept. `confirm`: what is confirmed by that; may be
   empty. */
ITSMFLOW_C_API itsmflow_status itsmflow_hand_over(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id,
                                                  itsmflow_text activity, itsmflow_text actor, itsmflow_text to,
                                                  itsmflow_text confirm, const itsmflow_command* command, itsmflow_step** out);
ITSMFLOW_C_API itsmflow_status itsmflow_suspend(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id,
                                                itsmflow_text activity, itsmflow_text actor, itsmflow_text note,
                                                const itsmflow_command* command, itsmflow_step** out); /* lets begun work rest */
ITSMFLOW_C_API itsmflow_status itsmflow_resume(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id,
                                               itsmflow_text activity, itsmflow_text actor, const itsmflow_command* command,
                                               itsmflow_step** out); /* goes on with work that rests */
ITSMFLOW_C_API itsmflow_status itsmflow_withdraw(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id,
                                                 itsmflow_text activity, itsmflow_text actor, itsmflow_text note,
                                                 const itsmflow_command* command, itsmflow_step** out); /* gives it back */
/* Fills in fields of begun work. */
ITSMFLOW_C_API itsmflow_status itsmflow_set(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                            itsmflow_text actor, itsmflow_text data, const itsmflow_command* command,
                                            itsmflow_step** out);
ITSMFLOW_C_API itsmflow_status itsmflow_cancel(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text actor,
                                               itsmflow_text why, const itsmflow_command* command,
                                               itsmflow_step** out); /* gives the case up */
/* A deviation by its number in the case. */
ITSMFLOW_C_API itsmflow_status itsmflow_confirm(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, int64_t deviation,
                                                itsmflow_text actor, itsmflow_text because, const itsmflow_command* command,
                                                itsmflow_step** out);
ITSMFLOW_C_API itsmflow_status itsmflow_disapprove(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, int64_t deviation,
                                                   itsmflow_text actor, itsmflow_text because, const itsmflow_command* command,
                                                   itsmflow_step** out); /* says that it wasn't right */
ITSMFLOW_C_API itsmflow_status itsmflow_judge(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text outcome,
                                              itsmflow_text actor, itsmflow_text because, const itsmflow_command* command,
                                              itsmflow_step** out); /* how a case that is over turned out */
/* A message to a case. */
ITSMFLOW_C_API itsmflow_status itsmflow_send(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text message,
                                             itsmflow_text values, const itsmflow_command* command, itsmflow_step** out);
/* … to all that it is about: {"steps": [STEP…]}. */
ITSMFLOW_C_API itsmflow_status itsmflow_send_to_all(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text message,
                                                    itsmflow_text values, const itsmflow_command* command, itsmflow_text* json);
/* The answer of a service: a result and data, or, where `failure` isn't empty, that it failed and why. */
ITSMFLOW_C_API itsmflow_status itsmflow_answer(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id,
                                               itsmflow_text activity, itsmflow_text result, itsmflow_text data,
                                               itsmflow_text failure, const itsmflow_command* command, itsmflow_step** out);

/* ---- What came of a step ---- */

ITSMFLOW_C_API int32_t itsmflow_step_is_done(const itsmflow_step* step);       /* 0: it was refused */
ITSMFLOW_C_API int64_t itsmflow_step_case_id(const itsmflow_step* step);       /* 0: of a refused start */
ITSMFLOW_C_API int64_t itsmflow_step_revision(const itsmflow_step* step);      /* of a refused one: on which it was decided */
ITSMFLOW_C_API size_t itsmflow_step_obstacle_count(const itsmflow_step* step); /* 0: it was done */
/* Of the index-th obstacle, from 0: its kind ("not_reached") and a sentence for people; empty where there is none. */
ITSMFLOW_C_API itsmflow_text itsmflow_step_obstacle_kind(const itsmflow_step* step, size_t index);
ITSMFLOW_C_API itsmflow_text itsmflow_step_obstacle_message(const itsmflow_step* step, size_t index);
/* All of it: {"done", "case", "revision", "events", "obstacles", "deviations", "why_not"}. */
ITSMFLOW_C_API itsmflow_status itsmflow_step_json(itsmflow_call* call, const itsmflow_step* step, itsmflow_text* json);
ITSMFLOW_C_API void itsmflow_step_destroy(itsmflow_step* step); /* and the texts that it has */

/* ---- Questions. `sensitive`: 1 shows what sensitive fields hold, 0 withholds it. `limit` 0: 1000, of events 100000. ---- */

/* What a person may do now or has in hand: {"offers": [OFFER…]}. Of the cases above `after` about `limit` offers; those of one case are
   never split. */
ITSMFLOW_C_API itsmflow_status itsmflow_offers_for(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text actor,
                                                   int64_t after, size_t limit, int32_t sensitive, itsmflow_text* json);
ITSMFLOW_C_API itsmflow_status itsmflow_offers_in(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text actor,
                                                  int64_t case_id, int32_t sensitive, itsmflow_text* json); /* in one case */
/* What waits for a person's verdict: {"verdicts": […]}. */
ITSMFLOW_C_API itsmflow_status itsmflow_verdicts_for(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text actor,
                                                     int64_t after, size_t limit, itsmflow_text* json);
/* What stands in the way of somebody, who could, and by which deviation. `work` may be null. */
ITSMFLOW_C_API itsmflow_status itsmflow_explain(itsmflow_call* call, const itsmflow_engine* engine, int64_t case_id,
                                                itsmflow_text activity, itsmflow_text actor, const itsmflow_work* work,
                                                itsmflow_text* json);
ITSMFLOW_C_API itsmflow_status itsmflow_model_of(itsmflow_call* call, const itsmflow_engine* engine, int64_t case_id,
                                                 itsmflow_text* json); /* of the model that a case goes by */
/* A case as it stands. */
ITSMFLOW_C_API itsmflow_status itsmflow_show(itsmflow_call* call, const itsmflow_engine* engine, int64_t case_id, int32_t sensitive,
                                             itsmflow_text* json);
/* {"cases": [CASE…]}. `filter`, JSON with any of "process", "status", "field" and "value", "outcome", "complies", "confirmation", "after",
   "limit", "sensitive": only those; empty: all. */
ITSMFLOW_C_API itsmflow_status itsmflow_cases(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text filter,
                                              itsmflow_text* json);
/* {"events": [EVENT…]} of a case, from a number on, which is 1 for the first. */
ITSMFLOW_C_API itsmflow_status itsmflow_events(itsmflow_call* call, const itsmflow_engine* engine, int64_t case_id,
                                               int64_t from_number, size_t limit, int32_t sensitive, itsmflow_text* json);

/* ---- Time, services, notifications ---- */

/* Does what is due: timers, then calls of services that have a handler here. `now` may be null: the clock's. *done (may be null): how much. */
ITSMFLOW_C_API itsmflow_status itsmflow_due(itsmflow_call* call, itsmflow_engine* engine, const itsmflow_time* now, size_t* done);
/* When itsmflow_due() will have something to do, maybe past. *known is 0 where nothing waits for time or a handler. */
ITSMFLOW_C_API itsmflow_status itsmflow_next_due(itsmflow_call* call, const itsmflow_engine* engine, int32_t* known,
                                                 itsmflow_time* out);

/* A handler is asked to do an activity. */
typedef struct itsmflow_service_call {
  size_t size;
  itsmflow_text key; /* the same at every delivery of the same call; another one for another try */
  int64_t case_id;
  itsmflow_text process, service, activity;
  int32_t attempt;    /* from 1 */
  itsmflow_text data; /* JSON: filled fields, sensitive ones too */
} itsmflow_service_call;
/* Answers by itsmflow_reply_result() or itsmflow_reply_failure(), or by neither: then later, by itsmflow_answer(). Any other status than
   ITSMFLOW_OK counts as failing. */
typedef itsmflow_status (*itsmflow_service_handler)(void* context, const itsmflow_service_call* service_call,
                                                    itsmflow_reply* reply);
/* Registers what does activities with `service: NAME`, before the engine is used by several threads. The context must outlive the engine. */
ITSMFLOW_C_API itsmflow_status itsmflow_on_service(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text name,
                                                   itsmflow_service_handler handler, void* context);

/* Gets one notification: {"key", "case", "kind", "to", "activity", "item", "note", "at", "deviation"}. */
typedef itsmflow_status (*itsmflow_deliver_function)(void* context, itsmflow_text notification, itsmflow_reply* reply);
/* Hands waiting notifications to `deliver`, each at least once: at the first that isn't ITSMFLOW_OK this ends with that, and it and the later
   ones go on waiting. *delivered (may be null): how many. */
ITSMFLOW_C_API itsmflow_status itsmflow_deliver(itsmflow_call* call, itsmflow_engine* engine, itsmflow_deliver_function deliver,
                                                void* context, size_t limit, size_t* delivered);

/* ---- Reports, and looking after the store ---- */

/* Deviations against outcomes, of a process or of each (empty): what `itsmflow report deviations --json` prints. */
ITSMFLOW_C_API itsmflow_status itsmflow_report_deviations(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text process,
                                                          itsmflow_text* json);
/* Checks all events and what follows from them. `expected_head`, kept elsewhere earlier, may be empty. */
ITSMFLOW_C_API itsmflow_status itsmflow_verify_log(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text expected_head,
                                                   itsmflow_text* json);
/* Writes anew what follows from the events, where that isn't what is there. */
ITSMFLOW_C_API itsmflow_status itsmflow_rebuild(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text* json);
/* Takes a person's name out of the store. */
ITSMFLOW_C_API itsmflow_status itsmflow_erase_person(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text person,
                                                     itsmflow_text* json);

#ifdef __cplusplus
}
#endif

#endif
