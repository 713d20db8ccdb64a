#pragma once

#include "verify/petri_net.hpp"

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace itsmflow {

/// Writes a net down, arc by arc.
class NetWriter {
 public:
  using List = std::vector<std::uint32_t>;

  std::uint32_t place() { return static_cast<std::uint32_t>(net_.places++); }
  List places(std::size_t count) {
    List added;
    for (std::size_t i = 0; i < count; ++i) added.push_back(place());
    return added;
  }
  std::uint32_t marked() {
    net_.initial.push_back(place());
    return net_.initial.back();
  }
  std::uint32_t add(List take, List put, List read = {}, List clear = {}) {
    net_.transitions.push_back({std::move(take), std::move(read), std::move(clear), std::move(put)});
    return static_cast<std::uint32_t>(net_.transitions.size() - 1);
  }
  PetriNet net() const { return net_; }

 private:
  PetriNet net_;
};

/// A fork into `width` branches of `length` activities each, and their join.
struct Fork {
  NetWriter writer;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::vector<NetWriter::List> branches;  ///< by branch its places, the last before the join
  std::vector<NetWriter::List> steps;     ///< by branch its transitions

  Fork(std::size_t width, std::size_t length) {
    start = writer.marked();
    NetWriter::List first;
    NetWriter::List last;
    for (std::size_t b = 0; b < width; ++b) {
      branches.push_back(writer.places(length + 1));
      first.push_back(branches.back().front());
      last.push_back(branches.back().back());
      NetWriter::List& added = steps.emplace_back();
      for (std::size_t i = 0; i < length; ++i) added.push_back(writer.add({branches[b][i]}, {branches[b][i + 1]}));
    }
    end = writer.place();
    writer.add({start}, first);
    writer.add(last, {end});
  }
};

}  // namespace itsmflow
