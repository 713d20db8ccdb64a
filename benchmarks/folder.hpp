#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

/// Where a database is made: in the folder that ITSMFLOW_BENCHMARK_DIR names, else in the current one. Goes with everything in it.
class Folder {
 public:
  Folder() {
    const char* base = std::getenv("ITSMFLOW_BENCHMARK_DIR");
    std::string name = (std::filesystem::path(base ? base : ".") / "itsmflow-benchmark-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("can't make a folder for the database");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file() const { return (path_ / "cases.db").string(); }

 private:
  std::filesystem::path path_;
};
