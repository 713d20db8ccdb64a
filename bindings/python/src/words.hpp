// Choices are words in Python, the same as in models, scenarios and JSON: "not_reached".
#pragma once

#include "values.hpp"

#include <itsmflow/deviation_report.hpp>
#include <itsmflow/report.hpp>

#include <array>
#include <string>
#include <type_traits>

namespace itsmflow::python {

// What the public headers have no word for.
std::string_view to_string(SqliteStore::Durability durability) noexcept;
std::string_view to_string(SqliteStore::Open open) noexcept;

/// Of each kind of choice: what it is called, and the last of its words; the first is 0.
template <class Choice>
struct Choices;

#define ITSMFLOW_CHOICES(choice, called, last)                                 \
  template <>                                                                  \
  struct Choices<choice> {                                                     \
    static constexpr const char* kName = called;                               \
    static constexpr choice kLast = choice::last;                              \
    static constexpr std::size_t kCount = 1 + static_cast<std::size_t>(kLast); \
  }

ITSMFLOW_CHOICES(CaseStatus, "CaseStatus", cancelled);
ITSMFLOW_CHOICES(EventType, "EventType", cancelled);
ITSMFLOW_CHOICES(Obstacle::Kind, "ObstacleKind", would_strand);
ITSMFLOW_CHOICES(DeviationKind, "DeviationKind", override_rule);
ITSMFLOW_CHOICES(MotiveClass, "MotiveClass", better_way);
ITSMFLOW_CHOICES(WorkStatus, "WorkStatus", suspended);
ITSMFLOW_CHOICES(ConfirmationStatus, "ConfirmationStatus", disapproved);
ITSMFLOW_CHOICES(RuleStatus, "RuleStatus", violated);
ITSMFLOW_CHOICES(Outcome::Counts, "OutcomeCounts", failure);
ITSMFLOW_CHOICES(Severity, "Severity", error);
ITSMFLOW_CHOICES(Diagnostic::Fix::Safety, "FixSafety", unsafe);
ITSMFLOW_CHOICES(EntryPoint, "EntryPoint", rebuild);
ITSMFLOW_CHOICES(NotFound::Kind, "NotFoundKind", outcome);
ITSMFLOW_CHOICES(StoreError::Kind, "StoreErrorKind", io);
ITSMFLOW_CHOICES(SqliteStore::Durability, "Durability", group);
ITSMFLOW_CHOICES(SqliteStore::Open, "OpenMode", read_only);
ITSMFLOW_CHOICES(ReportFormat, "ReportFormat", junit);
ITSMFLOW_CHOICES(DeviationGrouping, "DeviationGrouping", period);
ITSMFLOW_CHOICES(PeriodLength, "PeriodLength", year);
ITSMFLOW_CHOICES(Association::Method, "AssociationMethod", approximate);

#undef ITSMFLOW_CHOICES

template <class Choice>
std::string_view word(Choice choice) noexcept {
  using itsmflow::to_string;
  using itsmflow::python::to_string;
  return to_string(choice);
}

/// Each word is made once and lives as long as the program.
template <class Choice>
py::str out_word(Choice choice) {
  static std::array<PyObject*, Choices<Choice>::kCount> made{};
  PyObject*& text = made.at(static_cast<std::size_t>(choice));
  if (text == nullptr) {
    text = PyUnicode_InternFromString(std::string(word(choice)).c_str());
    if (text == nullptr) throw py::error_already_set();
  }
  return py::reinterpret_borrow<py::str>(text);
}

template <class Choice>
Choice in_word(std::string_view given) {
  std::string all;
  for (std::size_t i = 0; i < Choices<Choice>::kCount; ++i) {
    const auto choice = static_cast<Choice>(i);
    if (word(choice) == given) return choice;
    all += (i == 0 ? "" : ", ") + std::string(word(choice));
  }
  throw UsageError("there is no " + std::string(Choices<Choice>::kName) + " '" + std::string(given) + "'; there are " + all);
}

template <class Choice>
concept HasWords = requires { Choices<Choice>::kName; };

}  // namespace itsmflow::python

namespace pybind11::detail {

template <itsmflow::python::HasWords Choice>
struct type_caster_enum_type_enabled<Choice> : std::false_type {};  // not as a type of its own

template <itsmflow::python::HasWords Choice>
struct type_caster<Choice> {
  PYBIND11_TYPE_CASTER(Choice, const_name("str"));
  bool load(handle source, bool) {
    if (!PyUnicode_Check(source.ptr())) return false;
    value = itsmflow::python::in_word<Choice>(source.cast<std::string>());
    return true;
  }
  static handle cast(Choice choice, return_value_policy, handle) { return itsmflow::python::out_word(choice).release(); }
};

}  // namespace pybind11::detail
