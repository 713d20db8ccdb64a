// EngineOptions::authorize: every function of Engine that reads or writes cases asks it first.

#include "bench.hpp"
#include "places.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace itsmflow;

namespace {

/// Notes whether anybody reads or writes.
class NotedStore final : public Store {
 public:
  std::unique_ptr<Transaction> begin(Access access) override {
    ++begun;
    return inner_.begin(access);
  }
  int begun = 0;

 private:
  MemoryStore inner_;
};

class NotedDirectory final : public Directory {
 public:
  std::optional<std::vector<std::string>> roles_of(std::string_view person) const override {
    ++asked;
    return person == "anna" ? std::optional(std::vector<std::string>{"colleague"}) : std::nullopt;
  }
  mutable int asked = 0;
};

/// One for each public function of Engine that touches cases, and what it must tell of itself.
struct Entry {
  AccessRequest access;
  std::function<void(Engine&)> call;
};

const CaseId kCase{1};

std::vector<Entry> entries() {
  using E = EntryPoint;
  return {
      {{.entry = E::start, .actor = "anna", .process = "errand"}, [](Engine& e) { e.start("errand", "anna"); }},
      {{E::perform, "anna", kCase}, [](Engine& e) { e.perform(kCase, "run", "anna"); }},
      {{E::begin, "anna", kCase}, [](Engine& e) { e.begin(kCase, "run", "anna"); }},
      {{E::end, "anna", kCase}, [](Engine& e) { e.end(kCase, "run", "anna"); }},
      {{E::claim, "anna", kCase}, [](Engine& e) { e.claim(kCase, "run", "anna"); }},
      {{E::hand_over, "anna", kCase}, [](Engine& e) { e.hand_over(kCase, "run", "anna", "bo"); }},
      {{E::suspend, "anna", kCase}, [](Engine& e) { e.suspend(kCase, "run", "anna", "\xff"); }},
      {{E::resume, "anna", kCase}, [](Engine& e) { e.resume(kCase, "run", "anna"); }},
      {{E::withdraw, "anna", kCase}, [](Engine& e) { e.withdraw(kCase, "run", "anna"); }},
      {{E::set, "anna", kCase}, [](Engine& e) { e.set(kCase, "run", "anna", {}); }},
      {{E::cancel, "anna", kCase}, [](Engine& e) { e.cancel(kCase, "anna", ""); }},
      {{E::confirm, "anna", kCase}, [](Engine& e) { e.confirm(kCase, 1, "anna"); }},
      {{E::disapprove, "anna", kCase}, [](Engine& e) { e.disapprove(kCase, 1, "anna"); }},
      {{E::judge, "anna", kCase}, [](Engine& e) { e.judge(kCase, "undecided", "anna"); }},
      {{E::offers_for, "anna"}, [](Engine& e) { e.offers_for("anna"); }},
      {{E::offers_for, "anna", kCase}, [](Engine& e) { e.offers_for("anna", kCase); }},
      {{E::verdicts_for, "anna"}, [](Engine& e) { e.verdicts_for("anna"); }},
      {{E::explain, "anna", kCase}, [](Engine& e) { e.explain(kCase, "run", "anna"); }},
      {{.entry = E::show, .case_id = kCase}, [](Engine& e) { e.show(kCase); }},
      {{.entry = E::cases, .process = "errand"}, [](Engine& e) { e.cases({.process = "errand"}); }},
      {{.entry = E::model_of, .case_id = kCase}, [](Engine& e) { e.model_of(kCase); }},
      {{.entry = E::events, .case_id = kCase}, [](Engine& e) { e.events(kCase); }},
      {{.entry = E::send, .case_id = kCase}, [](Engine& e) { e.send(kCase, "news"); }},
      {{.entry = E::send}, [](Engine& e) { e.send("news"); }},
      {{.entry = E::answer, .case_id = kCase}, [](Engine& e) { e.answer(kCase, "run", {}); }},
      {{.entry = E::due}, [](Engine& e) { e.due(); }},
      {{.entry = E::next_due}, [](Engine& e) { e.next_due(); }},
      {{.entry = E::deliver}, [](Engine& e) { e.deliver([](const Notification&) {}); }},
      {{E::erase_person, "anna"}, [](Engine& e) { e.erase_person("anna"); }},
      {{.entry = E::verify_log}, [](Engine& e) { e.verify_log(); }},
      {{.entry = E::rebuild}, [](Engine& e) { e.rebuild(); }},
  };
}

/// Touch no case, so that nothing is asked.
const std::vector<std::string> kNotAsked{"library", "on_service"};

Library errands() {
  auto model = load_model(
                   "itsmflow: 1\nprocess: errand\nversion: 1.0.0\nroles: {colleague: Colleague}\nstart: {role: colleague}\n"
                   "activities:\n  run: {role: colleague}\ntransitions: [start -> run, run -> end]\n")
                   .value_or_throw();
  return Library({model}, load_library(std::vector<std::string>{}).value_or_throw().reader());
}

struct Called {
  NotedStore store;
  NotedDirectory directory;
  std::vector<std::string> asked;

  Engine engine(std::function<bool(const AccessRequest&)> answer) {
    return Engine(errands(), store, directory, {.authorize = [this, answer = std::move(answer)](const AccessRequest& access) {
                    asked.push_back(words(access));
                    return answer(access);
                  }});
  }

  static std::string words(const AccessRequest& access) {
    return std::string(to_string(access.entry)) + " " + std::string(access.actor) + " " + to_string(access.case_id) + " " +
           std::string(access.process);
  }
};

/// The names of the public functions of class Engine, as its header has them; one of two functions is there twice.
std::vector<std::string> public_functions() {
  std::ifstream file(places::source() + "/include/itsmflow/engine.hpp");
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string without_comments = std::regex_replace(text, std::regex("//[^\n]*"), "");
  const std::size_t begin = without_comments.find("class ITSMFLOW_EXPORT Engine {");
  REQUIRE(begin != std::string::npos);
  const std::size_t end = without_comments.find(" private:", begin);
  REQUIRE(end != std::string::npos);
  std::vector<std::string> names;
  std::string declaration;
  const std::string body = without_comments.substr(begin + 30, end - begin - 30);
  for (const char c : body) {
    if (c != ';') {
      declaration += c;
      continue;
    }
    std::smatch found;
    REQUIRE(std::regex_search(declaration, found, std::regex(R"(([~\w=]+)\s*\()")));
    const std::string name = found[1];
    if (name != "Engine" && name != "~Engine" && name != "operator=" && name != "=") names.push_back(name);
    declaration.clear();
  }
  return names;
}

}  // namespace

TEST_CASE("every public function of the engine is in the table of those that ask, or touches no case") {
  std::vector<std::string> known = kNotAsked;
  for (const Entry& row : entries()) known.emplace_back(to_string(row.access.entry));
  std::vector<std::string> declared = public_functions();
  std::sort(known.begin(), known.end());
  std::sort(declared.begin(), declared.end());
  CHECK(declared == known);

  for (int entry = 0; !to_string(static_cast<EntryPoint>(entry)).empty(); ++entry) {
    const std::string name(to_string(static_cast<EntryPoint>(entry)));
    INFO(name);
    CHECK(std::find(known.begin(), known.end(), name) != known.end());
  }
}

TEST_CASE("what the program refuses is refused before anything is read, whatever else is wrong with the call") {
  for (const Entry& row : entries()) {
    INFO(Called::words(row.access));
    Called called;
    Engine engine = called.engine([](const AccessRequest&) { return false; });
    try {
      row.call(engine);
      FAIL("it was let through");
    } catch (const NotAuthorized& refused) {
      CHECK(refused.entry() == row.access.entry);
      CHECK(refused.case_id() == row.access.case_id);
      CHECK(std::string(refused.what()).find("'" + std::string(to_string(row.access.entry)) + "'") == 0);
    }
    CHECK(called.asked == std::vector{Called::words(row.access)});
    CHECK(called.store.begun == 0);
    CHECK(called.directory.asked == 0);
  }
}

TEST_CASE("what the program lets through is asked about once, with who acts and where") {
  for (const Entry& row : entries()) {
    Called called;
    Engine engine = called.engine([](const AccessRequest&) { return true; });
    try {
      row.call(engine);
    } catch (const Error& error) {  // there is no case 1: the call goes on as without the question
      CHECK(dynamic_cast<const NotAuthorized*>(&error) == nullptr);
    }
    CHECK(called.asked == std::vector{Called::words(row.access)});
  }
}

TEST_CASE("a question that fails is a refusal, and says why") {
  for (const Entry& row : entries()) {
    Called called;
    Engine throwing = called.engine([](const AccessRequest&) -> bool { throw std::runtime_error("the session is over"); });
    CHECK_THROWS_AS(row.call(throwing), NotAuthorized);
    CHECK_THROWS_WITH(row.call(throwing), Catch::Contains("the session is over"));
    Engine odd = called.engine([](const AccessRequest&) -> bool { throw 7; });
    CHECK_THROWS_AS(row.call(odd), NotAuthorized);
    CHECK(called.store.begun == 0);
  }
}

TEST_CASE("a refusal names the call, the case and the person") {
  Called called;
  Engine engine = called.engine([](const AccessRequest&) { return false; });
  CHECK_THROWS_WITH(engine.perform(kCase, "run", "anna"), "'perform' for case 1 as anna is not authorized");
  CHECK_THROWS_WITH(engine.start("errand", "anna"), "'start' for process 'errand' as anna is not authorized");
  CHECK_THROWS_WITH(engine.verify_log(), "'verify_log' is not authorized");
}

TEST_CASE("whoever asks the same engine while he is asked is refused, and another engine may be asked") {
  Called called;
  Engine* same = nullptr;
  Called elsewhere;
  Engine other = elsewhere.engine([&](const AccessRequest&) { return same->next_due(), true; });
  Engine engine = called.engine([&](const AccessRequest&) { return other.next_due(), true; });
  same = &engine;
  CHECK_THROWS_WITH(engine.show(kCase), Catch::Contains("must not call the engine that asks it"));
  CHECK(called.asked.size() == 1);
  CHECK(called.store.begun == 0);

  Called fine;
  Engine helper = fine.engine([](const AccessRequest&) { return true; });
  Engine asks = called.engine([&](const AccessRequest&) { return !helper.next_due(); });
  CHECK(asks.cases().empty());
}

TEST_CASE("a worklist is given whole or not at all") {
  Called called;
  bool may = true;
  Engine engine = called.engine([&](const AccessRequest& access) { return may || access.entry != EntryPoint::offers_for; });
  const CaseId first = engine.start("errand", "anna").case_id();
  engine.start("errand", "anna");
  CHECK(engine.offers_for("anna").size() == 2);
  may = false;
  CHECK_THROWS_AS(engine.offers_for("anna"), NotAuthorized);
  CHECK(engine.show(first).work.size() == 1);
}

TEST_CASE("several threads are asked about at once") {
  NotedDirectory directory;
  MemoryStore store;
  const Engine engine(errands(), store, directory,
                      {.authorize = [](const AccessRequest& access) { return access.case_id.value % 2 == 0; }});
  std::vector<int> refused(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < refused.size(); ++t)
    threads.emplace_back([&engine, &refused, t] {
      for (int round = 0; round < 100; ++round) try {
          engine.show(CaseId{static_cast<std::int64_t>(t)});
        } catch (const NotAuthorized&) {
          ++refused[t];
        } catch (const NotFound&) {
        }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(refused == std::vector<int>{0, 100, 0, 100});
}
