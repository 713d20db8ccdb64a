#include "faults/faulty_disk.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <new>
#include <stdexcept>
#include <utility>

/// The functions that SQLite calls. An open file is this struct, followed by the one of the VFS below.
struct Shim {
  sqlite3_file base;
  FaultyDisk* disk;
  DiskFile* file;     ///< null: a temporary file without a name, which is gone with the program anyway
  bool syncs_folder;  ///< with its next sync, as the default VFS does of a log or journal that it has made

  using Call = FaultyDisk::Call;
  using Verdict = FaultyDisk::Verdict;

  static Shim& of(sqlite3_file* file) { return *reinterpret_cast<Shim*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(&of(file) + 1); }
  static FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }
  static sqlite3_vfs* below() { return sqlite3_vfs_find(nullptr); }
  static bool down(sqlite3_file* file) { return of(file).disk->down_; }

  static int close(sqlite3_file* file) {
    const FaultyDisk::Lock lock(of(file).disk->mutex_);
    return real(file)->pMethods->xClose(real(file));
  }

  static int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 at) {
    const FaultyDisk::Lock lock(of(file).disk->mutex_);
    if (of(file).disk->judge(Call::read) != Verdict::works) return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), to, amount, at);
  }

  static int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 at) {
    FaultyDisk& disk = *of(file).disk;
    const FaultyDisk::Lock lock(disk.mutex_);
    const bool was_down = disk.down_;
    const Verdict verdict = disk.judge(Call::write);
    if (verdict == Verdict::no_space) return SQLITE_FULL;
    if (verdict == Verdict::fails && (was_down || !disk.down_)) return SQLITE_IOERR_WRITE;
    int written = amount;
    // The program may end before, in the middle of and after a write.
    if (verdict == Verdict::fails) written = static_cast<int>(disk.random_() % 3) * amount / 2;
    if (verdict == Verdict::partly) written = static_cast<int>(disk.random_() % static_cast<std::uint64_t>(amount));
    if (written > 0) {
      const int code = real(file)->pMethods->xWrite(real(file), from, written, at);
      if (code != SQLITE_OK) return code;
      if (of(file).file != nullptr)
        of(file).file->write(static_cast<std::size_t>(at), {static_cast<const char*>(from), static_cast<std::size_t>(written)});
    }
    return verdict == Verdict::works ? SQLITE_OK : verdict == Verdict::partly ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const FaultyDisk::Lock lock(of(file).disk->mutex_);
    if (of(file).disk->judge(Call::truncate) == Verdict::fails) return SQLITE_IOERR_TRUNCATE;
    const int code = real(file)->pMethods->xTruncate(real(file), size);
    if (code == SQLITE_OK && of(file).file != nullptr) of(file).file->truncate(static_cast<std::size_t>(size));
    return code;
  }

  /// Nothing has to reach the real disk: what it may forget is remembered here.
  static int sync(sqlite3_file* file, int) {
    const FaultyDisk::Lock lock(of(file).disk->mutex_);
    if (of(file).disk->judge(Call::sync) == Verdict::fails) return SQLITE_IOERR_FSYNC;
    if (of(file).file == nullptr || of(file).disk->lies_) return SQLITE_OK;
    of(file).file->sync();
    if (of(file).syncs_folder)
      for (auto& [path, other] : of(file).disk->files_) other.sync_folder();
    of(file).syncs_folder = false;
    return SQLITE_OK;
  }

  static int size(sqlite3_file* file, sqlite3_int64* size) {
    return down(file) ? SQLITE_IOERR_FSTAT : real(file)->pMethods->xFileSize(real(file), size);
  }
  static int lock(sqlite3_file* file, int level) {
    return down(file) ? SQLITE_IOERR_LOCK : real(file)->pMethods->xLock(real(file), level);
  }
  static int unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
  static int is_reserved(sqlite3_file* file, int* answer) {
    return down(file) ? SQLITE_IOERR_CHECKRESERVEDLOCK : real(file)->pMethods->xCheckReservedLock(real(file), answer);
  }
  static int control(sqlite3_file* file, int what, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), what, argument);
  }
  static int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
  static int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }

  static int share(sqlite3_file* file, int region, int bytes, int extend, void volatile** memory) {
    const FaultyDisk::Lock lock(of(file).disk->mutex_);
    if (down(file)) return SQLITE_IOERR_SHMMAP;
    if (extend != 0) {
      const Verdict verdict = of(file).disk->judge(Call::share);
      if (verdict == Verdict::no_space) return SQLITE_FULL;
      if (verdict == Verdict::fails) return SQLITE_IOERR_SHMSIZE;
    }
    return real(file)->pMethods->xShmMap(real(file), region, bytes, extend, memory);
  }
  static int share_lock(sqlite3_file* file, int offset, int count, int flags) {
    if (down(file) && (flags & SQLITE_SHM_LOCK) != 0) return SQLITE_IOERR_SHMLOCK;
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
  }
  static void share_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
  static int unshare(sqlite3_file* file, int deletes) {
    return real(file)->pMethods->xShmUnmap(real(file), down(file) ? 0 : deletes);
  }

  /// Version 2: shared memory, but no mapping of the file itself, which would pass by what is counted.
  static const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods kMethods = {
        2,           close,           read,  write,      truncate,      sync,    size,    lock,   unlock, is_reserved, control,
        sector_size, characteristics, share, share_lock, share_barrier, unshare, nullptr, nullptr};
    return &kMethods;
  }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* got) {
    FaultyDisk& disk = disk_of(vfs);
    const FaultyDisk::Lock lock(disk.mutex_);
    file->pMethods = nullptr;
    const Verdict verdict = disk.judge(Call::open);
    if (verdict != Verdict::works && verdict != Verdict::partly && !(verdict == Verdict::no_space && exists(name)))
      return verdict == Verdict::no_space ? SQLITE_FULL : SQLITE_CANTOPEN;
    Shim* shim = new (file) Shim{};
    shim->disk = &disk;
    const int code = below()->xOpen(below(), name, real(file), flags, got);
    if (code != SQLITE_OK) return code;
    if (name != nullptr) {
      const auto known = disk.files_.find(name);
      const bool is_known = known != disk.files_.end() && known->second.is_there();
      if (!is_known) {
        const std::string content = content_of(real(file));
        if (!content.empty())
          disk.files_[name] = DiskFile::with(content);
        else
          disk.files_[name].open();
        constexpr int kLogs = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
        shim->syncs_folder = content.empty() && (flags & SQLITE_OPEN_CREATE) != 0 && (flags & kLogs) != 0;
      }
      shim->file = &disk.files_[name];
    }
    shim->base.pMethods = methods();
    return SQLITE_OK;
  }

  static bool exists(const char* name) { return name != nullptr && std::filesystem::exists(name); }

  static std::string content_of(sqlite3_file* file) {
    sqlite3_int64 size = 0;
    file->pMethods->xFileSize(file, &size);
    std::string content(static_cast<std::size_t>(size), '\0');
    if (size > 0) file->pMethods->xRead(file, content.data(), static_cast<int>(size), 0);
    return content;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    FaultyDisk& disk = disk_of(vfs);
    const FaultyDisk::Lock lock(disk.mutex_);
    if (disk.judge(Call::remove) == Verdict::fails) return SQLITE_IOERR_DELETE;
    const int code = below()->xDelete(below(), name, 0);
    if (code == SQLITE_OK) disk.files_[name].remove(sync_folder != 0);
    return code;
  }

  static int access(sqlite3_vfs* vfs, const char* name, int flags, int* answer) {
    if (disk_of(vfs).down_) return SQLITE_IOERR_ACCESS;
    return below()->xAccess(below(), name, flags, answer);
  }
};

FaultyDisk::FaultyDisk(std::uint64_t seed) : random_(seed) {
  static std::atomic<int> number = 0;
  name_ = "faulty-disk-" + std::to_string(++number);
  sqlite3_initialize();
  shim_ = std::make_unique<sqlite3_vfs>(*Shim::below());
  shim_->iVersion = 2;
  shim_->szOsFile += static_cast<int>(sizeof(Shim));
  shim_->zName = name_.c_str();
  shim_->pAppData = this;
  shim_->xOpen = Shim::open;
  shim_->xDelete = Shim::remove;
  shim_->xAccess = Shim::access;
  // The rest of what the default one has takes nothing of its own from the struct but what was copied.
  if (sqlite3_vfs_register(shim_.get(), 0) != SQLITE_OK) throw std::runtime_error("the faulty disk can't be registered");
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(shim_.get());
}

void FaultyDisk::fail_at(int call, Fault fault, Count count) {
  const Lock lock(mutex_);
  calls_.clear();
  fail_at_ = call;
  fault_ = fault;
  count_ = count;
  struck_ = down_ = power_lost_ = full_ = short_ = false;
}

void FaultyDisk::free_space() {
  const Lock lock(mutex_);
  full_ = short_ = false;
}

FaultyDisk::Verdict FaultyDisk::judge(Call call) {
  const Verdict verdict = verdict_on(call);
  if (verdict == Verdict::fails) errno = EIO;
  if (verdict == Verdict::no_space || verdict == Verdict::partly) errno = ENOSPC;
  return verdict;
}

FaultyDisk::Verdict FaultyDisk::verdict_on(Call call) {
  if (down_) return Verdict::fails;
  const bool writes = call == Call::write || call == Call::share || call == Call::open;
  const bool counted = count_ == Count::writing ? call != Call::read : call == Call::read || call == Call::open;
  if (counted && paused_ == 0) {
    calls_.push_back(call);
    if (static_cast<int>(calls_.size()) == fail_at_) {
      struck_ = true;
      switch (fault_) {
        case Fault::none:
          break;
        case Fault::io_error:
          return Verdict::fails;
        case Fault::full:
          full_ = true;
          break;
        case Fault::short_write:
          short_ = true;
          break;
        case Fault::power_cut:
          power_lost_ = true;
          [[fallthrough]];
        case Fault::kill:
          down_ = true;
          return Verdict::fails;
      }
    }
  }
  if (full_ && writes) return Verdict::no_space;
  if (short_ && call == Call::write) {
    short_ = false;
    return Verdict::partly;
  }
  return Verdict::works;
}

void FaultyDisk::power_on() {
  const Lock lock(mutex_);
  if (power_lost_) {
    for (const auto& [path, file] : files_) {
      std::filesystem::remove(path + "-shm");
      const std::optional<std::string> left = file.after_power_cut(random_);
      if (left)
        std::ofstream(path, std::ios::binary | std::ios::trunc) << *left;
      else
        std::filesystem::remove(path);
    }
  }
  files_.clear();
  fail_at(0, Fault::none);
}
