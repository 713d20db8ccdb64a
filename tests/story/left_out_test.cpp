#include <itsmflow/story.hpp>

#include "catch.hpp"
#include "story/bench.hpp"

using namespace itsmflow;
using namespace story_bench;

namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<std::int64_t>;

/// Mended without the proof, which is deviation 1 and event 3.
Log without_proof() {
  Log log;
  log.start(at(9));
  log.done(at(9, 20), "bob", "prepare", "worker");
  log.deviated(at(10), DeviationKind::missing_data, "bob", "make");
  log.with_last(EventType::done, "bob", "make").role = "worker";
  return log;
}

/// What stands out, without the lines of the deviations themselves.
std::vector<StoryWarning> left_out_of(const Model& model, const Log& log) {
  std::vector<StoryWarning> found;
  for (StoryWarning& warning : tell_story(model, log.events, view_of(log, CaseStatus::open)).warnings) {
    if (warning.text.find(", which nobody has given since.") != std::string::npos) found.push_back(std::move(warning));
  }
  return found;
}

}  // namespace

TEST_CASE("data that was required and never given stands out, after the deviation that left it out") {
  const Log log = without_proof();
  CHECK(texts(tell_story(repair(), log.events, view_of(log, CaseStatus::open)).warnings) ==
        Texts{"bob went on with 'Mend it' (make) without data that it requires (deviation 1).",
              "'Mend it' (make) was done without Proof (job.proof), which nobody has given since."});
  CHECK(left_out_of(repair(), log)[0].events == Numbers{3});
}

TEST_CASE("data that was there before, or was given later, was not left out") {
  Log later = without_proof();
  later.add(EventType::set, at(11), "bob", "make").data["job.proof"] = Value("proof.pdf");
  CHECK(left_out_of(repair(), later).empty());

  Log before = without_proof();
  before.events[1].data["job.proof"] = Value("proof.pdf");
  CHECK(left_out_of(repair(), before).empty());

  Log emptied = without_proof();
  emptied.events[0].data["job.proof"] = Value("proof.pdf");
  emptied.events[1].data["job.proof"] = Value();
  CHECK(left_out_of(repair(), emptied).size() == 1);
}

TEST_CASE("data that is left out again at the same activity stands out once, with both deviations") {
  Log log = without_proof();
  log.deviated(at(11), DeviationKind::missing_data, "bob", "make");

  const auto warnings = left_out_of(repair(), log);

  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].text == "'Mend it' (make) was done without Proof (job.proof), which nobody has given since.");
  CHECK(warnings[0].events == Numbers{3, 5});
}

TEST_CASE("data of what was passed over, of a result, of a part and of one element is found where it was left out") {
  const Model model = *load_model(R"(itsmflow: 1
process: survey
version: 1.0.0
case: site
roles: {clerk: {}}
objects:
  site:
    states: [new, seen, done]
    final: [done]
    fields: {map: document, price: int, soil: {type: text, title: The soil}, air: text}
  tree:
    many: true
    states: [none, marked]
    final: [marked]
    fields: {height: int}
activities:
  mark: {role: clerk, moves: {tree: none -> marked}, requires: [tree.height]}
  measure:
    parts:
      ground: {role: clerk, requires: [site.soil]}
      sky: {role: clerk, requires: [site.air]}
    moves: {site: new -> seen}
    requires: [site.map]
  end_it:
    role: clerk
    results:
      sold: {requires: [site.price], moves: {site: seen -> done}}
      kept: {moves: {site: seen -> done}}
)")
                           .value_or_throw();
  Log log;
  log.start(at(9), "kim").data = {};
  log.deviated(at(10), DeviationKind::missing_data, "kim", "mark").item = "1";
  log.with_last(EventType::done, "kim", "mark").item = "1";
  Event& second = log.done(at(10), "kim", "mark", "clerk");
  second.item = "2";
  second.data["tree.height"] = Value(7);
  log.deviated(at(11), DeviationKind::missing_data, "kim", "measure").item = "ground";
  log.with_last(EventType::item_done, "kim", "measure").item = "ground";
  log.deviated(at(12), DeviationKind::missing_data, "kim", "end_it").result = "sold";
  Event& skip = log.deviated(at(12), DeviationKind::skip, "kim", "end_it");
  skip.step = skip.number - 1;
  skip.result = "sold";
  log.deviated(at(13), DeviationKind::missing_data, "kim", "end_it").result = "kept";

  CHECK(texts(left_out_of(model, log)) ==
        Texts{"'mark' (1) was done without tree.height, which nobody has given since.",
              "'measure' (ground) was done without site.map and The soil (site.soil), which nobody has given since.",
              "'end_it' was passed over without site.price, which nobody has given since."});
}
