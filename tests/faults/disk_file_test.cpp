#include "faults/disk_file.hpp"
#include "catch.hpp"

#include <optional>
#include <random>
#include <set>
#include <string>

namespace {

/// What a file may be after a power cut.
std::set<std::optional<std::string>> futures(const DiskFile& file) {
  std::set<std::optional<std::string>> all;
  std::mt19937_64 random(1);
  for (int i = 0; i < 400; ++i) all.insert(file.after_power_cut(random));
  return all;
}

using Futures = std::set<std::optional<std::string>>;

}  // namespace

TEST_CASE("what was synced survives a power cut, and of what was written since any sector may or may not") {
  DiskFile file = DiskFile::with("");
  file.write(0, std::string(1'024, 'a'));
  file.sync();
  CHECK(futures(file) == Futures{std::string(1'024, 'a')});
  file.write(0, std::string(1'024, 'b'));
  const std::string a(512, 'a');
  const std::string b(512, 'b');
  CHECK(futures(file) == Futures{a + a, a + b, b + a, b + b});
}

TEST_CASE("bytes beside those that were written are never harmed, and later writes may survive without earlier ones") {
  DiskFile file = DiskFile::with("0123456789");
  file.write(2, "xx");
  file.write(3, "yy");
  CHECK(futures(file) == Futures{"0123456789", "01xx456789", "012yy56789", "01xyy56789"});
}

TEST_CASE("a truncation that was not synced may be forgotten, also where something is written after it") {
  DiskFile file = DiskFile::with("abcdef");
  file.truncate(2);
  file.write(2, "X");
  CHECK(futures(file) == Futures{"abcdef", "ab", "abXdef", "abX"});
}

TEST_CASE("a file that was never synced may be missing, and one that was deleted may come back, until the folder is synced") {
  DiskFile made;
  made.open();
  made.write(0, "a");
  CHECK(futures(made) == Futures{std::nullopt, "", "a"});
  made.sync();
  CHECK(futures(made) == Futures{"a"});
  made.remove(false);
  CHECK(futures(made) == Futures{std::nullopt, "a"});
  made.open();
  CHECK(futures(made) == Futures{std::nullopt, "a", ""});
  made.sync_folder();
  CHECK(futures(made) == Futures{""});
  made.sync();
  made.remove(true);
  CHECK(futures(made) == Futures{std::nullopt});
}
