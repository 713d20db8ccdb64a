// What is erased is gone from the bytes of the file, not only from its tables.

#include <itsmflow/sqlite_store.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;

namespace {

bool holds(const std::string& path, const std::string& word) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return bytes.find(word) != std::string::npos;
}

}  // namespace

TEST_CASE("an erased name, and a text that was replaced, are in neither the file nor its log") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore::Options options;
  options.durability = GENERATE(SqliteStore::Durability::full, SqliteStore::Durability::group);
  SqliteStore store(path, options);
  PersonKey key = 0;
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->intern_person("somebody else");
    key = transaction->intern_person("Hildegard");
    transaction->commit();
  }
  const CaseId id =
      conformance::add_case(store, [](StepRecord& step) { step.events.front().texts = R"([["salt","a word of Brunhilde"]])"; });
  REQUIRE((holds(path, "Hildegard") || holds(path + "-wal", "Hildegard")));
  REQUIRE((holds(path, "Brunhilde") || holds(path + "-wal", "Brunhilde")));
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->erase_person(key);
    transaction->replace_texts(id, 1, "[null]");
    transaction->commit();
  }
  for (const char* const word : {"Hildegard", "Brunhilde"}) {
    CHECK_FALSE(holds(path, word));
    CHECK_FALSE(holds(path + "-wal", word));
  }
  CHECK(holds(path, "somebody else"));
}
