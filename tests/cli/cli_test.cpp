#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "console.hpp"
#include "places.hpp"
#include "temp_folder.hpp"
#include "transcript.hpp"

// Runs every tests/cli/*.test: commands and what a person should see. README.md in this folder has the form.

namespace {

namespace fs = std::filesystem;

struct JsonExpectation {
  std::string pointer;
  std::string value;
};

struct Command {
  std::string text;
  std::size_t line = 0;
  std::string input;
  std::vector<std::string> out;
  std::vector<std::string> err;
  int exit = 0;
  std::vector<JsonExpectation> json;
};

std::string after(const std::string& line) {
  return line.size() > 2 ? line.substr(2) : "";
}

std::vector<Command> read_commands(const fs::path& file) {
  std::vector<Command> commands;
  std::size_t number = 0;
  for (const std::string& line : console::lines_of(console::read(file))) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with("$ ")) {
      commands.push_back({after(line), number, {}, {}, {}, 0, {}});
      continue;
    }
    INFO(file << ":" << number);
    REQUIRE_FALSE(commands.empty());
    Command& command = commands.back();
    if (line.starts_with("< ") || line == "<") {
      command.input += after(line) + "\n";
    } else if (line.starts_with("| ") || line == "|") {
      command.out.push_back(after(line));
    } else if (line.starts_with("! ") || line == "!") {
      command.err.push_back(after(line));
    } else if (line.starts_with("= ")) {
      command.exit = std::stoi(after(line));
    } else if (line.starts_with("json ")) {
      const std::size_t blank = line.find(' ', 5);
      REQUIRE(blank != std::string::npos);
      command.json.push_back({line.substr(5, blank - 5), line.substr(blank + 1)});
    } else {
      FAIL("this line says nothing: " << line);
    }
  }
  return commands;
}

void check_json(const Command& command, const std::string& out) {
  const nlohmann::json document = nlohmann::json::parse(out, nullptr, false);
  REQUIRE_FALSE(document.is_discarded());
  for (const JsonExpectation& expectation : command.json) {
    if (expectation.pointer == "/") continue;  // that it is JSON is all
    const nlohmann::json::json_pointer pointer(expectation.pointer);
    INFO("json " << expectation.pointer);
    REQUIRE(document.contains(pointer));
    CHECK(document.at(pointer) == nlohmann::json::parse(expectation.value));
  }
}

void play(const fs::path& file) {
  const TempFolder folder;
  fs::copy(fs::path(places::source()) / "tests/cli/models", folder.path() / "models", fs::copy_options::recursive);
  fs::copy(fs::path(places::source()) / "tests/cli/shop", folder.path() / "shop", fs::copy_options::recursive);
  fs::copy(fs::path(places::source()) / "tests/scenario/outside", folder.path() / "outside", fs::copy_options::recursive);
  for (const Command& command : read_commands(file)) {
    const console::Outcome outcome = console::run(folder.path(), command.text, command.input);
    INFO(file.filename().string() << ":" << command.line << ": $ " << command.text << "\n--- stdout\n"
                                  << outcome.out << "--- stderr\n"
                                  << outcome.err << "---");
    CHECK(outcome.exit == command.exit);
    if (command.json.empty()) {
      CHECK(transcript::matches(command.out, console::lines_of(outcome.out)));
    } else {
      check_json(command, outcome.out);
    }
    CHECK(transcript::matches(command.err, console::lines_of(outcome.err)));
  }
}

std::vector<fs::path> test_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(places::source()) / "tests/cli")) {
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The commands that the program's own help lists.
std::vector<std::string> listed_commands(const fs::path& folder) {
  std::vector<std::string> names;
  bool in_commands = false;
  for (const std::string& line : console::lines_of(console::run(folder, "itsmflow --help").out)) {
    if (line == "Options:") break;
    if (line.ends_with(':')) in_commands = true;
    if (in_commands && line.starts_with("  ")) names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

}  // namespace

TEST_CASE("the command line does and says what is written down") {
  const std::vector<fs::path> files = test_files();
  REQUIRE(files.size() > 10);
  for (const fs::path& file : files) {
    DYNAMIC_SECTION(file.stem().string()) {
      play(file);
    }
  }
}

TEST_CASE("each shell completes every command") {
  const TempFolder folder;
  const std::vector<std::string> commands = listed_commands(folder.path());
  REQUIRE(commands.size() >= 20);
  const std::string shell = GENERATE("bash", "zsh", "fish");
  const console::Outcome outcome = console::run(folder.path(), "itsmflow completion " + shell);
  REQUIRE(outcome.exit == 0);
  for (const std::string& command : commands) {
    CAPTURE(shell, command);
    const std::string mark = shell == "fish" ? "-n __fish_use_subcommand -f -a " + command + " " : "\n    " + command + ") ";
    CHECK(outcome.out.find(mark) != std::string::npos);
  }
}

TEST_CASE("the help of every command has its usage and an example that names it") {
  const TempFolder folder;
  for (const std::string& command : listed_commands(folder.path())) {
    CAPTURE(command);
    const console::Outcome outcome = console::run(folder.path(), "itsmflow " + command + " --help");
    CHECK(outcome.exit == 0);
    CHECK(outcome.out.starts_with("itsmflow " + command));
    CHECK(outcome.out.find("\nExamples:\n") != std::string::npos);
    CHECK(outcome.out.find("itsmflow " + command, outcome.out.find("\nExamples:\n")) != std::string::npos);
    CHECK(outcome.err.empty());
  }
}

TEST_CASE("colours are for terminals, and NO_COLOR turns them off") {
  const TempFolder folder;
  const std::string escape = "\x1b[";
  const auto at_terminal = [&](const std::string& command) { return console::run_at_terminal(folder.path(), command).out; };
  CHECK(at_terminal("TERM=xterm itsmflow nonsense").find(escape) != std::string::npos);
  CHECK(at_terminal("TERM=xterm NO_COLOR=1 itsmflow nonsense").find(escape) == std::string::npos);
  CHECK(at_terminal("TERM=dumb itsmflow nonsense").find(escape) == std::string::npos);
  CHECK(at_terminal("TERM=dumb itsmflow run nothing.yaml --color always").find(escape) != std::string::npos);
  CHECK(at_terminal("TERM=xterm itsmflow run nothing.yaml --color never").find(escape) == std::string::npos);
}

TEST_CASE("a proof that takes long says at a terminal how far it is, takes that away again, and is silent elsewhere") {
  const TempFolder folder;
  std::string all, tests, activities, rows;
  for (int i = 1; i <= 12; ++i) {
    const std::string n = std::to_string(i);
    all += (i > 1 ? " & install_" : "install_") + n;
    tests += (i > 1 ? " & test_" : "test_") + n;
    activities += "  install_" + n + ": {role: desk}\n  test_" + n + ": {role: desk}\n";
    rows += "  - install_" + n + " -> test_" + n + "\n";
  }
  console::write(folder.path() / "roll-out.yaml",
                 "itsmflow: 1\nprocess: roll-out\nversion: 1.0.0\nroles: {desk: Service desk}\nstart: {role: desk}\nactivities:\n"
                 "  begin: {role: desk}\n" +
                     activities + "transitions:\n  - start -> begin\n  - begin -> " + all + "\n" + rows + "  - " + tests +
                     " -> end\nrules:\n  - response: [install_1, test_2]\n");
  const std::string command = "itsmflow check --format concise --color never --max-states 100000 roll-out.yaml";
  const std::string wipe = "\x1b[K";

  const console::Outcome shown = console::run_at_terminal(folder.path(), "TERM=xterm " + command);
  const std::size_t first = shown.out.find(wipe + "proving roll-out.yaml: ");
  REQUIRE(first != std::string::npos);
  CHECK(shown.out.find(" states", first) < shown.out.find(wipe, first + 1));
  const std::size_t last = shown.out.rfind(wipe);
  CHECK(shown.out.find("proving", last) == std::string::npos);
  CHECK(shown.out.find("roll-out.yaml:2:1: warning: ", last) == last + wipe.size());
  CHECK(shown.exit == 4);

  CHECK(console::run_at_terminal(folder.path(), command).out.find(wipe) == std::string::npos);  // a dumb one
  CHECK(console::run_at_terminal(folder.path(), "TERM=xterm " + command + " | cat").out.find("proving") == std::string::npos);
  const console::Outcome piped = console::run(folder.path(), "TERM=xterm " + command);
  CHECK(console::lines_of(piped.out).size() == 1);
  CHECK(piped.err.empty());
}
