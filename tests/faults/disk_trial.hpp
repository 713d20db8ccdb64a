#pragma once

#include "faults/faulty_disk.hpp"
#include "faults/trial.hpp"
#include "temp_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// One run of a course on a disk that goes wrong once.
struct DiskTrial {
  itsmflow::SqliteStore::Durability durability = itsmflow::SqliteStore::Durability::full;
  FaultyDisk::Fault fault = FaultyDisk::Fault::none;
  int at = 0;  ///< which call; 0: none
  FaultyDisk::Count count = FaultyDisk::Count::writing;
  std::uint64_t seed = 1;  ///< of the disk
  bool lies = false;       ///< the disk does

  struct Result {
    std::string problems;  ///< empty: everything that is promised holds
    std::size_t calls = 0;
    std::size_t failures = 0;  ///< seen by the program
    std::size_t lost = 0;      ///< acknowledged events that a power cut took
    bool struck = false;
  };
  /// Several may run at once, in several threads.
  Result run(const Reference& reference) const;
};

/// What SQLite itself finds wrong with a file; empty: nothing.
std::string integrity_of(const std::string& path);

/// Moves what is written ahead into the file, as somebody else may do at any time; what fails is his trouble.
void checkpoint(const std::string& path, const std::string& vfs);
