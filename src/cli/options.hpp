#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/session.hpp"

namespace itsmflow::cli {

/// What a command is called, and what its help says.
struct CommandText {
  std::string name;
  std::string group;    ///< under which the short help lists it
  std::string summary;  ///< one sentence
  std::string more;     ///< further sentences for its own help; may be empty
  std::vector<std::string> examples;
};

CLI::App* add_command(CLI::App& root, const CommandText& text, Context& context, std::function<Exit()> action);

/// `--json`: the standard output is one JSON document.
void add_json(CLI::App& command, Context& context);

/// `--models PATH` (several times) and `--people FILE`; the environment stands in for what is not given.
void add_models(CLI::App& command, Sources& sources);
void add_people(CLI::App& command, Sources& sources);

/// `DB`, `CASE`, `--as WHO`.
void add_database(CLI::App& command, std::string& database, const std::string& what = "the database file");
void add_case(CLI::App& command, std::string& id);
/// `--archive FILE` (several times): archives of the database that are read with it.
void add_archives(CLI::App& command, std::vector<std::string>& archives);
void add_actor(CLI::App& command, std::string& actor, const std::string& what = "the person who does it");

/// Words for a value: one of a few, a whole number, one from 0 to 100.
CLI::Validator one_of(std::vector<std::string> words);
CLI::Validator whole_number();
CLI::Validator percentage();

/// The words that one_of() allows; empty where an option takes anything.
std::vector<std::string> allowed_words(const CLI::Option& option);
/// What an option's value is called: "FILE".
std::string value_name(const CLI::Option& option);

/// The sentences that belong to a command beside its summary, and its examples.
std::string more_about(const CLI::App& command);
std::vector<std::string> examples_of(const CLI::App& command);

CaseId parse_case(const std::string& text);

}  // namespace itsmflow::cli
