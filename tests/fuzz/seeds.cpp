// seeds FOLDER   writes what the fuzzers begin with and no file has: FOLDER/stored and FOLDER/database, cases that an engine ran, also some
// that were moved to an archive; and FOLDER/models.dict, the words of the language as its schema has them.

#include "archive.hpp"
#include "stored.hpp"
#include "walk.hpp"

#include <itsmflow/language.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>
#include <nlohmann/json.hpp>

#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace {

using namespace itsmflow;
using namespace itsmflow::fuzz;
namespace fs = std::filesystem;

constexpr std::uint32_t kWalks = 6;  ///< of each model: enough for each kind of event of the larger ones
constexpr int kSteps = 30;
constexpr int kStepsBetween = 6;  ///< after so many steps the case is written down

void write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

void write_case(Store& store, CaseId id, const fs::path& path) {
  const auto transaction = store.begin(Store::Access::read);
  const auto record = transaction->load(id);
  if (!record) return;
  write_file(path, write_stored({record->process, *record, transaction->events(id, 1, 1'000)}));
}

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};
using Connected = std::unique_ptr<sqlite3, Close>;

/// A database that is as small as SQLite makes it.
Connected small_database() {
  sqlite3* connection = nullptr;
  sqlite3_open(":memory:", &connection);
  sqlite3_exec(connection, "PRAGMA page_size = 512", nullptr, nullptr, nullptr);
  return Connected(connection);
}

std::string bytes_of(const Connected& database) {
  sqlite3_int64 size = 0;
  unsigned char* bytes = sqlite3_serialize(database.get(), "main", &size, 0);
  std::string copy(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  return copy;
}

/// What a store in memory has of its cases, but for the outbox, as a database.
Connected database_of(Store& from, CaseId last) {
  Connected database = small_database();
  SqliteStore to = SqliteStore::borrow(database.get());
  const auto read = from.begin(Store::Access::read);
  const auto write = to.begin(Store::Access::write);
  for (PersonKey key = 1; read->person(key); ++key) write->intern_person(*read->person(key));
  Digest head{};
  for (CaseId id{1}; id.value <= last.value; ++id.value) {
    const auto record = read->load(id);
    if (!record) continue;
    write->put_model(read->model(record->model_digest).value());
    StepRecord step;
    step.after = *record;
    step.after.id = write->new_case_id();
    step.events = read->events(id, 1, 1'000);
    step.offers_set = read->offers_of(id);
    step.head = head = read->head();
    write->write(step);
  }
  write->commit();
  return database;
}

enum class Ends { no, cancelled };

/// A case of a model, some steps long. Whether it was begun: what is cancelled then may move.
bool run_case(Walk& walk, const Model& model, Ends ends) {
  const auto id = walk.start(model);
  if (!id) return false;
  for (int i = 0; i < kStepsBetween; ++i) walk.step(*id);
  if (ends == Ends::cancelled) walk.engine().cancel(*id, "ada", "no use");
  walk.engine().deliver([](const Notification&) {});
  return true;
}

/// Cases of a model, of which the first and the third are moved, the second is open, and one could move next: the archive by itself, and the
/// file with the archive behind it.
void write_archive(const Library& library, const Model& model, const fs::path& path) {
  const Connected file = small_database();
  const Connected archive = small_database();
  {
    SqliteStore store = SqliteStore::borrow(file.get());
    Walk walk(library, 1, Trust::store, &store);
    for (const Ends ends : {Ends::cancelled, Ends::no, Ends::cancelled})
      if (!run_case(walk, model, ends)) return;
    if (move_closed_cases(file.get(), archive.get()).moved == 0) return;
    run_case(walk, model, Ends::cancelled);
  }
  write_file(path.string() + "-archive", bytes_of(archive));
  write_file(path.string() + "-with-archive", bytes_of(file) + bytes_of(archive));
}

void write_cases(const fs::path& folder) {
  fs::create_directories(folder / "stored");
  fs::create_directories(folder / "database");
  const Library library = stored_models();
  for (const auto& model : library.models()) {
    for (std::uint32_t seed = 1; seed <= kWalks; ++seed) {
      Walk walk(library, seed);
      const auto id = walk.start(*model);
      if (!id) continue;
      const std::string name = model->process + '-' + std::to_string(seed);
      for (int i = 1; i <= kSteps; ++i) {
        walk.step(*id);
        if (i % kStepsBetween == 0) write_case(walk.store(), *id, folder / "stored" / (name + '-' + std::to_string(i)));
      }
      if (seed == 1) write_file(folder / "database" / name, bytes_of(database_of(walk.store(), *id)));
    }
    write_archive(library, *model, folder / "database" / model->process);
  }
}

void collect_words(const nlohmann::json& schema, std::set<std::string>& words) {
  if (schema.is_string()) return;
  for (const auto& [key, value] : schema.items()) {
    if (schema.is_object() && key == "properties")
      for (const auto& property : value.items()) words.insert(property.key());
    if (key == "enum")
      for (const auto& word : value)
        if (word.is_string()) words.insert(word.get<std::string>());
    if (value.is_structured()) collect_words(value, words);
  }
}

void write_words(const fs::path& path) {
  std::set<std::string> words;
  collect_words(nlohmann::json::parse(json_schema()), words);
  std::ofstream out(path);
  for (const std::string& word : words) {
    const bool is_plain = std::ranges::all_of(word, [](unsigned char c) { return std::isprint(c) != 0 && c != '"' && c != '\\'; });
    if (is_plain && !word.empty()) out << '"' << word << "\"\n";
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("seeds: name the folder to write to\n", stderr);
    return 2;
  }
  const fs::path folder = arguments[1];
  fs::create_directories(folder);
  write_cases(folder);
  write_words(folder / "models.dict");
  return 0;
}
