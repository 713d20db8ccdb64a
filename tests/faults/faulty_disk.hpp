#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "faults/disk_file.hpp"

struct sqlite3_vfs;

/// A disk that goes wrong on purpose: a VFS of SQLite with a name of its own, over the default one.
///
///     FaultyDisk disk;
///     SqliteStore store(path, {.vfs = disk.vfs()});
///     disk.fail_at(7, FaultyDisk::Fault::power_cut);   // counts from now on
///
/// Calls that are counted: to open, write, sync, truncate and delete a file and to make shared memory; or, when told so, to open and to read.
/// All files that were opened with it have to be closed before power_on() and before its end.
class FaultyDisk {
 public:
  enum class Fault {
    none,
    io_error,     ///< this call fails, the ones after it work
    full,         ///< from this call on nothing can be written, until free_space(); syncing and deleting work
    short_write,  ///< the next write writes only its first part and says that the disk is full; the ones after it work
    kill,         ///< the program ends in the middle of this call: nothing works until power_on(), which keeps what was written
    power_cut,    ///< the same, and power_on() keeps of what was not synced only some
  };
  enum class Count { writing, reading };
  enum class Call { open, write, sync, truncate, remove, share, read };

  /// `seed`: of what is kept and torn.
  explicit FaultyDisk(std::uint64_t seed = 1);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  const std::string& vfs() const { return name_; }

  /// Counts from now on; at 0: never.
  void fail_at(int call, Fault fault, Count count = Count::writing);
  /// The calls since fail_at().
  const std::vector<Call>& calls() const { return calls_; }
  bool has_struck() const { return struck_; }
  /// Killed or without power.
  bool is_down() const { return down_; }
  void free_space();
  /// From now on it says "synced" and is not.
  void lie() { lies_ = true; }
  /// After a kill or a power cut: the files are as they were left. Nothing fails from then on.
  void power_on();

  /// While one of these lives nothing is counted, and nothing begins to fail.
  class Pause {
   public:
    explicit Pause(FaultyDisk& disk) : disk_(disk) { ++disk_.paused_; }
    ~Pause() { --disk_.paused_; }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    FaultyDisk& disk_;
  };

 private:
  friend struct Shim;
  using Lock = std::lock_guard<std::recursive_mutex>;

  /// What becomes of a call.
  enum class Verdict { works, fails, no_space, partly };
  Verdict judge(Call call);
  Verdict verdict_on(Call call);

  std::string name_;
  std::unique_ptr<sqlite3_vfs> shim_;
  std::recursive_mutex mutex_;
  std::map<std::string, DiskFile> files_;  ///< by path; addresses stay good
  std::mt19937_64 random_;
  std::vector<Call> calls_;
  int fail_at_ = 0;
  Fault fault_ = Fault::none;
  Count count_ = Count::writing;
  std::atomic<int> paused_ = 0;
  bool struck_ = false;
  std::atomic<bool> down_ = false;
  bool power_lost_ = false;
  bool full_ = false;
  bool short_ = false;
  bool lies_ = false;
};
