#ifndef ITSMFLOW_TESTS_CAPI_C_STORE_H
#define ITSMFLOW_TESTS_CAPI_C_STORE_H

#include <itsmflow/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A store that is written in C: everything in memory, one transaction after the other. */
itsmflow_status c_store_create(itsmflow_call* call, itsmflow_store** out);

#ifdef __cplusplus
}
#endif

#endif
