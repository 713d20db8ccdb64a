#pragma once

#include <filesystem>
#include <string>
#include <vector>

// The models in this folder, each with its scenarios, and the lines that make its pattern. A line that ends in
//
//   # the pattern                        is one of them: without it the pattern is gone
//   # the pattern; without it: OTHER     is one of them: with OTHER in its place the pattern is gone

namespace patterns {

struct Mark {
  std::string file;        ///< of the model, without its folder
  std::size_t line = 0;    ///< from 0
  std::string without_it;  ///< what stands there instead; empty: nothing
};

struct File {
  std::string name;  ///< without its folder
  std::vector<std::string> lines;
};

/// A model with those that it runs or starts, which begin alike: `22-recursion.yaml`, `22-recursion-part.yaml`.
struct Pattern {
  std::string id;  ///< "22", or "r3" of a pattern about people
  std::vector<File> models;
  std::vector<std::string> scenarios;  ///< paths
  std::vector<Mark> marks;
};

/// In the order of their names. What lies in the folder and belongs to no pattern fails the test.
std::vector<Pattern> read_patterns();

/// The models without what some marks say.
std::vector<File> without(const Pattern& pattern, const std::vector<Mark>& marks);

std::filesystem::path folder();

}  // namespace patterns
