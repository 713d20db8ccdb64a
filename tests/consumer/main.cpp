// A program as a user would write it, built in each way that the package can be used.
#include <itsmflow/version.hpp>

#include <cstdio>

int main() {
  if (itsmflow::version() != ITSMFLOW_VERSION) return 1;
  std::puts(ITSMFLOW_VERSION);
  return 0;
}
