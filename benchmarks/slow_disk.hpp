// A disk that syncs slowly, and knows how many commits it has seen.

#pragma once

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

/// A VFS of SQLite: the default one, but each sync takes so much longer, as one over a network or of an old disk does.
/// All files that were opened with it have to be closed before its end.
class SlowDisk {
 public:
  explicit SlowDisk(std::chrono::milliseconds longer) : longer_(longer) {
    static std::atomic<int> number = 0;
    name_ = "slow-disk-" + std::to_string(++number);
    sqlite3_initialize();
    vfs_ = *below();
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) throw std::runtime_error("the slow disk can't be registered");
  }
  ~SlowDisk() { sqlite3_vfs_unregister(&vfs_); }
  SlowDisk(const SlowDisk&) = delete;
  SlowDisk& operator=(const SlowDisk&) = delete;

  const std::string& vfs() const { return name_; }
  /// Transactions of SQLite that were committed, in all files.
  std::int64_t commits() const { return commits_; }

 private:
  /// The functions of a file are those of the default VFS but for two. The file itself stays as the default VFS made it.
  struct Functions : sqlite3_io_methods {
    Functions(const sqlite3_io_methods& instead_of, SlowDisk& of_disk)
        : sqlite3_io_methods(instead_of), below(&instead_of), disk(&of_disk) {
      xSync = sync;
      xFileControl = control;
    }
    const sqlite3_io_methods* below;
    SlowDisk* disk;
  };

  static sqlite3_vfs* below() { return sqlite3_vfs_find(nullptr); }
  static const Functions& functions_of(sqlite3_file* file) { return *static_cast<const Functions*>(file->pMethods); }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* got) {
    const int code = below()->xOpen(below(), name, file, flags, got);
    if (file->pMethods) file->pMethods = &static_cast<SlowDisk*>(vfs->pAppData)->functions_for(*file->pMethods);
    return code;
  }

  static int sync(sqlite3_file* file, int flags) {
    std::this_thread::sleep_for(functions_of(file).disk->longer_);
    return functions_of(file).below->xSync(file, flags);
  }

  static int control(sqlite3_file* file, int what, void* argument) {
    if (what == SQLITE_FCNTL_COMMIT_PHASETWO) ++functions_of(file).disk->commits_;  // SQLite tells of each commit by it
    return functions_of(file).below->xFileControl(file, what, argument);
  }

  /// The default VFS has a few kinds of files, each with functions of its own.
  const Functions& functions_for(const sqlite3_io_methods& kind) {
    const std::lock_guard lock(mutex_);
    for (const Functions& known : functions_)
      if (known.below == &kind) return known;
    return functions_.emplace_back(kind, *this);
  }

  std::string name_;
  sqlite3_vfs vfs_{};
  std::chrono::milliseconds longer_;
  std::atomic<std::int64_t> commits_ = 0;
  std::mutex mutex_;
  std::list<Functions> functions_;  ///< addresses stay good
};
