// What the transcripts of all scenarios have in them. Whether other languages do the same is compared by programs in those.

#include <itsmflow/event.hpp>
#include <itsmflow/obstacle.hpp>

#include <string>
#include <vector>

#include "catch.hpp"
#include "places.hpp"
#include "scenario_files.hpp"
#include "transcript.hpp"

using namespace itsmflow;
using bindings::ScenarioFile;
using bindings::Transcript;

namespace {

const std::vector<Transcript>& transcripts() {
  static const std::vector<Transcript> all = [] {
    bindings::Writer writer(places::source());
    std::vector<Transcript> written;
    for (const ScenarioFile& file : bindings::scenario_files(places::source())) written.push_back(writer.write(file));
    return written;
  }();
  return all;
}

std::set<std::string> in_all(std::set<std::string> Transcript::*member) {
  std::set<std::string> found;
  for (const Transcript& transcript : transcripts()) found.insert((transcript.*member).begin(), (transcript.*member).end());
  return found;
}

/// The names of an enumeration whose values are counted from 0.
template <class Enum>
std::set<std::string> names_up_to(Enum last) {
  std::set<std::string> names;
  for (int value = 0; value <= static_cast<int>(last); ++value) names.emplace(to_string(static_cast<Enum>(value)));
  return names;
}

}  // namespace

TEST_CASE("a scenario that is played again makes the same transcript, to the byte") {
  bindings::Writer writer(places::source());
  const std::vector<ScenarioFile> files = bindings::scenario_files(places::source());
  REQUIRE(files.size() == transcripts().size());
  REQUIRE(files.size() >= 100);
  for (std::size_t i = 0; i < files.size(); ++i) {
    INFO(files[i].path);
    CHECK(writer.write(files[i]).text == transcripts()[i].text);
  }
}

TEST_CASE("the scenarios together make every call that a case can be changed by") {
  const std::set<std::string> wanted{"start",  "perform",  "begin", "end",      "claim",   "hand_over",  "suspend",
                                     "resume", "withdraw", "set",   "cancel",   "confirm", "disapprove", "judge",
                                     "send",   "answer",   "due",   "next_due", "deliver", "events",     "verify_log"};
  CHECK(in_all(&Transcript::calls) == wanted);
}

TEST_CASE("the scenarios together meet every type of event, and every kind of obstacle that needs no second caller") {
  CHECK(in_all(&Transcript::events) == names_up_to(EventType::cancelled));
  std::set<std::string> wanted = names_up_to(Obstacle::Kind::would_strand);
  wanted.erase("conflict");  // the case has moved on since the caller looked
  CHECK(in_all(&Transcript::obstacles) == wanted);
}

TEST_CASE("a scenario that doesn't pass is not written down") {
  bindings::Writer writer(places::source());
  const ScenarioFile file{"tests/scenario/failing/refused.yaml", {"tests/scenario/door.yaml"}};
  CHECK_THROWS_WITH(writer.write(file), Catch::Contains("refused.yaml doesn't pass"));
}

TEST_CASE("a file is called after the whole path of its scenario") {
  CHECK(bindings::file_name("models/itil/scenarios/call-back.yaml") == "models-itil-scenarios-call-back.jsonl");
}
