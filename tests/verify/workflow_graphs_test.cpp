// The graphs of industrial models, with their verdicts, in a folder beside the project.

#include "nets.hpp"

#include "../catch.hpp"
#include "verify/state_space.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace itsmflow;
namespace fs = std::filesystem;

namespace {

const fs::path kGraphs = fs::path(ITSMFLOW_SOURCE_DIR) / "../shared/data/soundness/ibm-a";

/// A place for each edge. A task and an AND gateway give a token to each outgoing edge, an XOR gateway to one; an AND gateway takes one of
/// each incoming edge, the others of one. Nothing is left when the case is over.
PetriNet net_of(const nlohmann::json& graph) {
  NetWriter writer;
  std::map<std::string, NetWriter::List> in;
  std::map<std::string, NetWriter::List> out;
  for (const auto& flow : graph.at("flows")) {
    const std::uint32_t edge = writer.place();
    out[flow.at("src").get<std::string>()].push_back(edge);
    in[flow.at("tgt").get<std::string>()].push_back(edge);
  }
  const auto add = [&](const std::string& id, bool takes_all, bool gives_all) {
    std::vector<NetWriter::List> takes;
    std::vector<NetWriter::List> gives;
    if (in[id].empty()) in[id].push_back(writer.marked());
    if (takes_all)
      takes.push_back(in[id]);
    else
      for (const std::uint32_t edge : in[id]) takes.push_back({edge});
    if (gives_all || out[id].empty())
      gives.push_back(out[id]);
    else
      for (const std::uint32_t edge : out[id]) gives.push_back({edge});
    for (const auto& take : takes)
      for (const auto& give : gives) writer.add(take, give);
  };
  for (const auto& task : graph.at("tasks")) add(task.at("id").get<std::string>(), false, true);
  for (const auto& gateway : graph.at("gateways")) {
    const bool all = gateway.at("type") == "AND";
    REQUIRE((all || gateway.at("type") == "XOR"));  // another kind means something else, and must not be taken for one of these
    add(gateway.at("id").get<std::string>(), all, all);
  }
  return writer.net();
}

}  // namespace

TEST_CASE("graphs of industrial models get the verdicts that an exhaustive search gave them") {
  if (!fs::exists(kGraphs)) {
    WARN("skipped: " << kGraphs.string() << " isn't there");
    return;
  }
  std::ifstream expected(kGraphs / "expected.csv");
  std::string line;
  std::getline(expected, line);
  std::size_t graphs = 0;
  std::size_t largest = 0;
  while (std::getline(expected, line)) {
    std::istringstream cells(line);
    std::string file;
    std::string verdict;
    std::getline(cells, file, ',');
    std::getline(cells, verdict, ',');
    const PetriNet net = net_of(nlohmann::json::parse(std::ifstream(kGraphs / file)));
    const StateSpace space(net, StateSpace::Look::stubborn, 1'000'000);
    const bool sound =
        !space.contact() && space.is_complete() && space.hopeless([](Marking marking) { return marking.empty(); }).empty();
    INFO(file);
    CHECK((space.contact() || space.is_complete()));
    CHECK(sound == (verdict == "SOUND"));
    ++graphs;
    largest = std::max(largest, space.size());
  }
  WARN(graphs << " graphs, at most " << largest << " markings");
  CHECK(graphs > 200);
}
