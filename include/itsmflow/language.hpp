#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/export.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// What can be said of models as texts, beside running them.

/// One model of these files and folders as a YAML text that stands alone: everything that it adapts and uses is put together, and a
/// comment at each line says in which file the line stands and, where it differs from what is adapted, why.
///
/// `process` may be empty where the files hold one model. All findings; no text if one of them is an error.
/// Throws NotFound where there is no such process, StoreError if a file cannot be read.
ITSMFLOW_EXPORT Loaded<std::string> show_model(const std::vector<std::string>& paths, std::string_view process = {});

/// The form of models and of shared files as a JSON Schema (draft 7), for editors. It is written from the tables that the loader
/// reads by and refuses what the loader refuses for its form: keys, shapes and ids. Names and meanings are beyond a schema.
ITSMFLOW_EXPORT std::string json_schema();

}  // namespace itsmflow
