// What may come with commands, as keyword arguments.
#pragma once

#include "words.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow::python {

inline Command command_of(std::string key, std::optional<std::int64_t> expected_revision, std::string item) {
  return {.key = std::move(key), .expected_revision = expected_revision, .item = std::move(item)};
}

/// A deviation is meant where anything of it is given.
inline std::optional<Motive> motive_of(std::optional<std::string> name, std::string because, std::optional<DeviationKind> as,
                                       std::vector<std::string> skipping) {
  if (!name && because.empty() && !as && skipping.empty()) return std::nullopt;
  return Motive{.name = name.value_or(""), .because = std::move(because), .as = as, .skipping = std::move(skipping)};
}

inline Sensitive sensitive_of(bool shown) {
  return shown ? Sensitive::shown : Sensitive::withheld;
}

// The arguments in the order of command_of() and motive_of().
#define ITSMFLOW_COMMAND_ARGUMENTS py::arg("key") = "", py::arg("expected_revision") = py::none(), py::arg("item") = ""
#define ITSMFLOW_MOTIVE_ARGUMENTS \
  py::arg("motive") = py::none(), py::arg("because") = "", py::arg("as_") = py::none(), py::arg("skipping") = py::tuple()

}  // namespace itsmflow::python
