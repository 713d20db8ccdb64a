#include "verify/unfold.hpp"
#include "../catch.hpp"
#include "net/net.hpp"
#include "places.hpp"
#include "verify/state_space.hpp"

#include <itsmflow/model.hpp>

using namespace itsmflow;

namespace {

constexpr std::size_t kMost = 100'000;

struct Proof {
  UnfoldedNet unfolded;
  StateSpace space;

  explicit Proof(const std::shared_ptr<const Model>& model)
      : unfolded(unfold(*compile(model))), space(unfolded.net, StateSpace::Look::stubborn, kMost) {}

  std::vector<std::uint32_t> hopeless() const {
    return space.hopeless([this](Marking marking) { return marking.test(unfolded.over); });
  }
  /// "triage.later" …: the activities on a shortest way to a marking, with what was given on it.
  std::vector<std::string> way_to(const Model& model, std::uint32_t state) const {
    std::vector<std::string> words;
    for (const std::uint32_t t : space.way_to(state)) {
      const UnfoldedStep& step = unfolded.steps[t];
      std::string given;
      for (const auto& [v, value] : step.given) given += " " + to_string((*unfolded.variables)[v].values[value]);
      if (step.kind == UnfoldedStep::Kind::choice) words.back() += given;
      if (step.kind != UnfoldedStep::Kind::activity) continue;
      const Activity& activity = model.activities[step.activity];
      const std::string& result = activity.results[step.result].id;
      words.push_back(activity.id + (result.empty() ? "" : "." + result) + given);
    }
    return words;
  }
};

std::shared_ptr<const Model> model(const std::string& text) {
  return load_model("itsmflow: 1\nprocess: p\nversion: 1.0.0\nroles: {r: {}}\n" + text).value_or_throw();
}

}  // namespace

TEST_CASE("from wherever a case of a shipped model comes to, it can be completed") {
  const std::string folder = GENERATE("itil", "municipality");
  const Library library = load_library(places::source() + "/models/" + folder).value_or_throw();
  for (const auto& shipped : library.models()) {
    INFO(shipped->process);
    const Proof proof(shipped);
    CHECK(proof.unfolded.left_out.empty());
    CHECK(proof.space.is_complete());
    CHECK_FALSE(proof.space.contact());
    CHECK_FALSE(proof.space.circle());
    CHECK(proof.hopeless().empty());
  }
}

TEST_CASE("a risk that nobody thought of is found with the data that lead there") {
  const auto change = model(R"(
objects:
  rfc: {states: [open, closed], final: [closed], fields: {risk: {type: enum, values: [low, medium, high]}}}
case: rfc
activities:
  assess: {role: r, requires: [rfc.risk]}
  cab: {role: r}
  make: {role: r, moves: {rfc: open -> closed}}
transitions:
  - start -> assess
  - assess -> cab if rfc.risk == "high"
  - assess -> make if rfc.risk == "low"
  - cab -> make
  - make -> end
)");
  const Proof proof(change);
  const std::vector<std::uint32_t> hopeless = proof.hopeless();
  REQUIRE_FALSE(hopeless.empty());
  CHECK(proof.way_to(*change, hopeless.front()) == std::vector<std::string>{"assess \"medium\""});
}

TEST_CASE("a value that is computed counts like one that is given") {
  const std::string text = R"(
objects:
  rfc: {states: [open, closed], final: [closed], fields: {tries: {type: int, default: 0}}}
case: rfc
activities:
  try_it: {role: r, sets: {rfc.tries: "rfc.tries == 0 ? 1 : 3"}, when: rfc.tries < 3}
  finish: {role: r, moves: {rfc: open -> closed}, when: rfc.tries >= WANTED}
)";
  const auto with = [&](const std::string& wanted) {
    std::string changed = text;
    changed.replace(changed.find("WANTED"), 6, wanted);
    const Proof proof(model(changed));
    CHECK(proof.unfolded.left_out.empty());
    return proof.hopeless().empty();
  };
  CHECK(with("3"));
  CHECK_FALSE(with("4"));
}

TEST_CASE("what happens by itself happens before anybody can do something else") {
  // Were it not so, the note could be taken back before the engine reads it, and the case would be stuck.
  const auto fast = model(R"(
objects:
  rfc: {states: [open, closed], final: [closed], fields: {note: bool}}
case: rfc
activities:
  write: {role: r, sets: {rfc.note: "true"}}
  take_back: {role: r, sets: {rfc.note: "false"}, needs: {rfc: open}}
  close: {by: engine, moves: {rfc: open -> closed}}
transitions:
  - start -> write
  - write -> close if rfc.note
  - close -> end
)");
  CHECK(Proof(fast).hopeless().empty());
}

TEST_CASE("a model that its net can't show wholly is told so before the net is made") {
  const std::string objects = "objects: {rfc: {states: [open, closed], final: [closed], fields: {note: string}}}\ncase: rfc\n";
  const auto unfolded = [&](const std::string& activities) { return unfold(*compile(model(objects + activities))); };
  const UnfoldedNet with_service =
      unfolded("activities:\n  ask: {service: register, moves: {rfc: open -> closed}, results: {done: {}, failed: {}}}\n");
  CHECK(with_service.left_out == std::vector<std::string>{"what services do"});
  CHECK(with_service.net.places == 0);
  const UnfoldedNet by_length =
      unfolded("activities:\n  close: {role: r, asks: [rfc.note], moves: {rfc: open -> closed}, when: size(rfc.note) < 3}\n");
  CHECK(by_length.left_out == std::vector<std::string>{"what the guard `size(rfc.note) < 3` reads"});
  CHECK(by_length.net.places == 0);
}
