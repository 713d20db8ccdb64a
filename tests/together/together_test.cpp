// The command line and a program of one's own on one file, at the same time.

#include "catch.hpp"
#include "places.hpp"
#include "shell.hpp"
#include "temp_folder.hpp"

#include <itsmflow/itsmflow.hpp>

#include <array>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

using namespace itsmflow;

namespace {

const std::string kModels = places::source() + "/models/municipality";

std::string cli(const std::string& file, const std::string& command, const std::string& rest) {
  return "'" + places::program() + "' " + command + " '" + file + "' " + rest + " --people '" + kModels + "/people.yaml'";
}
std::string program(const std::string& file, const std::string& rest) {
  return "'" + places::embed() + "' '" + kModels + "' '" + file + "' " + rest;
}

}  // namespace

TEST_CASE("what the command line begins the example program goes on with, and the other way round, both at the same time") {
  const TempFolder folder;
  const std::string file = folder.file("cases.db");
  constexpr int kRounds = 4;
  std::atomic<int> wrong{0};
  std::array<std::string, 2> troubles;  // one for each thread
  const auto expect = [&](std::size_t thread, const shell::Run& result) {
    if (result.exit_code == 0) return;
    ++wrong;
    troubles[thread] += result.output;
  };

  // Cases 1 … 8 are begun, half by each; then each goes on with the other's.
  std::thread one([&] {
    for (int i = 0; i < kRounds; ++i)
      expect(0, shell::run(cli(file, "start", "minor-change --as anna rfc.summary=cli --models '" + kModels + "'")));
  });
  std::thread other([&] {
    for (int i = 0; i < kRounds; ++i) expect(1, shell::run(program(file, "anna start minor-change rfc.summary=program")));
  });
  one.join();
  other.join();
  REQUIRE(troubles[0] + troubles[1] == "");

  const Directory people = load_directory(kModels + "/people.yaml").value_or_throw();
  SqliteStore store(file);
  const Engine engine(load_library(kModels).value_or_throw(), store, people);
  std::vector<std::string> by_cli;
  std::vector<std::string> by_program;
  for (const CaseView& view : engine.cases())
    (view.data.at("rfc.summary") == Value("cli") ? by_cli : by_program).push_back(to_string(view.id));
  REQUIRE(by_cli.size() == kRounds);
  REQUIRE(by_program.size() == kRounds);

  std::thread third([&] {
    for (const std::string& id : by_program)
      expect(0, shell::run(cli(file, "do", id + " prepare --as anna rfc.script=login.ps1 rfc.accounts=3000")));
  });
  std::thread fourth([&] {
    for (const std::string& id : by_cli)
      expect(1, shell::run(program(file, "anna " + id + " prepare rfc.script=login.ps1 rfc.accounts=3000")));
  });
  third.join();
  fourth.join();
  CHECK(troubles[0] + troubles[1] == "");
  CHECK(wrong == 0);
  for (const CaseView& view : engine.cases()) CHECK(view.revision == 2);
  const LogReport report = engine.verify_log();
  CHECK(report.problems == std::vector<std::string>{});
  CHECK(report.events == 4 * kRounds);
}
