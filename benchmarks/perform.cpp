// Throughput of `perform`: in memory, beside the same process written by hand, and on SQLite at each durability.
// benchmarks/README.md says how to run it and what came out.

#include "folder.hpp"
#include "request.hpp"

#include <benchmark/benchmark.h>
#include <sodium.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace flow = itsmflow;

namespace {

void run(benchmark::State& state, flow::Store& store) {
  flow::Engine engine(request::library(), store, request::people());
  while (state.KeepRunning()) request::play_case(engine);
  state.SetItemsProcessed(state.iterations() * request::kCommands);
}

void in_memory(benchmark::State& state) {
  flow::MemoryStore store;
  run(state, store);
}
BENCHMARK(in_memory);

// -- the same by hand --

using Digest = std::array<unsigned char, 32>;

template <typename... Texts>
Digest digest_of(const Texts&... texts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  (crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(std::data(texts)), std::size(texts)), ...);
  Digest digest;
  crypto_generichash_final(&state, digest.data(), digest.size());
  return digest;
}

/// The process as somebody writes it who has no library: a `switch` over where the case stands. It checks state, role, guard and four eyes,
/// encodes the event as the engine does, chains it by its digests (where `hashed`) and appends it to a log.
template <bool hashed>
class ByHand {
 public:
  enum class Status : std::uint8_t { fresh, assessed, approved, built, tested, closed };
  enum class Activity : std::uint8_t { assess, approve, build, test, close };
  enum Role : unsigned { kAgent = 1, kLead = 2 };
  struct Person {
    std::int64_t key;
    unsigned roles;
  };

  std::size_t start(const Person& by) {
    if ((by.roles & kAgent) == 0) std::abort();
    cases_.emplace_back();
    append(cases_.size() - 1, "started", by,
           R"({"model":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","role":"agent"})");
    return cases_.size() - 1;
  }

  bool perform(std::size_t id, Activity activity, const Person& by, int cost = 0) {
    Case& at = cases_[id];
    switch (activity) {
      case Activity::assess:
        if (at.status != Status::fresh || (by.roles & kAgent) == 0) return false;
        at.cost = cost;
        at.status = Status::assessed;
        append(id, "done", by, content("assess", "agent", cost));
        return true;
      case Activity::approve:
        if (at.status != Status::assessed || (by.roles & kLead) == 0 || at.cost >= 1000) return false;
        at.status = Status::approved;
        append(id, "done", by, content("approve", "lead"));
        return true;
      case Activity::build:
        if (at.status != Status::approved || (by.roles & kAgent) == 0 || by.key == at.tester) return false;
        at.status = Status::built;
        at.builder = by.key;
        append(id, "done", by, content("build", "agent"));
        return true;
      case Activity::test:
        if (at.status != Status::built || (by.roles & kAgent) == 0 || by.key == at.builder) return false;
        at.status = Status::tested;
        at.tester = by.key;
        append(id, "done", by, content("test", "agent"));
        return true;
      case Activity::close:
        if (at.status != Status::tested || (by.roles & kLead) == 0) return false;
        at.status = Status::closed;
        append(id, "done", by, content("close", "lead"));
        append(id, "over", by, "{}");
        return true;
    }
    return false;
  }

 private:
  struct Case {
    Status status = Status::fresh;
    int cost = 0;
    std::int64_t builder = 0;
    std::int64_t tester = 0;
    std::int64_t number = 0;
    Digest head{};
  };
  struct Event {
    std::size_t id;
    std::int64_t number;
    std::int64_t at;
    std::int64_t actor;
    std::string type;
    std::string content;
    Digest digest;
  };

  static std::string content(std::string_view activity, std::string_view role, int cost = 0) {
    std::string text = R"({"activity":")";
    text.append(activity).append(R"(","result":"","role":")").append(role);
    if (cost == 0) return text.append(R"("})");
    return text.append(R"(","data":{"request.cost":)").append(std::to_string(cost)).append("}}");
  }

  void append(std::size_t id, std::string_view type, const Person& by, std::string&& content) {
    Case& at = cases_[id];
    Event& event = log_.emplace_back();
    event.id = id;
    event.number = ++at.number;
    event.at = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    event.actor = by.key;
    event.type = type;
    event.content = std::move(content);
    if constexpr (hashed) {
      std::string numbers = std::to_string(id);
      for (const std::int64_t number : {event.number, event.number, event.at, event.actor})
        numbers.append("\n").append(std::to_string(number));
      event.digest = at.head = digest_of(at.head, numbers, event.type, event.content);
      head_ = digest_of(head_, event.digest);
    }
  }

  std::vector<Case> cases_;
  std::vector<Event> log_;
  Digest head_{};
};

template <bool hashed>
void by_hand(benchmark::State& state) {
  using Hand = ByHand<hashed>;
  using Activity = typename Hand::Activity;
  if (sodium_init() < 0) std::abort();
  const typename Hand::Person ann{1, Hand::kAgent};
  const typename Hand::Person ben{2, Hand::kAgent};
  const typename Hand::Person lea{3, Hand::kLead};
  Hand hand;
  while (state.KeepRunning()) {
    const std::size_t id = hand.start(ann);
    const bool done = hand.perform(id, Activity::assess, ann, 500) && hand.perform(id, Activity::approve, lea) &&
                      hand.perform(id, Activity::build, ann) && hand.perform(id, Activity::test, ben) &&
                      hand.perform(id, Activity::close, lea);
    if (!done) std::abort();
  }
  state.SetItemsProcessed(state.iterations() * request::kCommands);
}
BENCHMARK_TEMPLATE(by_hand, true)->Name("by_hand");
BENCHMARK_TEMPLATE(by_hand, false)->Name("by_hand_without_hashing");

// -- on disk --

void on_sqlite(benchmark::State& state, flow::SqliteStore::Durability durability) {
  static std::unique_ptr<Folder> folder;
  static std::unique_ptr<flow::SqliteStore> store;
  if (state.thread_index() == 0) {
    folder = std::make_unique<Folder>();
    store = std::make_unique<flow::SqliteStore>(folder->file(), flow::SqliteStore::Options{.durability = durability});
  }
  std::unique_ptr<flow::Engine> engine;
  while (state.KeepRunning()) {
    // The other threads may only look at the store once the first has made it: the loop begins after a barrier.
    if (!engine) engine = std::make_unique<flow::Engine>(request::library(), *store, request::people());
    request::play_case(*engine);
  }
  state.SetItemsProcessed(state.iterations() * request::kCommands);
  if (state.thread_index() == 0) {
    engine.reset();
    store.reset();
    folder.reset();
  }
}
BENCHMARK_CAPTURE(on_sqlite, normal, flow::SqliteStore::Durability::normal)->UseRealTime();
BENCHMARK_CAPTURE(on_sqlite, full, flow::SqliteStore::Durability::full)->UseRealTime();
BENCHMARK_CAPTURE(on_sqlite, group, flow::SqliteStore::Durability::group)->UseRealTime()->Threads(1)->Threads(8);

}  // namespace
