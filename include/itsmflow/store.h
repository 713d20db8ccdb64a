#ifndef ITSMFLOW_STORE_H
#define ITSMFLOW_STORE_H

/*
 * A store of your own, in C: somewhere else to keep cases. <itsmflow/store.hpp> has the promises that a store keeps, function by function
 * under the same names, and docs/store.md explains them; what is said here is how they look in C. Rewriting and archives are left out: of
 * such a store itsmflow_rebuild() is ITSMFLOW_MISUSE.
 *
 * Callbacks give ITSMFLOW_OK, or why they can't: ITSMFLOW_MISUSE where what is asked contradicts itself or what is stored, ITSMFLOW_BUSY and
 * those behind it where the world fails, with the words by itsmflow_rows_failure(). After a function of a transaction failed, only `end` is
 * called; but a transaction that only reads may be asked on after ITSMFLOW_CORRUPT, by itsmflow_verify_log(), which tells all that is wrong.
 * What is found goes out through `rows`, one by one, in the order that store.hpp says; what isn't there is an answer without rows, and no
 * failure. A row that is refused is one, whatever the callback gives then. What they are given lasts until they return. Texts may have zero
 * bytes in them.
 *
 * Several threads call a store at a time, each with a transaction of its own.
 */

#include <itsmflow/itsmflow.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The digest of an event, or of all. */
typedef struct itsmflow_digest {
  uint8_t bytes[32]; /* BLAKE2b-256 */
} itsmflow_digest;

/* ---- Rows. They have the members that those of store.hpp have, and never get more. A person is a number above 0; 0 is none. A moment that may
   be missing has `has_…`. ---- */

/* A version of a model, with its source. */
typedef struct itsmflow_model_row {
  size_t size;
  itsmflow_text process, version, digest, name, source;
} itsmflow_model_row;

/* The status of a case. */
enum { ITSMFLOW_CASE_OPEN = 0, ITSMFLOW_CASE_OVER = 1, ITSMFLOW_CASE_CANCELLED = 2 };
/* A case as it stands. */
typedef struct itsmflow_case_row {
  size_t size;
  int64_t case_id;
  itsmflow_text model_digest, process;
  int32_t status;
  int64_t revision;
  itsmflow_time started, changed;
  itsmflow_text snapshot;
  itsmflow_digest head;
} itsmflow_case_row;

/* One event. */
typedef struct itsmflow_event_row {
  size_t size;
  int64_t case_id, number, step;
  int64_t position; /* given by the store; 0 in a step */
  itsmflow_text type;
  itsmflow_time at;
  int64_t actor;
  itsmflow_text content, texts, key;
  itsmflow_digest digest;
} itsmflow_event_row;

/* Something that people with a role may see as work. */
typedef struct itsmflow_offer_row {
  size_t size;
  int64_t case_id;
  itsmflow_text activity, role;
  int64_t holder;
  itsmflow_text item;
} itsmflow_offer_row;

/* A moment at which something is due in a case. */
typedef struct itsmflow_timer_row {
  size_t size;
  int64_t case_id;
  itsmflow_text name;
  itsmflow_time due;
} itsmflow_timer_row;

/* Something to be told or done once its step is committed. */
typedef struct itsmflow_outbox_row {
  size_t size;
  int64_t id; /* given by the store; 0 in a step */
  int64_t case_id;
  itsmflow_text key, kind, body;
  itsmflow_time at;
  int32_t has_lease;
  itsmflow_time leased_until;
} itsmflow_outbox_row;

/* Everything that one step writes: all of it or nothing. */
typedef struct itsmflow_step_row {
  size_t size;
  const itsmflow_case_row* after;
  int64_t expected_revision; /* 0: the case must not exist yet */
  const itsmflow_event_row* events;
  size_t event_count;
  const itsmflow_offer_row *offers_set, *offers_removed;
  size_t offer_set_count, offer_removed_count;
  const itsmflow_timer_row* timers_set;
  size_t timer_set_count;
  const itsmflow_text* timers_removed;
  size_t timer_removed_count;
  const itsmflow_outbox_row* outbox;
  size_t outbox_count;
  const itsmflow_text* outbox_removed; /* keys */
  size_t outbox_removed_count;
  itsmflow_digest head; /* over all cases */
} itsmflow_step_row;

/* Which offers are asked for. */
typedef struct itsmflow_offer_query {
  size_t size;
  const itsmflow_text* roles;
  size_t role_count;
  int64_t holder, after;
  size_t limit;
} itsmflow_offer_query;

/* Which cases are asked for. */
typedef struct itsmflow_case_query {
  size_t size;
  itsmflow_text process;
  int32_t status; /* -1: any */
  int64_t after;
  size_t limit;
} itsmflow_case_query;

/* ---- The functions of a store ---- */

/* Where the rows go that a callback has found. */
typedef struct itsmflow_rows itsmflow_rows;
/* One more row, or what else was found; it may be called as often as there are rows. */
ITSMFLOW_C_API itsmflow_status itsmflow_rows_model(itsmflow_rows* rows, const itsmflow_model_row* row);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_case(itsmflow_rows* rows, const itsmflow_case_row* row);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_event(itsmflow_rows* rows, const itsmflow_event_row* row);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_offer(itsmflow_rows* rows, const itsmflow_offer_row* row);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_timer(itsmflow_rows* rows, const itsmflow_timer_row* row);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_outbox(itsmflow_rows* rows, const itsmflow_outbox_row* row);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_text(itsmflow_rows* rows, itsmflow_text text);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_number(itsmflow_rows* rows, int64_t number);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_time(itsmflow_rows* rows, itsmflow_time time);
ITSMFLOW_C_API itsmflow_status itsmflow_rows_digest(itsmflow_rows* rows, const itsmflow_digest* digest);
/* Why it fails, in words. */
ITSMFLOW_C_API itsmflow_status itsmflow_rows_failure(itsmflow_rows* rows, itsmflow_text why);

/* `tx`: what `begin` gave. All of them are needed but for those that say otherwise. */
typedef struct itsmflow_store_functions {
  size_t size;
  /* Gives *tx, a transaction that only reads, or (`writes`) one that may also write. */
  itsmflow_status (*begin)(void* context, int32_t writes, void** tx, itsmflow_rows* rows);
  /* Ends it; without `commit` before, what it has written is undone. */
  void (*end)(void* tx);
  itsmflow_status (*commit)(void* tx, itsmflow_rows* rows);

  itsmflow_status (*put_model)(void* tx, const itsmflow_model_row* model, itsmflow_rows* rows);
  itsmflow_status (*model)(void* tx, itsmflow_text digest, itsmflow_rows* rows);     /* a model, or none */
  itsmflow_status (*intern_person)(void* tx, itsmflow_text id, itsmflow_rows* rows); /* a number */
  itsmflow_status (*find_person)(void* tx, itsmflow_text id, itsmflow_rows* rows);   /* a number, or none */
  itsmflow_status (*person)(void* tx, int64_t key, itsmflow_rows* rows);             /* a text, or none */
  itsmflow_status (*erase_person)(void* tx, int64_t key, itsmflow_rows* rows);       /* may be null */

  itsmflow_status (*new_case_id)(void* tx, itsmflow_rows* rows);           /* a number */
  itsmflow_status (*load)(void* tx, int64_t case_id, itsmflow_rows* rows); /* a case, or none */
  /* *conflict becomes 1 where the revision isn't the expected one; nothing was written then. */
  itsmflow_status (*write)(void* tx, const itsmflow_step_row* step, int32_t* conflict, itsmflow_rows* rows);

  itsmflow_status (*head)(void* tx, itsmflow_rows* rows); /* a digest, or none: all zero */
  itsmflow_status (*events)(void* tx, int64_t case_id, int64_t from_number, size_t limit, itsmflow_rows* rows);
  itsmflow_status (*events_after)(void* tx, int64_t position, size_t limit, itsmflow_rows* rows);
  itsmflow_status (*replace_texts)(void* tx, int64_t case_id, int64_t number, itsmflow_text texts,
                                   itsmflow_rows* rows);                             /* may be null */
  itsmflow_status (*event_by_key)(void* tx, itsmflow_text key, itsmflow_rows* rows); /* an event, or none */

  itsmflow_status (*offers)(void* tx, const itsmflow_offer_query* query, itsmflow_rows* rows);
  itsmflow_status (*offers_of)(void* tx, int64_t case_id, itsmflow_rows* rows);
  itsmflow_status (*cases)(void* tx, const itsmflow_case_query* query, itsmflow_rows* rows);
  itsmflow_status (*due_timers)(void* tx, itsmflow_time until, size_t limit, itsmflow_rows* rows);
  itsmflow_status (*next_timer)(void* tx, itsmflow_rows* rows); /* a moment, or none */

  itsmflow_status (*outbox)(void* tx, itsmflow_text kind, size_t limit, itsmflow_rows* rows);
  itsmflow_status (*lease_outbox)(void* tx, itsmflow_text kind, itsmflow_time now, itsmflow_time until, size_t limit,
                                  itsmflow_rows* rows);
  itsmflow_status (*release_outbox)(void* tx, int64_t id, itsmflow_time until, itsmflow_rows* rows);
  itsmflow_status (*remove_from_outbox)(void* tx, int64_t id, itsmflow_rows* rows);

  /* Called once, when nothing needs the context any more. May be null. */
  void (*destroy)(void* context);
} itsmflow_store_functions;

/* A store that is these functions. Where this fails, `destroy` is not called. */
ITSMFLOW_C_API itsmflow_status itsmflow_store_create_custom(itsmflow_call* call, const itsmflow_store_functions* functions,
                                                            void* context, itsmflow_store** out);

#ifdef __cplusplus
}
#endif

#endif
