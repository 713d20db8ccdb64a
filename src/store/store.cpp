#include <itsmflow/store.hpp>

#include <itsmflow/error.hpp>

namespace itsmflow {

Store::~Store() = default;
Store::Transaction::~Transaction() = default;

void Store::Transaction::erase_person(PersonKey) {
  throw UsageError("This store can't erase a person.");
}

void Store::Transaction::replace_texts(CaseId, std::int64_t, std::string_view) {
  throw UsageError("This store can't erase texts.");
}

LogPart Store::Transaction::log_part() {
  return {};
}

}  // namespace itsmflow
