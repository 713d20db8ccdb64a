// Closed cases are moved to an archive on a disk that fails once, at every call there is.

#include "catch.hpp"
#include "faults/disk_trial.hpp"
#include "faults/settings.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

using namespace itsmflow;
using Fault = FaultyDisk::Fault;
namespace fs = std::filesystem;

namespace {

/// A file in which a course has ended, whose cases are all to be moved, and one more case has begun, which stays.
class Before {
 public:
  explicit Before(std::uint64_t seed) {
    const std::unique_ptr<Program> program = play(seed);
    REQUIRE(program->engine().start("change", "ann", {{"rfc.ticket", 77}}));
    head_ = program->engine().verify_log().head;
    const Picture picture = picture_of(program->store());
    log = {picture.log.begin(), picture.log.end()};
    REQUIRE(log.size() == picture.log.size());
    moment = program->clock().now();
    program->shut_down();
  }

  std::string copy_into(const TempFolder& folder) const {
    fs::copy_file(path_, folder.file("cases.db"));
    return folder.file("cases.db");
  }
  const std::string& head() const { return head_; }

  std::set<std::string> log;  ///< lines of all events
  Timestamp moment;

 private:
  std::unique_ptr<Program> play(std::uint64_t seed) {
    auto program = std::make_unique<Program>(world_, Place{[&] {
                                               return std::make_unique<SqliteStore>(
                                                   path_, SqliteStore::Options{.durability = SqliteStore::Durability::normal});
                                             }});
    for (const Action& action : course(seed, Length::brief)) {
      program->clock().set(action.at);
      action.run(*program);
    }
    return program;
  }

  World world_;
  TempFolder folder_;
  std::string path_ = folder_.file("before.db");
  std::string head_;
};

struct Moved {
  std::size_t calls = 0;
  bool failed = false;
  bool struck = false;
};

/// What a move comes to on a disk that goes wrong once.
Moved move(const Before& before, const std::string& path, const std::string& to, Fault fault, int at) {
  Moved outcome;
  FaultyDisk disk(static_cast<std::uint64_t>(at));
  try {
    SqliteStore store(path, {.vfs = disk.vfs()});
    disk.fail_at(at, fault);
    store.archive(to, before.moment);
  } catch (const StoreError&) {
    outcome.failed = true;
  }
  outcome.calls = disk.calls().size();
  outcome.struck = disk.has_struck();
  if (disk.is_down()) disk.power_on();
  return outcome;
}

std::unique_ptr<SqliteStore> archive_of(const SqliteStore& store, const std::string& path) {
  if (!fs::exists(path)) return nullptr;
  auto archive = std::make_unique<SqliteStore>(path);  // one that was killed at birth is empty, and gets its tables
  return archive->is_archive_of(store) ? std::move(archive) : nullptr;
}

/// Of what a fault has left, so that it is still as it was left when it is moved to again.
std::string copy_of(const std::string& path, const TempFolder& folder) {
  const std::string copy = folder.file("copy.db");
  for (const char* part : {"", "-wal"})
    if (fs::exists(path + part)) fs::copy_file(path + part, copy + part);
  return copy;
}

/// Everything is there, in one file or the other.
void check_whole(const Before& before, SqliteStore& store, SqliteStore* archive) {
  const Engine engine(fault_models(), store, fault_people());
  const LogReport report =
      engine.verify_log(before.head(), archive != nullptr ? std::vector<Store*>{archive} : std::vector<Store*>{});
  CHECK(report.problems == std::vector<std::string>{});
  CHECK(report.head == before.head());
  const std::vector<std::string> here = picture_of(store).log;
  std::set<std::string> all(here.begin(), here.end());
  if (archive != nullptr) {
    for (const std::string& line : picture_of(*archive).log) all.insert(line);
  }
  CHECK(all == before.log);
}

void move_and_move_again(const Before& before, Fault fault, int at) {
  CAPTURE(static_cast<int>(fault), at);
  const TempFolder folder;
  const std::string path = before.copy_into(folder);
  const std::string to = folder.file("archive.db");
  CHECK(move(before, path, to, fault, at).struck);
  {
    SqliteStore store(path);
    check_whole(before, store, archive_of(store, copy_of(to, folder)).get());
    store.archive(to, before.moment);
    const auto archive = archive_of(store, to);
    REQUIRE(archive);
    check_whole(before, store, archive.get());
    const Engine engine(fault_models(), store, fault_people());
    CHECK(engine.cases().size() == 1);
    CHECK(engine.cases().front().status == CaseStatus::open);
  }
  CHECK(integrity_of(path) == "");
  CHECK(integrity_of(to) == "");
}

}  // namespace

TEST_CASE(
    "whatever happens to a disk while cases are moved to an archive, each is in one file or the other, and moving again ends it") {
  const FaultSettings settings = FaultSettings::from_environment();
  constexpr std::array kFaults{Fault::power_cut, Fault::io_error, Fault::kill, Fault::full, Fault::short_write};
  for (std::uint64_t seed = settings.first; seed < settings.first + settings.seeds; ++seed) {
    CAPTURE(seed);
    const Before before(seed);
    const TempFolder folder;
    const Moved whole = move(before, before.copy_into(folder), folder.file("archive.db"), Fault::none, 0);
    REQUIRE_FALSE(whole.failed);
    REQUIRE(whole.calls > 20);
    for (std::size_t at = 1; at <= whole.calls; ++at) {
      if (settings.is_long)
        for (const Fault fault : kFaults) move_and_move_again(before, fault, static_cast<int>(at));
      else
        move_and_move_again(before, kFaults[at % kFaults.size()], static_cast<int>(at));
    }
  }
}
