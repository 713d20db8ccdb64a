#include <itsmflow/version.hpp>

#define ITSMFLOW_TEXT_OF(x) #x
#define ITSMFLOW_JOINED(major, minor, patch) ITSMFLOW_TEXT_OF(major) "." ITSMFLOW_TEXT_OF(minor) "." ITSMFLOW_TEXT_OF(patch)

namespace itsmflow {

static_assert(std::string_view{ITSMFLOW_VERSION} ==
                  ITSMFLOW_JOINED(ITSMFLOW_VERSION_MAJOR, ITSMFLOW_VERSION_MINOR, ITSMFLOW_VERSION_PATCH),
              "ITSMFLOW_VERSION and its three numbers must say the same");

std::string_view version() noexcept {
  return ITSMFLOW_VERSION;
}

}  // namespace itsmflow
