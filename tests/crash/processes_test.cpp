// Several processes on one file, killed at random: nothing that was acknowledged is lost, nothing is done twice.

#include "catch.hpp"
#include "places.hpp"
#include "shell.hpp"
#include "temp_folder.hpp"

#include <itsmflow/itsmflow.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace itsmflow;

namespace {

/// `tally`: an update that is lost leaves the count behind the events. `parcel`: each is brought to its end by a service and a time.
constexpr const char* kTally = R"(
itsmflow: 1
process: tally
version: 1.0.0
case: tally
roles: {worker: Worker}
objects:
  tally: {states: [open, closed], final: [closed], fields: {count: {type: int, default: 0}}}
start: {role: worker}
activities:
  add: {role: worker, needs: {tally: open}, sets: {tally.count: tally.count + 1}}
  close: {role: worker, moves: {tally: open -> closed}}
)";
constexpr const char* kParcel = R"(
itsmflow: 1
process: parcel
version: 1.0.0
case: parcel
roles: {worker: Worker}
objects:
  parcel: {states: [new, sent, arrived], final: [arrived], fields: {label: string}}
start: {role: worker}
activities:
  send: {service: carrier, results: {booked: {moves: {parcel: new -> sent}, requires: [parcel.label]}, failed: {moves: {parcel: new -> sent}}}}
  receive: {role: worker, results: {seen: {moves: {parcel: sent -> arrived}}, assumed: {after: 1 second, moves: {parcel: sent -> arrived}}}}
)";

constexpr int kWorkers = 4;
constexpr int kTallies = 3;

const Directory kPeople{{"wim", {"worker"}}};

Library models() {
  return Library({load_model(kTally, "tally.yaml").value_or_throw(), load_model(kParcel, "parcel.yaml").value_or_throw()}, {});
}

/// What a process was told is done, or what its handler was asked to do.
struct Note {
  enum class What : std::int64_t { added, started, called } what{};
  std::int64_t case_id = 0;
  std::int64_t revision = 0;
};

/// Whole notes of several processes, that survive each of them.
class Notes {
 public:
  explicit Notes(const std::string& path) : path_(path) {}

  void add(const Note& note) const {
    const int file = open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (file < 0 || ::write(file, &note, sizeof note) != sizeof note) _exit(4);
    close(file);
  }

  std::vector<Note> all() const {
    std::vector<Note> notes;
    std::ifstream file(path_, std::ios::binary);
    for (Note note; file.read(reinterpret_cast<char*>(&note), sizeof note);) notes.push_back(note);
    return notes;
  }

 private:
  std::string path_;
};

void add_carrier(Engine& engine, const Notes* notes) {
  engine.on_service("carrier", [notes](const ServiceCall& call) -> std::optional<ServiceReply> {
    if (notes) notes->add({Note::What::called, call.case_id.value, call.attempt});
    return ServiceReply{"booked", {{"parcel.label", call.key}}};
  });
}

EngineOptions options() {
  EngineOptions chosen;
  chosen.lease = Duration{1, 0};  // what a killed process had in hand goes to another soon
  return chosen;
}

/// Works until it is killed.
[[noreturn]] void work(const std::string& path, const Notes& notes, unsigned seed) {
  using Durability = SqliteStore::Durability;
  std::mt19937 random(seed);
  const std::array durabilities{Durability::full, Durability::group, Durability::normal};
  SqliteStore store(path, {.durability = durabilities[random() % durabilities.size()], .busy_timeout_ms = 60'000});
  Engine engine(models(), store, kPeople, options());
  add_carrier(engine, &notes);
  for (;;) {
    const auto what = random() % 10;
    if (what < 6) {
      const CaseId id{1 + static_cast<std::int64_t>(random() % kTallies)};
      const Step step = engine.perform(id, "add", "wim");
      if (!step) _exit(3);
      notes.add({Note::What::added, id.value, step.revision()});
    } else if (what < 8) {
      const Step step = engine.start("parcel", "wim");
      if (!step) _exit(3);
      notes.add({Note::What::started, step.case_id().value, step.revision()});
    } else {
      engine.due();
    }
  }
}

pid_t begin_worker(const std::string& path, const Notes& notes, unsigned seed) {
  const pid_t child = fork();
  if (child != 0) return child;
  try {
    work(path, notes, seed);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "worker: %s\n", error.what());
    _exit(2);
  }
}

/// A minute when it is asked for; every run of the tests has a few seconds.
std::chrono::seconds duration() {
  const char* text = std::getenv("ITSMFLOW_KILLS_SECONDS");
  return std::chrono::seconds(text ? std::atoi(text) : 4);
}

}  // namespace

TEST_CASE("processes that work on one file beside the command line, and are killed at random, lose nothing and do nothing twice") {
  const TempFolder folder;
  const std::string path = folder.file("cases.db");
  const Notes notes(folder.file("notes"));
  std::ofstream(folder.file("tally.yaml")) << kTally;
  std::ofstream(folder.file("people.yaml")) << "people: {wim: [worker]}\n";
  {
    SqliteStore store(path);
    Engine engine(models(), store, kPeople);
    for (int i = 0; i < kTallies; ++i) REQUIRE(engine.start("tally", "wim"));
  }

  std::mt19937 random(20140304);
  unsigned seed = 1;
  std::vector<pid_t> workers;
  for (int i = 0; i < kWorkers; ++i) workers.push_back(begin_worker(path, notes, seed++));
  int killed = 0;
  int by_cli = 0;
  const auto until = std::chrono::steady_clock::now() + duration();
  while (std::chrono::steady_clock::now() < until) {
    const shell::Run run =
        shell::run("'" + places::program() + "' do '" + path + "' " + std::to_string(1 + random() % kTallies) +
                   " add --as wim --models '" + folder.file("tally.yaml") + "' --people '" + folder.file("people.yaml") + "'");
    INFO(run.output);
    const bool waited_too_long = run.output.find("the limit for waiting") != std::string::npos;  // nothing was done then
    REQUIRE((run.exit_code == 0 || waited_too_long));
    if (run.exit_code == 0) ++by_cli;
    usleep(static_cast<useconds_t>(random() % 50'000));
    pid_t& worker = workers[random() % kWorkers];
    REQUIRE(kill(worker, SIGKILL) == 0);
    int status = 0;
    REQUIRE(waitpid(worker, &status, 0) == worker);
    REQUIRE(WIFSIGNALED(status));  // until then it had no trouble
    ++killed;
    worker = begin_worker(path, notes, seed++);
  }
  for (const pid_t worker : workers) {
    kill(worker, SIGKILL);
    waitpid(worker, nullptr, 0);
  }

  SqliteStore store(path);
  Engine engine(models(), store, kPeople, options());
  add_carrier(engine, nullptr);
  const auto later = [](std::int64_t seconds) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    return Timestamp{now.count() + seconds, 0};
  };
  engine.due(later(10));  // what was leased when its process was killed
  engine.due(later(20));  // and what came of that
  CHECK(engine.verify_log().problems == std::vector<std::string>{});

  std::map<std::int64_t, std::int64_t> highest;
  std::map<std::int64_t, std::int64_t> added;
  std::set<std::int64_t> parcels;
  for (const Note& note : notes.all()) {
    highest[note.case_id] = std::max(highest[note.case_id], note.what == Note::What::called ? 0 : note.revision);
    if (note.what == Note::What::added) ++added[note.case_id];
    if (note.what == Note::What::started) parcels.insert(note.case_id);
    if (note.what == Note::What::called) CHECK(note.revision == 1);  // a call that is made again is the same call
  }
  CaseFilter all;
  all.limit = 1'000'000;
  std::int64_t counted = 0;
  for (const CaseView& view : engine.cases(all)) {
    INFO("case " << view.id.value);
    CHECK(view.revision >= highest[view.id.value]);
    parcels.erase(view.id.value);
    std::map<std::pair<std::string, std::string>, int> done;
    for (const Event& event : engine.events(view.id))
      if (event.type == EventType::done) ++done[{event.activity, event.result}];
    if (view.process == "tally") {
      const int events = done[{"add", ""}];
      CHECK(events >= added[view.id.value]);
      CHECK(view.data == Data{{"tally.count", events}});
      counted += events;
    } else {
      CHECK(view.status == CaseStatus::over);
      CHECK(done == std::map<std::pair<std::string, std::string>, int>{{{"send", "booked"}, 1}, {{"receive", "assumed"}, 1}});
    }
  }
  CHECK(parcels.empty());
  CHECK(counted >= by_cli);
  CHECK(killed > 0);
}
