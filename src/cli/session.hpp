#pragma once

#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/errors.hpp"
#include "cli/terminal.hpp"

namespace itsmflow::cli {

/// Where models and people come from, as the command line says.
struct Sources {
  std::vector<std::string> models;
  std::string people;
};

/// Ends a command that read models or people in which there is something to find: it is shown with the error.
class FindingsFailure : public Failure {
 public:
  FindingsFailure(Exit exit, std::string kind, const std::string& message, Diagnostics findings)
      : Failure(exit, std::move(kind), message), findings_(std::move(findings)) {}
  FindingsFailure(const std::string& message, Diagnostics findings)
      : FindingsFailure(Exit::refused, "findings", message, std::move(findings)) {}
  const Diagnostics& findings() const noexcept { return findings_; }

 private:
  Diagnostics findings_;
};

/// The value, or a FindingsFailure.
template <class T>
T value_of(Loaded<T>&& loaded) {
  if (!loaded) throw FindingsFailure("there are errors in what was read; nothing was done", loaded.diagnostics());
  return std::move(loaded).value_or_throw();
}

/// The models that were named, here or in the environment; an empty library (that can read what a database holds) if none was.
Library load_models(const Sources& sources);
bool names_models(const Sources& sources);
/// Their paths; empty if none was named.
std::vector<std::string> model_paths(const Sources& sources);

/// The people that were named, here or in the environment; nobody if none was.
Directory load_people(const Sources& sources);
bool names_people(const Sources& sources);

/// Throws a Failure that names near persons if nobody is called so.
void check_actor(const Directory& people, const std::string& actor);

/// Says on the standard error which roles persons have that no model has: most likely they are mistyped. With a single model only
/// roles like one of its own are named, for people often serve several processes.
void warn_of_unknown_roles(Terminal& terminal, const Sources& sources, const Library& library, const Directory& people);

/// The one model that a path leads to, or the one of them with this id.
std::shared_ptr<const Model> load_one_model(const std::string& path, const std::string& process);

enum class People { needed, optional };

/// The same; throws a usage Failure if people are needed and nobody was named.
Directory load_people(const Sources& sources, People need);

/// A database file with an engine on it.
class Session {
 public:
  Session(const std::string& database, SqliteStore::Open open, const Sources& sources, People need);
  Session(const std::string& database, SqliteStore::Open open, Library library, Directory people);

  Engine& engine() noexcept { return engine_; }
  const Engine& engine() const noexcept { return engine_; }
  const Directory& people() const noexcept { return people_; }
  SqliteStore& store() noexcept { return store_; }
  const std::string& database() const noexcept { return database_; }

  /// The case as it stands. Throws a NotFound that says in which file there is none.
  CaseView show(CaseId id, Sensitive sensitive = Sensitive::withheld) const;

 private:
  std::string database_;
  Directory people_;
  SqliteStore store_;
  Engine engine_;
};

/// Archives of a database, opened for reading. Throws a usage Failure where a file is none of it.
std::vector<std::unique_ptr<Session>> open_archives(Session& of, const std::vector<std::string>& archives, const Sources& sources);

}  // namespace itsmflow::cli
