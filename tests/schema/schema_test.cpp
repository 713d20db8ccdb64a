#include <itsmflow/language.hpp>
#include <itsmflow/model.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "places.hpp"
#include "temp_folder.hpp"

// The loader and the JSON Schema agree on the form of every model that is shipped and of every broken one. The schema is tried by
// a validator that knows nothing of us.

using namespace itsmflow;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = places::source();

/// What a finding is about. `text`: how YAML is written, before there is any form. `form`: what a schema must refuse too. `meaning`: names,
/// values, guards, and what follows from several places.
enum class About { text, form, meaning };

struct Row {
  std::string_view rule;
  std::string_view words;  ///< which findings of the rule: those with these words in the message; empty: all others
  About about;
};

// The one table that says which findings are about form.
constexpr std::array kRows{
    Row{"syntax", "", About::text},
    Row{"not-utf8", "", About::text},
    Row{"control-character", "", About::text},
    Row{"empty-document", "", About::text},
    Row{"several-documents", "", About::text},
    Row{"unknown-alias", "", About::text},
    Row{"bad-alias", "", About::text},
    Row{"alias-cycle", "", About::text},
    Row{"bad-merge", "", About::text},
    Row{"complex-key", "", About::text},
    Row{"unexpected-tag", "", About::text},
    Row{"bad-anchor", "", About::text},
    Row{"duplicate-key", "", About::text},
    Row{"too-large", "", About::text},
    Row{"too-deep", "", About::text},
    Row{"ambiguous-scalar", "", About::text},  // what other readers make of a text
    Row{"unknown-base", "", About::text},      // nothing else of the model is looked at
    Row{"unknown-shared", "", About::text},

    Row{"not-a-model", "", About::form},
    Row{"unknown-key", "", About::form},
    Row{"missing-key", "no 'case'", About::meaning},     // needed where there are objects
    Row{"missing-key", "no 'final'", About::meaning},    // of the case's object
    Row{"missing-key", "no 'when'", About::meaning},     // of what the engine does
    Row{"missing-key", "no 'values'", About::meaning},   // of an enum
    Row{"missing-key", "no 'type'", About::meaning},     // a record has `fields` instead
    Row{"missing-key", "no 'fields'", About::meaning},   // of a record
    Row{"missing-key", "no 'as'", About::meaning},       // where there are several results
    Row{"missing-key", "no 'motives'", About::meaning},  // where something is permitted
    Row{"missing-key", "out_of_role", About::meaning},   // of one kind of deviation
    Row{"missing-key", "", About::form},
    Row{"wrong-type", "has no meaning", About::meaning},          // depends on the type of a field
    Row{"wrong-type", ", which holds", About::meaning},           // what a table can decide by
    Row{"wrong-type", "must name at least one", About::meaning},  // a list, and an empty one
    Row{"wrong-type", "", About::form},
    Row{"bad-id", "", About::form},
    Row{"reserved-word", "", About::form},
    Row{"not-supported", "about one '", About::meaning},  // what an activity is about follows from objects
    Row{"not-supported", "", About::form},
    Row{"unknown-version", "", About::form},
    Row{"bad-version", "", About::form},
    Row{"unknown-type", "reads as a list of types", About::meaning},
    Row{"unknown-type", "", About::form},
    Row{"unknown-practice", "", About::form},
    Row{"bad-row", "a row is a text, not a mapping", About::form},
    Row{"bad-outcome", "two keys", About::form},
    Row{"bad-adaptation", "belongs to a model that adapts another", About::form},
};

About about(const Diagnostic& one) {
  const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& candidate) {
    return candidate.rule == one.rule && one.message.find(candidate.words) != std::string::npos;
  });
  return row == kRows.end() ? About::meaning : row->about;
}

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

struct Verdict {
  std::string word;
  std::string why;
};

std::map<std::string, Verdict> verdicts_on(const std::vector<std::string>& files) {
  const TempFolder folder;
  std::ofstream(folder.file("schema.json")) << json_schema();
  std::string command =
      "python3 " + quoted((kRoot / "tests/schema/validate.py").string()) + ' ' + quoted(folder.file("schema.json"));
  for (const std::string& file : files) command += ' ' + quoted(file);
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string printed;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) printed.append(buffer.data(), got);
  REQUIRE(::pclose(pipe) == 0);  // python3 with jsonschema and yaml; scripts/packages.txt
  std::map<std::string, Verdict> verdicts;
  std::istringstream stream(printed);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t one = line.find('\t');
    const std::size_t two = line.find('\t', one + 1);
    verdicts[line.substr(one + 1, two - one - 1)] = {line.substr(0, one), line.substr(two + 1)};
  }
  return verdicts;
}

/// What the loader says of the file itself, by what it is about.
std::set<About> findings_on(const std::string& file, std::string& told) {
  std::set<About> kinds;
  const Loaded<Library> loaded = load_library(file);
  for (const Diagnostic& one : loaded.diagnostics()) {
    if (one.severity != Severity::error || !one.span || one.span.source->name != file) continue;
    told += to_string(one) + "\n";
    kinds.insert(about(one));
  }
  return kinds;
}

}  // namespace

TEST_CASE("the loader and the JSON Schema give the same verdict on form") {
  std::vector<std::string> files = files_below(kRoot / "tests" / "check");
  for (const std::string& file : files_below(kRoot / "tests" / "schema")) files.push_back(file);
  for (const std::string folder : {"models", "examples", "tests/cli"}) {
    for (const std::string& file : files_below(kRoot / folder)) {
      if (!load_library(fs::path(file).parent_path().string()).diagnostics().empty() && folder == "models")
        FAIL("unreadable: " << file);
      std::ifstream stream(file);
      std::string text((std::istreambuf_iterator<char>(stream)), {});
      if (text.find("\nitsmflow:") != std::string::npos || text.starts_with("itsmflow:")) files.push_back(file);
    }
  }
  const auto verdicts = verdicts_on(files);
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (const std::string& file : files) {
    std::string told;
    const std::set<About> kinds = findings_on(file, told);
    const Verdict& verdict = verdicts.at(file);
    INFO(file << "\n" << told << "schema: " << verdict.word << " " << verdict.why);
    if (kinds.contains(About::form)) {
      if (!kinds.contains(About::text)) CHECK(verdict.word == "refused");
      ++refused;
    } else if (!kinds.contains(About::text)) {
      CHECK(verdict.word == "ok");
      ++accepted;
    }
  }
  CHECK(accepted >= 50);
  CHECK(refused >= 20);
}

TEST_CASE("the JSON Schema explains each key and leaves out what is not supported yet") {
  const std::string schema = json_schema();
  CHECK(schema.find("\"description\": \"what people call it\"") != std::string::npos);
  CHECK(schema.find("\"kpis\"") == std::string::npos);
  CHECK(schema.find("\"four_eyes\"") != std::string::npos);
}
