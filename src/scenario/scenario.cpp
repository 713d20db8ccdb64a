#include <itsmflow/error.hpp>
#include <itsmflow/scenario.hpp>

#include "scenario/player.hpp"
#include "scenario/reader.hpp"
#include "source/file.hpp"
#include "source/node.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace itsmflow {
namespace {

std::string result_name(const std::string& activity, const std::string& result) {
  return result.empty() ? activity : activity + "." + result;
}

std::vector<std::string> activities_done(const std::vector<Event>& events) {
  std::vector<std::string> done;
  for (const Event& event : events) {
    if (event.type != EventType::done) continue;
    std::string name = result_name(event.activity, event.result);
    if (std::ranges::find(done, name) == done.end()) done.push_back(std::move(name));
  }
  return done;
}

ScenarioResult run(const Library& library, std::shared_ptr<const SourceText> source) {
  ScenarioResult result;
  result.file = source->name;
  source::Document document = source::parse(std::move(source));
  scenario::ReadScript read = scenario::read_script(document, library);
  result.title = read.script.title;
  result.process = read.script.process;
  result.diagnostics = std::move(read.diagnostics);
  if (has_errors(result.diagnostics)) return result;
  scenario::Played played = scenario::play(library, read.script);
  result.failures = std::move(played.failures);
  result.events = std::move(played.events);
  result.activities_done = activities_done(result.events);
  return result;
}

/// Whether a text has the key `scenario`. One that YAML can't read is judged by its lines, so that it is reported and not passed over.
bool is_scenario(const std::shared_ptr<const SourceText>& source) {
  const source::Document document = source::parse(source);
  if (document.root != nullptr) return document.root->find("scenario") != nullptr;
  const std::string& text = source->text;
  return text.starts_with("scenario:") || text.find("\nscenario:") != std::string::npos;
}

bool is_yaml(const std::filesystem::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

std::vector<std::string> yaml_files(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  try {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
      if (is_yaml(entry.path()) && entry.is_regular_file()) files.push_back(entry.path().string());
    }
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::io, folder.string() + ": cannot be read: " + error.code().message());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

ScenarioResult run_scenario(const Library& library, const std::string& path) {
  return run(library, source::read_file(path));
}

ScenarioResult run_scenario_text(const Library& library, std::string text, std::string name) {
  return run(library, std::make_shared<const SourceText>(SourceText{std::move(name), std::move(text)}));
}

std::vector<std::string> find_scenarios(const std::string& path) {
  std::error_code error;
  std::vector<std::string> files{path};
  if (std::filesystem::is_directory(path, error)) files = yaml_files(path);
  std::erase_if(files, [](const std::string& file) { return !is_scenario(source::read_file(file)); });
  return files;
}

std::vector<ScenarioCoverage> coverage(const Library& library, const std::vector<ScenarioResult>& results) {
  std::vector<ScenarioCoverage> all;
  for (const auto& model : library.models()) {
    std::set<std::string> done;
    for (const ScenarioResult& result : results) {
      if (result.process == model->process) done.insert(result.activities_done.begin(), result.activities_done.end());
    }
    ScenarioCoverage& one = all.emplace_back();
    one.process = model->process;
    for (const Activity& activity : model->activities) {
      for (const Result& result : activity.results) {
        ++one.results_total;
        std::string name = result_name(activity.id, result.id);
        if (done.contains(name)) {
          ++one.results_done;
        } else {
          one.missing.push_back(std::move(name));
        }
      }
    }
  }
  return all;
}

}  // namespace itsmflow
