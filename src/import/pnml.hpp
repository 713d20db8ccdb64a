#pragma once

#include "import/xml.hpp"
#include "verify/petri_net.hpp"

#include <itsmflow/diagnostic.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow::pnml {

/// A place or a transition as its file has it.
struct Node {
  std::string id;
  std::string name;            ///< without line breaks; of a node without one its id
  bool is_named_alone = true;  ///< no other node has this name
  bool is_silent = false;      ///< of a transition: it shows nowhere
  xml::Range range;            ///< where its id stands
};

/// A net that was read, and is without fault as a text. Places and transitions have the same numbers everywhere.
struct Net {
  std::shared_ptr<const xml::Document> document;
  std::string name;  ///< or its id
  xml::Range range;  ///< where it begins
  std::vector<Node> places;
  std::vector<Node> transitions;
  PetriNet petri;
  std::vector<std::vector<std::uint32_t>> finals;  ///< at least one, none of them empty

  Span span(const Node& node) const { return document->span(node.range); }
};

/// Reads the only net of a text; none if one of the findings is an error.
std::optional<Net> read(std::shared_ptr<const SourceText> source, Diagnostics& diagnostics);

/// A node as messages call it: 'check ticket', or 'tau' (t7) where others have this name too.
std::string called(const Node& node);

/// 'p', 'q' and 2 more.
std::string called(const std::vector<Node>& nodes, const std::vector<std::uint32_t>& which);

}  // namespace itsmflow::pnml
