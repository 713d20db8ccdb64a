#ifndef ITSMFLOW_TESTS_CAPI_C_STORE_H
#define ITSMFLOW_TESTS_CAPI_C_STORE_H

#include <itsmflow/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A store that is written in C: everything in memory, one transaction after the other. `change`, if there is one, puts other functions in the
   place of some. */
itsmflow_status c_store_create(itsmflow_call* call, void (*change)(itsmflow_store_functions*), itsmflow_store** out);

#ifdef __cplusplus
}
#endif

#endif
