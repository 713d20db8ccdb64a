#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "catch.hpp"
#include "console.hpp"
#include "places.hpp"
#include "report/document.hpp"
#include "temp_folder.hpp"

// The files of examples/ci do what docs/ci.md says, as far as it can be tried without the hosts: what a host would run is run here,
// in a repository as the files want it, with itsmflow installed.

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kRoot = places::source();
const fs::path kExamples = kRoot / "examples/ci";

constexpr const char* kClean = R"(itsmflow: 1
process: light
title: Light
version: 1.0.0
case: lamp
roles:
  tenant: {title: Tenant}
objects:
  lamp:
    states: [dark, lit]
    final: [lit]
activities:
  switch_on: {role: tenant, moves: {lamp: dark -> lit}}
)";

/// The same with an error in line 13, column 51.
std::string broken() {
  std::string text = kClean;
  return text.replace(text.rfind("lit}}"), 3, "lti");
}

/// The same with a warning in line 8, column 3.
std::string doubtful() {
  std::string text = kClean;
  return text.insert(text.find("objects:"), "  guest: {title: Guest}\n");
}

/// Sound, as its author knows; but no few values stand for all that can be multiplied.
constexpr const char* kUndecided = R"(itsmflow: 1
process: change
version: 1.0.0
case: rfc
roles: {manager: Change manager}
objects:
  rfc: {states: [new, made], final: [made], fields: {hours: int, rate: int}}
start: {role: manager, requires: [rfc.hours, rfc.rate]}
activities:
  sign: {role: manager}
  make: {role: manager, moves: {rfc: new -> made}}
transitions:
  - start -> sign if rfc.hours * rfc.rate > 1000
  - start -> make otherwise
  - sign -> make
  - make -> end
)";

constexpr const char* kScenario = R"(scenario: The lamp is lit
process: light
people: {anna: [tenant]}
steps:
  - start: {by: anna}
  - switch_on: {by: anna}
expect: {lamp: lit}
)";

/// A repository with a model and a scenario.
class Repository {
 public:
  explicit Repository(const std::string& model) {
    fs::create_directories(folder_.path() / "models/scenarios");
    write("models/light.yaml", model);
    write("models/scenarios/lit.yaml", kScenario);
  }

  void write(const std::string& name, const std::string& text) const { console::write(folder_.path() / name, text); }
  std::string read(const std::string& name) const { return console::read(folder_.path() / name); }
  const fs::path& path() const { return folder_.path(); }

  console::Outcome run(const std::string& command) const { return console::run(path(), command); }

 private:
  TempFolder folder_;
};

json yaml_of(const fs::path& file) {
  const TempFolder folder;
  const auto told = console::run(
      folder.path(), "python3 -c 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)'", console::read(file));
  INFO(told.err);
  REQUIRE(told.exit == 0);
  return json::parse(told.out);
}

/// A step of the workflow by its name.
json step_of(const std::string& name) {
  const json workflow = yaml_of(kExamples / "github-actions.yml");
  for (const json& step : workflow.at("jobs").at("check").at("steps")) {
    if (step.value("name", "") == name) return step;
  }
  FAIL("there is no step '" << name << "'");
  return {};
}

/// As GitHub runs a step in a container.
console::Outcome run_step(const Repository& repository, const std::string& name) {
  repository.write("step.sh", step_of(name).at("run"));
  return repository.run("sh -e step.sh");
}

/// What the matcher makes of a line, by its own names of the groups; null where it doesn't match.
json matched(const std::string& line) {
  const json matcher = json::parse(console::read(kExamples / "itsmflow-matcher.json")).at("problemMatcher").at(0);
  const json pattern = matcher.at("pattern").at(0);
  std::smatch groups;
  if (!std::regex_search(line, groups, std::regex(pattern.at("regexp").get<std::string>()))) return nullptr;
  json found = json::object();
  for (const auto& [name, value] : pattern.items()) {
    if (name != "regexp") found[name] = groups.str(value.get<std::size_t>());
  }
  return found;
}

}  // namespace

TEST_CASE("the workflow for GitHub writes a report, sends it, and fails exactly where the check does") {
  const json upload = step_of("Send the report to code scanning").at("with");
  for (const bool clean : {true, false}) {
    const Repository repository(clean ? kClean : broken());
    const auto report = run_step(repository, "Write the report");
    INFO(report.err);
    CHECK(report.exit == 0);
    const json log = json::parse(repository.read(upload.at("sarif_file")));
    CHECK(log.at("runs").at(0).at("results").size() == (clean ? 0 : 1));
    CHECK(run_step(repository, "Check the models").exit == (clean ? 0 : 1));
    if (clean) CHECK(run_step(repository, "Play the scenarios").exit == 0);
  }
  const Repository repository(kClean);
  fs::remove_all(repository.path() / "models");
  CHECK(run_step(repository, "Write the report").exit != 0);
}

TEST_CASE("whatever is found in the models of the tests is SARIF and JUnit, and nothing is lost in them") {
  const std::string check = "itsmflow check tests/check tests/patterns ";
  const json all = json::parse(console::run(kRoot, check + "--json").out).at("findings");
  REQUIRE(all.size() > 300);

  const std::string report = console::run(kRoot, check + "--format sarif").out;
  CHECK(wrong_with_sarif({report}).empty());
  const json run = json::parse(report).at("runs").at(0);
  CHECK(run.at("results").size() == all.size());
  std::set<std::string> fingerprints;
  for (const json& result : run.at("results")) {
    fingerprints.insert(result.at("partialFingerprints").at("finding/v1").get<std::string>());
    const json& rule = run.at("tool").at("driver").at("rules").at(result.at("ruleIndex").get<std::size_t>());
    CHECK(rule.at("id") == result.at("ruleId"));
  }
  CHECK(fingerprints.size() == all.size());

  const json suites = parsed_xml(console::run(kRoot, check + "--format junit").out).at("children");
  CHECK(suites.size() == run.at("artifacts").size());
  std::set<std::string> names;
  std::size_t passed = 0;
  for (const json& suite : suites) {
    for (const json& test : suite.at("children")) {
      names.insert(test.at("attributes").at("classname").get<std::string>() + '\n' +
                   test.at("attributes").at("name").get<std::string>());
      if (test.at("children").empty()) ++passed;
    }
  }
  CHECK(passed > 0);
  CHECK(names.size() == all.size() + passed);
}

TEST_CASE("the workflow for GitHub turns the matcher on that lies where the README says") {
  const Repository repository(broken());
  const auto checked = run_step(repository, "Check the models");
  const auto lines = console::lines_of(checked.out);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "::add-matcher::.github/itsmflow-matcher.json");
  CHECK(console::read(kExamples / "README.md").find("`.github/itsmflow-matcher.json`") != std::string::npos);
  CHECK(matched(lines[1]) == json{{"file", "models/light.yaml"},
                                  {"line", "13"},
                                  {"column", "51"},
                                  {"severity", "error"},
                                  {"message", "activity 'switch_on' moves lamp to unknown state 'lti'"},
                                  {"code", "unknown-state"}});
}

TEST_CASE("the matcher takes lines of itsmflow check apart whatever a file is called, and no others") {
  const Repository repository(doubtful());
  const std::string name = "models/a [b]:1:2: ö & \"x\" <y>.yaml";
  fs::rename(repository.path() / "models/light.yaml", repository.path() / name);
  const auto lines = console::lines_of(repository.run("itsmflow check models").out);
  REQUIRE(lines.size() == 1);
  const json found = matched(lines[0]);
  CHECK(found.at("line") == "8");
  CHECK(found.at("severity") == "warning");
  CHECK(found.at("message") == "role 'guest' is never used");
  CHECK(found.at("code") == "unused-role");
  CHECK(found.at("file") == name);

  CHECK(matched("models/a.yaml:1:2: error: quotes [x] and [y] [bad-id]").at("message") == "quotes [x] and [y]");
  CHECK(matched("models/a.yaml:1:2: note: only told [rule-left-out]").is_null());
  CHECK(matched("error: nothing.yaml: there is no such file").is_null());
  CHECK(matched("main.c:1:2: warning: unused variable 'x' [-Wunused-variable]").is_null());
}

TEST_CASE("the job for GitLab leaves a report behind and fails exactly where the check does") {
  const json job = yaml_of(kExamples / "gitlab-ci.yml").at("models");
  CHECK(job.at("artifacts").at("when") == "always");
  std::string script = "set -eo pipefail\n";
  for (const json& line : job.at("script")) script += line.get<std::string>() + "\n";
  for (const bool clean : {true, false}) {
    const Repository repository(clean ? kClean : broken());
    const auto ran = repository.run(script);
    INFO(ran.out << ran.err);
    CHECK(ran.exit == (clean ? 0 : 1));
    CHECK((ran.out.find("models/light.yaml:13:51: error:") == std::string::npos) == clean);
    const std::string report = repository.read(job.at("artifacts").at("reports").at("junit"));
    CHECK(report.find(clean ? "tests=\"1\" failures=\"0\"" : "tests=\"1\" failures=\"1\"") != std::string::npos);
  }
  const Repository repository(kClean);
  fs::remove_all(repository.path() / "models");
  const auto stopped = repository.run(script);
  CHECK(stopped.exit != 0);
  CHECK(stopped.err == "error: models: there is no such file\n");  // said once: nothing was tried after it
}

TEST_CASE("check-models ends with 0 for clean models, 1 for broken ones, and more where it could not check") {
  const std::string command = "'" + (kExamples / "check-models").string() + "' models";
  CHECK(Repository(kClean).run(command).exit == 0);
  const auto refused = Repository(broken()).run(command);
  CHECK(refused.exit == 1);
  CHECK(refused.out.starts_with("::error file=models/light.yaml,line=13,col=51,"));
  const Repository none(kClean);
  fs::remove_all(none.path() / "models");
  CHECK(none.run(command).exit > 1);
}

TEST_CASE("a model that isn't decided is reported by each host, and passes none of them") {
  const Repository repository(kClean);
  repository.write("models/change.yaml", kUndecided);

  CHECK(run_step(repository, "Write the report").exit == 0);
  const json upload = step_of("Send the report to code scanning").at("with");
  const json log = json::parse(repository.read(upload.at("sarif_file")));
  CHECK(log.at("runs").at(0).at("results").at(0).at("ruleId") == "undecided");
  CHECK(run_step(repository, "Check the models").exit == 4);

  const json job = yaml_of(kExamples / "gitlab-ci.yml").at("models");
  std::string script = "set -eo pipefail\n";
  for (const json& line : job.at("script")) script += line.get<std::string>() + "\n";
  const auto ran = repository.run(script);
  CHECK(ran.exit == 4);
  CHECK(ran.out.find("[undecided]") != std::string::npos);
  CHECK(repository.read(job.at("artifacts").at("reports").at("junit")).find("[undecided]") != std::string::npos);

  CHECK(repository.run("'" + (kExamples / "check-models").string() + "' models").exit == 4);

  repository.write("models/change.yaml", std::string("# itsmflow: allow undecided, because the rates are fixed\n") + kUndecided);
  CHECK(repository.run("itsmflow check models").exit == 4);  // the comment isn't where the finding is
  std::string allowed = kUndecided;
  allowed.insert(allowed.find("process:"), "# itsmflow: allow undecided, because the rates are fixed\n");
  repository.write("models/change.yaml", allowed);
  CHECK(repository.run("itsmflow check models").exit == 0);
}

TEST_CASE("with pre-commit a broken model can't be committed, and a clean one can") {
  const Repository repository(kClean);
  fs::copy(kExamples / "pre-commit-config.yaml", repository.path() / ".pre-commit-config.yaml");
  fs::create_directories(repository.path() / "itsmflow");
  fs::copy(kRoot / ".pre-commit-hooks.yaml", repository.path() / "itsmflow/.pre-commit-hooks.yaml");
  repository.write(".gitignore", "/itsmflow/\n/home/\n");
  const std::string rev = yaml_of(kExamples / "pre-commit-config.yaml").at("repos").at(0).at("rev");
  const std::string settings =
      "set -e; mkdir -p home; export HOME=$PWD/home PRE_COMMIT_HOME=$PWD/home/pre-commit GIT_CONFIG_NOSYSTEM=1\n"
      "unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE\n"
      "export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@localhost GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@localhost\n";
  const auto begun = repository.run(settings + "cd itsmflow; git init -q; git add -A; git commit -qm hooks; git tag " + rev +
                                    "; cd ..; git init -q; git add -A; pre-commit install");
  INFO(begun.out << begun.err);
  REQUIRE(begun.exit == 0);

  const auto clean = repository.run(settings + "git commit -m clean");
  INFO(clean.out << clean.err);
  CHECK(clean.exit == 0);
  const std::string told = clean.out + clean.err;
  CHECK(std::regex_search(told, std::regex("check process models\\.+Passed")));
  CHECK(std::regex_search(told, std::regex("play scenarios of process models\\.+Passed")));

  repository.write("models/light.yaml", broken());
  const auto refused = repository.run(settings + "git commit -am broken");
  const std::string why = refused.out + refused.err;
  INFO(why);
  CHECK(refused.exit == 1);
  CHECK(std::regex_search(why, std::regex("check process models\\.+Failed")));
  CHECK(why.find("\nmodels/light.yaml:13:51: error: activity 'switch_on' moves lamp to unknown state 'lti' [unknown-state]\n") !=
        std::string::npos);
  CHECK(repository.run(settings + "git rev-list --count HEAD").out == "1\n");
}
