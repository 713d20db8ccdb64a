#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <regex>
#include <sstream>

#include "catch.hpp"
#include "console.hpp"
#include "places.hpp"
#include "temp_folder.hpp"
#include "transcript.hpp"

// What the documents show is true: the README and everything in docs/.
//
//   ```console            `$ COMMAND` is run at a terminal, in a folder that holds a copy of models/, and prints what follows.
//                         Moments, days, times of day and digests may differ; a line `...` stands for any lines. Blocks of one document share the folder
//                         and what was exported.
//   ```yaml               a model, if it begins with `itsmflow:`; it has no errors, and no case of it gets stuck
//   ```yaml file=NAME     and it is written there first, for the commands that follow
//   ```xml file=NAME      is written there first too
//   ```yaml broken …      it has errors
//   ```yaml fragment      a part of a model; not looked at
//   ```yaml bad …         of the pages on rules: tests/rules looks at it, and at `good` and `instead`
//   ```cpp file=PATH      is, word for word, a part of that file; so are ```c, ```js, ```ts, ```cmake and ```text
//   ```sh try=WAY         is run by scripts/try-packages or scripts/try-conan
//   ```yaml part=PATH     the same, of YAML

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = places::source();

struct Block {
  std::size_t line = 0;
  std::vector<std::string> info;  ///< the words behind ```
  std::vector<std::string> lines;

  bool has(const std::string& word) const { return std::find(info.begin(), info.end(), word) != info.end(); }
  std::string file() const { return value_of("file="); }
  std::string part() const { return value_of("part="); }
  std::string value_of(const std::string& key) const {
    for (const std::string& word : info) {
      if (word.starts_with(key)) return word.substr(key.size());
    }
    return "";
  }
  std::string text() const {
    std::string text;
    for (const std::string& part : lines) text += part + "\n";
    return text;
  }
};

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::vector<Block> blocks_of(const fs::path& document) {
  std::vector<Block> blocks;
  bool inside = false;
  std::size_t number = 0;
  for (const std::string& line : console::lines_of(console::read(document))) {
    ++number;
    if (!line.starts_with("```")) {
      if (inside) blocks.back().lines.push_back(line);
      continue;
    }
    inside = !inside;
    if (inside) blocks.push_back({number, words_of(line.substr(3)), {}});
  }
  return blocks;
}

std::vector<fs::path> documents() {
  std::vector<fs::path> files;
  if (fs::exists(kRoot / "README.md")) files.push_back(kRoot / "README.md");
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "docs")) {
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Moments and digests differ from run to run.
std::vector<std::string> steady(const std::vector<std::string>& lines) {
  static const std::regex time(R"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z)");
  static const std::regex day(R"(\b[A-Z][a-z]+day \d{4}-\d\d-\d\d\b)");
  static const std::regex time_of_day(R"(\b\d\d:\d\d:\d\d\b)");
  static const std::regex digest(R"(\b[0-9a-f]{64}\b)");
  std::vector<std::string> result;
  for (const std::string& line : lines) {
    std::string text = std::regex_replace(std::regex_replace(line, time, "(moment)"), digest, "(digest)");
    text = std::regex_replace(std::regex_replace(text, day, "(day)"), time_of_day, "(time)");
    result.push_back(std::move(text));
  }
  while (!result.empty() && result.back().empty()) result.pop_back();
  return result;
}

struct Shown {
  std::string command;
  std::vector<std::string> output;
};

std::vector<Shown> commands_in(const Block& block) {
  std::vector<Shown> commands;
  bool goes_on = false;
  for (const std::string& line : block.lines) {
    if (goes_on) {
      commands.back().command += "\n" + line;
    } else if (line.starts_with("$ ")) {
      commands.push_back({line.substr(2), {}});
    } else if (!commands.empty()) {
      commands.back().output.push_back(line);
      continue;
    }
    goes_on = !commands.empty() && line.ends_with('\\');
  }
  return commands;
}

/// `settings`: what the document has exported so far; it holds for its later commands as it does in one shell.
void run_console(const Block& block, const fs::path& folder, std::string& settings) {
  for (const Shown& shown : commands_in(block)) {
    if (shown.command.starts_with("export ")) settings += shown.command + "\n";
    const console::Outcome outcome = console::run_at_terminal(folder, settings + shown.command);
    INFO("$ " << shown.command << "\n" << outcome.out);
    CHECK(transcript::matches(steady(shown.output), steady(console::lines_of(outcome.out))));
  }
}

/// The lines of a block stand somewhere in a file, all equally far to the right.
bool is_part_of(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  const auto fits = [&](std::size_t at) {
    const std::size_t column = whole[at].find_first_not_of(' ');
    const std::string indent(column == std::string::npos ? 0 : column - std::min(column, part[0].find_first_not_of(' ')), ' ');
    for (std::size_t i = 0; i < part.size(); ++i) {
      const std::string wanted = part[i].empty() ? "" : indent + part[i];
      if (whole[at + i] != wanted) return false;
    }
    return true;
  };
  for (std::size_t at = 0; at + part.size() <= whole.size(); ++at) {
    if (fits(at)) return true;
  }
  return false;
}

void look_at_part(const Block& block, const std::string& path) {
  INFO(block.text());
  REQUIRE(fs::exists(kRoot / path));
  REQUIRE_FALSE(block.lines.empty());
  CHECK(is_part_of(block.lines, console::lines_of(console::read(kRoot / path))));
}

void verify_all(const std::shared_ptr<const itsmflow::Model>& model, itsmflow::Diagnostics& found) {
  constexpr std::size_t kMostStates = 5'000;  // where that isn't enough it is undecided, and no error
  for (auto& one : itsmflow::verify(model, {kMostStates})) found.push_back(std::move(one));
}

itsmflow::Diagnostics found_in(itsmflow::Loaded<std::shared_ptr<const itsmflow::Model>> loaded) {
  itsmflow::Diagnostics found = loaded.diagnostics();
  if (loaded) verify_all(loaded.value_or_throw(), found);
  return found;
}

itsmflow::Diagnostics found_in(itsmflow::Loaded<itsmflow::Library> loaded) {
  itsmflow::Diagnostics found = loaded.diagnostics();
  if (loaded)
    for (const auto& model : loaded.value_or_throw().models()) verify_all(model, found);
  return found;
}

void look_at_yaml(const Block& block, const fs::path& folder) {
  if (!block.part().empty()) return look_at_part(block, block.part());
  if (!block.file().empty()) {
    fs::create_directories((folder / block.file()).parent_path());
    console::write(folder / block.file(), block.text());
  }
  const auto first =
      std::find_if(block.lines.begin(), block.lines.end(), [](const std::string& l) { return !l.empty() && l[0] != '#'; });
  const bool is_for_others = block.has("fragment") || block.has("bad") || block.has("good") || block.has("instead");
  if (is_for_others || first == block.lines.end() || !first->starts_with("itsmflow:")) return;
  // What lies in the folder may adapt or use what was written there before.
  const auto diagnostics = block.file().empty() ? found_in(itsmflow::load_model(block.text(), "example.yaml"))
                                                : found_in(itsmflow::load_library((folder / block.file()).string()));
  std::string findings;
  for (const auto& diagnostic : diagnostics) findings += itsmflow::to_string(diagnostic) + "\n";
  INFO(findings);
  CHECK(itsmflow::has_errors(diagnostics) == block.has("broken"));
  const bool is_open = std::any_of(diagnostics.begin(), diagnostics.end(), [](const auto& one) { return one.rule == "undecided"; });
  if (is_open && !block.has("broken")) CHECK(block.text().find("# itsmflow: allow undecided, because ") != std::string::npos);
}

bool is_code(const std::string& language) {
  return language == "cpp" || language == "c" || language == "js" || language == "ts" || language == "cmake" || language == "text";
}

void look_at_code(const Block& block) {
  if (!block.file().empty()) look_at_part(block, block.file());
}

/// What is shown to be tried is tried: one of the scripts asks for it by name.
void look_at_shell(const Block& block) {
  const std::string way = block.value_of("try=");
  if (way.empty()) return;
  const std::string asked = "shown " + way + "\n";
  const bool is_tried = console::read(kRoot / "tests/packaging/try-inside").find(asked) != std::string::npos ||
                        console::read(kRoot / "scripts/try-conan").find(asked) != std::string::npos;
  INFO("try=" << way);
  CHECK(is_tried);
}

}  // namespace

TEST_CASE("what the documents show is true") {
  for (const fs::path& document : documents()) {
    DYNAMIC_SECTION(document.lexically_relative(kRoot).string()) {
      const TempFolder folder;
      fs::copy(kRoot / "models", folder.path() / "models", fs::copy_options::recursive);
      std::string settings;
      for (const Block& block : blocks_of(document)) {
        INFO(document.string() << ":" << block.line);
        if (block.info.empty()) continue;
        if (block.info[0] == "console") run_console(block, folder.path(), settings);
        if (block.info[0] == "yaml") look_at_yaml(block, folder.path());
        if (block.info[0] == "xml" && !block.file().empty()) console::write(folder.path() / block.file(), block.text());
        if (is_code(block.info[0])) look_at_code(block);
        if (block.info[0] == "sh") look_at_shell(block);
      }
    }
  }
}
