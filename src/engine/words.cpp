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

std::string_view to_string(ConfirmationStatus status) noexcept {
  switch (status) {
    case ConfirmationStatus::none:
      return "none";
    case ConfirmationStatus::awaited:
      return "awaited";
    case ConfirmationStatus::late:
      return "late";
    case ConfirmationStatus::confirmed:
      return "confirmed";
    case ConfirmationStatus::disapproved:
      return "disapproved";
  }
  return "";
}

std::optional<ConfirmationStatus> parse_confirmation_status(std::string_view word) noexcept {
  using Status = ConfirmationStatus;
  for (const Status status : {Status::none, Status::awaited, Status::late, Status::confirmed, Status::disapproved})
    if (word == to_string(status)) return status;
  return std::nullopt;
}

}  // namespace itsmflow
