#include "lang/load.hpp"
#include "lang/merge_sources.hpp"
#include "lang/merge_text.hpp"
#include "lang/references.hpp"
#include "source/file.hpp"
#include "source/finding.hpp"
#include "source/node.hpp"

#include <itsmflow/language.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <set>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace itsmflow {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_folder(const std::string& folder, const std::error_code& error) {
  throw StoreError(StoreError::Kind::io, folder + ": cannot be read: " + error.message());
}

/// A link that leads nowhere. Those that editors make beside a file that is being edited (`.#change.yaml`) are meant to.
bool is_broken_link(const fs::directory_entry& entry) {
  std::error_code error;
  return entry.is_symlink(error) && !entry.exists(error) && !entry.path().filename().string().starts_with(".#");
}

/// Of the folder where one is, as it would be written: without "./".
std::string name_of(const fs::directory_entry& entry) {
  return entry.path().lexically_normal().string();
}

/// The YAML files below a folder, in the order of their names, so that the same folder gives the same findings. With an error those that were
/// found before it.
struct FilesBelow {
  std::vector<std::string> files;
  std::vector<std::string> broken_links;

  FilesBelow(const std::string& folder, std::error_code& error) {
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      if (!lang::is_yaml(at->path().string())) continue;
      if (is_broken_link(*at)) broken_links.push_back(name_of(*at));
      if (at->is_regular_file(error)) files.push_back(name_of(*at));
    }
    std::ranges::sort(files);
    std::ranges::sort(broken_links);
  }
};

Diagnostic unreadable(const std::string& path, std::string why, std::string help) {
  if (why.starts_with(path + ": ")) why.erase(0, path.size() + 2);
  const auto nothing = std::make_shared<const SourceText>(SourceText{path, {}});
  return source::finding("unreadable", std::move(why), source::make_span(nothing, 0, 0), std::move(help));
}

Span process_span(const lang::Sources::File& file) {
  return file.document->root->find("process")->span;
}

Diagnostic twice(const lang::Sources::File& first, const lang::Sources::File& second) {
  Diagnostic diagnostic;
  diagnostic.rule = "duplicate-name";
  diagnostic.message = "process '" + second.process + "' is defined twice";
  diagnostic.span = process_span(second);
  diagnostic.related.push_back({process_span(first), "first defined here"});
  diagnostic.help = "keep one of the two, or give one another id";
  return diagnostic;
}

/// What was found in all files. Several models may take over one piece of text; what is wrong with it is said once, about the model
/// that adapts least.
class AllFindings {
 public:
  void add(Diagnostics found, std::size_t depth) { found_.emplace_back(depth, std::move(found)); }

  Diagnostics take() {
    std::ranges::stable_sort(found_, {}, [](const auto& one) { return one.first; });
    std::set<std::string> said;
    Diagnostics all;
    for (auto& [depth, some] : found_) {
      for (Diagnostic& one : some) {
        const std::string message = lang::may_repeat(one.rule) ? one.message : std::string();
        const auto place = reinterpret_cast<std::uintptr_t>(one.span.source.get());
        const bool fresh = said.insert(one.rule + '@' + std::to_string(place) + '@' + std::to_string(one.span.begin) + '-' +
                                       std::to_string(one.span.end) + message)
                               .second;
        if (fresh) all.push_back(std::move(one));
      }
    }
    sort(all);
    return all;
  }

 private:
  std::vector<std::pair<std::size_t, Diagnostics>> found_;
};

Diagnostics errors_of(const Diagnostics& found) {
  Diagnostics errors;
  std::ranges::copy_if(found, std::back_inserter(errors), [](const auto& one) { return one.severity == Severity::error; });
  return errors;
}

/// Files that were given, and what was found in all of them.
struct Given {
  lang::Sources sources{lang::Sources::Lookup::beside};
  std::vector<lang::Sources::File*> files;
  std::vector<std::shared_ptr<const Model>> models;
  std::vector<std::string> shared;
  AllFindings found;
};

/// What reading one of the files gave.
struct FileRead {
  std::shared_ptr<const lang::Tree> tree;
  Loaded<std::shared_ptr<const Model>> model{std::nullopt, {}};
  Diagnostics found;                ///< of a shared file
  std::vector<Diagnostics> errors;  ///< of what it adapts, one for each base
};

FileRead read(const lang::Sources::File& file, std::shared_ptr<const lang::Tree> tree) {
  FileRead read;
  read.tree = std::move(tree);
  if (!file.shared.empty()) {
    read.found = lang::check_shared(*read.tree);
    return read;
  }
  read.model = lang::read_tree(*read.tree);
  // A model can be no better than what it adapts; warnings about that are for those who asked about it.
  if (read.model) return read;
  for (const auto& base : read.tree->bases) read.errors.push_back(errors_of(lang::read_tree(*base).diagnostics()));
  return read;
}

void one_after_the_other(std::size_t count, const std::function<void(std::size_t)>& work) {
  for (std::size_t i = 0; i < count; ++i) work(i);
}

void read_files(Given& given, const std::vector<std::shared_ptr<const SourceText>>& texts, const RunAll& run_all) {
  for (const auto& text : texts) given.files.push_back(&given.sources.add(text));
  std::vector<std::shared_ptr<const lang::Tree>> trees;
  for (lang::Sources::File* file : given.files) trees.push_back(given.sources.tree(*file));
  std::vector<FileRead> all(trees.size());
  const auto read_one = [&](std::size_t i) { all[i] = read(*given.files[i], trees[i]); };
  run_all ? run_all(all.size(), read_one) : one_after_the_other(all.size(), read_one);

  std::unordered_map<std::string, const lang::Sources::File*> by_process;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const lang::Sources::File* file = given.files[i];
    FileRead& read = all[i];
    if (!file->shared.empty()) {
      given.found.add(std::move(read.found), 0);
      given.shared.push_back(file->shared);
      continue;
    }
    given.found.add(read.model.diagnostics(), read.tree->bases.size());
    for (std::size_t b = 0; b < read.errors.size(); ++b)
      given.found.add(std::move(read.errors[b]), read.tree->bases[b]->bases.size());
    if (!read.model) continue;
    if (!file->process.empty()) {
      const auto [first, fresh] = by_process.emplace(file->process, file);
      if (!fresh) given.found.add({twice(*first->second, *file)}, 0);
    }
    given.models.push_back(read.model.value_or_throw());
  }
}

std::vector<std::string> processes_of(const Given& given) {
  std::vector<std::string> names;
  for (const lang::Sources::File* file : given.files) {
    if (!file->process.empty()) names.push_back(file->process);
  }
  return names;
}

std::string names_of(const Given& given) {
  const std::vector<std::string> names = processes_of(given);
  return names.empty() ? "there is none here" : "the processes here are " + lang::listed(names);
}

}  // namespace

std::vector<std::shared_ptr<const SourceText>> read_models(const std::vector<std::string>& paths) {
  std::vector<std::shared_ptr<const SourceText>> sources;
  std::set<std::string> known;
  // Who names a file twice, or beside the folder that it lies in, means one model.
  const auto is_known = [&](const std::string& path) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(path, error);
    return !known.insert(error ? path : real.string()).second;
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      if (!is_known(path)) sources.push_back(source::read_file(path));
      continue;
    }
    const FilesBelow below(path, error);
    if (error) refuse_folder(path, error);
    for (const std::string& file : below.files) {
      if (is_known(file)) continue;
      auto text = source::read_file(file);
      if (lang::is_model(*text)) sources.push_back(std::move(text));
    }
  }
  return sources;
}

ReadTexts read_each(const std::vector<std::string>& paths) {
  ReadTexts read;
  const auto read_one = [&](const std::string& path) -> std::shared_ptr<const SourceText> {
    try {
      return source::read_file(path);
    } catch (const NotFound& why) {
      read.unreadable.push_back(unreadable(path, why.what(), "look whether the name is right, seen from the folder you are in"));
    } catch (const StoreError& why) {
      read.unreadable.push_back(unreadable(path, why.what(), {}));
    }
    return nullptr;
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      if (auto text = read_one(path)) read.texts.push_back(std::move(text));
      continue;
    }
    const FilesBelow below(path, error);
    if (error) read.unreadable.push_back(unreadable(path, "cannot be read: " + error.message(), {}));
    for (const std::string& link : below.broken_links)
      read.unreadable.push_back(unreadable(link, "there is no such file", "the link leads nowhere: mend it, or delete it"));
    for (const std::string& file : below.files) {
      auto text = read_one(file);
      if (text && lang::is_model(*text)) read.texts.push_back(std::move(text));
    }
  }
  return read;
}

Loaded<Library> load_texts(const std::vector<std::shared_ptr<const SourceText>>& texts) {
  Given given;
  read_files(given, texts, {});
  given.found.add(lang::find_broken_links(given.models, processes_of(given)), 0);
  return {Library(std::move(given.models), std::move(given.shared), lang::read_model), given.found.take()};
}

LoadedModels load_each(const std::vector<std::shared_ptr<const SourceText>>& texts, const RunAll& run_all) {
  Given given;
  read_files(given, texts, run_all);
  given.found.add(lang::find_broken_links(given.models, processes_of(given)), 0);
  LoadedModels loaded{std::move(given.models), given.found.take()};
  std::set<std::string> broken;
  for (const Diagnostic& one : loaded.diagnostics)
    if (one.severity == Severity::error && one.span) broken.insert(one.span.source->name);
  std::erase_if(loaded.models, [&](const auto& model) { return broken.contains(model->source->name); });
  return loaded;
}

Loaded<Library> load_library(const std::vector<std::string>& paths) {
  return load_texts(read_models(paths));
}

Loaded<std::string> show_model(const std::vector<std::string>& paths, std::string_view process) {
  Given given;
  read_files(given, read_models(paths), {});
  Diagnostics found = given.found.take();
  std::vector<lang::Sources::File*> fitting;
  for (lang::Sources::File* file : given.files) {
    if (file->shared.empty() && (process.empty() || file->process == process)) fitting.push_back(file);
  }
  if (has_errors(found)) return {std::nullopt, std::move(found)};
  if (fitting.empty()) {
    throw NotFound(NotFound::Kind::process, std::string(process),
                   "there is no process" + (process.empty() ? "" : " '" + std::string(process) + "'") + "; " + names_of(given));
  }
  if (fitting.size() > 1) {
    throw NotFound(NotFound::Kind::process, {}, "there are several processes, and none is named; " + names_of(given));
  }
  return {lang::annotated_text(*given.sources.tree(*fitting.front())), std::move(found)};
}

Loaded<Library> load_library(const std::string& path) {
  return load_library(std::vector<std::string>{path});
}

}  // namespace itsmflow
