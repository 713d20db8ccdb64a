#include "lang/loading.hpp"

#include "catch.hpp"

#include <itsmflow/directory.hpp>
#include <itsmflow/error.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>

using namespace itsmflow;
using namespace lang_test;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for one test.
class Folder {
 public:
  Folder()
      : path_(fs::temp_directory_path() /
              ("itsmflow-lang-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()))) {
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string process(const std::string& id) {
  return "itsmflow: 1\nprocess: " + id + "\nversion: 1.0.0\nactivities:\n  a: {by: engine}\ntransitions: [start -> a, a -> end]\n";
}

}  // namespace

TEST_CASE("every model below a folder is loaded, and nothing else in it") {
  const Folder folder;
  folder.write("b.yaml", process("second"));
  folder.write("a/deep.yml", process("first"));
  folder.write("scenario.yaml", "scenario: something\nprocess: first\n");
  folder.write("people.yaml", "people: {anna: [user]}\n");
  folder.write("notes.txt", "itsmflow: 1\n");
  auto library = load_library(folder.path()).value_or_throw();
  REQUIRE(library.models().size() == 2);
  CHECK(library.find("first") != nullptr);
  CHECK(library.find("second") != nullptr);
  CHECK(library.find("third") == nullptr);
}

TEST_CASE("the findings of all files are given at once, and a process is defined once") {
  const Folder folder;
  folder.write("1.yaml", process("same"));
  folder.write("2.yaml", process("same"));
  folder.write("3.yaml", process("Bad Id"));
  const auto loaded = load_library(folder.path());
  CHECK_FALSE(loaded);
  REQUIRE(loaded.diagnostics().size() == 2);
  CHECK(loaded.diagnostics()[0].rule == "duplicate-name");
  CHECK(loaded.diagnostics()[0].span.line == 2);
  CHECK(loaded.diagnostics()[1].rule == "bad-id");
}

TEST_CASE("a file that is named twice, or beside its folder, is one model") {
  const Folder folder;
  folder.write("only.yaml", process("only"));
  const std::string file = folder.path() + "/only.yaml";
  const std::string other = folder.path() + "/./only.yaml";
  CHECK(load_library({folder.path(), file, other}).value_or_throw().models().size() == 1);
  CHECK(load_library({other, file, folder.path()}).value_or_throw().models().size() == 1);
}

TEST_CASE("a library reads a model again from its source alone") {
  const Folder folder;
  auto library = load_library(folder.write("a.yaml", process("first"))).value_or_throw();
  const auto again = library.reader()(library.models().at(0)->source);
  REQUIRE(again);
  CHECK(again.diagnostics().empty());
}

TEST_CASE("a file that isn't there is an error of the world, not of the model") {
  CHECK_THROWS_AS(load_library("/there/is/no/such/file.yaml"), NotFound);
}

TEST_CASE("a directory file names persons and their roles, short or long") {
  const Folder folder;
  auto people =
      load_directory(folder.write("people.yaml", "people: {anna: [assigner], bo: {name: Bo B., roles: [operator, user]}}\n"))
          .value_or_throw();
  CHECK(people.roles_of("anna") == std::vector<std::string>{"assigner"});
  CHECK(people.roles_of("bo") == std::vector<std::string>{"operator", "user"});
  CHECK(people.people().at("bo").name == "Bo B.");
  CHECK(people.people().at("bo").span.column == 28);
  CHECK_FALSE(people.roles_of("cleo").has_value());
}

TEST_CASE("a faulty directory file is a list of findings") {
  const Folder folder;
  const auto loaded = load_directory(folder.write("people.yaml", "people: {anna: assigner, bo: {role: [x]}}\nroles: []\n"));
  REQUIRE_FALSE(loaded);
  Rules rules;
  for (const auto& one : loaded.diagnostics()) rules.push_back(one.rule);
  CHECK(rules == Rules{"wrong-type", "unknown-key", "unknown-key"});
}

TEST_CASE("wild texts get findings, never a crash") {
  for (const std::string& text :
       std::vector<std::string>{"", "\n", "x", "- a\n", "[", "{", "itsmflow: 1",
                                "itsmflow: {}\nprocess: []\nversion: {a: b}\nroles: 3\nobjects: x\nactivities: no\n",
                                "? [a, b]\n: c\n", "activities: {? {a: b} : {role: x}}\n", "&a [*a]\n", "<<: {a: 1}\n",
                                "activities:\n  a: &x {results: {y: *x}}\n", "roles: {1: {}, ~: {}, \"\": {}}\n",
                                "transitions: [->, '', '&', '.', 'a.b.c -> d', '-> if', ' if -> otherwise']\nactivities: {a: }\n",
                                "rules: [four_eyes, {}, {four_eyes: {}}, {four_eyes: [[], {}]}]\n",
                                "objects: {a: {states: [[], {}, ~, ''], final: [~], fields: {b: ~}}}\n",
                                "activities: {a: {moves: {~: ~, x: '->', y: '|'}, sets: {a: b}, when: '', role: [[]]}}\n"}) {
    INFO(text);
    const Load load(text);
    CHECK(load.model == nullptr);
    CHECK_FALSE(load.errors().empty());
  }
}

TEST_CASE("a model with faults everywhere gets an end of its findings") {
  std::string text = "itsmflow: 1\nprocess: p\nversion: 1.0.0\nactivities:\n";
  for (int i = 0; i < 12'000; ++i) text += "  a" + std::to_string(i) + ": {role: nobody}\n";
  const Load load(text);
  CHECK(load.found.size() == 10'001);
  CHECK(load.found.back().rule == "too-many-findings");
}
