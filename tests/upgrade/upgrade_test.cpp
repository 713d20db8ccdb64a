// Databases that older programs wrote are brought to the newest version and worked on with.

#include <itsmflow/engine.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <fmt/format.h>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"
#include "engine/random_user.hpp"
#include "places.hpp"
#include "plain_sqlite.hpp"
#include "store/sqlite/schema.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using Open = SqliteStore::Open;

namespace {

std::int64_t newest() {
  return migrations().back().version;
}

std::string file_of(std::int64_t version) {
  return fmt::format("{}/tests/upgrade/version_{}.sql", places::source(), version);
}

/// Versions of which there is a file.
std::vector<std::int64_t> written_versions() {
  std::vector<std::int64_t> found;
  for (std::int64_t version = 1; version <= newest(); ++version)
    if (std::filesystem::exists(file_of(version))) found.push_back(version);
  return found;
}

std::string make_file(const TempFolder& folder, std::int64_t version) {
  const std::string path = folder.file("service.db");
  run_plain(path, bytes_of(file_of(version)));
  REQUIRE(run_plain(path, "PRAGMA user_version") == Rows{std::to_string(version)});
  return path;
}

/// What no version may change.
Rows truth(const std::string& path) {
  return run_plain(
      path,
      "SELECT position, case_id, number, step, type, at, actor, content, texts, key, hex(digest), hex(head) FROM events ORDER BY "
      "1; SELECT key, id FROM people ORDER BY 1; SELECT id, digest, source FROM models ORDER BY 1;"
      "SELECT id, model, process, status, revision, started, changed, hex(head), snapshot FROM cases ORDER BY 1;"
      "SELECT case_id, activity, role, holder FROM offers ORDER BY 1, 2, 3; SELECT case_id, name, due FROM timers ORDER BY 1, 2;"
      "SELECT id, case_id, key, kind, body, at FROM outbox ORDER BY 1");
}

/// An engine that knows no models but those in the file, and everybody in the file, who may do everything.
class Upgraded {
 public:
  explicit Upgraded(const std::string& path)
      : store_(path, {.durability = SqliteStore::Durability::normal, .open = Open::existing}), people_(everybody_in(path)) {
    clock_.set({std::stoll(run_plain(path, "SELECT max(at) / 1000000 + 3600 FROM events").at(0)), 0});
    engine_ = std::make_unique<Engine>(load_library(std::vector<std::string>{}).value_or_throw(), store_, people_,
                                       EngineOptions{.clock = &clock_});
    engine_->on_service("deployer", [](const ServiceCall&) {
      return ServiceReply{.result = "deployed", .data = {{"rfc.server", "web-3"}}};
    });
  }

  Engine& engine() { return *engine_; }
  const SqliteStore& store() const { return store_; }

  /// People, services and time do what there is to do until no case is open.
  void work_until_all_is_over() {
    RandomUser user(people_, 4711);
    for (int tries = 0; tries < 20'000; ++tries) {
      const std::vector<CaseView> open = engine_->cases({.status = CaseStatus::open});
      if (open.empty()) return;
      if (tries % 50 == 0) {
        clock_.advance(Duration{3600, 0});
        engine_->due();
      }
      work(user, user.one_of(open));
    }
  }

 private:
  static Directory everybody_in(const std::string& path) {
    std::vector<std::string> roles;
    const Library reading = load_library(std::vector<std::string>{}).value_or_throw();
    for (const std::string& source : run_plain(path, "SELECT source FROM models")) {
      const auto model = load_model(source).value_or_throw();
      for (const Role& role : model->roles) roles.push_back(role.id);
    }
    std::vector<Directory::Person> people;
    for (const std::string& id : run_plain(path, "SELECT id FROM people")) people.push_back({id, roles, ""});
    return Directory(people);
  }

  void work(RandomUser& user, const CaseView& view) {
    for (const WaitView& wait : view.waits)
      if (!wait.message.empty()) engine_->send(view.id, wait.message, {{"ticket", std::int64_t{4711}}, {"price", 12.5}});
    const std::string person = user.person();
    for (const DeviationView& deviation : view.deviations)
      if (deviation.confirmation == ConfirmationStatus::awaited) engine_->confirm(view.id, deviation.number, person);
    const std::vector<Offer> offers = engine_->offers_for(person, view.id);
    if (offers.empty()) return;
    const Offer& offer = user.one_of(offers);
    if (offer.results.empty()) return;
    const Command of_item{.item = offer.item};
    if (offer.status == WorkStatus::suspended) engine_->resume(view.id, offer.activity, person, of_item);
    if (offer.status == WorkStatus::handed_over) engine_->claim(view.id, offer.activity, person, of_item);
    const auto model = engine_->model_of(view.id);
    Work work;
    work.command.item = offer.item;
    const OfferedResult& result = user.one_of(offer.results);
    work.result = result.id;
    for (const OfferedField& field : result.fields)
      work.data[field.path] = user.value_for(model->field(model->find_field(field.path).value()));
    try {
      engine_->perform(view.id, offer.activity, person, work);
    } catch (const UsageError&) {  // a value that the field doesn't take
    }
  }

  SqliteStore store_;
  Directory people_;
  ManualClock clock_{Timestamp{}};
  std::unique_ptr<Engine> engine_;
};

const WorkView& work_in_hand(const CaseView& view) {
  for (const WorkView& work : view.work)
    if (!work.holder.empty()) return work;
  FAIL("nobody has anything in hand");
  return view.work.front();
}

}  // namespace

TEST_CASE("there is a database of every version of the schema but the newest, which nobody has yet") {
  for (const Migration& migration : migrations().first(migrations().size() - 1)) {
    INFO("no " << file_of(migration.version) << "; tests/upgrade/README.md says how it is made");
    CHECK(std::filesystem::exists(file_of(migration.version)));
  }
}

TEST_CASE("a database of each version is brought to the newest, and nothing in it changes") {
  for (const std::int64_t version : written_versions()) {
    CAPTURE(version);
    const TempFolder folder;
    const std::string path = make_file(folder, version);
    const Rows before = truth(path);
    Upgraded upgraded(path);
    CHECK(truth(path) == before);
    CHECK(run_plain(path, "PRAGMA user_version") == Rows{std::to_string(newest())});
    CHECK(run_plain(path, "SELECT value FROM meta WHERE key = 'schema_version'") == Rows{std::to_string(newest())});
    CHECK(upgraded.store().check().problems == Rows{});
    const LogReport report = upgraded.engine().verify_log();
    CHECK(report.problems == Rows{});
    CHECK(report.cases >= 8);
  }
}

TEST_CASE("every case of an older database is shown as it stood") {
  for (const std::int64_t version : written_versions()) {
    CAPTURE(version);
    const TempFolder folder;
    const std::string path = make_file(folder, version);
    Upgraded upgraded(path);
    Engine& engine = upgraded.engine();
    for (const CaseView& view : engine.cases()) {
      CAPTURE(view.id.value);
      CHECK(engine.show(view.id).revision == view.revision);
      CHECK(engine.events(view.id).size() == static_cast<std::size_t>(view.revision));
    }
    // As make-version has it.
    const CaseView over = engine.show(CaseId{1});
    CHECK(over.status == CaseStatus::over);
    CHECK(over.data.at("need.reason") == Value("It said \"no\" to é and 漢"));
    CHECK(over.data.at("rfc.accounts") == Value(std::int64_t{40}));
    CHECK(engine.show(CaseId{2}).status == CaseStatus::cancelled);
    CHECK(engine.show(CaseId{4}).data.at("rfc.accounts_done") == Value(std::int64_t{7}));
    const WorkView resting = work_in_hand(engine.show(CaseId{4}));
    CHECK(resting.status == WorkStatus::suspended);
    CHECK(resting.holder == "bo");
    CHECK(resting.note == "the bus goes");
    const WorkView given = work_in_hand(engine.show(CaseId{5}));
    CHECK(given.status == WorkStatus::handed_over);
    CHECK(given.holder == "anna");
    CHECK(given.giver == "bo");
    CHECK(work_in_hand(engine.show(CaseId{8})).holder == "kim");
    // The key of a command that was done then: doing it again gives what came of it.
    const Step again = engine.start("minor-change", "cleo", {}, {.key = "start new"});
    CHECK(again.case_id() == CaseId{3});
    std::vector<std::string> told;
    engine.deliver([&](const Notification& notification) { told.push_back(notification.kind + " to " + notification.to); });
    REQUIRE(told.size() >= 2);
    CHECK(told[0] == "withdrawn to bo");
    CHECK(told[1] == "handed_over to anna");
  }
}

TEST_CASE("the open cases of an older database are worked on until they are over") {
  for (const std::int64_t version : written_versions()) {
    CAPTURE(version);
    const TempFolder folder;
    const std::string path = make_file(folder, version);
    Upgraded upgraded(path);
    const std::int64_t events = upgraded.engine().verify_log().events;
    REQUIRE(upgraded.engine().cases({.status = CaseStatus::open}).size() >= 6);
    upgraded.work_until_all_is_over();
    for (const CaseView& view : upgraded.engine().cases({.status = CaseStatus::open}))
      FAIL_CHECK("case " << view.id.value << " is open");
    const LogReport report = upgraded.engine().verify_log();
    CHECK(report.problems == Rows{});
    CHECK(report.events > events + 30);
    CHECK(upgraded.store().check().problems == Rows{});
  }
}

TEST_CASE("an older database that is opened for reading is refused with both versions and left as it is") {
  for (const std::int64_t version : written_versions()) {
    if (version == newest()) continue;
    const TempFolder folder;
    const std::string path = make_file(folder, version);
    const std::string before = bytes_of(path);
    try {
      const SqliteStore store(path, {.open = Open::read_only});
      FAIL("it was opened");
    } catch (const StoreError& error) {
      CHECK(error.kind() == StoreError::Kind::read_only);
      const std::string says = fmt::format("its schema has version {} and has to be brought to version {}", version, newest());
      INFO(error.what());
      CHECK(std::string(error.what()).find(says) != std::string::npos);
    }
    CHECK(bytes_of(path) == before);
  }
}

TEST_CASE("an older database is backed up as it is, and the copy is worked on as the database would be") {
  for (const std::int64_t version : written_versions()) {
    CAPTURE(version);
    const TempFolder folder;
    const std::string path = make_file(folder, version);
    const std::string copy = folder.file("copy.db");
    SqliteStore::backup(path, copy);
    CHECK(run_plain(copy, "PRAGMA user_version") == Rows{std::to_string(version)});
    CHECK(truth(copy) == truth(path));
    Upgraded upgraded(copy);
    CHECK(upgraded.engine().verify_log().problems == Rows{});
    CHECK(run_plain(path, "PRAGMA user_version") == Rows{std::to_string(version)});
  }
}

TEST_CASE("what is no database of ours is not backed up") {
  const TempFolder folder;
  const std::string path = folder.file("other.db");
  run_plain(path, "CREATE TABLE t (a)");
  CHECK_THROWS_AS(SqliteStore::backup(path, folder.file("copy.db")), StoreError);
  CHECK_THROWS_AS(SqliteStore::backup(folder.file("none.db"), folder.file("copy.db")), StoreError);
  CHECK_FALSE(std::filesystem::exists(folder.file("copy.db")));
}

TEST_CASE("a database of a version that is not known yet is refused and left as it is") {
  const TempFolder folder;
  const std::string path = make_file(folder, written_versions().back());
  const std::int64_t later = newest() + 1;
  run_plain(path, fmt::format("PRAGMA user_version = {}; UPDATE meta SET value = '{}' WHERE key = 'schema_version'", later, later));
  const std::string before = bytes_of(path);
  for (const Open open : {Open::existing, Open::create, Open::read_only}) {
    try {
      const SqliteStore store(path, {.open = open});
      FAIL("it was opened");
    } catch (const StoreError& error) {
      CHECK(error.kind() == StoreError::Kind::newer_version);
      const std::string says = fmt::format("its schema has version {}, and this one knows {}", later, newest());
      INFO(error.what());
      CHECK(std::string(error.what()).find(says) != std::string::npos);
    }
    CHECK(bytes_of(path) == before);
  }
}
