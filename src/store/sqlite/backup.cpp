#include "store/sqlite/backup.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sqlite/open.hpp"
#include "store/sqlite/sqlite_error.hpp"

namespace itsmflow {
namespace {

using Kind = StoreError::Kind;
namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& to, int error, std::string_view advice = {}) {
  const bool no_room = error == ENOSPC || error == EDQUOT || error == EFBIG;
  throw StoreError(no_room ? Kind::full : Kind::cannot_open,
                   fmt::format("{} could not be made: {}.{}", quoted_path(to), std::strerror(error), advice));
}

[[noreturn]] void refuse_existing(const std::string& to) {
  throw StoreError(
      Kind::cannot_open,
      quoted_path(to) + " could not be made: there is a file of that name, and a backup overwrites none. Choose another path.");
}

/// A file beside the one that is to be made, under another name until it is whole. Gone in the end, if it still has that name.
class Unfinished {
 public:
  explicit Unfinished(const std::string& to) : to_(to), path_(to + ".XXXXXX") {
    file_ = ::mkostemp(path_.data(), O_CLOEXEC);
    if (file_ < 0) fail(to, errno, " Is there such a folder, and may it be written?");
  }
  ~Unfinished() {
    ::close(file_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  const std::string& path() const { return path_; }

  void finish(mode_t permissions) {
    if (::fchmod(file_, permissions) != 0 || ::fsync(file_) != 0) fail(to_, errno);
    name();
    sync_folder();
  }

 private:
  /// Where the file system can't rename without replacing, a file that is made at this very moment would be replaced.
  void name() {
    int error = ::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, to_.c_str(), RENAME_NOREPLACE) == 0 ? 0 : errno;
    if (error == EINVAL || error == ENOSYS) {
      std::error_code ignored;
      error = fs::exists(fs::symlink_status(to_, ignored)) ? EEXIST : ::rename(path_.c_str(), to_.c_str()) == 0 ? 0 : errno;
    }
    if (error == EEXIST) refuse_existing(to_);
    if (error != 0) fail(to_, error);
    path_.clear();
  }

  /// So that the name, too, is there after a power cut.
  void sync_folder() const {
    const fs::path folder = fs::path(to_).has_parent_path() ? fs::path(to_).parent_path() : fs::path(".");
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return;  // it may be written and not read; the file itself is safe
    ::fsync(opened);
    ::close(opened);
  }

  std::string to_;
  std::string path_;
  int file_ = -1;
};

/// In one step, so that it is of one moment: with a write-ahead log nobody has to wait for that.
void copy_pages(Connection& from, Connection& to, const std::string& name) {
  sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  int code = backup ? sqlite3_backup_step(backup, -1) : sqlite3_extended_errcode(to.handle());
  const int finished = backup ? sqlite3_backup_finish(backup) : SQLITE_OK;
  if (code == SQLITE_DONE) code = finished;
  if (code != SQLITE_OK) throw_failure(failure_of(to.handle(), code), quoted_path(name), "written");
}

}  // namespace

void copy_file(const std::string& from, const SqliteStore::Options& options, const std::string& to) {
  check_path(to);
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(to, ignored))) refuse_existing(to);
  struct stat status {};
  const mode_t permissions = ::stat(from.c_str(), &status) == 0 ? status.st_mode & 0777U : 0600U;

  Unfinished unfinished(to);
  {
    SqliteStore::Options plain = options;
    plain.vfs.clear();
    const std::unique_ptr<Connection> source = open_reader(from, options);
    const std::unique_ptr<Connection> target = open_empty(unfinished.path(), plain);
    copy_pages(*source, *target, to);
  }
  unfinished.finish(permissions);
}

}  // namespace itsmflow
