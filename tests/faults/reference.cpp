#include "faults/reference.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "store/forwarding_store.hpp"

using namespace itsmflow;

namespace {

constexpr std::size_t kAll = 1'000'000;
const Timestamp kEndOfTime{std::numeric_limits<std::int32_t>::max(), 0};

std::string line_of(const Event& event) {
  std::string line = to_string(event.case_id) + "/" + std::to_string(event.number) + "/" + std::to_string(event.step) + " " +
                     std::string(to_string(event.type));
  for (const std::string& part : {event.actor, event.role, event.activity, event.result, event.item, event.answer, event.message,
                                  event.person, event.note, event.motive, event.outcome})
    line += "|" + part;
  line += "|" + to_string(event.other) + "|" + std::to_string(event.deviation);
  for (const auto& [path, value] : event.data) line += "|" + path + "=" + to_string(value);
  return line;
}

std::string work_of(Store& store) {
  const auto transaction = store.begin(Store::Access::read);
  std::string work;
  for (const CaseRecord& record : transaction->cases({{}, {}, CaseId{0}, kAll})) {
    work += "case " + to_string(record.id) + " " + std::to_string(static_cast<int>(record.status)) + " " +
            std::to_string(record.revision) + " " + record.snapshot + "\n";
    for (const OfferRow& row : transaction->offers_of(record.id))
      work += "  offer " + row.activity + " " + row.item + " " + row.role + " " + std::to_string(row.holder.value_or(0)) + "\n";
  }
  for (const TimerRow& row : transaction->due_timers(kEndOfTime, kAll))
    work += "timer " + to_string(row.case_id) + " " + row.name + " " + to_string(row.due) + "\n";
  for (const OutboxRow& row : transaction->outbox("", kAll))
    work += "outbox " + to_string(row.case_id) + " " + row.key + " " + row.kind + " " + row.body + "\n";
  return work;
}

std::vector<std::string> log_of(Store& store) {
  const Engine engine(fault_models(), store, fault_people());
  std::vector<Event> events;
  for (const CaseView& view : engine.cases({.limit = kAll})) {
    std::vector<Event> of_case = engine.events(view.id);
    std::move(of_case.begin(), of_case.end(), std::back_inserter(events));
  }
  std::sort(events.begin(), events.end(), [](const Event& left, const Event& right) { return left.position < right.position; });
  std::vector<std::string> log;
  for (const Event& event : events) log.push_back(line_of(event));
  return log;
}

/// Tells after each commit what there is.
class WatchedStore final : public Store {
 public:
  WatchedStore(Store& inner, std::map<std::size_t, std::set<std::string>>& works) : inner_(inner), works_(works) {}

  std::unique_ptr<Transaction> begin(Access access) override {
    return std::make_unique<Watched>(*this, inner_.begin(access), access);
  }

 private:
  class Watched final : public ForwardingTransaction {
   public:
    Watched(WatchedStore& store, std::unique_ptr<Transaction> inner, Access access)
        : ForwardingTransaction(std::move(inner)), store_(store), access_(access) {}

    void commit() override {
      ForwardingTransaction::commit();
      if (access_ == Access::write) store_.look();
    }

   private:
    WatchedStore& store_;
    Access access_;
  };

  void look() {
    const std::size_t events = inner_.begin(Access::read)->events_after(0, kAll).size();
    works_[events].insert(work_of(inner_));
  }

  Store& inner_;
  std::map<std::size_t, std::set<std::string>>& works_;
};

void compare(const std::map<std::string, std::vector<std::string>>& seen,
             const std::map<std::string, std::vector<std::string>>& expected, std::size_t& repeats,
             std::vector<std::string>& problems) {
  for (const auto& [key, words] : expected) {
    const auto found = seen.find(key);
    if (found == seen.end()) {
      problems.push_back("what has the key " + key + " was never told or called: " + words.front());
      continue;
    }
    for (const std::string& one : found->second)
      if (one != words.front()) problems.push_back("the key " + key + " says '" + one + "', not '" + words.front() + "'");
    repeats += found->second.size() - std::min(words.size(), found->second.size());
  }
  for (const auto& [key, words] : seen)
    if (!expected.contains(key))
      problems.push_back("something of the unknown key " + key + " was told or called: " + words.front());
}

}  // namespace

Picture picture_of(Store& store) {
  return {log_of(store), work_of(store)};
}

Reference::Reference(std::uint64_t seed, Length length) : actions(course(seed, length)) {
  MemoryStore memory;
  works[0].insert("");
  Program program(world, {[&] { return std::make_unique<WatchedStore>(memory, works); }});
  for (const Action& action : actions) {
    program.clock().set(action.at);
    action.run(program);
    log_after.push_back(memory.begin(Store::Access::read)->events_after(0, kAll).size());
  }
  end = picture_of(memory);
}

std::vector<std::string> Reference::compare(const Picture& picture, std::size_t least, std::size_t most) const {
  const std::size_t size = picture.log.size();
  std::vector<std::string> problems;
  if (size < least)
    problems.push_back(std::to_string(least) + " events were acknowledged, and " + std::to_string(size) + " are there");
  if (size > most)
    problems.push_back("there are " + std::to_string(size) + " events where at most " + std::to_string(most) + " were written");
  for (std::size_t i = 0; i < std::min(size, end.log.size()); ++i) {
    if (picture.log[i] == end.log[i]) continue;
    problems.push_back("event " + std::to_string(i + 1) + " is '" + picture.log[i] + "', not '" + end.log[i] + "'");
    break;
  }
  const auto whole = works.find(size);
  if (whole == works.end())
    problems.push_back("half of a step is there: no commit ends with event " + std::to_string(size));
  else if (!whole->second.contains(picture.work))
    problems.push_back("after " + std::to_string(size) + " events there is\n" + picture.work + "and not\n" +
                       *whole->second.rbegin());
  return problems;
}

std::size_t Reference::resume(std::size_t events) const {
  std::size_t action = 0;
  while (action < actions.size() && log_after[action] < events) ++action;
  return action;
}

std::vector<std::string> compare(const World& seen, const World& expected, std::size_t repeats) {
  std::vector<std::string> problems;
  std::size_t repeated = 0;
  compare(seen.told, expected.told, repeated, problems);
  compare(seen.called, expected.called, repeated, problems);
  if (repeated > repeats)
    problems.push_back(std::to_string(repeated) + " things were done again, where " + std::to_string(repeats) + " may be");
  return problems;
}
