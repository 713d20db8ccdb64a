#include <itsmflow/store.hpp>

#include <itsmflow/error.hpp>

namespace itsmflow {

std::string_view to_string(CaseStatus status) noexcept {
  switch (status) {
    case CaseStatus::open:
      return "open";
    case CaseStatus::over:
      return "over";
    case CaseStatus::cancelled:
      return "cancelled";
  }
  return "";
}

std::optional<CaseStatus> parse_case_status(std::string_view word) noexcept {
  for (const CaseStatus status : {CaseStatus::open, CaseStatus::over, CaseStatus::cancelled})
    if (word == to_string(status)) return status;
  return std::nullopt;
}

Store::~Store() = default;
Store::Transaction::~Transaction() = default;

void Store::Transaction::erase_person(PersonKey) {
  throw UsageError("This store can't erase a person.");
}

void Store::Transaction::replace_texts(CaseId, std::int64_t, std::string_view) {
  throw UsageError("This store can't erase texts.");
}

void Store::Transaction::rewrite(const DerivedRecord&) {
  throw UsageError("This store can't write anew what follows from events.");
}

std::int64_t Store::Transaction::rewrite_heads() {
  throw UsageError("This store can't write its heads anew.");
}

std::int64_t Store::Transaction::remove_strays() {
  throw UsageError("This store can't take away what belongs to no case.");
}

LogPart Store::Transaction::log_part() {
  return {};
}

}  // namespace itsmflow
