#include <itsmflow/memory_store.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <random>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using conformance::line;
using conformance::lines;

namespace {

/// Random steps, the same on both stores.
class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed) {}

  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
  bool chance(int in) { return below(in) == 0; }
  std::string name(const char* prefix, int of) { return prefix + std::to_string(below(of)); }

  StepRecord step(const CaseRecord& before, PersonKey people) {
    const CaseId id = before.id;
    StepRecord step = conformance::next_step(before, static_cast<std::size_t>(1 + below(3)));
    const auto somebody = [&]() -> std::optional<PersonKey> {
      if (people == 0 || chance(2)) return std::nullopt;
      return 1 + below(static_cast<int>(people));
    };
    for (EventRecord& event : step.events) event.actor = somebody();
    if (chance(3)) step.events.front().key = "key " + std::to_string(++keys_);
    const auto item = [&] { return chance(2) ? "" : name("item ", 2); };
    for (int i = below(4); i > 0; --i)
      step.offers_removed.push_back({id, name("activity ", 4), name("role ", 3), std::nullopt, item()});
    for (int i = below(4); i > 0; --i) {
      step.offers_set.push_back({id, name("activity ", 4), chance(4) ? "" : name("role ", 3), somebody(), item()});
    }
    for (int i = below(2); i > 0; --i) step.timers_removed.push_back(name("timer ", 3));
    for (int i = below(3); i > 0; --i)
      step.timers_set.push_back({id, name("timer ", 3), {conformance::kNoon + below(10), below(3) * 1'000}});
    if (chance(3)) {
      const char* const kind = chance(2) ? "notify" : "call";
      step.outbox.push_back({0, id, "tell " + std::to_string(++keys_), kind, "{}", {conformance::kNoon, 0}});
    }
    for (int i = below(3); i > 0; --i) step.outbox_removed.push_back("tell " + std::to_string(1 + below(keys_ + 1)));
    if (chance(8)) step.after.status = chance(2) ? CaseStatus::over : CaseStatus::cancelled;
    if (chance(20)) step.after.process = name("process ", 2);
    return step;
  }

 private:
  std::mt19937 random_;
  int keys_ = 0;
};

/// Everything one can ask for, in pages of a size.
std::vector<std::string> image(Store& store, std::size_t page) {
  const auto transaction = store.begin(Store::Access::read);
  std::vector<std::string> all;
  const auto add = [&](const std::vector<std::string>& part) { all.insert(all.end(), part.begin(), part.end()); };
  for (const auto& query :
       {CaseQuery{"", std::nullopt, CaseId{0}, page}, CaseQuery{"process 1", std::nullopt, CaseId{1}, page},
        CaseQuery{"minor-change", std::nullopt, CaseId{0}, page}, CaseQuery{"", CaseStatus::over, CaseId{0}, page},
        CaseQuery{"minor-change", CaseStatus::open, CaseId{2}, page}}) {
    for (const CaseRecord& record : transaction->cases(query)) {
      all.push_back(line(record));
      add(lines(transaction->offers_of(record.id)));
    }
  }
  const std::vector<std::vector<std::string>> roles = {
      {}, {"role 0"}, {"role 1", "role 0"}, {"role 2", "role 0", "role 1", "role 1"}};
  for (const auto& some : roles) {
    for (const std::optional<PersonKey> holder :
         {std::optional<PersonKey>(), std::optional<PersonKey>(1), std::optional<PersonKey>(3)}) {
      add(lines(transaction->offers({some, holder, CaseId{0}, page})));
      add(lines(transaction->offers({some, holder, CaseId{3}, 1'000})));
    }
  }
  add(lines(transaction->due_timers({conformance::kNoon + 5, 0}, page)));
  for (const char* const kind : {"", "notify", "call", "none"}) add(lines(transaction->outbox(kind, page)));
  for (const EventRecord& event : transaction->events_after(2, page)) all.push_back(line(event));
  const auto next = transaction->next_timer();
  all.push_back(next ? to_string(*next) : "no timer");
  CaseRecord with_head;
  with_head.head = transaction->head();
  all.push_back(line(with_head));
  return all;
}

}  // namespace

TEST_CASE("after any steps, kept or undone, the SQLite store and the memory store hold the same") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    const TempFolder folder;
    SqliteStore file(folder.file("service.db"), {.durability = SqliteStore::Durability::normal});
    MemoryStore memory;
    Walk walk(seed);
    PersonKey people = 0;
    std::size_t leases = 0;
    std::vector<CaseId> ids;
    for (int turn = 0; turn < 150; ++turn) {
      const auto in_file = file.begin(Store::Access::write);
      const auto in_memory = memory.begin(Store::Access::write);
      in_file->put_model(conformance::sample_model());
      in_memory->put_model(conformance::sample_model());
      PersonKey known = people;
      if (walk.chance(8)) {
        const std::string name = walk.name("person ", 6);
        const PersonKey key = in_file->intern_person(name);
        REQUIRE(in_memory->intern_person(name) == key);
        known = std::max(known, key);
      }
      std::vector<CaseId> started;
      for (int i = walk.below(3); i >= 0; --i) {
        if (ids.empty() || walk.chance(6)) {
          const CaseId id{static_cast<std::int64_t>(1 + 2 * (ids.size() + started.size())) + 1'000 * turn};
          const StepRecord step = conformance::first_step(id);
          REQUIRE(in_file->write(step) == in_memory->write(step));
          started.push_back(id);
          continue;
        }
        const CaseId id = ids[static_cast<std::size_t>(walk.below(static_cast<int>(ids.size())))];
        CaseRecord before = *in_memory->load(id);
        REQUIRE(line(before) == line(*in_file->load(id)));
        if (walk.chance(10)) before.revision += walk.chance(2) ? 1 : -1;
        const StepRecord step = walk.step(before, known);
        REQUIRE(in_file->write(step) == in_memory->write(step));
      }
      if (walk.chance(5)) {
        for (const OutboxRow& row : in_memory->outbox("", 2)) {
          in_file->remove_from_outbox(row.id);
          in_memory->remove_from_outbox(row.id);
        }
      }
      for (int i = walk.below(3); i > 0; --i) {
        const char* const kind = walk.chance(3) ? "" : walk.chance(2) ? "notify" : "call";
        const Timestamp now{conformance::kNoon + turn, 0};
        const Timestamp until{now.seconds + 1 + walk.below(30), 1'000 * walk.below(2)};
        const auto limit = static_cast<std::size_t>(walk.below(4));
        const auto leased = in_memory->lease_outbox(kind, now, until, limit);
        REQUIRE(lines(in_file->lease_outbox(kind, now, until, limit)) == lines(leased));
        leases += leased.size();
      }
      if (walk.chance(3)) {
        for (const OutboxRow& row : in_memory->outbox("", 4)) {
          const Timestamp until = walk.chance(3) ? Timestamp{conformance::kNoon, 0} : row.leased_until.value_or(Timestamp{0, 0});
          in_file->release_outbox(row.id, until);
          in_memory->release_outbox(row.id, until);
        }
      }
      if (walk.chance(4)) continue;  // undone
      in_file->commit();
      in_memory->commit();
      people = known;
      ids.insert(ids.end(), started.begin(), started.end());
    }
    for (const std::size_t page : {std::size_t{1}, std::size_t{3}, std::size_t{7}, std::size_t{10'000}}) {
      CHECK(image(file, page) == image(memory, page));
    }
    CHECK(image(file, 10'000).size() > 200);
    CHECK(leases > 20);
  }
}
