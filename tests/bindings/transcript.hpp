#pragma once

#include "scenario_files.hpp"

#include <itsmflow/model.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>

// What a scenario does, written down so that it can be done again from another language and compared. README.md has the form.

namespace bindings {

struct Counts {
  std::size_t scenarios = 0;
  std::size_t calls = 0;
  std::size_t events = 0;
  std::size_t obstacles = 0;

  Counts& operator+=(const Counts& more);
};

struct Transcript {
  std::string text;
  Counts counts;
  std::set<std::string> calls;      ///< the names of those that it makes
  std::set<std::string> events;     ///< the types of those that came
  std::set<std::string> obstacles;  ///< their kinds
};

/// Plays scenarios, and writes down each. Models are loaded once.
class Writer {
 public:
  explicit Writer(std::string root);

  /// Throws std::runtime_error, which says what was found, if the scenario is malformed or doesn't pass, or if its clock comes to a
  /// moment between two milliseconds, which not every language can tell.
  Transcript write(const ScenarioFile& file);

 private:
  const itsmflow::Library& library(const std::vector<std::string>& models);

  std::string root_;
  std::map<std::vector<std::string>, itsmflow::Library> libraries_;
};

/// "models-itil-scenarios-call-back.jsonl"
std::string file_name(const std::string& scenario);

/// {"scenarios": 1, "calls": 2, "events": 3, "obstacles": 4}
std::string to_json(const Counts& counts);

}  // namespace bindings
