#include "words.hpp"

#include "module.hpp"

namespace itsmflow::python {

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

std::string_view to_string(Association::Method method) noexcept {
  return method == Association::Method::exact ? "exact" : "approximate";
}

std::string_view to_string(Diagnostic::Fix::Safety safety) noexcept {
  return safety == Diagnostic::Fix::Safety::safe ? "safe" : "unsafe";
}

std::string_view to_string(NotFound::Kind kind) noexcept {
  switch (kind) {
    case NotFound::Kind::case_:
      return "case";
    case NotFound::Kind::actor:
      return "actor";
    case NotFound::Kind::process:
      return "process";
    case NotFound::Kind::activity:
      return "activity";
    case NotFound::Kind::result:
      return "result";
    case NotFound::Kind::field:
      return "field";
    case NotFound::Kind::work_item:
      return "work_item";
    case NotFound::Kind::file:
      return "file";
    case NotFound::Kind::motive:
      return "motive";
    case NotFound::Kind::deviation:
      return "deviation";
    case NotFound::Kind::outcome:
      return "outcome";
  }
  return "";
}

std::string_view to_string(ReportFormat format) noexcept {
  switch (format) {
    case ReportFormat::full:
      return "full";
    case ReportFormat::concise:
      return "concise";
    case ReportFormat::json:
      return "json";
    case ReportFormat::github:
      return "github";
    case ReportFormat::sarif:
      return "sarif";
    case ReportFormat::junit:
      return "junit";
  }
  return "";
}

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

std::string_view to_string(StoreError::Kind kind) noexcept {
  switch (kind) {
    case StoreError::Kind::cannot_open:
      return "cannot_open";
    case StoreError::Kind::busy:
      return "busy";
    case StoreError::Kind::full:
      return "full";
    case StoreError::Kind::read_only:
      return "read_only";
    case StoreError::Kind::newer_version:
      return "newer_version";
    case StoreError::Kind::corrupt:
      return "corrupt";
    case StoreError::Kind::io:
      return "io";
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
