// Closed cases go to an archive, and what stays in the file is a whole.

#include "store/sqlite/archive.hpp"
#include "catch.hpp"
#include "plain_sqlite.hpp"
#include "store/conformance/samples.hpp"
#include "store/sqlite/elsewhere.hpp"
#include "store/sqlite/open.hpp"
#include "temp_folder.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace itsmflow;
namespace fs = std::filesystem;

using conformance::add_case;
using conformance::add_step;
using conformance::all_events;
using conformance::events_of;
using conformance::head_of;
using conformance::line;
using conformance::load;
using conformance::positions;

namespace {

constexpr Timestamp kLater{conformance::kNoon + 1'000, 0};
using Positions = std::vector<std::int64_t>;

void over(StepRecord& step) {
  step.after.status = CaseStatus::over;
}

CaseId add_closed(Store& store, const std::string& key = {}) {
  return add_case(store, [&](StepRecord& step) {
    over(step);
    step.events.back().key = key;
  });
}

CaseId add_child(Store& store, CaseId parent, CaseStatus status = CaseStatus::over) {
  return add_case(store, [&](StepRecord& step) {
    step.after.status = status;
    step.after.snapshot = R"({"parent":)" + to_string(parent) + "}";
  });
}

void close(Store& store, CaseId id) {
  add_step(store, id, over);
}

std::string runs(Store& store) {
  std::string text;
  for (const EventsElsewhere& run : store.begin(Store::Access::read)->log_part().elsewhere)
    text += (text.empty() ? "" : " ") + std::to_string(run.first) + "-" + std::to_string(run.last);
  return text;
}

template <class Error>
std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "it was done";
}

bool has(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

/// Everything that is known of an event, its head over all included.
std::map<std::int64_t, std::string> log_of(const std::string& path) {
  std::map<std::int64_t, std::string> log;
  for (const std::string& row :
       run_plain(path,
                 "SELECT position, case_id, number, step, type, at, actor, content, texts, key, hex(digest), "
                 "hex(head) FROM events ORDER BY position"))
    log[std::stoll(row)] = row;
  return log;
}

/// The two files have every event of the log between them, as it was, and each says of all others that they are elsewhere, with the head
/// that they come to.
void check_whole(const std::string& file, const std::string& archive, const std::map<std::int64_t, std::string>& before) {
  std::map<std::int64_t, std::string> together;
  for (const std::string& path : {file, archive}) {
    std::set<std::int64_t> covered;
    std::int64_t last = 0;
    for (const auto& [position, row] : log_of(path)) {
      together.emplace(position, row);
      CHECK(together[position] == row);
      covered.insert(position);
      last = position;
    }
    for (const std::string& run : run_plain(path, "SELECT first, last, hex(head) FROM elsewhere ORDER BY last")) {
      const std::size_t bar = run.find('|');
      const std::int64_t first = std::stoll(run);
      const std::int64_t end = std::stoll(run.substr(bar + 1));
      CHECK(before.at(end).ends_with("|" + run.substr(run.rfind('|') + 1)));
      for (std::int64_t position = first; position <= end; ++position) CHECK(covered.insert(position).second);
      last = std::max(last, end);
    }
    CHECK(covered.size() == static_cast<std::size_t>(last));
    // Runs that touch are one.
    CHECK(run_plain(path, "SELECT 1 FROM elsewhere AS a JOIN elsewhere AS b ON b.first = a.last + 1").empty());
    CHECK(run_plain(path, "PRAGMA foreign_key_check").empty());
    CHECK(run_plain(path, "PRAGMA integrity_check") == Rows{"ok"});
  }
  CHECK(together == before);
}

struct Files {
  TempFolder folder;
  std::string file = folder.file("service.db");
  std::string old = folder.file("old.db");
};

}  // namespace

TEST_CASE("closed cases go to an archive whole and as they were, and open ones stay") {
  const Files files;
  SqliteStore store(files.file, {.durability = GENERATE(SqliteStore::Durability::full, SqliteStore::Durability::group)});
  const PersonKey anna = conformance::intern(store, "anna");
  const CaseId open = add_case(store);
  const CaseId closed = add_case(store, [&](StepRecord& step) {
    step.events.front().actor = anna;
    step.events.front().texts = R"([["salt","words"]])";
  });
  add_step(store, open);
  close(store, closed);
  const CaseId cancelled = add_case(store, [](StepRecord& step) { step.after.status = CaseStatus::cancelled; });
  add_step(store, open);
  const auto before = log_of(files.file);
  const std::string row_before = line(*load(store, closed));
  const Digest head = head_of(store);

  const ArchiveReport report = store.archive(files.old, kLater);

  CHECK(report.moved == 2);
  CHECK(report.events == 3);
  CHECK(report.open == 1);
  CHECK(report.recent + report.waiting + report.linked == 0);
  CHECK(head_of(store) == head);
  CHECK(positions(all_events(store)) == Positions{1, 3, 6});
  CHECK(runs(store) == "2-2 4-5");
  CHECK(load(store, open));

  SqliteStore old(files.old);
  CHECK(line(*load(old, closed)) == row_before);
  CHECK(load(old, cancelled)->status == CaseStatus::cancelled);
  CHECK_FALSE(load(old, open));
  CHECK(positions(all_events(old)) == Positions{2, 4, 5});
  CHECK(runs(old) == "1-1 3-3");
  CHECK(old.begin(Store::Access::read)->person(anna) == "anna");
  CHECK(old.is_archive_of(store));
  CHECK_FALSE(store.is_archive_of(old));
  check_whole(files.file, files.old, before);
}

TEST_CASE("whoever looks for a case that was moved learns that it was, and its number and those of events never come again") {
  const Files files;
  SqliteStore store(files.file);
  const CaseId first = add_closed(store);
  const CaseId last = add_closed(store, "once");
  REQUIRE(store.archive(files.old, kLater).moved == 2);

  CHECK(refusal<MovedToArchive>([&] { load(store, last); }) == "case 2 was moved to an archive");
  CHECK(has(refusal<MovedToArchive>([&] { store.begin(Store::Access::read)->event_by_key("once"); }),
            "the command with the key 'once' was done in case 2, which was moved to an archive"));
  CHECK_FALSE(store.begin(Store::Access::read)->event_by_key("never"));
  CHECK_FALSE(load(store, CaseId{3}));
  CHECK(has(refusal<UsageError>([&] { add_closed(store, "once"); }), "has been used before"));

  const Digest head = head_of(store);
  CHECK(head == conformance::sample_digest(-2'001));
  const CaseId next = add_case(store);
  CHECK(next == CaseId{3});
  CHECK(positions(all_events(store)) == Positions{3});

  // Somebody decided a step before the case went.
  const auto transaction = store.begin(Store::Access::write);
  StepRecord late = conformance::first_step(first);
  CHECK(transaction->write(late) == Store::Written::conflict);
  late = conformance::next_step(late.after);
  CHECK(transaction->write(late) == Store::Written::conflict);
}

TEST_CASE("cases that belong together move together or not at all") {
  const Files files;
  SqliteStore store(files.file);
  const CaseId parent = add_case(store);
  const CaseId child = add_child(store, parent);
  const CaseId grandchild = add_child(store, child);
  const CaseId other = add_closed(store);
  const CaseId others_child = add_child(store, other);
  const CaseId waits = add_case(store, [](StepRecord& step) {
    over(step);
    step.timers_set = {{step.after.id, "confirm", kLater}};
  });
  const CaseId to_be_told = add_case(store, [](StepRecord& step) {
    over(step);
    step.outbox = {{0, step.after.id, "key", "notify", "{}", kLater}};
  });
  const CaseId recent = add_case(store, [](StepRecord& step) {
    over(step);
    step.after.changed = kLater;
  });
  const CaseId child_of_recent = add_child(store, recent);

  const ArchiveReport report = store.archive(files.old, kLater);

  CHECK(report.moved == 2);
  CHECK(report.open == 1);
  CHECK(report.linked == 3);
  CHECK(report.waiting == 2);
  CHECK(report.recent == 1);
  SqliteStore old(files.old);
  CHECK(load(old, other));
  CHECK(load(old, others_child));
  for (const CaseId id : {parent, child, grandchild, waits, to_be_told, recent, child_of_recent}) CHECK(load(store, id));

  close(store, parent);
  CHECK(store.archive(files.old, kLater).moved == 3);
  CHECK(load(old, grandchild));
}

TEST_CASE("nothing is made where nothing is to be moved") {
  const Files files;
  SqliteStore store(files.file);
  CHECK(store.archive(files.old, kLater).moved == 0);
  add_case(store);
  CHECK(store.archive(files.old, kLater).open == 1);
  CHECK_FALSE(fs::exists(files.old));
}

TEST_CASE("in an archive nothing happens, and persons and texts can be erased") {
  const Files files;
  SqliteStore store(files.file);
  const PersonKey anna = conformance::intern(store, "anna");
  const CaseId id = add_closed(store);
  REQUIRE(store.archive(files.old, kLater).moved == 1);
  SqliteStore old(files.old);
  CHECK_FALSE(old.begin(Store::Access::read)->log_part().takes_steps);
  CHECK(has(refusal<StoreError>([&] { add_step(old, id); }), "case 1 is closed: '" + files.old + "' is an archive"));
  const auto open_it = [](StepRecord& step) { step.after.status = CaseStatus::open; };
  CHECK(has(refusal<StoreError>([&] { add_step(old, id, open_it); }), "case 1 is closed: '" + files.old + "' is an archive"));
  CHECK(has(refusal<StoreError>([&] { add_case(old); }), "no case can be started"));
  CHECK(has(refusal<StoreError>([&] { conformance::intern(old, "bo"); }), "is an archive"));
  CHECK(conformance::intern(old, "anna") == anna);
  {
    const auto transaction = old.begin(Store::Access::write);
    transaction->erase_person(anna);
    transaction->replace_texts(id, 1, "[null]");
    transaction->commit();
  }
  CHECK_FALSE(old.begin(Store::Access::read)->person(anna));
  CHECK(events_of(old, id).front().texts == "[null]");
  CHECK(has(refusal<UsageError>([&] { old.archive(files.folder.file("older.db"), kLater); }), "is an archive itself"));
}

TEST_CASE("an archive is added to, runs that touch become one, and the log is whole after every move") {
  const Files files;
  const unsigned seed = GENERATE(1U, 2U, 3U, 4U, 5U);
  std::mt19937 random(seed);
  SqliteStore store(files.file, {.durability = SqliteStore::Durability::normal});
  std::vector<CaseId> open;
  std::map<std::int64_t, std::string> log;
  for (int round = 0; round < 6; ++round) {
    for (int i = 0; i < 12; ++i) {
      if (open.empty() || random() % 3 == 0)
        open.push_back(add_case(store));
      else
        add_step(store, open[random() % open.size()], [&](StepRecord& step) {
          if (random() % 2 == 0) step.events.back().key = "key " + std::to_string(round) + " " + std::to_string(i);
        });
    }
    for (std::size_t i = 0; i < open.size();) {
      if (random() % 2 == 0) {
        close(store, open[i]);
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    for (const auto& [position, row] : log_of(files.file)) log[position] = row;
    const Digest head = head_of(store);
    store.archive(files.old, kLater);
    CHECK(head_of(store) == head);
    if (fs::exists(files.old)) check_whole(files.file, files.old, log);
    CHECK(run_plain(files.file, "SELECT count(*) FROM cases") == Rows{std::to_string(open.size())});
  }
  for (const CaseId id : open) close(store, id);
  for (const auto& [position, row] : log_of(files.file)) log[position] = row;
  store.archive(files.old, kLater);
  CHECK(runs(store) == "1-" + std::to_string(log.size()));
  CHECK(runs(*std::make_unique<SqliteStore>(files.old)).empty());
  check_whole(files.file, files.old, log);
}

TEST_CASE("several archives of one file have each its own part") {
  const Files files;
  const std::string newer = files.folder.file("newer.db");
  SqliteStore store(files.file);
  add_closed(store);
  add_case(store);
  add_closed(store);
  auto log = log_of(files.file);
  REQUIRE(store.archive(files.old, kLater).moved == 2);
  add_closed(store);
  for (const auto& [position, row] : log_of(files.file)) log[position] = row;
  REQUIRE(store.archive(newer, kLater).moved == 1);
  CHECK(runs(store) == "1-1 3-4");
  SqliteStore second(newer);
  CHECK(runs(second) == "1-3");
  CHECK(head_of(second) == head_of(store));
  CHECK(second.is_archive_of(store));
}

TEST_CASE("what a move that was interrupted left in both files is finished by the next") {
  const Files files;
  SqliteStore store(files.file);
  const CaseId id = add_case(store, [](StepRecord& step) { step.events.front().texts = R"([["salt","words"]])"; });
  close(store, id);
  const CaseId open = add_case(store);
  // The first of two ends, and not the second: as if the process had been killed between the commits.
  const auto copy_only = [&] {
    const auto file = open_reader(files.file, {});
    const auto archive = open_file(files.old, {});
    run_plain(files.file, "INSERT OR IGNORE INTO meta SELECT 'log', lower(hex(digest)) FROM events WHERE position = 1");
    make_archive(*file, *archive);
    put_into_archive(*file, *archive, plan_move(*file, kLater).families);
  };
  copy_only();
  CHECK(load(store, id));
  CHECK(load(*std::make_unique<SqliteStore>(files.old), id));
  auto log = log_of(files.file);
  check_whole(files.file, files.old, log);

  SECTION("as it is") {}
  SECTION("copied once more") {
    copy_only();
  }
  SECTION("with a later event, and others between") {
    add_step(store, open);
    add_step(store, id, over);
    add_step(store, open);
    log = log_of(files.file);
  }
  SECTION("with a text that was erased meanwhile") {
    const auto transaction = store.begin(Store::Access::write);
    transaction->replace_texts(id, 1, "[null]");
    transaction->commit();
    log = log_of(files.file);
  }
  CHECK(store.archive(files.old, kLater).moved == 1);
  CHECK_THROWS_AS(load(store, id), MovedToArchive);
  check_whole(files.file, files.old, log);
  SqliteStore old(files.old);
  CHECK(load(old, id)->revision == static_cast<std::int64_t>(events_of(old, id).size()));
}

TEST_CASE("a case that changed after it was copied stays") {
  const Files files;
  SqliteStore store(files.file);
  const CaseId parent = add_closed(store);
  add_child(store, parent);
  const auto file = open_reader(files.file, {});
  const MovePlan plan = plan_move(*file, kLater);
  REQUIRE(plan.families.size() == 1);
  REQUIRE(plan.families.front().size() == 2);
  add_step(store, parent, over);  // a verdict, say
  ArchiveReport report;
  const auto connection = open_file(files.file, {});
  take_out(*connection, plan.families, report);
  CHECK(report.moved == 0);
  CHECK(report.recent == 2);
  CHECK(load(store, parent)->revision == 2);
}

TEST_CASE("an archive of another log, or with another case of that number, is refused, and nothing is deleted") {
  const Files files;
  SqliteStore store(files.file);
  const CaseId id = add_case(store, over);
  const Digest head = head_of(store);
  std::string message;
  SECTION("no archive") {
    SqliteStore other(files.old);
    add_case(other);
    message = refusal<UsageError>([&] { store.archive(files.old, kLater); });
    CHECK(has(message, "is a database with cases of its own, and no archive"));
  }
  SECTION("the archive of another file") {
    const std::string stranger = files.folder.file("stranger.db");
    SqliteStore other(stranger);
    add_case(other, [](StepRecord& step) {
      over(step);
      step.events.front().digest = step.after.head = conformance::sample_digest(77);
    });
    REQUIRE(other.archive(files.old, kLater).moved == 1);
    message = refusal<UsageError>([&] { store.archive(files.old, kLater); });
    CHECK(has(message, "is the archive of another database than"));
  }
  SECTION("of a copy that went its own way") {
    const CaseId second = add_case(store);
    const std::string copy = files.folder.file("copy.db");
    store.backup(copy);
    SqliteStore other(copy);
    add_step(other, second, [](StepRecord& step) {
      over(step);
      step.events.front().digest = step.after.head = conformance::sample_digest(77);
    });
    REQUIRE(other.archive(files.old, kLater).moved == 2);
    add_step(store, second, over);
    message = refusal<UsageError>([&] { store.archive(files.old, kLater); });
    CHECK(has(message, "has another case 2 than"));
    CHECK(load(store, second));
  }
  SECTION("the file itself") {
    message = refusal<UsageError>([&] { store.archive(files.folder.path().string() + "/./service.db", kLater); });
    CHECK(has(message, "is the database itself"));
  }
  CHECK(load(store, id));
  CHECK(runs(store).empty());
  if (!has(message, "another case")) CHECK(head_of(store) == head);
}

TEST_CASE("a person who was erased here and not in the archive has to be erased there before more goes") {
  const Files files;
  SqliteStore store(files.file);
  const PersonKey anna = conformance::intern(store, "anna");
  add_closed(store);
  REQUIRE(store.archive(files.old, kLater).moved == 1);
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->erase_person(anna);
    transaction->intern_person("anna");
    transaction->commit();
  }
  add_closed(store);
  CHECK(has(refusal<UsageError>([&] { store.archive(files.old, kLater); }), "'anna' was erased in"));
  CHECK(load(store, CaseId{2}));
  {
    SqliteStore old(files.old);
    const auto transaction = old.begin(Store::Access::write);
    transaction->erase_person(anna);
    transaction->commit();
  }
  CHECK(store.archive(files.old, kLater).moved == 1);
  SqliteStore old(files.old);
  CHECK_FALSE(old.begin(Store::Access::read)->person(anna));
  CHECK(old.begin(Store::Access::read)->find_person("anna") == store.begin(Store::Access::read)->find_person("anna"));
}

TEST_CASE("a case that isn't what its events come to stays, and so does everything else") {
  const Files files;
  SqliteStore store(files.file);
  const CaseId id = add_case(store);
  close(store, id);
  run_plain(files.file, "PRAGMA foreign_keys = OFF");
  run_plain(files.file, "DELETE FROM events WHERE number = 2");
  CHECK(has(refusal<StoreError>([&] { store.archive(files.old, kLater); }), "isn't what its events come to"));
  CHECK(load(store, id));
}

TEST_CASE("where there is no room for the archive, nothing is lost, and with room it is done") {
  const Files files;
  {
    SqliteStore store(files.file, {.durability = SqliteStore::Durability::normal});
    const std::string text(20'000, 'x');
    for (int i = 0; i < 120; ++i)
      add_case(store, [&](StepRecord& step) {
        over(step);
        step.events.front().texts = text;
      });
  }
  const auto log = log_of(files.file);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{600'000, 600'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      SqliteStore mine(files.file);
      mine.archive(files.old, kLater);
    } catch (const StoreError& error) {
      ::_exit(error.kind() == StoreError::Kind::full ? 0 : 1);
    } catch (...) {
      ::_exit(2);
    }
    ::_exit(3);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(log_of(files.file) == log);
  SqliteStore store(files.file);
  CHECK(runs(store).empty());
  CHECK(store.archive(files.old, kLater).moved == 120);
  CHECK(log_of(files.old) == log);
  CHECK(runs(store) == "1-120");
}

TEST_CASE("a process that is killed while it moves loses nothing, and the next one finishes") {
  const Files files;
  std::map<std::int64_t, std::string> log;
  {
    SqliteStore store(files.file, {.durability = SqliteStore::Durability::normal});
    for (int i = 0; i < 600; ++i) {
      const CaseId id = add_case(store);
      for (int step = 0; step < 9; ++step) add_step(store, id);
      if (i % 3 != 0) close(store, id);
    }
    log = log_of(files.file);
  }
  std::mt19937 random(20260101);
  int killed = 0;
  for (int i = 0; i < 40; ++i) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      try {
        SqliteStore store(files.file);
        store.archive(files.old, kLater);
      } catch (...) {
        ::_exit(1);
      }
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(random() % (20'000U * static_cast<unsigned>(i + 1))));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    killed += WIFSIGNALED(status) ? 1 : 0;
    if (fs::exists(files.old) && fs::file_size(files.old) > 0 &&
        run_plain(files.old, "SELECT count(*) FROM sqlite_schema WHERE name = 'elsewhere'") == Rows{"1"})
      check_whole(files.file, files.old, log);
    if (!WIFSIGNALED(status)) break;
  }
  CHECK(killed > 0);
  SqliteStore store(files.file);
  store.archive(files.old, kLater);
  CHECK(run_plain(files.file, "SELECT count(*) FROM cases") == Rows{"200"});
  CHECK(run_plain(files.old, "SELECT count(*) FROM cases") == Rows{"400"});
  check_whole(files.file, files.old, log);
}

TEST_CASE("what was moved is in neither the bytes of the file nor in its log") {
  const Files files;
  SqliteStore store(files.file);
  add_case(store, [](StepRecord& step) {
    over(step);
    step.events.front().texts = R"([["salt","a word of Brunhilde"]])";
  });
  REQUIRE(store.archive(files.old, kLater).moved == 1);
  for (const std::string& path : {files.file, files.file + "-wal"}) {
    const std::string bytes = bytes_of(path);
    CHECK(bytes.find("Brunhilde") == std::string::npos);
  }
}

TEST_CASE("an archive may be read by whoever may read the file") {
  const Files files;
  SqliteStore store(files.file);
  add_closed(store);
  REQUIRE(::chmod(files.file.c_str(), 0640) == 0);
  REQUIRE(store.archive(files.old, kLater).moved == 1);
  struct stat status {};
  REQUIRE(::stat(files.old.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a copy of a file from which cases were moved is as whole as the file") {
  const Files files;
  SqliteStore store(files.file);
  add_closed(store, "once");
  add_case(store);
  REQUIRE(store.archive(files.old, kLater).moved == 1);
  const std::string copy = files.folder.file("copy.db");
  store.backup(copy);
  SqliteStore copied(copy);
  CHECK(runs(copied) == "1-1");
  CHECK(head_of(copied) == head_of(store));
  CHECK_THROWS_AS(load(copied, CaseId{1}), MovedToArchive);
  CHECK_THROWS_AS(copied.begin(Store::Access::read)->event_by_key("once"), MovedToArchive);
  SqliteStore old(files.old);
  CHECK(old.is_archive_of(copied));
}

TEST_CASE("nothing is moved from a borrowed connection, or from a file that was opened for reading") {
  const Files files;
  {
    SqliteStore store(files.file);
    add_closed(store);
  }
  SqliteStore reading(files.file, {.open = SqliteStore::Open::read_only});
  CHECK_THROWS_AS(reading.archive(files.old, kLater), StoreError);
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(":memory:", &handle) == SQLITE_OK);
  {
    SqliteStore borrowed = SqliteStore::borrow(handle);
    CHECK_THROWS_AS(borrowed.archive(files.old, kLater), UsageError);
  }
  sqlite3_close(handle);
  CHECK_FALSE(fs::exists(files.old));
}
