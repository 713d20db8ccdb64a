#include <itsmflow/engine.hpp>

#include "catch.hpp"

#include <optional>

using namespace itsmflow;

TEST_CASE("the words of what cases are found by are read as they are written, and no others") {
  CHECK(parse_case_status("open") == CaseStatus::open);
  CHECK(parse_case_status("over") == CaseStatus::over);
  CHECK(parse_case_status("cancelled") == CaseStatus::cancelled);
  for (const char* const word : {"", "Open", "closed", "open "}) CHECK(parse_case_status(word) == std::nullopt);

  CHECK(parse_confirmation_status("none") == ConfirmationStatus::none);
  CHECK(parse_confirmation_status("awaited") == ConfirmationStatus::awaited);
  CHECK(parse_confirmation_status("late") == ConfirmationStatus::late);
  CHECK(parse_confirmation_status("confirmed") == ConfirmationStatus::confirmed);
  CHECK(parse_confirmation_status("disapproved") == ConfirmationStatus::disapproved);
  for (const char* const word : {"", "late ", "overdue"}) CHECK(parse_confirmation_status(word) == std::nullopt);
}
