#pragma once

#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <vector>

/// What a disk has of one file for certain, and what it was told since and may forget when the power goes.
///
/// What a write covers is kept or lost by sectors of 512 bytes, each for itself and in any order; bytes beside those that were written are never
/// harmed (which SQLite takes for granted too: SQLITE_IOCAP_POWERSAFE_OVERWRITE). A file that was synced once is in its folder. One that was
/// deleted may come back as it was synced last, unless the folder or another file of its name was synced since.
class DiskFile {
 public:
  /// A file that is there already.
  static DiskFile with(std::string content);

  void write(std::size_t at, std::string bytes);
  void truncate(std::size_t size);
  void sync();
  void sync_folder();
  void remove(bool folder_synced);
  /// Made, or found where it is.
  void open();

  bool is_there() const { return there_; }

  /// What is there after a power cut; nothing: no such file.
  std::optional<std::string> after_power_cut(std::mt19937_64& random) const;

 private:
  struct Change {
    std::size_t at = 0;
    std::string bytes;  ///< of a write
    bool truncates = false;
  };
  static std::string keep_some(std::string synced, const std::vector<Change>& changes, std::mt19937_64& random);

  std::string synced_;
  std::vector<Change> since_;
  bool there_ = false;
  bool in_folder_ = false;              ///< and will be after a power cut
  std::optional<std::string> deleted_;  ///< what may come back
};
