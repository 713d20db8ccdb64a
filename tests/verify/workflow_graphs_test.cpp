// Graphs of industrial models, with their verdicts, in a folder beside the project; and random ones of the kind.

#include "workflow_graph.hpp"

#include "../catch.hpp"
#include "places.hpp"
#include "verify/state_space.hpp"

#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

using namespace itsmflow;
namespace fs = std::filesystem;

namespace {

const fs::path kLibraries = fs::path(places::source()) / "../shared/data/soundness";
constexpr std::size_t kMost = 1'000'000;

/// Nothing is left when a case is over, and no edge ever holds two tokens.
bool is_sound(const PetriNet& net, StateSpace::Look look, std::size_t& markings) {
  const StateSpace space(net, look, kMost);
  REQUIRE((space.contact() || space.is_complete()));
  markings = std::max(markings, space.size());
  return !space.contact() && space.hopeless([](Marking marking) { return marking.empty(); }).empty();
}

/// What `check` says of it as a model. An activity that no case comes to is no fault of the kind that the verdicts are about.
bool is_sound(const std::string& model) {
  const Diagnostics found = verify(load_model(model).value_or_throw(), {.max_states = kMost});
  constexpr std::array<std::string_view, 3> kFaults{"deadlock", "livelock", "multi-merge"};
  return std::ranges::none_of(found, [&](const Diagnostic& one) {
    CHECK(one.rule != "undecided");
    return std::ranges::find(kFaults, one.rule) != kFaults.end();
  });
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Some nodes with edges between any two of them: with several starts and ends, circles, and parts that don't hang together.
WorkflowGraph random_graph(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto pick = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  WorkflowGraph graph;
  const std::size_t nodes = 2 + pick(7);
  for (std::size_t n = 0; n < nodes; ++n) graph.nodes.push_back(static_cast<WorkflowGraph::Kind>(pick(3)));
  for (std::size_t e = nodes / 2 + pick(nodes); e > 0; --e) {
    // Most lead forward: else few of them have a start and an end.
    const std::size_t one = pick(nodes);
    const std::size_t other = pick(nodes);
    const bool back = pick(6) == 0;
    graph.edges.push_back({back ? std::max(one, other) : std::min(one, other), back ? std::min(one, other) : std::max(one, other)});
  }
  return graph;
}

bool has_start(const WorkflowGraph& graph) {
  for (std::size_t n = 0; n < graph.nodes.size(); ++n)
    if (graph.into(n).empty()) return true;
  return false;
}

}  // namespace

TEST_CASE("graphs of industrial models get the verdicts that an exhaustive search gave them, as nets and as models") {
  if (!fs::exists(kLibraries)) {
    WARN("skipped: " << kLibraries.string() << " isn't there");
    return;
  }
  std::size_t graphs = 0;
  std::size_t markings = 0;
  for (const auto& library : fs::directory_iterator(kLibraries)) {
    std::ifstream expected(library.path() / "expected.csv");
    std::string line;
    std::getline(expected, line);
    while (std::getline(expected, line)) {
      std::istringstream cells(line);
      std::string file;
      std::string verdict;
      std::getline(cells, file, ',');
      std::getline(cells, verdict, ',');
      INFO(file);
      const WorkflowGraph graph = read_workflow_graph(text_of(library.path() / file));
      const bool sound = verdict == "SOUND";
      CHECK(is_sound(net_of(graph), StateSpace::Look::stubborn, markings) == sound);
      CHECK(is_sound(model_of(graph)) == sound);
      ++graphs;
    }
  }
  WARN(graphs << " graphs, at most " << markings << " markings");
  CHECK(graphs > 200);
}

TEST_CASE("random graphs with several starts, ends and parts get the verdict of a search that leaves nothing out") {
  std::size_t sound = 0;
  std::size_t unsound = 0;
  std::size_t markings = 0;
  for (std::uint32_t seed = 1; seed <= 600; ++seed) {
    const WorkflowGraph graph = random_graph(seed);
    if (!has_start(graph)) continue;
    INFO("seed " << seed << "\n" << model_of(graph));
    const bool expected = is_sound(net_of(graph), StateSpace::Look::all, markings);
    CHECK(is_sound(net_of(graph), StateSpace::Look::stubborn, markings) == expected);
    CHECK(is_sound(model_of(graph)) == expected);
    ++(expected ? sound : unsound);
  }
  CHECK(sound > 100);
  CHECK(unsound > 100);
}
