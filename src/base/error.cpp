#include <itsmflow/error.hpp>

#include <utility>

namespace itsmflow {

// Destructors out of line: each class has one home, so that it can be caught across the border of a shared library.
Error::Error(const std::string& message) : std::runtime_error(message) {}
Error::~Error() = default;

NotFound::NotFound(Kind kind, std::string name, const std::string& message) : Error(message), kind_(kind), name_(std::move(name)) {}
NotFound::~NotFound() = default;

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

UsageError::UsageError(const std::string& message) : Error(message) {}
UsageError::~UsageError() = default;

ModelError::ModelError(const std::string& message) : Error(message) {}
ModelError::~ModelError() = default;

StoreError::StoreError(Kind kind, const std::string& message) : Error(message), kind_(kind) {}
StoreError::~StoreError() = default;

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

}  // namespace itsmflow
