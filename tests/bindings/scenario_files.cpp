#include "scenario_files.hpp"

#include <itsmflow/scenario.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace bindings {
namespace {

namespace fs = std::filesystem;

constexpr std::array kWhere{"models", "examples", "tests"};

/// One that is wrong, or fails, has beside it what is said of it.
bool is_meant_to_pass(fs::path path) {
  return !fs::exists(path.replace_extension(".expected"));
}

bool is_model(const fs::path& file) {
  if (file.extension() != ".yaml") return false;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("itsmflow:")) return true;
  return false;
}

std::vector<std::string> models_of(const fs::path& root, const fs::path& scenario) {
  fs::path folder = scenario.parent_path();
  if (folder.filename() == "scenarios") folder = folder.parent_path();
  std::vector<std::string> models;
  for (const fs::directory_entry& entry : fs::directory_iterator(root / folder))
    if (entry.is_regular_file() && is_model(entry.path())) models.push_back((folder / entry.path().filename()).generic_string());
  std::ranges::sort(models);
  return models;
}

}  // namespace

std::vector<ScenarioFile> scenario_files(const std::string& root) {
  std::vector<ScenarioFile> files;
  for (const char* where : kWhere)
    for (const std::string& found : itsmflow::find_scenarios((fs::path(root) / where).string())) {
      if (!is_meant_to_pass(found)) continue;
      const fs::path path = fs::path(found).lexically_relative(root);
      files.push_back({path.generic_string(), models_of(root, path)});
    }
  std::ranges::sort(files, {}, &ScenarioFile::path);
  return files;
}

}  // namespace bindings
