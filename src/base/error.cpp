#include <itsmflow/error.hpp>

#include <utility>

namespace itsmflow {

// Destructors out of line: each class has one home, so that it can be caught across the border of a shared library.
Error::Error(const std::string& message) : std::runtime_error(message) {}
Error::~Error() = default;

NotFound::NotFound(Kind kind, std::string name, const std::string& message) : Error(message), kind_(kind), name_(std::move(name)) {}
NotFound::~NotFound() = default;

UsageError::UsageError(const std::string& message) : Error(message) {}
UsageError::~UsageError() = default;

ModelError::ModelError(const std::string& message) : Error(message) {}
ModelError::~ModelError() = default;

StoreError::StoreError(Kind kind, const std::string& message) : Error(message), kind_(kind) {}
StoreError::~StoreError() = default;

}  // namespace itsmflow
