#include "cli/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <utility>

#include <unistd.h>

#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// As in PATH.
std::vector<std::string> split_paths(const std::string& text) {
  std::vector<std::string> paths;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t colon = std::min(text.find(':', at), text.size());
    if (colon > at) paths.push_back(text.substr(at, colon - at));
    at = colon + 1;
  }
  return paths;
}

std::string people_path(const Sources& sources) {
  return sources.people.empty() ? environment("ITSMFLOW_PEOPLE") : sources.people;
}

/// What a person can do about a database that does not open, beside what the library says; empty: nothing that is known here.
std::string way_out(const std::string& database, SqliteStore::Open open, const StoreError& error) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(database, ignored);
  if (error.kind() == StoreError::Kind::cannot_open && open != SqliteStore::Open::create && !exists) {
    return " `itsmflow start` makes one.";
  }
  const bool lacks_tables = error.kind() == StoreError::Kind::read_only && open == SqliteStore::Open::read_only && exists;
  return lacks_tables && ::access(database.c_str(), W_OK) == 0 ? " `itsmflow start` makes them." : "";
}

SqliteStore open_store(const std::string& database, SqliteStore::Open open) {
  SqliteStore::Options options;
  options.open = open;
  try {
    return SqliteStore(database, options);
  } catch (const StoreError& error) {
    throw StoreError(error.kind(), error.what() + way_out(database, open, error));
  }
}

/// The roles that no model has, and who has them.
std::map<std::string, std::vector<std::string>> unknown_roles(const Directory& people, const std::vector<std::string>& known) {
  std::map<std::string, std::vector<std::string>> unknown;
  for (const auto& [id, person] : people.people()) {
    for (const std::string& role : person.roles) {
      if (std::find(known.begin(), known.end(), role) == known.end()) unknown[role].push_back(fmt::format("'{}'", id));
    }
  }
  return unknown;
}

}  // namespace

std::vector<std::string> model_paths(const Sources& sources) {
  return sources.models.empty() ? split_paths(environment("ITSMFLOW_MODELS")) : sources.models;
}

bool names_models(const Sources& sources) {
  return !model_paths(sources).empty();
}

bool names_people(const Sources& sources) {
  return !people_path(sources).empty();
}

Library load_models(const Sources& sources) {
  return value_of(load_library(model_paths(sources)));
}

Directory load_people(const Sources& sources) {
  const std::string path = people_path(sources);
  return path.empty() ? Directory() : value_of(load_directory(path));
}

Directory load_people(const Sources& sources, People need) {
  if (need == People::needed && !names_people(sources)) {
    throw usage("it is not known who there is: name a file with --people FILE, or set ITSMFLOW_PEOPLE");
  }
  return load_people(sources);
}

void check_actor(const Directory& people, const std::string& actor) {
  if (people.people().contains(actor)) return;
  std::vector<std::string> names;
  for (const auto& [id, person] : people.people()) names.push_back(id);
  throw Failure(Exit::usage, "not_found", fmt::format("nobody is called '{}'{}", actor, instead(actor, names)));
}

void warn_of_unknown_roles(Terminal& terminal, const Sources& sources, const Library& library, const Directory& people) {
  if (library.models().empty()) return;
  std::vector<std::string> known;
  for (const auto& model : library.models()) {
    for (const Role& role : model->roles) known.push_back(role.id);
  }
  for (const auto& [role, holders] : unknown_roles(people, known)) {
    const auto close = nearest(role, known);
    if (!close && library.models().size() == 1) continue;
    const std::string hint = close ? fmt::format("; did you mean '{}'?", *close) : "";
    const std::string text = fmt::format("{}: {} {} the role '{}', which no model has{}", people_path(sources), listing(holders),
                                         holders.size() == 1 ? "has" : "have", role, hint);
    terminal.complain(paint(Style::warning, "warning:") + " " + visible(text));
  }
}

std::shared_ptr<const Model> load_one_model(const std::string& path, const std::string& process) {
  const Library library = value_of(load_library(path));
  if (library.models().empty()) throw usage(fmt::format("there is no model in {}; a model begins with `itsmflow: 1`", path));
  std::vector<std::string> processes;
  for (const auto& model : library.models()) processes.push_back(model->process);
  if (process.empty()) {
    if (library.models().size() == 1) return library.models().front();
    throw usage(fmt::format("{} holds the processes {}; say which with --process", path, listing(processes)));
  }
  if (auto model = library.find(process)) return model;
  throw usage(fmt::format("there is no process '{}' in {}{}", process, path, instead(process, processes)));
}

Session::Session(const std::string& database, SqliteStore::Open open, const Sources& sources, People need)
    : Session(database, open, load_models(sources), load_people(sources, need)) {}

Session::Session(const std::string& database, SqliteStore::Open open, Library library, Directory people)
    : database_(database),
      people_(std::move(people)),
      store_(open_store(database, open)),
      engine_(std::move(library), store_, people_) {}

CaseView Session::show(CaseId id, Sensitive sensitive) const {
  try {
    return engine_.show(id, sensitive);
  } catch (const NotFound& error) {
    if (error.kind() != NotFound::Kind::case_ || dynamic_cast<const MovedToArchive*>(&error) != nullptr) throw;
    throw NotFound(error.kind(), error.name(),
                   fmt::format("there is no case {0} in {1}; `itsmflow cases {1}` lists them", id.value, database_));
  }
}

std::vector<std::unique_ptr<Session>> open_archives(Session& of, const std::vector<std::string>& archives, const Sources& sources) {
  std::vector<std::unique_ptr<Session>> opened;
  for (const std::string& path : archives) {
    opened.push_back(std::make_unique<Session>(path, SqliteStore::Open::read_only, sources, People::optional));
    if (!opened.back()->store().is_archive_of(of.store())) throw usage(fmt::format("{} is no archive of {}", path, of.database()));
  }
  return opened;
}

}  // namespace itsmflow::cli
