#include "lang/load.hpp"
#include "lang/scalars.hpp"
#include "source/file.hpp"
#include "source/node.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace itsmflow {
namespace {

namespace fs = std::filesystem;

bool is_yaml(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

/// Scenarios and directories lie beside models; a model is what has the key `itsmflow` at the left margin.
bool is_model(const SourceText& source) {
  std::string_view text = source.text;
  constexpr std::string_view kKey = "itsmflow";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    const bool quoted = line.starts_with('"') || line.starts_with('\'');
    if (quoted || line.starts_with('{')) line.remove_prefix(1);
    if (line.starts_with(kKey)) {
      line.remove_prefix(kKey.size() + (quoted && line.size() > kKey.size() ? 1 : 0));
      line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
      if (line.starts_with(':')) return true;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

/// The YAML files below a folder, in the order of their names, so that the same folder gives the same findings.
std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(error) && is_yaml(at->path())) files.push_back(at->path().string());
  }
  if (error) throw StoreError(StoreError::Kind::io, folder + ": cannot be read: " + error.message());
  std::ranges::sort(files);
  return files;
}

std::vector<std::shared_ptr<const SourceText>> read_sources(const std::vector<std::string>& paths) {
  std::vector<std::shared_ptr<const SourceText>> sources;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      sources.push_back(source::read_file(path));
      continue;
    }
    for (const std::string& file : files_below(path)) {
      auto text = source::read_file(file);
      if (is_model(*text)) sources.push_back(std::move(text));
    }
  }
  return sources;
}

Span process_span(const Model& model) {
  const source::Document document = source::parse(model.source);
  const source::Node* process = document.root == nullptr ? nullptr : document.root->find("process");
  return process == nullptr ? Span{} : process->span;
}

Diagnostic twice(const Model& first, const Model& second) {
  Diagnostic diagnostic;
  diagnostic.rule = "duplicate-name";
  diagnostic.message = "process '" + second.process + "' is defined twice";
  diagnostic.span = process_span(second);
  diagnostic.related.push_back({process_span(first), "first defined here"});
  diagnostic.help = "keep one of the two, or give one another id";
  return diagnostic;
}

}  // namespace

Loaded<Library> load_library(const std::vector<std::string>& paths) {
  Diagnostics found;
  std::vector<std::shared_ptr<const Model>> models;
  std::unordered_map<std::string, std::shared_ptr<const Model>> by_process;
  for (const auto& text : read_sources(paths)) {
    auto loaded = lang::read_model(text);
    found.insert(found.end(), loaded.diagnostics().begin(), loaded.diagnostics().end());
    if (!loaded) continue;
    const auto& model = models.emplace_back(loaded.value_or_throw());
    const auto [first, fresh] = by_process.emplace(model->process, model);
    if (!fresh) found.push_back(twice(*first->second, *model));
  }
  sort(found);
  return {Library(std::move(models), lang::read_model), std::move(found)};
}

Loaded<Library> load_library(const std::string& path) {
  return load_library(std::vector<std::string>{path});
}

}  // namespace itsmflow
