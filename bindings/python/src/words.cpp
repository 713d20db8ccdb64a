#include "words.hpp"

#include "module.hpp"

namespace itsmflow::python {

std::string_view to_string(SqliteStore::Durability durability) noexcept {
  switch (durability) {
    case SqliteStore::Durability::full:
      return "full";
    case SqliteStore::Durability::normal:
      return "normal";
    case SqliteStore::Durability::group:
      return "group";
  }
  return "";
}

std::string_view to_string(SqliteStore::Open open) noexcept {
  switch (open) {
    case SqliteStore::Open::create:
      return "create";
    case SqliteStore::Open::existing:
      return "existing";
    case SqliteStore::Open::read_only:
      return "read_only";
  }
  return "";
}

namespace {

template <class... Choice>
py::dict words_of() {
  py::dict all;
  const auto add = [&]<class One>(One) {
    py::list words;
    for (std::size_t i = 0; i < Choices<One>::kCount; ++i) words.append(out_word(static_cast<One>(i)));
    all[Choices<One>::kName] = py::tuple(words);
  };
  (add(Choice{}), ...);
  return all;
}

}  // namespace

void add_words(py::module_& module) {
  // For the test that holds itsmflow/words.py to it.
  module.attr("_words") =
      words_of<CaseStatus, EventType, Obstacle::Kind, DeviationKind, MotiveClass, WorkStatus, ConfirmationStatus, RuleStatus,
               Outcome::Counts, Severity, Diagnostic::Fix::Safety, EntryPoint, NotFound::Kind, StoreError::Kind,
               SqliteStore::Durability, SqliteStore::Open, ReportFormat, DeviationGrouping, PeriodLength, Association::Method>();
}

}  // namespace itsmflow::python
