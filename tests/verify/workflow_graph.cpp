#include "workflow_graph.hpp"
#include "nets.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <map>
#include <stdexcept>

namespace itsmflow {

std::vector<std::uint32_t> WorkflowGraph::into(std::size_t node) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t e = 0; e < edges.size(); ++e)
    if (edges[e].to == node) found.push_back(e);
  return found;
}

std::vector<std::uint32_t> WorkflowGraph::out_of(std::size_t node) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t e = 0; e < edges.size(); ++e)
    if (edges[e].from == node) found.push_back(e);
  return found;
}

WorkflowGraph read_workflow_graph(const std::string& json) {
  const auto read = nlohmann::json::parse(json);
  WorkflowGraph graph;
  std::map<std::string, std::size_t> nodes;
  const auto add = [&](const nlohmann::json& node, WorkflowGraph::Kind kind) {
    nodes.emplace(node.at("id").get<std::string>(), graph.nodes.size());
    graph.nodes.push_back(kind);
  };
  for (const auto& task : read.at("tasks")) add(task, WorkflowGraph::Kind::task);
  for (const auto& gateway : read.at("gateways")) {
    const auto type = gateway.at("type").get<std::string>();
    if (type != "AND" && type != "XOR") throw std::runtime_error("a gateway of another kind: " + type);
    add(gateway, type == "AND" ? WorkflowGraph::Kind::all : WorkflowGraph::Kind::any);
  }
  for (const auto& flow : read.at("flows"))
    graph.edges.push_back({nodes.at(flow.at("src").get<std::string>()), nodes.at(flow.at("tgt").get<std::string>())});
  return graph;
}

PetriNet net_of(const WorkflowGraph& graph) {
  NetWriter writer;
  writer.places(graph.edges.size());
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    NetWriter::List into = graph.into(n);
    const NetWriter::List out = graph.out_of(n);
    if (into.empty()) into = {writer.marked()};
    std::vector<NetWriter::List> takes;
    std::vector<NetWriter::List> gives;
    if (graph.nodes[n] == WorkflowGraph::Kind::all)
      takes = {into};
    else
      for (const std::uint32_t edge : into) takes.push_back({edge});
    if (graph.nodes[n] != WorkflowGraph::Kind::any || out.empty())
      gives = {out};
    else
      for (const std::uint32_t edge : out) gives.push_back({edge});
    for (const auto& take : takes)
      for (const auto& give : gives) writer.add(take, give);
  }
  return writer.net();
}

std::string model_of(const WorkflowGraph& graph) {
  std::string activities;
  std::vector<std::string> rows;
  std::vector<std::string> starts;
  const auto names = [](const std::vector<std::uint32_t>& edges) {
    std::vector<std::string> found;
    for (const std::uint32_t edge : edges) found.push_back(fmt::format("edge_{}", edge));
    return fmt::format("{}", fmt::join(found, " & "));
  };
  for (std::size_t e = 0; e < graph.edges.size(); ++e) activities += fmt::format("  edge_{}: {{role: r}}\n", e);
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    const auto into = graph.into(n);
    const auto out = graph.out_of(n);
    const bool decides = graph.nodes[n] == WorkflowGraph::Kind::any && out.size() > 1;
    const std::string node = out.empty() && !into.empty() ? "end" : fmt::format("node_{}", n);
    if (into.empty()) starts.push_back(node);
    if (graph.nodes[n] == WorkflowGraph::Kind::all && !into.empty())
      rows.push_back(fmt::format("{} -> {}", names(into), node));
    else
      for (const std::uint32_t edge : into) rows.push_back(fmt::format("edge_{} -> {}", edge, node));
    if (node == "end") continue;
    if (!decides) {
      activities += fmt::format("  {}: {{role: r}}\n", node);
      rows.push_back(fmt::format("{} -> {}", node, out.empty() ? "end" : names(out)));
      continue;
    }
    std::string results;
    for (const std::uint32_t edge : out) {
      results += fmt::format("{}to_{}: {{}}", results.empty() ? "" : ", ", edge);
      rows.push_back(fmt::format("{}.to_{} -> edge_{}", node, edge, edge));
    }
    activities += fmt::format("  {}: {{role: r, results: {{{}}}}}\n", node, results);
  }
  rows.insert(rows.begin(), fmt::format("start -> {}", fmt::join(starts, " & ")));
  return fmt::format("itsmflow: 1\nprocess: graph\nversion: 1.0.0\nroles: {{r: {{}}}}\nactivities:\n{}transitions:\n  - {}\n",
                     activities, fmt::join(rows, "\n  - "));
}

}  // namespace itsmflow
