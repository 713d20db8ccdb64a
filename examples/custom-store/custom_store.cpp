// A store of one's own, and the suite that says whether it keeps every promise. Ends with 0 if it does.
#include <itsmflow/error.hpp>
#include <itsmflow/store_conformance.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "text_store.hpp"

namespace flow = itsmflow;

namespace {

flow::ConformanceReport check(const std::filesystem::path& folder) {
  int files = 0;
  const auto open = [&] { return std::make_unique<TextStore>((folder / (std::to_string(files) + ".txt")).string()); };
  flow::StoreFactory factory;
  factory.fresh = [&] {
    ++files;
    return open();
  };
  factory.reopen = [&](std::unique_ptr<flow::Store> store) {
    store.reset();
    return open();
  };
  return flow::check_store(factory);
}

/// The keys of two persons who came in two transactions, when the file has been cut off after so many bytes.
std::string people_after(const std::filesystem::path& file, std::uintmax_t size) {
  std::filesystem::resize_file(file, size);
  TextStore store(file.string());
  std::string found;
  for (const char* id : {"anna", "bo"}) {
    if (store.begin(flow::Store::Access::read)->find_person(id)) found += id;
  }
  return found;
}

/// A crash may leave any beginning of the last transaction: it must be gone as a whole, and the ones before be there.
bool survives_a_torn_line(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "torn.txt";
  const auto add = [&](const char* id) {
    TextStore store(file.string());
    const auto transaction = store.begin(flow::Store::Access::write);
    transaction->intern_person(id);
    transaction->commit();
  };
  add("anna");
  const auto first = std::filesystem::file_size(file);
  add("bo");
  const auto second = std::filesystem::file_size(file);
  if (people_after(file, second) != "annabo") return false;
  for (auto size = second - 1; size >= first; --size) {
    if (people_after(file, size) != "anna" || std::filesystem::file_size(file) != first) return false;
    add("bo");
    if (std::filesystem::file_size(file) != second) return false;
  }
  return true;
}

}  // namespace

int main() try {
  std::string name = (std::filesystem::temp_directory_path() / "custom-store-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
  const flow::ConformanceReport report = check(name);
  const bool whole = survives_a_torn_line(name);
  std::filesystem::remove_all(name);
  std::fputs(to_string(report).c_str(), stdout);
  std::puts(whole ? "a torn last transaction is dropped" : "broken: a torn last transaction is not dropped as a whole");
  return report.passed() && whole ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return EXIT_FAILURE;
}
