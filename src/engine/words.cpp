#include <itsmflow/engine.hpp>

namespace itsmflow {

std::string_view to_string(WorkStatus status) noexcept {
  switch (status) {
    case WorkStatus::offered:
      return "offered";
    case WorkStatus::claimed:
      return "claimed";
    case WorkStatus::handed_over:
      return "handed_over";
    case WorkStatus::begun:
      return "begun";
    case WorkStatus::suspended:
      return "suspended";
  }
  return "";
}

}  // namespace itsmflow
