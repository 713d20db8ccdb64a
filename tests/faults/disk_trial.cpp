#include "faults/disk_trial.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <exception>
#include <filesystem>

using namespace itsmflow;
using Fault = FaultyDisk::Fault;

std::string integrity_of(const std::string& path) {
  sqlite3* connection = nullptr;
  std::string found;
  if (sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) found = sqlite3_errmsg(connection);
  for (const char* question : {"PRAGMA integrity_check", "PRAGMA foreign_key_check"}) {
    const auto note = [](void* to, int columns, char** values, char**) {
      for (int i = 0; i < columns; ++i)
        if (values[i] != nullptr && std::string(values[i]) != "ok") *static_cast<std::string*>(to) += std::string(values[i]) + " ";
      return 0;
    };
    char* error = nullptr;
    if (sqlite3_exec(connection, question, note, &found, &error) != SQLITE_OK) found += error == nullptr ? "?" : error;
    sqlite3_free(error);
  }
  sqlite3_close(connection);
  return found;
}

void checkpoint(const std::string& path, const std::string& vfs) {
  sqlite3* connection = nullptr;
  if (sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE, vfs.c_str()) == SQLITE_OK)
    sqlite3_exec(connection, "PRAGMA wal_checkpoint(RESTART)", nullptr, nullptr, nullptr);
  sqlite3_close(connection);
}

namespace {

/// The kinds of error that are right for what went wrong.
bool fits(Fault fault, StoreError::Kind kind) {
  using Kind = StoreError::Kind;
  if (kind == Kind::cannot_open) return true;  // what fails may be to open a file
  if (fault == Fault::io_error) return kind == Kind::io;
  return kind == Kind::full;
}

}  // namespace

DiskTrial::Result DiskTrial::run(const Reference& reference) const {
  const TempFolder folder;
  const std::string path = folder.file("cases.db");
  FaultyDisk disk(seed);
  World world;
  const bool may_lose = fault == Fault::power_cut && durability == SqliteStore::Durability::normal;
  Trial trial(reference, world, may_lose ? reference.actions.size() : 1);
  Result result;

  const SqliteStore::Options on_disk{.durability = durability, .busy_timeout_ms = 1'000, .vfs = disk.vfs()};
  const Place place{[&] { return std::make_unique<SqliteStore>(path, on_disk); }, [&] { checkpoint(path, disk.vfs()); }};
  const Trouble trouble{.is_down = [&] { return disk.is_down(); },
                        .relieve = [&] { disk.free_space(); },
                        .quietly =
                            [&](const std::function<void()>& look) {
                              const FaultyDisk::Pause pause(disk);
                              look();
                            }};
  if (lies) disk.lie();
  disk.fail_at(at, fault, count);
  trial.run(place, trouble);
  result.calls = disk.calls().size();
  result.struck = disk.has_struck();
  result.failures = trial.failures();
  for (const StoreError& error : trial.errors())
    if (!fits(fault, error.kind())) trial.problem(std::string("an error of another kind: ") + error.what());

  const bool was_down = disk.is_down();
  const std::size_t done = trial.done();
  if (was_down) disk.power_on();
  disk.free_space();
  try {
    if (trial.problems().empty()) {
      const std::size_t acknowledged = reference.log_before(done);
      std::size_t events = acknowledged;
      // Opened as everybody does. Where the program has seen what failed and gone on, it has looked itself.
      if (was_down || trial.failures() == 0) {
        SqliteStore store(path, {.durability = durability});
        trial.look_at(store, may_lose ? 0 : acknowledged, reference.log_after[std::min(done, reference.log_after.size() - 1)]);
        events = store.begin(Store::Access::read)->events_after(0, 1'000'000).size();
      }
      result.lost = acknowledged - std::min(events, acknowledged);
      // From here on the disk that doesn't fail any more will do, which is quicker than a real one.
      if (was_down && trial.problems().empty()) trial.go_on(place, events);
      if (const std::string broken = integrity_of(path); !broken.empty()) trial.problem("SQLite finds: " + broken);
    }
  } catch (const std::exception& error) {
    trial.problem(std::string("afterwards: ") + error.what());
  }
  result.problems = trial.problems();
  return result;
}
