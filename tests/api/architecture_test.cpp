// The code that the documentation shows to embedders, compiled and run.

#include "catch.hpp"
#include "places.hpp"
#include "temp_folder.hpp"

#include <itsmflow/itsmflow.hpp>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flow = itsmflow;

namespace {

class TableDirectory : public flow::Directory {
 public:
  std::optional<std::vector<std::string>> roles_of(std::string_view person) const override {
    if (person == "bo") return std::vector<std::string>{"operator"};
    return std::nullopt;  // nobody of that id
  }
};

/// Tests work in a folder of their own, so that "service.db" can stand in the code as it does in the documentation.
class Elsewhere {
 public:
  Elsewhere() : before_(std::filesystem::current_path()) {
    std::filesystem::create_directory_symlink(places::source() + "/models/municipality", folder_.file("models"));
    std::filesystem::current_path(folder_.path());
  }
  ~Elsewhere() { std::filesystem::current_path(before_); }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;

 private:
  std::filesystem::path before_;
  TempFolder folder_;
};

}  // namespace

TEST_CASE("what an embedder sees works as it is written down") {
  const Elsewhere elsewhere;
  // clang-format off
  flow::Library library = flow::load_library("models/").value_or_throw();    // or look at .diagnostics()
  flow::Directory people{{"anna", {"assigner"}}, {"bo", {"operator"}}};      // or your own: an interface with one function
  flow::SqliteStore store{"service.db"};
  flow::Engine engine{library, store, people};

  flow::Step begun = engine.start("minor-change", "anna", {{"rfc.summary", "log-in script"}});
  flow::CaseId id = begun.case_id();
  REQUIRE(begun);
  REQUIRE(engine.perform(id, "prepare", "anna", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 40}}}));
  REQUIRE(engine.perform(id, "transfer", "bo", {.result = "understood"}));

  std::vector<std::string> worklist;
  for (const flow::Offer& offer : engine.offers_for("bo")) { worklist.push_back(offer.activity); }  // bo's worklist over all cases
  CHECK(worklist == std::vector<std::string>{"implement", "report_progress"});

  flow::Step step = engine.perform(id, "implement", "bo", {.data = {{"rfc.accounts_done", 40}}});
  if (!step)
    for (const flow::Obstacle& o : step.obstacles()) puts(o.message().c_str());
  CHECK_FALSE(step);
  const flow::Data data{{"rfc.accounts_done", 40}};
  REQUIRE(engine.perform(id, "implement", "bo", {.data = data, .motive = flow::Motive{"time_pressure", "anna wants it today"}}));
  CHECK(engine.show(id).deviations.size() == 1);

  engine.perform(id, "report", "bo", {.command = {.key = "mail-4711"}});
  engine.perform(id, "report", "bo", {.command = {.key = "mail-4711"}});  // the first result again, nothing is done
  // clang-format on
  CHECK(engine.show(id).revision == 6);

  const TableDirectory table;
  flow::Engine other{library, store, table};
  CHECK(other.offers_for("bo").empty());
  CHECK_THROWS_AS(other.offers_for("anna"), flow::NotFound);
}

TEST_CASE("a program decides who may call what, reads included") {
  const Elsewhere elsewhere;
  const flow::Directory people{{"anna", {"assigner"}}, {"bo", {"operator"}}};
  flow::MemoryStore store;
  const std::string logged_in = "anna";
  const bool is_auditor = false;
  // clang-format off
  flow::EngineOptions options;
  options.authorize = [&](const flow::AccessRequest& wanted) {
    if (wanted.entry == flow::EntryPoint::verify_log) return is_auditor;
    return wanted.actor.empty() || wanted.actor == logged_in;  // nobody acts, or looks at work, in another's name
  };
  flow::Engine engine{flow::load_library("models/").value_or_throw(), store, people, options};
  // clang-format on
  CHECK(engine.start("minor-change", "anna", {{"rfc.summary", "log-in script"}}));
  CHECK_THROWS_AS(engine.offers_for("bo"), flow::NotAuthorized);
  CHECK_THROWS_AS(engine.verify_log(), flow::NotAuthorized);
  CHECK(engine.cases().size() == 1);
}
