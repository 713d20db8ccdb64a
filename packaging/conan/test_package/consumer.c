#include <itsmflow/itsmflow.h>
#include <stdio.h>

int main(void) {
  itsmflow_call* call;
  if (itsmflow_call_create(ITSMFLOW_C_ABI, &call) != ITSMFLOW_OK) return 1;
  printf("itsmflow %s, called from C\n", itsmflow_version());
  itsmflow_call_destroy(call);
  return 0;
}
