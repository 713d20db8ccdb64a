/* The binary interface of number 1, as programs were compiled for it: where members stand, and which numbers have which meaning. What is here
   is never changed, or ITSMFLOW_C_ABI is. Members come at the end alone, with lines of their own. For pointers of 64 bits. */
#include <itsmflow/store.h>

#include "check.h"

#define STANDS(structure, member, offset) \
  _Static_assert(sizeof(void*) != 8 || offsetof(structure, member) == (offset), #structure "." #member " has moved")
#define AS_LARGE(structure, size) _Static_assert(sizeof(void*) != 8 || sizeof(structure) >= (size), #structure " has shrunk")
#define IS_LARGE(structure, size) _Static_assert(sizeof(void*) != 8 || sizeof(structure) == (size), #structure " has another size")
#define IS(name, number) _Static_assert((name) == (number), #name " has another number")

IS(ITSMFLOW_C_ABI, 1);
IS(ITSMFLOW_OK, 0);
IS(ITSMFLOW_MISUSE, 1);
IS(ITSMFLOW_NOT_FOUND, 2);
IS(ITSMFLOW_MODEL_WRONG, 3);
IS(ITSMFLOW_NOT_AUTHORIZED, 4);
IS(ITSMFLOW_MOVED_TO_ARCHIVE, 5);
IS(ITSMFLOW_WRONG_ABI, 6);
IS(ITSMFLOW_NO_MEMORY, 7);
IS(ITSMFLOW_FAILED, 8);
IS(ITSMFLOW_CANNOT_OPEN, 20);
IS(ITSMFLOW_BUSY, 21);
IS(ITSMFLOW_FULL, 22);
IS(ITSMFLOW_READ_ONLY, 23);
IS(ITSMFLOW_NEWER_VERSION, 24);
IS(ITSMFLOW_CORRUPT, 25);
IS(ITSMFLOW_IO, 26);
IS(ITSMFLOW_DURABILITY_FULL, 0);
IS(ITSMFLOW_DURABILITY_NORMAL, 1);
IS(ITSMFLOW_DURABILITY_GROUP, 2);
IS(ITSMFLOW_OPEN_CREATE, 0);
IS(ITSMFLOW_OPEN_EXISTING, 1);
IS(ITSMFLOW_OPEN_READ_ONLY, 2);
IS(ITSMFLOW_CASE_OPEN, 0);
IS(ITSMFLOW_CASE_OVER, 1);
IS(ITSMFLOW_CASE_CANCELLED, 2);

/* These two are passed and embedded by value: they can't grow. */
_Static_assert(sizeof(void*) != 8 || sizeof(itsmflow_text) == 16, "itsmflow_text has another size");
STANDS(itsmflow_text, size, 8);
_Static_assert(sizeof(itsmflow_time) == 16, "itsmflow_time has another size");
STANDS(itsmflow_time, nanos, 8);
_Static_assert(sizeof(itsmflow_digest) == 32, "itsmflow_digest has another size");

STANDS(itsmflow_directory_functions, roles_of, 8);
STANDS(itsmflow_directory_functions, holders_of, 16);
STANDS(itsmflow_directory_functions, destroy, 24);
AS_LARGE(itsmflow_directory_functions, 32);

STANDS(itsmflow_sqlite_options, durability, 8);
STANDS(itsmflow_sqlite_options, open, 12);
STANDS(itsmflow_sqlite_options, busy_timeout_ms, 16);
AS_LARGE(itsmflow_sqlite_options, 24);

STANDS(itsmflow_access, entry, 8);
STANDS(itsmflow_access, actor, 24);
STANDS(itsmflow_access, case_id, 40);
STANDS(itsmflow_access, process, 48);
STANDS(itsmflow_access, sensitive, 64);
AS_LARGE(itsmflow_access, 72);

STANDS(itsmflow_engine_options, context, 8);
STANDS(itsmflow_engine_options, now, 16);
STANDS(itsmflow_engine_options, authorize, 24);
STANDS(itsmflow_engine_options, destroy, 32);
STANDS(itsmflow_engine_options, lease_seconds, 40);
AS_LARGE(itsmflow_engine_options, 48);

STANDS(itsmflow_command, key, 8);
STANDS(itsmflow_command, expected_revision, 24);
STANDS(itsmflow_command, item, 32);
AS_LARGE(itsmflow_command, 48);

STANDS(itsmflow_work, result, 8);
STANDS(itsmflow_work, data, 24);
STANDS(itsmflow_work, key, 40);
STANDS(itsmflow_work, expected_revision, 56);
STANDS(itsmflow_work, item, 64);
STANDS(itsmflow_work, motive, 80);
STANDS(itsmflow_work, because, 96);
STANDS(itsmflow_work, as_kind, 112);
STANDS(itsmflow_work, skipping, 128);
STANDS(itsmflow_work, skipping_count, 136);
AS_LARGE(itsmflow_work, 144);

STANDS(itsmflow_service_call, key, 8);
STANDS(itsmflow_service_call, case_id, 24);
STANDS(itsmflow_service_call, process, 32);
STANDS(itsmflow_service_call, service, 48);
STANDS(itsmflow_service_call, activity, 64);
STANDS(itsmflow_service_call, attempt, 80);
STANDS(itsmflow_service_call, data, 88);
AS_LARGE(itsmflow_service_call, 104);

/* Programs go through lists of rows, and give back copies of them: they can't grow. */
STANDS(itsmflow_model_row, process, 8);
STANDS(itsmflow_model_row, version, 24);
STANDS(itsmflow_model_row, digest, 40);
STANDS(itsmflow_model_row, name, 56);
STANDS(itsmflow_model_row, source, 72);
IS_LARGE(itsmflow_model_row, 88);

STANDS(itsmflow_case_row, case_id, 8);
STANDS(itsmflow_case_row, model_digest, 16);
STANDS(itsmflow_case_row, process, 32);
STANDS(itsmflow_case_row, status, 48);
STANDS(itsmflow_case_row, revision, 56);
STANDS(itsmflow_case_row, started, 64);
STANDS(itsmflow_case_row, changed, 80);
STANDS(itsmflow_case_row, snapshot, 96);
STANDS(itsmflow_case_row, head, 112);
IS_LARGE(itsmflow_case_row, 144);

STANDS(itsmflow_event_row, case_id, 8);
STANDS(itsmflow_event_row, number, 16);
STANDS(itsmflow_event_row, step, 24);
STANDS(itsmflow_event_row, position, 32);
STANDS(itsmflow_event_row, type, 40);
STANDS(itsmflow_event_row, at, 56);
STANDS(itsmflow_event_row, actor, 72);
STANDS(itsmflow_event_row, content, 80);
STANDS(itsmflow_event_row, texts, 96);
STANDS(itsmflow_event_row, key, 112);
STANDS(itsmflow_event_row, digest, 128);
IS_LARGE(itsmflow_event_row, 160);

STANDS(itsmflow_offer_row, case_id, 8);
STANDS(itsmflow_offer_row, activity, 16);
STANDS(itsmflow_offer_row, role, 32);
STANDS(itsmflow_offer_row, holder, 48);
STANDS(itsmflow_offer_row, item, 56);
IS_LARGE(itsmflow_offer_row, 72);

STANDS(itsmflow_timer_row, case_id, 8);
STANDS(itsmflow_timer_row, name, 16);
STANDS(itsmflow_timer_row, due, 32);
IS_LARGE(itsmflow_timer_row, 48);

STANDS(itsmflow_outbox_row, id, 8);
STANDS(itsmflow_outbox_row, case_id, 16);
STANDS(itsmflow_outbox_row, key, 24);
STANDS(itsmflow_outbox_row, kind, 40);
STANDS(itsmflow_outbox_row, body, 56);
STANDS(itsmflow_outbox_row, at, 72);
STANDS(itsmflow_outbox_row, has_lease, 88);
STANDS(itsmflow_outbox_row, leased_until, 96);
IS_LARGE(itsmflow_outbox_row, 112);

STANDS(itsmflow_step_row, after, 8);
STANDS(itsmflow_step_row, expected_revision, 16);
STANDS(itsmflow_step_row, events, 24);
STANDS(itsmflow_step_row, event_count, 32);
STANDS(itsmflow_step_row, offers_set, 40);
STANDS(itsmflow_step_row, offers_removed, 48);
STANDS(itsmflow_step_row, offer_set_count, 56);
STANDS(itsmflow_step_row, offer_removed_count, 64);
STANDS(itsmflow_step_row, timers_set, 72);
STANDS(itsmflow_step_row, timer_set_count, 80);
STANDS(itsmflow_step_row, timers_removed, 88);
STANDS(itsmflow_step_row, timer_removed_count, 96);
STANDS(itsmflow_step_row, outbox, 104);
STANDS(itsmflow_step_row, outbox_count, 112);
STANDS(itsmflow_step_row, outbox_removed, 120);
STANDS(itsmflow_step_row, outbox_removed_count, 128);
STANDS(itsmflow_step_row, head, 136);
AS_LARGE(itsmflow_step_row, 168);

STANDS(itsmflow_offer_query, roles, 8);
STANDS(itsmflow_offer_query, role_count, 16);
STANDS(itsmflow_offer_query, holder, 24);
STANDS(itsmflow_offer_query, after, 32);
STANDS(itsmflow_offer_query, limit, 40);
AS_LARGE(itsmflow_offer_query, 48);

STANDS(itsmflow_case_query, process, 8);
STANDS(itsmflow_case_query, status, 24);
STANDS(itsmflow_case_query, after, 32);
STANDS(itsmflow_case_query, limit, 40);
AS_LARGE(itsmflow_case_query, 48);

STANDS(itsmflow_store_functions, begin, 8);
STANDS(itsmflow_store_functions, end, 16);
STANDS(itsmflow_store_functions, commit, 24);
STANDS(itsmflow_store_functions, put_model, 32);
STANDS(itsmflow_store_functions, model, 40);
STANDS(itsmflow_store_functions, intern_person, 48);
STANDS(itsmflow_store_functions, find_person, 56);
STANDS(itsmflow_store_functions, person, 64);
STANDS(itsmflow_store_functions, erase_person, 72);
STANDS(itsmflow_store_functions, new_case_id, 80);
STANDS(itsmflow_store_functions, load, 88);
STANDS(itsmflow_store_functions, write, 96);
STANDS(itsmflow_store_functions, head, 104);
STANDS(itsmflow_store_functions, events, 112);
STANDS(itsmflow_store_functions, events_after, 120);
STANDS(itsmflow_store_functions, replace_texts, 128);
STANDS(itsmflow_store_functions, event_by_key, 136);
STANDS(itsmflow_store_functions, offers, 144);
STANDS(itsmflow_store_functions, offers_of, 152);
STANDS(itsmflow_store_functions, cases, 160);
STANDS(itsmflow_store_functions, due_timers, 168);
STANDS(itsmflow_store_functions, next_timer, 176);
STANDS(itsmflow_store_functions, outbox, 184);
STANDS(itsmflow_store_functions, lease_outbox, 192);
STANDS(itsmflow_store_functions, release_outbox, 200);
STANDS(itsmflow_store_functions, remove_from_outbox, 208);
STANDS(itsmflow_store_functions, destroy, 216);
AS_LARGE(itsmflow_store_functions, 224);
