#include "source/file.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <itsmflow/error.hpp>

#include "catch.hpp"
#include "source/node.hpp"
#include "temp_folder.hpp"

using itsmflow::source::read_file;

namespace {

namespace fs = std::filesystem;

/// A folder of its own that goes when the test ends.
struct Folder : TempFolder {
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path() / name, std::ios::binary} << text;
    return file(name);
  }
};

}  // namespace

TEST_CASE("a file is read byte for byte and named by its path") {
  const Folder folder;
  const std::string text = std::string("a: b\r\n\xFF\0x", 9);
  const std::string path = folder.write("model.yaml", text);
  CHECK(read_file(path)->text == text);
  CHECK(read_file(path)->name == path);
  CHECK(read_file(folder.write("empty.yaml", ""))->text.empty());
}

TEST_CASE("a file that is not there is named") {
  try {
    read_file("/no/such/model.yaml");
    FAIL("nothing was thrown");
  } catch (const itsmflow::NotFound& error) {
    CHECK(error.kind() == itsmflow::NotFound::Kind::file);
    CHECK(error.name() == "/no/such/model.yaml");
    CHECK(std::string(error.what()).find("/no/such/model.yaml") != std::string::npos);
  }
}

TEST_CASE("a folder cannot be read as a file") {
  const Folder folder;
  try {
    read_file(folder.path().string());
    FAIL("nothing was thrown");
  } catch (const itsmflow::StoreError& error) {
    CHECK(error.kind() == itsmflow::StoreError::Kind::io);
    CHECK(std::string(error.what()).find("folder") != std::string::npos);
  }
}

TEST_CASE("a name with a zero byte in it isn't cut off there") {
  const Folder folder;
  const std::string path = folder.write("model.yaml", "a: b");
  CHECK_THROWS_AS(read_file(path + std::string("\0.yaml", 6)), itsmflow::StoreError);
}

TEST_CASE("a file that may not be read is refused with the reason") {
  const Folder folder;
  const std::string path = folder.write("secret.yaml", "a: b");
  fs::permissions(path, fs::perms::none);
  if (::geteuid() == 0) return;  // root may read it all the same
  CHECK_THROWS_AS(read_file(path), itsmflow::StoreError);
}

TEST_CASE("a file beyond the limit is refused, and one at the limit is read") {
  const Folder folder;
  CHECK(read_file(folder.write("at.yaml", std::string(itsmflow::source::kMaxBytes, 'a')))->text.size() ==
        itsmflow::source::kMaxBytes);
  CHECK_THROWS_AS(read_file(folder.write("beyond.yaml", std::string(itsmflow::source::kMaxBytes + 1, 'a'))), itsmflow::StoreError);
  CHECK_THROWS_AS(read_file("/dev/zero"), itsmflow::StoreError);
}
