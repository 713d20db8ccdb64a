// Any bytes as a database file: it is refused, or read as far as it can be.

#include "require.hpp"
#include "stored.hpp"
#include "walk.hpp"

#include <itsmflow/engine.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <memory>

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

template <class Work>
void attempt(const Work& work) {
  try {
    work();
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Library kLibrary = stored_models();
  static const Directory kPeople = everybody(kLibrary.models());
  constexpr std::size_t kHeader = 100;
  if (size < kHeader) return -1;

  sqlite3* opened = nullptr;
  require(sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) == SQLITE_OK, "SQLite opens");
  const std::unique_ptr<sqlite3, Close> connection(opened);
  auto* bytes = static_cast<std::uint8_t*>(sqlite3_malloc64(size));
  std::copy_n(data, size, bytes);
  bytes[18] = bytes[19] = 1;  // no write-ahead log: there is no file
  const auto length = static_cast<sqlite3_int64>(size);
  if (sqlite3_deserialize(opened, "main", bytes, length, length, SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) !=
      SQLITE_OK)
    return -1;
  int looks = 0;
  sqlite3_progress_handler(opened, kInstructions, is_too_much, &looks);

  attempt([&] {
    SqliteStore store = SqliteStore::borrow(opened);
    ManualClock clock{Timestamp{1'400'000'000, 0}};
    Engine engine(kLibrary, store, kPeople,
                  EngineOptions{.clock = &clock, .agenda_limit = kMostEvents, .search_limit = kMostSearched});
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
    attempt([&] { store.check(); });
    attempt([&] { store.mend(); });
    attempt([&] { engine.rebuild(); });
  });
  return 0;
}
