// Any bytes as a database file: it is refused, or read as far as it can be. Where they have the first words of a database once more, a second
// file begins there, and is taken for the archive of the first.

#include "archive.hpp"
#include "require.hpp"
#include "stored.hpp"
#include "walk.hpp"

#include <itsmflow/deviation_report.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace {

using namespace itsmflow;
using namespace itsmflow::fuzz;

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};

/// Such instructions of SQLite's machine between two looks at how many there were, and so many looks: an input's own query may have no end.
constexpr int kInstructions = 100'000;
constexpr int kMostLooks = 20;

int is_too_much(void* looks) {
  return ++*static_cast<int*>(looks) > kMostLooks ? 1 : 0;
}

constexpr std::size_t kHeader = 100;
constexpr std::string_view kFirstWords("SQLite format 3\0", 16);

/// A database in memory.
class File {
 public:
  explicit File(std::string_view bytes) {
    sqlite3* opened = nullptr;
    require(sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) == SQLITE_OK, "SQLite opens");
    connection_.reset(opened);
    auto* copy = static_cast<std::uint8_t*>(sqlite3_malloc64(bytes.size()));
    std::copy(bytes.begin(), bytes.end(), copy);
    copy[18] = copy[19] = 1;  // no write-ahead log: there is no file
    const auto length = static_cast<sqlite3_int64>(bytes.size());
    can_be_opened_ = sqlite3_deserialize(opened, "main", copy, length, length,
                                         SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK;
    sqlite3_progress_handler(opened, kInstructions, is_too_much, &looks_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool can_be_opened() const { return can_be_opened_; }
  sqlite3* connection() const { return connection_.get(); }

 private:
  int looks_ = 0;
  std::unique_ptr<sqlite3, Close> connection_;
  bool can_be_opened_ = false;
};

/// An engine that works in a file. Throws what the store does where the file is none of ours.
struct Office {
  Office(sqlite3* connection, const Library& library, const Directory& people)
      : store(SqliteStore::borrow(connection)),
        engine(library, store, people, EngineOptions{.clock = &clock, .agenda_limit = kMostEvents, .search_limit = kMostSearched}) {
  }

  SqliteStore store;
  ManualClock clock{Timestamp{1'400'000'000, 0}};
  Engine engine;
};

/// Whether it wasn't refused.
template <class Work>
bool attempt(const Work& work) {
  try {
    work();
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// What is asked and done where nothing is mended yet.
void work_in(Engine& engine) {
  attempt([&] { engine.verify_log(); });
  attempt([&] { engine.cases({.limit = 5}); });
  attempt([&] { engine.next_due(); });
  attempt([&] { engine.deliver([](const Notification&) {}, 5); });
  std::vector<Offer> offers;
  attempt([&] { offers = engine.offers_for("ada", OfferFilter{.limit = 5}); });
  if (offers.size() > 3) offers.resize(3);
  for (const Offer& offer : offers) {
    attempt([&] { engine.show(offer.case_id); });
    attempt([&] { engine.perform(offer.case_id, offer.activity, "ada", Work{.command = {.item = offer.item}}); });
  }
  attempt([&] { engine.due(); });
}

void look_into_cases(Engine& engine) {
  std::vector<CaseView> cases;
  attempt([&] { cases = engine.cases({.limit = 3}); });
  for (const CaseView& one : cases) {
    attempt([&] { engine.show(one.id); });
    attempt([&] { engine.events(one.id); });
    if (one.status != CaseStatus::open) attempt([&] { engine.cancel(one.id, "ada", "too late"); });
  }
}

void mend(Office& office) {
  attempt([&] { office.store.check(); });
  attempt([&] { office.store.mend(); });
  attempt([&] { office.engine.rebuild(); });
}

/// What is asked of a file together with its archive, and a further move into that: of what fits together the log is the same afterwards.
void work_with_archive(const File& file, const File& archive, Office& of_file, Office& of_archive) {
  attempt([&] { to_csv(report_deviations(std::vector<const Engine*>{&of_file.engine, &of_archive.engine})); });
  const std::vector<Store*> archives{&of_archive.store};
  LogReport before;
  const bool is_read = attempt([&] { before = of_file.engine.verify_log({}, archives); });
  const bool is_moved = attempt([&] { move_closed_cases(file.connection(), archive.connection()); });
  LogReport after;
  const bool is_read_again = attempt([&] { after = of_file.engine.verify_log(before.head, archives); });
  if (!is_read || !before.problems.empty() || !is_moved || !is_read_again) return;
  require(after.problems.empty(), "what fits together does so after a move", after.problems.empty() ? "" : after.problems.front());
  require(after.expected_head_found && after.head == before.head, "a move leaves the head over all cases as it is");
  require(after.events == before.events && after.cases == before.cases && after.elsewhere == before.elsewhere,
          "a move loses no event and no case");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Library kLibrary = stored_models();
  static const Directory kPeople = everybody(kLibrary.models());
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(bytes.find(kFirstWords, 1), size);
  const std::string_view second = bytes.substr(end);
  if (end < kHeader || (!second.empty() && second.size() < kHeader)) return -1;

  const File file(bytes.substr(0, end));
  if (!file.can_be_opened()) return -1;
  attempt([&] {
    Office office(file.connection(), kLibrary, kPeople);
    work_in(office.engine);
    look_into_cases(office.engine);
    mend(office);
    if (second.empty()) return;
    const File archive(second);
    if (!archive.can_be_opened()) return;
    Office of_archive(archive.connection(), kLibrary, kPeople);
    look_into_cases(of_archive.engine);
    work_with_archive(file, archive, office, of_archive);
  });
  return 0;
}
