#include "lang/merge_sources.hpp"

#include "lang/scalars.hpp"
#include "source/file.hpp"

#include <fmt/format.h>
#include <itsmflow/error.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace itsmflow::lang {

using source::Node;
namespace fs = std::filesystem;

namespace {

/// What each model says for itself.
constexpr std::array<std::string_view, 6> kHeader{"itsmflow", "process", "title", "version", "why", "doc"};

std::string text_at(const Node* root, std::string_view key) {
  const Node* node = root == nullptr || root->kind != Node::Kind::mapping ? nullptr : root->find(key);
  return node != nullptr && is_text(*node) ? node->text : std::string();
}

const Node* key_at(const Node& root, std::string_view key) {
  const auto found = std::ranges::find_if(root.entries, [&](const Node::Entry& entry) { return entry.key->text == key; });
  return found == root.entries.end() ? nullptr : found->key;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 10 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "1": the major version; "1.2.0": the whole.
bool is_wanted(std::string_view version, std::string_view wanted) {
  return is_number(wanted) ? version.substr(0, version.find('.')) == wanted : version == wanted;
}

std::string major_of(std::string_view version) {
  const std::string major(version.substr(0, version.find('.')));
  return is_number(major) ? major : "1";
}

/// `one` and `several`: what the names are of, "process" and "processes".
std::string at_hand(std::vector<std::string> names, std::string_view one, std::string_view several) {
  std::ranges::sort(names);
  return names.empty() ? fmt::format("there is no other {} here", one) : fmt::format("the {} here are {}", several, listed(names));
}

/// What stands behind a key at the left margin: "change" of `process: change`. Files beside a model are many, and most are not meant:
/// they are read only if they have the name that is looked for.
std::string word_behind(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with(key) || !line.substr(key.size()).starts_with(':')) continue;
    std::string word;
    for (const char c : line.substr(key.size() + 1)) {
      if (c == '#') break;
      if (std::string_view(" \t\r\"'").find(c) == std::string_view::npos) word += c;
    }
    return word;
  }
  return {};
}

/// The words that only a model with `adapts` can have.
void check_stray_words(const Node& root, Findings& findings) {
  for (const std::string_view word : {"omit", "because"}) {
    const Node* key = key_at(root, word);
    if (key == nullptr) continue;
    findings.error("bad-adaptation", origin(*key).span, lang::quoted(word) + " belongs to a model that adapts another")
        .help("name the other with `adapts: NAME@VERSION`, or take it out");
  }
}

}  // namespace

bool is_yaml(const std::string& path) {
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

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

Sources::File& Sources::add(const std::shared_ptr<const SourceText>& text) {
  File& file = files_.emplace_back();
  file.text = text;
  parse(file);
  return file;
}

void Sources::parse(File& file) {
  if (file.document) return;
  file.document = std::make_shared<const source::Document>(source::parse(file.text));
  const Node* root = file.document->root;
  file.process = text_at(root, "process");
  file.shared = file.process.empty() ? text_at(root, "shared") : std::string();
  file.version = text_at(root, "version");
}

std::shared_ptr<const Tree> Sources::tree(File& file) {
  if (file.tree) return file.tree;
  auto tree = std::make_shared<Tree>();
  const Node* own = file.document->root;
  tree->document.source = file.document->source;
  tree->document.root = own;
  tree->document.diagnostics = file.document->diagnostics;
  tree->kept.push_back(file.document);
  if (own != nullptr && own->kind == Node::Kind::mapping && file.shared.empty()) {
    Findings findings;
    const bool adapts = own->find("adapts") != nullptr;
    if (!adapts) check_stray_words(*own, findings);
    if (adapts || own->find("uses") != nullptr) {
      file.open = true;
      opened_.push_back(&file);
      Node& root = tree->document.nodes.emplace_back();
      root.kind = Node::Kind::mapping;
      root.span = own->span;
      tree->merged = true;
      tree->heading = file.process + ' ' + file.version;
      adapt(file, *tree, root, findings);
      if (tree->readable) use(file, *tree, root, findings);
      const Node* omit = own->find("omit");
      const Node* because = own->find("because");
      if (tree->readable && adapts && omit != nullptr && !is_judged(*omit)) {
        if (omit->kind == Node::Kind::mapping) {
          omit_activities(*tree, root, *omit, because != nullptr && is_text(*because) ? because : nullptr, *own, findings);
        } else {
          findings.error("wrong-type", origin(*omit).span, "'omit' of the model must be a mapping")
              .help("write `omit: {ACTIVITY: {as: RESULT, because: TEXT}}`");
        }
      }
      tree->document.root = &root;
      opened_.pop_back();
      file.open = false;
    }
    tree->found = findings.take();
  }
  file.tree = std::move(tree);
  return file.tree;
}

void Sources::adapt(File& file, Tree& tree, Node& root, Findings& findings) {
  const Node& own = *file.document->root;
  const Node* adapts = own.find("adapts");
  std::vector<std::string_view> skip(kHeader.begin(), kHeader.end());
  skip.insert(skip.end(), {"adapts", "omit", "because", "uses"});
  if (adapts == nullptr) {
    for (const Node::Entry& entry : own.entries) {
      if (entry.key->text != "uses") root.entries.push_back(entry);
    }
    return;
  }
  if (const Node* because = own.find("because"); because != nullptr && !is_text(*because) && !is_judged(*because)) {
    findings.error("wrong-type", origin(*because).span, "'because' of the model must be a single value")
        .help("write `because: TEXT`");
  }
  File* base = find_base(file, *adapts, findings);
  const auto under = base == nullptr ? nullptr : this->tree(*base);
  if (under) {
    tree.adapts = origin(*adapts).span;
    tree.bases = under->bases;
    tree.bases.insert(tree.bases.begin(), under);
  }
  const Node* root_under = under && under->readable ? under->document.root : nullptr;
  if (root_under == nullptr || root_under->kind != Node::Kind::mapping) {
    tree.readable = false;  // what is wrong with the base is said of the base
    return;
  }
  tree.kept.push_back(under);
  tree.differences = under->differences;
  tree.omitted = under->omitted;
  tree.uses = under->uses;
  tree.heading += ", adapts " + (under->heading.empty() ? base->process + ' ' + base->version : under->heading);
  for (const std::string_view key : kHeader) {
    for (const Node::Entry& entry : own.entries) {
      if (entry.key->text == key) root.entries.push_back(entry);
    }
  }
  Merger(tree, findings, Merger::Reasons::required, base->process).merge_sections(root, *root_under, own, skip);
}

Sources::File* Sources::find_base(File& file, const Node& adapts, Findings& findings) {
  if (is_judged(adapts)) return nullptr;
  const Span& span = origin(adapts).span;
  const std::size_t at = adapts.text.find('@');
  const std::string name = adapts.text.substr(0, at);
  const std::string wanted = at == std::string::npos ? std::string() : adapts.text.substr(at + 1);
  const auto all_called = [&] {
    std::vector<File*> found;
    for (File& one : files_) {
      if (one.process == name && &one != &file) parse(one);
      if (one.process == name && &one != &file) found.push_back(&one);
    }
    return found;
  };
  const auto fitting = [&](const std::vector<File*>& files, bool given) {
    std::vector<File*> found;
    for (File* one : files) {
      if (one->given == given && is_wanted(one->version, wanted)) found.push_back(one);
    }
    return found;
  };
  if (!is_text(adapts) || name.empty() || wanted.empty()) {
    if (all_called().empty()) look_beside(file);
    const std::vector<File*> called = all_called();
    const std::string version = called.empty() ? "1" : major_of(called.front()->version);
    findings
        .error("bad-adaptation", span,
               is_text(adapts) ? lang::quoted(adapts.text) + " does not say which version is adapted"
                               : "'adapts' must be a single value")
        .help("write `adapts: " + (is_text(adapts) && !name.empty() ? name : std::string("NAME")) + '@' + version + '`');
    return nullptr;
  }
  if (name == file.process) {
    findings.error("adapts-itself", span, "process " + lang::quoted(name) + " adapts itself")
        .help("give this process an id of its own");
    return nullptr;
  }
  std::vector<File*> candidates = fitting(all_called(), true);
  if (candidates.empty()) {
    look_beside(file);
    candidates = fitting(all_called(), false);
  }
  if (candidates.empty()) {
    const std::vector<File*> called = all_called();
    if (!called.empty()) {
      const File& other = *called.front();
      Finding finding = findings.error(
          "unknown-base", span, "process " + lang::quoted(name) + " is here in version " + other.version + ", not in " + wanted);
      if (const Node* version = other.document->root->find("version")) finding.related(origin(*version).span, "this version");
      finding.help("write `adapts: " + name + '@' + major_of(other.version) + "` once the differences fit that version");
      return nullptr;
    }
    std::vector<std::string> names;
    for (const File& one : files_) {
      if (!one.process.empty() && one.process != file.process && std::ranges::find(names, one.process) == names.end()) {
        names.push_back(one.process);
      }
    }
    Finding finding = findings.error("unknown-base", span, "there is no process " + lang::quoted(name) + " to adapt");
    finding.label(at_hand(names, "process", "processes"));
    finding.help("put its file beside this one, or give its file or folder too");
    if (const auto meant = findings.nearest(name, names)) {
      std::vector<std::string> whole;
      for (const std::string& one : names) {
        whole.push_back(one);
        whole.back().append("@").append(wanted);
      }
      finding.help("did you mean " + lang::quoted(*meant + '@' + wanted) + "?")
          .correct(span, adapts.text, *meant + '@' + wanted, whole);
    }
    return nullptr;
  }
  if (candidates.size() > 1 && !candidates.front()->given) {
    std::vector<std::string> files;
    for (const File* one : candidates) files.push_back(one->document->source->name);
    findings
        .error("duplicate-name", span,
               "process " + lang::quoted(name) + " is in several files beside this one: " + lang::listed(files))
        .related(origin(*candidates[0]->document->root->find("process")).span, "here")
        .related(origin(*candidates[1]->document->root->find("process")).span, "and here")
        .help("give the one that is meant");
    return nullptr;
  }
  File* base = candidates.front();
  if (!base->open) return base;
  Finding finding = findings.error("adapts-itself", span, "process " + lang::quoted(file.process) + " adapts itself in the end");
  for (auto one = std::ranges::find(opened_, base); one != opened_.end(); ++one) {
    if (*one == &file) continue;
    if (const Node* next = (*one)->document->root->find("adapts")) {
      finding.related(origin(*next).span, lang::quoted((*one)->process) + " adapts this");
    }
  }
  finding.help("let one of them adapt nothing");
  return nullptr;
}

void Sources::use(File& file, Tree& tree, Node& root, Findings& findings) {
  const Node& own = *file.document->root;
  const Node* uses = own.find("uses");
  if (uses == nullptr || is_judged(*uses)) return;
  if (uses->kind != Node::Kind::sequence && !is_text(*uses)) {
    findings.error("wrong-type", origin(*uses).span, "'uses' of the model must be a single value or a list")
        .help("write `uses: [NAME]`");
    return;
  }
  const std::vector<const Node*> names = uses->kind == Node::Kind::sequence ? uses->items : std::vector<const Node*>{uses};
  for (const Node* item : names) {
    if (std::ranges::find(tree.uses, item->text) != tree.uses.end()) {
      findings.warning("no-difference", origin(*item).span, lang::quoted(item->text) + " is used already").help("take it out");
      continue;
    }
    File* shared = find_shared(file, *item, findings);
    if (shared == nullptr || shared->document->root == nullptr) {
      tree.readable = false;
      continue;
    }
    tree.uses.push_back(item->text);
    tree.heading += ", uses " + item->text;
    tree.kept.push_back(shared->document);
    if (!tree.adapts) tree.adapts = origin(*item).span;
    use_shared(tree, root, own, {item->text, *shared->document->root, origin(*item).span}, findings);
  }
}

Sources::File* Sources::find_shared(File& file, const Node& item, Findings& findings) {
  const auto all = [&](bool given) {
    std::vector<File*> found;
    for (File& one : files_) {
      if (one.given != given || item.text.empty() || one.shared != item.text) continue;
      parse(one);
      if (one.shared == item.text) found.push_back(&one);
    }
    return found;
  };
  std::vector<File*> candidates = all(true);
  if (candidates.empty()) {
    look_beside(file);
    candidates = all(false);
  }
  if (candidates.size() == 1 || (!candidates.empty() && candidates.front()->given)) return candidates.front();
  if (candidates.size() > 1) {
    findings
        .error("duplicate-name", origin(item).span,
               "shared file " + lang::quoted(item.text) + " is there several times beside this one")
        .related(origin(*candidates[0]->document->root->find("shared")).span, "here")
        .related(origin(*candidates[1]->document->root->find("shared")).span, "and here")
        .help("give the one that is meant");
    return nullptr;
  }
  std::vector<std::string> names;
  for (const File& one : files_) {
    if (!one.shared.empty() && std::ranges::find(names, one.shared) == names.end()) names.push_back(one.shared);
  }
  Finding finding = findings.error("unknown-shared", origin(item).span, "there is no shared file " + lang::quoted(item.text));
  finding.label(at_hand(names, "shared file", "shared files"));
  if (!finding.suggest(item.text, names)) {
    finding.help(
        "a shared file begins with `itsmflow: 1` and `shared: NAME`; put it beside this one, or give its file or folder too");
  }
  return nullptr;
}

/// What belongs to a model mostly lies where the model lies, or one folder up where several kinds of models share it.
void Sources::look_beside(const File& file) {
  if (lookup_ == Lookup::given_only) return;
  const fs::path folder = fs::path(file.document->source->name).parent_path();
  const fs::path here = folder.empty() ? fs::path(".") : folder;
  look_in(here.string());
  look_in((here / "..").string());
}

void Sources::look_in(const std::string& folder) {
  std::error_code error;
  const std::string canonical = fs::weakly_canonical(folder, error).string();
  if (!looked_in_.insert(canonical).second) return;
  std::vector<std::string> paths;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at->is_regular_file(ignored) && is_yaml(at->path().string())) paths.push_back(at->path().lexically_normal().string());
  }
  std::ranges::sort(paths);
  for (const std::string& path : paths) {
    const bool known = std::ranges::any_of(files_, [&](const File& one) {
      std::error_code ignored;
      return fs::equivalent(one.text->name, path, ignored);
    });
    if (known) continue;
    try {
      const auto text = source::read_file(path);
      if (!is_model(*text)) continue;
      File& file = files_.emplace_back();
      file.text = text;
      file.given = false;
      file.process = word_behind(text->text, "process");
      if (file.process.empty()) file.shared = word_behind(text->text, "shared");
    } catch (const Error&) {
      // What cannot be read is not what was named; if it was, its name is not found.
    }
  }
}

}  // namespace itsmflow::lang
