// What a connection remembers between transactions is what the file has, whoever has written to it.

#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "plain_sqlite.hpp"
#include "store/conformance/samples.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using conformance::line;

namespace {

using Durability = SqliteStore::Durability;
constexpr int kPeople = 12;  // more than are remembered

std::string name(int number) {
  return "person " + std::to_string(number);
}

/// Everything that may be remembered.
std::vector<std::string> image(Store::Transaction& transaction, const std::vector<CaseId>& cases) {
  std::vector<std::string> all;
  for (const CaseId id : cases) {
    const std::optional<CaseRecord> record = transaction.load(id);
    all.push_back(record ? line(*record) + " " + record->snapshot + " " + record->model_digest : "no case");
  }
  for (int i = 0; i < kPeople; ++i) {
    const std::optional<PersonKey> key = transaction.find_person(name(i));
    all.push_back(key ? std::to_string(*key) + transaction.person(*key).value_or(" was erased") : "nobody");
  }
  const Digest head = transaction.head();
  all.emplace_back(head.begin(), head.end());
  return all;
}

class Walk {
 public:
  Walk(unsigned seed, const std::string& path) : random_(seed), path_(path) {}

  /// Something that changes the file, or tries to and leaves it.
  void interfere(Store& store) {
    switch (below(8)) {
      case 0:
        cases.push_back(conformance::add_case(store));
        return;
      case 1:
        step(store, [](StepRecord& step) { step.after.status = CaseStatus::over; });
        return;
      case 2:  // undone
        undo(store);
        return;
      case 3: {
        const auto transaction = store.begin(Store::Access::write);
        transaction->intern_person(name(below(kPeople)));
        if (below(2) == 0) transaction->commit();
        return;
      }
      case 4: {
        const auto transaction = store.begin(Store::Access::write);
        const auto key = transaction->find_person(name(below(kPeople)));
        if (!key) return;
        transaction->erase_person(*key);
        if (below(2) == 0) transaction->commit();
        return;
      }
      case 5:  // by somebody else
        if (!cases.empty()) run_plain(path_, "UPDATE cases SET snapshot = snapshot || ' changed' WHERE id = " + to_string(any()));
        return;
      case 6: {  // a step that expects what isn't so any more
        if (cases.empty()) return;
        const auto transaction = store.begin(Store::Access::write);
        StepRecord late = conformance::next_step(conformance::loaded(*transaction, any()));
        ++late.expected_revision;
        ++late.after.revision;
        for (EventRecord& event : late.events) {
          ++event.number;
          ++event.step;
        }
        CHECK(transaction->write(late) == Store::Written::conflict);
        transaction->commit();
        return;
      }
      default:
        step(store, [&](StepRecord& step) { step.after.snapshot += std::to_string(below(1'000)); });
    }
  }

  std::vector<CaseId> cases;
  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }

 private:
  CaseId any() { return cases[static_cast<std::size_t>(below(static_cast<int>(cases.size())))]; }

  void step(Store& store, const conformance::Change& change) {
    if (cases.empty()) return;
    const CaseId id = any();
    if (conformance::loaded(store, id).status == CaseStatus::open) conformance::add_step(store, id, change);
  }

  void undo(Store& store) {
    if (cases.empty()) return;
    const auto transaction = store.begin(Store::Access::write);
    const CaseRecord before = conformance::loaded(*transaction, any());
    if (before.status == CaseStatus::open) transaction->write(conformance::next_step(before));
  }

  std::mt19937 random_;
  std::string path_;
};

void check_same(Store& store, const std::string& path, const std::vector<CaseId>& cases) {
  SqliteStore fresh(path);
  const std::vector<std::string> here = image(*store.begin(Store::Access::write), cases);
  const std::vector<std::string> there = image(*fresh.begin(Store::Access::read), cases);
  REQUIRE(here == there);
}

}  // namespace

TEST_CASE("what is remembered between transactions is what the file has, whoever wrote to it") {
  const Durability durability = GENERATE(Durability::normal, Durability::group);
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore one(path, {.durability = durability});
  SqliteStore other(path, {.durability = durability});
  Walk walk(20'261'129, path);
  for (int i = 0; i < 300; ++i) {
    INFO("turn " << i);
    walk.interfere(walk.below(4) == 0 ? other : one);
    if (walk.below(2) == 0) check_same(one, path, walk.cases);
  }
  CHECK(walk.cases.size() > 10);
  one.mend();
  check_same(one, path, walk.cases);
}

TEST_CASE("what an embedder undoes or writes itself isn't remembered either") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(handle, sqlite3_close);
  const auto run = [&](const std::string& sql) {
    REQUIRE(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  };
  SqliteStore store = SqliteStore::borrow(handle);
  Walk walk(7, path);
  for (int i = 0; i < 200; ++i) {
    INFO("turn " << i);
    const std::size_t before = walk.cases.size();
    const bool outer = walk.below(2) == 0;
    if (outer) run("BEGIN IMMEDIATE");
    if (outer) {
      if (!walk.cases.empty()) run("UPDATE cases SET snapshot = snapshot || '!' WHERE id = 1");
      walk.cases.push_back(conformance::add_case(store));
      if (walk.below(2) == 0) {
        run("ROLLBACK");
        walk.cases.resize(before);
      } else {
        run("COMMIT");
      }
    } else {
      walk.interfere(store);
    }
    check_same(store, path, walk.cases);
  }
}

TEST_CASE("a case that was stepped is loaded without a look into the file, and one that somebody else stepped isn't") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore one(path);
  SqliteStore other(path);
  const CaseId id = conformance::add_case(one);
  for (std::int64_t revision = 2; revision <= 5; ++revision) {
    conformance::add_step(revision % 2 == 0 ? other : one, id);
    CHECK(one.begin(Store::Access::write)->load(id)->revision == revision);
    CHECK(other.begin(Store::Access::write)->load(id)->revision == revision);
  }
}
