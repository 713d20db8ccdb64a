#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/export.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

struct Model;

// What can be said of models as texts, beside running them.

/// What could be loaded of several texts, and all that was found in them.
struct LoadedModels {
  std::vector<std::shared_ptr<const Model>> models;  ///< in the order of the texts; of a text with an error there is none
  Diagnostics diagnostics;                           ///< the same that load_texts() finds
};

/// Does work(0), work(1), … work(count - 1), in any order or at once, and comes back when all of it is done.
using RunAll = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;

/// The texts that could be read, and a finding `unreadable` for each file or folder that couldn't.
struct ReadTexts {
  std::vector<std::shared_ptr<const SourceText>> texts;
  Diagnostics unreadable;
};
/// As read_models(), but goes on where something can't be read. Its finding is in the first line of a text that has its name and nothing
/// in it.
ITSMFLOW_EXPORT ReadTexts read_each(const std::vector<std::string>& paths);

/// As load_texts(), but an error in one text keeps no other from being loaded: for those who look at models and don't run them.
/// `run_all` does what can be done at once, such as in threads of the caller; none: one after the other. The result is the same.
ITSMFLOW_EXPORT LoadedModels load_each(const std::vector<std::shared_ptr<const SourceText>>& texts, const RunAll& run_all = {});

/// As load_directory(path); also finds roles that none of the models has (`unknown-role`: warnings where one like it is meant, notes otherwise). Throws as it does.
ITSMFLOW_EXPORT Loaded<Directory> load_directory(const std::string& path, const std::vector<std::shared_ptr<const Model>>& models);

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
