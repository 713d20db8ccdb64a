#pragma once

#include "verify/petri_net.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace itsmflow {

/// A process as modelling tools draw it: tasks and gateways with edges between them. A node without incoming edges is a start, one without
/// outgoing edges an end, and the case is over when every token has come to an end.
struct WorkflowGraph {
  enum class Kind {
    task,  ///< takes a token of one incoming edge and gives one to each outgoing edge
    any,   ///< an XOR gateway: takes one and gives one
    all,   ///< an AND gateway: takes one of each and gives one to each
  };
  struct Edge {
    std::size_t from = 0;  ///< nodes
    std::size_t to = 0;
  };
  std::vector<Kind> nodes;
  std::vector<Edge> edges;

  std::vector<std::uint32_t> into(std::size_t node) const;    ///< edges
  std::vector<std::uint32_t> out_of(std::size_t node) const;  ///< edges
};

/// From the JSON of jBPT's library of graphs: `tasks`, `gateways` with their `type`, and `flows`. Throws std::runtime_error for any other
/// kind of node, which would mean something else.
WorkflowGraph read_workflow_graph(const std::string& json);

/// A place for each edge, one for each start, and none for ends. An XOR gateway decides in one step which edge it gives to.
PetriNet net_of(const WorkflowGraph& graph);

/// The same as a model. Each edge is an activity, which waits while a token lies on the edge, and so is each node that begins or leads on; a
/// gateway that decides has a result for each way, so that it commits itself at once.
std::string model_of(const WorkflowGraph& graph);

}  // namespace itsmflow
