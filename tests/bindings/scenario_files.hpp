#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bindings {

/// A scenario file of the project, and the models that it is played with. All paths begin at the project's folder.
struct ScenarioFile {
  std::string path;
  std::vector<std::string>
      models;  ///< the files in the scenario's folder that are models; of a folder `scenarios`, those beside it
};

/// Every scenario in the project that is meant to pass, by path.
std::vector<ScenarioFile> scenario_files(const std::string& root);

}  // namespace bindings
