#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/session.hpp"
#include "cli/step.hpp"
#include "cli/text.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {

/// What the commands that take a step in a case have in common on the command line.
struct StepWords {
  std::string database;
  std::string id;
  std::string activity;  ///< ACTIVITY or ACTIVITY.RESULT
  std::string item;      ///< of an activity of several items
  std::string actor;
  std::string key;
  std::string revision;
  Sources sources;
};

enum class Activity { with_result, alone };

/// `DB CASE ACTIVITY --as WHO`, and `--item`.
void add_step_words(CLI::App& command, StepWords& words, Activity activity);
/// `--key`, `--if-revision`, `--people`, `--models`, `--json`.
void add_step_options(CLI::App& command, StepWords& words, Context& context);

/// A case in a database, and what is asked of it.
class StepSession {
 public:
  StepSession(Context& context, const StepWords& words, SqliteStore::Open open);

  Engine& engine() noexcept { return session_.engine(); }
  const Directory& people() const noexcept { return session_.people(); }
  CaseId id() const noexcept { return id_; }

  /// With the case as it stands before, and the verb for a refusal: "do 'implement'".
  Asked asked(const std::string& verb) const;
  Command command() const;
  Data data(const std::vector<std::string>& assignments, const std::string& json_file) const;

 private:
  const StepWords& words_;
  CaseId id_;
  Session session_;
};

/// ", ending as 'approved'" if the explanation had to choose a result.
std::string ending_as(const Asked& asked, const Explanation& explanation);

}  // namespace itsmflow::cli
