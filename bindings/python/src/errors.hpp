// Exceptions of the library become those of Python, with what they know.
#pragma once

#include "words.hpp"

#include <string>

namespace itsmflow::python {

/// Models that can't be loaded, with all that was found in them.
class FoundError final : public ModelError {
 public:
  FoundError(const std::string& message, Diagnostics findings) : ModelError(message), findings_(std::move(findings)) {}
  const Diagnostics& findings() const noexcept { return findings_; }

 private:
  Diagnostics findings_;
};

/// The value; FoundError where there is none.
template <class Type>
Type value_or_throw(Loaded<Type> loaded) {
  try {
    return loaded.value_or_throw();
  } catch (const ModelError& error) {
    throw FoundError(error.what(), loaded.diagnostics());
  }
}

/// "ValueError: no such room".
std::string words_of(const py::error_already_set& problem);

/// What authorize raised, which NotAuthorized has as its cause. Of this thread.
void keep_cause(const py::error_already_set& problem);

}  // namespace itsmflow::python
