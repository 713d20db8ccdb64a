#pragma once

#include <itsmflow/export.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace itsmflow {

/// The world failed (disk, database, file), or the program misuses the interface. Nothing was changed by the call that threw it.
///
/// A model that is wrong is a list of diagnostics, and a step that may not be done is a list of obstacles: neither is an exception.
class ITSMFLOW_EXPORT Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message);
  ~Error() override;
};

/// The caller named something that does not exist. The message says what, and what there is instead.
class ITSMFLOW_EXPORT NotFound : public Error {
 public:
  /// What was named.
  enum class Kind { case_, actor, process, activity, result, field, work_item, file, motive, deviation, outcome };

  NotFound(Kind kind, std::string name, const std::string& message);
  ~NotFound() override;

  /// What was named.
  Kind kind() const noexcept { return kind_; }
  /// The name that was looked for, as the caller wrote it.
  const std::string& name() const noexcept { return name_; }

 private:
  Kind kind_;
  std::string name_;
};

/// "case", "actor", "work_item", …
ITSMFLOW_EXPORT std::string_view to_string(NotFound::Kind kind) noexcept;

/// The call makes no sense as it is: a value of the wrong type, a result for an activity that has none, two engines misused.
class ITSMFLOW_EXPORT UsageError : public Error {
 public:
  explicit UsageError(const std::string& message);
  ~UsageError() override;
};

/// A model was asked for that has errors. `what()` is the list of diagnostics, one a line.
class ITSMFLOW_EXPORT ModelError : public Error {
 public:
  explicit ModelError(const std::string& message);
  ~ModelError() override;
};

/// The store could not do what it was asked. Everything acknowledged before is still there.
class ITSMFLOW_EXPORT StoreError : public Error {
 public:
  /// What kept it from it.
  enum class Kind {
    cannot_open,    ///< no such folder, no permission, not a database
    busy,           ///< another process or connection held it longer than the limit for waiting
    full,           ///< no room on the device
    read_only,      ///< it may be read but not written
    newer_version,  ///< written by a newer itsmflow than this one
    corrupt,        ///< its content contradicts itself
    io,             ///< any other failure to read or write
  };

  StoreError(Kind kind, const std::string& message);
  ~StoreError() override;

  /// What kept it from it.
  Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

/// "cannot_open", "busy", "full", …
ITSMFLOW_EXPORT std::string_view to_string(StoreError::Kind kind) noexcept;

}  // namespace itsmflow
