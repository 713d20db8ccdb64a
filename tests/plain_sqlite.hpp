#pragma once

#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"

using Rows = std::vector<std::string>;

/// Runs statements on a database as any program would. Gives the rows of all of them, columns between bars.
inline Rows run_plain(const std::string& path, const std::string& sql) {
  sqlite3* opened = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &opened) == SQLITE_OK);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, sqlite3_close);
  sqlite3_busy_timeout(opened, 5'000);  // others may be writing
  Rows found;
  const auto add = [](void* into, int count, char** values, char**) {
    std::string row;
    for (int i = 0; i < count; ++i) row += (i == 0 ? "" : "|") + std::string(values[i] == nullptr ? "NULL" : values[i]);
    static_cast<Rows*>(into)->push_back(row);
    return 0;
  };
  const int code = sqlite3_exec(opened, sql.c_str(), add, &found, nullptr);
  INFO(sql.substr(0, 200) << "\n" << sqlite3_errmsg(opened));
  REQUIRE(code == SQLITE_OK);
  return found;
}

inline std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}
